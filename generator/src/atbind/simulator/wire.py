# SPDX-License-Identifier: MIT
"""What stands between modem and host: a line that cuts, delays, drops, corrupts and interrupts."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable

from atbind.simulator.faults import Faults, piece_sizes

BACKLOG = 65536  # bytes not yet written, above which senders wait


class Wire:
    """Sends units (a line, or a line with its payload) in order; only between units may a URC stand.

    `write` returns when the host's side has taken the bytes.
    """

    def __init__(
        self, write: Callable[[bytes], Awaitable[None]], faults: Faults, dice: random.Random
    ):
        self._write = write
        self._faults = faults
        self._dice = dice
        self._units: deque[bytes] = deque()
        self._waiting = 0  # bytes in _units, and of the one under way
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self.urc: Callable[[], bytes] | None = None
        self.said = 0  # bytes since the modem was made
        self.limit: int | None = None  # `said` at which `reached` is called, once
        self.reached: Callable[[], None] = lambda: None
        self.hung = False  # what is said meanwhile is lost
        self._life = 0  # counts clear(): the rest of a unit under way is not said either

    def send(self, unit: bytes, interruptible: bool = True) -> None:
        if self._faults.urc and self.urc and interruptible:
            self._queue(self.urc())
        self._queue(unit)

    def _queue(self, unit: bytes) -> None:
        self._units.append(unit)
        self._waiting += len(unit)
        self._wake.set()
        if self._waiting > BACKLOG:
            self._room.clear()

    def clear(self) -> None:
        """What was not yet written is never said: the modem has lost its power."""
        self._life += 1
        self._units.clear()
        self._waiting = 0
        self._room.set()

    async def paced(self) -> None:
        """Returns when the backlog is small enough to go on."""
        await self._room.wait()

    async def drained(self) -> None:
        """Returns when everything is written."""
        while self._waiting:
            await asyncio.sleep(0.005)

    async def run(self) -> None:
        while True:
            if not self._units:
                self._wake.clear()
                await self._wake.wait()
            if self._faults.delay:
                await asyncio.sleep(self._faults.delay)
            if self._units:  # a reboot may have cleared them
                await self._say(self._units.popleft())

    async def _say(self, unit: bytes) -> None:
        at, life = 0, self._life
        for size in piece_sizes(self._faults.split, len(unit), self._dice):
            await self._say_piece(unit[at : at + size])
            if life != self._life:
                return
            at += size
            if size < len(unit):
                await asyncio.sleep(0)
        self._waiting = max(0, self._waiting - len(unit))
        if self._waiting <= BACKLOG:
            self._room.set()

    async def _say_piece(self, piece: bytes) -> None:
        if self.limit is not None and self.said + len(piece) >= self.limit:
            piece, self.limit = piece[: self.limit - self.said], None
            await self._put(piece)
            self.reached()
        else:
            await self._put(piece)

    async def _put(self, piece: bytes) -> None:
        self.said += len(piece)
        damaged = self._faults.said.strike(piece, self._dice)
        if damaged and not self.hung:
            await self._write(damaged)
