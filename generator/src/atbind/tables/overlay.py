# SPDX-License-Identifier: MIT
"""An overlay: one file that adds to a dialect's tables, changes, replaces or removes rows of them.

The rows are merged before anything is built, and each keeps the file and line
it comes from: everything behind sees one table, and every mistake points at
its author's line. spec/OVERLAYS.md shows one, spec/README.md teaches the notation.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from atbind.tables.forms import form_names
from atbind.tables.mistakes import Report, alternatives
from atbind.tables.reader import List, Map, read_file
from atbind.tables.where import Where

VERBS = ("remove", "replace", "change", "add")  # carried out in this order
KEYS = ("overlay", "doc", *VERBS)
CONTAINERS = (  # what holds rows by their names; all else is a fact of a row
    "commands",
    "error_codes",
    "finals",
    "forms",
    "kinds",
    "lines",
    "losses",
    "model_groups",
    "models",
    "modules",
    "notes",
    "parameters",
    "recovery",
    "settings",
    "steps",
    "tasks",
    "urcs",
)
LISTS = ("forms", "losses", "recovery", "steps")  # of rows with names; overlays may write a map


def read_overlays(paths: list[Path], report: Report) -> list[Map]:
    """The overlays of some files, in their order, without those that make no sense."""
    found = [(path, read_file(path, report)) for path in paths]
    return [table for path, table in found if table is not None and _is_overlay(table, report)]


def _is_overlay(table: Map, report: Report) -> bool:
    before = len(report.mistakes)
    if "dialect" in table:
        message = "begins a dialect; an overlay begins with `overlay:` and the name of one"
        report.add(table.at("dialect"), f"`dialect` {message}")
        return False
    for key in table:
        if key not in KEYS:
            remedy = f"write it below `add`, `change`, `replace` or `remove` ({', '.join(KEYS)})"
            report.add(table.at(key), f"`{key}` cannot stand alone in an overlay; {remedy}")
    if not isinstance(table.get("overlay"), str):
        report.add(
            table.at("overlay"),
            "`overlay` is missing; begin with the dialect that it changes: `overlay: quectel`",
        )
    for verb in VERBS:
        if verb in table and not isinstance(table[verb], Map):
            report.add(table.at(verb), f"`{verb}` is no map; write sections of a table below it")
    return len(report.mistakes) == before


def apply(overlay: Map, table: Map, chapter: Map, report: Report) -> None:
    """Merges an overlay into the table of its dialect, which is changed; `chapter` is what this
    one shares with others."""
    merge = _Merge(str(overlay["overlay"]), _Elsewhere(table, chapter), report)
    for verb in VERBS:
        if verb in overlay:
            getattr(merge, verb)(table, overlay[verb], ())


def touched(overlay: Map) -> Iterator[tuple[str, Where]]:
    """The rows that it takes away, replaces or changes, by name."""
    for verb in (verb for verb in VERBS if verb != "add" and verb in overlay):
        yield from _named(overlay[verb], ())


def _named(rows: Any, path: Path_) -> Iterator[tuple[str, Where]]:
    for name, value, where in _entries(rows) if isinstance(rows, (Map, List)) else ():
        if _holds_rows(path):
            yield str(name), where
        yield from _named(value, (*path, str(name)))


Path_ = tuple[str, ...]  # the keys on the way to a row


def _holds_rows(path: Path_) -> bool:
    """Are the keys at this path the names of rows?"""
    return bool(path) and (path[-1] in CONTAINERS or path[:-1] == ("error_codes",))


def _said(path: Path_) -> str:
    return " ".join(path) or "the table"


class _Rows:
    """The rows of a map or of a list by name: forms by type or C name, others by their text."""

    def __init__(self, rows: Map | List):
        self.rows = rows
        self.places: dict[str, Any] = {}
        if isinstance(rows, Map):
            self.places = {str(key): key for key in rows}
            return
        for place, row in enumerate(rows):
            for name in _item_names(row):
                self.places.setdefault(name, place)

    def __contains__(self, name: object) -> bool:
        return str(name) in self.places

    def __getitem__(self, name: object) -> Any:
        return self.rows[self.places[str(name)]]

    def where(self, name: object) -> Where:
        return self.rows.at(self.places[str(name)])

    def put(self, name: object, value: Any, where: Where) -> None:
        """In the place of the row that has this name; a new row stands at the end."""
        place = self.places.get(str(name), name)
        if isinstance(self.rows, Map):
            self.rows.put(place, value, where)
        elif str(name) in self.places:
            self.rows[place], self.rows.lines[place] = value, where
        else:
            self.rows.put(value, where)

    def drop(self, name: object) -> None:
        place = self.places[str(name)]
        del self.rows[place]
        del self.rows.lines[place]

    @property
    def names(self) -> list[str]:
        return list(self.places)


def _item_names(row: Any) -> list[str]:
    """What an item of a list is called: a form has several names, a text is its own."""
    if not isinstance(row, Map):
        return [str(row)]
    if "syntax" in row:
        return form_names(row)
    if "line" in row:  # as of a loss, which also has the step that it leads to
        lines = row["line"]
        return [str(line) for line in (lines if isinstance(lines, List) else [lines])]
    return [str(row[key]) for key in ("step", "section") if key in row][:1]


def _entries(new: Map | List) -> list[tuple[Any, Any, Where]]:
    """Name, value and place of everything that an overlay has at some place."""
    if isinstance(new, Map):
        return [(key, value, new.at(key)) for key, value in new.items()]
    return [
        ((_item_names(value) or [""])[-1], value, where) for value, where in zip(new, new.lines)
    ]


def _has_no_names(rows: Any, path: Path_) -> bool:
    """Errata and the like are a list of maps: a new one is always new."""
    of_maps = isinstance(rows, List) and any(isinstance(row, Map) for row in rows)
    return of_maps and path[-1] not in LISTS


class _Elsewhere:
    """Where a row stands that is not where an overlay has it."""

    def __init__(self, table: Map, chapter: Map):
        self.table = table
        self.chapter = chapter

    def find(self, name: object, path: Path_) -> str | None:
        if path[-1:] == ("parameters",):
            return self._parameter(name, path)
        if len(path) == 1 and name in self.chapter.map(path[0]):
            own = f"`overlay: {self.chapter.get('chapter')}`"
            return f"all dialects share it, and an overlay with {own} changes it"
        return None

    def _parameter(self, name: object, path: Path_) -> str | None:
        if len(path) > 1:
            everywhere = name in self.table.map("parameters")
            return "it stands in `parameters` at the top, for all commands" if everywhere else None
        rows = [
            (key, row) for key, row in self.table.map("commands").items() if isinstance(row, Map)
        ]
        having = ", ".join(str(key) for key, row in rows if name in row.map("parameters"))
        return f"it stands in `parameters` of {having} in `commands`" if having else None


class _Merge:
    """The four verbs; each walks down the overlay's tree and the table's side by side."""

    def __init__(self, dialect: str, elsewhere: _Elsewhere, report: Report):
        self.dialect = dialect
        self.elsewhere = elsewhere
        self.report = report

    def add(self, old: Any, new: Any, path: Path_) -> None:
        """What is not there yet; goes down into rows that are."""
        rows = _Rows(old)
        for name, value, where in _entries(new):
            if name not in rows:
                rows.put(name, value, where)
            elif _has_no_names(old, path):
                old.put(value, where)
            elif isinstance(value, (Map, List)) and isinstance(rows[name], (Map, List)):
                self._add_into(rows[name], value, (*path, str(name)), where)
            else:
                self._there_already(name, rows.where(name), path, where)

    def _add_into(self, old: Any, new: Any, path: Path_, where: Where) -> None:
        if isinstance(old, Map) and isinstance(new, List):
            self.report.add(where, f"`{_said(path)}` is a map in the table; write it as a map")
        elif isinstance(old, Map) and "syntax" in old and "syntax" in new:
            self._there_already(path[-1], old.where, path[:-1], where)
        elif isinstance(old, List) and isinstance(new, Map) and path[-1] != "forms":
            self.report.add(where, f"`{_said(path)}` is a list in the table; write it as a list")
        else:
            self.add(old, new, path)

    def change(self, old: Map, new: Map, path: Path_) -> None:
        """Facts of rows that are there."""
        rows = _Rows(old)
        for name, value, where in _entries(new):
            below = (*path, str(name))
            if name not in rows and (_holds_rows(path) or not path):
                self._missing(name, rows, path, where, "a new row stands below `add`")
            elif not path and _has_no_names(rows[name], below):
                said = f"rows of {name} have no names to be changed by"
                self.report.add(where, f"{said}; a new row stands below `add`")
            elif name not in rows or not self._is_below(below, rows[name], value):
                rows.put(name, value, where)
            else:
                self.change(rows[name], value, below)

    @staticmethod
    def _is_below(path: Path_, old: Any, new: Any) -> bool:
        """Is this a section, a row or a holder of rows, so that the walk goes on?"""
        if path[-1] in LISTS:
            return isinstance(old, List) and isinstance(new, (Map, List))
        row = len(path) == 1 or _holds_rows(path[:-1]) or _holds_rows(path)
        return row and isinstance(old, Map) and isinstance(new, Map)

    def replace(self, old: Map, new: Map, path: Path_) -> None:
        """Whole rows; a command without a title is not meant itself, but rows of it."""
        rows = _Rows(old)
        for name, value, where in _entries(new):
            if name not in rows:
                self._missing(name, rows, path, where, "a new row stands below `add`")
            elif self._is_whole(path, value) or not isinstance(rows[name], (Map, List)):
                rows.put(name, value, where)
            else:
                self.replace(rows[name], value, (*path, str(name)))

    @staticmethod
    def _is_whole(path: Path_, value: Any) -> bool:
        if not isinstance(value, Map):
            return True
        return path != ("commands",) and _holds_rows(path) or "title" in value

    def remove(self, old: Any, new: Any, path: Path_) -> None:
        """`urcs: [closed]`, or down the tree; what is there and has nothing below it goes."""
        for name, value, where in _entries(new):
            rows = _Rows(old)
            if name not in rows:
                self._missing(name, rows, path, where, "nothing is left to remove")
            elif isinstance(new, List) or value is None:
                rows.drop(name)
            elif not isinstance(rows[name], (Map, List)):
                said = f"`{name}` of {_said(path)} has nothing below it"
                holder = path[-1] if path else "remove"
                self.report.add(where, f"{said}; write it as `{holder}: [{name}]`")
            elif not isinstance(value, (Map, List)):
                self.report.add(where, f"write what goes as a list: `{name}: [{value}]`")
            elif not value:
                holder = path[-1] if path else "remove"
                self.report.add(where, f"nothing of `{name}` goes; all of it: `{holder}: [{name}]`")
            else:
                self.remove(rows[name], value, (*path, str(name)))

    def _there_already(self, name: object, first: Where, path: Path_, where: Where) -> None:
        said = f"`{name}` of {_said(path)} stands in {first} already"
        self.report.add(where, f"{said}; write it below `change` or `replace`")

    def _missing(self, name: object, rows: _Rows, path: Path_, where: Where, remedy: str) -> None:
        bare = str(name).removeprefix(f"{self.dialect}_").removeprefix("urc_")
        near = self.elsewhere.find(name, path) or alternatives(bare, rows.names)
        said = f"there is no `{name}` in {_said(path)} of {self.dialect}"
        self.report.add(where, f"{said}: {near}; {remedy}")
