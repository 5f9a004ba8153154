# SPDX-License-Identifier: MIT
"""The SIMCom modem: one context, ten connections, four servers, three ways to hand out data."""

from __future__ import annotations

from atbind.simulator import simcom_base as codes
from atbind.simulator.modem import Fails
from atbind.simulator.parse import Request
from atbind.simulator.render import line_text
from atbind.simulator.simcom_base import LINKS, MOST_AT_ONCE, Link, SimcomBase
from atbind.simulator.sockets import Connection, NoSuchName, listen


class Simcom(SimcomBase):
    # ---- network --------------------------------------------------------------------

    def do_netopen_read(self, request: Request) -> None:
        self.say("netopen_read_info", net_state=int(self.opened))
        self.ok()

    def do_netopen(self, request: Request) -> None:
        if self.opened:
            raise self.ip_error(codes.IS_OPENED)
        self.opened = True
        self.ok()
        self.say("netopen_result", err=0)

    def do_netclose(self, request: Request) -> None:
        if not self.opened:
            raise self.fails("netclose_result", codes.NOT_OPENED)
        self.opened = False
        self.ok()
        transparent = [link for link in self.links.values() if link.transparent]
        for link in list(self.links.values()):
            self._drop(link)
        for index in list(self.servers):
            self.servers.pop(index)[1].close()
        for link in transparent:
            self.say("urc_closed")
            self.say("cipclose_result", link_num=link.number, err=0)
        self.say("netclose_result", err=0)

    def do_ipaddr(self, request: Request) -> None:
        if not self.opened:
            raise self.ip_error(codes.NO_NETWORK)
        self.say("ipaddr_info", ip_address="127.0.0.1")
        self.ok()

    def do_cdnsgip(self, request: Request) -> None:
        name = str(request.get("domain name"))
        try:
            address = self.names.resolve(name)
        except NoSuchName:
            failure = {"dns error code": codes.DNS_GENERAL_ERROR}
            text = line_text(self.lines["cdnsgip_failure"], failure)
            raise Fails(codes.DNS_GENERAL_ERROR, text) from None
        self.say("cdnsgip_info", domain_name=name, ip_address=address)
        self.ok()

    # ---- opening and closing ------------------------------------------------------------

    def _new_link(self, request: Request) -> Link:
        number = request.values["link_num"]
        transparent = self.setting("+CIPMODE") == 1
        code = 0
        if not self.opened:
            code = codes.NOT_OPENED
        elif number in self.links:
            code = codes.NOT_SUPPORTED
        elif transparent and number:
            code = codes.WRONG_PARAMETER
        if code:
            raise self.fails("cipopen_result", code, link_num=number)
        kind = "TCP" if request.form.id.endswith("tcp") else "UDP"
        address, port = str(request.get("serverIP", "")), int(request.get("serverPort", 0))
        return self._register(Link(number, kind, address, port, transparent=transparent))

    def _register(self, link: Link) -> Link:
        link.connection = Connection(
            lambda data, remote: self._received(link, data, remote), lambda: self._closed(link)
        )
        self.links[link.number] = link
        self.buffers[link.number].clear()
        return link

    async def _connect(self, link: Link, request: Request) -> int:
        """0, or <err>; the link is free again then."""
        local = int(request.get("localPort", 0))
        code = codes.NETWORK_FAILURE if link.type == "TCP" else codes.BIND_FAILED
        try:
            host = self.names.resolve(link.address) if link.address else ""
            if link.type == "TCP":
                await link.connection.connect(host, link.port, local)
            else:
                await link.connection.bind_udp(local, (host, link.port) if host else None)
            return 0
        except NoSuchName:
            code = codes.DNS_FAILED
        except OSError:
            pass
        self._drop(link)
        return code

    async def do_cipopen_tcp(self, request: Request) -> None:
        link = self._new_link(request)
        if link.transparent:
            await self._open_transparent(link, request)
        else:
            self.ok()
            self.later(self._report_open(link, request))

    async def _report_open(self, link: Link, request: Request) -> None:
        code = await self._connect(link, request)
        self.say("cipopen_result", link_num=link.number, err=code)

    async def do_cipopen_udp(self, request: Request) -> None:
        link = self._new_link(request)
        if link.transparent:
            await self._open_transparent(link, request)
            return
        code = await self._connect(link, request)
        if code:
            raise self.fails("cipopen_result", code, link_num=link.number)
        self.say("cipopen_result", link_num=link.number, err=0)
        self.ok()

    async def _open_transparent(self, link: Link, request: Request) -> None:
        if await self._connect(link, request):
            self.text("CONNECT FAIL")
        else:
            self._enter(link)

    def do_cipopen_read(self, request: Request) -> None:
        for number in range(LINKS):
            values: dict = {"link_num": number}
            if link := self.links.get(number):
                values |= {"type": link.type, "serverIP": link.address or "0.0.0.0"}
                values |= {"serverPort": link.port, "index": link.index}
            self.say("cipopen_read_info", **values)
        self.ok()

    def do_cipclose(self, request: Request) -> None:
        number = request.values["link_num"]
        link = self.links.get(number)
        if link is None:
            code = codes.NOT_SUPPORTED if self.opened else codes.NOT_OPENED
            raise self.fails("cipclose_result", code, link_num=number)
        self._drop(link)
        if link.type == "TCP":
            self.ok()
        if link.transparent:
            self.say("urc_closed")
        self.say("cipclose_result", link_num=number, err=0)
        if link.type == "UDP":
            self.ok()

    def do_cipclose_read(self, request: Request) -> None:
        states = {f"link{n}_state": int(n in self.links) for n in range(LINKS)}
        self.say("cipclose_read_info", **states)
        self.ok()

    def _drop(self, link: Link) -> None:
        link.connection.close()
        self.links.pop(link.number, None)

    def _closed(self, link: Link) -> None:
        """The peer closed it. What it sent before can still be read."""
        if self.links.get(link.number) is not link:
            return
        self._drop(link)
        if link.transparent and self.on_data:
            self.leave_data_mode("CLOSED")
        else:
            self.say("urc_ipclose", client_index=link.number, close_reason=1)

    # ---- servers ---------------------------------------------------------------------------

    async def do_serverstart(self, request: Request) -> None:
        port, index = request.values["port"], request.values["server_index"]
        if not self.opened or index in self.servers:
            raise self.fails("ciperror", codes.LISTENING if self.opened else codes.NOT_OPENED)
        try:
            listener = await listen(
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
        link = self._register(Link(free[0], "TCP", address, port, index, transparent))
        self.say(
            "urc_client", link_num=link.number, server_index=index, client_IP=address, port=port
        )
        link.connection.adopt(reader, writer)
        if transparent:
            self._enter(link)

    def do_serverstart_read(self, request: Request) -> None:
        if not self.opened:
            raise self.fails("ciperror", codes.NOT_OPENED)
        for index, (port, _) in sorted(self.servers.items()):
            self.say("serverstart_read_info", server_index=index, port=port)
        self.ok()

    def do_serverstop(self, request: Request) -> None:
        index = request.values["server_index"]
        if any(link.index == index for link in self.links.values()):
            raise self.fails("serverstop_result", codes.SOCKETS_OPENED, server_index=index)
        if index not in self.servers:
            raise self.fails("serverstop_result", codes.NOT_SUPPORTED, server_index=index)
        self.servers.pop(index)[1].close()
        self.say("serverstop_result", server_index=index, err=0)
        self.ok()

    # ---- sending ---------------------------------------------------------------------------

    async def do_cipsend(self, request: Request) -> None:
        await self._send(request, "TCP")

    async def do_cipsend_udp(self, request: Request) -> None:
        await self._send(request, "UDP")

    do_cipsend_length, do_cipsend_udp_length = do_cipsend, do_cipsend_udp

    async def _send(self, request: Request, kind: str) -> None:
        link = self.links.get(request.values["link_num"])
        if link is None:
            raise self.fails("ciperror", codes.NOT_SUPPORTED if self.opened else codes.NOT_OPENED)
        if link.type != kind:
            raise self.fails("ciperror", codes.WRONG_PARAMETER)
        remote = None
        if kind == "UDP":
            try:
                host = self.names.resolve(str(request.get("serverIP")))
            except NoSuchName:
                raise self.fails("ciperror", codes.NETWORK_FAILURE) from None
            remote = (host, int(request.values["serverPort"]))
        data = await self.payload(request.form, request.get("length"))
        if data is None:
            raise Fails()
        link.connection.send(data, remote)
        link.sent += len(data)
        self.ok()
        self.say(
            "cipsend_result",
            link_num=link.number,
            reqSendLength=len(data),
            cnfSendLength=len(data) if link.number in self.links else -1,
        )

    def do_cipack(self, request: Request) -> None:
        link = self.links.get(request.values["link_num"])
        if link is None or link.type != "TCP":
            raise self.ip_error(codes.NOT_CREATED if self.opened else codes.NO_NETWORK)
        self.say(
            "cipack_info",
            sent_data_size=link.sent,
            ack_data_size=link.sent,
            recv_data_size=link.received,
        )
        self.ok()

    # ---- receiving -------------------------------------------------------------------------

    def _received(self, link: Link, data: bytes, remote: tuple[str, int]) -> None:
        link.received += len(data)
        buffer = self.buffers[link.number]
        if link.transparent:
            if self.on_data:
                self.wire.send(data, interruptible=False)
            else:
                buffer += data
        elif self.setting("+CIPRXGET"):
            if not buffer:
                self.say("urc_ciprxget", link_num=link.number)
            buffer += data
        else:
            self._push(link, data, remote)

    def _push(self, link: Link, data: bytes, remote: tuple[str, int]) -> None:
        """Address, header and data follow each other without a gap."""
        unit = b""
        if self.setting("+CIPSRIP"):
            values: dict = {"IP ADDRESS": remote[0], "PORT": remote[1]}
            unit = self.unit(self.lines["urc_recv_from"], None, values)
        if self.setting("+CIPHEAD"):
            name = "urc_receive" if self.setting("+CIPCCFG", "HeaderType") else "urc_ipd"
            values = {"link num": link.number, "data length": len(data)}
            head = self.unit(self.lines[name], data, values)
            unit += head.removeprefix(b"\r\n") if unit else head
        else:
            unit += data
        self.wire.send(unit)

    def do_ciprxget(self, request: Request) -> None:
        """Back to handing data out by itself: what was buffered comes out, piece by piece."""
        self._remember(request)
        self.ok()
        for link in self.links.values() if request.values["mode"] == 0 else ():
            buffer = self.buffers[link.number]
            while buffer and not link.transparent:
                piece = bytes(buffer[:MOST_AT_ONCE])
                del buffer[:MOST_AT_ONCE]
                self._push(link, piece, link.connection.remote)

    def do_ciprxget_read(self, request: Request) -> None:
        self.say("ciprxget_read_info", mode=self.setting("+CIPRXGET"))
        self.ok()

    def do_ciprxget_data(self, request: Request) -> None:
        self._read(request, "ciprxget_data_info")

    def do_ciprxget_hex(self, request: Request) -> None:
        self._read(request, "ciprxget_hex_info")

    def _buffer(self, request: Request) -> bytearray:
        if not self.setting("+CIPRXGET"):
            raise self.ip_error(codes.UNSUPPORTED)
        return self.buffers[request.values["link_num"]]

    def _read(self, request: Request, name: str) -> None:
        number, buffer = request.values["link_num"], self._buffer(request)
        if not buffer:
            raise self.ip_error(codes.NO_DATA)
        length = next(p for p in request.form.parameters if p.name == "len")
        most = int(request.get("len", length.default))
        data = bytes(buffer[:most])
        del buffer[:most]
        coding = self.lines[name].payload.data_coding
        shown = data.hex().upper().encode() if coding == "hex" else data
        self.say(name, shown, link_num=number, read_len=len(data), rest_len=len(buffer))
        self.ok()

    def do_ciprxget_rest(self, request: Request) -> None:
        number, buffer = request.values["link_num"], self._buffer(request)
        if number not in self.links and not buffer:
            raise self.ip_error(codes.NOT_CREATED)
        self.say("ciprxget_rest_info", link_num=number, rest_len=len(buffer))
        self.ok()

    # ---- transparent mode --------------------------------------------------------------------

    def _enter(self, link: Link) -> None:
        self.enter_data_mode(link.connection.send)
        buffer = self.buffers[link.number]
        if buffer:
            self.wire.send(bytes(buffer), interruptible=False)
            buffer.clear()

    def do_ato(self, request: Request) -> None:
        link = self.links.get(0)
        if link is None or not link.transparent:
            raise Fails()
        self._enter(link)
