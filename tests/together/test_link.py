# SPDX-License-Identifier: MIT
"""An application and a library for different models, or of different tables, do not link."""

import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
INCLUDES = [f"-I{HOME}/{name}" for name in ("runtime", "generated/onemo", "generated/cellular")]
MODELS = ("", "MN316", "ML307R")
PROGRAMS = {
    "dialect": """
#include "onemo.h"
int main(void)
{
    static struct onemo modem;
    static char memory[ONEMO_MEMORY];
    static const struct atb_port port;
    onemo_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL);
    return onemo_mipopen_start(&modem, NULL, NULL, NULL, 0, "TCP", "192.0.2.7", 7);
}
""",
    "mipclose_form": """
#include "onemo.h"
int main(void)
{
    char line[100];
    return onemo_mipclose_encode(line, sizeof line, NULL, 0);
}
""",
}


def sources(folder: str) -> list[Path]:
    return [path for path in (HOME / folder).glob("*.c") if not path.stem.endswith("_names")]


def compiled(folder: Path, model: str, files: list[Path]) -> list[Path]:
    folder.mkdir()
    chosen = [f"-DONEMO_MODEL={model}"] if model else []
    subprocess.run(["cc", "-std=c11", "-c", *chosen, *INCLUDES, *files], cwd=folder, check=True)
    return list(folder.glob("*.o"))


@pytest.fixture(scope="module")
def libraries(tmp_path_factory) -> dict[str, list[Path]]:
    """Objects by the model that they were built for; what no model changes is the same."""
    folder = tmp_path_factory.mktemp("libraries")
    same = compiled(folder / "same", "", sources("runtime") + sources("generated/cellular"))
    own = sources("generated/onemo")
    return {model: same + compiled(folder / f"of_{model}", model, own) for model in MODELS}


def link(folder: Path, needs: str, model: str, library: list[Path]) -> subprocess.CompletedProcess:
    source = folder / "app.c"
    source.write_text(PROGRAMS[needs])
    objects = compiled(folder / "app", model, [source])
    command = ["cc", *objects, *library, "-o", folder / "program"]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize("needs", PROGRAMS)
@pytest.mark.parametrize("model", ["", "MN316"])
def test_the_same_model_links(tmp_path, libraries, needs, model):
    done = link(tmp_path, needs, model, libraries[model])
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("needs", PROGRAMS)
@pytest.mark.parametrize("application,library", [("MN316", "ML307R"), ("MN316", ""), ("", "MN316")])
def test_different_models_do_not_link(tmp_path, libraries, needs, application, library):
    done = link(tmp_path, needs, application, libraries[library])
    assert done.returncode != 0
    end = f"_{application}" if application else ""
    assert f"undefined reference to `onemo_{needs}{end}'" in done.stderr


SESSION = """
#include "{dialect}.h"
int main(void)
{{
    static struct {dialect} modem;
    static char memory[{upper}_MEMORY];
    static const struct atb_port port;
    return {dialect}_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL);
}}
"""
LISTS = {"few": "tcp\n", "more": "tcp\nresolve\n", "shipped": None}


@pytest.fixture(scope="module", params=["quectel", "onemo"])
def of_tables(request, atbind, tmp_path_factory):
    """An application and a library of each list, by its name."""
    folder, dialect = tmp_path_factory.mktemp("tables"), request.param
    source = folder / "app.c"
    source.write_text(SESSION.format(dialect=dialect, upper=dialect.upper()))
    applications, libraries = {}, {}
    for name, uses in LISTS.items():
        generated = HOME / "generated" if uses is None else folder / f"generated_{name}"
        if uses is not None:
            (folder / "uses.txt").write_text(uses)
            options = ("--dialect", dialect, "--only", folder / "uses.txt")
            done = atbind("generate", *options, "--output", generated)
            assert done.returncode == 0, done.stderr
        places = [HOME / "runtime", generated / dialect, generated / "cellular"]
        made = [f for place in places for f in place.glob("*.c") if "_names" not in f.stem]
        applications[name] = objects(folder / f"app_{name}", [source], places)
        libraries[name] = objects(folder / f"library_{name}", made, places)
    return dialect, applications, libraries


def objects(folder: Path, files: list[Path], includes: list[Path]) -> list[Path]:
    folder.mkdir()
    options = [f"-I{place}" for place in includes]
    subprocess.run(["cc", "-std=c11", "-c", *options, *files], cwd=folder, check=True)
    return list(folder.glob("*.o"))


@pytest.mark.parametrize("library", LISTS)
@pytest.mark.parametrize("application", LISTS)
def test_objects_of_other_tables_do_not_link(tmp_path, of_tables, application, library):
    dialect, applications, libraries = of_tables
    command = ["cc", *applications[application], *libraries[library], "-o", tmp_path / "program"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode == 0) == (application == library), done.stderr
    if application != library:
        own = "" if application == "shipped" else "_of_tables_"
        assert f"undefined reference to `{dialect}_dialect{own}" in done.stderr
