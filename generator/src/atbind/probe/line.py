# SPDX-License-Identifier: MIT
"""A modem on a serial device or a TCP port, asked one command line at a time."""

from __future__ import annotations

import os
import re
import select
import socket
import time
from pathlib import Path

from atbind.modem.serial import opened
from atbind.tables.errors import Problem

ANSWER_MAX = 5.0  # seconds; test commands act on nothing
ENDS = re.compile(rb"(?:^|\r|\n)(OK|ERROR|\+CM[ES] ERROR:[^\r\n]*|0|4)\r", re.MULTILINE)


class Silent(Exception):
    """No answer came."""


class ModemLine:
    """Asks, and returns what was answered."""

    def __init__(self, device: str, baud: int):
        self._socket: socket.socket | None = None
        if Path(device).exists():
            self._file = opened(device, baud)
        else:
            self._socket = _connected(device)
            self._file = self._socket.fileno()

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        else:
            os.close(self._file)

    def ask(self, line: str) -> tuple[list[str], bool]:
        """The lines of an answer without its end, and whether it ended with OK. Raises Silent."""
        self._drop()
        os.write(self._file, line.encode("ascii") + b"\r")
        got, end = b"", time.monotonic() + ANSWER_MAX
        while not (found := ENDS.search(got)):
            if time.monotonic() > end:
                raise Silent(line)
            got += self._some(0.1)
        texts = [text.strip() for text in got[: found.start()].decode("latin-1").splitlines()]
        return [t for t in texts if t and t != line], found.group(1) in (b"OK", b"0")

    def _some(self, wait: float) -> bytes:
        if not select.select([self._file], [], [], wait)[0]:
            return b""
        return os.read(self._file, 65536)

    def _drop(self) -> None:
        """What came unasked since the last answer is no answer."""
        while self._some(0.02):
            pass


def _connected(device: str) -> socket.socket:
    host, colon, port = device.rpartition(":")
    if not (host and colon and port.isdigit()):
        raise Problem(f"{device}: no such device, and no HOST:PORT")
    try:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=10)
    except OSError as error:
        raise Problem(f"{device}: {error.strerror or error}") from None
