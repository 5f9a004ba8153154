# SPDX-License-Identifier: MIT
"""A command line as one types it, `<id>` where a value is left open -> the form that it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from atbind.model.dialect import Form, Line, Parameter, Position
from atbind.model.sockets import Prepared
from atbind.tables.problems import Report
from atbind.tables.reader import Map

COMMAND = re.compile(r"AT(?P<name>[^=?]*)(?P<rest>=.*|\?|)", re.DOTALL)
ARGUMENT = re.compile(r'((?:"[^"]*"|[^,"])*)(?:,|$)')
NUMBER = "number"  # kinds of open values
TEXT = "text"
DATA = "data"


class Unknown(Exception):
    """The line is no form of the tables; the text says why."""


class Preparer:
    """Finds the forms of prepared lines. `open_values`: name -> kind of value."""

    def __init__(self, forms: Iterable[Form], open_values: Mapping[str, str]):
        self.open_values = open_values
        self.forms: dict[str, list[Form]] = {}
        for form in forms:
            self.forms.setdefault(form.command, []).append(form)

    def prepare(self, text: str) -> Prepared:
        """Raises Unknown."""
        found = COMMAND.fullmatch(text)
        if not found:
            raise Unknown(f"`{text}` is no command line; it begins with AT")
        name, rest = found["name"], found["rest"]
        forms = self.forms.get(name)
        if not forms:
            raise Unknown(f"`{name or text}` is no command of these tables")
        arguments = self._arguments(rest)
        kind = "set" if rest.startswith("=") else "read" if rest else "execute"
        fits = [
            (f, v) for f in forms if f.type == kind if (v := self._fit(f, arguments)) is not None
        ]
        if not fits:
            raise Unknown(f"`{text}` fits no form of {name}")
        form, values = min(fits, key=lambda fit: len(fit[0].positions))
        return Prepared(text, form, values)

    def _arguments(self, rest: str) -> list[str]:
        if not rest.startswith("="):
            return []
        found = [m.group(1) for m in ARGUMENT.finditer(rest[1:])]
        return found[:-1] if not rest.endswith(",") and found[-1] == "" else found

    def _fit(self, form: Form, arguments: list[str]) -> tuple[int | str | None, ...] | None:
        positions = form.positions
        if len(arguments) > len(positions):
            return None
        if any(not p.optional for p in positions[len(arguments) :]):
            return None
        if not self._pays(form, arguments):
            return None
        values: list[int | str | None] = []
        for position, argument in zip(positions, arguments):
            if position.literal is not None:
                if argument != position.literal:
                    return None
            elif not self._takes(position, argument):
                return None
            else:
                values.append(int(argument) if argument.isdigit() else argument or None)
        return tuple(values)

    @staticmethod
    def _pays(form: Form, arguments: list[str]) -> bool:
        """What states a payload's length goes with the form that counts it."""
        counted = form.payload is not None and form.payload.mode == "length"
        has_data = any(p.type == "data" for p in form.parameters)
        return counted == ("<length>" in arguments) or has_data or form.payload is None

    def _takes(self, position: Position, argument: str) -> bool:
        if argument == "":
            return position.may_be_empty or position.optional
        return any(self._is(parameter, argument) for parameter in position.parameters)

    def _is(self, parameter: Parameter, argument: str) -> bool:
        if argument.startswith("<"):
            kind = self.open_values.get(argument[1:-1])
            if kind is None:
                known = ", ".join(f"<{name}>" for name in self.open_values)
                raise Unknown(f"{argument} is no open value; known: {known}")
            own = DATA if parameter.type == "data" else TEXT if parameter.is_text else NUMBER
            return kind == own
        if argument.startswith('"'):
            words = parameter.values
            return parameter.quoted and (not words or argument.strip('"') in words)
        return (
            parameter.type == "integer"
            and argument.isdigit()
            and self._in_range(parameter, argument)
        )

    @staticmethod
    def _in_range(parameter: Parameter, argument: str) -> bool:
        number = int(argument)
        if parameter.values:
            return number in parameter.values
        low, high = parameter.minimum, parameter.maximum
        return (low is None or number >= low) and (high is None or number <= high)


class Section:
    """A section of a dialect's table that speaks of its commands and lines."""

    def __init__(
        self,
        table: Map,
        name: str,
        forms: Iterable[Form],
        lines: Iterable[Line],
        report: Report,
        open_values: Mapping[str, str],
    ):
        self.table = table
        self.report = report
        self.preparer = Preparer(forms, open_values)
        self.lines = {line.id.removeprefix(name + "_"): line for line in lines}
