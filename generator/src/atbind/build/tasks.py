# SPDX-License-Identifier: MIT
"""Which forms and lines a program needs for which task: open, send, receive, …"""

from __future__ import annotations

from atbind.build.scope import Context
from atbind.model import names
from atbind.model.dialect import Command, Line
from atbind.model.manual import Task
from atbind.tables.mistakes import alternatives
from atbind.tables.reader import List, Map


def build_tasks(
    table: Map, commands: list[Command], urcs: list[Line], context: Context
) -> tuple[Task, ...]:
    """The rows of `tasks`; each name is a form or a line, with or without the dialect's prefix."""
    forms = [form for command in commands for form in command.forms]
    lines = [line for form in forms for line in (*form.infos, *form.results)]
    known = {form.id for form in forms} | {line.id for line in (*urcs, *lines)}
    rows = ((name, rows) for name, rows in table.items() if isinstance(rows, List))
    return tuple(Task(str(name), _known(found, known, context)) for name, found in rows)


def _known(rows: List, known: set[str], context: Context) -> tuple[str, ...]:
    found = []
    for row, where in zip(rows, rows.lines):
        name = str(row) if row in known else names.prefixed(context.name, str(row))
        if name in known:
            found.append(name)
        elif not context.may_be_idle(where):
            short = [each.removeprefix(context.name + "_") for each in sorted(known)]
            remedy = alternatives(row, short)
            context.mistake(where, f"`{row}` is no form and no line of {context.name}; {remedy}")
    return tuple(found)
