# SPDX-License-Identifier: MIT
"""The reference as static pages: {path: text}. Same tables, same bytes; no server is needed."""

from __future__ import annotations

import json
import re
import textwrap
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from atbind import __version__
from atbind.c.text import printed
from atbind.model.dialect import Dialect, Form, Line
from atbind.model.names import command_name
from atbind.tell.facts import line_facts, manual, spoken, time_text
from atbind.tell.modules import module_sources, modules
from atbind.tell.pages import TASKS, CommandPage, Reference, references
from atbind.tell.steps import bringup_rows, loss_rows, socket_rows

LIFETIMES = {
    "connection": "as long as the connection",
    "power": "until power is off",
    "stored": "over power-off",
}
FOLDER = Path(__file__).parent / "templates"
Files = dict[str, str]


def command_file(command: str) -> str:
    """+QIOPEN → qiopen.html, O → ato.html, +++ → escape.html."""
    return f"{command_name(command)}.html"


def highlighted(text: str) -> Markup:
    """Parameters and brackets of a syntax line told apart; it may break behind commas."""
    marked = str(escape(text))
    marked = re.sub(r"&lt;([^&]*)&gt;", r"<var>&lt;\1&gt;</var>", marked)
    marked = re.sub(r"([\[\]{}])", r"<i>\1</i>", marked)
    return Markup(marked.replace(",", ",<wbr>"))


def wrapped_call(text: str) -> str:
    """A C prototype whose lines break between arguments."""
    head, _, tail = text.partition("(")
    return textwrap.fill(f"{head}({tail}", 88, subsequent_indent=" " * 4, break_long_words=False)


def endings(form: Form) -> str:
    """How a form ends when all goes well, and how long that may take."""
    good = [o for o in form.outcomes if not o.fails]
    text = " or ".join(dict.fromkeys(printed(o.text) for o in good)).replace(" then ", " → ")
    limits = [time_text(limit) for limit in (form.timeout, form.late_timeout) if limit]
    limits = list(dict.fromkeys(limits))
    return f"{text} · {', then '.join(limits)}" if limits else text


def home(reference: Reference, thing: Form | Line) -> str:
    """The folder of a form's or line's page: the dialect's, or that of the chapter it is from."""
    chapter = reference.dialect.chapter
    shared = chapter is not None and thing.id.startswith(f"{chapter.name}_")
    return chapter.name if chapter is not None and shared else reference.dialect.name


def line_page(reference: Reference, line: Line) -> str:
    """The page that has a line's place: its command's, or the dialect's for what comes unasked."""
    forms = (form for command in reference.dialect.known_commands for form in command.forms)
    for form in forms:
        if line.role != "urc" and line.id in {each.id for each in (*form.infos, *form.results)}:
            return command_file(form.command)
    return "index.html"


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _capital(text: str) -> str:
    text = text.rstrip(".")
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=None)
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters |= {
        "anchor": _anchor,
        "call": wrapped_call,
        "capital": _capital,
        "endings": endings,
        "home": home,
        "line_page": line_page,
        "manual": manual,
        "modules": modules,
        "module_sources": module_sources,
        "page": command_file,
        "printed": printed,
        "spoken": spoken,
        "steps": lambda outcome: outcome.split(" then "),
        "syntax": highlighted,
    }
    return made


class _Site:
    def __init__(self, dialects: list[Dialect]):
        self.references = references(dialects)
        self.common: dict[str, Any] = {
            "dialects": [reference.dialect for reference in self.references],
            "compared": [r for r in self.references if not r.dialect.is_chapter],
            "tasks": TASKS,
            "lifetimes": LIFETIMES,
            "version": __version__,
        }

    def fill(self, template: str, root: str, here: str, **values: Any) -> str:
        page = _environment().get_template(template)
        return page.render(**self.common, root=root, here=here, **values) + "\n"

    def files(self) -> Files:
        known = [r.dialect for r in self.references]
        shared = sum(len(d.commands) for d in known if d.is_chapter)
        total = sum(len(d.commands) for d in known) - shared
        files = {
            "index.html": self.fill("index.html.j2", "", "", total=total, shared=shared),
            "tasks.html": self.fill("tasks.html.j2", "", "tasks"),
            "style.css": (FOLDER / "style.css").read_text(encoding="utf-8"),
            "search.js": (FOLDER / "search.js").read_text(encoding="utf-8"),
            "index.js": _index(self.references),
        }
        for reference in self.references:
            files |= self.dialect(reference)
        return files

    def dialect(self, reference: Reference) -> Files:
        d = reference.dialect
        urcs = [line_facts(urc) for urc in d.urcs]
        values: dict[str, Any] = {"root": "../", "here": d.name, "reference": reference, "d": d}
        more: dict[str, Any] = {"urcs": urcs, "steps": bringup_rows(d), "sockets": socket_rows(d)}
        more["losses"] = loss_rows(d)
        files = {f"{d.name}/index.html": self.fill("dialect.html.j2", **more, **values)}
        if d.models:
            files[f"{d.name}/models.html"] = self.fill("models.html.j2", **values)
        pages = [None, *reference.pages, None]
        for before, page, after in zip(pages, reference.pages, pages[2:]):
            text = self.fill("command.html.j2", page=page, before=before, after=after, **values)
            files[f"{d.name}/{command_file(page.name)}"] = text
        return files


def site(dialects: list[Dialect]) -> Files:
    """All pages, with the search's index."""
    return _Site(dialects).files()


# ---- what can be searched -------------------------------------------------------


def _index(references: list[Reference]) -> str:
    rows = [row for reference in references for row in _rows(reference)]
    body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"const ATBIND = [\n{body}\n];\n"


def _rows(reference: Reference) -> list[list[str]]:
    d = reference.dialect
    rows = [_command_row(d, page) for page in reference.pages]
    rows += [
        [
            printed(urc.syntax),
            f"comes unasked, {d.name}",
            f"{d.name}/index.html#{urc.id}",
            f"{urc.id} {urc.doc}",
        ]
        for urc in d.urcs
    ]
    rows += [
        [
            f"{code.code} {code.text}",
            f"error code, {d.name}",
            f"{d.name}/index.html#{_anchor(code.set)}-{_anchor(str(code.code))}",
            code.doc,
        ]
        for code in d.error_codes
    ]
    return rows


def _command_row(dialect: Dialect, page: CommandPage) -> list[str]:
    words = [page.doc, *page.tasks]
    for entry in page.forms:
        words += [entry.facts.id, entry.facts.doc, *(p.name for p in entry.facts.parameters)]
    path = f"{dialect.name}/{command_file(page.name)}"
    return [
        spoken(page.name),
        f"{page.title}, {dialect.name}",
        path,
        " ".join(dict.fromkeys(words)),
    ]
