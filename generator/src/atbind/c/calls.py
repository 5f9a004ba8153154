# SPDX-License-Identifier: MIT
"""The calls of a form: which arguments they take, and the macro that checks constant ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from atbind.c.forms import FormView, command_text
from atbind.c.parameters import Argument, longest
from atbind.c.text import c_string, listing, macro, message
from atbind.model.dialect import Form, Line, Position, Rule, Step, Test
from atbind.model.parameter import Parameter

# What a call and its macros have before the parameters.
TAKEN = frozenset(
    "modem answer answers capacity data_size done app buffer buffer_size refusal form room given".split()
)


@dataclass(frozen=True)
class Slot:
    """One argument of a call."""

    name: str
    kind: str  # value | data | length
    place: int | None = None  # index of the position it fills
    position: Position | None = None


@dataclass(frozen=True)
class Answer:
    """The line whose struct a call fills."""

    line: Line
    shape: str  # ONE | MANY | DATA
    arguments: tuple[str, ...]


def answer_of(view: FormView) -> Answer | None:
    """The line that an outcome that succeeds is about: with payload, repeated, or the first."""
    told = [(line, step) for line, step in _promised(view.form) if line.values or line.payload]
    own = [(line, step) for line, step in told if line.role != "urc"] or told
    if not own:
        return None
    line, step = next((each for each in own if each[0].payload), own[0])
    if line.payload and not step.repeated:
        return Answer(line, "DATA", ("answer", "data", "data_size"))
    certain = [(line, step) for line, step in own if not step.optional] or own
    line, step = next((each for each in own if each[1].repeated), certain[0])
    if step.repeated:
        return Answer(line, "MANY", ("answers", "capacity"))
    return Answer(line, "ONE", ("answer",))


def _promised(form: Form) -> Iterator[tuple[Line, Step]]:
    """The lines of all outcomes that succeed, each with its place."""
    for outcome in form.outcomes:
        if not outcome.fails:
            yield from ((s.line, s) for s in outcome.steps if s.line and s.line.role != "test")


class Call:
    """The arguments of a form, with payload or, for the encoder of a prompt form, without."""

    def __init__(self, view: FormView, payload: bool):
        self.view = view
        self.payload = view.form.payload if payload else None
        self.slots = self._slots()

    def _slots(self) -> list[Slot]:
        view, payload = self.view, self.payload
        length = view.place(payload.length) if payload and payload.length else None
        data = next((i for i, p in enumerate(view.variable) if p.parameter.type == "data"), None)
        slots: list[Slot] = []
        for place, position in enumerate(view.variable):
            name = "_or_".join(p.c_name for p in position.parameters)
            name += "_" * self._is_taken(name, position)
            if payload and place == length:
                slots += [Slot(self._data_name(), "data"), Slot(name, "length", place, position)]
            elif payload and place == data:
                if length is None:
                    slots += [Slot(name, "data"), Slot("length", "length")]
            else:
                slots.append(Slot(name, "value", place, position))
        if payload and length is None and data is None:
            required = sum(1 for p in view.variable if not p.optional)
            slots[required:required] = [Slot("data", "data"), Slot("length", "length")]
        return slots

    def _is_taken(self, name: str, position: Position) -> bool:
        """Something else of the call is called so; payload has its own name, and its length."""
        payload = self.view.form.payload
        if name in TAKEN:
            return True
        counts = payload is not None and position.parameter.name == payload.length
        own = counts or position.parameter.type == "data"
        return payload is not None and not own and name in ("data", "length")

    def _data_name(self) -> str:
        data = [p.c_name for p in self.view.form.parameters if p.type == "data"]
        return data[0] if data else "data"

    # ---- how many ----------------------------------------------------------

    def counts(self) -> list[int]:
        """The numbers of arguments that are right."""
        positions = self.view.variable
        cuts = [len(positions)]
        for place in range(len(positions) - 1, -1, -1):
            if not positions[place].optional:
                break
            if not positions[place].grouped:
                cuts.append(place)
        return sorted({self._count_up_to(cut) for cut in cuts})

    def _count_up_to(self, cut: int) -> int:
        lacking = len(self.view.variable) - cut
        return len(self.slots) - lacking

    def count_condition(self) -> str:
        counts = self.counts()
        if len(counts) > 1 and counts == list(range(counts[0], counts[-1] + 1)):
            return f"given >= {counts[0]} && given <= {counts[-1]}"
        return " || ".join(f"given == {count}" for count in counts)

    def count_text(self) -> str:
        command = command_text(self.view.form)
        if self.payload:
            return f"{command} takes {self.signature()}"
        counts = self.counts()
        if len(counts) > 1 and counts == list(range(counts[0], counts[-1] + 1)):
            number = f"{counts[0]} to {counts[-1]}"
        else:
            number = listing([str(count) for count in counts])
        answer = answer_of(self.view)
        where = ", behind buffer and size" if answer and answer.shape == "DATA" else ""
        return f"{command} takes {number} parameter{'' if counts == [1] else 's'}{where}"

    def signature(self) -> str:
        """<connectID>, data, length[, <remoteIP>]"""
        fewest = self.counts()[0]
        text = ""
        for index, slot in enumerate(self.slots):
            shown = (
                "/".join(f"<{p.name}>" for p in slot.position.parameters) if slot.position else ""
            )
            shown = shown if slot.kind == "value" else slot.kind
            comma = ", " if index else ""
            text += f"[{comma}{shown}" if index >= fewest else comma + shown
        return text + "]" * (len(self.slots) - fewest)

    # ---- the macro that checks ----------------------------------------------

    def macro(self, name: str) -> str:
        view = self.view
        names = ", ".join(["form", "room", "given", *(slot.name for slot in self.slots), "..."])
        checks = self._form_checks()
        if self.slots:
            checks.append(f"ATB_CHECK({self.count_condition()}, {c_string(self.count_text())}),")
        for slot in self.slots:
            checks += SlotChecks(view, slot).before()
        checks += self._payload_checks()
        checks += [check for rule in view.checks.rules() for check in self._rule(rule)]
        checks += self._room_checks()
        made = self._make()
        body = ["(" + checks[0], *(" " + c for c in checks[1:]), f" {made})"] if checks else [made]
        return macro(f"{name}({names})", body)

    @property
    def maker(self) -> str:
        """The macro that makes the command: the one of all forms without arguments, or its own."""
        return self.view.macro if self.slots or self.view.has_lacking else "ATB_ALONE"

    def _form_checks(self) -> list[str]:
        if not self.view.has_lacking:
            return []
        on = f"{self.view.dialect.name.upper()}_ON_MODEL"
        text = message(c_string(command_text(self.view.form)), on, '": not supported"')
        return [f"ATB_CHECK(!{self.view.lacks}, {text}),"]

    def _payload_checks(self) -> list[str]:
        """A literal that is shorter than its length."""
        if not self.payload:
            return []
        data, length = self._payload_slots()
        text = c_string(f"{command_text(self.view.form)} {data.name}: shorter than its length")
        return [f"ATB_CHECK_DATA({data.name}, {length.name}, {text}),"]

    def _room_checks(self) -> list[str]:
        """A buffer for the answer's payload that is smaller than what is asked for."""
        asked = asked_length(self.view)
        slot = self._slot_of(asked.name) if asked else None
        if asked is None or slot is None:
            return []
        name = c_string(f"{command_text(self.view.form)} <{asked.name}>")
        return [f"ATB_ROOM_FOR({slot.name}, room, {name}),"]

    def _payload_slots(self) -> tuple[Slot, Slot]:
        data, length = (
            next(s for s in self.slots if s.kind == kind) for kind in ("data", "length")
        )
        return data, length

    def _length(self) -> str:
        """The length of the payload as a checked value."""
        data, length = self._payload_slots()
        if length.position is not None:
            return SlotChecks(self.view, length).value()
        name = f"{command_text(self.view.form)} {data.name}"
        most = self.payload.maximum if self.payload else None
        if most is None:
            return f'ATB_NUMBER_IF({length.name}, ATB_IN({length.name}, 0, INT32_MAX), "a length", {c_string(name)})'
        return f'ATB_NUMBER_IF({length.name}, ATB_IN({length.name}, 0, {most}), "0 to {most} bytes", {c_string(name)})'

    def _make(self) -> str:
        return self.command(self._checked, "form")

    def _checked(self, slot: Slot) -> str:
        return self._length() if slot.kind == "length" else SlotChecks(self.view, slot).value()

    def command(self, value: Callable[[Slot], str], form: str) -> str:
        """The command as a temporary, each argument as `value` makes it."""
        placed = [(s.place, s) for s in self.slots if s.kind == "value"]
        values = {place: value(s) for place, s in placed if place is not None}
        listed = [values.get(place, "ATB_NONE") for place in range(len(self.view.variable))]
        made = f"ATB_COMMAND({', '.join([form, *(listed or ['ATB_NONE'])])})"
        if not self.payload:
            return made
        data, length = self._payload_slots()
        length_place = "ATB_NO_INDEX" if length.place is None else str(length.place)
        data_place = next(
            (str(i) for i, p in enumerate(self.view.variable) if p.parameter.type == "data"),
            "ATB_NO_INDEX",
        )
        tail = f"{data.name}, {value(length)}, {length_place}, {data_place}"
        return f"atb_with_payload({made}, {tail})"

    # ---- rules ---------------------------------------------------------------

    def _rule(self, rule: Rule) -> list[str]:
        tests = [test for test in (rule.when, rule.must) if test]
        slots = {test.parameter: self._slot_of(test.parameter) for test in tests}
        if any(slot is None for slot in slots.values()):
            return []
        must = known(rule.must, slots[rule.must.parameter], may=True)
        condition = must
        if rule.when:
            when = known(rule.when, slots[rule.when.parameter], may=False)
            condition = f"!{when} || {must}"
        text = f"{command_text(self.view.form)}: {rule.text}"
        return [f"ATB_CHECK({condition}, {c_string(text)}),"]

    def _slot_of(self, name: str) -> Slot | None:
        place = self.view.place(name)
        return next((s for s in self.slots if s.place == place), None)


