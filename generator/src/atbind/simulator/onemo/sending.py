# SPDX-License-Identifier: MIT
"""Sending on the OneMO modem: AT+MIPSEND at the prompt and inside the command line."""

from __future__ import annotations

import re

from atbind.simulator.life import Fails
from atbind.simulator.network.links import Link
from atbind.simulator.onemo.connections import Connections
from atbind.simulator.onemo.settings import ESCAPED, HEX, QUOTE, RAW
from atbind.simulator.parse import Request

SEND_TIMEOUT, SEND_BUFFER = 10, 1460
WRITE_FAILED = 560
ESCAPES = {b'"': b'"', b"\\": b"\\", b"r": b"\r", b"n": b"\n", b"t": b"\t"}


class Sending(Connections):
    """Data on its way out."""

    def _limit(self, link: Link) -> int:
        return self.stored("timeout", link.id, "send_timeout", SEND_TIMEOUT)

    def _taken(self, link: Link, length: int) -> None:
        self.say("mipsend_info", connect_id=link.id, send_length=length)

    async def do_mipsend_prompt(self, request: Request) -> None:
        """Ends with Ctrl-Z, with a full send buffer, or with the time that "timeout" gives."""
        link = self.link_of(request)
        most = self.stored("sndbuf", link.id, "send_buffer", SEND_BUFFER)
        data = await self.payload(request.form, None, self._limit(link), most)
        if data is None:
            self.ok()
        else:
            self._send(link, data)

    do_mipsend_open = do_mipsend_prompt

    async def do_mipsend_length(self, request: Request) -> None:
        """Ends with the last byte, or with the time that "timeout" gives."""
        link = self.link_of(request)
        length = request.number("send_length")
        data = await self.payload(request.form, length, self._limit(link))
        self._send(link, data or b"")

    def _send(self, link: Link, data: bytes) -> None:
        """What the prompt took goes out, and is reported like data of a command line."""
        if self.links.get(link.id) is not link:
            raise Fails(WRITE_FAILED)
        link.send(data)
        self._taken(link, len(data))
        self.ok()
        self._report_sent(link, len(data), None)

    def do_mipsend_empty(self, request: Request) -> None:
        link = self.link_of(request)
        if not link.packets:
            raise Fails(self.parameter_error)
        link.send(b"")
        self._taken(link, 0)
        self.ok()

    def do_mipsend(self, request: Request) -> None:
        link = self.link_of(request)
        typed = request.data("data").replace(QUOTE.encode(), b'"')
        data, counted = self._uncoded(link, typed)
        if request.number("send_length", 0) not in (0, counted):
            raise Fails(self.parameter_error)
        link.send(data)
        self._taken(link, counted)
        self.ok()
        number = request.optional("seq")
        self._report_sent(link, len(data), number)

    def _uncoded(self, link: Link, typed: bytes) -> tuple[bytes, int]:
        """The data, and the number that a stated length must be."""
        coding = self.stored("encoding", link.id, "send_format", RAW)
        if coding == ESCAPED:
            data = re.sub(rb"\\(.)", lambda m: ESCAPES.get(m[1], m[0]), typed, flags=re.DOTALL)
            return data, len(typed)
        try:
            data = bytes.fromhex(typed.decode("latin-1")) if coding == HEX else typed
        except ValueError:
            raise Fails(self.parameter_error) from None
        return data, len(data)

    def _report_sent(self, link: Link, length: int, number: int | None) -> None:
        if link.packets and number is not None:
            self.say("urc_seq", connect_id=link.id, seq=number, result=0)
        if not link.packets and self.stored("ackmode", link.id, "ack_mode", 0):
            self.later(self._report_acknowledged(link, length))

    async def _report_acknowledged(self, link: Link, length: int) -> None:
        await link.acknowledged()
        self.say("urc_ack", connect_id=link.id, length=length)

    async def do_mipsack(self, request: Request) -> None:
        link = self.link_of(request)
        acked = 0 if link.packets else await link.acknowledged()
        values = {"acked": acked, "nack": link.sent - acked, "received": link.total}
        self.say("mipsack_info", sent=link.sent, **values)
        self.ok()
