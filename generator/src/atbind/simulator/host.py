# SPDX-License-Identifier: MIT
"""What the host types: command lines, payload after the prompt, transparent data."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

CTRL_Z, ESC, ETX = 0x1A, 0x1B, 0x03


class Host:
    """The modem's receiving side: bytes go in with feed(), the modem asks for what it expects."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._arrived = asyncio.Event()

    def feed(self, data: bytes) -> None:
        self._bytes += data
        self._arrived.set()

    def give_back(self, data: bytes) -> None:
        """Takes back what was read too early."""
        self._bytes[:0] = data
        self._arrived.set()

    async def byte(self) -> int:
        while not self._bytes:
            self._arrived.clear()
            await self._arrived.wait()
        return self._bytes.pop(0)

    async def line(self, interrupted: Callable[[], bool] = lambda: False) -> str | None:
        """A command line, ended by CR. LF before it is skipped, backspace is not interpreted.

        None when `interrupted` while nothing has arrived: data mode began unasked.
        """
        line = bytearray()
        while not self._bytes:
            self._arrived.clear()
            await self._arrived.wait()
            if interrupted():
                return None
        while (byte := await self.byte()) != 0x0D:
            if byte == ESC:
                line.clear()
            elif byte != 0x0A or line:
                line.append(byte)
        return line.decode("latin-1")

    async def exactly(self, length: int) -> bytes:
        return bytes([await self.byte() for _ in range(length)])

    async def until_ctrl_z(self, etx: bool = False) -> bytes | None:
        """Payload ended by Ctrl-Z; None when ESC cancelled it. ETX protects the byte after it."""
        data = bytearray()
        while True:
            byte = await self.byte()
            if etx and byte == ETX:
                data.append(await self.byte())
            elif byte == CTRL_Z:
                return bytes(data)
            elif byte == ESC:
                return None
            else:
                data.append(byte)

    async def some(self, wait: float | None = None) -> bytes:
        """Whatever has arrived, waiting for at least one byte; b"" after `wait` seconds of silence."""
        if not self._bytes:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), wait)
            except asyncio.TimeoutError:
                return b""
        data = bytes(self._bytes)
        self._bytes.clear()
        return data
