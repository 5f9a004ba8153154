# SPDX-License-Identifier: MIT
"""Keywords: what the re2c scanner recognises, and which lines may begin with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from atbind.c.received.compete import straight
from atbind.c.received.lines import LineView
from atbind.c.received.shapes import SPLITS
from atbind.model.dialect import Line
from atbind.notation.line import is_number

SEPARATORS = {":": "COLON", ",": "COMMA"}


def bytes_of(text: str) -> str:
    """A text as the automaton sees it, a character for each byte."""
    return text.encode("utf-8").decode("latin-1")


def string(text: str) -> str:
    """A string of re2c and of C."""
    out = (c if c.isprintable() and c not in "\"'\\" else f"\\{ord(c):03o}" for c in text)
    return '"' + "".join(out) + '"'


@dataclass
class Keyword:
    """One keyword and the lines that may begin with it."""

    number: int
    prefix: str
    literal: str | None  # without quotes
    behind: str  # COLON COMMA WORD PREFIX LITERAL: what may follow it
    lines: list[LineView] = field(default_factory=list)
    straight: int = 0  # so many of its lines, the first, need no choice
    alike: bool = False  # none is, but the first that fits exactly is it where none is awaited
    known: int = 0  # so many characters tell it from all others; the automaton stops there
    before: str = ""  # another keyword, which it begins with

    @property
    def tried(self) -> int:
        """So many of its lines, the first, need no choice; where they are alike, unless awaited.
        `+CME ERROR: -1`: a number with a sign is text to who reads exactly, so texts are chosen."""
        told = [view.layout for view in self.lines if view.line.role != "test"]
        texts = [i for i, layout in enumerate(told) if layout.is_text_for(told[:i])]
        return min([*texts, len(told)]) if self.alike else self.straight

    @property
    def word(self) -> str:
        return bytes_of(self.prefix if self.literal is None else self.literal)

    @property
    def folded(self) -> str:
        """What the runtime makes of the word where firmware writes it in other letters: capitals
        up to the colon, small letters behind it, where literals stand."""
        head, colon, rest = self.word.partition(":")
        return self.word.lower() if self.literal else head.upper() + colon + rest.lower()

    def patterns(self) -> list[str]:
        """What the automaton must see of it, in the runtime's letters, too."""
        written = dict.fromkeys((self.word[: self.known], self.folded[: self.known]))
        return [self._pattern(word) for word in written]

    def _pattern(self, word: str) -> str:
        """As re2c writes it: behind another keyword in any letters, as the runtime compares the
        rest of those that stand alone. "CONNECT Fail" is no CONNECT; a literal with another text
        behind it is no known line."""
        if not self.before or self.literal:
            return string(word)
        at = len(self.before)
        return string(word[:at]) + " '" + string(word[at:])[1:-1] + "'"

    @property
    def tail(self) -> str:
        return string(self.word[self.known :])

    @property
    def text(self) -> str:
        """For a comment."""
        return f"{self.prefix} {self.literal}" if self.literal else self.prefix


def patterns_of(keywords: list[Keyword]) -> list[tuple[str, Keyword]]:
    return [(pattern, keyword) for keyword in keywords for pattern in keyword.patterns()]


@dataclass
class Prefix:
    """A prefix behind which a literal tells more."""

    pattern: str
    label: str
    number: int  # of the keyword without a literal; 0: there is none
    literals: list[tuple[str, Keyword]]


def tell_apart(keywords: list[Keyword], others: list[str]) -> None:
    """The automaton need not see what is the rest of one keyword only.

    A keyword that begins with another one is seen whole: the other is what it
    otherwise might be."""
    words = [keyword.word for keyword in keywords] + others
    for keyword in keywords:
        word = keyword.word
        rest = [other for other in words if other != word]
        keyword.known = len(word)
        keyword.before = max(filter(word.startswith, rest), key=len, default="")
        if not keyword.before:
            while keyword.known > 1 and not any(
                other.startswith(word[: keyword.known - 1]) for other in rest
            ):
                keyword.known -= 1


def behind(line: Line, view: LineView) -> str:
    """What may follow the keyword of a line."""
    if view.literal is not None:
        return "LITERAL"
    if line.prefix[-1] in SEPARATORS:
        return SEPARATORS[line.prefix[-1]]
    first = next((fields[0].parameter for fields in view.tokens()), None)
    return "PREFIX" if first is not None and first.type == "integer" else "WORD"


