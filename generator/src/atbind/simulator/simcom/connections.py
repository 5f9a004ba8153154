# SPDX-License-Identifier: MIT
"""Connections of the SIMCom modem: AT+CIPOPEN, AT+CIPCLOSE, AT+SERVERSTART."""

from __future__ import annotations

import asyncio

from atbind.simulator.network.links import Link
from atbind.simulator.network.names import NoSuchName
from atbind.simulator.network.sockets import Peer
from atbind.simulator.parse import Request
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
        number = int(request.values["link_num"])
        transparent = self.setting("+CIPMODE") == 1
        code = 0
        if not self.opened:
            code = codes.NOT_OPENED
        elif self.lost:
            code = codes.NETWORK_FAILURE
        elif number in self.links:
            code = codes.NOT_SUPPORTED
        elif transparent and number:
            code = codes.WRONG_PARAMETER
        if code:
            raise self.fails("cipopen_result", code, link_num=number)
        kind = "TCP" if request.form.id.endswith("tcp") else "UDP"
        address, port = str(request.get("serverIP", "")), int(request.get("serverPort", 0))
        return self._register(Link(number, kind, address, port, mode=int(transparent)))

    def _register(self, link: Link) -> Link:
        async def paced() -> None:
            await self.wire.paced()
            while len(self.buffers[link.id]) >= (self.device.orders.buffer or ROOM):
                await asyncio.sleep(0.01)

        link.connection = self.net.connection(
            lambda data, peer: self.received(link, data, peer), lambda: self._closed(link), paced
        )
        self.links[link.id] = link
        self.buffers[link.id].clear()
        return link

    async def _connect(self, link: Link, request: Request) -> int:
        """0, or <err>; the link is free again then."""
        limit = self.setting("+CIPTIMEOUT", "cipopen_timeout") / 1000
        code = self.ordered_failure()
        try:
            if not code:
                await asyncio.wait_for(self._reach(link, int(request.get("localPort", 0))), limit)
                return 0
        except NoSuchName:
            code = codes.DNS_FAILED
        except asyncio.TimeoutError:
            code = codes.TIMED_OUT
        except OSError:
            code = codes.NETWORK_FAILURE if link.service == "TCP" else codes.BIND_FAILED
        self.drop(link)
        return code

    async def _reach(self, link: Link, local: int) -> None:
        host = await self.resolve(link.address) if link.address else ""
        if link.service == "TCP":
            await link.connection.connect(host, link.port, local)
        else:
            await link.connection.bind_udp(local, (host, link.port) if host else None)

    async def do_cipopen_tcp(self, request: Request) -> None:
        link = self._new_link(request)
        if link.mode:
            await self._open_transparent(link, request)
        else:
            self.ok()
            self.later(self._report_open(link, request))

    async def _report_open(self, link: Link, request: Request) -> None:
        code = await self._connect(link, request)
        self.say("cipopen_result", link_num=link.id, err=code)
        if not code:
            link.connection.deliver()

    async def do_cipopen_udp(self, request: Request) -> None:
        link = self._new_link(request)
        if link.mode:
            await self._open_transparent(link, request)
            return
        code = await self._connect(link, request)
        if code:
            raise self.fails("cipopen_result", code, link_num=link.id)
        self.say("cipopen_result", link_num=link.id, err=0)
        self.ok()
        link.connection.deliver()

    async def _open_transparent(self, link: Link, request: Request) -> None:
        if await self._connect(link, request):
            self.final("CONNECT FAIL")
        else:
            await self.enter(link)

    def do_cipopen_read(self, request: Request) -> None:
        for number in range(LINKS):
            values: dict = {"link_num": number}
            if link := self.links.get(number):
                values |= {"type": link.service, "serverIP": link.address or "0.0.0.0"}
                values |= {"serverPort": link.port, "index": link.server}
            self.say("cipopen_read_info", **values)
        self.ok()

    # ---- closing ------------------------------------------------------------------------

    def do_cipclose(self, request: Request) -> None:
        number = request.values["link_num"]
        link = self.links.get(number)
        if link is None:
            code = codes.NOT_SUPPORTED if self.opened else codes.NOT_OPENED
            raise self.fails("cipclose_result", code, link_num=number)
        self.drop(link)
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
            self.leave_data_mode("CLOSED")
        else:
            self.say("urc_ipclose", client_index=link.id, close_reason=codes.CLOSED_BY_PEER)

    # ---- servers ---------------------------------------------------------------------------

    async def do_serverstart(self, request: Request) -> None:
        port, index = request.values["port"], request.values["server_index"]
        if not self.opened or index in self.servers:
            raise self.fails("ciperror", codes.LISTENING if self.opened else codes.NOT_OPENED)
        try:
            listener = await self.net.listen(
                port, lambda reader, writer: self._accepted(index, writer, reader)
            )
        except OSError:
            raise self.fails("ciperror", codes.BIND_FAILED) from None
        self.servers[index] = (port, listener)
        self.ok()

    def _accepted(self, index: int, writer, reader) -> None:
        free = [n for n in range(LINKS) if n not in self.links]
        if not free:
            writer.close()
            return
        address, port = writer.get_extra_info("peername")[:2]
        transparent = self.setting("+CIPMODE") == 1 and index == 0 and free[0] == 0
        link = Link(free[0], "TCP", address, port, mode=int(transparent), server=index)
        self._register(link)
        ids = {"link_num": link.id, "server_index": index}
        self.say("urc_client", client_IP=address, port=port, **ids)
        link.connection.adopt(reader, writer)
        if transparent:
            self.later(self.enter(link))

    def do_serverstart_read(self, request: Request) -> None:
        if not self.opened:
            raise self.fails("ciperror", codes.NOT_OPENED)
        for index, (port, _) in sorted(self.servers.items()):
            self.say("serverstart_read_info", server_index=index, port=port)
        self.ok()

    def do_serverstop(self, request: Request) -> None:
        index = request.values["server_index"]
        if any(link.server == index for link in self.links.values()):
            raise self.fails("serverstop_result", codes.SOCKETS_OPENED, server_index=index)
        if index not in self.servers:
            raise self.fails("serverstop_result", codes.NOT_SUPPORTED, server_index=index)
        self.servers.pop(index)[1].close()
        self.say("serverstop_result", server_index=index, err=0)
        self.ok()
