# SPDX-License-Identifier: MIT
"""A received line's shape in letters; runtime/atb_lines.h tells what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from atbind.c.parameters import Arguments, number_range, same_definition
from atbind.c.text import octal
from atbind.model.dialect import Field, Line
from atbind.model.parameter import Parameter
from atbind.notation.line import is_number

ROLES = {
    "urc": "ATB_URC",
    "info": "ATB_INFO",
    "result": "ATB_RESULT",
    "test": "ATB_TEST_INFO",
    "success": "ATB_SUCCESS",
    "failure": "ATB_FAILURE",
    "connect": "ATB_CONNECT",
}
SPLITS = (":", " ")  # between two fields that no comma parts
MANY = 255  # fields at most, where a list or the rest has no end


def role_constant(line: Line) -> str:
    return ROLES[line.final if line.role == "final" else line.role]


def has_flag(field: Field) -> bool:
    """A bool says whether it is there, or a byte how many there are."""
    return field.may_lack or field.many is not None


def count_of_flags(shaped: list[tuple[Field, bool]]) -> str:
    """One character; none without flags."""
    kept = [(field, absent) for field, absent in shaped if field.parameter is not None]
    flags = sum(1 for field, absent in kept if absent or has_flag(field))
    return chr(ord("0") + flags) if flags else ""


def with_absent(line: Line, fields: tuple[Field, ...]) -> list[tuple[Field, bool]]:
    """The fields, and where they belong those that only other layouts of the line have: true."""
    found: list[tuple[Field, bool]] = []
    left = list(line.kept)  # what the struct has and no field was for
    for field in fields:
        while field.parameter and left and left[0].name != field.name:
            found.append((left.pop(0), True))
        found.append((field, False))
        left = left[1:] if field.parameter else left
    return [*found, *((field, True) for field in left)]


@dataclass(frozen=True)
class Range:
    """One entry of the chapter's ranges: two numbers, as C."""

    low: str
    high: str
    name: str  # 0_TO_11, or CONNECT_ID where models differ


class Ranges:
    """The ranges of a dialect's ids and lengths, each once; a model may narrow them."""

    def __init__(self, arguments: Arguments):
        self.arguments = arguments
        self.found: list[Range] = []
        self.closed: set[Range] = set()  # those that are held to
        self.documented: set[Range] = set()  # those that help to choose

    def of(self, parameter: Parameter) -> Range:
        made = self._range(parameter)
        if made not in self.found:
            self.found.append(made)
        return made

    def _range(self, parameter: Parameter) -> Range:
        argument = self.arguments.by_key.get(same_definition(parameter))
        if argument is not None and argument.differs:
            name = argument.id.upper()
            return Range(f"{argument.stem}_MIN", f"{argument.stem}_MAX", name)
        low, high = number_range(parameter)
        name = f"{low}_TO_{high}".replace("-", "MINUS_")
        return Range(str(low), str(high), name)

    def letter(self, parameter: Parameter, closed: bool) -> str:
        """The name of the macro with the letter and the range's number."""
        found = self.of(parameter)
        (self.closed if closed else self.documented).add(found)
        return f"{'IN' if closed else 'ABOUT'}_{found.name}"

    def macros(self) -> list[tuple[str, str]]:
        rows = []
        for number, found in enumerate(self.found, 1):
            if found in self.closed:
                rows.append((f"#define IN_{found.name}", f'"i{octal(number)}"'))
            if found in self.documented:
                rows.append((f"#define ABOUT_{found.name}", f'"d{octal(number)}"'))
        return rows


class Shape:
    """The letters of one line, joined to C strings."""

    def __init__(self, line: Line, fields: tuple[Field, ...], competes: bool, ranges: Ranges):
        self.parts = [""]
        self.ranges = ranges
        self.varies = bool(line.kept)
        if line.role != "test":
            shaped = with_absent(line, fields)
            self.parts[0] = count_of_flags(shaped)
            for index, (field, absent) in enumerate(shaped):
                behind = shaped[index + 1][0] if index + 1 < len(shaped) else None
                if absent:
                    self._text("!w" if field.parameter and field.parameter.is_text else "!n")
                else:
                    self._add(field, behind, competes and (index == 0 or self.varies))

    def _text(self, text: str) -> None:
        if self.parts[-1].startswith("IN_") or self.parts[-1].startswith("ABOUT_"):
            self.parts.append(text)
        else:
            self.parts[-1] += text

    def _add(self, field: Field, behind: Field | None, chooses: bool) -> None:
        split = behind.separator if behind is not None and behind.separator in SPLITS else ""
        if field.may_lack:
            self._text("?" if field.optional else "~")
        if field.many is not None:
            self._text("*" + octal(field.many))
        self._letter(field, bool(split) or field.separator in SPLITS, chooses)
        if split:
            self._text(split)

    def _letter(self, field: Field, joined: bool, chooses: bool) -> None:
        p = field.parameter
        if p is None:
            self._literal(field.literal or "")
        elif p.type == "integer":
            p = p.as_received
            known = p.minimum is not None and (p.maximum is not None or p.closed)
            if known and (p.closed or chooses):
                self.parts.append(self.ranges.letter(p, p.closed))
            else:
                self._text("n")
        elif p.type == "rest":
            self._text("r")
        elif p.type == "word" and p.max_length and p.max_length < 10:
            self._text(f"s{octal(p.max_length)}")
        else:
            self._text("q" if p.quoted and not joined else "w")

    def _literal(self, literal: str) -> None:
        """A number says which line it is; a word is read past."""
        if not is_number(literal):
            self._text("x")
        elif 0 <= int(literal) <= 9:
            self._text(f"={literal}")
        else:
            self._text("=" + octal(ord("0") + int(literal)))

    @property
    def c_text(self) -> str:
        """As C: "1" IN_0_TO_11 "n?n"."""
        names = ("IN_", "ABOUT_")
        parts = [part for part in self.parts if part] or [""]
        return " ".join(p if p.startswith(names) else f'"{p}"' for p in parts)
