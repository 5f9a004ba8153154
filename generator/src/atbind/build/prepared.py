# SPDX-License-Identifier: MIT
"""A command line as one types it, `<id>` where a value is left open -> the form that it is, bound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from atbind.model.bound import OPEN, Bound, Undecided, Value, bound
from atbind.model.dialect import Form, Line, Position
from atbind.model.parameter import Parameter
from atbind.model.sockets import Prepared
from atbind.notation.characters import foreign
from atbind.tables.mistakes import Report, alternatives
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
        if odd := foreign(text):
            raise Unknown(f"`{text}`: {odd[1]}")
        form, places = self._fitting(text, found["name"], found["rest"])
        try:
            return Prepared(text, form.id, bound(form, places), tuple(_open(places)))
        except Undecided as error:
            raise Unknown(f"`{text}` {error}") from error

    def _fitting(self, text: str, name: str, rest: str) -> tuple[Form, list[Bound]]:
        """The form with the fewest places that the line fits, and what fills them."""
        forms, arguments = self._alike(text, name, rest), self._arguments(rest)
        fits = [(form, made) for form in forms if (made := self._fit(form, arguments)) is not None]
        if not fits:
            why = self._almost(forms, arguments)
            remedy = f": {why}" if why else f" fits no form of {name}; write it as it is sent"
            raise Unknown(f"`{text}`{remedy}")
        return min(fits, key=lambda fit: len(fit[0].positions))

    def _alike(self, text: str, name: str, rest: str) -> list[Form]:
        """The forms of the command that are of the line's type."""
        if name not in self.forms:
            remedy = alternatives(name, self.forms)
            raise Unknown(f"`{name or text}` is no command of these tables; {remedy}")
        type_ = "set" if rest.startswith("=") else "read" if rest else "execute"
        return [form for form in self.forms[name] if form.type == type_]

    def _arguments(self, rest: str) -> list[str]:
        if not rest.startswith("="):
            return []
        found = [m.group(1) for m in ARGUMENT.finditer(rest[1:])]
        return found[:-1] if not rest.endswith(",") and found[-1] == "" else found

    def _fit(self, form: Form, arguments: list[str]) -> list[Bound] | None:
        places = self._places(form, arguments)
        found = [place for place in places or () if place is not None]
        return found if places is not None and len(found) == len(places) else None

    def _places(self, form: Form, arguments: list[str]) -> list[Bound | None] | None:
        """What each argument is to the form; None: there are not as many as it has."""
        positions = form.positions
        if len(arguments) > len(positions):
            return None
        if any(not p.optional for p in positions[len(arguments) :]):
            return None
        if not self._pays(form, arguments):
            return None
        return [self._place(p, argument) for p, argument in zip(positions, arguments)]

    def _almost(self, forms: list[Form], arguments: list[str]) -> str:
        """What one form has against one argument, and takes in its place; "" if none is so near."""
        words: list[str] = []
        misplaced = ""
        for form in forms:
            places = self._places(form, arguments) or []
            wrong = [n for n, place in enumerate(places) if place is None]
            if len(wrong) != 1:
                continue
            position, argument = form.positions[wrong[0]], arguments[wrong[0]]
            if position.literal is None:
                return _takes(position, argument)
            words.append(position.literal)
            misplaced = argument or "nothing"
        return f"{misplaced} cannot stand there; {alternatives(misplaced, words)}" if words else ""

    @staticmethod
    def _pays(form: Form, arguments: list[str]) -> bool:
        """What states a payload's length goes with the form that counts it."""
        counted = form.payload is not None and form.payload.mode == "length"
        has_data = any(p.type == "data" for p in form.parameters)
        return counted == ("<length>" in arguments) or has_data or form.payload is None

    def _place(self, position: Position, argument: str) -> Bound | None:
        """None: it does not stand there."""
        if position.literal is not None:
            return Bound(position, argument) if argument == position.literal else None
        if argument == "":
            return Bound(position) if position.may_lack else None
        for parameter in position.parameters:
            if self._is(parameter, argument):
                return Bound(
                    position,
                    argument,
                    parameter.name,
                    _value(argument),
                    _lacking(parameter, argument),
                )
        return None

    def _is(self, parameter: Parameter, argument: str) -> bool:
        if argument.startswith("<"):
            kind = self.open_values.get(argument[1:-1])
            if kind is None:
                known = ", ".join(f"<{name}>" for name in self.open_values)
                raise Unknown(f"{argument} is no open value; known: {known}")
            own = DATA if parameter.type == "data" else TEXT if parameter.is_text else NUMBER
            return kind == own
        if argument.startswith('"'):
            return parameter.quoted and _accepts(parameter, argument)
        return parameter.type == "integer" and argument.isdigit() and _accepts(parameter, argument)


def _accepts(parameter: Parameter, argument: str) -> bool:
    """A number, or a quoted word; texts of other kinds are not looked into."""
    if parameter.values:
        return _value(argument) in parameter.values
    if argument.startswith('"'):
        return True
    low, high = parameter.minimum, parameter.maximum
    return (low is None or int(argument) >= low) and (high is None or int(argument) <= high)


def _takes(position: Position, argument: str) -> str:
    taken = " or ".join(f"<{p.name}> takes {_span(p)}" for p in position.parameters)
    return f"{taken}, not {argument or 'nothing'}"


def _span(parameter: Parameter) -> str:
    """All that a parameter takes, in a few words."""
    if parameter.values:
        quotes = '"' if parameter.quoted else ""
        return ", ".join(f"{quotes}{value}{quotes}" for value in parameter.values)
    if parameter.span:
        return "{}..{}".format(*parameter.span)
    kinds = {"integer": "a number", "data": "payload"}
    return kinds.get(parameter.type, "a text in quotes" if parameter.quoted else "a text")


def _value(argument: str) -> Value:
    if argument.startswith("<"):
        return OPEN
    return int(argument) if argument.isdigit() else argument.strip('"')


def _lacking(parameter: Parameter, argument: str) -> frozenset[str]:
    """The models that lack the parameter, or do not take this value of it."""
    fixed = not argument.startswith("<")
    return frozenset(
        model
        for model, difference in parameter.models.items()
        if difference.unsupported or (fixed and not _accepts(parameter.on(model), argument))
    )


def _open(places: Iterable[Bound]) -> Iterable[str]:
    """What fills the open places, in their order."""
    return (place.argument for place in places if place.value is OPEN)


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
