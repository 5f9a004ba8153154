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


def run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def sources(*folders: Path) -> list[Path]:
    found = [path for folder in folders for path in sorted(folder.glob("*.c"))]
    return [path for path in found if not path.name.endswith("_names.c")]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_dialect(tmp_path, seed):
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
    it_compiles(tmp_path, out)
    for kind in ("cases", "lines"):
        it_does_what_the_table_says(tmp_path, out, kind)


def it_compiles(folder: Path, out: Path) -> None:
    includes = [f"-I{path}" for path in (HOME / "runtime", out / "odd", out / "cellular")]
    run("gcc", "-std=c11", *STRICT, *includes, *sources(out / "odd"))
    (folder / "main.cpp").write_text('#include "odd.h"\n')
    run("g++", "-std=c++11", *STRICT[:2], *STRICT[-2:], *includes, folder / "main.cpp")


def it_does_what_the_table_says(folder: Path, out: Path, kind: str) -> None:
    """Every form encoded, every line decoded, against the model of tests/generated."""
    maker, program = HOME / "tests" / "generated" / f"make_{kind}.py", folder / kind
    run("/usr/bin/python3", maker, "odd", f"{program}.c", folder)
    folders = (HOME / "runtime", out / "odd", out / "cellular")
    includes = [f"-I{path}" for path in (HOME / "tests" / "generated", *folders)]
    code = [f"{program}.c", *sources(*folders)]
    run("gcc", *SANITIZED, *includes, *code, "-lcmocka", "-o", program)
    run(program)
