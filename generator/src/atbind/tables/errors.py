# SPDX-License-Identifier: MIT
"""What a user did that cannot be done: told in a line each, never as a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from atbind.tables.mistakes import Mistakes, near


class Problem(Exception):
    """Ends the command with `atbind: <text>` on standard error and exit code 2."""


def no_model(dialect: str, model: str, known: Iterable[str]) -> Problem:
    """What --model says where the dialect has no such one: all, for they are much alike."""
    names = list(known)
    meant = near(model, names)
    remedy = f"did you mean {meant}? " if meant else ""
    remedy += f"known: {', '.join(names)}" if names else "it has none"
    return Problem(f"{dialect} has no model {model}; {remedy}")


def counted(count: int, thing: str) -> str:
    """ "1 form", "3 forms"."""
    return f"{count} {thing}{'s' if count != 1 else ''}"


def tell(mistakes: Mistakes) -> None:
    """All mistakes of the tables, one a line, so that editors find their places."""
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    print(f"atbind: {counted(len(mistakes), 'mistake')} in the tables", file=sys.stderr)
