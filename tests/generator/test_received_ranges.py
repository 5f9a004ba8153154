# SPDX-License-Identifier: MIT
"""A chosen model's ranges hold for what is received, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from atbind.modem import native, own_tables

HOME = Path(__file__).resolve().parents[2]
MALFORMED = 8  # ATB_EVENT_MALFORMED


@pytest.mark.parametrize("model,highest", [(None, 5), ("MN316", 4), ("MN316A", 3)])
def test_a_connection_that_the_model_lacks_is_malformed(model, highest):
    library = native.load("onemo", model, HOME / "generated")
    library.begin()
    for connection in range(7):
        (event,) = library.feed(f'\r\n+MIPURC: "disconn",{connection},1\r\n'.encode())
        assert event.id == "onemo_urc_disconn"
        assert (event.kind == MALFORMED) == (connection > highest), (model, connection)


HEARD_ONLY = """\
dialect: heard
title: An id that no command has
manual: {title: null, version: null}
default_timeout: 5 s
models: {WIDE: {}, NARROW: {}}
parameters:
  id: {type: integer, range: 0..5, closed: true, models: {NARROW: {range: 1..2}}}
  kind: {type: integer, values: [0, 3, 9], closed: true, models: {NARROW: {without: [9]}}}
commands:
  +X: {title: Asks, forms: [{syntax: AT+X, answers: ['+X: <id> then OK']}]}
urcs:
  ended: {line: '+ENDED: <id>'}
  told: {line: '+TOLD: <kind>'}
"""


@pytest.mark.parametrize(
    "model, ids, kinds", [("WIDE", (0, 5), (0, 9)), ("NARROW", (1, 2), (0, 3))]
)
def test_an_id_that_only_lines_have_is_the_models_too(tmp_path, model, ids, kinds):
    (tmp_path / "heard").mkdir()
    (tmp_path / "heard" / "dialect.yaml").write_text(HEARD_ONLY)
    library = native.load("heard", model, own_tables.generated_from(tmp_path, "heard", []))
    library.begin()
    for name, (low, high) in (("ENDED", ids), ("TOLD", kinds)):
        for number in range(11):
            (event,) = library.feed(f"\r\n+{name}: {number}\r\n".encode())
            assert (event.kind != MALFORMED) == (low <= number <= high), (name, number)
