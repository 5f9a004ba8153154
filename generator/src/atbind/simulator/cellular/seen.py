# SPDX-License-Identifier: MIT
"""Commands that hosts type and no table of ours has: answered as firmware was seen to answer them.

A file for the dialect lists them, one a line:

    typed, * for anything | what stands before OK, lines apart by a slash

Names in braces are filled from the modem's identity. --strict refuses them all.
"""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atbind.simulator.cellular.identity import Identified

FOLDER = Path(__file__).resolve().parents[1] / "seen"
Row = tuple[str, list[str]]


def rows(dialect: str) -> list[Row]:
    """The rows of a dialect; none where it has no file."""
    path = FOLDER / f"{dialect}.txt"
    lines = path.read_text().splitlines() if path.is_file() else []
    return [_row(line) for line in lines if line.strip() and not line.startswith("#")]


def _row(line: str) -> Row:
    typed, _, said = line.partition("|")
    return typed.strip(), [text.strip() for text in said.split(" / ") if text.strip()]


def answer(modem: Identified, line: str, known: list[Row]) -> bool:
    """False: the line was not seen either."""
    for typed, said in known:
        if fnmatch.fnmatchcase(line.upper(), typed.replace("[", "[[]").upper()):
            for text in said:
                modem.text(text.format(**vars(modem.identity)))
            modem.ok()
            return True
    return False
