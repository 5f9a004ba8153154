# SPDX-License-Identifier: MIT
"""Forms as constants: what the writer and the engine read of one command form."""

from __future__ import annotations

from collections.abc import Sequence

from atbind.model import names
from atbind.c.limits import Limits
from atbind.c.listed import listed_line
from atbind.c.parameters import Argument, Arguments, longest, place_constant
from atbind.c.settings import NO_INDEX, Settings
from atbind.c.text import c_string, message
from atbind.model.dialect import (
    Dialect,
    Field,
    Form,
    Line,
    Position,
    Rule,
    SendPayload,
    Test,
)
from atbind.model.parameter import Parameter

TESTS = {
    "given": "ATB_GIVEN",
    "absent": "ATB_NOT_GIVEN",
    "=": "ATB_EQUAL",
    "!=": "ATB_NOT_EQUAL",
    ">=": "ATB_AT_LEAST",
    "<=": "ATB_AT_MOST",
}
SEND_MODES = {
    "length": "ATB_SEND_LENGTH",
    "ctrl_z": "ATB_SEND_CTRL_Z",
    "timeout": "ATB_SEND_TIMEOUT",
    "inline": "ATB_SEND_INLINE",
}
CODINGS = {
    "raw": "ATB_RAW",
    "hex": "ATB_HEX",
    "escaped": "ATB_ESCAPED",
    "setting": "ATB_BY_SETTING",
}
PAYLOAD_MAX = 65535  # bytes that the engine can count
INLINE_WIDEST = 2  # characters of one byte of payload inside the line, at most


def line_constant(line: Line, dialect: str) -> str:
    return names.constant(dialect, "line", line.id.removeprefix(dialect + "_"))


def command_text(form: Form) -> str:
    """AT+QIOPEN, ATO, +++."""
    return form.command if form.type == "data" else "AT" + form.command


def number_width(parameter: Parameter) -> int:
    if parameter.values is not None:
        return max(len(str(value)) for value in parameter.values)
    return max(len(str(n)) for n in (parameter.minimum, parameter.maximum) if n is not None)


def c_flag(condition: object) -> str:
    return "true" if condition else ""


