# SPDX-License-Identifier: MIT
"""Received lines as C: a struct each, how its fields are read, and what the scanner must know."""

from __future__ import annotations

import re

from atbind.c.forms import line_constant, number_width
from atbind.c.parameters import in_unit, longest
from atbind.c.received.compete import Layout
from atbind.c.received.shapes import SPLITS, Ranges, Shape
from atbind.c.settings import Settings
from atbind.model import names
from atbind.model.dialect import Dialect, Field, Line
from atbind.model.parameter import Parameter
from atbind.notation.line import is_number

NUMBER_WIDTH = 11  # of any 32-bit number


def leading_literal(line: Line) -> str | None:
    """The literal that a line begins with, behind its prefix."""
    if line.role == "test":
        found = re.match(r'("[^"<>]+"),', line.test_text)
        return found.group(1) if found else None
    return line.fields[0].literal if line.fields else None


def keyword_literals(lines: tuple[Line, ...]) -> dict[str, str]:
    """For each line id the literal that belongs to its keyword.

    A number does not where a line with the same prefix has a field in its place:
    what it then is, the pending command decides."""
    open_prefixes = {
        prefix
        for line in lines
        if line.role != "test" and not is_number(leading_literal(line))
        for prefix in (line.prefix, *line.also)
    }
    found = {}
    for line in lines:
        literal = leading_literal(line)
        shared = any(prefix in open_prefixes for prefix in (line.prefix, *line.also))
        if literal is not None and not (is_number(literal) and shared):
            found[line.id] = literal
    return found


def error_set_constant(dialect: Dialect, name: str) -> str:
    """QUECTEL_SET_ERR."""
    return names.constant(dialect.name, "set", names.snake(name))


def error_sets(dialect: Dialect) -> list[tuple[str, str]]:
    """The dialect's sets of error codes: constant and name, in the tables' order."""
    found = dict.fromkeys(code.set for code in dialect.error_codes)
    return [(error_set_constant(dialect, name), name) for name in found]


def is_list(field: Field) -> bool:
    return field.many is not None


def flag_name(field: Field) -> str:
    """The member that says whether it is there, or how many there are; none: it always is."""
    if is_list(field):
        return f"{field.c_name}_count"
    return f"has_{field.c_name}" if field.may_lack else ""


def field_width(field: Field) -> int:
    """Characters of one field on the wire, at most."""
    if field.parameter is None:
        return len(field.literal or "")
    p = field.parameter.as_received
    if p.type == "integer":
        width = number_width(p) if p.maximum is not None and p.minimum is not None else NUMBER_WIDTH
        width = max(width, 3) if p.values is not None and not p.closed else width
    else:
        width = longest(p) + (2 if p.quoted else 0)
    return width * (field.many or 1) + ((field.many or 1) - 1)


def fields_width(line: Line) -> int:
    """Characters of all its fields, with their commas and what a first field may stand behind."""
    widths = [field_width(field) for field in line.fields]
    return sum(widths) + max(0, len(widths) - 1) + (1 if widths else 0)


def are_twins(one: Line, other: Line) -> bool:
    """Answers of one layout that only a setting tells apart: their structs differ by a name."""
    return one is not other and one.when is not None and _build(one) == _build(other)


def _build(line: Line) -> tuple[object, ...]:
    members = [(flag_name(f) != "", f.many, f.parameter and f.parameter.type) for f in line.members]
    setting = line.when and line.when.setting
    return line.role, line.prefix, setting, line.payload is None, members


