# SPDX-License-Identifier: MIT
"""From a Dialect to its generated C: {relative path: content}. Same dialect, same bytes.

    files = render(dialect, "0.2.0")         # *.h, *.c and the scanner's *.re
    code = scanner_c(files["quectel_scanner.re"])

Templates contain layout; what is to be written is decided in the modules beside this one.
"""

from __future__ import annotations

import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from atbind.c import codes
from atbind.c.docs import line_doc
from atbind.c.forms import FormView, line_constant, share_constants
from atbind.c.calls import answer_of
from atbind.c.header import command_header, handlers, members
from atbind.c.models import ModelsView
from atbind.c.received.lines import error_sets, keyword_literals, LineView
from atbind.c.names import NamesView
from atbind.c.parameters import Arguments, longest
from atbind.c.prepared import PreparedForms
from atbind.c.received.scanner import Keywords
from atbind.c.settings import Settings, Slots
from atbind.c.constants import LineTables
from atbind.c.form_tables import FormTables
from atbind.c.bringup import BringupView
from atbind.c.sockets import SocketsView
from atbind.c.text import (
    COLUMNS,
    comment,
    doc_comment,
    paragraph,
    printed,
    table,
    wrap,
)
from atbind.model.dialect import Dialect

ABI = 2  # ATB_ABI of runtime/atb.h
LINES_MAX = 128  # ATB_SHARED_LINE
RE2C = ["re2c", "-W", "-Werror", "-i", "--no-generation-date", "-"]


class GenerationError(Exception):
    """The tools behind the generator failed."""


@lru_cache(maxsize=None)
def templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    environment = jinja2.Environment(
        loader=loader,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["pad"] = lambda text: text.ljust(24)
    environment.filters["printed"] = lambda text: comment(printed(text))
    return environment


class Context:
    """Everything that the templates of one dialect read."""

    def __init__(self, dialect: Dialect, version: str):
        self.dialect = dialect
        self.version = version
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
        if len(self.lines) + len(self.varied) + len(self.groups) > LINES_MAX:
            raise GenerationError(f"{dialect.name}: more than {LINES_MAX} lines; ids have 7 bits")
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
            "final_lines": [] if not d.is_chapter else d.finals,
            "line_constant": line_constant,
            "table": table,
            "wrap": wrap,
            "longest": longest,
        }

    def umbrella(self) -> dict[str, Any]:
        return {"setting_doc": setting_doc, "pad": " " * len(self.dialect.name)}

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
        others = max((view.length[0] for view in self.forms if not view.length[1]), default=1)
        return {"max_forms": changeable, "max_others": others}

    def headers_of_lines(self) -> dict[str, Any]:
        with_values = [view for view in self.lines if view.has_record]
        urcs = [view for view in with_values if view.line.role == "urc"]
        return {
            "line_max": max(view.width for view in self.lines),
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


def setting_doc(slots: Slots) -> str:
    setting = slots.setting
    text = setting.doc
    if setting.index is not None:
        text += f"{'; ' if text else ''}one for each <{setting.index.name}>"
    text += f"; {setting.assumed} is assumed until it is known"
    lines = paragraph(text, "    /** ", "     * ")
    if len(lines[-1]) + 3 > COLUMNS:
        lines.append("     *")
    return "\n".join(lines) + " */"


class _Files:
    """The files of one dialect, by name, each from the template of its name."""

    def __init__(self, dialect: Dialect, version: str):
        self.dialect = dialect
        self.context = Context(dialect, version)
        self.chapter = Context(dialect.chapter, version) if dialect.chapter else None
        self.prepared = PreparedForms(self.context, self.chapter)
        self.common = self.context.common()
        self.texts: dict[str, str] = {}

    def add(self, part: str, values: dict[str, Any], *kinds: str) -> None:
        """("codes", …, "h", "c") makes quectel_codes.h of codes.h.j2, quectel_codes.c of codes.c.j2."""
        for kind in kinds:
            self.texts[f"{self.dialect.name}_{part}.{kind}"] = self.fill(
                f"{part}.{kind}.j2", values
            )

    def fill(self, template: str, values: dict[str, Any]) -> str:
        return tidy(templates().get_template(template).render({**self.common, **values}))

    def of_every_dialect(self) -> None:
        context, commands = self.context, self.context.commands()
        self.texts[f"{self.dialect.name}.h"] = self.fill("umbrella.h.j2", context.umbrella())
        self.add("commands", commands, "h")
        self.add("checks", commands, "h")
        self.add("plain", commands, "c")
        self.add("lines", context.headers_of_lines(), "h")
        self.add("codes", context.codes(), "h", "c")
        self.add("forms", FormTables(context.forms).values(), "c")
        self.add("lines", LineTables(context).values(), "c")
        self.add("names", NamesView(context).values(), "c")
        self.add("scanner", {"keywords": context.keywords}, "re")

    def of_sections(self) -> None:
        """What a dialect has whose tables have the section for it."""
        dialect, prepared = self.dialect, self.prepared
        if prepared.views:
            self.add("prepared", prepared.values(), "h", "c")
        if dialect.sockets:
            self._sockets()
        if dialect.bringup:
            self.add("bringup", BringupView(dialect, self._lines(), prepared).values(), "h", "c")
        if dialect.models:
            forms = [*self.context.forms, *prepared.own_views()]
            view = ModelsView(dialect, self.context.arguments, forms)
            self.add("model", {"view": view}, "h")

    def _sockets(self) -> None:
        values = SocketsView(self.dialect, self.context.lines, self.prepared).values()
        self.add("sockets", values, "h", "c")
        if self.dialect.bringup:
            self.texts["atb_modem.h"] = self.fill("portable.h.j2", values)

    def _lines(self) -> dict[str, LineView]:
        """Those of the dialect and of the chapter that it shares."""
        shared = self.chapter.lines if self.chapter else []
        return {view.line.id: view for view in (*shared, *self.context.lines)}


def render(dialect: Dialect, version: str) -> dict[str, str]:
    """All files of a dialect except the scanner's C, which scanner_c() makes of its source."""
    files = _Files(dialect, version)
    files.of_every_dialect()
    files.of_sections()
    return files.texts


def tidy(text: str) -> str:
    """No blanks at line ends, at most one blank line, one newline at the end."""
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"


def scanner_c(re_text: str) -> str:
    """The scanner's C, made by re2c."""
    try:
        done = subprocess.run(RE2C, input=re_text, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise GenerationError("re2c is not installed; it makes the scanner") from error
    if done.returncode:
        raise GenerationError(f"re2c refused the scanner: {done.stderr.strip()}")
    return done.stdout


def all_files(dialect: Dialect, version: str) -> dict[str, str]:
    """render(), and the scanner's C."""
    files = render(dialect, version)
    source = f"{dialect.name}_scanner.re"
    files[f"{dialect.name}_scanner.c"] = scanner_c(files[source])
    return files
