# SPDX-License-Identifier: MIT
"""What few lines have beside their shape: payload, a condition, settings they tell, success."""

from __future__ import annotations

from atbind.c.form_checks import CODINGS
from atbind.c.forms import key_field
from atbind.c.parameters import number_range
from atbind.c.received import offsets
from atbind.c.received.lines import LineView, error_set_constant, error_sets
from atbind.c.received.offsets import Offset
from atbind.c.settings import NO_INDEX, Settings
from atbind.model.dialect import Dialect, Effect, Field, Success
from atbind.model.parameter import PAYLOAD_MAX, Parameter

PAYLOADS = {
    "after_line": "ATB_AFTER_LINE",
    "inline": "ATB_INLINE",
    "to_line_end": "ATB_TO_LINE_END",
}
SUCCESSES = {
    "=": "ATB_SUCCESS_EQUALS",
    ">=": "ATB_SUCCESS_REACHES",
    "given": "ATB_SUCCESS_GIVEN",
    "never": "ATB_SUCCESS_NEVER",
}

# What is not there is said by a macro of the lines' file.
NONE_OF = {
    "ALWAYS": ("setting", "setting_index"),
    "NO_LENGTH": ("length", "coding_index"),
}

Rows = list[tuple[str, str | Offset]]
Key = tuple[str, ...]


def c_text(value: str | Offset) -> str:
    return value if isinstance(value, str) else value.c


def key_of(rows: Rows) -> Key:
    """Lines with the same key can share one constant, though their structs differ."""
    return tuple(f"{n} {v if isinstance(v, str) else v.key}" for n, v in rows)


def _said(rows: Rows) -> Rows:
    """What is 0 is left out."""
    return [(name, value) for name, value in rows if value != "0"]


def _number(view: LineView, name: str | None) -> str | Offset:
    return (offsets.number(view, name) if name else None) or NO_INDEX


class LineFraming:
    """How a line's payload comes and when it has this layout, as designated initializers."""

    def __init__(self, view: LineView):
        self.view = view
        self.line = view.line
        self.settings: Settings = view.settings

    def members(self) -> Rows:
        """Empty: it has no payload, and always this layout."""
        if self.line.payload is None and self.line.when is None:
            return []
        return _said([*self._payload(), *self._condition()])

    @property
    def c_text(self) -> list[str]:
        """The initializers, absent fields as one macro each."""
        members = self.members()
        absent = {name for name, value in members if value == NO_INDEX}
        rows = [f".{name} = {c_text(value)}" for name, value in members]
        for macro, names in NONE_OF.items():
            if set(names) <= absent:
                rows = [row for row in rows if row.split()[0][1:] not in names] + [macro]
        return rows

    def _payload(self) -> Rows:
        payload = self.line.payload
        if payload is None:
            return [("length", NO_INDEX), ("coding_index", NO_INDEX)]
        coding = CODINGS["setting" if payload.data_setting else payload.data_coding]
        rows = [
            ("payload", PAYLOADS[self.line.payload_where]),
            ("payload_max", str(self._payload_max(payload))),
            ("length", _number(self.view, payload.data_length)),
            ("length_field", str(self.view.token(payload.data_length) or 0)),
            ("coding", coding if coding != "ATB_RAW" else "0"),
            ("coding_index", _number(self.view, payload.data_index)),
        ]
        if payload.data_setting:
            rows += [
                ("coding_setting", self.settings.constant(payload.data_setting)),
                ("coding_elements", str(self.settings.elements(payload.data_setting))),
            ]
        return rows

    def _payload_max(self, payload: Parameter) -> int:
        """Where a manual does not say how much a count can say: more is a damaged one."""
        for field in self.view.values:
            if field.name == payload.data_length and field.parameter and field.parameter.maximum:
                return field.parameter.maximum
        return PAYLOAD_MAX if payload.data_length else 0

    def _condition(self) -> Rows:
        when = self.line.when
        if when is None:
            return [("setting", NO_INDEX), ("setting_index", NO_INDEX)]
        return [
            ("setting", self.settings.constant(when.setting)),
            ("setting_index", _number(self.view, when.index)),
            ("setting_values", f"0x{sum(1 << v for v in when.values):02x}"),
            ("setting_elements", str(self.settings.elements(when.setting))),
        ]


