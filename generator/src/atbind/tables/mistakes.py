# SPDX-License-Identifier: MIT
"""Mistakes in the tables: collected, never raised one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from atbind.tables.where import Where

__all__ = ["Mistake", "Mistakes", "Report", "alternatives", "near"]


@dataclass(frozen=True)
class Mistake:
    """One mistake: where it is, what is wrong and what would be right."""

    where: Where
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class Mistakes(Exception):
    """Everything that is wrong with the tables; prints one mistake a line."""

    def __init__(self, mistakes: Iterable[Mistake]):
        self.list = sorted(set(mistakes), key=lambda m: (m.where.file, m.where.line, m.message))
        super().__init__(str(self))

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.list)

    def __iter__(self) -> Iterator[Mistake]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)


class Report:
    """Collects mistakes while the tables are read; the end decides."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def add(self, where: Where, message: str) -> None:
        self.mistakes.append(Mistake(where, message))

    def finish(self) -> None:
        """Raises Mistakes if anything was reported."""
        if self.mistakes:
            raise Mistakes(self.mistakes)


def near(word: object, known: Iterable[object]) -> str:
    """The known name that a misspelt word is most like, in any letters; "" if it is like none."""
    names = {str(name).lower(): str(name) for name in known}
    found = get_close_matches(str(word).lower(), names, n=1, cutoff=0.7)
    return names[found[0]] if found else ""


def alternatives(word: object, known: Iterable[object]) -> str:
    """ "did you mean contextID?" or "known: a, b, c": the remedy for an unknown name."""
    names = [str(name) for name in known]
    meant = near(word, names)
    if meant:
        return f"did you mean {meant}?"
    if not names:
        return "none is defined"
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"known: {shown}"
