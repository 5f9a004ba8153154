# SPDX-License-Identifier: MIT
"""The generated C: same tables, same bytes; every file says what it is."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

from atbind.c import files as emit
from atbind.build.spec import load
from atbind.c.text import broken, c_string, macro, message, printed, syntax_paragraph, wrap
from atbind.tables.errors import Problem

HOME = Path(__file__).resolve().parents[2]
DIALECTS = ("quectel", "simcom", "fibocom", "onemo")


@lru_cache(maxsize=None)
def dialect(name: str):
    return load(HOME / "spec", name)[0]


@lru_cache(maxsize=None)
def files(name: str) -> dict[str, str]:
    return emit.all_files(dialect(name), "0.0.0")


@pytest.mark.parametrize("name", DIALECTS)
def test_same_tables_give_the_same_bytes_wherever_they_lie(name, tmp_path):
    shutil.copytree(HOME / "spec", tmp_path / "elsewhere")
    (again,) = load(tmp_path / "elsewhere", name)
    assert emit.all_files(again, "0.0.0") == files(name)


@pytest.mark.parametrize("name", DIALECTS)
def test_each_file_says_what_it_is_and_holds_no_place_or_date(name):
    for path, text in files(name).items():
        head = text.splitlines()[:6]
        if not path.endswith("_scanner.c"):  # re2c puts its banner first
            assert head[0] == "/* SPDX-License-Identifier: MIT */", path
        assert "do not edit" in "".join(head), path
        assert dialect(name).digest in text, path
        assert str(HOME) not in text, path
        assert not re.search(r"20\d\d-\d\d-\d\d", text), path


@pytest.mark.parametrize("name", DIALECTS)
def test_text_is_tidy(name):
    for path, text in files(name).items():
        if path.endswith("_scanner.c"):
            continue
        assert text.endswith("\n") and not text.endswith("\n\n"), path
        assert "\n\n\n" not in text, path
        assert not re.search(r"[ \t]$", text, re.MULTILINE), path
        if path.endswith(".h"):
            long = [line for line in text.splitlines() if len(line) > 100]
            whole = ('"', "#error ")  # a message stands on one line,
            long = [line for line in long if not line.strip().startswith(whole)]
            long = [line for line in long if "(take)" not in line]  # and so does a model
            assert not long, f"{path}: {long[0]}"


def test_a_line_is_filled_to_its_last_column():
    assert wrap(["aaaa", "bbb", "c"], indent=0, columns=10) == "aaaa, bbb,\nc"
    assert wrap(["aaaa", "bbbb", "c"], indent=0, columns=10) == "aaaa,\nbbbb, c"


def test_another_version_changes_the_banner_alone():
    other = emit.render(dialect("quectel"), "9.9.9")
    for path, text in other.items():
        assert text.replace("9.9.9", "0.0.0") == files("quectel")[path], path


def test_what_re2c_refuses_is_an_error():
    with pytest.raises(Problem, match="re2c refused"):
        emit.scanner_c("/*!re2c nonsense")


def test_a_string_of_c():
    assert c_string('a"b\\c\n') == '"a\\"b\\\\c\\012"'


def test_neighbouring_literals_of_a_message_are_joined():
    assert message('"AT+X"', "ON", '": "', '"1 to 5"') == '"AT+X" ON ": 1 to 5"'


def test_a_table_line_as_the_manual_prints_it():
    assert printed("+X: <mode=2>,<a> ... then OK") == "+X: 2,<a> ... then OK"


def test_a_long_macro_is_broken_between_arguments():
    call = "ATB_CHECK(" + ", ".join(f'F{i}(x, "a, b")' for i in range(9)) + ")"
    lines = broken(call, 4, 60)
    assert all(len(line) <= 60 for line in lines)
    assert "".join(line.strip() for line in lines).replace(" ", "") == call.replace(" ", "")
    assert macro("SHORT(x)", ["x"]) == "#define SHORT(x) x"


def test_items_are_not_broken_when_wrapped():
    lines = wrap([f".member_{i} = {i}" for i in range(20)], 8, 50).splitlines()
    assert all(len(line) <= 50 and line.strip().startswith(".member_") for line in lines)
    assert len(lines) > 5 and sum(line.count(".member_") for line in lines) == 20


def test_a_long_syntax_line_is_broken_before_commas():
    syntax = "AT+X=" + ",".join(f"<parameter_{i}>" for i in range(12))
    lines = syntax_paragraph(syntax)
    assert all(len(line) <= 96 for line in lines)
    assert "".join(line.removeprefix(" * ").strip() for line in lines) == syntax


def test_scanners_stay_inside_the_text(tmp_path):
    sources = [HOME / "tests/generator/scanner_edges.c", *HOME.glob("runtime/*.c")]
    sources += HOME.glob("generated/*/*_scanner.c")
    sources += HOME.glob("generated/*/*_lines.c")
    include = [f"-I{folder}" for folder in (HOME / "runtime", *HOME.glob("generated/*/"))]
    program = tmp_path / "scanner_edges"
    build = ["gcc", "-O1", "-fsanitize=address,undefined", *include, *map(str, sources)]
    done = subprocess.run([*build, "-o", str(program)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    done = subprocess.run([str(program)], capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[:2000]
