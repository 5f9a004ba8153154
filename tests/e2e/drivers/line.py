# SPDX-License-Identifier: MIT
"""Bytes from and to a modem's line, as a driver's UART gives them."""

from __future__ import annotations

import os
import select
import time
import tty
from collections.abc import Iterator
from pathlib import Path

from drivers import PATIENT


class Line:
    """What has come is kept until it is read."""

    def __init__(self, device: Path):
        self.fd = os.open(device, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.fd)
        self._came = bytearray()

    def close(self) -> None:
        os.close(self.fd)

    def write(self, data: bytes) -> None:
        """All of it; a UART's receiver goes on meanwhile."""
        while data:
            readable, writable, _ = select.select([self.fd], [self.fd], [], 10)
            if readable:
                self._came += os.read(self.fd, 4096)
            if writable:
                data = data[os.write(self.fd, data[:512]) :]

    def available(self, wait: float = 0.0) -> int:
        """How many bytes can be read, waiting for the first at most `wait` seconds."""
        while select.select([self.fd], [], [], 0 if self._came else wait)[0]:
            self._came += os.read(self.fd, 4096)
        return len(self._came)

    def read(self) -> int:
        """One byte that is there."""
        return self._came.pop(0)

    def take(self, most: int) -> bytes:
        taken = bytes(self._came[:most])
        del self._came[:most]
        return taken


def tries(count: int, milliseconds: int) -> Iterator[None]:
    """A driver's tries with sleeps between: as many as go into their time, a short sleep apart."""
    limit = Limit(count * milliseconds)
    while limit.left:
        yield
        time.sleep(0.02)


class Limit:
    """A driver's time-out."""

    def __init__(self, milliseconds: float, patient: bool = True):
        self._end = time.monotonic() + milliseconds / 1000 * (PATIENT if patient else 1)

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())
