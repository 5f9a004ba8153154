# SPDX-License-Identifier: MIT
"""What the tests against simulated modems share."""

import fcntl
import subprocess

import pytest

DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]


@pytest.fixture(scope="session")
def clients(home):
    """The folder with the built programs."""
    build = home / "build" / "sockets"
    build.mkdir(parents=True, exist_ok=True)
    targets = [
        f"{program}_{dialect}" for program in ("asleep", "client", "walk") for dialect in DIALECTS
    ]
    targets.append("client_onemo_mn316")
    with open(build / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (
            ["cmake", "-S", home, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release"],
            ["cmake", "--build", build, "--target", *targets],
        ):
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
    return build / "tests" / "sockets"
