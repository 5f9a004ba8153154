# SPDX-License-Identifier: MIT
"""Forms as constants: what the writer and the engine read of one command form."""

from __future__ import annotations

from collections.abc import Sequence

from atbind.c.form_checks import FormChecks
from atbind.c.limits import Limits
from atbind.c.listed import listed_line
from atbind.c.parameters import Argument, Arguments, longest, place_constant
from atbind.c.settings import Settings
from atbind.c.text import c_flag, c_string, message, stated
from atbind.model import names
from atbind.model.dialect import Dialect, Field, Form, Line, Position
from atbind.model.parameter import Parameter

SEND_MODES = {
    "length": "ATB_SEND_LENGTH",
    "ctrl_z": "ATB_SEND_CTRL_Z",
    "timeout": "ATB_SEND_TIMEOUT",
    "inline": "ATB_SEND_INLINE",
}
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


class FormView:
    """One form, as the templates print it."""

    def __init__(self, form: Form, dialect: Dialect, arguments: Arguments, settings: Settings):
        self.form = form
        self.owed = form.owed
        self.dialect = dialect
        self.settings = settings
        self.limits = Limits(self)
        self.checks = FormChecks(self)
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
        """Up to the first place; of what is dialled the digits before it."""
        suffix = {"test": "=?", "read": "?", "set": "="}.get(self.form.type, "")
        return command_text(self.form).partition("<")[0] + suffix

    @property
    def tail(self) -> str:
        """What is dialled behind its value."""
        return self.form.command.partition(">")[2]

    @property
    def text(self) -> str:
        """The command line with '%' for each place of a value."""
        places = ["%" if p.parameters else p.literal or "" for p in self.form.positions]
        return self.head + ",".join(places) + self.tail

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
        return message(*parts, *([c_string(self.tail)] if self.tail else []))

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
        return stated(
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
        return stated(
            ("use", self._use()),
            ("effects", f"{self.effects_of}_effects" if form.sets else ""),
            ("limit", self.limits.constant()),
            ("effect_count", str(len(form.sets))),
            ("checked", c_flag(self.checks.members())),
            ("limits_final", c_flag(self.limits.moves(form.timeout))),
            ("limits_result", c_flag(self.limits.moves(form.result_timeout))),
            ("opens", c_flag(self._opens())),
        )

    @property
    def rest_constant(self) -> str:
        """Its rest, or what begins with it."""
        if self.checks.members():
            return f"checks_of_{self.rest_of}.rest"
        return f"rest_of_{self.rest_of}" if self.rest() else "atb_no_rest"

    def _use(self) -> str:
        """The shared chapter's scanner; where a line of its answer tells settings, what takes them
        over."""
        if self.dialect.is_chapter and self.owed.lines:
            return f"{self.dialect.name}_use"
        tells = any(listed.line.reads for listed in self.owed.lines)
        return "atb_use_told" if tells else ""

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
        view.rest_of = first.setdefault(("rest", *view.rest(), *view.checks.members()), view.id)
