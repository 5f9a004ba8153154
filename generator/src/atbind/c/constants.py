# SPDX-License-Identifier: MIT
"""The constants of the lines' file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atbind.c.settings import NO_INDEX
from atbind.c.text import c_bool, columns, table, wrap

if TYPE_CHECKING:
    from atbind.c.files import Context

ONLINE = "online"  # the setting that a line makes 1 when transparent mode begins

# Macros of the lines' file: what most lines do not have.
NONE_OF = {
    "ALWAYS": ("setting", "setting_index"),
    "NO_LENGTH": ("length_field", "coding_index"),
    "NO_ERROR": ("error_field",),
}


class LineTables:
    def __init__(self, context: Context):
        self.context = context

    def values(self) -> dict[str, Any]:
        context = self.context
        effects: list[tuple[str, ...]] = []
        rows = []
        for view in context.lines:
            rows.append(self._line(view, len(effects)))
            effects += view.effect_rows()
        guard = next((f.guard_ms for f in context.dialect.forms if f.guard_ms), (0, 0))
        inline = any(view.line.payload_where in ("inline", "to_line_end") for view in context.lines)
        return {
            "ranges": sorted(
                {r for view in context.lines for r in view.ranges()}, key=lambda r: r[1:]
            ),
            "line_rows": rows,
            "effects": table(effects),
            "candidates": self._candidates(),
            "keyword_rows": self._keywords(),
            "assumed": wrap(context.settings.assumed()) + ",",
            "literals": any(
                "LITERAL" in view.record_rows() for view in context.lines if view.has_record
            ),
            "guard": guard,
            "inline": c_bool(inline),
            "online": self._online(),
        }

    def _online(self) -> str:
        """1 + the setting that tells of transparent mode."""
        slots = self.context.settings.slots.get(ONLINE)
        return f"1 + {slots.constant}" if slots else ""

    @staticmethod
    def _line(view: Any, effect_first: int) -> str:
        members = view.line_members(effect_first)
        absent = [name for name, value in members if value == NO_INDEX]
        rows = [f".{name} = {value}" for name, value in members]
        for macro, names in NONE_OF.items():
            if set(names) <= set(absent):
                rows = [row for row in rows if row.split()[0][1:] not in names] + [macro]
        index = f"{view.constant} - ATB_SHARED_LINE" if view.dialect.is_chapter else view.constant
        return f"    [{index}] = {{\n{wrap(rows, 8)}}},"

    def _candidates(self) -> str:
        return "\n".join(
            wrap(view.constant for view in views) + ","
            for views in self.context.keywords.candidates
        )

    def _keywords(self) -> str:
        found = self.context.keywords
        rows = []
        for keyword in found.found.values():
            first, count = found.first_of(keyword), len(keyword.lines)
            rows.append(("    {" + f"{first},", f"{count}" + "},", f"/* {keyword.text} */"))
        return columns(rows)
