# SPDX-License-Identifier: MIT
"""Services of the Fibocom modem: sizes told, ping, names, time."""

from __future__ import annotations

import asyncio

from atbind.simulator.fibocom.sockets import DNS_FAILED, PING_ERROR, Sockets
from atbind.simulator.life import Fails
from atbind.simulator.network.names import NoSuchName
from atbind.simulator.parse import Request

ROOM = 2048
FINISHED, LATE, ABORTED = 0, 1, 2  # <status> of +MPINGSTAT


class Services(Sockets):
    """AT+MPING, AT+MIPDNS, AT+MIPNTP, AT+MSDNS, AT+MIPCONF, and what AT+MIPSETS? tells."""

    _pinging: asyncio.Future[None] | None = None

    def _sizes(self, command: str, line: str, none: str) -> None:
        for number in sorted(self.links):
            stored = self.kept(command, str(number))
            times = {name: stored.number(name, 0) for name in ("Timeout", "Time span")}
            self.say(line, Socket_ID=number, Size=stored.number("Size", ROOM), **times)
        if not self.links:
            self.say(none)
        self.ok()

    def do_mipsets_read(self, _: Request) -> None:
        self._sizes("+MIPSETS", "mipsets_active", "mipsets_none")

    def do_mipdsets_read(self, _: Request) -> None:
        self._sizes("+MIPDSETS", "mipdsets_active", "mipdsets_none")

    def do_mipconf(self, request: Request) -> None:
        self.need_link()
        self._remember(request)
        self.ok()

    def do_msdns(self, request: Request) -> None:
        """A socket alone clears both of its servers; one address leaves the other."""
        if "Primary_DNS_server_IP" in request.values:
            self._remember(request)
        else:
            self.store.pop(self.key(request.form, request.values), None)
        self.ok()

    do_msv6dns = do_msdns

    # ---- ping -----------------------------------------------------------------------------

    def do_mping(self, request: Request) -> None:
        """One at a time; an aborted one says nothing more."""
        self.need_link()
        starts = request.optional("mode") != 0
        if starts == self._pings_on():
            raise Fails(PING_ERROR)
        self.ok()
        if not starts:
            self._end_ping()
        else:
            host, count = request.text("Destination_IP/hostname"), request.number("count", 4)
            self._pinging = self.later(self._ping(host, count))

    def _pings_on(self) -> bool:
        return self._pinging is not None and not self._pinging.done()

    def _end_ping(self) -> None:
        if self._pinging:
            self._pinging.cancel()

    def lose_ping(self) -> None:
        """The link has gone, and the ping with it."""
        if self._pings_on():
            self._end_ping()
            self.say("urc_mpingstat", status=ABORTED)

    async def _ping(self, host: str, count: int) -> None:
        try:
            address = await self.resolve(host)
        except NoSuchName:
            self.say("urc_mpingstat", status=ABORTED)
            return
        if code := self.ordered_failure():
            self.say("urc_mpingstat", status=code)
            return
        times = []
        async for time in self.pings(host, count):
            if time is None:
                self.say("urc_mpingstat", status=LATE)
            else:
                self.say("urc_mping", Destination_IP=address, type=0, code=0, RTT=time)
                times.append(time)
        sums = {"SentMessages": count, "ReceivedMessages": len(times)}
        if times:
            sums["AverageRTT"] = sum(times) // len(times)
        self.say("urc_mpingstat", status=FINISHED, Destination_IP=address, **sums)

    # ---- names and time ---------------------------------------------------------------------

    async def do_mipdns(self, request: Request) -> None:
        self.need_link()
        name = request.text("domain name")
        try:
            address = await self.resolve(name)
        except NoSuchName:
            raise Fails(DNS_FAILED) from None
        self.say("mipdns_info", **{"domain name": name, "IP": address})
        self.ok()

    def do_mipntp(self, request: Request) -> None:
        self.need_link()
        self._remember(request)
        self.ok()
        self.later(self._ask_time(request.text("Remote_IP")))

    async def _ask_time(self, server: str) -> None:
        try:
            self.clock.set(await self.network_time(server))
            self.say("mipntp_result", Result=0 if self.ordered_failure() else 1)
        except NoSuchName:
            self.say("mipntp_result", Result=0)