def asked_length(view: FormView) -> Parameter | None:
    """Of a form that is answered with payload: the parameter that says how many bytes at most."""
    answer = answer_of(view)
    if answer is None or answer.shape != "DATA":
        return None
    return next((p for p in view.form.parameters if p.unit == "bytes"), None)


def known(test: Test, slot: Slot | None, may: bool) -> str:
    """A test of a rule as C: true where it is known, or, with `may`, unless the contrary is."""
    assert slot is not None and slot.position is not None
    x = slot.name
    if test.op in ("given", "absent"):
        return f"ATB_IS_GIVEN({x})" if test.op == "given" else f"!ATB_IS_GIVEN({x})"
    word = "_WORD" if slot.position.parameter.is_text else ""
    value = c_string(str(test.value)) if word else str(test.value)
    name = {
        ("=", False): f"ATB_IS{word}",
        ("=", True): f"ATB_MAY_BE{word}",
        ("!=", False): f"ATB_ISNT{word}",
        ("!=", True): f"ATB_MAYNT_BE{word}",
        (">=", False): "ATB_IS_LEAST",
        (">=", True): "ATB_MAY_BE_LEAST",
        ("<=", False): "ATB_IS_MOST",
        ("<=", True): "ATB_MAY_BE_MOST",
    }[test.op, may]
    return f"{name}({x}, {value})"