class LineMore:
    """The rare part of one line, as designated initializers."""

    def __init__(self, view: LineView, dialect: Dialect, framing: int, told_first: int):
        self.view = view
        self.line = view.line
        self.dialect = dialect
        self.settings: Settings = view.settings
        self.framing = framing  # its number, from 1 on; 0: none
        self.told_first = told_first

    def members(self) -> Rows:
        """Empty: the line has nothing of all this."""
        return _said(
            [
                ("framing", str(self.framing)),
                *self._told(),
                *self._error(),
                *self._success(),
                *self._key(),
                *self._digits(),
                ("bare", "0" if self.line.prefix else "true"),
                ("boots", "true" if self.line.boots else "0"),
                ("ends_data", "true" if self.line.ends_data else "0"),
            ]
        )

    @property
    def c_text(self) -> list[str]:
        return [f".{name} = {c_text(value)}" for name, value in self.members()]

    def _told(self) -> Rows:
        count = len(self.line.reads)
        return [("told_first", str(self.told_first) if count else "0"), ("told_count", str(count))]

    def told_rows(self) -> list[tuple[str, ...]]:
        return [self._told_row(effect) for effect in self.line.reads]

    def _told_row(self, effect: Effect) -> tuple[str, ...]:
        low, high = self._believable(effect)
        return (
            str(low),
            str(high),
            self.settings.constant(effect.setting),
            str(self.settings.elements(effect.setting)),
            c_text(_number(self.view, effect.index)),
            c_text(_number(self.view, effect.parameter)),
        )

    def _believable(self, effect: Effect) -> tuple[int, int]:
        """The values that the manual knows; a line that always tells one value has only that."""
        if effect.parameter is None:
            return effect.value or 0, effect.value or 0
        parameters = [f.parameter for f in self.view.values if f.name == effect.parameter]
        assert parameters and parameters[0] is not None
        return number_range(parameters[0])

    def _error(self) -> Rows:
        """The code that the line carries, and whose it is."""
        owner = self._error_set()
        code = _number(self.view, self._error_field())
        return [("error_set", owner), ("error_code", code)] if owner != "0" else []

    def _error_field(self) -> str | None:
        """A failure's number is an error code. One that may be absent is told by the struct alone,
        whose flag says whether it is there."""
        if not self._is_failure():
            codes = [f for f in self.view.values if f.name == self.line.error_field]
            return codes[0].name if codes and not codes[0].may_lack else None
        first = self.view.values[0]
        is_code = first.parameter is not None and first.parameter.type == "integer"
        return first.name if is_code else None

    def _is_failure(self) -> bool:
        return self.line.final == "failure" and bool(self.view.values)

    def _error_set(self) -> str:
        """Whose error code the line carries."""
        own = {"+CME ERROR:": "ATB_ERROR_CME", "+CMS ERROR:": "ATB_ERROR_CMS"}
        if self._is_failure():
            sets = error_sets(self.dialect)
            return own.get(self.line.prefix) or (sets[0][0] if sets else "0")
        name = self.line.error_set
        return error_set_constant(self.dialect, name) if name else "0"

    def _success(self) -> Rows:
        """When the command that waits for the line has succeeded."""
        success = self.line.success
        if success is None:
            return []
        return [
            ("success", SUCCESSES[success.test]),
            ("success_at", self._success_at(success)),
            (
                "success_value",
                _number(self.view, success.least) if success.least else str(success.value or 0),
            ),
        ]

    def _success_at(self, success: Success) -> str | Offset:
        if success.field is None:
            return "0"
        if success.test == "given":
            return offsets.flag(self.view, success.field) or NO_INDEX
        return _number(self.view, success.field)

    def _digits(self) -> Rows:
        """How many in a row tell an answer without a keyword from any other line."""
        found = [f.parameter.digits for f in self.line.values if f.parameter]
        return [] if self.line.prefix else [("key", str(found[0]))]

    def _key(self) -> Rows:
        key = key_field(self.line)
        if key is None or not self._is_keyed(key):
            return []
        offset = offsets.number(self.view, key.name)
        return [("key", Offset(f"1 + {offset.c}", offset.key))] if offset else []

    def _is_keyed(self, key: Field) -> bool:
        """Some form that waits for this line has a parameter of the key's name."""
        waiting = [
            form
            for form in self.dialect.forms
            if any(line.id == self.line.id for line in (*form.results, *form.infos))
        ]
        return any(key.name == p.name for f in waiting for p in f.parameters)
