# SPDX-License-Identifier: MIT
"""How it is said: late, in pieces, with URCs between; and a transcript that `atbind decode` reads."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TextIO

from atbind.fuzz.answers import Answers, Part
from atbind.model.dialect import Form
from atbind.simulator.faults import piece_sizes

SPLITS = ("none", "random", "every-byte", "2", "7")
EMPTY_LINES = ("\r\n", "\r\n", "\r\n", "")  # before a line; firmware differs


class Transcript:
    """Who said what, one line each, as `atbind decode --transcript` takes it."""

    def __init__(self, file: TextIO | None):
        self._file = file

    def add(self, mark: str, text: str) -> None:
        if self._file:
            self._file.write(f"{mark} {text}\n")
            self._file.flush()

    def bytes(self, mark: str, data: bytes) -> None:
        self.add(mark, "".join(_escaped(byte) for byte in data))


def _escaped(byte: int) -> str:
    char = chr(byte)
    return char if 0x20 <= byte < 0x7F and char != "\\" else f"\\x{byte:02x}"


class Delivery:
    """Puts parts on the line; `late` is the longest that anything waits, in seconds."""

    def __init__(
        self,
        write: Callable[[bytes], Awaitable[None]],
        answers: Answers,
        transcript: Transcript,
        late: float,
        dice: random.Random,
    ):
        self._write = write
        self._answers = answers
        self._transcript = transcript
        self._late = late
        self._dice = dice
        self._echoed = False  # the last that was said is a command line without its line end

    async def echo(self, line: str) -> None:
        await self._write(line.encode("latin-1") + b"\r")
        self._echoed = True

    async def say(self, part: Part, pending: Form | None) -> None:
        """One part, perhaps late, perhaps with a URC before it."""
        await self._wait()
        if part.kind != "prompt" and self._dice.random() < 0.25:
            urc = self._answers.urc(pending)
            if urc:
                await self._put(urc)
        await self._put(part)

    async def _wait(self) -> None:
        if self._dice.random() < 0.3:
            seconds = self._dice.uniform(0, self._late)
            self._transcript.add("#", f"{seconds:.2f} s later")
            await asyncio.sleep(seconds)

    async def _put(self, part: Part) -> None:
        self._answers.said(part)
        if part.kind == "prompt":
            self._transcript.add("<", ">")
            await self._pieces(b"\r\n> ")
            return
        before = "\r\n" if self._echoed else self._dice.choice(EMPTY_LINES)
        self._echoed = False
        if part.inside:
            data = f"{before}{part.text},".encode("latin-1") + part.payload + b"\r\n"
            self._transcript.bytes("<<", data)
            await self._pieces(data)
            return
        self._transcript.add("<", part.text)
        if part.payload:
            self._transcript.bytes("<<", part.payload)
        await self._pieces(f"{before}{part.text}\r\n".encode("latin-1") + part.payload)

    async def _pieces(self, data: bytes) -> None:
        """Cut at every place that a UART, a DMA or a scheduler may cut."""
        at = 0
        for size in piece_sizes(self._dice.choice(SPLITS), len(data), self._dice):
            await self._write(data[at : at + size])
            at += size
            await asyncio.sleep(0)
