# SPDX-License-Identifier: MIT
"""What the host types: command lines, payload after the prompt, transparent data."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

CTRL_Z, ESC, ETX, CR, LF, BACKSPACE = 0x1A, 0x1B, 0x03, 0x0D, 0x0A, 0x08
STRAY = bytes((CTRL_Z, ESC, LF, 0))  # mean nothing where a line begins
LF_COMES, LF_MAY_COME = 1.0, 0.01  # seconds that the LF behind a CR is waited for


class Host:
    """The modem's receiving side: bytes go in with feed(), the modem asks for what it expects."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._arrived = asyncio.Event()
        self._ends_with_lf: bool | None = None  # whether this host's lines do; None: not yet known

    def feed(self, data: bytes) -> None:
        self._bytes += data
        self._arrived.set()

    def give_back(self, data: bytes) -> None:
        """Takes back what was read too early."""
        self._bytes[:0] = data
        self._arrived.set()

    def clear(self) -> None:
        self._bytes.clear()

    def _more(self) -> Awaitable[object]:
        """Until there is something new, or somebody woke us with feed(b""): from this call on, not
        from when its waiting begins."""
        self._arrived.clear()
        return self._arrived.wait()

    async def line(self, interrupted: Callable[[], bool] = lambda: False) -> str | None:
        """A command line, ended by CR; an LF behind it belongs to it.

        ESC takes back what was typed, backspace the byte before it; A/ needs no CR. None
        when `interrupted` while nothing has arrived: transparent mode began unasked.
        """
        while not self._line_begins():
            await self._more()
            if not self._bytes and interrupted():
                return None
        searched = 0
        while (end := self._bytes.find(CR, searched)) < 0:
            if self._bytes.upper() == b"A/":
                return self._take(2).decode()
            searched = len(self._bytes)
            await self._more()
        line = self._take(end)
        del self._bytes[:1]
        return _edited(line).decode("latin-1")

    def _line_begins(self) -> bool:
        """Drops what is stray; whether something of a line is left."""
        if self._bytes and self._ends_with_lf is not True:
            self._ends_with_lf = self._bytes[0] == LF
        stray = len(self._bytes) - len(self._bytes.lstrip(STRAY))
        del self._bytes[:stray]
        return bool(self._bytes)

    async def settled(self) -> None:
        """Takes the LF behind the command line, so that it is not the first byte of payload."""
        if not self._bytes and self._ends_with_lf is not False:
            try:
                limit = LF_COMES if self._ends_with_lf else LF_MAY_COME
                await asyncio.wait_for(self._more(), limit)
            except asyncio.TimeoutError:
                return
        if self._bytes and self._bytes[0] == LF:
            self._ends_with_lf = True
            del self._bytes[:1]

    async def exactly(self, length: int, limit: float | None = None) -> bytes:
        """`length` bytes; fewer when `limit` seconds have passed first."""
        try:
            await asyncio.wait_for(self._reached(length), limit)
        except asyncio.TimeoutError:
            pass
        return self._take(min(length, len(self._bytes)))

    async def _reached(self, length: int) -> None:
        while len(self._bytes) < length:
            await self._more()

    def _take(self, length: int) -> bytes:
        taken = bytes(self._bytes[:length])
        del self._bytes[:length]
        return taken

    async def until_ctrl_z(
        self, etx: bool = False, most: int | None = None, limit: float | None = None
    ) -> bytes | None:
        """Payload ended by Ctrl-Z; None when ESC cancelled it. ETX protects the byte after it.

        Also ended by `most` bytes and by `limit` seconds.
        """
        data = bytearray()
        try:
            return await asyncio.wait_for(self._payload(data, etx, most), limit)
        except asyncio.TimeoutError:
            return bytes(data)

    async def _payload(self, data: bytearray, etx: bool, most: int | None) -> bytes | None:
        special = (CTRL_Z, ESC, ETX) if etx else (CTRL_Z, ESC)
        while most is None or len(data) < most:
            if not self._bytes:
                await self._more()
                continue
            plain = min((p for p in map(self._bytes.find, special) if p >= 0), default=None)
            room = len(self._bytes) if most is None else most - len(data)
            data += self._take(min(room, len(self._bytes) if plain is None else plain))
            if plain is not None and self._bytes and self._bytes[0] in special:
                byte = self._take(1)[0]
                if byte != ETX:
                    return bytes(data) if byte == CTRL_Z else None
                data += await self.exactly(1)
        return bytes(data)

    async def some(self, wait: float | None = None) -> bytes:
        """Whatever has arrived, waiting for at least one byte; b"" after `wait` seconds of silence."""
        if not self._bytes:
            try:
                await asyncio.wait_for(self._more(), wait)
            except asyncio.TimeoutError:
                return b""
        return self._take(len(self._bytes))


def _edited(line: bytes) -> bytes:
    """The line as it stands after its ESC and backspaces."""
    line = line[line.rfind(ESC) + 1 :]
    while (at := line.find(BACKSPACE)) >= 0:
        line = line[: max(at - 1, 0)] + line[at + 1 :]
    return line
