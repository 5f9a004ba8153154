# SPDX-License-Identifier: MIT
"""What goes wrong on the line between modem and host, and what the modem is told to do wrong once."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field


@dataclass
class Noise:
    """Bytes lost and bits flipped in one direction: chances from 0 to 1."""

    drop: float = 0.0
    corrupt: float = 0.0

    def strike(self, data: bytes, dice: random.Random) -> bytes:
        if not self.drop and not self.corrupt:
            return data
        out = bytearray()
        for byte in data:
            if dice.random() < self.drop:
                continue
            if dice.random() < self.corrupt:
                byte ^= 1 << dice.randrange(8)
            out.append(byte)
        return bytes(out)


@dataclass
class Faults:
    """How the line misbehaves; the defaults are a good line."""

    split: str = "none"  # none | every-byte | random | a number of bytes
    delay: float = 0.0  # seconds before each answer
    heard_split: str = "none"  # as split, of what the host types
    heard_delay: float = 0.0  # seconds before each piece of it
    said: Noise = field(default_factory=Noise)  # modem to host
    heard: Noise = field(default_factory=Noise)  # host to modem
    urc: bool = False  # a URC between any two lines


@dataclass
class Orders:
    """What the modem does wrong the next time it comes to it."""

    refusals: deque[int] = field(default_factory=deque)  # codes of the next commands
    failures: deque[int] = field(default_factory=deque)  # codes of the next late results
    prompts: deque[tuple[str, float]] = field(default_factory=deque)  # lose|damage|stall, seconds
    calls: deque[str] = field(default_factory=deque)  # how the next data calls are refused
    lost_oks: int = 0
    buffer: int = 0  # bytes of a connection's buffers; 0: the modem's own size


def piece_sizes(split: str, total: int, dice: random.Random) -> list[int]:
    """Where a unit of `total` bytes is cut."""
    if split == "none" or total == 0:
        return [total]
    sizes = []
    while total:
        size = min(total, _size(split, dice))
        sizes.append(size)
        total -= size
    return sizes


def _size(split: str, dice: random.Random) -> int:
    """Random cuts are of every order of size, so that long data is cut, too, and not shredded."""
    if split == "random":
        return dice.randint(1, 1 << dice.randint(1, 10))
    return 1 if split == "every-byte" else int(split)
