# SPDX-License-Identifier: MIT
"""Where the host comes in: a pseudo-terminal, or a TCP port."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from atbind.modem.pty import Terminal

AT_ONCE = 65536


class Door(Protocol):
    """The host's side of the line."""

    async def write(self, data: bytes) -> None:
        """What the modem says."""


class Log:
    """The exchange, on standard error for --verbose."""

    def __init__(self, verbose: bool):
        self._verbose = verbose

    def said(self, data: bytes) -> None:
        self._print("<", data)

    def heard(self, data: bytes) -> None:
        self._print(">", data)

    def _print(self, arrow: str, data: bytes) -> None:
        if self._verbose:
            print(arrow, repr(data)[2:-1], file=sys.stderr, flush=True)


class Pty:
    """A pseudo-terminal."""

    def __init__(self, path: Path, log: Log):
        self._log = log
        self._terminal = Terminal(path)
        self._ours = self._terminal.ours
        os.set_blocking(self._ours, False)

    def listen(self, heard: Callable[[bytes], None]) -> None:
        def arrived() -> None:
            try:
                data = os.read(self._ours, AT_ONCE)
            except OSError:
                return
            self._log.heard(data)
            heard(data)

        asyncio.get_running_loop().add_reader(self._ours, arrived)

    async def write(self, data: bytes) -> None:
        """Waits for a host that reads late: a UART with flow control loses nothing."""
        self._log.said(data)
        while data:
            try:
                data = data[os.write(self._ours, data) :]
            except BlockingIOError:
                await self._writable()

    async def _writable(self) -> None:
        loop = asyncio.get_running_loop()
        ready = loop.create_future()

        def writable() -> None:
            if not ready.done():
                ready.set_result(None)

        loop.add_writer(self._ours, writable)
        try:
            await ready
        finally:
            loop.remove_writer(self._ours)

    def close(self) -> None:
        self._terminal.close()


class Port:
    """One host's TCP connection."""

    def __init__(self, writer: asyncio.StreamWriter, log: Log):
        self._writer = writer
        self._log = log

    async def write(self, data: bytes) -> None:
        self._log.said(data)
        if self._writer.transport.is_closing():
            return  # nobody hears it any more
        self._writer.write(data)
        try:
            await self._writer.drain()
        except OSError:
            return
