# SPDX-License-Identifier: MIT
"""An application that does anything at any moment, on four simulated modems: walk.c.

Short here, with a fixed seed; `tests/long` walks further, with a seed of its own (ATBIND_SEED).
"""

import contextlib
import os
import socket
import subprocess
import threading

import pytest

DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]
CONNECTIONS = os.environ.get("ATBIND_CONNECTIONS", "25")
SEEDS = os.environ.get("ATBIND_SEED", "1").split()
LINES = {
    "a good line": (),
    "a cut one": ("--split", "random", "--urc"),
    "a slow one": ("--delay", "10"),
}


@pytest.fixture
def fickle_port():
    """An echo server whose connections end behind as many bytes as their number says, or never."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve(connection, left):
        with connection, contextlib.suppress(ConnectionError):
            while left and (data := connection.recv(4096)):
                connection.sendall(data[:left])
                left -= len(data[:left])

    def accept():
        for number in range(1_000_000):
            try:
                connection, _ = server.accept()
            except OSError:
                return
            left = number * 37 % 2000 + 1 if number % 3 == 0 else 1 << 40
            threading.Thread(target=serve, args=(connection, left), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_layer_keeps_its_word_whatever_the_application_does(
    clients, modem, fickle_port, dialect, line, seed
):
    device = modem(dialect, "--seed", seed, *LINES[line]).device
    command = [clients / f"walk_{dialect}", device, str(fickle_port), CONNECTIONS, seed]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
