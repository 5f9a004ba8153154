# SPDX-License-Identifier: MIT
"""The portable application from the tables that `tests/measure` weighs: no step that it does not give
anything for, no form that it does not send. It lives through losses as it does from all tables.
"""

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
MESSAGES, LOSSES, SEED = "20", "3", "3"


def sensor(dialect: str, folder: Path) -> Path:
    """The folder with sensor_DIALECT."""
    names = HOME / "tests/measure/portable.txt"
    generate = [HOME / "generator/atbind", "generate", "--dialect", dialect, "--only", names]
    subprocess.run([*generate, "--output", folder], check=True, capture_output=True)
    folders = [folder / dialect, folder / "cellular", HOME / "runtime", HOME / "runtime/port"]
    folders.append(HOME / "generator/native")
    sources = [
        *(HOME / "runtime").glob("*.c"),
        *(folder / dialect).glob("*.c"),
        *(folder / "cellular").glob("*.c"),
        HOME / "runtime/port/atb_posix.c",
        *(HOME / "examples" / name for name in ("sensor.c", "sensor_posix.c")),
    ]
    options = ["-std=c11", "-Wall", "-Wextra", "-Werror", *(f"-I{each}" for each in folders)]
    program = folder / f"sensor_{dialect}"
    subprocess.run(["gcc", *options, *sources, "-o", program], check=True)
    return folder


@pytest.mark.parametrize("dialect", ["quectel", "simcom", "fibocom", "onemo"])
def test_the_weighed_application_lives_through_losses(dialect, tmp_path):
    program = [sys.executable, HOME / "tests/sockets/losses.py", dialect, MESSAGES, LOSSES, SEED]
    folder = sensor(dialect, tmp_path)
    done = subprocess.run([*program, folder], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
