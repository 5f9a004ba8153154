# SPDX-License-Identifier: MIT
"""One dialect as its templates read it: views of its settings, parameters, forms and lines."""

from __future__ import annotations

import hashlib
from typing import Any

from atbind.c import codes
from atbind.c.calls import answer_of
from atbind.c.docs import line_doc
from atbind.c.forms import FormView, line_constant, share_constants
from atbind.c.header import command_header, handlers, members
from atbind.c.parameters import Arguments, longest
from atbind.c.received.lines import LineView, error_sets, keyword_literals
from atbind.c.received.scanner import Keywords
from atbind.c.settings import Settings, SettingView
from atbind.c.text import COLUMNS, doc_comment, paragraph, table, wrap
from atbind.model.dialect import Dialect

ABI = 2  # ATB_ABI of runtime/atb.h


class DialectView:
    """Everything that the templates of one dialect read."""

    def __init__(self, dialect: Dialect, version: str, own: bool = False):
        self.dialect = dialect
        self.version = version
        self.own = own
        self.settings = Settings(dialect)
        self.arguments = Arguments(dialect)
        self.forms = [FormView(f, dialect, self.arguments, self.settings) for f in dialect.forms]
        share_constants(self.forms)
        kept = {answer.line.id for view in self.forms if (answer := answer_of(view))}
        literals = keyword_literals(dialect.lines)
        self.lines = [
            LineView(line, dialect, self.settings, line.id in kept, literals.get(line.id))
            for line in dialect.own_lines
        ]
        # A view for each other layout of a line, in their order.
        self.varied = [view for view in self.lines for _ in view.line.layouts]
        groups = [view.line.group for view in self.lines if view.line.group]
        self.groups = [LineView(line, dialect, self.settings, False, None) for line in groups]
        self.keywords = Keywords(self.lines)

    def group_id(self, place: int) -> str:
        """The id of a group: they stand behind the other layouts."""
        return self.layout_id(len(self.varied) + place)

    def layout_id(self, place: int) -> str:
        """The id of another layout: they stand behind the lines."""
        return f"{self.dialect.name.upper()}_LINE_COUNT + {place}"

    def common(self) -> dict[str, Any]:
        d = self.dialect
        upper = d.name.upper()
        return {
            "d": d,
            "D": upper,
            "version": self.version,
            "abi": ABI,
            "settings": self.settings,
            "lines": self.lines,
            "groups": self.groups,
            "group_id": self.group_id,
            "forms": self.forms,
            "dialect_constant": f"{upper}_DIALECT" if d.models else f"{d.name}_dialect",
            "chapter_constant": f"{d.name}_chapter" if d.is_chapter else "NULL",
            "tables": self._tables() if self.own and not d.is_chapter else "",
            "final_lines": [] if not d.is_chapter else d.finals,
            "line_constant": line_constant,
            "table": table,
            "wrap": wrap,
            "longest": longest,
        }

    def _tables(self) -> str:
        """What of which tables was generated, in eight digits."""
        parts = [part for part in (self.dialect, self.dialect.chapter) if part]
        rows = [form.id for part in parts for form in part.forms]
        rows += [line.id for part in parts for line in part.lines]
        text = " ".join([self.version, *(part.digest for part in parts), *rows])
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    def umbrella(self) -> dict[str, Any]:
        return {
            "setting_doc": setting_doc,
            "pad": " " * len(self.dialect.name),
            "secrets": self._secrets(),
        }

    def _secrets(self) -> str:
        """A macro of rows, one a line, to which a program adds its own."""
        rows = [f'{{"{s.keyword}", 0x{s.fields:02x}}}' for s in self.dialect.secrets]
        head = f"#define {self.dialect.name.upper()}_SECRETS"
        lines = [head, *(f"    {row}," for row in rows)]
        width = max(map(len, lines)) + 1
        return "\n".join([line.ljust(width) + "\\" for line in lines[:-1]] + [lines[-1][:-1]])

    def commands(self) -> dict[str, Any]:
        views = {view.id: view for view in self.forms}
        return {
            "commands": [command_header(command, views) for command in self.dialect.commands],
            "own_lengths": [a for a in self.arguments.all() if a.own_length],
            **self._command_max(),
        }

    def _command_max(self) -> dict[str, Any]:
        """Forms whose length an application may change, and the longest of the others."""
        changeable = [view for view in self.forms if view.length[1]]
        others = [view.length[0] for view in self.forms if not view.length[1]]
        held = self._held()
        others += [view.usual_length for view in (held.forms if held else ())]
        return {"max_forms": changeable, "max_others": max(others, default=1)}

    def _held(self) -> DialectView | None:
        """The chapter, where the memory for its lines and commands is the dialect's to count."""
        chapter = self.dialect.chapter if self.dialect.holds_chapter else None
        return DialectView(chapter, self.version) if chapter else None

    def headers_of_lines(self) -> dict[str, Any]:
        with_values = [view for view in self.lines if view.has_record]
        urcs = [view for view in with_values if view.line.role == "urc"]
        held = self._held()
        return {
            "line_max": max(view.width for view in (*self.lines, *(held.lines if held else ()))),
            "docs": {
                view.id: doc_comment([line_doc(view.line)]) for view in (*self.lines, *self.groups)
            },
            "sets": error_sets(self.dialect),
            "members": members,
            "handlers": handlers,
            "example": (urcs or with_values)[0],
        }

    def codes(self) -> dict[str, Any]:
        return {
            "error_sets": codes.error_sets(self.dialect),
            "enumerations": codes.enumerations(self.dialect),
            "finals": codes.final_rows(self.dialect),
            "recovery": codes.recovery_rows(self.dialect),
        }


def setting_doc(view: SettingView) -> str:
    setting = view.setting
    text = setting.doc
    if setting.index is not None:
        text += f"{'; ' if text else ''}one for each <{setting.index.name}>"
    text += f"; {setting.assumed} is assumed until it is known"
    lines = paragraph(text, "    /** ", "     * ")
    if len(lines[-1]) + 3 > COLUMNS:
        lines.append("     *")
    return "\n".join(lines) + " */"
