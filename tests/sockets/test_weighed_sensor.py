# SPDX-License-Identifier: MIT
"""The portable application from the tables that `tests/measure` weighs: no step that it does not give
anything for, no form that it does not send. It lives through losses as it does from all tables.
"""

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]
MESSAGES, LOSSES, SEED = "20", "3", "3"


OPTIONS = "-std=c11 -Wall -Wextra -Werror".split()


def runtime(folder: Path) -> list[Path]:
    """Objects of what all four programs share."""
    sources = [*(HOME / "runtime").glob("*.c"), HOME / "runtime/port/atb_posix.c"]
    command = ["gcc", *OPTIONS, f"-I{HOME}/runtime", "-c", *sources]
    subprocess.run(command, cwd=folder, check=True)
    return list(folder.glob("*.o"))


def sensor(dialect: str, folder: Path, objects: list[Path]) -> Path:
    """The folder with sensor_DIALECT."""
    names = HOME / "tests/measure/portable.txt"
    generate = [HOME / "generator/atbind", "generate", "--dialect", dialect, "--only", names]
    subprocess.run([*generate, "--output", folder], check=True, capture_output=True)
    folders = [folder / dialect, folder / "cellular", HOME / "runtime", HOME / "runtime/port"]
    folders.append(HOME / "generator/native")
    sources = [
        *(folder / dialect).glob("*.c"),
        *(folder / "cellular").glob("*.c"),
        *(HOME / "examples" / name for name in ("sensor.c", "sensor_posix.c")),
    ]
    includes = [f"-I{each}" for each in folders]
    program = folder / f"sensor_{dialect}"
    subprocess.run(["gcc", *OPTIONS, *includes, *sources, *objects, "-o", program], check=True)
    return folder


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """All four at once: most of the time passes in waiting."""
    losses = [sys.executable, HOME / "tests/sockets/losses.py"]
    objects = runtime(tmp_path_factory.mktemp("runtime"))
    running = {}
    for dialect in DIALECTS:
        folder = sensor(dialect, tmp_path_factory.mktemp(dialect), objects)
        command = [*losses, dialect, MESSAGES, LOSSES, SEED, folder]
        running[dialect] = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    return {dialect: (one.communicate(timeout=300)[0], one) for dialect, one in running.items()}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_weighed_application_lives_through_losses(outcomes, dialect):
    said, process = outcomes[dialect]
    assert process.returncode == 0, said
