# SPDX-License-Identifier: MIT
"""A modem on its line: power, reboots, and the world around it that outlives them.

Who speaks to whom:

    host <-> door <-> wire, host <-> modem (one life, from boot to the loss of power) <-> net
"""

from __future__ import annotations

import asyncio
import copy
import random
from collections import deque
from collections.abc import Callable
from typing import Any

from atbind.simulator.cellular.radio import Radio
from atbind.simulator.doors import Door
from atbind.simulator.faults import Orders, piece_sizes
from atbind.simulator.host import Host
from atbind.simulator.modem import Modem
from atbind.simulator.network.names import Names
from atbind.simulator.network.net import Net
from atbind.simulator.network.sockets import Air
from atbind.simulator.setup import Setup
from atbind.simulator.wire import Wire

BOOT = 0.3  # seconds of a reboot where no option says another time


class Device:
    """One modem with its power supply, SIM, radio cell and line."""

    def __init__(self, setup: Setup, door: Door, make: Callable[[Device], Modem]):
        self.setup = setup
        self._make = make
        # a sequence each, so that what one takes from it changes nothing for the others
        self.dice = random.Random(setup.seed)  # URCs
        self._heard_dice = random.Random(setup.seed + 1)
        self.faults = copy.deepcopy(setup.faults)
        self.orders = Orders()
        self.wire = Wire(door.write, self.faults, random.Random(setup.seed + 2))
        self.wire.reached = self.reboot
        self.host = Host()
        self._typed: deque[bytes] = deque()  # in the line
        self._trickling: asyncio.Future[None] | None = None
        self.air = Air()
        self.names = Names(setup.names)
        self.air.routes = self.names.routes()
        self.radio = Radio(setup.pin)
        self.stored: dict[str, Any] = {}  # settings that survive the loss of power
        self.modem: Modem | None = None
        self.heard_limit: int | None = None  # bytes that it still hears before it reboots
        self._powered = asyncio.Event()
        self._powered.set()
        self._over: asyncio.Future[None] | None = None
        self._born = False
        self._deaf = setup.boot is not None  # off or booting: what is typed is lost
        self._hangs = 0

    # ---- the line ----------------------------------------------------------------

    def hear(self, data: bytes) -> None:
        """What the host typed goes into the line."""
        if self.faults.heard_split == "none" and not self.faults.heard_delay and not self._typed:
            self._arrives(data)
            return
        self._typed.append(data)
        if len(self._typed) == 1:
            self._trickling = asyncio.ensure_future(self._trickle())

    async def _trickle(self) -> None:
        """What the line cuts or delays comes out in order."""
        while self._typed:
            data, at = self._typed[0], 0
            for size in piece_sizes(self.faults.heard_split, len(data), self._heard_dice):
                await asyncio.sleep(self.faults.heard_delay)
                self._arrives(data[at : at + size])
                at += size
            self._typed.popleft()

    def _arrives(self, data: bytes) -> None:
        """What comes out of the line."""
        data = self.faults.heard.strike(data, self._heard_dice)
        if self.heard_limit is not None:
            data, rest = data[: self.heard_limit], data[self.heard_limit :]
            self.heard_limit -= len(data)
            if rest or not self.heard_limit:
                self.heard_limit = None
                self.reboot()
                return
        if not self._deaf and not self.wire.hung:
            self.host.feed(data)

    def deafen(self) -> None:
        """It is about to go: what is typed from now on is lost."""
        self._deaf = True
        self.host.clear()

    # ---- lives ---------------------------------------------------------------------

    async def run(self) -> None:
        saying = asyncio.ensure_future(self.wire.run())
        try:
            while True:
                await self._powered.wait()
                await self._live()
        finally:
            saying.cancel()
            if self._trickling:
                self._trickling.cancel()

    async def _live(self) -> None:
        self.modem = self._make(self)
        self._over = asyncio.get_running_loop().create_future()
        life = asyncio.ensure_future(self._from_boot(self.modem))
        try:
            await asyncio.wait({life, self._over}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._stop(life)
            self.modem.end()
            self.modem = None
            self.wire.clear()
            self.host.clear()

    async def _stop(self, life: asyncio.Future[None]) -> None:
        """A command that comes to its end in the same moment can lose the cancellation."""
        self.host.clear()
        while not life.done():
            life.cancel()
            await asyncio.wait({life}, timeout=0.01)

    async def _from_boot(self, modem: Modem) -> None:
        boots = self._born or self.setup.boot is not None
        self._born = True
        if boots:
            await asyncio.sleep(BOOT if self.setup.boot is None else self.setup.boot)
        self._deaf = False
        modem.awake = True
        modem.start(boots)
        await modem.run()

    # ---- what is done to it ----------------------------------------------------------

    def reboot(self) -> None:
        """Loses power for a moment: nothing that was on its way is said."""
        self.resume()
        self.wire.clear()
        self._deaf = True
        if self._over and not self._over.done():
            self._over.set_result(None)

    def power(self, on: bool) -> None:
        if on:
            self._powered.set()
        else:
            self._powered.clear()
            self.reboot()

    def hang(self, seconds: float | None = None) -> None:
        """Neither hears nor says anything, for some seconds or until resume() or a reboot."""
        self.wire.hung = True
        self._hangs += 1
        if seconds is not None:
            asyncio.get_running_loop().call_later(seconds, self._resume_from, self._hangs)

    def _resume_from(self, hang: int) -> None:
        """The end of one hang, unless another has begun since."""
        if hang == self._hangs:
            self.resume()

    def resume(self) -> None:
        self.wire.hung = False

    def net(self) -> Net:
        """The network for one life."""
        return Net(self.names, self.air)
