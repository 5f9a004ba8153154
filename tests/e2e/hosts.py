# SPDX-License-Identifier: MIT
"""A host at the modem's line, an operator at its control channel, and peers on loopback."""

from __future__ import annotations

import os
import select
import socket
import time
import tty
from pathlib import Path

from echo import PATIENCE

HOME = Path(__file__).resolve().parents[2]
GUARD = 1.1  # seconds of silence before and behind +++


class Host:
    """The host's end of the line."""

    def __init__(self, device: Path):
        self.fd = os.open(device, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.fd)
        self.heard = b""
        self.patience = PATIENCE

    def close(self) -> None:
        os.close(self.fd)

    def type(self, data: bytes) -> None:
        """Hands on every byte; reads meanwhile, so that neither side waits for the other."""
        while data:
            readable, writable, _ = select.select([self.fd], [self.fd], [], PATIENCE)
            assert readable or writable, "the line is stuck"
            if readable:
                self._read()
            if writable:
                data = data[os.write(self.fd, data[:1024]) :]

    def more(self, wait: float | None = None) -> bool:
        """Reads what has come; False when nothing comes."""
        if not select.select([self.fd], [], [], self.patience if wait is None else wait)[0]:
            return False
        self._read()
        return True

    def _read(self) -> None:
        self.heard += os.read(self.fd, 65536)

    def until(self, end: bytes) -> bytes:
        """What arrives, up to and with `end`."""
        limit = time.monotonic() + self.patience
        while end not in self.heard:
            left = limit - time.monotonic()
            assert left > 0 and self.more(left), f"no {end!r} in {self.heard[-400:]!r}"
        cut = self.heard.index(end) + len(end)
        found, self.heard = self.heard[:cut], self.heard[cut:]
        return found

    def exactly(self, length: int) -> bytes:
        while len(self.heard) < length:
            assert self.more(), f"{len(self.heard)} of {length} bytes came"
        found, self.heard = self.heard[:length], self.heard[length:]
        return found

    def escape(self) -> None:
        """+++, with the silence before it."""
        time.sleep(GUARD)
        self.type(b"+++")

    def ask(self, command: str, end: str = "OK", line_end: bytes = b"\r") -> str:
        """Types a command line; what came up to and with the line `end`."""
        self.type(command.encode("latin-1") + line_end)
        return self.until(f"\r\n{end}\r\n".encode("latin-1")).decode("latin-1")


class Operator:
    """Who gives orders on the control channel."""

    def __init__(self, path: Path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._file = self._socket.makefile("rw")

    def say(self, order: str) -> str:
        """The answer without its `ok`; an order that is not understood fails the test."""
        answer = self.ask(order)
        assert answer.startswith("ok"), answer
        return answer[3:]

    def ask(self, order: str) -> str:
        self._file.write(order + "\n")
        self._file.flush()
        return self._file.readline().rstrip("\n")

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class Server:
    """A TCP server on loopback that says and takes what the test wants."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(PATIENCE)
        self._accepted: list[socket.socket] = []
        self.port: int = self._server.getsockname()[1]

    def accept(self) -> socket.socket:
        connection, _ = self._server.accept()
        connection.settimeout(PATIENCE)
        self._accepted.append(connection)
        return connection

    def close(self) -> None:
        self._server.close()
        for connection in self._accepted:
            connection.close()


def free_port() -> int:
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
