# SPDX-License-Identifier: MIT
"""What stands between modem and host: a line that cuts, delays, drops, corrupts and interrupts."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Faults:
    """How the line misbehaves; the defaults are a good line."""

    split: str = "none"  # none | every-byte | random | a number of bytes
    delay: float = 0.0  # seconds before each piece
    drop: float = 0.0  # chance that a byte is lost
    corrupt: float = 0.0  # chance that a byte is changed
    urc: bool = False  # a URC between any two lines
    seed: int = 0


class Wire:
    """Sends units (a line, or a line with its payload) in order; only between units may a URC stand."""

    def __init__(self, write: Callable[[bytes], None], faults: Faults):
        self._write = write
        self._faults = faults
        self._random = random.Random(faults.seed)
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self.urc: Callable[[], bytes] | None = None

    def send(self, unit: bytes, interruptible: bool = True) -> None:
        if self._faults.urc and self.urc and interruptible:
            self._queue.put_nowait(self.urc())
        self._queue.put_nowait(unit)

    async def run(self) -> None:
        while True:
            unit = await self._queue.get()
            for piece in self._pieces(unit):
                if self._faults.delay:
                    await asyncio.sleep(self._faults.delay)
                damaged = self._damage(piece)
                if damaged:
                    self._write(damaged)
                await asyncio.sleep(0)
            self._queue.task_done()

    async def drained(self) -> None:
        await self._queue.join()

    def _pieces(self, unit: bytes) -> list[bytes]:
        pieces, rest = [], unit
        while rest:
            size = self._piece_size(len(rest))
            pieces.append(rest[:size])
            rest = rest[size:]
        return pieces

    def _piece_size(self, left: int) -> int:
        if self._faults.split == "none":
            return left
        if self._faults.split == "every-byte":
            return 1
        if self._faults.split == "random":
            return self._random.randint(1, max(1, min(left, 12)))
        return int(self._faults.split)

    def _damage(self, piece: bytes) -> bytes:
        if not self._faults.drop and not self._faults.corrupt:
            return piece
        out = bytearray()
        for byte in piece:
            if self._random.random() < self._faults.drop:
                continue
            if self._random.random() < self._faults.corrupt:
                byte ^= 1 << self._random.randrange(8)
            out.append(byte)
        return bytes(out)
