# SPDX-License-Identifier: MIT
"""What a user did that cannot be done: told in one line, never as a traceback."""

from __future__ import annotations


class Problem(Exception):
    """Ends the command with `atbind: <text>` on standard error and exit code 2."""
