# SPDX-License-Identifier: MIT
"""The manual's own notation: one syntax line in, its elements out.

Knows nothing of tables or parameters: names are only spelled, never looked up.
Every mistake is a NotationError with the column at which it was noticed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from atbind.notation.characters import foreign
from atbind.notation.slips import slip

BARE = re.compile(r'[^<>\[\]{},":/]+')
PARAMETER = re.compile(r"<[^<>]+>")
NAMED = re.compile(r'<\s*([^<>=]+?)\s*=\s*("[^"]*"|[^\s<>\[\]{},":/]+)\s*>')
COUNT = re.compile(r"\{(\d+)\}")
EXTENDED = "+#^$!*_@"  # what extended commands begin with: the standards' +, and what makers took


def is_number(literal: str | None) -> bool:
    return (literal or "").removeprefix("-").isdigit()


class NotationError(ValueError):
    """What is wrong with a syntax line, and at which column (from 1)."""

    def __init__(self, text: str, at: int, message: str):
        super().__init__(f"column {at + 1} of `{text}`: {message}")
        self.column = at + 1


def check_characters(text: str, besides: str = "", signs: bool = False) -> None:
    """Raises NotationError at the first one that no modem sends, and that is not `besides`; where
    `signs` are the notation's, at one that means another, too."""
    found = foreign(text, besides) or (slip(text) if signs else None)
    if found:
        raise NotationError(text, *found)


def check_parentheses(text: str) -> None:
    """Raises NotationError at one that has no other; what stands between quotes is text."""
    opened: list[int] = []
    quoted = False
    for at, character in enumerate(text):
        quoted = quoted != (character == '"')
        if character == "(" and not quoted:
            opened.append(at)
        elif character == ")" and not quoted:
            if not opened:
                raise NotationError(text, at, "`)` without `(`")
            opened.pop()
    if opened:
        raise NotationError(text, opened[-1], "`(` without `)`")


@dataclass(frozen=True)
class Element:
    """One place between the commas: a parameter, several alternatives, or a literal."""

    column: int
    names: tuple[str, ...] = ()
    literal: str | None = None  # as on the wire, quotes included
    literal_name: str | None = None
    optional: bool = False
    may_be_empty: bool = False
    grouped: bool = False  # with the element before it, or not at all
    many: int | None = None
    separator: str = ","  # what stands before it; "" for the first


@dataclass(frozen=True)
class CommandLine:
    """AT+QIOPEN=<contextID>,… taken apart."""

    type: str  # test read set execute data
    name: str  # +QIOPEN, O, +++; D*99***<cid># with its value in it
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True)
class AnswerLine:
    """+QIACT: <contextID>,… taken apart."""

    prefix: str  # up to and with the colon, no blank behind it
    elements: tuple[Element, ...] = ()
    payload: str | None = None  # the name behind <CR><LF>
    rest: str = ""  # everything behind the prefix, as written


class _Cursor:
    """A position in the text, with the errors that belong to it."""

    def __init__(self, text: str, at: int = 0):
        self.text = text
        self.at = at

    @property
    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, word: str) -> bool:
        if not self.text.startswith(word, self.at):
            return False
        self.at += len(word)
        return True

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def error(self, message: str, at: int | None = None) -> NotationError:
        return NotationError(self.text, self.at if at is None else at, message)


