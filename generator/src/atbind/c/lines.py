# SPDX-License-Identifier: MIT
"""Received lines as C: a struct each, how its fields are read, and what the scanner must know."""

from __future__ import annotations

import re

from atbind.model import names
from atbind.c.forms import CODINGS, key_field, line_constant, number_width
from atbind.c.parameters import C_TYPES, longest, number_range
from atbind.c.settings import NO_INDEX, Settings
from atbind.model.dialect import Dialect, Field, Line, Parameter

ROLES = {
    "info": "ATB_INFO",
    "result": "ATB_RESULT",
    "urc": "ATB_URC",
    "test": "ATB_TEST_INFO",
    "final": "ATB_FINAL",
}
FINALS = {
    "": "ATB_FINAL_NONE",
    "success": "ATB_FINAL_SUCCESS",
    "failure": "ATB_FINAL_FAILURE",
    "connect": "ATB_FINAL_CONNECT",
}
PAYLOADS = {
    "": "ATB_NO_PAYLOAD",
    "after_line": "ATB_AFTER_LINE",
    "inline": "ATB_INLINE",
    "to_line_end": "ATB_TO_LINE_END",
}
ENDS_DATA = ("NO CARRIER", "CLOSED")
SUCCESSES = {
    "=": "ATB_SUCCESS_EQUALS",
    ">=": "ATB_SUCCESS_REACHES",
    "given": "ATB_SUCCESS_GIVEN",
    "never": "ATB_SUCCESS_NEVER",
}
MANY_FIELDS = 255
NUMBER_WIDTH = 11  # of any 32-bit number


def leading_literal(line: Line) -> str | None:
    """The literal that a line begins with, behind its prefix."""
    if line.role == "test":
        found = re.match(r'("[^"<>]+"),', line.test_text)
        return found.group(1) if found else None
    return line.fields[0].literal if line.fields else None


def is_number(literal: str | None) -> bool:
    return (literal or "").removeprefix("-").isdigit()


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


