# SPDX-License-Identifier: MIT
"""Receiving on the OneMO modem: pushed, buffered, transparent; AT+MIPRD, AT+MIPMODE."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from atbind.simulator.life import Fails
from atbind.simulator.network.links import Link
from atbind.simulator.network.sockets import Peer
from atbind.simulator.onemo.connections import PACKETS, PUSH, STREAM, TRANSPARENT, Connections
from atbind.simulator.parse import Request

if TYPE_CHECKING:
    from atbind.simulator.device import Device

PACKET, WAIT = 1024, 200  # packet_size, waittm in ms


class Receiving(Connections):
    """Data on its way in, and the modes that decide how."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._typed = bytearray()  # transparent mode: not yet a packet
        self._flush: asyncio.TimerHandle | None = None

    def received(self, link: Link, data: bytes, peer: Peer) -> None:
        if self.on_data and self.escaped is link:
            link.total += len(data)
            self.wire.send(data, interruptible=False)
        elif link.mode in (STREAM, PACKETS):
            self._buffer(link, data, peer)
        else:
            link.total += len(data)
            line = "urc_rudp" if link.packets else "urc_rtcp"
            payload = self.coded(link.id, data)
            self.say(line, payload, connect_id=link.id, recv_length=len(data))

    def _is_full(self, link: Link, length: int) -> bool:
        """Of packets; TCP's window lets the peer wait."""
        most = self.lines["urc_rudp_buffered"].parameters["recv_count"].maximum
        own = self.stored("rcvbuf", link.id, "recv_buffer", self.room)
        room = self.device.orders.buffer or own
        return link.unread + length > room or (most is not None and len(link.received) >= most)

    def _buffer(self, link: Link, data: bytes, peer: Peer) -> None:
        if link.packets and self._is_full(link, len(data)):
            self.say("urc_drop", connect_id=link.id, drop_length=len(data))
            return
        link.keep(data, peer)
        if link.packets:
            self.say("urc_rudp_buffered", connect_id=link.id, recv_count=len(link.received))
        else:
            values = {"recv_length": len(data), "total_length": link.unread}
            self.say("urc_rtcp_buffered", connect_id=link.id, **values)

    # ---- reading ------------------------------------------------------------------------

    def do_miprd_query(self, request: Request) -> None:
        link = self.link_of(request)
        count = len(link.received)
        if count and link.packets:
            self.say("miprd_unread_packets", connect_id=link.id, unread_packcount=count)
        elif count:
            self.say("miprd_unread", connect_id=link.id, unread_len=link.unread)
        self.ok()

    def do_miprd(self, request: Request) -> None:
        """Also of a lost connection that is kept until it is closed ("autofree" 1)."""
        link = self.lost.get(request.number("connect_id")) or self.link_of(request)
        asked = request.number("read_len", request.number("pack_count", 0))
        most = {p.name: p.maximum for p in request.form.parameters}["pack_count"]
        if link.packets and most is not None and asked > most:
            raise Fails(self.parameter_error)
        data = self._take(link, asked)
        if data and link.packets:
            self._hand_over(link, "miprd_packet", data, unread_packcount=len(link.received))
        elif data:
            self._hand_over(link, "miprd_stream", data, unread_len=link.unread)
        self.ok()

    def _take(self, link: Link, asked: int) -> bytes:
        """Packets or bytes, 0: all of them; in one line, as the layout has it."""
        if not link.packets:
            return link.take(asked or link.unread)[0]
        count = min(asked or len(link.received), len(link.received))
        return b"".join([link.take(0)[0] for _ in range(count)])

    def _hand_over(self, link: Link, line: str, data: bytes, **values: int) -> None:
        payload = self.coded(link.id, data)
        self.say(line, payload, connect_id=link.id, data_len=len(data), **values)

    # ---- modes --------------------------------------------------------------------------

    def do_mipmode_query(self, request: Request) -> None:
        link = self.link_of(request)
        self.say("mipmode_query_info", connect_id=link.id, access_mode=link.mode)
        self.ok()

    def do_mipmode(self, request: Request) -> None:
        link = self.link_of(request)
        mode = request.number("access_mode")
        if mode == (STREAM if link.packets else PACKETS):
            raise Fails(self.parameter_error)
        link.mode = mode
        self.ok()
        if mode == PUSH and link.received:
            self._hand_over(link, "urc_buffer_rest", self._take(link, 0), unread_len=0)

    async def do_mipmode_transparent(self, request: Request) -> None:
        link = self.link_of(request)
        self._remember(request)
        self.ok()
        await self.enter(link)

    async def enter(self, link: Link) -> None:
        link.mode = TRANSPARENT
        self.escaped = link

        def left() -> None:
            self._send_typed(link)
            link.mode = PUSH

        await self.enter_transparent(lambda data: self._type(link, data), left, link.drained)
        if link.received:
            self.wire.send(self._take(link, 0), interruptible=False)
        link.deliver()

    def _type(self, link: Link, data: bytes) -> None:
        """Typed data leaves in packets; a smaller rest after <waittm>."""
        stored = self.kept("+MIPMODE", str(link.id))
        size = stored.number("packet_size", PACKET)
        self._typed += data
        while len(self._typed) >= size:
            link.send(bytes(self._typed[:size]))
            del self._typed[:size]
        if self._flush:
            self._flush.cancel()
        wait = stored.number("waittm", WAIT) / 1000
        self._flush = asyncio.get_running_loop().call_later(wait, self._send_typed, link)

    def _send_typed(self, link: Link) -> None:
        if self._typed and self.links.get(link.id) is link:
            link.send(bytes(self._typed))
        self._typed.clear()

    async def do_ato(self, request: Request) -> None:
        link = self.escaped
        if link is None or self.links.get(link.id) is not link:
            await super().do_ato(request)
        else:
            await self.enter(link)
