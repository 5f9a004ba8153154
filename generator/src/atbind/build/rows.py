# SPDX-License-Identifier: MIT
"""Rows of `urcs` and `lines`: a received line with all that a table says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from atbind.build.effects import build_when, line_effects
from atbind.build.layouts import with_layouts
from atbind.build.lines import (
    LineNotes,
    build_also,
    build_error,
    build_line,
    build_success,
    build_test_line,
)
from atbind.build.parameters import build_parameters
from atbind.build.scope import Context, Scope
from atbind.model import names
from atbind.model.dialect import Line
from atbind.tables.mistakes import alternatives
from atbind.tables.reader import Map
from atbind.tables.where import Where


def build_row(
    context: Context, scope: Scope, row: Map, where: Where, role: str, line_id: str
) -> Line | None:
    """The Line of one row, or None after reporting what is wrong with it."""
    own = context.scope(build_parameters(row.map("parameters"), context), scope)
    notes = LineNotes(
        also=build_also(row.list("also"), str(row["line"]), context),
        error=build_error(row, context),
        section=row.get("section", ""),
        seen=row.get("seen", ""),
        doc=row.get("doc", ""),
        boots=bool(row.get("boots", False)),
        ends_data=row.get("ends", "") == "data",
    )
    if role == "test":
        line = build_test_line(context, own, where, row["line"], line_id)
        return replace(line, also=notes.also, section=notes.section) if line else None
    line = build_line(context, own, where, row["line"], role, line_id, notes)
    if line is None:
        return None
    line = replace(line, group=_group(row.map("groups"), own, context))
    return with_layouts(_annotated(line, row, notes, context), row, own, context)


def _group(table: Map, scope: Scope, context: Context) -> Line | None:
    """Its fields are written like a line's, without a keyword."""
    for name, fields in table.items():
        check_name(str(name), table.at(name), context)
        line_id = names.prefixed(context.name, str(name))
        text = f"{str(name).upper()}: {fields}"
        line = build_line(context, scope, table.at(name), text, "info", line_id, LineNotes())
        return replace(line, syntax=f"({fields})") if line else None
    return None


def _annotated(line: Line, row: Map, notes: LineNotes, context: Context) -> Line:
    available = [f.name for f in line.values]
    if notes.error and notes.error[0] not in available:
        remedy = alternatives(notes.error[0], available)
        context.mistake(row.at("error"), f"<{notes.error[0]}> does not stand here; {remedy}")
    if "when" in row:
        line = replace(line, when=build_when(row["when"], row.at("when"), available, context))
    if "success" in row:
        line = build_success(row["success"], row.at("success"), line, context)
    reads = line_effects(row.list("reads"), [line], context).get(line.id, ())
    return replace(line, reads=reads)


def check_name(name: str, where: Where, context: Context, kind: str = "") -> None:
    """`kind`: what stands in the C name between the dialect's prefix and the row's."""
    if not names.is_identifier(name):
        context.mistake(where, f"`{name}` is not a C name; use lower-case letters, digits and _")
    bare = name.removeprefix(f"{context.name}_").removeprefix(kind)
    if bare != name:
        full = names.prefixed(context.name, kind + bare)
        context.mistake(where, f"`{name}` begins as C names do by themselves; write {bare}: {full}")


def build_urcs(table: Map, scope: Scope, context: Context, finals: list[Line]) -> list[Line]:
    """What the modem says unasked."""
    built: list[Line] = []
    final_texts = {line.syntax for line in finals}
    for name, row in table.items():
        if not isinstance(row, Map) or "line" not in row:
            continue
        check_name(str(name), table.at(name), context, "urc_")
        if row["line"] in final_texts:
            context.mistake(
                row.at("line"),
                f"`{row['line']}` is a final result code, reported anyway; remove this row",
            )
            continue
        line_id = names.urc_id(context.name, str(name))
        line = build_row(context, scope, row, row.at("line"), "urc", line_id)
        built += [line] if line else []
    return built


@dataclass
class NamedRow:
    """A row of `lines`, which answers name."""

    row: Map
    where: Where
    scope: Scope
    section: str
    used: bool = False


class NamedRows:
    """All rows of `lines`, the dialect's and its commands': a name stands for one line."""

    def __init__(self, context: Context):
        self.context = context
        self.rows: dict[str, NamedRow] = {}

    def add(self, table: Map, scope: Scope, section: str) -> None:
        for name, row in table.items():
            name, where = str(name), table.at(name)
            if not isinstance(row, Map) or "line" not in row:
                continue
            check_name(name, where, self.context)
            if name in self.rows:
                first = self.rows[name].where
                self.context.mistake(where, f"`{name}` is a line already ({first}); rename one")
                continue
            self.rows[name] = NamedRow(row, where, scope, section)

    def build(self, name: str, role: str) -> Line | None:
        """The line in the role that its answers give it."""
        found = self.rows[name]
        line_id = names.prefixed(self.context.name, name)
        where = found.row.at("line")
        line = build_row(self.context, found.scope, found.row, where, role, line_id)
        return replace(line, section=line.section or found.section) if line else None

    def check_used(self) -> None:
        """Only in tables that are right otherwise: what cannot be read may be the user."""
        context = self.context
        for name, found in () if context.report.mistakes else self.rows.items():
            if not found.used and not context.overlaid:
                message = f"`{name}` is a line but no answer names it; remove it"
                context.mistake(found.where, message)
