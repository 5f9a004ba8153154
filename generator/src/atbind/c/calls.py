# SPDX-License-Identifier: MIT
"""The calls of a form: which arguments they take, and the macro that checks constant ones."""

from __future__ import annotations

from dataclasses import dataclass

from atbind.c.forms import FormView, command_text
from atbind.c.parameters import Argument, longest
from atbind.c.text import c_string, listing, macro, message
from atbind.model.dialect import Line, Position, Rule, Test


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
    steps = []
    for outcome in view.form.outcomes:
        if any(s.final and s.final.final == "failure" for s in outcome.steps):
            continue
        steps += [s for s in outcome.steps if s.line and s.line.role != "test"]
    told = [s for s in steps if s.line.values or s.line.payload]
    own = [s for s in told if s.line.role != "urc"] or told
    if not own:
        return None
    step = next((s for s in own if s.line.payload), None)
    if step is not None and not step.repeated:
        return Answer(step.line, "DATA", ("answer", "data", "size"))
    certain = [s for s in own if not s.optional] or own
    step = next((s for s in own if s.repeated), certain[0])
    if step.repeated:
        return Answer(step.line, "MANY", ("answers", "capacity"))
    return Answer(step.line, "ONE", ("answer",))


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
        return f"{command} takes {number} parameter{'' if counts == [1] else 's'}"

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
        names = ", ".join(["given", *(slot.name for slot in self.slots), "..."])
        head = f"{name}({names})"
        checks = []
        if self.slots:
            checks = [f"ATB_CHECK({self.count_condition()}, {c_string(self.count_text())}),"]
        checks += self._form_checks()
        for slot in self.slots:
            if slot.position:
                checks += SlotChecks(view, slot).all()
        checks += self._payload_checks()
        checks += [check for rule in view.usable_rules() for check in self._rule(rule)]
        if not checks:
            return macro(head, [self._make()])
        return macro(head, ["(" + checks[0], *(" " + c for c in checks[1:]), f" {self._make()})"])

    def _form_checks(self) -> list[str]:
        if not self.view.has_lacking:
            return []
        on = f"{self.view.dialect.name.upper()}_ON_MODEL"
        text = message(c_string(command_text(self.view.form)), on, '": not supported"')
        return [f"ATB_CHECK(!{self.view.lacks}, {text}),"]

    def _payload_checks(self) -> list[str]:
        """Length where no parameter states it, and a literal that is shorter than that."""
        if not self.payload:
            return []
        data, length = (
            next(s for s in self.slots if s.kind == kind) for kind in ("data", "length")
        )
        name = f"{command_text(self.view.form)} {data.name}"
        checks = []
        if length.position is None:
            most = self.payload.maximum
            condition = f"ATB_IN({length.name}, 0, {'INT32_MAX' if most is None else most})"
            text = c_string(f"{name}: a length" if most is None else f"{name}: 0 to {most} bytes")
            checks.append(f"ATB_CHECK_NUMBER({length.name}, {condition}, {text}),")
        text = c_string(f"{name}: shorter than its length")
        return [*checks, f"ATB_CHECK_DATA({data.name}, {length.name}, {text}),"]

    def _make(self) -> str:
        values = {s.place: f"ATB_VALUE({s.name})" for s in self.slots if s.kind == "value"}
        places = range(len(self.view.variable))
        last = max(values, default=-1)  # type: ignore[type-var]
        listed = [values.get(place, "ATB_NONE") for place in places if place <= last]
        made = f"ATB_COMMAND({', '.join([self.view.constant, *(listed or ['ATB_NONE'])])})"
        if not self.payload:
            return made
        data, length = (
            next(s for s in self.slots if s.kind == kind) for kind in ("data", "length")
        )
        length_place = "ATB_NO_INDEX" if length.place is None else str(length.place)
        data_place = next(
            (str(i) for i, p in enumerate(self.view.variable) if p.parameter.type == "data"),
            "ATB_NO_INDEX",
        )
        tail = f"{data.name}, ATB_VALUE({length.name}), {length_place}, {data_place}"
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
    """The checks of one argument."""

    def __init__(self, view: FormView, slot: Slot):
        assert slot.position is not None
        self.view = view
        self.slot = slot
        self.x = slot.name
        self.position = slot.position
        self.arguments = view.arguments_of(slot.position)
        listed = "/".join(f"<{a.parameter.name}>" for a in self.arguments)
        self.name = f"{command_text(view.form)} {listed}"
        self.on_model = f"{view.dialect.name.upper()}_ON_MODEL"

    def all(self) -> list[str]:
        numbers = [a for a in self.arguments if a.is_number]
        texts = [a for a in self.arguments if not a.is_number]
        checks = [self._lacking()] if all(a.ever_lacking for a in self.arguments) else []
        if numbers and texts:
            checks += [self._one("EITHER", a) for a in (*numbers, *texts)]
        elif numbers:
            condition = " || ".join(a.condition(self.x) for a in numbers)
            checks.append(self._check("NUMBER", condition, self._message(numbers)))
        else:
            widest = max(texts, key=lambda a: longest(a.parameter))
            checks.append(self._check("TEXT", widest.condition(self.x), self._message([widest])))
        if any(not a.is_enumeration for a in texts):
            checks.append(
                f"ATB_CHECK(ATB_PLAIN({self.x}), {c_string(self.name + ': no quotes, no line ends')}),"
            )
        return checks

    def _one(self, kind: str, argument: Argument) -> str:
        return self._check(kind, argument.condition(self.x), self._message([argument]))

    def _check(self, kind: str, condition: str, text: str) -> str:
        may_be_empty = self.position.may_be_empty and self.slot.kind == "value"
        empty = "_OR_EMPTY" if may_be_empty else ""
        return f"ATB_CHECK_{kind}{empty}({self.x}, {condition}, {text}),"

    def _message(self, arguments: list[Argument]) -> str:
        parts = [c_string(self.name)]
        if any(a.differs for a in arguments):
            parts.append(self.on_model)
        parts.append('": "')
        for index, argument in enumerate(arguments):
            parts += ['" or "'] if index else []
            parts.append(argument.text())
        return message(*parts)

    def _lacking(self) -> str:
        lacks = f"{self.arguments[0].stem}_LACKING"
        text = message(c_string(self.name), self.on_model, '": not supported"')
        return f"ATB_CHECK(!{lacks} || !ATB_IS_GIVEN({self.x}), {text}),"
