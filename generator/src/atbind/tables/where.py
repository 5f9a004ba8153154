# SPDX-License-Identifier: MIT
"""A place in the tables: file and line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Where:
    """A place in the tables."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


NOWHERE = Where("", 0)  # of rows that no file has
