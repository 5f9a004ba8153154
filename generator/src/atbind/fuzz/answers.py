# SPDX-License-Identifier: MIT
"""What is said: one of the outcomes that the table lists for a form, made of its layouts.

A part is one thing on the wire: a line, a line with its payload, or the prompt.
Between parts a URC may stand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from atbind.fuzz import values
from atbind.model.dialect import Dialect, Effect, Form, Line, Outcome, Step
from atbind.model.manual import ErrorCode
from atbind.model.parameter import Parameter
from atbind.simulator.parse import Request
from atbind.simulator.render import line_text, test_answer

REPEATS = (0, 1, 2, 40)  # lines of an answer that may repeat
PAYLOAD_MAX = 1024
FAILS = 0.2  # chance of an error
GOES_WELL = 0.7  # chance that a late result says success


Told = tuple[tuple[str, int | None, int], ...]  # setting, element, value


@dataclass(frozen=True)
class Part:
    """`kind`: line, prompt; `text` without its line end; payload as it stands on the wire."""

    kind: str
    text: str
    payload: bytes = b""
    inside: bool = False  # the payload stands inside the line
    told: Told = ()  # settings that hold once it is said
    closes_all: bool = False  # what settings of connections were does not, then


class Answers:
    """One modem's settings, and what it may say in them."""

    def __init__(self, dialect: Dialect, dice: random.Random):
        self.dialect = dialect
        self.dice = dice
        self.settings: dict[tuple[str, int | None], int] = {}
        self._codes: dict[str, list[int | str]] = {}

    # ---- what is chosen ---------------------------------------------------------

    def answer(self, request: Request) -> list[Part]:
        """Everything that answers a command, in order; the prompt is where payload is awaited."""
        outcomes = [o for o in request.form.outcomes if self._possible(o, request)]
        good = [o for o in outcomes if not o.fails]
        failing = [o for o in outcomes if o.fails]
        if not good or self.dice.random() < FAILS:
            return self._failure(request, failing)
        return self._outcome(self.dice.choice(good), request)

    def _possible(self, outcome: Outcome, request: Request) -> bool:
        """Transparent mode is another modem's business; a layout must be that of the settings."""
        lines = [step.line for step in outcome.steps if step.line]
        connects = any(s.final and s.final.final == "connect" for s in outcome.steps)
        return not connects and all(self.holds(line, request.values) for line in lines)

    def _failure(self, request: Request, failing: list[Outcome]) -> list[Part]:
        """An outcome that the form lists, or any final result code that may end it."""
        if failing and self.dice.random() < 0.5:
            return self._outcome(self.dice.choice(failing), request)
        finals = [line for line in request.form.finals if line.final == "failure"]
        return [self._final(self.dice.choice(finals))]

    def _outcome(self, outcome: Outcome, request: Request) -> list[Part]:
        parts = [part for step in outcome.steps for part in self._step(step, request)]
        if not outcome.fails and parts:
            told = (*parts[-1].told, *_told(request.form.sets, request.values))
            parts[-1] = replace(parts[-1], told=told, closes_all=request.form.closes_all)
        return parts

    def _step(self, step: Step, request: Request) -> Iterator[Part]:
        if step.kind == "prompt":
            yield Part("prompt", ">")
        elif step.final:
            yield self._final(step.final)
        elif step.line and not (step.optional and self.dice.random() < 0.5):
            for _ in range(self.dice.choice(REPEATS) if step.repeated else 1):
                yield self.line(step.line, request.form, request.values)

    def _final(self, final: Line) -> Part:
        return Part("line", line_text(final, self._fields(final, {})))

    # ---- lines --------------------------------------------------------------------

    def line(self, line: Line, form: Form | None, known: values.Known) -> Part:
        """A line with values from the ends of their ranges; payload as its length says."""
        if line.role == "test" and form:
            return Part("line", test_answer(line, self._ranges(form)))
        return self._with(line, self._fields(line, known))

    def _with(self, line: Line, found: values.Fields) -> Part:
        data = self._payload(line.payload, found) if line.payload else b""
        inside = line.payload_where in ("inline", "to_line_end")
        return Part("line", line_text(line, found), data, inside, _told(line.reads, found))

    def _fields(self, line: Line, known: values.Known) -> values.Fields:
        found = values.fields(line, known, self.dice)
        if line.error_field and line.error_set and line.error_field in found:
            found[line.error_field] = self._code(line.error_set)
        success = line.success
        if success and success.test == "=" and self.dice.random() < GOES_WELL:
            found[success.field or ""] = success.value
        if line.payload and line.payload.data_length:
            found[line.payload.data_length] = self._length(line, line.payload)
        return found

    def _code(self, name: str) -> int | str:
        """Every code of the set comes once before one comes again."""
        left = self._codes.setdefault(name, [])
        if not left:
            left += [code.code for code in self._all_codes() if code.set == name]
            self.dice.shuffle(left)
        return left.pop()

    def _all_codes(self) -> tuple[ErrorCode, ...]:
        chapter = self.dialect.chapter
        return (*self.dialect.error_codes, *(chapter.error_codes if chapter else ()))

    def _length(self, line: Line, payload: Parameter) -> int:
        counter = line.parameters[payload.data_length or ""]
        most = min(PAYLOAD_MAX, PAYLOAD_MAX if counter.maximum is None else counter.maximum)
        least = max(counter.minimum or 0, 0 if line.payload_where == "after_line" else 1)
        return self.dice.choice((least, most, self.dice.randint(least, max(least, most))))

    def _payload(self, payload: Parameter, found: values.Fields) -> bytes:
        length = found.get(payload.data_length or "")
        if not isinstance(length, int):
            length = self.dice.randint(1, 40)
        data = values.payload(length, self.dice)
        coding = payload.data_coding
        if payload.data_setting:
            index = _index(payload.data_index, found)
            coding = ("raw", "hex", "escaped")[min(self._setting(payload.data_setting, index), 2)]
        return data.hex().upper().encode() if coding == "hex" else data

    def _ranges(self, form: Form) -> dict[str, Parameter]:
        forms = [f for c in self.dialect.known_commands for f in c.forms]
        return {p.name: p for f in forms if f.command == form.command for p in f.parameters}

    # ---- settings -------------------------------------------------------------------

    def _setting(self, name: str, index: int | None) -> int:
        assumed = next(s.assumed for s in self.dialect.settings if s.name == name)
        return self.settings.get((name, index), assumed)

    @property
    def _of_connections(self) -> list[str]:
        return [s.name for s in self.dialect.settings if s.lifetime == "connection"]

    def said(self, part: Part) -> None:
        """What the part tells of settings holds from here on."""
        for name in self._of_connections if part.closes_all else ():
            self.settings = {key: v for key, v in self.settings.items() if key[0] != name}
        for setting, index, value in part.told:
            self.settings[(setting, index)] = value

    def holds(self, line: Line, found: Mapping[str, object]) -> bool:
        """May this layout be said, with these fields, in the settings of now?"""
        when = line.when
        if when is None:
            return True
        return self._setting(when.setting, _index(when.index, found)) in when.values

    # ---- what nobody asked for ---------------------------------------------------------

    def urc(self, pending: Form | None) -> Part | None:
        """A URC that is not the answer of the command under way; None: there is none."""
        waited = {line.prefix for line in (*pending.infos, *pending.results)} if pending else set()
        urcs = (*self.dialect.urcs, *(self.dialect.chapter.urcs if self.dialect.chapter else ()))
        fit = [line for line in urcs if line.prefix not in waited and not line.boots]
        for line in self.dice.sample(fit, len(fit)):
            found = self._fields(line, {})
            if self.holds(line, found):
                return self._with(line, found)
        return None


def _told(effects: tuple[Effect, ...], given: Mapping[str, object]) -> Told:
    found = []
    for effect in effects:
        value = given.get(effect.parameter, effect.value) if effect.parameter else effect.value
        if isinstance(value, int):
            found.append((effect.setting, _index(effect.index, given), value))
    return tuple(found)


def _index(name: str | None, given: Mapping[str, object]) -> int | None:
    """The element of a setting that is meant; None: it has none."""
    index = given.get(name) if name else None
    return index if isinstance(index, int) else None
