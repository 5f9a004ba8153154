# SPDX-License-Identifier: MIT
"""Connections of the SIMCom modem: AT+CIPOPEN, AT+CIPCLOSE, AT+SERVERSTART."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter

from atbind.simulator.network.links import Link
from atbind.simulator.network.names import NoSuchName
from atbind.simulator.network.sockets import Connection, Peer
from atbind.simulator.parse import Request
from atbind.simulator.render import Value
from atbind.simulator.simcom import base as codes
from atbind.simulator.simcom.base import LINKS, ROOM
from atbind.simulator.simcom.network import Network


class Connections(Network):
    """Ten connections, four servers."""

    def received(self, link: Link, data: bytes, peer: Peer) -> None:
        raise NotImplementedError

    async def enter(self, link: Link) -> None:
        raise NotImplementedError

    # ---- opening ------------------------------------------------------------------------

    def _new_link(self, request: Request) -> Link:
        number = request.number("link_num")
        transparent = self.setting("+CIPMODE") == 1
        if code := self._cannot_open(number, transparent):
            raise self.fails("cipopen_result", code, link_num=number)
        kind = "TCP" if request.form.id.endswith("tcp") else "UDP"
        address, port = request.text("serverIP"), request.number("serverPort", 0)
        local_port = request.number("localPort", 0)
        link = Link(number, kind, address, port, int(transparent), local_port)
        self._register(link)
        return link

    def _cannot_open(self, number: int, transparent: bool) -> int:
        """<err>; 0: it can."""
        if not self.opened:
            return codes.NOT_OPENED
        if self.lost:
            return codes.NETWORK_FAILURE
        if number in self.links:
            return codes.NOT_SUPPORTED
        return codes.WRONG_PARAMETER if transparent and number else 0

    def _register(self, link: Link) -> Connection:
        async def paced() -> None:
            await self.wire.paced()
            while len(self.buffers[link.id]) >= (self.device.orders.buffer or ROOM):
                await asyncio.sleep(0.01)

        link.connection = connection = self.net.connection(
            lambda data, peer: self.received(link, data, peer), lambda: self._closed(link), paced
        )
        self.links[link.id] = link
        self.buffers[link.id].clear()
        return connection

    async def _connect(self, link: Link) -> int:
        """0, or <err>; the link is free again then."""
        limit = self.setting("+CIPTIMEOUT", "cipopen_timeout") / 1000
        code = self.ordered_failure()
        try:
            if not code:
                await asyncio.wait_for(self._reach(link), limit)
                return 0
        except NoSuchName:
            code = codes.DNS_FAILED
        except asyncio.TimeoutError:
            code = codes.TIMED_OUT
        except OSError:
            code = codes.NETWORK_FAILURE if link.service == "TCP" else codes.BIND_FAILED
        if not link.given_up:
            self.drop(link)
        return code

    async def _reach(self, link: Link) -> None:
        await link.reach(await self.resolve(link.address) if link.address else "")

    async def do_cipopen_tcp(self, request: Request) -> None:
        link = self._new_link(request)
        if link.mode:
            await self._open_transparent(link)
        else:
            self.ok()
            self.later(self._report_open(link))

    async def _report_open(self, link: Link) -> None:
        code = await self._connect(link)
        if link.given_up:
            link.close()
            return
        self.say("cipopen_result", link_num=link.id, err=code)
        if not code:
            link.deliver()

    async def do_cipopen_udp(self, request: Request) -> None:
        link = self._new_link(request)
        if link.mode:
            await self._open_transparent(link)
            return
        code = await self._connect(link)
        if code:
            raise self.fails("cipopen_result", code, link_num=link.id)
        self.say("cipopen_result", link_num=link.id, err=0)
        self.ok()
        link.deliver()

    async def _open_transparent(self, link: Link) -> None:
        if await self._connect(link):
            self.final("CONNECT FAIL")
        else:
            await self.enter(link)

    def do_cipopen_read(self, request: Request) -> None:
        for number in range(LINKS):
            values: dict[str, Value] = {}
            if link := self.links.get(number):
                values |= {"type": link.service, "serverIP": link.address or "0.0.0.0"}
                values |= {"serverPort": link.port, "index": link.server}
            self.say("cipopen_read_info", link_num=number, **values)
        self.ok()

    # ---- closing ------------------------------------------------------------------------

    def do_cipclose(self, request: Request) -> None:
        number = request.number("link_num")
        link = self.links.get(number)
        if link is None:
            code = codes.NOT_SUPPORTED if self.opened else codes.NOT_OPENED
            raise self.fails("cipclose_result", code, link_num=number)
        self.drop(link)
        link.given_up = True
        if link.service == "TCP":
            self.ok()
        if link.mode:
            self.say("urc_closed")
        self.say("cipclose_result", link_num=number, err=0)
        if link.service == "UDP":
            self.ok()

    def do_cipclose_read(self, request: Request) -> None:
        states = {f"link{n}_state": int(n in self.links) for n in range(LINKS)}
        self.say("cipclose_read_info", **states)
        self.ok()

    def _closed(self, link: Link) -> None:
        """The peer closed it. What it sent before can still be read."""
        if self.links.get(link.id) is not link:
            return
        self.drop(link)
        if link.mode and self.on_data:
            self.leave_transparent("CLOSED")
        else:
            self.say("urc_ipclose", client_index=link.id, close_reason=codes.CLOSED_BY_PEER)

    # ---- servers ---------------------------------------------------------------------------

    async def do_serverstart(self, request: Request) -> None:
        port, index = request.number("port"), request.number("server_index")
        if not self.opened or index in self.servers:
            raise self.fails("ciperror", codes.LISTENING if self.opened else codes.NOT_OPENED)
        try:
            listener = await self.net.listen(
                port, lambda reader, writer: self._accepted(index, reader, writer)
            )
        except OSError:
            raise self.fails("ciperror", codes.BIND_FAILED) from None
        self.servers[index] = (port, listener)
        self.ok()

    def _accepted(self, index: int, reader: StreamReader, writer: StreamWriter) -> None:
        free = [n for n in range(LINKS) if n not in self.links]
        if not free:
            writer.close()
            return
        address, port = writer.get_extra_info("peername")[:2]
        transparent = self.setting("+CIPMODE") == 1 and index == 0 and free[0] == 0
        link = Link(free[0], "TCP", address, port, mode=int(transparent), server=index)
        connection = self._register(link)
        ids = {"link_num": link.id, "server_index": index}
        self.say("urc_client", client_IP=address, port=port, **ids)
        connection.adopt(reader, writer)
        if transparent:
            self.later(self.enter(link))

    def do_serverstart_read(self, request: Request) -> None:
        if not self.opened:
            raise self.fails("ciperror", codes.NOT_OPENED)
        for index, (port, _) in sorted(self.servers.items()):
            self.say("serverstart_read_info", server_index=index, port=port)
        self.ok()

    def do_serverstop(self, request: Request) -> None:
        index = request.number("server_index")
        if any(link.server == index for link in self.links.values()):
            raise self.fails("serverstop_result", codes.SOCKETS_OPENED, server_index=index)
        if index not in self.servers:
            raise self.fails("serverstop_result", codes.NOT_SUPPORTED, server_index=index)
        self.servers.pop(index)[1].close()
        self.say("serverstop_result", server_index=index, err=0)
        self.ok()
