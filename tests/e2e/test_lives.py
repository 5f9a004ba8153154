# SPDX-License-Identifier: MIT
"""One life of a simulated modem ends where the next begins."""

import asyncio
from types import SimpleNamespace

from atbind.simulator.device import Device
from atbind.simulator.faults import Faults


class Stubborn:
    """Loses the first cancellation, as asyncio.wait_for() does when its result comes with it."""

    def __init__(self, lives: list) -> None:
        self.lives = lives

    def start(self, booted: bool) -> None:
        self.lives.append(self)

    def end(self) -> None:
        pass

    async def run(self) -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            pass
        try:
            await asyncio.sleep(3600)
        finally:
            self.lives.remove(self)


async def lives_behind_reboots(count: int) -> int:
    """How many modems are alive then."""
    setup = SimpleNamespace(seed=1, faults=Faults(), names=None, pin="", boot=0)
    lives: list = []
    device = Device(setup, SimpleNamespace(write=lambda data: len(data)), lambda _: Stubborn(lives))
    running = asyncio.ensure_future(device.run())
    for _ in range(count):
        await asyncio.sleep(0.05)
        device.reboot()
    await asyncio.sleep(0.05)
    alive = len(lives)
    running.cancel()
    await asyncio.wait({running})
    return alive


def test_a_command_that_ends_with_the_power_is_the_lifes_last():
    assert asyncio.run(lives_behind_reboots(3)) == 1
