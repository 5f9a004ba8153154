# SPDX-License-Identifier: MIT
"""A chosen model's ranges hold for what is received, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from atbind.modem import native

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
