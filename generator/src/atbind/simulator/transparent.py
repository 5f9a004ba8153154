# SPDX-License-Identifier: MIT
"""Payload behind the prompt, and transparent mode with its escape sequence."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from atbind.model.dialect import Form
from atbind.simulator.life import Life

if TYPE_CHECKING:
    from atbind.simulator.device import Device

Paced = Callable[[], Awaitable[None]]


class Transparent(Life):
    """What the host types that is no command."""

    prompt = b"\r\n> "
    connect = "CONNECT"  # as transparent mode begins

    def __init__(self, device: Device):
        super().__init__(device)
        self.on_data: Callable[[bytes], None] | None = None  # transparent mode: host -> peer
        self.left_transparent: Callable[[], None] = lambda: None
        self.paced: Paced | None = None  # awaited before more is taken from the host

    # ---- payload ------------------------------------------------------------------

    async def payload(
        self,
        form: Form,
        length: int | None,
        limit: float | None = None,
        most: int | None = None,
    ) -> bytes | None:
        """Prompts and takes payload as the form says; None when ESC cancelled it.

        `limit` seconds, or `most` bytes without an end, give what has come.
        """
        await self.host.settled()
        await self._say_prompt()
        assert form.payload is not None
        if form.payload.mode == "length":
            return await self.host.exactly(length or 0, limit)
        return await self.host.until_ctrl_z(form.payload.etx, most, limit)

    async def _say_prompt(self) -> None:
        prompt = self.prompt
        if self.device.orders.prompts:
            what, seconds = self.device.orders.prompts.popleft()
            if what == "stall":
                await asyncio.sleep(seconds)
            prompt = {"lose": b"", "damage": prompt.replace(b">", b"<")}.get(what, prompt)
        if prompt:
            self.wire.send(prompt, interruptible=False)

    # ---- transparent mode -------------------------------------------------------------

    async def enter_transparent(
        self,
        on_data: Callable[[bytes], None],
        left: Callable[[], None] = lambda: None,
        paced: Paced | None = None,
        say: bool = True,
    ) -> None:
        await self.host.settled()
        if say:
            self.final(self.connect)
        self.on_data = on_data
        self.left_transparent = left
        self.paced = paced
        self.host.feed(b"")

    def hears_data(self) -> bool:
        """Is what the host types data?"""
        return self.on_data is not None

    def leave_transparent(self, text: str) -> None:
        """The connection ended: the modem says so and is in command mode again."""
        self.on_data = None
        self.final(text)
        self.host.feed(b"")

    def _guard(self) -> tuple[float, float]:
        for form in self.dialect.forms:
            if form.guard_ms:
                return form.guard_ms[0] / 1000, form.guard_ms[1] / 1000
        return 1.0, 1.0

    async def transparent(self) -> None:
        """Hands on what the host types until transparent mode ends."""
        silent_since = time.monotonic()
        while self.hears_data():
            data = await self.host.some(0.05)
            if not self.hears_data():
                self.host.give_back(data)
            elif data:
                data = await self._unless_escape(data, time.monotonic() - silent_since)
                silent_since = time.monotonic()
                await self._hand_on(data)

    async def _unless_escape(self, data: bytes, silence: float) -> bytes:
        """What was typed behind so long a silence; nothing of it where it was +++."""
        before, after = self._guard()
        if silence >= before * 0.9 and data in (b"+", b"++", b"+++"):
            data += await self._rest_of_escape(data, after)
            if data == b"+++" and self.escape():
                return b""
        return data

    async def _hand_on(self, data: bytes) -> None:
        if data and self.on_data:
            self.on_data(data)
            if self.paced:
                await self.paced()

    def escape(self) -> bool:
        """+++ with its silences: back to commands; False where this is switched off."""
        self.on_data = None
        self.left_transparent()
        self.ok()
        return True

    async def _rest_of_escape(self, begun: bytes, guard: float) -> bytes:
        """What follows the first plus signs: nothing for the guard time ends the sequence."""
        rest = b""
        until = time.monotonic() + guard
        while (left := until - time.monotonic()) > 0:
            more = await self.host.some(left)
            rest += more
            if not (b"+++").startswith(begun + rest):
                break
        return rest
