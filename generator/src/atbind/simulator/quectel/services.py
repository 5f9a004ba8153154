# SPDX-License-Identifier: MIT
"""Services of the Quectel modem: ping, time, names, the last error."""

from __future__ import annotations

from atbind.simulator.commandline import TypedCommand
from atbind.simulator.life import Fails
from atbind.simulator.network.names import NoSuchName
from atbind.simulator.parse import Request, command_of
from atbind.simulator.quectel.sockets import DNS_CODES, INVALID_OPERATION, NO_NTP, Sockets

NAME_SERVERS = ("8.8.8.8", "8.8.4.4")
FINISHED, NOT_FOUND = 2, 4  # <finresult>


class Services(Sockets):
    """AT+QPING, AT+QNTP, AT+QIDNSCFG, AT+QIDNSGIP, AT+QIGETERROR."""

    _time_server: tuple[str, int] | None = None  # while a synchronisation runs

    def do_qping(self, request: Request) -> None:
        self.need_context(request)
        self.ok()
        self.later(self._ping(request.text("host"), request.number("pingnum", 4)))

    async def _ping(self, host: str, count: int) -> None:
        try:
            await self.resolve(host)
        except NoSuchName:
            self.say("qping_summary", finresult=NOT_FOUND)
            return
        if code := self.ordered_failure():
            self.say("qping_summary", finresult=code)
            return
        times = []
        async for time in self.pings(host, count):
            self._reply(self.names.resolve(host), time)
            times.append(time)
        self._sum_up([time for time in times if time is not None], count)

    def _reply(self, address: str, time: int | None) -> None:
        if time is None:
            self.say("qping_reply", result=1)
        else:
            values = {"result": 0, "bytes": 32, "time": time, "ttl": 64}
            self.say("qping_reply", ip_address=address, **values)

    def _sum_up(self, times: list[int], count: int) -> None:
        values = {"sent": count, "rcvd": len(times), "lost": count - len(times)}
        values |= {"min": min(times, default=0), "max": max(times, default=0)}
        average = sum(times) // len(times) if times else 0
        self.say("qping_summary", finresult=FINISHED, avg=average, **values)

    def do_qntp(self, request: Request) -> None:
        self.need_context(request)
        self._time_server = (request.text("server"), request.number("port", 123))
        self.ok()
        self.later(self._ask_time(request.text("server"), request.number("autosettime", 1)))

    async def _ask_time(self, server: str, sets: int) -> None:
        try:
            clock = await self.network_time(server)
            code = self.ordered_failure()
        except NoSuchName as problem:
            known = self.names.row(server).addresses
            code = NO_NTP if known else DNS_CODES[problem.why]
        self._time_server = None
        if code:
            self.last_error = code
            self.say("qntp_result", err=code)
        else:
            if sets:
                self.clock.set(clock)
            self.say("qntp_result", err=0, time=clock.strftime("%Y/%m/%d,%H:%M:%S+00"))

    def do_qntp_read(self, request: Request) -> None:
        if not self._time_server:
            raise Fails(INVALID_OPERATION)
        self.say("qntp_read_info", server=self._time_server[0], port=self._time_server[1])
        self.ok()

    def do_qidnscfg(self, request: Request) -> None:
        self.need_context(request)
        self._remember(request)
        self.ok()

    def do_qidnscfg_query(self, request: Request) -> None:
        context = request.number("contextID")
        stored = self.kept("+QIDNSCFG", str(context))
        first = stored.text("pridnsaddr", NAME_SERVERS[0])
        second = stored.text("secdnsaddr", "0.0.0.0" if stored else NAME_SERVERS[1])
        self.say("qidnscfg_query_info", contextID=context, pridnsaddr=first, secdnsaddr=second)
        self.ok()

    def do_qidnsgip(self, request: Request) -> None:
        self.need_context(request)
        self.ok()
        self.later(self._look_up(request.text("hostname")))

    async def _look_up(self, name: str) -> None:
        try:
            addresses = await self.resolve_all(name)
            code = self.ordered_failure()
        except NoSuchName as problem:
            code = DNS_CODES[problem.why]
        if code:
            self.last_error = code
            self.say("urc_dnsgip", err=code)
            return
        self.say("urc_dnsgip", err=0, ip_count=len(addresses), dns_ttl=600)
        for address in addresses:
            self.say("urc_dnsgip_address", hostIPaddr=address)

    # ---- the last error -----------------------------------------------------------

    async def answer(self, part: TypedCommand) -> None:
        if self.is_own(part.text) and command_of(part.text) != "+QIGETERROR":
            self.last_error = 0
        await super().answer(part)

    def error(self, code: int) -> None:
        if self.is_own(self.command):
            self.last_error = code
        super().error(code)

    def do_qigeterror(self, request: Request) -> None:
        code = self.last_error
        text = next((e.text for e in self.dialect.error_codes if e.code == code), "")
        self.say("qigeterror_info", err=code, errcode_description=" " + text)
        self.ok()
