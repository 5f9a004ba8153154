# SPDX-License-Identifier: MIT
"""Text files that people write: in UTF-8, or the line where they are not."""

from __future__ import annotations

from pathlib import Path

from atbind.tables.errors import Problem


class Unreadable(Exception):
    """A file that makes no sense: the line, and what to do about it."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line
        self.message = message


def read_text(path: Path) -> str:
    """All of a file. Raises Problem where there is none to read, Unreadable where it is no UTF-8."""
    data = b""
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise Problem(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(line, "a byte here is not UTF-8; save the file as UTF-8") from None