def tells_by_number(view: LineView) -> bool:
    """A number that is as it must be makes a line fit better than one that has any."""
    return any(field.parameter is None and is_number(field.literal) for field in view.fields)


def is_parted_by_blanks(view: LineView) -> bool:
    """`<event> <cid>`: a text that another layout has there takes the blank with it."""
    return any(field.separator in SPLITS for field in view.fields)


def are_alike(views: list[LineView]) -> bool:
    """Whether the first of them that fits exactly is it, unless the command under way waits for
    another: none has a role, a number or a layout that would make it fit better, and none can be
    taken for a list of ranges."""
    told = [view for view in views if view.line.role != "test"]
    unasked = {view.line.role != "info" for view in told}
    return (
        len(unasked) == 1
        and not any(tells_by_number(view) or is_parted_by_blanks(view) for view in told)
        and all(view.layout.is_told_by_fields for view in told)
        and (told == views or all(view.layout.is_no_test_answer for view in told))
    )


def put_straight_first(keyword: Keyword) -> None:
    """Lines that cannot be taken for another one come first, then lists of ranges, which fit
    better than all others or not at all; the others keep their order. Of lines that are alike the
    first that fits is mostly it: lists of ranges come last."""
    layouts = {view.id: view.layout for view in keyword.lines}
    found = {layout.line.id for layout in straight(list(layouts.values()))}
    keyword.straight = len(found)
    keyword.alike = not found and are_alike(keyword.lines)
    test_first = not keyword.alike
    keyword.lines.sort(
        key=lambda view: (view.id not in found, (view.line.role == "test") != test_first)
    )


def count_of(views: Sequence[LineView]) -> int:
    """Lines, and their other layouts."""
    return sum(1 + len(view.line.layouts) for view in views)


class Keywords:
    """All keywords of a dialect, in the order of the lines."""

    def __init__(self, views: list[LineView]):
        self.found: dict[tuple[str, str | None], Keyword] = {}
        for view in views:
            for prefix in filter(None, (view.line.prefix, *view.line.also)):
                self._add(view, prefix)
        self._add_test_lines()
        for keyword in self.found.values():
            put_straight_first(keyword)
        self.candidates = self._candidates()

    def _add(self, view: LineView, prefix: str) -> None:
        literal = view.literal.strip('"') if view.literal is not None else None
        key = bytes_of(prefix), literal and bytes_of(literal)
        number = len(self.found) + 1
        new = Keyword(number, prefix, literal, behind(view.line, view))
        keyword = self.found.setdefault(key, new)
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
        return list(dict.fromkeys(tuple(keyword.lines) for keyword in self.found.values()))

    def is_straight(self, view: LineView) -> bool:
        """Under every keyword that it may begin with."""
        return all(
            view in keyword.lines[: keyword.straight]
            for keyword in self.found.values()
            if view in keyword.lines
        )

    def first_of(self, keyword: Keyword) -> int:
        place = self.candidates.index(tuple(keyword.lines))
        return sum(count_of(views) for views in self.candidates[:place])

    # ---- for the scanner's template ------------------------------------------

    def prefixes(self) -> list[Prefix]:
        """Those behind which a literal tells more."""
        made: dict[str, Prefix] = {}
        literals: dict[str, list[Keyword]] = {}
        for (pattern, literal), keyword in self.found.items():
            if literal is not None:
                general = self.found.get((pattern, None))
                if general is not None:
                    general.known = len(general.word)  # the automaton has seen all of it
                label = re.sub(r"[^a-z0-9]+", "_", keyword.prefix.lower()).strip("_")
                number = general.number if general else 0
                prefix = made.setdefault(pattern, Prefix(string(pattern), label, number, []))
                literals.setdefault(pattern, []).append(keyword)
        for pattern, prefix in made.items():
            tell_apart(literals[pattern], [])
            prefix.literals += patterns_of(literals[pattern])
        return list(made.values())

    def plain(self) -> list[tuple[str, Keyword]]:
        """Keywords that are a prefix alone, where no literal may follow, with their patterns."""
        with_literals = {pattern for pattern, literal in self.found if literal is not None}
        plain = [
            keyword
            for (pattern, literal), keyword in self.found.items()
            if literal is None and pattern not in with_literals
        ]
        tell_apart(plain, list(with_literals))
        return patterns_of(plain)
