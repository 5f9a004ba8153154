# SPDX-License-Identifier: MIT
"""Lines that answer a form, as two characters of its text each: the line's id, and its place."""

from __future__ import annotations

from atbind.c.text import octal
from atbind.model.dialect import Dialect, Line, Listed

PLACES = {"before_ok": 1, "behind_ok": 2, "either_side": 3, "pays": 4, "pays_alone": 8}
SHARED_LINE = 128  # ATB_SHARED_LINE


def listed_line(listed: Listed, dialect: Dialect) -> tuple[str, str]:
    """A macro, and its characters: QUECTEL_QIACT_READ_INFO_BEFORE_OK "\\032\\001"."""
    words = _place(listed)
    name = "_".join([listed.line.id, *words]).upper()
    place = sum(PLACES[word] for word in words)
    return name, f'"{octal(_line_number(listed.line, dialect))}{octal(place)}"'


def _place(listed: Listed) -> list[str]:
    """Where it may stand, and what it pays: as enum atb_place calls it."""
    sides = {(True, True): "either_side", (True, False): "before_ok"}
    words = [sides.get((listed.before, listed.behind), "behind_ok")]
    words += ["pays"] if listed.pays else []
    return words + (["pays_alone"] if listed.pays_alone else [])


def _line_number(line: Line, dialect: Dialect) -> int:
    """Its constant's value."""
    ids = [own.id for own in dialect.own_lines]
    if not dialect.is_chapter:
        return ids.index(line.id)
    finals = [final.id for final in dialect.finals]
    return finals.index(line.id) if line.id in finals else SHARED_LINE + ids.index(line.id)
