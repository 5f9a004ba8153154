# SPDX-License-Identifier: MIT
"""A modem that is asleep for long, and the application that has waited for it: asleep.c."""

import shlex
import subprocess
import sys

import pytest

DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]


@pytest.fixture(scope="module")
def outcomes(home, clients, modems, echo_ports, tmp_path_factory):
    """All four at once: they wait for each modem to sleep long enough."""

    def start(dialect):
        orders = tmp_path_factory.mktemp("orders") / dialect
        device = modems(dialect, "--control", orders).device
        order = shlex.join([sys.executable, str(home / "examples" / "order.py"), str(orders)])
        command = [clients / f"asleep_{dialect}", device, str(echo_ports())]
        command += [f"{order} power {to} >/dev/null" for to in ("off", "on")]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    running = {dialect: start(dialect) for dialect in DIALECTS}
    return {dialect: (one.communicate(timeout=200), one) for dialect, one in running.items()}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_comes_back_from_sleep_by_the_power_key(outcomes, dialect):
    (said, errors), process = outcomes[dialect]
    assert process.returncode == 0, said + errors
    assert said.splitlines() == [
        *("5 bytes came back", "asleep", "power key"),
        *("10 bytes came back", "asleep", "power key"),
        *("15 bytes came back", "asleep"),
    ]
