# SPDX-License-Identifier: MIT
"""Connections of the OneMO modem: AT+MIPOPEN, AT+MIPCLOSE, AT+MIPSTATE."""

from __future__ import annotations

import asyncio

from atbind.simulator.life import Fails
from atbind.simulator.network.links import Link
from atbind.simulator.network.names import NoSuchName
from atbind.simulator.network.sockets import Connection, Peer
from atbind.simulator.onemo.calls import Calls
from atbind.simulator.parse import Request
from atbind.simulator.render import Value

PUSH, TRANSPARENT, STREAM, PACKETS = 0, 1, 2, 3
IN_USE, BIND_FAILED, REFUSED, TIMED_OUT, FAILED = 552, 555, 557, 558, 559
DNS_FAILED, DNS_BUSY = 580, 581
DNS_CODES = {"fail": DNS_FAILED, "timeout": DNS_FAILED, "busy": DNS_BUSY}
FAILED_NB = 1  # what NB models say instead (note 15)
ROOM, ROOM_NB = 65535, 4096  # for what is not read yet
LOST = "CLOSED"  # state of a lost connection that is still to be closed
BY_SERVER, CONTEXT_LOST = 1, 3  # <connect_state>


class Connections(Calls):
    """Up to six connections."""

    def received(self, link: Link, data: bytes, peer: Peer) -> None:
        raise NotImplementedError

    async def look_up(self, name: str) -> str:
        raise NotImplementedError

    async def enter(self, link: Link) -> None:
        raise NotImplementedError

    @property
    def room(self) -> int:
        return self.device.orders.buffer or (ROOM_NB if self.is_nb else ROOM)

    # ---- opening ------------------------------------------------------------------------

    async def do_mipopen(self, request: Request) -> None:
        number = request.number("connect_id")
        if number in self.links or number in self.lost or number in self.opening:
            raise Fails(IN_USE)
        self.require_data()
        link = Link(
            number,
            request.text("proto_type"),
            request.text("address"),
            request.number("remote_port"),
            request.number("access_mode", PUSH),
            request.number("local_port", 0),
        )
        self.opening[number] = link
        self.ok()
        self.later(self._open_and_report(link, request.number("timeout", 60)))

    async def _open_and_report(self, link: Link, limit: int) -> None:
        code = self.ordered_failure() or await self._open(link, limit)
        if link.given_up:
            link.close()
            return
        del self.opening[link.id]
        if code == 0:
            self.links[link.id] = link
        if code == 0 and link.mode == TRANSPARENT:
            await self.enter(link)
        else:
            code = FAILED_NB if code and self.is_nb else code
            self.say("mipopen_result", connect_id=link.id, result=code)
            if not code:
                link.deliver()

    async def _open(self, link: Link, limit: int) -> int:
        """0, or the error code."""
        link.connection = self._connection(link)
        try:
            await asyncio.wait_for(self._connect(link), limit)
        except NoSuchName as problem:
            return DNS_CODES[problem.why]
        except asyncio.TimeoutError:
            return TIMED_OUT
        except ConnectionRefusedError:
            return REFUSED
        except OSError:
            return BIND_FAILED if link.local_port else FAILED
        return 0

    def _connection(self, link: Link) -> Connection:
        async def paced() -> None:
            await self.wire.paced()
            await link.below(self.room)

        return self.net.connection(
            lambda data, peer: self.received(link, data, peer), lambda: self._closed(link), paced
        )

    async def _connect(self, link: Link) -> None:
        await link.reach(await self.look_up(link.address))
        self.keep_alive(link)

    def keep_alive(self, link: Link) -> None:
        """AT+MIPTKA, for a connection that is open and for one that opens."""
        stored = self.kept("+MIPTKA", str(link.id))
        if stored.get("keepalive") and link.connection and not link.packets:
            link.connection.keep_alive(*(int(each or 1) for each in self._times(stored).values()))

    def do_miptka(self, request: Request) -> None:
        link = self.links.get(request.number("connect_id"))
        if link and link.packets:
            raise Fails(self.parameter_error)
        self._remember(request)
        if link:
            self.keep_alive(link)
        self.ok()

    # ---- closing ------------------------------------------------------------------------

    def _closed(self, link: Link) -> None:
        if self.links.get(link.id) is link:
            self.lose(link, BY_SERVER)

    def lose(self, link: Link, why: int) -> None:
        """The connection is gone; with "autofree" 1 the host has still to close it."""
        del self.links[link.id]
        link.close()
        if self.stored("autofree", link.id, "free_mode", 0):
            self.lost[link.id] = link
        if self.escaped is link:
            self.on_data = None
        self.say("urc_disconn", connect_id=link.id, connect_state=why)
        self.host.feed(b"")

    def do_mipclose(self, request: Request) -> None:
        number = request.number("connect_id")
        if opening := self.opening.pop(number, None):
            opening.given_up = True
        elif number not in self.lost:
            self.link_of(request).close()
        self.links.pop(number, None)
        self.lost.pop(number, None)
        self.ok()
        code = None if request.optional("mode") in (None, 1) else 0
        self.say("mipclose_result", connect_id=number, ret_code=code)

    def do_mipstate_read(self, _: Request) -> None:
        for number in self.numbers():
            self._state(number)
        self.ok()

    def do_mipstate(self, request: Request) -> None:
        self._state(request.number("connect_id"))
        self.ok()

    def _state(self, number: int) -> None:
        link = self.links.get(number)
        values: dict[str, Value] = {"state": LOST if number in self.lost else "INITIAL"}
        if link:
            values |= {"service_type": link.service, "address": link.address}
            values |= {"remote_port": link.port, "state": "CONNECTED"}
        self.say("mipstate_info", connect_id=number, **values)
