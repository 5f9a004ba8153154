# SPDX-License-Identifier: MIT
"""SOCKETS.md: its server, as it stands there, serves again whatever it was at when the network went."""

import re
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent.parent
PAGE = (HOME / "runtime" / "SOCKETS.md").read_text()
PEERS, PATIENCE = 3, 20


@pytest.fixture
def program(examples, tmp_path):
    """tests/readme/server.c around the page's code."""
    (code,) = (
        text for text in re.findall(r"```c\n(.*?)```", PAGE, re.DOTALL) if "peers[3]" in text
    )
    (tmp_path / "server.inc").write_text(code)
    folders = ["runtime", "runtime/port", "generated/quectel", "generated/cellular"]
    built = examples.parent
    libraries = [built / f"libatbind_{name}.a" for name in ("quectel", "cellular")]
    libraries += [built / "runtime" / f"libatbind_{name}.a" for name in ("posix", "runtime")]
    command = ["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{tmp_path}"]
    command += [*(f"-I{HOME / folder}" for folder in folders), "-o", tmp_path / "server"]
    command += [HOME / "tests/readme/server.c"]
    command += ["-Wl,--start-group", *libraries, "-Wl,--end-group"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return tmp_path / "server"


@pytest.fixture
def served(program, modem, tmp_path):
    """The server's port on this machine, and what gives its modem an order."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    orders = tmp_path / "orders"
    device = modem("quectel", "--control", str(orders)).device
    running = subprocess.Popen([program, device, str(port)])
    with socket.socket(socket.AF_UNIX) as operator:
        operator.connect(str(orders))

        def order(text):
            operator.sendall(text.encode() + b"\n")
            operator.recv(1000)

        yield port, order
    assert running.poll() is None
    running.terminate()
    running.wait()


def connect(port):
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        except ConnectionRefusedError:
            assert time.monotonic() < limit, "nobody listens"
            time.sleep(0.05)


def echoes(port, data):
    with connect(port) as one:
        one.sendall(data)
        came = b""
        while len(came) < len(data):
            piece = one.recv(len(data))
            assert piece
            came += piece
    return came == data


def stream(one):
    """Until it is cut off."""
    try:
        while True:
            one.sendall(bytes(2000))
            if not one.recv(4000):
                break
    except OSError:
        pass
    one.close()


def busy_peer(port):
    one = threading.Thread(target=stream, args=[connect(port)], daemon=True)
    one.start()
    return one


@pytest.mark.parametrize("loss", ("network lose", "reboot"))
def test_all_its_peers_are_served_again_behind_a_loss(served, loss):
    port, order = served
    for _ in range(2):
        busy = [busy_peer(port) for _ in range(PEERS)]
        time.sleep(0.5)  # each has sent more than comes back, whose place the loss finds
        order(loss)
        for one in busy:
            one.join(PATIENCE)
            assert not one.is_alive()
    assert all(echoes(port, bytes(range(200))) for _ in range(PEERS + 1))
