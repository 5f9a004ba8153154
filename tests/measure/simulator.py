# SPDX-License-Identifier: MIT
"""Prints MB/s and the simulator's share of a core, for data in and data out on each dialect."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOME / "generator" / "src"), str(HOME / "tests" / "e2e")]

from bringup import DIALECTS  # noqa: E402
from hosts import Host  # noqa: E402

CHUNK = {"quectel": 1460, "simcom": 1500, "fibocom": 2048, "onemo": 4096}
OPTIONS = ("--split", "random", "--urc", "--seed", "1")


def main() -> None:
    total = int(float(sys.argv[1] if len(sys.argv) > 1 else 1) * (1 << 20))
    print(f"{'':10}{'in':>8}{'core':>7}{'out':>8}{'core':>7}   MB/s and share of a core")
    for dialect in DIALECTS:
        rates = [measured(dialect, total, way) for way in (data_in, data_out)]
        print(f"{dialect.name:10}" + "".join(f"{rate:8.1f}{cpu:6.0%} " for rate, cpu in rates))


def measured(dialect, total: int, way) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        device = Path(folder) / "modem"
        words = ["simulate", "--dialect", dialect.name, "--pty", device, *OPTIONS]
        process = subprocess.Popen(
            [sys.executable, HOME / "generator/atbind", *words], stdout=subprocess.PIPE
        )
        process.stdout.readline()
        host = Host(device)
        host.ask("ATE0")
        before, begin = cpu_of(process.pid), time.monotonic()
        way(host, dialect, total)
        seconds, spent = time.monotonic() - begin, cpu_of(process.pid) - before
        process.terminate()
        process.wait()
        return total / (1 << 20) / seconds, spent / seconds


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def data_in(host: Host, dialect, total: int) -> None:
    """A peer pushes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        dialect.open(host, server.getsockname()[1])
        peer, _ = server.accept()
        threading.Thread(target=peer.sendall, args=(bytes(total),), daemon=True).start()
        came = 0
        while came < total:
            came += len(dialect.receive(host))


def data_out(host: Host, dialect, total: int) -> None:
    """The host sends; the peer takes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        dialect.open(host, server.getsockname()[1])
        peer, _ = server.accept()
        threading.Thread(target=drain, args=(peer,), daemon=True).start()
        size = CHUNK[dialect.name]
        for at in range(0, total, size):
            dialect.send(host, bytes(min(size, total - at)))


def drain(peer: socket.socket) -> None:
    while peer.recv(1 << 16):
        continue


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