class FormView:
    """One form, as the templates print it."""

    def __init__(self, form: Form, dialect: Dialect, arguments: Arguments, settings: Settings):
        self.form = form
        self.owed = form.owed
        self.dialect = dialect
        self.settings = settings
        self.limits = Limits(self)
        # Or the form before it that has the same; see share_constants().
        self.parameters_of = self.effects_of = self.rest_of = form.id
        self.variable = [p for p in form.positions if p.parameters]
        self._arguments = arguments
        self.macro = names.constant(form.id)
        self.has_lacking = bool(form.lacking)
        self.lacks = f"{self.macro}_LACKING"

    @property
    def id(self) -> str:
        return self.form.id

    @property
    def constant(self) -> str:
        """The form's name: in a dialect with models it has the model in it."""
        if self.dialect.models:
            return f"{self.dialect.name.upper()}_FORM({self.id})"
        return f"{self.id}_form"

    def arguments_of(self, position: Position) -> list[Argument]:
        return [self._arguments.of(parameter) for parameter in position.parameters]

    def place(self, name: str) -> int | None:
        """Index of a parameter among the variable positions."""
        for index, position in enumerate(self.variable):
            if any(p.name == name for p in position.parameters):
                return index
        return None

    def field(self, name: str) -> int | None:
        """Where a number stands in the command line, counted by commas: literals count, too.

        The runtime reads it there, as digits.
        """
        for index, position in enumerate(self.form.positions):
            for parameter in position.parameters:
                if parameter.name == name:
                    assert (parameter.minimum or 0) >= 0, f"{self.id}: {name}"
                    assert self._arguments.of(parameter).is_number, f"{self.id}: {name}"
                    return index
        return None

    # ---- the command line -----------------------------------------------

    @property
    def head(self) -> str:
        suffix = {"test": "=?", "read": "?", "set": "="}.get(self.form.type, "")
        if self.form.type == "execute" and self.form.positions:
            suffix = "="
        return command_text(self.form) + suffix

    @property
    def text(self) -> str:
        """The command line with '%' for each place of a value."""
        places = ["%" if p.parameters else p.literal or "" for p in self.form.positions]
        return self.head + ",".join(places)

    @property
    def text_constant(self) -> str:
        """The same as C behind AT, with the marks of what a place allows before its comma."""
        parts = [c_string(self.head.removeprefix("AT"))]
        for index, position in enumerate(self.form.positions):
            comma = "," if index else ""
            if position.parameters:
                parts += [*self._marks(position), c_string(comma + "%")]
            else:
                parts.append(c_string(comma + (position.literal or "")))
        return message(*parts)

    def _marks(self, position: Position) -> list[str]:
        marks = {
            "ATB_OR_END": position.optional,
            "ATB_OR_EMPTY": position.may_be_empty,
            "ATB_WITH_LAST": position.grouped,
        }
        parts = [mark for mark, stands in marks.items() if stands]
        arguments = self.arguments_of(position)
        if all(argument.ever_lacking for argument in arguments):
            parts.append(f"LACKED({arguments[0].stem}_LACKING)")
        return parts

    @property
    def length(self) -> tuple[int, list[str]]:
        """The longest command line with CR and NUL, without inline payload: a number and macros."""
        widths = [self._width(position) for position in self.variable]
        return self._around + sum(width for _, width, _ in widths), [m for *_, m in widths if m]

    @property
    def usual_length(self) -> int:
        """The same where the application has changed none of these."""
        return self._around + sum(self._width(position)[0] for position in self.variable)

    @property
    def _around(self) -> int:
        return len(self.text) - len(self.variable) + 2

    def _width(self, position: Position) -> tuple[int, int, str]:
        """Of the longest that may stand there, and without what a macro says, and this macro."""

        def one(argument: Argument) -> tuple[int, int, str]:
            p = argument.parameter
            if p.type == "data":
                return 2, 2, ""
            if argument.is_number:
                return number_width(p), number_width(p), ""
            quotes = 2 if p.quoted else 0
            if argument.own_length:
                return longest(p) + quotes, quotes, f"{argument.stem}_LENGTH"
            return longest(p) + quotes, longest(p) + quotes, ""

        return max(one(argument) for argument in self.arguments_of(position))

    @property
    def max(self) -> str:
        """Size of a buffer for the encoder."""
        number, macros = self.length
        if self.form.payload and self.form.payload.mode == "inline":
            number += INLINE_WIDEST * (self.form.payload.maximum or 0)
        return f"({' + '.join([str(number), *macros])})" if macros else str(number)

    # ---- constants -------------------------------------------------------

    def parameters(self) -> list[str]:
        """For each place the constant of what may stand there."""
        return [f"&{place_constant(self.arguments_of(p))}" for p in self.variable]

    def value_number(self, position: Position, value: int | str | None) -> str:
        """What a rule compares with: a number, or the index of a word."""
        parameter = position.parameter
        if value is None:
            return "0"
        if parameter.type != "integer" and parameter.values is not None:
            return str([str(v) for v in parameter.values].index(str(value)))
        return str(value)

    def usable_rules(self) -> list[Rule]:
        """Rules about positions; literals need none."""
        return [
            rule
            for rule in self.form.rules
            if all(self.place(t.parameter) is not None for t in (rule.when, rule.must) if t)
        ]

    def rule_rows(self) -> list[tuple[str, ...]]:
        return [self._rule_row(rule) for rule in self.usable_rules()]

    def _rule_row(self, rule: Rule) -> tuple[str, ...]:
        def half(test: Test | None) -> tuple[str, str, str]:
            if test is None:
                return "0", "0", "ATB_ALWAYS"
            index = self.place(test.parameter)
            assert index is not None
            value = self.value_number(self.variable[index], test.value)
            return value, str(index), TESTS[test.op]

        (a_value, a, when), (b_value, b, must) = half(rule.when), half(rule.must)
        return a_value, b_value, a, when, b, must

    @property
    def answered_by(self) -> str:
        """The lines that it may answer with: macros of two characters each."""
        return "".join(f"{macro} " for macro, _ in self.listed_lines())

    def listed_lines(self) -> list[tuple[str, str]]:
        """Each as a macro, and its characters."""
        return [listed_line(listed, self.dialect) for listed in self.owed.lines]

    def effect_rows(self) -> list[tuple[str, ...]]:
        return [self.settings.effect(effect, self.field) for effect in self.form.sets]

    def _codes_own_answer(self) -> bool:
        """It sets what the payload of its own answer is coded by."""
        lines = (*self.form.infos, *self.form.results)
        codings = {line.payload.data_setting for line in lines if line.payload}
        return any(effect.setting in codings for effect in self.form.sets)

    def _opens(self) -> bool:
        """A result tells that a connection is open, for which alone it sets one thing."""
        lasts = {s.name: s.lifetime for s in self.dialect.settings}
        its_own = all(lasts[effect.setting] == "connection" for effect in self.form.sets)
        return len(self.form.sets) == 1 and its_own and self.owed.results > 0

    def members(self) -> list[tuple[str, str]]:
        """Designated initializers of struct atb_form; what is 0 is left out."""
        form, owed = self.form, self.owed
        payload = form.payload
        return _stated(
            ("text", f"STRING({self.answered_by}{self.text_constant})"),
            ("parameters", f"{self.parameters_of}_parameters" if self.variable else ""),
            ("rest", f"&{self.rest_constant}"),
            ("time", self.limits.time(form.timeout)),
            ("result_time", self.limits.time(form.result_timeout)),
            ("position_count", str(len(self.variable))),
            ("line_count", str(len(owed.lines))),
            ("final", self._final()),
            ("oks", str(owed.oks)),
            ("closes_all", c_flag(form.closes_all)),
            ("results", str(owed.results)),
            ("send", SEND_MODES[payload.mode] if payload else ""),
            ("connects", c_flag(owed.connects)),
            ("lacking", self.lacks if self.has_lacking else ""),
            ("escapes", c_flag(form.command == "+++")),
            ("informs", c_flag(owed.oks and owed.informs)),
            ("at_once", c_flag(self._codes_own_answer())),
            ("key_field", self._key_field()),
            ("fields", str(len(self.head)) if form.positions else ""),
        )

    def rest(self) -> list[tuple[str, str]]:
        """Initializers of struct atb_form_rest; none at all for most forms."""
        form = self.form
        return _stated(
            ("use", self._use()),
            ("effects", f"{self.effects_of}_effects" if form.sets else ""),
            ("limit", self.limits.constant()),
            ("effect_count", str(len(form.sets))),
            ("checked", c_flag(self.checks())),
            ("limits_final", c_flag(self.limits.moves(form.timeout))),
            ("limits_result", c_flag(self.limits.moves(form.result_timeout))),
            ("opens", c_flag(self._opens())),
        )

    def checks(self) -> list[tuple[str, str]]:
        """Initializers of struct atb_form_checks beside its rest; none without rules and payload."""
        rules, payload = self.usable_rules(), self.form.payload
        found = _stated(
            ("check", self._check()),
            ("coder", self._coder()),
            ("rules", f"{self.id}_rules" if rules else ""),
            *(self._payload(payload) if payload and not payload.sure else ()),
            ("rule_count", str(len(rules))),
            ("etx", c_flag(payload and payload.etx)),
            ("esc_cancels", c_flag(payload and payload.esc_cancels)),
        )
        stated = [name for name, _ in found if name == "length_position"]
        return [*found, ("length_position", NO_INDEX)] if found and not stated else found

    @property
    def rest_constant(self) -> str:
        """Its rest, or what begins with it."""
        if self.checks():
            return f"checks_of_{self.rest_of}.rest"
        return f"rest_of_{self.rest_of}" if self.rest() else "atb_no_rest"

    def _use(self) -> str:
        """The shared chapter's scanner; where a line of its answer tells settings, what takes them
        over."""
        if self.dialect.is_chapter and self.owed.lines:
            return f"{self.dialect.name}_use"
        tells = any(listed.line.reads for listed in self.owed.lines)
        return "atb_use_told" if tells else ""

    def _coder(self) -> str:
        """What its payload needs that does not just leave as it is."""
        payload = self.form.payload
        if payload is None:
            return ""
        if payload.mode == "ctrl_z":
            return "&atb_etx_coder" if payload.etx else "&atb_ctrl_z"
        if payload.setting or payload.coding != "raw":
            return "&atb_coder"
        # the modem's timer ends what Ctrl-Z would end, too: the prompt is the same
        return "&atb_ctrl_z" if payload.mode == "timeout" else ""

    def _check(self) -> str:
        payload, rules = self.form.payload, self.usable_rules()
        if payload is None or payload.sure:
            return "atb_check_rules" if rules else ""
        if payload.mode == "inline":
            return "atb_check_both_inline" if rules else "atb_check_inline"
        return "atb_check_both" if rules else "atb_check_payload"

    def _payload(self, payload: SendPayload) -> list[tuple[str, str]]:
        coding = CODINGS["setting" if payload.setting else payload.coding]
        setting = self.settings.constant(payload.setting) if payload.setting else ""
        index = self.place(payload.index) if payload.index else None
        length = self.place(payload.length) if payload.length else None
        return [
            ("coding", coding if coding != "ATB_RAW" else ""),
            ("coding_setting", setting),
            ("coding_index", NO_INDEX if index is None else f"{index}u"),
            ("payload_max", str(min(payload.maximum or PAYLOAD_MAX, PAYLOAD_MAX))),
            ("length_position", NO_INDEX if length is None else f"{length}u"),
        ]

    def _final(self) -> str:
        """OK is every dialect's first line."""
        final = self.owed.final
        if final is None or final.syntax == "OK":
            return ""
        return line_constant(final, self.dialect.name)

    def _key_field(self) -> str:
        """1 + the field with the id that the answer or the late result repeats."""
        keys = [key_field(line) for line in (*self.form.results, *self.form.infos)]
        fields = [self.field(key.name) for key in keys if key]
        found = [field for field in fields if field is not None]
        return str(found[0] + 1) if found else ""


def _stated(*members: tuple[str, str]) -> list[tuple[str, str]]:
    """What is 0 is left out."""
    return [(name, value) for name, value in members if value not in ("", "0")]


def key_field(line: Line) -> Field | None:
    """The field that says whose result a line is."""
    counter = line.payload.data_length if line.payload else None
    for field in line.values:
        assert field.parameter is not None
        if field.parameter.closed and field.parameter.is_id and field.name != counter:
            return field
    return None


def share_constants(views: Sequence[FormView]) -> None:
    """Forms with the same parameters, effects or rest have one constant for it. Only equals
    share: an array that begins another one would link all that the longer one names."""
    first: dict[tuple[object, ...], str] = {}
    for view in views:
        view.parameters_of = first.setdefault(("parameters", *view.parameters()), view.id)
        view.effects_of = first.setdefault(("effects", *view.effect_rows()), view.id)
        view.rest_of = first.setdefault(("rest", *view.rest(), *view.checks()), view.id)
