# SPDX-License-Identifier: MIT
"""Random dialects: refused with a message, or C that compiles and does what the table says.

ATB_TABLES says how many (3 unless told), ATB_SEED where they begin.
"""

import os
import subprocess
from pathlib import Path

import pytest
from atbind.build.spec import load
from atbind.tables.mistakes import Mistakes
from odd_tables import OddTable

HOME = Path(__file__).resolve().parents[2]
FIRST = int(os.environ.get("ATB_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("ATB_TABLES", "3")))
STRICT = "-Wall -Wextra -Wpedantic -Wconversion -Werror -fsyntax-only".split()
SANITIZED = "-std=c11 -g -w -fsanitize=address,undefined -fno-sanitize-recover=all".split()
RUNTIME = HOME / "runtime"


def run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def sources(*folders: Path) -> list[Path]:
    found = [path for folder in folders for path in sorted(folder.glob("*.c"))]
    return [path for path in found if not path.name.endswith("_names.c")]


def compiled(folder: Path, includes: list[str], files: list[Path]) -> list[Path]:
    folder.mkdir()
    subprocess.run(["gcc", *SANITIZED, *includes, "-c", *files], cwd=folder, check=True)
    return list(folder.glob("*.o"))


@pytest.fixture(scope="module")
def runtime(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("runtime") / "objects"
    return compiled(folder, [f"-I{RUNTIME}"], sources(RUNTIME))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_dialect_does_what_its_table_says(tmp_path, runtime, seed):
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "dialect.yaml").write_text(OddTable(seed).text())
    try:
        load(tmp_path, "odd")
    except Mistakes as mistakes:
        assert all(mistake.where.line > 1 for mistake in mistakes.list)
        return
    out = tmp_path / "out"
    tables = ["--spec", tmp_path, "--dialect", "odd"]
    run(HOME / "generator/atbind", "generate", *tables, "--output", out)
    it_compiles_without_a_warning(tmp_path, out)
    own = sources(out / "odd", out / "cellular")
    objects = runtime + compiled(tmp_path / "objects", includes_of(out), own)
    for kind in ("cases", "lines"):
        it_does_what_the_table_says(tmp_path, out, kind, objects)


def includes_of(out: Path) -> list[str]:
    return [f"-I{folder}" for folder in (RUNTIME, out / "odd", out / "cellular")]


def it_compiles_without_a_warning(folder: Path, out: Path) -> None:
    includes = includes_of(out)
    run("gcc", "-std=c11", *STRICT, *includes, *sources(out / "odd"))
    (folder / "main.cpp").write_text('#include "odd.h"\n')
    run("g++", "-std=c++11", *STRICT[:2], *STRICT[-2:], *includes, folder / "main.cpp")


def it_does_what_the_table_says(folder: Path, out: Path, kind: str, objects: list[Path]) -> None:
    """Every form encoded, every line decoded, against the model of tests/generated."""
    maker, program = HOME / "tests" / "generated" / f"make_{kind}.py", folder / kind
    run("/usr/bin/python3", maker, "odd", f"{program}.c", folder)
    includes = [f"-I{HOME}/tests/generated", *includes_of(out)]
    run("gcc", *SANITIZED, *includes, f"{program}.c", *objects, "-lcmocka", "-o", program)
    run(program)
