# SPDX-License-Identifier: MIT
"""Who are you, and what do you take? Asked of the modem; compared with the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from atbind.model.dialect import Command, Dialect, Form
from atbind.model.parameter import Parameter
from atbind.probe.line import ModemLine, Silent
from atbind.probe.ranges import Printed, parameter_of, places, printed, same

WHO = (("AT+CGMI", "manufacturer"), ("AT+CGMM", "model"), ("AT+CGMR", "revision"))


@dataclass(frozen=True)
class Identity:
    manufacturer: str = ""
    model: str = ""
    revision: str = ""

    @property
    def text(self) -> str:
        return " ".join(filter(None, (self.manufacturer, self.model, self.revision))) or "unknown"


@dataclass(frozen=True)
class Differs:
    """A parameter that the modem prints otherwise than the table."""

    form: Form
    parameter: Parameter
    said: Printed

    def __str__(self) -> str:
        return f"{self.form.command} <{self.parameter.name}>: the modem says {self.said.text}"


@dataclass(frozen=True)
class Agrees:
    """A parameter that the modem prints as the table has it."""

    form: Form
    parameter: Parameter


@dataclass(frozen=True)
class RefusedTest:
    """A test command that the modem does not know."""

    form: Form

    def __str__(self) -> str:
        return f"{self.form.syntax}: refused"


@dataclass(frozen=True)
class Otherwise:
    """An answer that the table has another layout for, or none at all."""

    form: Form
    answer: str

    def __str__(self) -> str:
        return f"{self.form.syntax}: {self.answer}"


Finding = Agrees | Differs | RefusedTest | Otherwise


def identity(line: ModemLine) -> Identity:
    """What it says of itself; nothing that names its owner is asked."""
    line.ask("ATE0")
    found = {}
    for command, name in WHO:
        lines, ok = line.ask(command)
        found[name] = _without_name(command, lines[-1]) if ok and lines else ""
    return Identity(**found)


def _without_name(command: str, text: str) -> str:
    """Some firmware puts the command's name before it: +CGMR: LE11B12SIM7600."""
    return text.removeprefix(f"{command[2:]}:").strip(' "')


def findings(line: ModemLine, dialect: Dialect) -> Iterator[Finding]:
    """Every test command of the dialect's own tables, in their order."""
    for command in dialect.commands:
        for form in command.forms:
            if form.type == "test":
                yield from _ask(line, command, form)


def _ask(line: ModemLine, command: Command, form: Form) -> Iterator[Finding]:
    try:
        answers, ok = line.ask(form.syntax)
    except Silent:
        yield Otherwise(form, "no answer")
        return
    if not ok:
        yield RefusedTest(form)
        return
    layouts = [info for info in form.infos if info.role == "test"]
    for answer in (text for text in answers if text.startswith(command.name)):
        found = next(((i, p) for i in layouts if (p := places(i, answer)) is not None), None)
        if found is None:
            yield Otherwise(form, f"the modem says {answer}, the table has another layout")
        else:
            yield from _compare(form, command, found[1])


def _compare(form: Form, command: Command, said: dict[str, str]) -> Iterator[Finding]:
    for name, text in said.items():
        parameter, value = parameter_of(command.forms, name), printed(text)
        if parameter is None or value is None:
            continue
        alike = same(parameter, value)
        yield Agrees(form, parameter) if alike else Differs(form, parameter, value)
