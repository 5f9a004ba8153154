# SPDX-License-Identifier: MIT
"""Which layouts of one keyword can be taken for another one, and which need no choice.

Decided here, once, instead of by the firmware with every line: two layouts cannot
compete if no text fits both exactly, by the number of their fields, or by a field
that both have and that cannot be the same in both.
"""

from __future__ import annotations

from dataclasses import dataclass

from atbind.c.parameters import number_range
from atbind.c.received.shapes import MANY
from atbind.model.dialect import Field, Line
from atbind.notation.line import is_number

INSIDE = ("inline", "to_line_end")


@dataclass(frozen=True)
class Place:
    """What may stand between two commas."""

    kind: str  # number, quoted, or word: any text
    span: tuple[int, int] | None = None  # of numbers that are held to a range
    may_be_empty: bool = False

    def excludes(self, other: Place) -> bool:
        if self.may_be_empty and other.may_be_empty:
            return False
        if "word" in (self.kind, other.kind):
            return False
        if self.kind != other.kind:
            return True
        if self.span is None or other.span is None:
            return False
        return self.span[1] < other.span[0] or other.span[1] < self.span[0]


def place_of(fields: list[Field]) -> Place:
    """Of the fields between two commas; several where a colon separates them."""
    field = fields[0]
    p = field.parameter
    if len(fields) > 1:
        return Place("word")
    if p is None:
        number = int(field.literal or "") if is_number(field.literal) else None
        return Place("word") if number is None else Place("number", (number, number))
    if p.type == "integer":
        p = p.as_received
        return Place("number", number_range(p) if p.closed else None, field.may_be_empty)
    return Place("quoted" if p.quoted else "word", may_be_empty=field.may_be_empty)


class Layout:
    """A line as its places."""

    def __init__(self, line: Line, tokens: list[list[Field]]):
        self.line = line
        self.places = [place_of(fields) for fields in tokens]
        self.fewest = sum(1 for fields in tokens if not fields[0].optional)
        last = tokens[-1][0] if tokens else None
        self.is_list = last is not None and (
            last.many is not None or (last.parameter is not None and last.parameter.type == "rest")
        )
        self.most = MANY if self.is_list else len(tokens)

    def place(self, index: int) -> Place:
        return self.places[min(index, len(self.places) - 1)]

    def excludes(self, other: Layout) -> bool:
        if self.most < other.fewest or other.most < self.fewest:
            return True
        both = range(min(self.fewest, other.fewest))
        return any(self.place(i).excludes(other.place(i)) for i in both)

    def is_text_for(self, others: list[Layout]) -> bool:
        """It has a text where one of the others has a number."""
        places = [zip(self.places, other.places) for other in others]
        return any(
            mine.kind == "word" and its.kind == "number" for both in places for mine, its in both
        )

    @property
    def is_told_by_fields(self) -> bool:
        """Its fields tell it; a condition on a setting is looked at behind them."""
        alone = not self.line.layouts and self.line.role != "test"
        return alone and self.line.payload_where not in INSIDE

    @property
    def is_no_test_answer(self) -> bool:
        """A list of ranges, which begins with a parenthesis, never fits."""
        return not self.places or (self.fewest > 0 and self.places[0].kind != "word")


def straight(layouts: list[Layout]) -> list[Layout]:
    """Those that no other layout of the keyword can be taken for."""
    tests = any(layout.line.role == "test" for layout in layouts)
    others = [layout for layout in layouts if layout.line.role != "test"]
    return [
        layout
        for layout in others
        if layout.is_told_by_fields
        and (not tests or layout.is_no_test_answer)
        and all(layout is other or layout.excludes(other) for other in others)
    ]
