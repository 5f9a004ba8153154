# SPDX-License-Identifier: MIT
"""Sending on the Fibocom modem: data accumulates, and is pushed by command, watermark or time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from atbind.simulator.fibocom.sockets import PARAM_WRONG, Sockets
from atbind.simulator.life import Fails
from atbind.simulator.network.links import Link
from atbind.simulator.network.sockets import Peer
from atbind.simulator.parse import Request

if TYPE_CHECKING:
    from atbind.simulator.device import Device

ROOM = 2048
TAKEN, STOPPED, NOTHING, NOT_ALLOWED = 0, 1, 2, 3  # <Status>
SENDTIME = 12


class Sending(Sockets):
    """AT+MIPSETS, AT+MIPSEND, AT+MIPPUSH, AT+MIPFLUSH."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._timers: dict[int, asyncio.TimerHandle] = {}
        self._stopped: set[int] = set()  # said +MIPXOFF

    @property
    def _size(self) -> int:
        return self.device.orders.buffer or ROOM

    def _room(self, link: Link) -> int:
        return max(0, self._size - len(self.waiting.get(link.id, b"")))

    # ---- watermark and time ----------------------------------------------------------

    def do_mipsets(self, request: Request) -> None:
        link = self.link_of(request)
        allowed = not self.waiting.get(link.id)
        if allowed:
            self._remember(request)
        self.say("mipsets_info", Status=TAKEN if allowed else NOT_ALLOWED)
        self.ok()

    def _push_rule(self, link: Link) -> tuple[int, int]:
        """The watermark in bytes, the time in ms."""
        stored = self.kept("+MIPSETS", str(link.id))
        return min(stored.number("Size", ROOM), self._size), stored.number("Timeout", 0)

    def _accumulated(self, link: Link) -> None:
        """Pushes at the watermark; what stays below starts the clock anew."""
        watermark, milliseconds = self._push_rule(link)
        if len(self.waiting.get(link.id, b"")) >= watermark:
            self._push(link)
        if timer := self._timers.pop(link.id, None):
            timer.cancel()
        if milliseconds and self.waiting.get(link.id):
            loop = asyncio.get_running_loop()
            self._timers[link.id] = loop.call_later(milliseconds / 1000, self._push, link)

    def _push(self, link: Link, peer: Peer | None = None) -> None:
        data = self.waiting.pop(link.id, b"")
        if data and self.links.get(link.id) is link:
            link.send(data, peer)

    # ---- flow control ------------------------------------------------------------------

    def _watch(self, link: Link, filled: bool) -> None:
        """A full buffer is told, and that there is room again once the network has taken it."""
        if filled and link.id not in self._stopped:
            self._stopped.add(link.id)
            self.say("urc_mipxoff", Socket_ID=link.id)
            self.later(self._go_on(link))

    async def _go_on(self, link: Link) -> None:
        while self.links.get(link.id) is link and not self._room(link):
            await asyncio.sleep(0.01)
        await link.drained()
        self._stopped.discard(link.id)
        if self.links.get(link.id) is link:
            self.say("urc_mipxon", Socket_ID=link.id)

    # ---- commands ------------------------------------------------------------------------

    def do_mipsend(self, request: Request) -> None:
        link = self.link_of(request)
        try:
            data = bytes.fromhex(request.text("Data"))
        except ValueError:
            raise Fails(PARAM_WRONG) from None
        taken = len(data) <= self._room(link)
        if taken:
            self.waiting[link.id] = self.waiting.get(link.id, b"") + data
            self._accumulated(link)
        status = TAKEN if taken else STOPPED
        self.say("mipsend_info", Socket_ID=link.id, Status=status, FreeSize=self._room(link))
        self.ok()
        self._watch(link, not taken or not self._room(link))

    def do_mipsend_read(self, _: Request) -> None:
        for link in self.links.values():
            self.say("mipsend_free", Socket_ID=link.id, FreeSize=self._room(link))
        if not self.links:
            self.say("mipsend_none")
        self.ok()

    async def do_mipsend_ctrl_z(self, request: Request) -> None:
        """Typed data is sent by itself after SENDTIME."""
        link = self.link_of(request)
        limit = self.kept("+GTSET", '"SENDTIME"').number("value", SENDTIME)
        length = request.optional("Data_len")
        data = await self.payload(request.form, length, limit)
        self.ok()
        if data:
            link.send(data)
        self.say("mipsend_pushed", Socket_ID=link.id, Status=TAKEN if data else NOTHING)
        self.say("mipsend_sent", Socket_ID=link.id, Status=TAKEN, FreeSize=self._size)
        self.ok()
        self._watch(link, len(data or b"") >= self._size)

    do_mipsend_length = do_mipsend_ctrl_z

    def do_mippush(self, request: Request) -> None:
        link = self.link_of(request)
        peer = None
        if "Destination_IP" in request.values:
            peer = (request.text("Destination_IP"), request.number("Destination_Port"))
        if self.waiting.get(link.id):
            self._push(link, peer)
            values = {"accumulated_sent_length": link.sent}
            self.say("mippush_info", Socket_ID=link.id, Status=TAKEN, **values)
        else:
            self.say("mippush_info", Socket_ID=link.id, Status=NOTHING)
        self.ok()

    def do_mipflush(self, request: Request) -> None:
        link = self.link_of(request)
        self.waiting.pop(link.id, None)
        self.say("mipflush_info", Socket_ID=link.id)
        self.ok()

    async def do_gtsack(self, request: Request) -> None:
        link = self.link_of(request)
        acked = await link.acknowledged()
        self.say("gtsack_info", **{"send": link.sent, "acked": acked, "u-cked": link.sent - acked})
        self.ok()
