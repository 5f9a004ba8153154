# SPDX-License-Identifier: MIT
"""The reference as data: a page for each command, tasks side by side, models as a matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from atbind.c.text import printed
from atbind.model.dialect import Command, Dialect, Form, Line
from atbind.model.manual import Erratum
from atbind.model.parameter import Parameter
from atbind.tell.examples import Calls, Example, examples
from atbind.tell.facts import (
    FormFacts,
    LineFacts,
    difference_text,
    differing,
    form_facts,
    line_facts,
    told,
)

TASKS = {  # name in the tables: what it says at the head of a row
    "activate": "Activate the connection to the network",
    "open": "Open a socket",
    "send": "Send data",
    "receive": "Receive data",
    "close": "Close a socket",
    "deactivate": "Leave the network",
    "dns": "Look a name up",
    "ping": "Ping a host",
    "time": "Get the time",
}


@dataclass(frozen=True)
class FormEntry:
    facts: FormFacts
    call: str  # quectel_qiopen(modem, answer, …)
    answer: str  # struct that it fills; "" if none


@dataclass(frozen=True)
class ExampleEntry:
    example: Example
    call: str  # the C of its command line


@dataclass(frozen=True)
class CommandPage:
    name: str
    title: str
    section: str
    doc: str  # of the command as a whole, and who says it
    forms: tuple[FormEntry, ...]
    examples: tuple[ExampleEntry, ...]
    errata: tuple[Erratum, ...]
    urcs: tuple[LineFacts, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class MatrixRow:
    what: tuple[str, ...]  # a parameter, a command, or forms of one that the same models have
    of: tuple[str, ...]  # the commands it is about
    cells: tuple[
        tuple[str, str], ...
    ]  # a cell a model: what it shows, its class: yes no other unknown
    urc: Line | None = None  # which has the parameter, and no command


class Reference:
    """Everything a reader may look up in one dialect."""

    def __init__(self, dialect: Dialect, users: list[Dialect] | None = None):
        """`users` of a chapter are the dialects whose examples are its examples, too."""
        self.dialect = dialect
        self.calls = Calls(dialect)
        self._examples: dict[str, list[Example]] = {}
        for example in (each for d in (dialect, *(users or ())) for each in examples(d)):
            self._examples.setdefault(example.command, []).append(example)

    @cached_property
    def pages(self) -> list[CommandPage]:
        return [self.page(command) for command in self.dialect.commands]

    def page(self, command: Command) -> CommandPage:
        shown = self._examples.get(_typed(command.name), [])
        forms = [self._form(form, command) for form in sorted(command.forms, key=_use)]
        described = {line.id for entry in forms for line in entry.facts.lines}
        return CommandPage(
            command.name,
            command.title,
            command.section,
            told(command.doc, command.seen),
            tuple(_each_line_once(forms)),
            tuple(ExampleEntry(e, self.calls.of(e)) for e in shown),
            tuple(e for e in self.dialect.errata if _is_about(e, command)),
            tuple(line_facts(line) for line in self._urcs(command) if line.id not in described),
            tuple(t.name for t in self.dialect.tasks if any(f.id in t.uses for f in command.forms)),
        )

    def _form(self, form: Form, command: Command) -> FormEntry:
        answer = self.calls.answer(form.id)
        struct = f"struct {answer.line.id}" if answer else ""
        return FormEntry(form_facts(form, command.seen), self.calls.signature(form.id), struct)

    def _urcs(self, command: Command) -> list[Line]:
        """Those of the command's own name, and of the tasks it is part of."""
        ids = {form.id for form in command.forms}
        tasks = {name for task in self.dialect.tasks if ids & set(task.uses) for name in task.uses}
        return [
            urc
            for urc in self.dialect.urcs
            if urc.id in tasks or urc.prefix.rstrip(":") == command.name
        ]

    def task(self, name: str) -> tuple[list[Form], list[Line]]:
        """The forms and the lines of a task, in the order of the table."""
        task = next((task for task in self.dialect.tasks if task.name == name), None)
        uses = task.uses if task else ()
        chapter = self.dialect.chapter
        known = [self.dialect, *([chapter] if chapter else [])]
        forms = {form.id: form for d in known for form in d.forms}
        lines = {line.id: line for d in known for line in d.lines}
        return [forms[u] for u in uses if u in forms], [lines[u] for u in uses if u in lines]

    @cached_property
    def matrix(self) -> list[MatrixRow]:
        """What not all models have, and what they do differently."""
        return [*self._lacking_rows(), *self._parameter_rows()]

    def _lacking_rows(self) -> list[MatrixRow]:
        rows = []
        for command in self.dialect.commands:
            alike: dict[tuple[str, ...], list[Form]] = {}
            for form in command.forms:
                alike.setdefault(form.lacking, []).append(form)
            for lacking, forms in alike.items():
                what = [command.name] if len(alike) == 1 else [printed(f.syntax) for f in forms]
                if lacking:
                    rows.append(MatrixRow(tuple(what), (command.name,), self._has(lacking)))
        return rows

    def _has(self, lacking: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        names = (model.name for model in self.dialect.models)
        return tuple(("–", "no") if name in lacking else ("✓", "yes") for name in names)

    def _parameter_rows(self) -> list[MatrixRow]:
        users: dict[int, tuple[Parameter, dict[str, None], Line | None]] = {}
        for place, p in differing(self.dialect):
            urc = None if isinstance(place, Form) else place
            _, commands, _ = users.setdefault(id(p), (p, {}, urc))
            commands |= {place.command: None} if isinstance(place, Form) else {}
        return [
            MatrixRow((f"<{p.name}>",), tuple(commands), self._differences(p), urc)
            for p, commands, urc in users.values()
        ]

    def _differences(self, parameter: Parameter) -> tuple[tuple[str, str], ...]:
        cells = []
        for model in self.dialect.models:
            difference = parameter.models.get(model.name)
            if difference is None:
                cells.append(("✓", "yes"))
            elif difference.unsupported:
                cells.append(("–", "no"))
            else:
                cells.append(
                    (difference_text(difference), "unknown" if difference.unknown else "other")
                )
        return tuple(cells)


def _each_line_once(forms: list[FormEntry]) -> Iterator[FormEntry]:
    """A line that several forms answer with is described at the first of them."""
    seen: set[str] = set()
    for entry in forms:
        fresh = tuple(line for line in entry.facts.lines if line.id not in seen)
        seen.update(line.id for line in fresh)
        yield replace(entry, facts=replace(entry.facts, lines=fresh))


def _use(form: Form) -> int:
    """What changes something is looked up first, what only tests last."""
    return ("set", "execute", "data", "read", "test").index(form.type)


def references(dialects: list[Dialect]) -> list[Reference]:
    """Of dialects and, behind them, of the chapters that they share."""
    chapters = {d.chapter.name: d.chapter for d in dialects if d.chapter}
    shared = [Reference(chapter, dialects) for chapter in chapters.values()]
    return [*(Reference(dialect) for dialect in dialects), *shared]


def _typed(command: str) -> str:
    """A command as a command line has it: ATO is `O`, `+++` itself."""
    return command.upper()


def _is_about(erratum: Erratum, command: Command) -> bool:
    text = f"{erratum.manual} {erratum.decision}"
    return bool(
        command.section
        and erratum.section == command.section
        or re.search(rf"{re.escape(command.name)}(?![A-Z0-9])", text)
        and len(command.name) > 1
    )
