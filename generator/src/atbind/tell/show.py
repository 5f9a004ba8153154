# SPDX-License-Identifier: MIT
"""The reference in a terminal: what `atbind show` prints of a command, a line or an error code."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from atbind.c.text import printed
from atbind.model.dialect import Dialect, Form, Line
from atbind.model.manual import ErrorCode, model_of, series_of
from atbind.model.names import prefixed
from atbind.model.parameter import Difference
from atbind.notation.line import EXTENDED
from atbind.tables.errors import counted
from atbind.tell.facts import (
    LineFacts,
    ParameterFacts,
    difference_text,
    differing,
    failure_sets,
    line_facts,
    manual,
    spoken,
)
from atbind.tell.modules import module_sources, modules
from atbind.tell.pages import CommandPage, ExampleEntry, FormEntry, Reference
from atbind.tell.steps import StepRow, bringup_rows, loss_rows, restarts_text, socket_rows

WIDTH = 96
ENDS = {"success": "done", "failure": "refused", "connect": "connected"}


def _filled(text: str, indent: int, hang: int = 0) -> Iterator[str]:
    first, rest = " " * indent, " " * (indent + hang)
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


def _syntax(text: str, indent: int) -> Iterator[str]:
    """A syntax line, broken behind commas only."""
    line = " " * indent
    for piece in re.split(r"(?<=,)", text):
        if len(line) + len(piece) > WIDTH and line.strip():
            yield line
            line = " " * (indent + 4)
        line += piece
    yield line


def _words(text: str, width: int) -> list[str]:
    """Lines of at most `width`; layouts, which have no blanks, break behind commas."""
    marked = " ".join(
        word.replace(",", ",\v") if len(word) > 40 else word for word in text.split(" ")
    )
    lines = textwrap.wrap(marked, width, break_on_hyphens=False, replace_whitespace=False)
    return [line.replace("\v", "") for line in lines] or [""]


def rows_text(rows: list[tuple[str, str]], indent: int) -> Iterator[str]:
    """Names in a column, what is said of them beside it."""
    width = min(max((len(name) for name, _ in rows), default=0), 24)
    for name, text in rows:
        head = " " * indent + name.ljust(width) + "  "
        lines = _words(text, WIDTH - len(head))
        yield (head + lines[0]).rstrip()
        yield from (" " * (indent + width + 2) + line for line in lines[1:])


def _parameter(facts: ParameterFacts) -> tuple[str, str]:
    values = ", ".join(f"{value} {meaning}".strip() for value, meaning in facts.values)
    parts = [facts.doc, values or facts.accepts, *facts.remarks]
    parts += [f"{models}: {text}" for models, text in facts.models]
    return f"<{facts.name}>", "; ".join(part for part in parts if part)


def _line(facts: LineFacts) -> Iterator[str]:
    yield from _syntax(facts.syntax, 4)
    yield from _filled(" ".join((facts.doc, facts.payload)).strip(), 8)
    yield from rows_text([_parameter(field) for field in facts.fields], 8)
    yield f"        struct {facts.id}"


def _form(entry: FormEntry) -> Iterator[str]:
    facts = entry.facts
    yield from _syntax(facts.syntax, 2)
    yield from _filled(facts.doc, 6)
    yield from _filled(f"C: {entry.call}", 6, 4)
    yield from rows_text([_parameter(each) for each in facts.parameters], 6)
    said = [("fills", entry.answer)] if entry.answer else []
    said += [("data", facts.payload)] if facts.payload else []
    said += [("answers", outcome) for outcome in facts.outcomes]
    said += [("time limit", "; ".join(facts.limits))] if facts.limits else []
    said += [("rule", rule) for rule in facts.rules]
    said += [("not on", ", ".join(facts.lacking))] if facts.lacking else []
    yield from rows_text(said, 6)
    for line in facts.lines:
        yield from _line(line)
    yield ""


def _example(entry: ExampleEntry) -> Iterator[str]:
    yield f"  {entry.example.title}"
    yield from (f"    {mark:2} {text}" for mark, text in entry.example.lines)
    yield from _filled(f"C: {entry.call}", 4, 4) if entry.call else ()
    yield ""


def command_text(reference: Reference, page: CommandPage) -> Iterator[str]:
    """Everything about one command."""
    d = reference.dialect
    yield f"{spoken(page.name)}  {page.title}"
    yield from _filled(f"{d.name}, {manual(d)}, {page.section}" if page.section else d.name, 0)
    yield from _filled(page.doc, 0)
    yield ""
    for entry in page.forms:
        yield from _form(entry)
    if page.urcs:
        yield "What may come unasked"
        for urc in page.urcs:
            yield from _line(urc)
        yield ""
    if page.examples:
        yield "Examples"
        for example in page.examples:
            yield from _example(example)
    if page.errata:
        yield "Errata"
        for erratum in page.errata:
            yield from _filled(f"{erratum.manual} -> {erratum.decision}", 2, 2)


def dialect_text(dialect: Dialect) -> Iterator[str]:
    """What a dialect holds, for people: its modules, commands, lines and codes by name."""
    yield f"{dialect.name}: {dialect.title}"
    yield from _filled(f"manual: {manual(dialect)}", 2, 4)
    if modules(dialect):
        yield from _filled(f"modules: {', '.join(modules(dialect))}", 2, 4)
    for source, names in module_sources(dialect).items():
        yield from _filled(f"{', '.join(names)} ({source})", 4, 6)
    rows = [
        (spoken(c.name), f"{c.title} ({counted(len(c.forms), 'form')})") for c in dialect.commands
    ]
    yield from rows_text(rows, 2)
    yield from _filled("unasked: " + "; ".join(urc.syntax for urc in dialect.urcs), 2, 4)
    yield from _filled("ends with: " + ", ".join(line.syntax for line in dialect.finals), 2, 4)
    for name in dict.fromkeys(code.set for code in dialect.error_codes):
        codes = [f"{c.code} {c.text}" for c in dialect.error_codes if c.set == name]
        yield from _filled(f"codes of {name}: {'; '.join(codes)}", 2, 4)


def _module(d: Dialect, wanted: str) -> Iterator[list[str]]:
    """What is known of one module: as a model of the manual, or who saw it speak the dialect."""
    if model := model_of(d.models, wanted):
        rows = [("build with", f"-D{d.name.upper()}_MODEL={model.c_name.upper()}")]
        rows += [("lacks", each) for each in _lacking(d, model.lacks)]
        rows += [("differs", each) for each in _differences(d, model.name)]
        rows += [("manual", note) for note in dict.fromkeys((*model.notes, *model.unknown))]
        yield [f"{model.name} speaks {d.name}", *rows_text(rows, 2)]
    for source, names in module_sources(d).items():
        if name := series_of(names, wanted):
            yield [f"{name} speaks {d.name} ({source})"]


def _lacking(d: Dialect, lacks: tuple[str, ...]) -> list[str]:
    """Commands, and forms as the manual writes them; what lacks a parameter differs."""
    forms = {form.id: form.syntax for form in d.forms}
    return list(dict.fromkeys(forms.get(what, spoken(what)) for what in lacks if "<" not in what))


def _differences(d: Dialect, model: str) -> list[str]:
    rows = []
    for place, parameter in differing(d):
        if isinstance(place, Form) and model in place.lacking:
            continue
        difference = parameter.models.get(model, Difference())
        text = difference_text(difference)
        if text != difference.unknown:  # which is among the manual's notes
            where = spoken(place.command) if isinstance(place, Form) else printed(place.syntax)
            rows.append(f"{where} <{parameter.name}>: {text}")
    return list(dict.fromkeys(rows))


def bringup_text(dialect: Dialect) -> Iterator[str]:
    """The way from power-on to data, step by step."""
    yield f"From power-on to data ({dialect.name})"
    for row in bringup_rows(dialect):
        yield f"  {row.name}  ({row.stage})"
        yield from _filled(f"{row.does}{_told(row)}", 6, 4)
    yield "  thrown back by"
    for line, step in loss_rows(dialect):
        yield from _filled(f"{line}: {step}", 6, 4)
    if dialect.bringup:
        yield from ("  restarts that do not help", f"      {restarts_text(dialect.bringup)}")


def _told(row: StepRow) -> str:
    parts = [f"waits for {row.waits_for}"] if row.waits_for else []
    parts += [row.patience] if row.patience else []
    parts += [f"then {row.then}"] + ([f"else {row.fails}"] if row.fails else [])
    return ": " + "; ".join(parts)


def sockets_text(dialect: Dialect) -> Iterator[str]:
    """By kind of socket what is sent for it."""
    yield f"Sockets ({dialect.name})"
    for kind, jobs in socket_rows(dialect):
        yield f"  {kind}"
        yield from rows_text(jobs, 6)


def found_in(reference: Reference, word: str) -> list[list[str]]:
    """A text for each thing of the dialect that has this name; or the one that a whole line has."""
    d, wanted = reference.dialect, word.lower()
    return (
        [*_named(reference, word), *_finals(d, wanted)]
        or list(_failure(d, wanted))
        or list(_named(reference, re.split("[:=?]", word)[0]))
    )


def _failure(d: Dialect, wanted: str) -> Iterator[list[str]]:
    """A whole final result code: its error code, in the likeliest set that has it."""
    sets = {line.prefix.lower(): sets for line, sets in failure_sets(d)}
    head, _, code = wanted.partition(":")
    shared = d.chapter.error_codes if d.chapter else ()
    found = [c for c in (*shared, *d.error_codes) if _is_code(c, code.strip())]
    for name in sets.get(head + ":", ()):
        meant = [c for c in found if c.set == name]
        if meant:
            yield from (_code(d, c) for c in meant if c in d.error_codes)
            return


def _named(reference: Reference, word: str) -> Iterator[list[str]]:
    d, wanted = reference.dialect, word.lower()
    yield from _commands(reference, wanted)
    layers = {"bringup": (d.bringup, bringup_text), "sockets": (d.sockets, sockets_text)}
    if wanted in layers and layers[wanted][0] is not None:
        yield list(layers[wanted][1](d))
    yield from _module(d, wanted)
    for urc in d.urcs:
        if wanted == urc.prefix.lower().rstrip(":") or urc.id in (
            wanted,
            prefixed(d.name, wanted),
            prefixed(d.name, "urc_" + wanted),
        ):
            place = f"{d.name}, {urc.section}" if urc.section else d.name
            yield [f"{urc.prefix} comes unasked ({place})", *_line(line_facts(urc))]
    yield from (_code(d, code) for code in d.error_codes if _is_code(code, wanted))


def _commands(reference: Reference, wanted: str) -> Iterator[list[str]]:
    """By name, with AT and its mark or without, or by one of its forms."""
    bare = wanted.removeprefix("at").lstrip(EXTENDED) or wanted
    for page in reference.pages:
        names = {page.name.lower().lstrip(EXTENDED) or page.name, spoken(page.name).lower()}
        if wanted in names or bare in names or _is_form(page, reference.dialect.name, wanted):
            yield list(command_text(reference, page))


def _is_code(code: ErrorCode, wanted: str) -> bool:
    return wanted in (str(code.code), code.text.lower())


def _code(d: Dialect, code: ErrorCode) -> list[str]:
    head = f"{code.code} {code.text}  ({d.name}, <{code.set}>{_of(code.section)})"
    return [head, *_filled(code.doc, 2)]


def _final(d: Dialect, final: Line) -> Iterator[str]:
    """A final result code, and the commands whose answers name it."""
    facts = line_facts(final)
    yield f"{final.syntax} ends a command: {ENDS[final.final]} ({d.name})"
    yield from _filled(facts.doc, 4)
    yield from rows_text([_parameter(field) for field in facts.fields], 4)
    if final.ends_any or (d.chapter is None and final.syntax in d.common_finals):
        yield "    any command"
    else:
        yield from _filled(", ".join(map(spoken, _ended_by(d, final))), 4)


def _ended_by(d: Dialect, final: Line) -> list[str]:
    return [c.name for c in d.commands if any(final in form.finals for form in c.forms)]


def _finals(d: Dialect, wanted: str) -> Iterator[list[str]]:
    """By name; those that every dialect has are told in the chapter, and a connection's where a
    command names them."""
    for final in d.finals:
        named = wanted in (final.prefix.lower().rstrip(":"), final.id)
        told = d.chapter is None or final.syntax not in d.common_finals
        if named and told and (_ended_by(d, final) or not final.connection):
            yield list(_final(d, final))


def _of(section: str) -> str:
    return f" of {section}" if section else ""


def _is_form(page: CommandPage, dialect: str, wanted: str) -> bool:
    """The C name of one of its forms, or of a line that one answers with."""
    lines = {line.id for entry in page.forms for line in entry.facts.lines}
    return prefixed(dialect, wanted) in lines | {entry.facts.id for entry in page.forms}


def names_of(dialect: Dialect) -> list[str]:
    """What `found_in` finds, for messages."""
    layers = ["bringup"] * (dialect.bringup is not None) + ["sockets"] * (
        dialect.sockets is not None
    )
    ids = [form.id for form in dialect.forms] + [line.id for line in dialect.lines]
    return [
        *layers,
        *modules(dialect),
        *(c.name for c in dialect.commands),
        *(line.prefix.rstrip(":") for line in (*dialect.urcs, *dialect.finals)),
        *ids,
        *(id_.removeprefix(dialect.name + "_") for id_ in ids),
        *(code.text for code in dialect.error_codes),
    ]
