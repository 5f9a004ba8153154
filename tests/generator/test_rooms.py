# SPDX-License-Identifier: MIT
"""The generator's rooms: each knows only those above it, as generator/README.md draws them."""

import ast
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
PACKAGE = HOME / "generator" / "src" / "atbind"
DRAWN = (HOME / "generator" / "README.md").read_text("utf-8")
ROOMS = re.findall(r"^(\w+)/ {2,}", DRAWN, re.MULTILINE)
FILES_MAX = 400


def imported(path: Path) -> set[str]:
    """The rooms that a file names, also inside functions and for types alone."""
    tree = ast.parse(path.read_text("utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    parts = [name.split(".") for name in names if name.startswith("atbind.")]
    return {part[1] for part in parts if (PACKAGE / part[1]).is_dir()}


def test_the_drawing_has_every_room():
    found = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert len(ROOMS) > 8
    assert found == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_above_it(room):
    above = ROOMS[: ROOMS.index(room) + 1]
    files = sorted((PACKAGE / room).rglob("*.py"))
    assert files
    wrong = {str(f.relative_to(PACKAGE)): imported(f) - set(above) for f in files}
    assert {name: rooms for name, rooms in wrong.items() if rooms} == {}


def test_a_file_is_read_in_a_sitting():
    long = {
        str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {name: lines for name, lines in long.items() if lines >= FILES_MAX} == {}
