# SPDX-License-Identifier: MIT
"""Each row of the shipped tables, broken in each of its keys, is told at its own line.

A run takes a few of them; ATB_KEYS says how many of each folder, ATB_SEED which.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from atbind.build.spec import load
from atbind.tables.mistakes import Mistake, Mistakes

SPEC = Path(__file__).resolve().parents[2] / "spec"
FOLDERS = ("common", "quectel", "simcom", "fibocom", "onemo")
FEW = int(os.environ.get("ATB_KEYS", "6"))
SEED = os.environ.get("ATB_SEED", "1")
SCHEMA = json.loads((SPEC / "schema.json").read_text("utf-8"))
NAMED = ("parameters", "settings", "urcs", "lines", "finals", "values", "tasks")  # by the tables
NOTHING = ("{zz: 1}", "[[zz]]", "''")  # that no key takes


@dataclass(frozen=True)
class Place:
    """A value of a table, and the key that it has, if it is not of a list."""

    file: Path
    path: str
    key: yaml.Node | None
    value: yaml.Node

    @property
    def lines(self) -> range:
        end = self.value.end_mark
        first = (self.key or self.value).start_mark.line + 1
        return range(first, max(first, end.line + (1 if end.column else 0)) + 1)

    def with_value(self, text: str, other: str) -> str:
        return text[: self.value.start_mark.index] + other + text[self.value.end_mark.index :]

    def with_key(self, text: str, other: str) -> str:
        assert self.key is not None
        return text[: self.key.start_mark.index] + other + text[self.key.end_mark.index :]


def places(file: Path, node: yaml.Node, path: str = "") -> Iterator[Place]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield Place(file, f"{path} {key.value}", key, value)
            yield from places(file, value, f"{path} {key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield Place(file, path, None, value)
            yield from places(file, value, path)


def words(schema: object) -> Iterator[str]:
    """The keys that the schema knows."""
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, (dict, list)):
            yield from words(part)
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
        yield from schema["properties"]


WORDS = set(words(SCHEMA))


def chosen(folder: str) -> list[Place]:
    files = sorted((SPEC / folder).glob("*.yaml"))
    found = [p for file in files for p in places(file, yaml.compose(file.read_text("utf-8")))]
    return random.Random(f"{SEED} {folder}").sample(found, min(FEW, len(found)))


@pytest.fixture
def told(tmp_path):
    """What is told of the tables with another text in place of one file."""
    shutil.copytree(SPEC, tmp_path / "spec")

    def run(folder: str, file: Path, text: str) -> list[Mistake]:
        spoilt = tmp_path / "spec" / folder / file.name
        good = spoilt.read_text("utf-8")
        spoilt.write_text(text, "utf-8")
        try:
            load(tmp_path / "spec", "quectel" if folder == "common" else folder)
        except Mistakes as mistakes:
            assert all(Path(m.where.file).parent.parent == tmp_path / "spec" for m in mistakes)
            return list(mistakes)
        finally:
            spoilt.write_text(good, "utf-8")
        return []

    return run


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_value_that_is_none_is_told_at_its_line_and_nowhere_else(told, folder):
    for place in chosen(folder):
        text = place.file.read_text("utf-8")
        if text[place.value.start_mark.index] == "&":
            continue  # others stand for the same
        if place.path == " commands":
            continue  # other files go on with it
        for nothing in NOTHING:
            if nothing == "''" and place.path.endswith(" default"):
                continue  # a text may be empty
            found = told(folder, place.file, place.with_value(text, nothing))
            where = f"{place.file.name}:{place.lines.start}{place.path} is {nothing}"
            assert found, f"{where}: not told"
            for mistake in found:
                assert Path(mistake.where.file).name == place.file.name, f"{where}: {mistake}"
                assert mistake.where.line in place.lines, f"{where}: {mistake}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_key_that_is_misspelt_is_told_at_its_line_or_where_it_is_named(told, folder):
    for place in chosen(folder):
        if place.key is None or place.path.startswith(" models"):
            continue  # a model is named by hundreds
        text = place.file.read_text("utf-8")
        name = place.key.value
        found = told(folder, place.file, place.with_key(text, "zz"))
        is_named = place.path.removesuffix(f" {name}").endswith(NAMED)
        line = f"{place.file.name}:{place.lines.start}{place.path}"
        assert found or is_named or name not in WORDS, f"{line}: not told"
        for mistake in found:
            here = mistake.where.line in place.lines
            where = f"{place.file.name}:{place.lines.start}{place.path}: {mistake}"
            assert here or name in str(mistake) or "zz" in str(mistake), where
