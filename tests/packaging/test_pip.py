# SPDX-License-Identifier: MIT
"""The generator as a Python package, in an environment of its own, away from the checkout."""

import json
import os
import shutil

import pytest

from user_project import HOME, PROGRAM, SAYS, run, write


@pytest.fixture(scope="module")
def atbind(tmp_path_factory):
    """The installed command. The tree is copied first: pip leaves its build folder in it."""
    folder = tmp_path_factory.mktemp("pip")
    tree, place = folder / "tree", folder / "venv"
    skipped = shutil.ignore_patterns("__pycache__")
    for part in ("spec", "runtime", "generated", "generator"):
        shutil.copytree(HOME / part, tree / part, ignore=skipped)
    run("/usr/bin/python3", "-m", "venv", "--system-site-packages", place)
    options = ["--quiet", "--no-build-isolation", "--no-deps", "--disable-pip-version-check"]
    run(place / "bin/pip", "install", *options, tree / "generator")
    shutil.rmtree(tree)
    return place / "bin" / "atbind"


def test_its_tables_are_found(atbind, tmp_path):
    said = run(atbind, "check", cwd=tmp_path)
    assert {line.split(":")[0] for line in said.splitlines()} >= {"quectel", "simcom", "onemo"}


def test_it_generates_what_the_checkout_has(atbind, tmp_path):
    run(atbind, "generate", "--dialect", "quectel", cwd=tmp_path)
    for file in (HOME / "generated/quectel").glob("*.[ch]"):
        assert (tmp_path / "generated/quectel" / file.name).read_text() == file.read_text()


def test_a_program_is_built_from_what_it_writes(atbind, tmp_path):
    folder = write(tmp_path, main_c=PROGRAM)
    run(atbind, "generate", "--dialect", "quectel", "--with-runtime", "--output", "at", cwd=folder)
    sources = list(folder.glob("at/*/*.c"))
    run(
        "cc",
        "-Iat/runtime",
        "-Iat/cellular",
        "-Iat/quectel",
        "main.c",
        *sources,
        "-o",
        "user",
        cwd=folder,
    )
    assert run(folder / "user") == SAYS


def test_explain_builds_the_generated_c_it_carries(atbind, tmp_path):
    line = 'AT+QIOPEN=17,0,"TCP","192.0.2.7",7'
    command = ["explain", "--dialect", "quectel", "--json", line]
    said = run(atbind, *command, cwd=tmp_path, ok=False, XDG_CACHE_HOME=tmp_path / "cache")
    told = json.loads(said.splitlines()[-1])
    assert told["error"]["param"] == "contextID"
    assert list((tmp_path / "cache/atbind").iterdir())


def test_where_nothing_can_be_built_it_says_which_folder(atbind, tmp_path):
    command = [atbind, "explain", "--dialect", "quectel", "AT+QIACT=1"]
    said = run(*command, cwd=tmp_path, ok=False, XDG_CACHE_HOME="/dev/null")
    assert said == (
        "atbind: /dev/null/atbind: Not a directory; give XDG_CACHE_HOME a folder to build the "
        "generated C in\n"
    )


def test_without_re2c_it_says_what_to_install(atbind, tmp_path):
    few = tmp_path / "few"
    few.mkdir()
    (few / "env").symlink_to("/usr/bin/env")
    command = [atbind, "generate", "--dialect", "quectel"]
    said = run(*command, cwd=tmp_path, ok=False, PATH=few)
    assert "apt-get install re2c" in said and "Traceback" not in said
    assert not os.path.exists(tmp_path / "generated")


def test_it_carries_the_pages_templates_and_what_modems_were_seen_to_say(atbind, tmp_path):
    run(atbind, "site", "--dialect", "quectel", "--output", "pages", cwd=tmp_path)
    assert (tmp_path / "pages/quectel/qiopen.html").is_file()
    assert (tmp_path / "pages/style.css").is_file()
    (package,) = atbind.parents[1].glob("lib/python*/site-packages/atbind")
    seen = {path.name for path in (package / "simulator/seen").iterdir()}
    assert seen >= {f"{name}.txt" for name in ("quectel", "simcom", "fibocom", "onemo")}
