# SPDX-License-Identifier: MIT
"""How much of a kind the C of one dialect has numbers for."""

from __future__ import annotations

from atbind.tables.mistakes import Mistake
from atbind.tables.where import NOWHERE, Where

# What struct atb_keyword, the letters of shapes, struct atb_line_more and struct atb_dialect have
# bits for; ATB_ERROR_DIALECT sets of error codes are all dialects'.
MOST = {
    "lines for its keywords to choose from": 256,
    "lines that begin with one keyword": 15,
    "characters in the rests of keywords": 2048,
    "ranges of numbers": 255,
    "payloads and conditions of lines": 31,
    "settings that lines tell": 31,
    "settings that one line tells": 7,
    "sets of error codes": 28,
    "bytes in one command": 65535,  # struct atb_pending
    "bytes in one line": 65000,  # an answer's struct keeps them, beside its members
}


class Numbers:
    """What has been counted so far, and of each kind the first row that has no number."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.beyond: dict[str, Where] = {}

    def count(self, kind: str, count: int, where: Where | None) -> None:
        """With this row the dialect has so many of a kind of MOST."""
        if count > MOST[kind]:
            self.counts[kind] = max(count, self.counts.get(kind, 0))
            self.beyond.setdefault(kind, where or NOWHERE)

    def mistakes(self) -> list[Mistake]:
        return [
            Mistake(
                where,
                f"with this row {self.counts[kind]} {kind}; generated C has numbers for"
                f" {MOST[kind]}: choose what your program uses (generate --only)",
            )
            for kind, where in self.beyond.items()
        ]