class LineView:
    """One line, as the templates print it."""

    def __init__(
        self,
        line: Line,
        dialect: Dialect,
        settings: Settings,
        storage: bool,
        literal: str | None,
    ):
        self.line = line
        self.dialect = dialect
        self.settings = settings
        self.storage = storage  # it answers a command: its strings are kept in the struct
        self.literal = literal  # that its keyword has, too
        self.fields = line.fields[1:] if literal and line.fields else line.fields
        self.values = list(line.members)

    @property
    def id(self) -> str:
        return self.line.id

    @property
    def constant(self) -> str:
        return line_constant(self.line, self.dialect.name)

    @property
    def has_record(self) -> bool:
        return bool(self.values) and self.line.role != "test"

    @property
    def twin(self) -> str:
        """The constant of the answer that it is under another setting; none: ""."""
        twins = (line for line in self.dialect.own_lines if are_twins(self.line, line))
        found = next(twins, None) if self.line.role == "info" and not self.string_room else None
        return line_constant(found, self.dialect.name) if found else ""

    @property
    def has_handler(self) -> bool:
        return self.line.role in ("info", "result", "urc", "final")

    @property
    def handler_macro(self) -> str:
        return names.handler_macro(self.dialect.name, self.id)

    # ---- fields by the commas between them ---------------------------------

    def tokens(self) -> list[list[Field]]:
        """The fields between two commas each; several where a colon separates them."""
        found: list[list[Field]] = []
        for field in self.fields:
            if field.separator in SPLITS and found:
                found[-1].append(field)
            else:
                found.append([field])
        return found

    def token(self, name: str | None) -> int | None:
        for index, fields in enumerate(self.tokens()):
            if any(f.name == name and f.parameter is not None for f in fields):
                return index
        return None

    @property
    def layout(self) -> Layout:
        return Layout(self.line, self.tokens() if self.line.role != "test" else [])

    def shape(self, competes: bool, ranges: Ranges) -> Shape:
        return Shape(self.line, self.fields, competes, ranges)

    def other_shapes(self, ranges: Ranges) -> list[Shape]:
        return [Shape(other, other.fields, True, ranges) for other in self.line.layouts]

    # ---- the struct -----------------------------------------------------------

    @property
    def string_room(self) -> int:
        """Bytes that the strings of an answer need."""
        if not self.storage:
            return 0
        texts = [f for f in self.values if f.parameter and f.parameter.is_text]
        return sum(longest(f.parameter) * (f.many or 1) for f in texts if f.parameter)

    def members(self) -> list[tuple[str, str]]:
        """Declarations of the struct, with a comment each: flags first, then values."""
        rows = []
        for field in filter(flag_name, self.values):
            kind, text = ("uint8_t", f"1 to {field.many}") if is_list(field) else ("bool", "")
            rows.append((f"{kind} {flag_name(field)};", text))
        for field in self.values:
            assert field.parameter is not None
            kind = "struct atb_text" if field.parameter.is_text else "int32_t"
            size = f"[{field.many}]" if is_list(field) else ""
            rows.append((f"{kind} {field.c_name}{size};", short(field.parameter)))
        return rows

    def memory(self) -> list[tuple[str, str]]:
        """What an answer's struct has beside them."""
        return [(f"char strings[{self.string_room}];", "what the texts point to")]

    @property
    def received(self) -> str:
        """The struct that a handler gets: without the memory of an answer's texts."""
        return f"{self.id}_received" if self.string_room else self.id

    @property
    def width(self) -> int:
        """The longest such line, without its end."""
        prefix = max(len(p) for p in (self.line.prefix, *self.line.also))
        blank = 1 if self.line.prefix.endswith(":") else 0
        if self.line.role == "test":
            return prefix + blank + len(self.line.test_text) + 32
        layouts = (self.line, *self.line.layouts)
        return prefix + blank + max(fields_width(layout) for layout in layouts)


def short(parameter: Parameter) -> str:
    """A few words beside a struct member."""
    if parameter.type == "integer" and parameter.values is None and parameter.minimum is not None:
        text = f"{parameter.minimum} to {parameter.maximum}"
        return in_unit(text, parameter.unit) if parameter.unit else text
    if parameter.type == "integer" and parameter.values and any(parameter.values.values()):
        text = ", ".join(
            f"{value} {meaning}".strip() for value, meaning in parameter.values.items()
        )
        return text if len(text) <= 60 else ""
    return parameter.unit or ""
