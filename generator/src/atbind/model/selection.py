# SPDX-License-Identifier: MIT
"""The tables of one application: a dialect reduced to the forms and lines that it names.

What such a dialect no longer knows reaches the application as text. Three kinds
of lines stay although nobody named them, so that nothing is read wrongly:

- what carries payload: its length must be known, or data would be read as lines;
- URCs that share keyword and first literal with a line that stays: their fields
  would be taken for that line's;
- what the commands that stay may answer or end with.

A kind of socket (quectel_tcp) brings its commands and the lines that sockets need, so does bringup;
bringup_apn and the like leave out of it what a program's set-up does not give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from atbind.model import bringup, sockets
from atbind.model.dialect import Command, Dialect, Effect, Form, Limit, Line, Setting
from atbind.model.manual import Task


def selectable(dialect: Dialect) -> list[str]:
    """Every name that a selection may hold: commands, forms, lines, kinds of sockets, bring-up."""
    forms = [form.id for form in dialect.forms]
    kinds = [f"{dialect.name}_{name}" for name in sockets.names(dialect.sockets)]
    kinds += [f"{dialect.name}_{name}" for name in bringup.names(dialect.bringup)]
    return [
        *(c.name for c in dialect.commands),
        *forms,
        *(line.id for line in dialect.lines),
        *kinds,
    ]


def only(dialect: Dialect, wanted: Iterable[str]) -> Dialect:
    """The dialect with just the wanted commands, forms and lines, and what they need."""
    names = frozenset(wanted)
    sought = {name.removeprefix(dialect.name + "_") for name in names}
    kept = sockets.kept(dialect.sockets, sought)
    brings_up = bringup.kept(dialect.bringup, sought)
    names |= sockets.ids(kept) | bringup.ids(brings_up)
    commands = [c for c in (_reduced(c, names) for c in dialect.commands) if c.forms]
    forms = [form for command in commands for form in command.forms]
    lines = _needed(dialect, forms, names)
    return replace(
        dialect,
        commands=tuple(commands),
        urcs=tuple(line for line in dialect.urcs if line.id in lines),
        finals=_finals(dialect, forms, names),
        strays=tuple(_strays(dialect, forms, lines)),
        tasks=tuple(_reduced_task(task, forms, lines) for task in dialect.tasks),
        settings=_settings(dialect.settings, forms, list(lines.values())),
        sockets=kept,
        bringup=brings_up,
    )


def _reduced(command: Command, names: frozenset[str]) -> Command:
    if command.name in names:
        return command
    return replace(command, forms=tuple(form for form in command.forms if form.id in names))


def _reduced_task(task: Task, forms: list[Form], lines: dict[str, Line]) -> Task:
    known = {form.id for form in forms} | set(lines)
    return Task(task.name, tuple(name for name in task.uses if name in known))


def _needed(dialect: Dialect, forms: list[Form], names: frozenset[str]) -> dict[str, Line]:
    """The lines that stay, by id; final result codes are looked at by _finals()."""
    stay = {line.id: line for form in forms for line in (*form.infos, *form.results)}
    for line in dialect.lines:
        if line.id in names or line.payload is not None:
            stay[line.id] = line
    rivals = {_first(line) for line in stay.values()}
    stay |= {line.id: line for line in dialect.urcs if _first(line) in rivals}
    return stay


def _first(line: Line) -> tuple[str, str | None]:
    """Keyword and first literal: what the scanner tells lines apart by before it counts fields."""
    return line.prefix, line.fields[0].literal if line.fields else None


def _finals(dialect: Dialect, forms: list[Form], names: frozenset[str]) -> tuple[Line, ...]:
    """Those of the forms; all where a connection may begin, as one of them then ends it."""
    listed = {line.id for form in forms for line in form.finals} | names
    shared = {line.syntax for line in dialect.chapter.finals} if dialect.chapter else set()
    connects = any(line.final == "connect" for form in forms for line in form.finals)
    if connects or not forms:
        return dialect.finals
    return tuple(f for f in dialect.finals if f.id in listed or f.syntax in shared)


def _strays(dialect: Dialect, forms: list[Form], lines: dict[str, Line]) -> Iterable[Line]:
    """Lines that stay while every form that answers with them is gone."""
    answered = {line.id for form in forms for line in (*form.infos, *form.results)}
    unasked = {line.id for line in (*dialect.urcs, *dialect.finals)}
    return (line for line in lines.values() if line.id not in answered | unasked)


def _settings(
    settings: tuple[Setting, ...], forms: list[Form], lines: list[Line]
) -> tuple[Setting, ...]:
    """The settings that a form or line which stays depends on, or changes."""
    used = {name for form in forms for name in _of_form(form)}
    used |= {name for line in lines for name in _of_line(line)}
    return tuple(setting for setting in settings if setting.name in used)


def _of_form(form: Form) -> Iterable[str | None]:
    yield from (effect.setting for effect in form.sets)
    yield from (_of_limit(limit) for limit in (form.timeout, form.result_timeout))
    yield form.payload.setting if form.payload else None
    yield from (parameter.data_setting for parameter in form.parameters)


def _of_line(line: Line) -> Iterable[str | None]:
    effects: tuple[Effect, ...] = line.reads
    yield from (effect.setting for effect in effects)
    yield line.when.setting if line.when else None
    yield line.payload.data_setting if line.payload else None


def _of_limit(limit: Limit | None) -> str | None:
    return limit.setting if limit else None