class _List:
    """Elements between commas, with brackets around what may be left out."""

    def __init__(self, cursor: _Cursor, separators: str, blanks: bool):
        self.cursor = cursor
        self.separators = separators
        self.blanks = blanks  # bare words may hold blanks (received lines)
        self.elements: list[Element] = []

    def parse(self) -> tuple[Element, ...]:
        self._items(depth=0, first=True)
        if self.cursor.next:
            raise self.cursor.error(f"`{self.cursor.next}` does not fit here")
        return tuple(self.elements)

    def _items(self, depth: int, first: bool, begun: int = 0) -> None:
        """Everything up to the end or to the bracket that closes this level."""
        start = len(self.elements) - begun
        left_out: int | None = None  # the first element of this level's groups
        if first and self._first():
            left_out = start
        while self.cursor.next and self.cursor.next not in "]" and not self._at_line_end():
            at = self.cursor.at
            if self.cursor.take("..."):
                raise self.cursor.error("nothing repeats within a line; write each place out", at)
            if self.cursor.next == "[":
                if left_out is None:
                    left_out = len(self.elements)
                self._may_be_empty(left_out)
                self._group(depth)
            elif left_out is not None:
                raise self.cursor.error(
                    "what is required cannot follow what may be left out; "
                    "write `,[<a>],<b>` for a place that may stay empty",
                    at,
                )
            else:
                self._separated(depth, grouped=depth > 0 and len(self.elements) > start)

    def _first(self) -> bool:
        """The first place; true if it may be left out."""
        if self.cursor.next == "[" and self.cursor.text[self.cursor.at + 1 :][:1] not in ",:":
            opened = self.cursor.at
            self.cursor.at += 1
            place = self._place("")
            if self.cursor.take("]"):
                alone = self.cursor.next in ("", "[")
                self.elements.append(replace(place, may_be_empty=True, optional=alone))
                return alone
            self.elements.append(replace(place, optional=True))
            self._items(depth=1, first=False, begun=1)
            self._close(opened)
            return True
        self.elements.append(self._place(""))
        return False

    def _group(self, depth: int) -> None:
        """`[,<a>…]`: what may be left out at the end."""
        at = self.cursor.at
        self.cursor.at += 1
        start = len(self.elements)
        self.cursor.match(re.compile(" "))
        if self.cursor.next == "]":
            raise self.cursor.error("the brackets are empty", at)
        if not start and self.cursor.next not in self.separators + "[":
            self.elements.append(replace(self._place(""), optional=True))
        self._items(depth + 1, first=False)
        self._close(at)
        for i in range(start, len(self.elements)):
            if self.elements[i].literal is not None:
                raise self.cursor.error(
                    "a literal cannot be left out; write two forms or lines, with and without it",
                    self.elements[i].column - 1,
                )

    def _close(self, opened: int) -> None:
        if not self.cursor.take("]"):
            raise self.cursor.error("this `[` has no `]`", opened)

    def _separated(self, depth: int, grouped: bool) -> None:
        at = self.cursor.at
        blank = self.cursor.next == " " and self.cursor.text[at + 1 : at + 2] not in ("<", "[")
        if not self.cursor.next or self.cursor.next not in self.separators or blank:
            wanted = " or ".join(f"`{s}`" for s in self.separators.strip())
            raise self.cursor.error(f"{wanted} is missing before `{self.cursor.text[at:]}`")
        separator = self.cursor.next
        self.cursor.at += 1
        self.elements.append(replace(self._place(separator), optional=depth > 0, grouped=grouped))

    def _place(self, separator: str) -> Element:
        """`<a>`, `<a>/<b>`, `[<a>]`, `"cid"`, `2`, or nothing (always empty)."""
        cursor = self.cursor
        at = cursor.at
        if cursor.next == "[":
            if cursor.text[at + 1 : at + 2] in self.separators:
                return Element(at + 1, literal="", separator=separator)
            cursor.at += 1
            place = self._place(separator)
            self._comma_behind(at)
            self._close(at)
            if not place.names:
                raise cursor.error("only a parameter may stay empty: `[<a>]`", at)
            return replace(place, may_be_empty=True)
        if cursor.next == "<" and not self._at_line_end():
            return self._names(separator)
        if cursor.next == '"':
            return self._quoted(separator)
        bare = cursor.match(BARE)
        literal = bare.group() if bare else ""
        if literal != literal.strip() or (" " in literal and not self.blanks):
            raise cursor.error("no blank may stand here", at)
        return Element(at + 1, literal=literal, separator=separator)

    def _comma_behind(self, opened: int) -> None:
        if self.cursor.text[self.cursor.at :].startswith(",]"):
            raise self.cursor.error(
                "the comma belongs to what stands behind it: `[,<b>]`, or `,[<a>],<b>` for a place "
                "that may stay empty",
                opened,
            )

    def _names(self, separator: str) -> Element:
        at = self.cursor.at
        names = [self._name()]
        if "=" in names[0]:
            return self._named(at, separator)
        while self.cursor.take("/"):
            names.append(self._name())
        count = self.cursor.match(COUNT)
        many = int(count.group(1)) if count else None
        return Element(at + 1, names=tuple(names), many=many, separator=separator)

    def _named(self, at: int, separator: str) -> Element:
        """`<mode=2>`, `<cmd="cid">`"""
        found = NAMED.fullmatch(self.cursor.text, at, self.cursor.at)
        if not found:
            raise self.cursor.error('a literal with a name is `<mode=2>` or `<cmd="cid">`', at)
        name, value = found.groups()
        return Element(at + 1, literal=value, literal_name=name, separator=separator)

    def _name(self) -> str:
        at = self.cursor.at
        if not self.cursor.take("<"):
            raise self.cursor.error("`<` of a parameter's name is missing")
        end = self.cursor.text.find(">", at)
        if end < 0 or "<" in self.cursor.text[at + 1 : end]:
            raise self.cursor.error("this `<` has no `>`", at)
        self.cursor.at = end + 1
        name = self.cursor.text[at + 1 : end].strip()
        if not name:
            raise self.cursor.error("a parameter's name is missing between `<` and `>`", at)
        return name

    def _quoted(self, separator: str) -> Element:
        at = self.cursor.at
        end = self.cursor.text.find('"', at + 1)
        if end < 0:
            raise self.cursor.error('this `"` has no closing `"`', at)
        self.cursor.at = end + 1
        literal = self.cursor.text[at : end + 1]
        inside = PARAMETER.search(literal)
        if inside:
            name = inside.group()
            raise self.cursor.error(
                f"{literal} is fixed text; write {name}: a string brings its quotes with it", at
            )
        return Element(at + 1, literal=literal, separator=separator)

    def _may_be_empty(self, start: int) -> None:
        """What stands in groups before another group stays empty where only that one is given."""
        for i in range(start, len(self.elements)):
            self.elements[i] = replace(self.elements[i], may_be_empty=True)

    def _at_line_end(self) -> bool:
        return self.cursor.text.startswith("<CR>", self.cursor.at)


