# SPDX-License-Identifier: MIT
"""How much of a kind the C of one dialect has numbers for."""

from __future__ import annotations

from atbind.tables.errors import Problem

# What struct atb_keyword, the letters of shapes and struct atb_line_more have bits for;
# ATB_ERROR_DIALECT sets of error codes are all dialects'.
MOST = {
    "lines for its keywords to choose from": 256,
    "ranges of numbers": 255,
    "payloads and conditions of lines": 31,
    "settings that lines tell": 31,
    "settings that one line tells": 7,
    "sets of error codes": 28,
}


def refuse_more(dialect: str, counts: dict[str, int]) -> None:
    """Raises Problem: the dialect has more of a kind of MOST."""
    for kind, count in counts.items():
        if count > MOST[kind]:
            raise Problem(
                f"{dialect} has {count} {kind}; generated C has numbers for {MOST[kind]}:"
                " choose what your program uses (generate --only)"
            )
