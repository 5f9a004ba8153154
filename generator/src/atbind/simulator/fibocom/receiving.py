# SPDX-License-Identifier: MIT
"""Receiving on the Fibocom modem: pushed, buffered, or online."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from atbind.simulator.fibocom.sockets import BUFFERED, DAMAGED, HEX, RAW, SOCKETS, Sockets
from atbind.simulator.network.links import Link
from atbind.simulator.network.sockets import Peer
from atbind.simulator.parse import Request
from atbind.simulator.render import Value

if TYPE_CHECKING:
    from atbind.simulator.device import Device

ROOM = 2048
_Packets = asyncio.Queue[tuple[bytes, Peer]]


class Receiving(Sockets):
    """IPRFMT's ways, AT+MIPDSETS, AT+MIPREAD, AT+MIPODM."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._spans: dict[int, _Packets] = {}  # packets that wait for their time span
        self._escapes = True  # +++ leads back to commands

    def received(self, link: Link, data: bytes, peer: Peer) -> None:
        if self.online is link:
            self._online_data(link, data, peer)
        elif self.format == BUFFERED:
            link.keep(data, peer)
            self.say("urc_mipread", Socket_ID=link.id, ActualDataLen=link.unread)
        else:
            link.total += len(data)
            self._hand_out(link, data, peer)

    def _online_data(self, link: Link, data: bytes, peer: Peer) -> None:
        if self.on_data:
            self.wire.send(data, interruptible=False)
        else:
            link.keep(data, peer)
            self.say("urc_mipdata", Socket_ID=link.id, length=link.unread)

    # ---- pushed -----------------------------------------------------------------------

    def do_mipdsets(self, request: Request) -> None:
        self.link_of(request)
        self._remember(request)
        self.say("mipdsets_info", Status=0)
        self.ok()

    def _hand_out(self, link: Link, data: bytes, peer: Peer) -> None:
        """In packets of AT+MIPDSETS' size, its time between two of them."""
        stored = self.kept("+MIPDSETS", str(link.id))
        size, span = stored.number("Size", ROOM), stored.number("Time span", 0)
        for at in range(0, len(data), size):
            piece = data[at : at + size]
            if span:
                self._queue(link, piece, peer, span / 1000)
            else:
                self._push_packet(link, piece, peer)

    def _queue(self, link: Link, piece: bytes, peer: Peer, span: float) -> None:
        if link.id not in self._spans:
            self._spans[link.id] = asyncio.Queue()
            self.later(self._spaced(link, self._spans[link.id], span))
        self._spans[link.id].put_nowait((piece, peer))

    async def _spaced(self, link: Link, packets: _Packets, span: float) -> None:
        while not packets.empty():
            self._push_packet(link, *packets.get_nowait())
            await asyncio.sleep(span)
        del self._spans[link.id]

    def _push_packet(self, link: Link, data: bytes, peer: Peer) -> None:
        values: dict[str, Value] = {"Socket_ID": link.id}
        if link.packets:
            values |= {"Source_IP": peer[0], "Source_Port": peer[1]}
        name = "urc_miprudp" if link.packets else "urc_miprtcp"
        if self.format == HEX:
            self.say(name + "_hex", data.hex().upper().encode(), Left=0, **values)
        elif self.format == RAW:
            self.say(name + "_raw", data, Data_len=len(data), **values)
        else:
            self.wire.send(data)

    # ---- buffered -----------------------------------------------------------------------

    def do_mipread(self, request: Request) -> None:
        """Also what a connection brought before it was closed by the peer."""
        link = self.unread.get(request.number("Socket_ID")) or self.link_of(request)
        data, _ = link.take(request.number("ReadDataLen"))
        if not data:
            self.say("mipread_empty", Socket_ID=link.id)
        else:
            payload = data.hex().upper().encode() if request.optional("Hexmode") else data
            self.say("mipread_data", payload, Socket_ID=link.id, ActualReadDataLen=len(data))
        self.ok()

    def do_mipread_read(self, _: Request) -> None:
        for number in SOCKETS:
            link = self.links.get(number)
            unread = link.unread if link else 0
            self.say("mipread_unread", Socket_ID=number, ActualDataLen=unread)
        self.ok()

    # ---- online data mode -----------------------------------------------------------------

    def do_mipodm(self, request: Request) -> None:
        link = self.new_link(request)
        self._escapes = request.number("Pseudo-Command Mode", 0) == 0
        self.ok()
        self.later(self._go_online(link))

    async def _go_online(self, link: Link) -> None:
        self.online = link  # what comes at once is data already
        if not await self.open(link):
            self.online = None
            self.say("urc_mipstat", Socket_ID=link.id, Status=DAMAGED)
            return
        self.say("mipodm_result", Socket_ID=link.id, State=1)
        await self._enter(link, say=False)

    async def _enter(self, link: Link, say: bool) -> None:
        await self.enter_transparent(link.send, paced=link.drained, say=say)
        while link.received:
            self.wire.send(link.take(link.unread)[0], interruptible=False)
        link.deliver()

    def escape(self) -> bool:
        return self._escapes and super().escape()

    async def do_ato(self, request: Request) -> None:
        link = self.online
        if link is None or self.links.get(link.id) is not link:
            await super().do_ato(request)
        else:
            await self._enter(link, say=True)
