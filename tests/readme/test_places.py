# SPDX-License-Identifier: MIT
"""What the pages say of where something is found: whoever looks there finds it."""

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent.parent
RUNTIME = HOME / "runtime"
C = HOME / "generator" / "src" / "atbind" / "c"
BUILD = HOME / "generator" / "src" / "atbind" / "build"
NATIVE = HOME / "generator" / "native"
GENERATOR = (HOME / "generator" / "README.md").read_text()
PAGE = (RUNTIME / "README.md").read_text()
PLACES = sorted(set(re.findall(r"`(\w+)\(\)` in `(\w+\.[ch])`", PAGE)))


def test_the_page_names_places():
    assert len(PLACES) > 20


@pytest.mark.parametrize("function,file", PLACES)
def test_a_function_is_in_its_file(function, file):
    """Defined, not only called: at the outer level a body follows."""
    defined = rf"^[a-z][^;{{}}=]*\b{function}\([^;{{}}]*\)\n{{"
    assert re.search(defined, (RUNTIME / file).read_text(), re.MULTILINE)


def test_a_name_is_that_of_one_function():
    """So a debugger, a figure and grep find it; callbacks that each watcher has are named alike."""
    defined = re.compile(r"^(?:static )?[a-z][\w *]*?\b(\w+)\([^;{}]*?\)\n{", re.MULTILINE)
    files = {*RUNTIME.glob("*.[ch]")} - {RUNTIME / "atb_check_cpp.h"}  # there they are overloaded
    names = [name for file in files for name in defined.findall(file.read_text())]
    assert len(names) > 500
    twice = {name for name in names if names.count(name) > 1}
    assert twice == {"on_done", "on_tick"}


def rows() -> dict[str, str]:
    """The table of generated files: what comes out -> what it is filled with."""
    found = re.findall(r"^\| (`(?:quectel|onemo)[^|]*) \| (.*) \|$", GENERATOR, re.MULTILINE)
    return dict(found)


def test_every_generated_file_says_where_it_comes_from():
    named = {name for row in rows() for name in re.findall(r"`([\w.]+)`", row)}
    for dialect, without in (("quectel", ()), ("onemo", ("onemo_model.h",))):
        files = {path.name for path in (HOME / "generated" / dialect).iterdir()}
        kept = {name.replace(dialect, "quectel") for name in files - set(without)}
        assert kept <= named
    assert named <= kept | {"onemo_model.h"}


def test_every_module_is_on_the_page():
    modules = {str(path.relative_to(C)) for path in C.rglob("*.py") if path.stem != "__init__"}
    said = {name for row in rows().values() for name in re.findall(r"`([\w/]+\.py)`", row)}
    assert said <= modules
    assert modules - said <= {"files.py", "text.py", "received/offsets.py"}


@pytest.mark.parametrize(
    "path",
    [*sorted(BUILD.glob("[!_]*.py")), *sorted(NATIVE.glob("*.c"))],
    ids=lambda path: path.name,
)
def test_what_reads_a_row_and_what_explains_is_on_the_page(path):
    assert f"`{path.name}`" in GENERATOR


def test_every_folder_of_tests_is_on_its_page():
    page = (HOME / "tests" / "README.md").read_text()
    folders = {path.name for path in (HOME / "tests").glob("[!_]*") if any(path.glob("[!_]*"))}
    assert [name for name in sorted(folders) if f"{name}/" not in page] == []


def test_what_a_port_begins_with_is_a_call_of_its_header():
    page = (RUNTIME / "port" / "README.md").read_text()
    calls = re.findall(r"^\| `(atb_\w+)` .* \| `(\w+)\(&uart, (.*)\)` \|$", page, re.MULTILINE)
    assert {name for name, _, _ in calls} == {path.stem for path in (RUNTIME / "port").glob("*.h")}
    for name, function, arguments in calls:
        header = (RUNTIME / "port" / f"{name}.h").read_text()
        declared = re.search(rf"\b{function}\(([^;]*)\);", header)[1]
        assert len(declared.split(",")) == 1 + len(arguments.split(", ")), name


def modes(file: str) -> dict[int, str]:
    """How a dialect's table calls its access modes."""
    text = (HOME / "spec" / file).read_text()
    values = re.search(r"access_mode:\s+{?type: integer[,\s]+values: {(.*?)}", text)[1]
    return {int(number): name for number, name in re.findall(r"(\d+): ([^,]*)", values)}


@pytest.mark.parametrize(
    "dialect,file",
    [("Quectel", "quectel/dialect.yaml"), ("OneMO", "onemo/commands-2-sockets.yaml")],
)
def test_the_flows_of_the_examples_name_the_tables_modes(dialect, file):
    page = (HOME / "examples/README.md").read_text()
    flows = re.findall(rf"^\*\*(\w+) mode\*\* \(.*?{dialect} (\d)", page, re.MULTILINE)
    assert [name for name, _ in flows] == ["Buffer", "Push", "Transparent"]
    for name, number in flows:
        assert name.lower() in modes(file)[int(number)]