class SlotChecks:
    """One argument as a checked value."""

    def __init__(self, view: FormView, slot: Slot):
        self.slot = slot
        self.x = slot.name
        self.position = slot.position
        self.arguments = view.arguments_of(slot.position) if slot.position else []
        listed = "/".join(f"<{a.parameter.name}>" for a in self.arguments)
        self.plain_name = f"{command_text(view.form)} {listed}"
        self.on_model = f"{view.dialect.name.upper()}_ON_MODEL"

    def before(self) -> list[str]:
        """What the model lacks."""
        if not self.arguments or not all(a.ever_lacking for a in self.arguments):
            return []
        name = message(c_string(self.plain_name), self.on_model)
        return [f"ATB_LACKS({self.arguments[0].stem}_LACKING, {self.x}, {name}),"]

    def value(self) -> str:
        numbers = [a for a in self.arguments if a.is_number]
        texts = [a for a in self.arguments if not a.is_number]
        if numbers and texts:
            low, high = numbers[0].bounds()
            return self._call("NUMBER_OR_TEXT", low, high, *texts[0].bounds())
        if numbers:
            return self._number(numbers)
        widest = max(texts, key=lambda a: longest(a.parameter))
        if widest.is_enumeration:
            return self._call("WORD_OF", last=widest.words())
        return self._call("TEXT_IN", *widest.bounds())

    def _number(self, numbers: list[Argument]) -> str:
        first = numbers[0]
        if len(numbers) == 1 and first.is_range:
            return self._call("NUMBER_IN", *first.bounds())
        condition = " || ".join(a.condition(self.x) for a in numbers)
        text = ' " or " '.join(a.text() for a in numbers)
        return self._call("NUMBER_IF", condition, text)

    def _call(self, check: str, *limits: str, last: str = "") -> str:
        assert self.position is not None
        empty = "_OR_EMPTY" if self.position.may_be_empty and self.slot.kind == "value" else ""
        name = c_string(self.plain_name)
        if any(a.differs for a in self.arguments):
            name = message(name, self.on_model)
        told = ", ".join([self.x, *limits, name, *([last] if last else [])])
        return f"ATB_{check}{empty}({told})"
