# SPDX-License-Identifier: MIT
"""From a Dialect to its generated C: {relative path: content}. Same dialect, same bytes.

    files = render(dialect, "0.2.0")         # *.h, *.c and the scanner's *.re
    code = scanner_c(files["quectel_scanner.re"])

Templates contain layout; what is to be written is decided in the modules beside this one.
"""

from __future__ import annotations

import re
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from atbind.c.bringup import BringupView
from atbind.c.dialect import DialectView
from atbind.c.form_tables import FormTables
from atbind.c.line_tables import LineTables
from atbind.c.models import ModelsView
from atbind.c.names import NamesView, parameter_rows
from atbind.c.prepared import PreparedForms
from atbind.c.received.lines import LineView
from atbind.c.sockets import SocketsView
from atbind.c.text import comment, printed
from atbind.model.dialect import Dialect
from atbind.tables.errors import Problem

RE2C = ["re2c", "-s", "-W", "-Werror", "-i", "--no-generation-date", "--no-version", "-"]

# re2c before version 4 writes a choice of two in five lines, with braces.
CHOICE_OF_TWO = re.compile(
    r"(if \(yyaccept [^)]+\)) \{\n\t+(goto \w+;)\n(\t+)\} else \{\n\t+(goto \w+;)\n\t+\}"
)


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
    environment.filters["comment"] = comment
    environment.filters["printed"] = lambda text: comment(printed(text))
    return environment


class _Files:
    """The files of one dialect, by name, each from the template of its name."""

    def __init__(self, dialect: Dialect, version: str, own: bool):
        self.dialect = dialect
        self.view = DialectView(dialect, version, own)
        self.chapter = DialectView(dialect.chapter, version) if dialect.chapter else None
        self.prepared = PreparedForms(self.view, self.chapter)
        self.common = self.view.common()
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
        view, commands = self.view, self.view.commands()
        names = parameter_rows([*view.forms, *self.prepared.views])
        self.texts[f"{self.dialect.name}.h"] = self.fill("umbrella.h.j2", view.umbrella())
        self.add("commands", commands, "h")
        self.add("checks", commands, "h")
        self.add("plain", commands, "c")
        self.add("lines", view.headers_of_lines(), "h")
        self.add("codes", view.codes(), "h", "c")
        self.add("forms", {**FormTables(view.forms).values(), "name_rows": names}, "c")
        self.add("lines", LineTables(view).values(), "c")
        self.add("names", NamesView(view).values(), "c")
        self.add("scanner", {"keywords": view.keywords}, "re")

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
            forms = [*self.view.forms, *prepared.own_views()]
            view = ModelsView(dialect, self.view.arguments, forms)
            self.add("model", {"view": view}, "h")

    def _sockets(self) -> None:
        values = SocketsView(self.dialect, self.view.lines, self.prepared).values()
        self.add("sockets", values, "h", "c")
        if self.dialect.bringup:
            self.texts["atb_modem.h"] = self.fill("portable.h.j2", values)

    def _lines(self) -> dict[str, LineView]:
        """Those of the dialect and of the chapter that it shares."""
        shared = self.chapter.lines if self.chapter else []
        return {view.line.id: view for view in (*shared, *self.view.lines)}


def render(dialect: Dialect, version: str, own: bool = False) -> dict[str, str]:
    """All files of a dialect except the scanner's C, which scanner_c() makes of its source.

    `own`: of tables that one application has for itself, and changes as it goes."""
    files = _Files(dialect, version, own)
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


def without_version(scanner: str) -> str:
    """As every version of re2c writes it: a diff of the generated C shows what the tables changed."""
    return CHOICE_OF_TWO.sub(r"\1 \2\n\3else \4", scanner)


def scanner_c(re_text: str) -> str:
    """The scanner's C, made by re2c."""
    try:
        done = subprocess.run(RE2C, input=re_text, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Problem(
            "re2c is not installed, which makes the scanner: sudo apt-get install re2c"
        ) from error
    if done.returncode:
        raise Problem(f"re2c refused the scanner: {done.stderr.strip()}")
    return without_version(done.stdout)


def all_files(dialect: Dialect, version: str, own: bool = False) -> dict[str, str]:
    """render(), and the scanner's C."""
    files = render(dialect, version, own)
    source = f"{dialect.name}_scanner.re"
    files[f"{dialect.name}_scanner.c"] = scanner_c(files[source])
    return files
