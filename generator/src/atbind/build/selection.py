# SPDX-License-Identifier: MIT
"""Reduces dialects to what an application's list names."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from atbind.model import bringup
from atbind.model.dialect import Dialect, Line
from atbind.model.names import prefixed
from atbind.model.selection import only, selectable
from atbind.tables.mistakes import Report, alternatives
from atbind.tables.selection import read_selection
from atbind.tables.where import Where


CALLED = re.compile(r"(_start|_encode)?(\(.*)?;?$")  # behind a form's name in C


def select(dialects: list[Dialect], path: Path) -> list[Dialect]:
    """The dialects that the list names something of, reduced; so is the chapter they share.

    A chapter of which nothing is named stays whole: nothing of it is linked. Mistakes
    if a name is unknown.
    """
    report = Report()
    names = read_selection(path, report)
    known = [*dialects, *{d.chapter.name: d.chapter for d in dialects if d.chapter}.values()]
    wanted: dict[str, set[str]] = {dialect.name: set() for dialect in known}
    for name, where in names.items():
        _sort(name, where, known, wanted, report)
    _add_bring_up(dialects, wanted)
    made = _all_reduced(dialects, known, wanted)
    unnamed = [] if made or report.mistakes else dialects  # whose chapter alone is named
    for dialect in (*unnamed, *(dialect for dialect in made if not dialect.forms)):
        report.add(Where(str(path), 1), _no_form(dialect, made))
    report.finish()
    return made


def _no_form(dialect: Dialect, made: list[Dialect]) -> str:
    """Dialects have lines of one name: a list for one of them may name some of another."""
    meant = ", ".join(other.name for other in made if other.forms)
    hint = f"; if it is for {meant} alone, --dialect says so" if meant else ""
    return f"names no form of {dialect.name}; a program sends something{hint}"


def _all_reduced(
    dialects: list[Dialect], known: list[Dialect], wanted: dict[str, set[str]]
) -> list[Dialect]:
    """Those of which something is named, each with its chapter, that is reduced if it is named."""
    chapters = {
        d.name: _reduced_chapter(d, wanted[d.name])
        for d in known
        if d.is_chapter and wanted[d.name]
    }
    made = []
    for d in dialects:
        if d.chapter and wanted[d.name]:
            chapter = chapters.get(d.chapter.name)
            own = only(d, wanted[d.name], chapter.forms if chapter else ())
            holds = chapter is not None
            made.append(replace(own, chapter=chapter or d.chapter, holds_chapter=holds))
    return made


def _reduced_chapter(chapter: Dialect, wanted: set[str]) -> Dialect:
    """C has no empty tables: with a chapter of which no form is named, or no line with values, goes
    its first question."""
    made = only(chapter, wanted)
    if made.forms and any(map(_is_read, made.own_lines)):
        return made
    question = next(f.id for f in chapter.forms if any(map(_is_read, f.infos)))
    return only(chapter, {*wanted, question})


def _is_read(line: Line) -> bool:
    return bool(line.prefix and line.members and line.role != "test")


def _add_bring_up(dialects: list[Dialect], wanted: dict[str, set[str]]) -> None:
    """The steps from power-on name what they type, and hear, of the chapter."""
    for d in dialects:
        sought = {name.removeprefix(d.name + "_") for name in wanted[d.name]}
        if d.chapter:
            wanted[d.chapter.name] |= bringup.ids(bringup.kept(d.bringup, sought))


def _sort(
    name: str, where: Where, dialects: list[Dialect], wanted: dict[str, set[str]], report: Report
) -> None:
    """Gives a name to the dialects that have it, with or without their prefix."""
    found = False
    for dialect in dialects:
        known = frozenset(selectable(dialect))
        for candidate in (name, prefixed(dialect.name, name)):
            if candidate in known:
                wanted[dialect.name].add(candidate)
                found = True
    if not found:
        remedy = _remedy(name, dialects)
        report.add(where, f"`{name}` is no command, form or line of these tables; {remedy}")


def _remedy(name: str, dialects: list[Dialect]) -> str:
    """A keyword has several lines, of which each is named; a form is called in several ways."""
    begun = [_short(line.id, d) for d in dialects for line in d.lines if _keyword(line) == name]
    if begun:
        return f"name which of its lines: {', '.join(dict.fromkeys(begun))}"
    full = [each for d in dialects for each in selectable(d)]
    short = [_short(each, d) for d in dialects for each in selectable(d)]
    called = CALLED.sub("", name.lower())
    meant = next((each for each in (called, f"urc_{called}") if each in {*full, *short}), name)
    return alternatives(meant, dict.fromkeys([*full, *short]))


def _short(name: str, dialect: Dialect) -> str:
    return name.removeprefix(dialect.name + "_")


def _keyword(line: Line) -> str:
    return line.prefix.rstrip(":")
