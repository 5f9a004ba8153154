# SPDX-License-Identifier: MIT
"""Other layouts of a line: the same struct from fields in another order, as some devices print it.

The struct has the fields of all layouts, in an order that is every layout's; what one of
them has not is absent in it.
"""

from __future__ import annotations

from dataclasses import replace

from atbind.build.lines import LineNotes, build_line, lacks_room
from atbind.build.scope import Context, Scope
from atbind.model.dialect import Field, Line
from atbind.tables.reader import Map
from atbind.tables.where import Where

# What another layout of a line cannot have: who reads it looks into the first one.
ALONE = ("payload", "when", "reads", "error_field", "success", "final", "also", "ends_data")


def with_layouts(line: Line, row: Map, scope: Scope, context: Context) -> Line:
    """The line with the layouts of its row; the line as it is where one of them is wrong."""
    found = row.list("layouts")
    made = [_layout(line, each, scope, context) for each in found if isinstance(each, Map)]
    others = [other for other in made if other is not None]
    if not found or len(others) < len(found):
        return line
    if any(getattr(line, key) for key in ALONE):
        context.mistake(
            row.at("layouts"), "a line with payload, effects or an error code has one layout"
        )
        return line
    if any(field.many for layout in (line, *others) for field in layout.values):
        context.mistake(row.at("layouts"), "a line with a list has one layout")
        return line
    return _joined(line, others, row.at("layouts"), context)


def _joined(line: Line, others: list[Line], where: Where, context: Context) -> Line:
    kept = _order([line, *others])
    if kept is None:
        context.mistake(
            where, "no order of fields is that of all these layouts; give one a row of its own"
        )
        return line
    for layout in (line, *others):
        if unlike := _unlike(layout, kept):
            remedy = f"write `[<{unlike}>]` in the layouts that have it"
            context.mistake(layout.where or where, f"<{unlike}> may be absent elsewhere; {remedy}")
            return line
    if no_room := lacks_room(kept):
        context.mistake(where, f"{no_room}, in all layouts together")
        return line
    layouts = tuple(replace(other, kept=tuple(kept)) for other in others)
    return replace(line, kept=tuple(kept), layouts=layouts)


def _layout(line: Line, row: Map, scope: Scope, context: Context) -> Line | None:
    where: Where = row.at("line")
    notes = LineNotes(seen=row.get("seen", ""), section=row.get("section", ""))
    made = build_line(context, scope, where, row["line"], line.role, line.id, notes)
    if made is None:
        return None
    if made.prefix != line.prefix:
        context.mistake(where, f"another layout of `{line.prefix}` begins with it, too")
        return None
    return made


def _order(layouts: list[Line]) -> list[Field] | None:
    """All fields once, so that each layout has its own in this order; None: there is none."""
    order = list(layouts[0].values)
    for layout in layouts[1:]:
        at = 0
        for field in layout.values:
            names = [known.name for known in order]
            if field.name not in names:
                order.insert(at, field)
            elif names.index(field.name) < at:
                return None
            at = [known.name for known in order].index(field.name) + 1
    return [replace(f, optional=f.optional or _is_missing(f, layouts)) for f in order]


def _is_missing(field: Field, layouts: list[Line]) -> bool:
    return any(field.name not in [own.name for own in layout.values] for layout in layouts)


def _unlike(layout: Line, kept: list[Field]) -> str:
    """The first field that must be there in this layout and need not in the struct, or so."""
    lacking = {field.name: field.may_lack for field in kept}
    return next((f.name for f in layout.values if f.may_lack != lacking[f.name]), "")
