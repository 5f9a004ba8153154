# SPDX-License-Identifier: MIT
"""Every row says where it stands: a `section` of the manual, or who was `seen` to say it.

What hangs on a row, as its parameters, limits and effects do, stands where the row does. Rows of
an overlay are their author's own: the file says whose firmware it describes.
"""

from __future__ import annotations

from collections.abc import Iterator

from atbind.build.scope import Context
from atbind.tables.reader import Map
from atbind.tables.where import Where

REMEDY = 'add `section: "2.4"`, or `seen:` with who says it where no manual does'


def check_standing(table: Map, context: Context) -> None:
    """Reports each row that nobody could find in the manual, if there is one."""
    if table.map("manual").get("title") is None:
        return
    for where, what in (*_rows(table), *_sets(table), *_finals(table)):
        if where.file not in context.overlaid:
            context.mistake(where, what)


def _rows(table: Map) -> Iterator[tuple[Where, str]]:
    for name, command in _maps(table.map("commands")):
        if not _stands(command):
            yield from _forms(name, command, table.map("commands").at(name))
        for _, line in _maps(command.map("lines")):
            yield from _layouts(line)
    for section in ("lines", "urcs"):
        for name, line in _maps(table.map(section)):
            if not _stands(line):
                yield table.map(section).at(
                    name
                ), f"`{name}` does not say where it stands; {REMEDY}"
            yield from _layouts(line)


def _forms(name: str, command: Map, where: Where) -> Iterator[tuple[Where, str]]:
    """A command may leave it to its forms; its lines then have a place of their own."""
    rows = command.list("forms")
    forms = [(row, at) for row, at in zip(rows, rows.lines) if isinstance(row, Map)]
    if not any(_stands(row) for row, _ in forms):
        yield where, f"`{name}` does not say where it stands; {REMEDY}"
        return
    lines = [(row, command.map("lines").at(key)) for key, row in _maps(command.map("lines"))]
    for row, at in (*forms, *lines):
        if not _stands(row):
            text = row.get("syntax", row.get("line", name))
            yield at, f"`{text}` does not say where it stands; {REMEDY}"


def _layouts(line: Map) -> Iterator[tuple[Where, str]]:
    """Another layout is another device's: nobody finds it where the first one stands."""
    rows = line.list("layouts")
    for row, at in zip(rows, rows.lines):
        if isinstance(row, Map) and not _stands(row):
            yield at, f"`{row.get('line', '')}` does not say where it stands; {REMEDY}"


def _sets(table: Map) -> Iterator[tuple[Where, str]]:
    """Error codes and recovery rules stand together: `manual` has their sections."""
    manual = table.map("manual")
    for name, codes in _maps(table.map("error_codes")):
        if name not in manual.map("error_codes"):
            remedy = f'add `error_codes: {{{name}: "3"}}` with their section to `manual`'
            yield table.map("error_codes").at(name), f"codes `{name}` stand nowhere; {remedy}"
    if table.list("recovery") and "recovery" not in manual:
        remedy = "add `recovery:` with their section to `manual`"
        yield table.at("recovery"), f"the recovery rules stand nowhere; {remedy}"


def _finals(table: Map) -> Iterator[tuple[Where, str]]:
    """A final result code stands with the commands that end with it."""
    answers = " then ".join(_answers(table))
    finals = table.map("finals")
    for text, row in finals.items():
        alone = str(text).partition("[")[0]
        if alone not in answers and not (isinstance(row, Map) and _stands(row)):
            yield finals.at(text), f"no answer ends with `{text}`, which stands nowhere; {REMEDY}"


def _answers(table: Map) -> Iterator[str]:
    for _, command in _maps(table.map("commands")):
        for form in command.list("forms"):
            if isinstance(form, Map):
                yield from map(str, form.list("answers"))


def _maps(table: Map) -> Iterator[tuple[str, Map]]:
    return ((str(name), row) for name, row in table.items() if isinstance(row, Map))


def _stands(row: Map) -> bool:
    return bool(row.get("section") or row.get("seen"))
