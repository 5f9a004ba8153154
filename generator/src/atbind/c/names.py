# SPDX-License-Identifier: MIT
"""Names: those of parameters for an application that asks what was refused; and those for tools,
which generator/native/atb_names.h tells of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from atbind.c.dialect import DialectView
from atbind.c.forms import FormView
from atbind.c.received.lines import LineView
from atbind.c.received.shapes import with_absent
from atbind.c.text import c_bool, c_string, optional_string, table
from atbind.model.dialect import Setting
from atbind.model.settled import ranges_of

NO_MORE = (1, 0)  # behind the last range


def parameter_rows(views: Iterable[FormView]) -> list[tuple[str, str]]:
    """The names of each text's parameters: all that may stand there, of all forms of one text."""
    found: dict[str, list[dict[str, None]]] = {}
    for view in views:
        places = found.setdefault(view.text_constant, [{} for _ in view.variable])
        for names, position in zip(places, view.variable):
            names.update((parameter.name, None) for parameter in position.parameters)
    return [
        (text, '\\0" '.join(c_string("/".join(names))[:-1] for names in places) + '"')
        for text, places in found.items()
        if places
    ]


def place_rows(view: FormView) -> str:
    rows = []
    for position in view.form.positions:
        if position.parameters:
            both = [c_string(p.name) for p in position.parameters]
            name, other = both if len(both) == 2 else (both[0], "NULL")
            listed = any(p.values is not None for p in position.parameters)
            rows.append((name, other, "NULL", c_bool(listed)))
        else:
            name_text = optional_string(position.literal_name)
            rows.append((name_text, "NULL", c_string(position.literal or ""), "false"))
    return table(rows)


def field_rows(view: LineView) -> str:
    return table(
        (
            optional_string(field.name or None),
            "NULL" if field.parameter else c_string(field.literal or ""),
            c_bool(absent),
        )
        for field, absent in with_absent(view.line, view.line.fields)
    )


class NamesView:
    def __init__(self, view: DialectView):
        self.view = view

    def values(self) -> dict[str, Any]:
        d = self.view.dialect
        return {
            "place_rows": place_rows,
            "field_rows": field_rows,
            "form_rows": self._forms(),
            "line_name_rows": self._lines(),
            "setting_rows": self._settings(),
            "title": c_string(d.title),
            "model": f"{d.name.upper()}_MODEL_NAME" if d.models else '""',
        }

    def _forms(self) -> str:
        return table(
            (
                f"&{view.constant}",
                c_string(view.id),
                c_string(view.form.command),
                c_string(view.form.type),
                c_string(view.form.syntax),
                c_string(view.form.section),
                f"{view.id}_places" if view.form.positions else "NULL",
                str(len(view.form.positions)),
            )
            for view in self.view.forms
        )

    def _lines(self) -> str:
        return table(
            (
                c_string(view.id),
                c_string(view.line.role),
                c_string(view.line.syntax),
                c_string(view.line.section),
                optional_string(view.line.payload.name if view.line.payload else None),
                f"&{view.id}_record" if view.has_record else "NULL",
                f"{view.id}_field_names" if view.line.fields else "NULL",
                str(len(with_absent(view.line, view.line.fields))),
                c_bool(view.literal is not None and bool(view.line.fields)),
            )
            for view in self.view.lines
        )

    def _settings(self) -> str:
        return table(
            (
                c_string(view.setting.name),
                optional_string(view.setting.index.name if view.setting.index else None),
                str(view.setting.first_index),
                str(view.first),
                str(view.setting.count if view.setting.index else 1),
                self._values(view.setting),
            )
            for view in self.view.settings.all()
        )

    def _values(self, setting: Setting) -> str:
        runs = ranges_of(setting, self.view.dialect)
        rows = [f"{{{low}, {high}}}" for low, high in [*runs, NO_MORE]]
        return f"(const struct atb_range[]){{{', '.join(rows)}}}"
