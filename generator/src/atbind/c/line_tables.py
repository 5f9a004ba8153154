# SPDX-License-Identifier: MIT
"""The constants of the lines' file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from atbind.c.dialect import DialectView
from atbind.c.most import Numbers
from atbind.c.received.compete import INSIDE
from atbind.c.received.lines import LineView
from atbind.c.received.more import Key, LineFraming, LineMore, key_of
from atbind.c.received.scanner import Keyword, count_of
from atbind.c.received.shapes import Ranges, Shape, role_constant
from atbind.c.text import c_bool, columns, comment, printed, table, wrap
from atbind.model.dialect import Line
from atbind.tables.mistakes import Mistake, Mistakes


class LineTables:
    def __init__(self, whole: DialectView):
        self.whole = whole
        self.ranges = Ranges(whole.arguments)
        self.told: list[tuple[str, ...]] = []
        # by key: lines that have the same share it
        self.framings: dict[Key, tuple[str, list[str]]] = {}  # what the first one prints
        self.more: dict[Key, tuple[str, list[str]]] = {}  # its name
        self.shapes: dict[str, str] = {}  # by their letters: the name
        self.tails: dict[str, str] = {}  # of keywords: the number of the first
        self.numbers = Numbers()

    def mistakes(self) -> list[Mistake]:
        """What the C has no numbers for."""
        self._rows()
        return self.numbers.mistakes()

    def _rows(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]], str]:
        """Of lines, of what stands behind them (their other layouts and groups), and of keywords."""
        lines = [self._line(view) for view in self.whole.lines]
        others = [*self._layouts(), *self._groups()]
        self._count()
        return lines, others, self._keywords()

    def values(self) -> dict[str, Any]:
        """Raises Mistakes: there is more than the C has numbers for."""
        whole = self.whole
        rows, others, keywords = self._rows()
        if found := self.numbers.mistakes():
            raise Mistakes(found)
        return {
            "line_rows": rows,
            "range_macros": columns(self.ranges.macros()),
            "range_rows": table((r.low, r.high) for r in self.ranges.found),
            "layout_rows": others,
            "layout_of": wrap(v.constant for v in whole.varied) + "," if whole.varied else "",
            "framings": [
                (number + 1, printed, wrap(rows, 5).lstrip())
                for number, (printed, rows) in enumerate(self.framings.values())
            ],
            "more": [(name, wrap(rows, 8).lstrip()) for name, rows in self.more.values()],
            **strings("shape", self.shapes),
            "told": table(self.told),
            "candidates": self._candidates(),
            "keyword_rows": keywords,
            **strings("tail", self.tails),
            "assumed": wrap(whole.settings.assumed()) + ",",
            "guard": next((f.guard_ms for f in whole.dialect.forms if f.guard_ms), (0, 0)),
            "inside": any(view.line.payload_where in INSIDE for view in whole.lines),
            "hex": any(map(has_hex, whole.lines)),
            "online": self._online(),
            "rare": rare_letters((*whole.lines, *whole.groups)),
            "bare": any(not view.line.prefix for view in whole.lines),
        }

    def _count(self) -> None:
        """What is counted over all lines."""
        count = 0
        for views in self.whole.keywords.candidates:
            count += count_of(views)
            where = views[-1].line.where
            self.numbers.count("lines for its keywords to choose from", count, where)
            self.numbers.count("lines that begin with one keyword", count_of(views), where)
        sets = {code.set: code.where for code in self.whole.dialect.error_codes}
        for count, where in enumerate(sets.values(), 1):
            self.numbers.count("sets of error codes", count, where)

    def _online(self) -> str:
        """1 + the setting that tells of transparent mode."""
        online = [s.name for s in self.whole.dialect.settings if s.online]
        return f"1 + {self.whole.settings.views[online[0]].constant}" if online else ""

    def _line(self, view: LineView) -> tuple[str, str]:
        """What the manual prints, and the row."""
        competes = not self.whole.keywords.is_straight(view)
        shape = self._shape(view.shape(competes, self.ranges), self._short(view))
        row = self._row(view, view.line, view.constant, self._more(view), shape)
        self._count_of(view)
        return row

    def _count_of(self, view: LineView) -> None:
        """What the dialect has when this line is in."""
        for kind, count in (
            ("ranges of numbers", len(self.ranges.found)),
            ("payloads and conditions of lines", len(self.framings)),
            ("settings that lines tell", len(self.told)),
            ("settings that one line tells", len(view.line.reads)),
            ("bytes in one line", view.width),
        ):
            self.numbers.count(kind, count, view.line.where)

    def _row(
        self, view: LineView, layout: Line, place: str, more: str, shape: str
    ) -> tuple[str, str]:
        """What the manual prints, and the row."""
        less = " - ATB_SHARED_LINE" if view.dialect.is_chapter else ""
        row = f"[{place}{less}] = {{{role_constant(view.line)}, {more}, {shape}}},"
        return comment(printed(layout.syntax)), row

    def _short(self, view: LineView) -> str:
        return view.id.removeprefix(self.whole.dialect.name + "_")

    def _shape(self, shape: Shape, name: str) -> str:
        """Lines that have the same share it: it is called as the first of them."""
        return f"SHAPE({self.shapes.setdefault(shape.c_text, name)})"

    def _more(self, view: LineView) -> str:
        more = LineMore(view, self.whole.dialect, self._framing(view), len(self.told))
        self.told += more.told_rows()
        if not more.members():
            return "NO_MORE"
        name = "MORE_" + self._short(view).upper()
        return self.more.setdefault(key_of(more.members()), (name, more.c_text))[0]

    def _framing(self, view: LineView) -> int:
        """Its number, from 1 on; 0: the line has none."""
        framing = LineFraming(view)
        if not framing.members():
            return 0
        key = key_of(framing.members())
        self.framings.setdefault(key, (comment(printed(view.line.syntax)), framing.c_text))
        return list(self.framings).index(key) + 1

    def _layouts(self) -> list[tuple[str, str]]:
        """Other layouts of lines, behind all lines: what is printed, and the row."""
        found: list[tuple[str, str]] = []
        for view in self.whole.lines:
            others = zip(view.line.layouts, view.other_shapes(self.ranges))
            for number, (layout, other) in enumerate(others, 2):
                place = self.whole.layout_id(len(found))
                shape = self._shape(other, f"{self._short(view)}_or_{number}")
                self._count_of(view)
                found.append(self._row(view, layout, place, "NO_MORE", shape))
        return found

    def _groups(self) -> list[tuple[str, str]]:
        """What texts hold in brackets, behind the layouts."""
        found: list[tuple[str, str]] = []
        for number, view in enumerate(self.whole.groups):
            shape = self._shape(view.shape(False, self.ranges), self._short(view))
            self._count_of(view)
            place = self.whole.group_id(number)
            found.append(self._row(view, view.line, place, "NO_MORE", shape))
        return found

    def _candidates(self) -> str:
        return "\n".join(wrap(self._ids(views)) + "," for views in self.whole.keywords.candidates)

    def _ids(self, views: tuple[LineView, ...]) -> list[str]:
        """Of lines, and behind them of their other layouts."""
        varied = enumerate(self.whole.varied)
        others = [self.whole.layout_id(i) for i, view in varied if view in views]
        return [*(view.constant for view in views), *others]

    def _keywords(self) -> str:
        found = self.whole.keywords
        found.plain(), found.prefixes()  # tell where tails begin
        return columns(self._keyword(keyword) for keyword in found.found.values())

    def _keyword(self, keyword: Keyword) -> tuple[str, str]:
        first = self.whole.keywords.first_of(keyword)
        inside = c_bool(any(view.line.payload_where in INSIDE for view in keyword.lines))
        counts = f"{first}, {count_of(keyword.lines)}, {keyword.tried}"
        alike = c_bool(keyword.alike)
        tail = f"TAIL({self.tails.setdefault(keyword.tail, str(keyword.number))})"
        characters = sum(len(text) - 1 for text in self.tails)  # with a NUL, without quotes
        where = keyword.lines[-1].line.where
        self.numbers.count("characters in the rests of keywords", characters, where)
        row = f"{{ATB_BEHIND_{keyword.behind}, {inside}, {alike}, {tail}, {counts}}},"
        return f"    {row}", f"/* {comment(keyword.text)} */"


def strings(kind: str, names: dict[str, str]) -> dict[str, str]:
    """The rows of two macros: strings that each have a name, and those that others end with."""
    wholes = {text: whole_of(text, names) for text in names}
    stored = [f"({names[text]}, {text})" for text, whole in wholes.items() if whole == text]
    ends = [
        f"({names[text]}, {names[whole]}, {text})"
        for text, whole in wholes.items()
        if whole != text
    ]
    return {f"{kind}s": macro_rows(kind.upper(), stored), f"{kind}_ends": macro_rows("END", ends)}


def macro_rows(macro: str, rows: list[str]) -> str:
    return columns((f"    {macro}{row}", "\\") for row in rows).removesuffix("\\").rstrip()


def whole_of(text: str, texts: Iterable[str]) -> str:
    """The longest of the strings that ends with this one."""
    end = characters_of(text)
    longer = (other for other in texts if characters_of(other)[-len(end) :] == end)
    return max(longer, key=lambda other: len(characters_of(other)))


def characters_of(text: str) -> list[str]:
    """Of a string in C, with its NUL; a macro stands for itself."""
    found = []
    for part, name in re.findall(r'"((?:\\.|[^"\\])*)"|(\w+)', text):
        found += [name] if name else re.findall(r"\\[0-7]+|\\?.", part)
    return [*found, "NUL"]


def rare_letters(views: Iterable[LineView]) -> str:
    """What reads lists, and fields that only some layouts of a line have; nothing where all lines
    are without."""
    views = list(views)
    if any(field.many is not None for view in views for field in view.values):
        return "atb_read_rare"
    return "atb_read_absent" if any(view.line.layouts for view in views) else ""


def has_hex(view: LineView) -> bool:
    payload = view.line.payload
    if payload is None:
        return False
    return payload.data_setting is not None or payload.data_coding == "hex"
