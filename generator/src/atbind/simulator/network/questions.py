# SPDX-License-Identifier: MIT
"""Names, pings and the time, asked of the table of names and answered after the time it says."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator

from atbind.simulator.life import Life
from atbind.simulator.network.names import FAILURES, NoSuchName


class Questions(Life):
    """What a modem asks the network. Failures come as NoSuchName with the reason."""

    async def resolve(self, host: str) -> str:
        """The first address of a name."""
        return (await self.resolve_all(host))[0]

    async def resolve_all(self, host: str) -> tuple[str, ...]:
        await _pass(self.names.row(host).dns_ms)
        return self.names.all(host)

    async def pings(self, host: str, count: int) -> AsyncIterator[int | None]:
        """Round trips in ms, each after its time, None for a lost one: the table's, again and again."""
        known = self.names.row(host).pings
        for n in range(count):
            time = known[n % len(known)]
            await _pass(time or 0)
            yield time

    async def network_time(self, server: str) -> datetime.datetime:
        """What a time server says, in UTC."""
        row = self.names.row(server)
        await self.resolve_all(server)
        if row.ntp in FAILURES:
            raise NoSuchName(server, row.ntp)
        if row.ntp:
            return datetime.datetime.strptime(row.ntp, "%Y/%m/%d,%H:%M:%S")
        return datetime.datetime.now(datetime.timezone.utc)


async def _pass(milliseconds: int) -> None:
    if milliseconds:
        await asyncio.sleep(milliseconds / 1000)
