# SPDX-License-Identifier: MIT
"""YAML files in, plain values out, of which each knows its file and line.

Mappings become `Map`, sequences `List`; both say where an entry stands. All
files of a folder are read as one table. What does not fit spec/schema.json is
reported by schema.py.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml

from atbind.notation.characters import control
from atbind.tables.mistakes import Report
from atbind.tables.not_yaml import LOADER, blank_of_none, key_as_comment, unreadable
from atbind.tables.text import Unreadable, read_text
from atbind.tables.where import Where

INTEGER = re.compile(r"0|-?[1-9][0-9]*")
BRACKET = re.compile(r"[\[\]{}]")
STACKED = re.compile(r"(?m)^ {200}|(?:[-?:] +){50}")
DEPTH_MAX = 100  # brackets in each other; the parser's own recursion ends far behind
# A text of several lines, a tab in it: as it likes.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
FLOAT = re.compile(r"-?[0-9]+\.[0-9]+")


class Map(dict[Any, Any]):
    """A mapping that knows where it and each of its entries stand."""

    def __init__(self, where: Where):
        super().__init__()
        self.where = where
        self.lines: dict[Any, Where] = {}

    def at(self, key: object) -> Where:
        return self.lines.get(key, self.where)

    def put(self, key: Any, value: Any, where: Where) -> None:
        self[key] = value
        self.lines[key] = where

    def map(self, key: str) -> Map:
        """The mapping under a key; an empty one where there is none."""
        found = self.get(key)
        return found if isinstance(found, Map) else Map(self.at(key))

    def list(self, key: str) -> List:
        """The sequence under a key; an empty one where there is none."""
        found = self.get(key)
        return found if isinstance(found, List) else List(self.at(key))


class List(list[Any]):
    """A sequence that knows where each of its entries stands."""

    def __init__(self, where: Where):
        super().__init__()
        self.where = where
        self.lines: list[Where] = []

    def at(self, place: int) -> Where:
        return self.lines[place]

    def put(self, value: Any, where: Where) -> None:
        self.append(value)
        self.lines.append(where)


class Decimal(float):
    """A number with a point, which no table has: it is shown as it was written, 2.10."""

    def __new__(cls, text: str) -> Decimal:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __str__(self) -> str:
        return self.text


class _Reader:
    """Turns the YAML nodes of one file into maps, lists and scalars."""

    def __init__(self, file: str, report: Report):
        self.file = file
        self.report = report
        self.open: set[int] = set()

    def where(self, node: yaml.Node) -> Where:
        return Where(self.file, node.start_mark.line + 1)

    def value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if id(node) in self.open:
            self.report.add(self.where(node), "this value contains itself; write it out")
            return None
        self.open.add(id(node))
        made = self.collection(node)
        self.open.discard(id(node))
        return made

    def collection(self, node: yaml.Node) -> Map | List:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node)
        assert isinstance(node, yaml.SequenceNode)  # YAML has no third
        return self.sequence(node)

    def scalar(self, node: yaml.ScalarNode) -> Any:
        """Numbers, true, false and null; all else is text, also `off`, `1e3` and dates."""
        text = node.value
        if odd := CONTROL.search(text):
            self.report.add(self.where(node), control(odd.group()))
        if node.style in ('"', "'", "|", ">"):
            return text
        if INTEGER.fullmatch(text):
            return int(text)
        if FLOAT.fullmatch(text):
            return Decimal(text)
        return {"true": True, "false": False, "null": None, "~": None, "": None}.get(text, text)

    def sequence(self, node: yaml.SequenceNode) -> List:
        made = List(self.where(node))
        for item in node.value:
            made.put(self.value(item), self.where(item))
        return made

    def mapping(self, node: yaml.MappingNode) -> Map:
        made = Map(self.where(node))
        for key_node, value_node in node.value:
            where = self.where(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.report.add(where, "a key must be a single word or number; quote it")
                continue
            key = self.scalar(key_node)
            if isinstance(key, float) or key is None or isinstance(key, bool):
                key = key_node.value
            if key in made:
                self.report.add(
                    where,
                    f"`{key}` stands here a second time (first in line {made.at(key).line}); "
                    "keep one of the two",
                )
                continue
            made.put(key, self.value(value_node), where)
        return made


def read_file(path: Path, report: Report) -> Map | None:
    """The table in one file, or None after reporting why there is none."""
    try:
        return _table(str(path), _text(path), report)
    except Unreadable as error:
        report.add(Where(str(path), error.line), error.message)
        return None


def _text(path: Path) -> str:
    text = read_text(path)
    if deep := _too_deep(text):
        raise Unreadable(deep, "is nested too deeply for a table; write it flat")
    if lost := key_as_comment(text) or blank_of_none(text):
        raise lost
    return text


def _table(file: str, text: str, report: Report) -> Map:
    node = _node(text)
    if node is None:
        raise Unreadable(1, "the file is empty; write a table or remove it")
    value = _Reader(file, report).value(node)
    if not isinstance(value, Map):
        raise Unreadable(1, "a table is a mapping; begin with a line such as `commands:`")
    return value


def _node(text: str) -> yaml.Node | None:
    try:
        loader = LOADER(text)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise unreadable(text, error) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise Unreadable(line, "a control character stands here; remove it") from None


def _too_deep(text: str) -> int:
    """The line at which values are nested deeper than any table needs; 0: nowhere."""
    stacked = STACKED.search(text)
    at = stacked.start() if stacked else -1
    depth = 0
    for found in BRACKET.finditer(text):
        depth = depth + 1 if found.group() in "[{" else max(0, depth - 1)
        if depth > DEPTH_MAX:
            at = found.start()
            break
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def read_folder(folder: Path, report: Report) -> Map:
    """All tables of a folder as one: sections are joined, nothing may stand twice."""
    whole = Map(Where(str(folder), 1))
    for path in sorted(folder.glob("*.yml")):
        report.add(Where(str(path), 1), "tables end in .yaml; rename the file")
    for path in sorted(folder.glob("*.yaml")):
        table = read_file(path, report)
        if table is not None:
            for key in table:
                _join(whole, key, table, report)
    return whole


def _join(whole: Map, key: Any, table: Map, report: Report) -> None:
    """Adds one section of a file to the whole table."""
    new = table[key]
    old = whole.get(key)
    if key not in whole:
        whole.put(key, _copy(new), table.at(key))
    elif isinstance(old, Map) and isinstance(new, Map):
        for name in new:
            if name in old:
                first = old.at(name)
                report.add(new.at(name), f"`{name}` is already defined in {first}; keep one")
            else:
                old.put(name, new[name], new.at(name))
    elif isinstance(old, List) and isinstance(new, List):
        for value, where in zip(new, new.lines):
            old.put(value, where)
    else:
        report.add(table.at(key), f"`{key}` is already given in {whole.at(key)}; keep one")


def _copy(value: Any) -> Any:
    """A section of its own, so that joining never changes what a file holds."""
    if isinstance(value, Map):
        rows = Map(value.where)
        rows.update(value)
        rows.lines.update(value.lines)
        return rows
    if isinstance(value, List):
        items = List(value.where)
        items.extend(value)
        items.lines.extend(value.lines)
        return items
    return value


def digest(files: list[Path]) -> str:
    """SHA-256 over some tables and overlays, the same on every machine."""
    sha = hashlib.sha256()
    for path in files:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        sha.update(f"{path.name} {len(content)}\n".encode())
        sha.update(content)
    return sha.hexdigest()
