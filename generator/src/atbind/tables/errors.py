# SPDX-License-Identifier: MIT
"""What a user did that cannot be done: told in a line each, never as a traceback."""

from __future__ import annotations

import sys

from atbind.tables.mistakes import Mistakes


class Problem(Exception):
    """Ends the command with `atbind: <text>` on standard error and exit code 2."""


def counted(count: int, thing: str) -> str:
    """ "1 form", "3 forms"."""
    return f"{count} {thing}{'s' if count != 1 else ''}"


def tell(mistakes: Mistakes) -> None:
    """All mistakes of the tables, one a line, so that editors find their places."""
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    print(f"atbind: {counted(len(mistakes), 'mistake')} in the tables", file=sys.stderr)
