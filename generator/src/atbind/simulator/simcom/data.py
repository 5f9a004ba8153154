# SPDX-License-Identifier: MIT
"""Data of the SIMCom modem: AT+CIPSEND, AT+CIPRXGET, push and transparent mode."""

from __future__ import annotations

import asyncio

from atbind.simulator.life import Fails
from atbind.simulator.network.links import Link
from atbind.simulator.network.sockets import Peer
from atbind.simulator.parse import Request
from atbind.simulator.render import Value
from atbind.simulator.simcom import base as codes
from atbind.simulator.simcom.base import MOST_AT_ONCE
from atbind.simulator.simcom.connections import Connections

WAIT_FOR_ACK = 1  # AT+CIPSENDMODE


class Data(Connections):
    """Sending and receiving."""

    # ---- sending ---------------------------------------------------------------------------

    async def do_cipsend(self, request: Request) -> None:
        await self._send(request, "TCP")

    async def do_cipsend_udp(self, request: Request) -> None:
        await self._send(request, "UDP")

    do_cipsend_length, do_cipsend_udp_length = do_cipsend, do_cipsend_udp

    async def _send(self, request: Request, kind: str) -> None:
        link = self.links.get(request.number("link_num"))
        if link is None:
            raise self.fails("ciperror", codes.NOT_SUPPORTED if self.opened else codes.NOT_OPENED)
        if link.service != kind:
            raise self.fails("ciperror", codes.WRONG_PARAMETER)
        limit = self.setting("+CIPTIMEOUT", "cipsend_timeout") / 1000
        data = await self.payload(request.form, request.optional("length"), limit)
        if data is None:
            raise Fails()
        self.ok()
        if self.links.get(link.id) is not link or self.lost or self.ordered_failure():
            self._confirm(link, len(data), -1)
        elif kind == "UDP":
            link.send(data, (request.text("serverIP"), request.number("serverPort")))
            self._confirm(link, len(data), len(data))
        else:
            self._send_stream(link, data, limit)

    def _send_stream(self, link: Link, data: bytes, limit: float) -> None:
        link.send(data)
        if self.setting("+CIPSENDMODE") == WAIT_FOR_ACK:
            self.later(self._confirm_acked(link, len(data), limit))
        else:
            self._confirm(link, len(data), len(data))

    def _confirm(self, link: Link, wanted: int, sent: int) -> None:
        self.say("cipsend_result", link_num=link.id, reqSendLength=wanted, cnfSendLength=sent)

    async def _confirm_acked(self, link: Link, length: int, limit: float) -> None:
        """A peer that does not acknowledge in time loses the connection."""
        until = asyncio.get_running_loop().time() + limit
        while link.unacknowledged and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.01)
        if not link.unacknowledged:
            self._confirm(link, length, length)
            return
        self._confirm(link, length, -1)
        self.drop(link)
        self.say("urc_ipclose", client_index=link.id, close_reason=codes.SEND_TIMED_OUT)

    async def do_cipack(self, request: Request) -> None:
        link = self.links.get(request.number("link_num"))
        if link is None or link.service != "TCP":
            raise self.ip_error(codes.NOT_CREATED if self.opened else codes.NO_NETWORK)
        sizes = {"sent_data_size": link.sent, "ack_data_size": await link.acknowledged()}
        self.say("cipack_info", recv_data_size=link.total, **sizes)
        self.ok()

    # ---- receiving -------------------------------------------------------------------------

    def received(self, link: Link, data: bytes, peer: Peer) -> None:
        link.total += len(data)
        buffer = self.buffers[link.id]
        if link.mode:
            if self.on_data:
                self.wire.send(data, interruptible=False)
            else:
                buffer += data
        elif self.setting("+CIPRXGET"):
            self._keep(link, buffer, data)
        else:
            self._push(link, data, peer)

    def _keep(self, link: Link, buffer: bytearray, data: bytes) -> None:
        room = (self.device.orders.buffer or codes.ROOM) - len(buffer)
        if link.service == "UDP" and len(data) > room:
            return  # a datagram that finds no room is lost
        if not buffer:
            self.say("urc_ciprxget", link_num=link.id)
        buffer += data

    def _push(self, link: Link, data: bytes, remote: Peer) -> None:
        """Address, header and data follow each other without a gap."""
        unit = b""
        if self.setting("+CIPSRIP"):
            sender: dict[str, Value] = {"IP ADDRESS": remote[0], "PORT": remote[1]}
            unit = self.unit(self.lines["urc_recv_from"], None, sender)
        if self.setting("+CIPHEAD"):
            name = "urc_receive" if self.setting("+CIPCCFG", "HeaderType") else "urc_ipd"
            values = {"link num": link.id, "data length": len(data)}
            head = self.unit(self.lines[name], data, values)
            unit += head.removeprefix(b"\r\n") if unit else head
        else:
            unit += data
        self.wire.send(unit)

    def do_ciprxget(self, request: Request) -> None:
        """Back to handing data out by itself: what was buffered comes out, piece by piece."""
        self._remember(request)
        self.ok()
        for link in self.links.values() if request.number("mode") == 0 else ():
            buffer = self.buffers[link.id]
            while buffer and not link.mode:
                piece = bytes(buffer[:MOST_AT_ONCE])
                del buffer[:MOST_AT_ONCE]
                self._push(link, piece, link.remote)

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
        return self.buffers[request.number("link_num")]

    def _read(self, request: Request, name: str) -> None:
        number, buffer = request.number("link_num"), self._buffer(request)
        if not buffer:
            raise self.ip_error(codes.NO_DATA)
        most = request.number("len", self.default(request.form.command, "len"))
        data = bytes(buffer[:most])
        del buffer[:most]
        payload = self.lines[name].payload
        is_hex = payload is not None and payload.data_coding == "hex"
        shown = data.hex().upper().encode() if is_hex else data
        self.say(name, shown, link_num=number, read_len=len(data), rest_len=len(buffer))
        self.ok()

    def do_ciprxget_rest(self, request: Request) -> None:
        number, buffer = request.number("link_num"), self._buffer(request)
        if number not in self.links and not buffer:
            raise self.ip_error(codes.NOT_CREATED)
        self.say("ciprxget_rest_info", link_num=number, rest_len=len(buffer))
        self.ok()

    # ---- transparent mode --------------------------------------------------------------------

    async def enter(self, link: Link) -> None:
        await self.enter_transparent(link.send, paced=link.drained)
        buffer = self.buffers[link.id]
        if buffer:
            self.wire.send(bytes(buffer), interruptible=False)
            buffer.clear()
        link.deliver()

    async def do_ato(self, request: Request) -> None:
        link = self.links.get(0)
        if link is not None and link.mode:
            await self.enter(link)
        elif self.call is not None:
            await super().do_ato(request)
        else:
            raise Fails()
