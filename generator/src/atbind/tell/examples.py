# SPDX-License-Identifier: MIT
"""The manual's examples by command, and the C that would send such a command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from atbind.c.calls import Answer, Call, answer_of
from atbind.c.dialect import DialectView
from atbind.c.header import signature
from atbind.model.dialect import Dialect, Position, SendPayload
from atbind.model.parameter import Parameter
from atbind.notation.line import dialled_value

PLACES = re.compile(r'"[^"]*"|[^,]+|(?<=,)(?=,|$)|^(?=,)')
CTRL_Z = "<CTRL+Z>"  # as transcripts write it
COMMAND = re.compile(r"AT([^=?]+)(=?.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Example:
    """One exchange of a transcript: a command line and what came until the next one."""

    title: str  # of its section in the manual
    lines: tuple[tuple[str, str], ...]  # ">" sent, ">>" payload sent, "<" and "<<" received; text

    @property
    def command_line(self) -> str:
        return self.lines[0][1]

    @property
    def command(self) -> str:
        found = COMMAND.fullmatch(self.command_line)
        return found.group(1).upper() if found else self.command_line


def examples(dialect: Dialect) -> list[Example]:
    """All exchanges of the dialect's transcripts, in their order."""
    found: list[Example] = []
    for name in dialect.transcripts:
        found += _exchanges(Path(dialect.folder, name).read_text(encoding="utf-8"))
    return found


def _exchanges(text: str) -> Iterator[Example]:
    title = ""
    lines: list[tuple[str, str]] = []
    for row in text.splitlines():
        mark, _, rest = row.partition(" ")
        if mark in (">", "#") and lines:
            yield Example(title, tuple(lines))
            lines = []
        if mark == "#" and not rest.startswith("set:"):
            title = rest
        elif mark == ">" or mark in (">>", "<", "<<") and lines:
            lines.append((mark, rest))
    if lines:
        yield Example(title, tuple(lines))


class Calls:
    """The C calls of a dialect's forms, and of the chapter that all share."""

    def __init__(self, dialect: Dialect):
        known = [dialect, *([dialect.chapter] if dialect.chapter else [])]
        self.views = {view.id: view for each in known for view in DialectView(each, "").forms}

    def signature(self, form: str) -> str:
        view = self.views[form]
        return signature(view, self._call(form), answer_of(view))

    def answer(self, form: str) -> Answer | None:
        return answer_of(self.views[form])

    def _call(self, form: str) -> Call:
        return Call(self.views[form], payload=True)

    def of(self, example: Example) -> str:
        """The call that sends its command line; "" where no form takes it."""
        calls: dict[bool, str] = {}  # the first one by whether its payload ends as the typed one
        for id, view in self.views.items():
            values = _values(view.form.syntax, view.form.positions, example.command_line)
            if values is not None:
                calls.setdefault(_ends_as(view.form.payload, example), self._written(id, values))
        return calls.get(True, calls.get(False, ""))

    def _written(self, form: str, values: list[str]) -> str:
        answer = self.answer(form)
        arguments = ["&modem"]
        if answer:
            sent = {"answer": "&answer", "size": "sizeof data"}
            arguments += [sent.get(name, name) for name in answer.arguments]
        for slot in self._call(form).slots:
            if slot.kind == "data":
                arguments.append("data")
            elif slot.place is None or slot.place < len(values):
                arguments.append("length" if slot.place is None else values[slot.place])
        return f"{form}({', '.join(arguments)})"


def _ends_as(payload: SendPayload | None, example: Example) -> bool:
    """Whether what is typed at the prompt ends in the form's way; so differ forms written alike."""
    typed = [text for mark, text in example.lines if mark == ">>"]
    if payload is None or not typed:
        return True
    return typed[-1].endswith(CTRL_Z) == (payload.mode == "ctrl_z")


def _values(syntax: str, positions: tuple[Position, ...], line: str) -> list[str] | None:
    """C's spelling of the parameters in a command line; None where it is not of this form."""
    places = _places(syntax, line)
    required = sum(1 for p in positions if not (p.optional or p.grouped))
    if places is None or not required <= len(places) <= len(positions):
        return None
    if not all(_fits(position, place) for position, place in zip(positions, places)):
        return None
    pairs = [(p, place) for p, place in zip(positions, places) if p.literal is None]
    return [_in_c(position, place) for position, place in pairs]


def _places(syntax: str, line: str) -> list[str] | None:
    """What stands between the commas, or within what is dialled; None: in another command."""
    dialled = dialled_value(syntax, line)
    if dialled is not None:
        return [dialled]
    head, equals, tail = line.partition("=")
    if head.upper() != re.split(r"[=<\[]", syntax)[0].upper() or (tail == "?") != ("=?" in syntax):
        return None
    if equals and "=" not in syntax:
        return None
    return [place.strip(" ") for place in PLACES.findall(tail)] if tail != "?" else []


def _fits(position: Position, place: str) -> bool:
    if position.literal is not None:
        return position.literal == place
    if not place:
        return position.may_lack
    return any(_takes(parameter, place) for parameter in position.parameters)


def _takes(parameter: Parameter, place: str) -> bool:
    if (parameter.quoted or parameter.type == "data") and not place.startswith('"'):
        return False
    bare = place.strip('"')
    if parameter.type == "integer":
        if not place.isdigit():
            return False
        number = int(place)
        if parameter.values is not None:
            return number in parameter.values
        return parameter.minimum is None or parameter.minimum <= number <= (parameter.maximum or 0)
    return parameter.values is None or bare in parameter.values


def _in_c(position: Position, place: str) -> str:
    if not place:
        return "ATB_EMPTY"
    if place.startswith('"') or all(p.type == "integer" for p in position.parameters):
        return place
    return f'"{place}"'
