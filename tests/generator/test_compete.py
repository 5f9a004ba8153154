# SPDX-License-Identifier: MIT
"""Which fields tell two layouts of a keyword apart: what the generator decides for the firmware."""

import pytest
from atbind.c.received.compete import Place

ANY, QUOTED, WORD = Place("number"), Place("quoted"), Place("word")
LOW, HIGH, NEXT = Place("number", (0, 5)), Place("number", (6, 9)), Place("number", (5, 9))
NUMBER_OR_NOTHING = Place("number", may_be_empty=True)
TEXT_OR_NOTHING = Place("quoted", may_be_empty=True)


@pytest.mark.parametrize(
    "one, other",
    [
        (ANY, QUOTED),
        (LOW, HIGH),
        (NUMBER_OR_NOTHING, QUOTED),  # the other one is never empty
        (LOW, TEXT_OR_NOTHING),
    ],
)
def test_no_text_is_both(one, other):
    assert one.excludes(other) and other.excludes(one)


@pytest.mark.parametrize(
    "one, other",
    [
        (ANY, LOW),
        (LOW, NEXT),  # 5
        (QUOTED, QUOTED),
        (WORD, ANY),
        (WORD, QUOTED),
        (NUMBER_OR_NOTHING, TEXT_OR_NOTHING),  # nothing
    ],
)
def test_some_text_is_both(one, other):
    assert not one.excludes(other) and not other.excludes(one)