def field_width(field: Field) -> int:
    """Characters of one field on the wire, at most."""
    p = field.parameter
    if p is None:
        return len(field.literal or "")
    if p.type == "integer":
        width = number_width(p) if p.maximum is not None and p.minimum is not None else NUMBER_WIDTH
        width = max(width, 3) if p.values is not None and not p.closed else width
    else:
        width = longest(p) + (2 if p.quoted else 0)
    return width * (field.many or 1) + ((field.many or 1) - 1)


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
        self.values = [f for f in line.fields if f.parameter is not None]

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
    def has_handler(self) -> bool:
        return self.line.role in ("info", "result", "urc", "final")

    @property
    def handler_macro(self) -> str:
        """QUECTEL_ON_RECV, QUECTEL_ON_QIOPEN_RESULT."""
        name = self.id.removeprefix(self.dialect.name + "_")
        name = name.removeprefix("urc_").removeprefix("final_")
        return names.constant(self.dialect.name, "on", name)

    # ---- fields by the commas between them ---------------------------------

    def tokens(self) -> list[list[Field]]:
        """The fields between two commas each; several where a colon separates them."""
        found: list[list[Field]] = []
        for field in self.fields:
            if field.separator == ":" and found:
                found[-1].append(field)
            else:
                found.append([field])
        return found

    def token(self, name: str) -> int | None:
        for index, fields in enumerate(self.tokens()):
            if any(f.name == name and f.parameter is not None for f in fields):
                return index
        return None

    def _index(self, name: str | None) -> str:
        place = self.token(name) if name else None
        return NO_INDEX if place is None else str(place)

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
        for field in self.values:
            if is_list(field):
                rows.append((f"uint8_t {field.c_name}_count;", f"1 to {field.many}"))
            elif field.optional or field.may_be_empty:
                rows.append((f"bool has_{field.c_name};", ""))
        for field in self.values:
            assert field.parameter is not None
            kind = "struct atb_text" if field.parameter.is_text else "int32_t"
            size = f"[{field.many}]" if is_list(field) else ""
            rows.append((f"{kind} {field.c_name}{size};", short(field.parameter)))
        if self.string_room:
            rows.append(
                (f"char strings[{self.string_room}];", "of an answer: what the texts point to")
            )
        return rows

    def record_rows(self) -> list[str]:
        """Fields in the macros of the lines' file."""
        return [self._record_row(index, field) for index, field in enumerate(self.fields)]

    def _record_row(self, index: int, field: Field) -> str:
        if field.parameter is None:
            return "LITERAL"
        p, flags = field.parameter, self._field_flags(index, field)
        cells = f"{self.id}, {field.c_name}, {C_TYPES[p.type]}, {self.range_of(p)}, {flags}"
        if is_list(field):
            return f"LIST({cells}, {field.many})"
        if field.optional or field.may_be_empty:
            return f"FIELD_OR_NONE({cells})"
        return f"FIELD({cells})"

    def _field_flags(self, index: int, field: Field) -> str:
        behind = self.fields[index + 1] if index + 1 < len(self.fields) else None
        flags = {
            "ATB_FIELD_OPTIONAL": field.optional,
            "ATB_FIELD_LIST": is_list(field),
            "ATB_FIELD_UNTIL_COLON": behind is not None and behind.separator == ":",
            "ATB_FIELD_EMPTY": field.may_be_empty,
            "ATB_FIELD_CLOSED": field.parameter is not None and field.parameter.closed,
        }
        return " | ".join(flag for flag, is_set in flags.items() if is_set) or "0"

    def range_of(self, parameter: Parameter) -> str:
        """Only ids and lengths are held to their range."""
        if parameter.type != "integer" or not parameter.closed or parameter.minimum is None:
            return "NULL"
        return f"&{self.range_name(parameter)}"

    @staticmethod
    def range_name(parameter: Parameter) -> str:
        low, high = (str(n).replace("-", "minus_") for n in number_range(parameter))
        return f"from_{low}_to_{high}"

    def ranges(self) -> list[tuple[str, int, int]]:
        return [
            (self.range_name(f.parameter), *number_range(f.parameter))
            for f in self.values
            if f.parameter and self.has_record and self.range_of(f.parameter) != "NULL"
        ]

    # ---- what the scanner must know ---------------------------------------------

    def line_members(self, effect_first: int) -> list[tuple[str, str]]:
        """Designated initializers of struct atb_line; what is 0 is left out."""
        line = self.line
        tokens = self.tokens() if line.role != "test" else []
        listed = any(
            is_list(f) or (f.parameter and f.parameter.type == "rest") for f in self.fields
        )
        required = [t for t in tokens if t[0].parameter is None or not t[0].optional]
        when, payload = line.when, line.payload
        coding = "ATB_RAW"
        if payload:
            coding = CODINGS["setting" if payload.data_setting else payload.data_coding]
        later = self._later_literal(tokens)
        key = key_field(line) if self._is_keyed() else None
        first = self._first_range(tokens)
        rows = [
            ("first_min", str(first[0])),
            ("first_max", str(first[1])),
            ("integers", self._bits(tokens, lambda f: f.parameter.type == "integer")),
            ("may_be_empty", self._bits(tokens, lambda f: f.may_be_empty)),
            ("payload_max", str(self._payload_max())),
            ("role", ROLES[line.role]),
            ("final", FINALS[line.final] if line.final else "0"),
            ("min_fields", str(len(required))),
            ("max_fields", str(MANY_FIELDS if listed or line.role == "test" else len(tokens))),
            ("setting", self.settings.constant(when.setting) if when else NO_INDEX),
            ("setting_index", self._index(when.index) if when else NO_INDEX),
            ("setting_values", f"0x{sum(1 << v for v in when.values):02x}" if when else "0"),
            ("setting_elements", str(self.settings.elements(when.setting)) if when else "0"),
            ("payload", PAYLOADS[line.payload_where] if payload else "0"),
            ("length_field", self._index(payload.data_length if payload else None)),
            ("coding", coding if coding != "ATB_RAW" else "0"),
            (
                "coding_setting",
                self.settings.constant(payload.data_setting)
                if payload and payload.data_setting
                else "0",
            ),
            ("coding_index", self._index(payload.data_index if payload else None)),
            (
                "coding_elements",
                str(self.settings.elements(payload.data_setting))
                if payload and payload.data_setting
                else "0",
            ),
            ("effect_first", str(effect_first) if line.reads else "0"),
            ("effect_count", str(len(line.reads))),
            ("error_field", self._index(self._error_field())),
            ("error_set", self._error_set()),
            *self._success(),
            ("key_field", str((self.token(key.name) or 0) + 1) if key else "0"),
            ("literal_field", str(later[0] + 1) if later else "0"),
            ("literal", str(later[1]) if later else "0"),
            ("first_closed", "true" if self._first_is_closed(tokens) else "0"),
            ("boots", "true" if line.boots else "0"),
            ("ends_data", "true" if line.prefix.rstrip(":") in ENDS_DATA else "0"),
        ]
        return [(name, value) for name, value in rows if value != "0"]

    def _error_field(self) -> str | None:
        """A failure's number is an error code."""
        if self.line.final == "failure" and self.values:
            return self.values[0].name
        return self.line.error_field

    def _error_set(self) -> str:
        """Whose error code the line carries."""
        own = {"+CME ERROR:": "ATB_ERROR_CME", "+CMS ERROR:": "ATB_ERROR_CMS"}
        if self.line.final == "failure" and self.values:
            sets = error_sets(self.dialect)
            return own.get(self.line.prefix) or (sets[0][0] if sets else "0")
        name = self.line.error_set
        return error_set_constant(self.dialect, name) if name else "0"

    def _is_keyed(self) -> bool:
        """Some form that waits for this result has a parameter of the key's name."""
        key = key_field(self.line)
        waiting = [f for f in self.dialect.forms if any(self.id == r.id for r in f.results)]
        return key is not None and any(key.name == p.name for f in waiting for p in f.parameters)

    def _first_range(self, tokens: list[list[Field]]) -> tuple[int, int]:
        p = tokens[0][0].parameter if tokens else None
        if p is None or p.type != "integer" or p.minimum is None or p.maximum is None:
            return 0, 0
        return max(p.minimum, -32768), min(p.maximum, 32767)

    def _first_is_closed(self, tokens: list[list[Field]]) -> bool:
        p = tokens[0][0].parameter if tokens else None
        return p is not None and p.type == "integer" and p.closed

    def _bits(self, tokens: list[list[Field]], holds) -> str:
        bits = 0
        for index, fields in enumerate(tokens):
            field = fields[0]
            if len(fields) > 1 or field.parameter is None:
                bits |= (1 << index) if field.parameter is None and is_number(field.literal) else 0
                continue
            if holds(field) and index < 16:
                bits |= (0xFFFF << index & 0xFFFF) if is_list(field) else 1 << index
        return f"0x{bits:02x}" if bits else "0"

    def _success(self) -> list[tuple[str, str]]:
        """When the command that waits for the line has succeeded."""
        success = self.line.success
        if success is None:
            return []
        other = self._index(success.least) if success.least else str(success.value or 0)
        field = "0" if success.field is None else self._index(success.field)
        return [
            ("success", SUCCESSES[success.test]),
            ("success_field", field),
            ("success_value", other),
        ]

    def _later_literal(self, tokens: list[list[Field]]) -> tuple[int, int] | None:
        for index, fields in enumerate(tokens):
            literal = fields[0].literal or ""
            if fields[0].parameter is None and is_number(literal):
                return index, int(literal)
        return None

    def _payload_max(self) -> int:
        payload = self.line.payload
        counter = payload.data_length if payload else None
        for field in self.values:
            if counter and field.name == counter and field.parameter and field.parameter.maximum:
                return min(field.parameter.maximum, 65535)
        return 0

    def effect_rows(self) -> list[tuple[str, ...]]:
        return [self.settings.effect(effect, self.token) for effect in self.line.reads]

    @property
    def width(self) -> int:
        """The longest such line, without its end."""
        prefix = max(len(p) for p in (self.line.prefix, *self.line.also))
        blank = 1 if self.line.prefix.endswith(":") else 0
        if self.line.role == "test":
            return prefix + blank + len(self.line.test_text) + 32
        widths = [field_width(field) for field in self.line.fields]
        return prefix + blank + sum(widths) + max(0, len(widths) - 1) + (1 if widths else 0)


def short(parameter: Parameter) -> str:
    """A few words beside a struct member."""
    if parameter.type == "integer" and parameter.values is None and parameter.minimum is not None:
        text = f"{parameter.minimum} to {parameter.maximum}"
        return f"{text} {parameter.unit}" if parameter.unit else text
    if parameter.type == "integer" and parameter.values and any(parameter.values.values()):
        text = ", ".join(
            f"{value} {meaning}".strip() for value, meaning in parameter.values.items()
        )
        return text if len(text) <= 60 else ""
    return parameter.unit or ""
