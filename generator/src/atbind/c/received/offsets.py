# SPDX-License-Identifier: MIT
"""Where in a line's struct a number or a flag stands: what the runtime looks up once the line is read."""

from __future__ import annotations

from dataclasses import dataclass

from atbind.c.received.lines import LineView, flag_name
from atbind.model.dialect import Field


@dataclass(frozen=True)
class Offset:
    """The C text; two with the same key are the same number on every machine."""

    c: str
    key: tuple[int, ...]  # flags, numbers, texts and gaps before it; or flags


def flagged(view: LineView) -> list[Field]:
    """The fields that a flag or a count says something of."""
    return [field for field in view.values if flag_name(field)]


def is_text(field: Field) -> bool:
    return field.parameter is not None and field.parameter.is_text


def number(view: LineView, name: str) -> Offset | None:
    """None: the line has no field of this name, or it is a text."""
    before = _Before(len(flagged(view)))
    for field in view.values:
        if field.name == name:
            found = Offset(offsetof(view, field.c_name), before.key())
            return None if is_text(field) else found
        before.step_over(field)
    return None


class _Before:
    """What stands in the struct before a number. Where a number stands at a multiple of four bytes,
    flags take whole words; where pointers have 64 bits, a text takes four, from an even one on."""

    def __init__(self, flags: int):
        self.flags = flags
        self.numbers = self.texts = self.gaps = 0

    def key(self) -> tuple[int, ...]:
        return self.flags, self.numbers, self.texts, self.gaps

    def step_over(self, field: Field) -> None:
        if is_text(field):
            self.gaps += ((self.flags + 3) // 4 + self.numbers + self.gaps) % 2
            self.texts += field.many or 1
        else:
            self.numbers += field.many or 1


def flag(view: LineView, name: str) -> Offset | None:
    """Of what says whether a field is there; None: it always is."""
    for index, field in enumerate(flagged(view)):
        if field.name == name:
            return Offset(offsetof(view, flag_name(field)), (index,))
    return None


def offsetof(view: LineView, member: str) -> str:
    return f"offsetof(struct {view.id}, {member})"