# an extended command; D with all that it dials; another basic command; none
COMMAND = re.compile(rf"AT([{re.escape(EXTENDED)}][A-Z][A-Z0-9]*|D[0-9*#]+|&?[A-Z][A-Z0-9]*|)")
DIALLED = re.compile(r"AT(D[0-9*#]+<([^<>=/]+)>[0-9*#]+)")  # with one value between its digits
WITHOUT_PARAMETERS = {"=?": "test", "?": "read", "": "execute"}


def parse_command(text: str) -> CommandLine:
    """One command line as the manual writes it."""
    if text == "+++":
        return CommandLine("data", "+++")
    check_characters(text, signs=True)
    if dialled := DIALLED.fullmatch(text):
        name, value = dialled.groups()
        return CommandLine("execute", name, (Element(dialled.start(2), names=(value.strip(),)),))
    cursor = _Cursor(text)
    found = cursor.match(COMMAND)
    if not found:
        raise cursor.error("a command line begins with `AT` and a name: `AT+QIOPEN=…`, `ATO`")
    name = found.group(1)
    rest = text[cursor.at :]
    if rest in WITHOUT_PARAMETERS:
        return CommandLine(WITHOUT_PARAMETERS[rest], name)
    _take_equals(cursor, name, rest)
    elements = _List(cursor, ",", blanks=False).parse()
    for element in elements:
        if element.many:
            raise cursor.error("`{…}` is for received lines only", element.column - 1)
    return CommandLine("set", name, elements)


def dialled_value(command: str, line: str) -> str | None:
    """1 in D*99***1#, where the command is D*99***<cid>#; None: the line is another's."""
    before, _, rest = command.partition("<")
    behind = rest.partition(">")[2]
    found = re.fullmatch(rf"{re.escape(before)}(\d+){re.escape(behind)}", line, re.IGNORECASE)
    return found[1] if found and rest else None


def _take_equals(cursor: _Cursor, name: str, rest: str) -> None:
    """Goes to the parameters."""
    if rest.startswith("[="):
        raise cursor.error(f"write two forms: `AT{name}` and `AT{name}=…`")
    if not name and rest[0] != "=":
        raise cursor.error(f"a name begins with a letter, `&`, or one of {' '.join(EXTENDED)}")
    if rest.startswith("=?"):
        raise cursor.error("nothing stands behind `=?`", cursor.at + 2)
    if not cursor.take("="):
        raise cursor.error("after the name come `=?`, `?`, `=…` or nothing")
    if not cursor.next:
        raise cursor.error("the parameters after `=` are missing")
    if "%" in rest:
        message = "`%` stands for a value in the C; no command line has one"
        raise cursor.error(message, cursor.text.index("%"))


def split_prefix(text: str) -> tuple[str, int]:
    """The words a received line begins with, and where its fields begin."""
    for at, char in enumerate(text):
        if char in ":,":
            start = at + 1
            while text[start : start + 1] == " ":
                start += 1
            return text[: at + 1], start
        if char in '<["(':
            return text[:at].rstrip(), at
    return text, len(text)


def parse_answer(text: str) -> AnswerLine:
    """One received line as the manual writes it."""
    check_characters(text, signs=True)
    prefix, start = split_prefix(text)
    cursor = _Cursor(text, start)
    bare = PARAMETER.fullmatch(text)  # a value without a keyword: <manufacturer>
    if not (bare or prefix.strip()) or prefix != prefix.strip():
        raise cursor.error("a received line begins with a word: `+QIURC: …`, `CLOSED`", 0)
    if start == len(text):
        return AnswerLine(prefix)
    if 0 < len(prefix) < start and prefix[-1] not in ":,":  # a blank: the colon was forgotten
        raise cursor.error(
            f"behind a keyword comes `:`, or the value at once; write `{prefix}: …`, "
            f"or `{prefix}…` for a modem that has no colon there",
            len(prefix),
        )
    elements, payload = _received(cursor)
    if cursor.next:
        raise cursor.error(f"`{text[cursor.at:]}` does not fit here; one line is one entry")
    for element in elements[:-1]:
        if element.many:
            raise cursor.error("a list `{…}` goes to the line's end", element.column - 1)
    return AnswerLine(prefix, elements, payload, text[start:])


def _received(cursor: _Cursor) -> tuple[tuple[Element, ...], str | None]:
    """The fields behind a keyword, and the payload behind the line."""
    fields = _List(cursor, ",: ", blanks=True)
    if fields._at_line_end():
        raise cursor.error("payload needs a field that counts it: `+IPD<length><CR><LF><data>`")
    if cursor.next == "[" and cursor.text[cursor.at + 1 : cursor.at + 2] in ", :":
        fields._group(0)
    fields._items(0, first=not fields.elements)
    payload = fields._name() if cursor.take("<CR><LF>") else None
    return tuple(fields.elements), payload
