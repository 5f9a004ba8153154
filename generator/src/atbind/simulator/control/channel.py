# SPDX-License-Identifier: MIT
"""Where orders come in: a socket, or the program's own standard input.

One line is one order, answered by one line: `ok`, `ok …` or `error: …`.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from atbind.simulator.control import orders
from atbind.tables.errors import Problem

if TYPE_CHECKING:
    from atbind.simulator.device import Device


class Control:
    """Obeys orders for one device; `device` is None while no host is there."""

    def __init__(self, where: str | None, console: bool):
        self._where = where
        self._console = console
        self._server: asyncio.AbstractServer | None = None
        self.device: Device | None = None

    async def open(self) -> None:
        try:
            if self._where:
                await self._listen(self._where)
        except OSError as error:
            raise Problem(f"{self._where}: cannot be made: {error.strerror}") from None
        if self._console:
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._read_console, args=(loop,), daemon=True).start()

    async def _listen(self, where: str) -> None:
        host, _, port = where.rpartition(":")
        if host and port.isdigit():
            self._server = await asyncio.start_server(self._connected, host, int(port))
            bound = self._server.sockets[0].getsockname()
            print(f"control on {bound[0]}:{bound[1]}", flush=True)
        else:
            Path(where).unlink(missing_ok=True)
            self._server = await asyncio.start_unix_server(self._connected, where)

    def close(self) -> None:
        if self._server:
            self._server.close()
            if self._where and ":" not in self._where:
                Path(self._where).unlink(missing_ok=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(self._obey(line.decode("latin-1")).encode("latin-1") + b"\n")
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    def _read_console(self, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread of its own: standard input may be a file, which no loop watches."""
        for line in sys.stdin:
            loop.call_soon_threadsafe(self._answer, line)

    def _answer(self, line: str) -> None:
        print(self._obey(line), flush=True)

    def _obey(self, line: str) -> str:
        words = line.split()
        if not words:
            return "error: an order, or help"
        if self.device is None:
            return "error: no host is connected"
        try:
            answer = orders.obey(self.device, words)
        except orders.Misunderstood as problem:
            return f"error: {problem}"
        return f"ok {answer}".rstrip()
