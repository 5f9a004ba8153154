# SPDX-License-Identifier: MIT
"""Services of the OneMO modem: AT+MDNSCFG, AT+MDNSGIP, AT+MPING, AT+MNTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from atbind.simulator.network.names import NoSuchName
from atbind.simulator.onemo.settings import OnemoSettings
from atbind.simulator.parse import Request

if TYPE_CHECKING:
    from atbind.simulator.device import Device

DNS_TIME, DNS_TIME_NB, DNS_TRIES = 10, 30, 3  # AT+MDNSCFG="timeout": seconds, tries
REMEMBERED, FOR_SECONDS = 0, 3600  # AT+MDNSCFG="cached"
FAILED = 1  # <result> of a ping or a synchronisation
NO_REPLY = 4  # to one ping of a run


class Services(OnemoSettings):
    """Names, pings, time."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._cache: dict[str, tuple[str, float]] = {}  # addresses, and how long they are good

    async def look_up(self, name: str) -> str:
        """An address, unless the server needs longer than AT+MDNSCFG="timeout" waits."""
        now = asyncio.get_running_loop().time()
        address, until = self._cache.get(name, ("", now))
        return address if now < until else await self._ask_server(name)

    async def _ask_server(self, name: str) -> str:
        stored = self.kept("+MDNSCFG", '"timeout"')
        time = stored.number("time", DNS_TIME_NB if self.is_nb else DNS_TIME)
        if self.names.row(name).dns_ms > time * stored.number("retries", DNS_TRIES) * 1000:
            raise NoSuchName(name, "timeout")
        address = await self.resolve(name)
        self._cache[name] = (address, asyncio.get_running_loop().time() + self._good_for())
        return address

    def _good_for(self) -> int:
        """Seconds that AT+MDNSCFG="cached" remembers an address; 0 where a model has it not."""
        if '"cached"' not in self._selectors("+MDNSCFG"):
            return 0
        stored = self.kept("+MDNSCFG", '"cached"')
        remembers = stored.number("cached_mode", REMEMBERED) == REMEMBERED
        return stored.number("cached_period", FOR_SECONDS) if remembers else 0

    def do_mdnsgip(self, request: Request) -> None:
        self.ok()
        self.later(self._tell_addresses(request.text("domainname")))

    async def _tell_addresses(self, name: str) -> None:
        try:
            first = await self.look_up(name)
            more = [address for address in self.names.all(name) if address != first]
            if self.ordered_failure():
                raise NoSuchName(name)
            self.say("mdnsgip_result", domainname=name, ip=[first, *more])
        except NoSuchName:
            self.text(f"{self.lines['mdnsgip_result'].prefix} {name}")  # bare, as 3.11 says

    def do_mping(self, request: Request) -> None:
        self.ok()
        self.later(self._ping(request))

    async def _ping(self, request: Request) -> None:
        host, count = request.text("host"), request.number("ping_num", 4)
        try:
            address = await self.look_up(host)
        except NoSuchName:
            self.say("mping_failure", failure=FAILED)
            return
        if code := self.ordered_failure():
            self.say("mping_failure", failure=code)
            return
        sizes = {"packet_len": request.number("packet_len", 16), "ttl": 64}
        times = []
        async for time in self.pings(host, count):
            times.append(time)
            if time is None:
                self.say("mping_lost", loss=NO_REPLY)
            else:
                self.say("mping_reply", result=0, time=time, ip=address, **sizes)
        if count > 1:
            self._sum_up([time for time in times if time is not None], count)

    def _sum_up(self, times: list[int], count: int) -> None:
        values = {"rtt_min": min(times, default=0), "rtt_max": max(times, default=0)}
        values["rtt_avg"] = sum(times) // len(times) if times else 0
        self.say("mping_statistics", sent=count, lost=count - len(times), **values)

    def do_mntp(self, request: Request) -> None:
        self.ok()
        self.later(self._ask_time(request.text("server", "localhost"), request.number("sync", 1)))

    do_mntp_execute = do_mntp

    async def _ask_time(self, server: str, sets: int) -> None:
        try:
            clock = await self.network_time(server)
        except NoSuchName:
            self.say("mntp_result", result=FAILED)
            return
        if code := self.ordered_failure():
            self.say("mntp_result", result=code)
        else:
            if sets:
                self.clock.set(clock)
            self.say("mntp_result", result=0, time=clock.strftime("%y/%m/%d,%H:%M:%S+00"))
