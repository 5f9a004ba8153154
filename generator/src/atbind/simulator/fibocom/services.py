# SPDX-License-Identifier: MIT
"""Services of the Fibocom modem: sizes told, ping, names, time."""

from __future__ import annotations

from atbind.simulator.fibocom.sockets import DNS_FAILED, Sockets
from atbind.simulator.life import Fails
from atbind.simulator.network.names import NoSuchName
from atbind.simulator.parse import Request

ROOM = 2048
FINISHED, NO_ANSWER = 0, 2  # <status> of +MPINGSTAT


class Services(Sockets):
    """AT+MPING, AT+MIPDNS, AT+MIPNTP, and what AT+MIPSETS? tells."""

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

    def do_mping(self, request: Request) -> None:
        self.ok()
        if request.optional("mode") == 0:
            return
        count = request.number("count", 4)
        self.later(self._ping(request.text("Destination_IP/hostname"), count))

    async def _ping(self, host: str, count: int) -> None:
        try:
            address = await self.resolve(host)
        except NoSuchName:
            self.say("urc_mpingstat", status=NO_ANSWER)
            return
        if code := self.ordered_failure():
            self.say("urc_mpingstat", status=code)
            return
        times = [time for time in await self.pings(host, count) if time is not None]
        for time in times:
            self.say("urc_mping", Destination_IP=address, type=0, code=0, RTT=time)
        sums = {"SentMessages": count, "ReceivedMessages": len(times)}
        if times:
            sums["AverageRTT"] = sum(times) // len(times)
        status = FINISHED if times else NO_ANSWER
        self.say("urc_mpingstat", status=status, Destination_IP=address, **sums)

    async def do_mipdns(self, request: Request) -> None:
        name = request.text("domain name")
        try:
            address = await self.resolve(name)
        except NoSuchName:
            raise Fails(DNS_FAILED) from None
        self.say("mipdns_info", **{"domain name": name, "IP": address})
        self.ok()

    def do_mipntp(self, request: Request) -> None:
        self._remember(request)
        self.ok()
        self.later(self._ask_time(request.text("Remote_IP")))

    async def _ask_time(self, server: str) -> None:
        try:
            self.clock.set(await self.network_time(server))
            self.say("mipntp_result", Result=0 if self.ordered_failure() else 1)
        except NoSuchName:
            self.say("mipntp_result", Result=0)
