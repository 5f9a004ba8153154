# SPDX-License-Identifier: MIT
"""The tables of one application: a dialect reduced to the forms and lines that it names.

What such a dialect no longer knows reaches the application as text. Five kinds
of lines stay although nobody named them, so that nothing is read wrongly:

- what carries payload: its length must be known, or data would be read as lines;
- URCs that begin as a line that stays may begin: their fields would be taken for that line's;
- what tells that the modem has started: settings and the command under way end there;
- URCs of plain words, where a command that stays is answered with any text (AT+CGMM), which they
  would be taken for;
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


def only(dialect: Dialect, wanted: Iterable[str], beside: Iterable[Form] = ()) -> Dialect:
    """The dialect with just the wanted commands, forms and lines, and what they need.

    `beside`: the forms that the program names of another chapter."""
    names = frozenset(wanted)
    sought = {name.removeprefix(dialect.name + "_") for name in names}
    kept = sockets.kept(dialect.sockets, sought)
    brings_up = bringup.kept(dialect.bringup, sought)
    names |= sockets.ids(kept) | bringup.ids(brings_up)
    commands = [c for c in (_reduced(c, names) for c in dialect.commands) if c.forms]
    forms = [form for command in commands for form in command.forms]
    beside = tuple(beside)
    lines = _needed(dialect, forms, names, answered_by_any((*forms, *beside)))
    return replace(
        dialect,
        commands=tuple(commands),
        urcs=tuple(line for line in dialect.urcs if line.id in lines),
        finals=_finals(dialect, forms, beside, names),
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


def answered_by_any(forms: Iterable[Form]) -> bool:
    """Whether a line without keyword, whatever it says, answers one of them."""
    bare = (line for form in forms for line in form.infos if not line.prefix)
    return any(parameter.digits == 0 for line in bare for parameter in line.parameters.values())


def _needed(
    dialect: Dialect, forms: list[Form], names: frozenset[str], hears_any: bool
) -> dict[str, Line]:
    """The lines that stay, by id; final result codes are looked at by _finals()."""
    stay = {line.id: line for form in forms for line in (*form.infos, *form.results)}
    for line in dialect.lines:
        if line.id in names or line.payload is not None:
            stay[line.id] = line
    beginnings = {(line.prefix, _literal(line)) for line in stay.values()}
    for urc in dialect.urcs:
        as_another = not beginnings.isdisjoint({(urc.prefix, None), (urc.prefix, _literal(urc))})
        if urc.boots or as_another or (hears_any and urc.prefix[0].isalpha()):
            stay[urc.id] = urc
    return stay


def _literal(line: Line) -> str | None:
    """What behind the keyword the scanner tells lines apart by: no number, which may be a field."""
    literal = line.fields[0].literal if line.fields else None
    return None if literal is None or literal.isdigit() else literal


def _finals(
    dialect: Dialect, forms: list[Form], beside: tuple[Form, ...], names: frozenset[str]
) -> tuple[Line, ...]:
    """Those of the forms; where a connection may begin all of the dialect's, as one of them then
    ends it; where a call of the shared chapter may begin one, what this ends with."""
    if not forms:
        return dialect.finals
    listed = _ends(dialect.forms if _connects(forms) else forms) | names
    called = _connects(beside)
    return tuple(
        final
        for final in dialect.finals
        if final.id in listed
        or final.syntax in dialect.common_finals
        or (called and final.connection)
    )


def _connects(forms: Iterable[Form]) -> bool:
    return any(form.owed.connects for form in forms)


def _ends(forms: Iterable[Form]) -> set[str]:
    return {line.id for form in forms for line in form.finals}


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
