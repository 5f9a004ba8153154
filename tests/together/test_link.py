# SPDX-License-Identifier: MIT
"""An application and a library that were built for different models do not link."""

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
