# SPDX-License-Identifier: MIT
"""A modem that is asleep for long, and the application that has waited for it: asleep.c."""

import shlex
import subprocess
import sys

import pytest

DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_comes_back_from_sleep_by_the_power_key(
    home, clients, modem, echo_server, tmp_path, dialect
):
    orders = tmp_path / "orders"
    device = modem(dialect, "--control", orders).device
    order = shlex.join([sys.executable, str(home / "examples" / "order.py"), str(orders)])
    quiet = " >/dev/null"
    command = [clients / f"asleep_{dialect}", device, str(echo_server[0])]
    command += [f"{order} power off{quiet}", f"{order} power on{quiet}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        *("5 bytes came back", "asleep", "power key"),
        *("10 bytes came back", "asleep", "power key"),
        *("15 bytes came back", "asleep"),
    ]
