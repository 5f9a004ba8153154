# SPDX-License-Identifier: MIT
"""Commands that hosts type and no table of ours has: answered as firmware was seen to answer them.

A file beside the dialect's name lists them, one a line:

    typed, * for anything | what stands before OK, lines apart by a slash | off or restart

Names in braces are filled from the modem's identity. --strict refuses them all.
"""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atbind.simulator.modem import Modem

FOLDER = Path(__file__).resolve().parents[1] / "seen"
Row = tuple[str, list[str], str]


def rows(dialect: str) -> list[Row]:
    """The rows of a dialect; none where it has no file."""
    path = FOLDER / f"{dialect}.txt"
    lines = path.read_text().splitlines() if path.is_file() else []
    return [_row(line) for line in lines if line.strip() and not line.startswith("#")]


def _row(line: str) -> Row:
    typed, said, then = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
    return typed, [text.strip() for text in said.split(" / ") if text.strip()], then


def answer(modem: Modem, line: str, known: list[Row]) -> bool:
    """False: the line was not seen either."""
    for typed, said, then in known:
        if fnmatch.fnmatchcase(line.upper(), typed.replace("[", "[[]").upper()):
            for text in said:
                modem.text(text.format(**vars(modem.identity)))
            modem.ok()
            if then == "restart":
                modem.later(modem.restart())
            elif then.startswith("off"):
                modem.later(modem.switch_off(then.removeprefix("off").strip()))
            return True
    return False
