# SPDX-License-Identifier: MIT
"""An application and a library that were built for different models do not link."""

import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]

PROGRAM = """
#include "onemo.h"
int main(void)
{
    static struct onemo modem;
    static char memory[ONEMO_MEMORY];
    static const struct atb_port port;
    onemo_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL);
    return onemo_mipopen_start(&modem, NULL, NULL, NULL, 0, "TCP", "192.0.2.7", 7);
}
"""


def link(folder: Path, application: str, library: str) -> subprocess.CompletedProcess:
    include = [
        f"-I{HOME}/runtime",
        f"-I{HOME}/generated/onemo",
        f"-I{HOME}/generated/cellular",
        "-std=c11",
    ]
    (folder / "app.c").write_text(PROGRAM)
    objects = []
    sources = [*HOME.glob("runtime/*.c"), *HOME.glob("generated/[oc]*/*.c")]
    for source in [s for s in sources if not s.name.endswith("_names.c")] + [folder / "app.c"]:
        model = application if source.name == "app.c" else library
        objects.append(folder / (source.stem + ".o"))
        subprocess.run(
            ["cc", "-c", *include, *([f"-DONEMO_MODEL={model}"] if model else []), source]
            + ["-o", objects[-1]],
            check=True,
        )
    return subprocess.run(["cc", *objects, "-o", folder / "app"], capture_output=True, text=True)


@pytest.mark.parametrize("model", ["", "MN316"])
def test_the_same_model_links(tmp_path, model):
    done = link(tmp_path, model, model)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("application,library", [("MN316", "ML307R"), ("MN316", ""), ("", "MN316")])
def test_different_models_do_not_link(tmp_path, application, library):
    done = link(tmp_path, application, library)
    assert done.returncode != 0
    if application:
        assert "undefined reference" in done.stderr and "MN316" in done.stderr
