# SPDX-License-Identifier: MIT
"""What needs no code of its own: test forms print ranges, set forms store, read forms show."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from atbind.model.dialect import Form, Line, Position, SendPayload
from atbind.model.parameter import Parameter
from atbind.simulator.parse import Request
from atbind.simulator.render import line_text, test_answer
from atbind.simulator.transparent import Transparent
from atbind.simulator.values import Values


class Settings(Transparent):
    """Commands that the table describes completely."""

    def generic(self, request: Request) -> Coroutine[Any, Any, None] | None:
        """Test forms print ranges; set forms store; read forms and queries show what is stored."""
        form = request.form
        if form.payload and form.payload.mode != "inline":
            return self._prompted(request, form.payload)
        if form.type == "test":
            self._test(form)
        elif form.infos and any(line.role == "info" for line in form.infos):
            self._show(request)
        else:
            self._remember(request)
        self.ok()
        return None

    async def _prompted(self, request: Request, payload: SendPayload) -> None:
        """Takes payload, which goes nowhere, and answers as the table says."""
        length = request.number(payload.length, 0) if payload.length else None
        data = await self.payload(request.form, length)
        if data is not None:
            self._show(request)
        self.ok()

    def _test(self, form: Form) -> None:
        lookup: dict[str, Parameter] = {}
        forms = [f for c in self.dialect.known_commands for f in c.forms]
        for other in forms:
            if other.command == form.command:
                for parameter in other.parameters:
                    lookup.setdefault(parameter.name, parameter)
        for other in forms:
            for place in other.positions if other.command == form.command else ():
                self._add_literal(lookup, place)
        for line in form.infos:
            if line.role == "test" and self._has_what(line):
                self.text(test_answer(line, lookup))

    def _has_what(self, line: Line) -> bool:
        """False where this model lacks what a line of a test answer is about."""
        return True

    @staticmethod
    def _add_literal(lookup: dict[str, Parameter], place: Position) -> None:
        """A number that selects a form of its own is one of its parameter's values, too."""
        known = lookup.get(place.literal_name or "")
        if known and known.values and (place.literal or "").isdigit():
            numbers = {n: text for n, text in known.values.items() if isinstance(n, int)}
            numbers[int(place.literal or 0)] = ""
            lookup[known.name] = replace(known, values=dict(sorted(numbers.items())))

    def key(self, form: Form, values: Values) -> tuple[str, ...]:
        """Settings are kept per command, literal selector and first id."""
        literals = [p.literal for p in form.positions if p.literal]
        ids = [str(values[p.name]) for p in form.parameters[:1] if p.closed and p.name in values]
        return (form.command, *literals, *ids)

    def _remember(self, request: Request) -> None:
        values = self.store.setdefault(self.key(request.form, request.values), Values())
        values.update(request.values)

    def _show(self, request: Request) -> None:
        """Each line of the answer; a repeated one once for every id that it may begin with."""
        for line in (line for line in request.form.infos if line.role == "info"):
            for ids in self._ids(line, request):
                values = Values({**request.values, **ids})
                stored = self.kept(*self._key_of(request.form, line, values))
                self._show_line(line, values, stored)

    def _ids(self, line: Line, request: Request) -> list[dict[str, int]]:
        repeated = any(
            step.repeated and step.line is line
            for outcome in request.form.outcomes
            for step in outcome.steps
        )
        first = _first(line)
        if not repeated or first is None or first.name in request.values or not first.closed:
            return [{}]
        return [{first.name: n} for n in range(first.minimum or 0, (first.maximum or 0) + 1)]

    def _key_of(self, form: Form, line: Line, values: Values) -> tuple[str, ...]:
        literals = [p.literal for p in form.positions if p.literal]
        first = _first(line)
        ids = [str(values[first.name])] if first and first.closed and first.name in values else []
        return (form.command, *literals, *ids)

    def _show_line(self, line: Line, given: Values, stored: Values) -> None:
        values = {n: self._known(p, stored, given) for n, p in line.parameters.items()}
        if all(values[f.name] is not None or f.optional for f in line.values):
            self.text(line_text(line, values))

    def _known(self, parameter: Parameter, stored: Values, given: Values) -> int | str | None:
        for source in (given, stored):
            if parameter.name in source:
                value = source[parameter.name]
                return value if isinstance(value, int) else source.text(parameter.name)
        if parameter.default is not None:
            return parameter.default
        return parameter.minimum if parameter.type == "integer" else ""


def _first(line: Line) -> Parameter | None:
    """The parameter that a line begins with: it may say whose setting it tells."""
    return line.values[0].parameter if line.values else None
