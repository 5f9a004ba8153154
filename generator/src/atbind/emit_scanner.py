# SPDX-License-Identifier: MIT
"""Keywords: what the re2c scanner recognises, and which lines may begin with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from atbind.emit_lines import LineView
from atbind.model import Line

CANDIDATES_MAX = 256  # struct atb_keyword counts in bytes

# What stands behind the keyword itself, as regular expressions of re2c.
END = "blank* / eol"  # nothing more
FIELDS = "blank* ','"  # fields, behind a literal
BLANKS = "blank*"  # fields or nothing, behind a colon
TEXT = "blank+"  # fields behind a word
DIGITS = "/ [-0-9]"  # a number behind a word


def quoted(text: str) -> str:
    """A case-insensitive string of re2c."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def literal_pattern(literal: str) -> str:
    if literal.startswith('"') and literal.endswith('"') and len(literal) > 1:
        return f"quote? {quoted(literal[1:-1])} quote?"
    return quoted(literal)


@dataclass
class Keyword:
    """One keyword and the lines that may begin with it."""

    pattern: str
    prefix: str
    literal: str | None
    lines: list[LineView] = field(default_factory=list)

    @property
    def text(self) -> str:
        """For a comment."""
        return f"{self.prefix} {self.literal}" if self.literal else self.prefix


def endings(line: Line, view: LineView) -> list[str]:
    """What may follow the keyword of a line."""
    tokens = view.tokens()
    needed = [t for t in tokens if t[0].parameter is None or not t[0].optional]
    has_fields = bool(tokens or line.payload)
    if view.literal is not None and line.role == "test":
        return [FIELDS]
    if view.literal is not None:
        found = [END] if not needed else []
        return found + ([FIELDS] if has_fields else [])
    if line.prefix[-1] in ":,":
        return [BLANKS]
    if not has_fields:
        return [END]
    first = tokens[0][0].parameter if tokens else None
    behind = DIGITS if first is not None and first.type == "integer" else TEXT
    return ([END] if not needed else []) + [behind]


class Keywords:
    """All keywords of a dialect, in the order of the lines."""

    def __init__(self, views: list[LineView]):
        self.found: dict[str, Keyword] = {}
        for view in views:
            for prefix in (view.line.prefix, *view.line.also):
                self._add(view, prefix)
        self._add_test_lines()
        self.candidates = self._candidates()

    def _add(self, view: LineView, prefix: str) -> None:
        line, literal = view.line, view.literal
        base = quoted(prefix)
        if literal is not None:
            base += f" blank* {literal_pattern(literal)}"
        for ending in endings(line, view):
            pattern = f"{base} {ending}"
            keyword = self.found.setdefault(pattern, Keyword(pattern, prefix, literal))
            if view not in keyword.lines:
                keyword.lines.append(view)

    def _add_test_lines(self) -> None:
        """A test answer may begin with what is a literal elsewhere."""
        tests = [
            (keyword.prefix, view)
            for keyword in self.found.values()
            for view in keyword.lines
            if view.line.role == "test" and keyword.literal is None
        ]
        for keyword in self.found.values():
            for prefix, view in tests:
                if keyword.literal and keyword.prefix == prefix and view not in keyword.lines:
                    keyword.lines.append(view)

    def _candidates(self) -> list[tuple[LineView, ...]]:
        """The lists of lines that keywords share, one behind the other."""
        lists = dict.fromkeys(tuple(keyword.lines) for keyword in self.found.values())
        if sum(map(len, lists)) > CANDIDATES_MAX:
            raise ValueError(f"more than {CANDIDATES_MAX} candidates; struct atb_keyword has bytes")
        return list(lists)

    def first_of(self, keyword: Keyword) -> int:
        place = self.candidates.index(tuple(keyword.lines))
        return sum(len(views) for views in self.candidates[:place])

    def rules(self) -> list[tuple[str, int]]:
        """Patterns of re2c and the number of their keyword, from 1 on."""
        rows = []
        for number, keyword in enumerate(self.found.values(), 1):
            rows.append((keyword.pattern, number))
            if keyword.pattern.endswith(FIELDS) and self._alone(keyword):
                rows.append((keyword.pattern.removesuffix(FIELDS) + END, number))
        return rows

    def _alone(self, keyword: Keyword) -> bool:
        """Without its fields it can be nothing else: a line that is cut short."""
        return all(
            other is keyword
            or other.prefix != keyword.prefix
            or (other.literal != keyword.literal and other.literal is not None)
            or all(view.line.role == "test" for view in other.lines)
            for other in self.found.values()
        )
