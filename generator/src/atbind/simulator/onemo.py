# SPDX-License-Identifier: MIT
"""The OneMO modem: connections with their own access mode and data format."""

from __future__ import annotations

import asyncio
import re
import time

from atbind.simulator.links import Link, Peer
from atbind.simulator.modem import Fails
from atbind.simulator.onemo_base import ESCAPED, HEX, QUOTE, RAW, OnemoSettings
from atbind.simulator.parse import Request
from atbind.simulator.sockets import Connection, NoSuchName

PUSH, TRANSPARENT, STREAM, PACKETS = 0, 1, 2, 3
IN_USE, BIND_FAILED, REFUSED, TIMED_OUT, FAILED, DNS_FAILED = 552, 555, 557, 558, 559, 580
FAILED_NB = 1  # what NB models say instead (note 15)
LOST = "CLOSED"  # state of a lost connection that is still to be closed
ESCAPES = {b'"': b'"', b"\\": b"\\", b"r": b"\r", b"n": b"\n", b"t": b"\t"}


class Onemo(OnemoSettings):
    """Connections, data, and the services behind them."""

    # ---- connections -----------------------------------------------------------

    async def do_mipopen(self, request: Request) -> None:
        number = int(request.values["connect_id"])
        if number in self.links or number in self.lost:
            raise Fails(IN_USE)
        link = Link(
            number,
            str(request.get("proto_type")),
            str(request.get("address")),
            int(request.values["remote_port"]),
            int(request.get("access_mode", PUSH)),
            int(request.get("local_port", 0)),
        )
        self.ok()
        self.later(self._open_and_report(link, int(request.get("timeout", 60))))

    async def _open_and_report(self, link: Link, limit: int) -> None:
        code = await self._open(link, limit)
        if code == 0 and link.mode == TRANSPARENT:
            self._enter(link)
        else:
            code = FAILED_NB if code and self.is_nb else code
            self.say("mipopen_result", connect_id=link.id, result=code)

    async def _open(self, link: Link, limit: int) -> int:
        """0, or the error code."""
        link.connection = Connection(
            lambda data, peer: self._received(link, data, peer), lambda: self._closed(link)
        )
        try:
            await asyncio.wait_for(self._connect(link), limit)
        except NoSuchName:
            return DNS_FAILED
        except asyncio.TimeoutError:
            return TIMED_OUT
        except ConnectionRefusedError:
            return REFUSED
        except OSError:
            return BIND_FAILED if link.local_port else FAILED
        self.links[link.id] = link
        return 0

    async def _connect(self, link: Link) -> None:
        host = self.names.resolve(link.address)
        if link.packets:
            await link.connection.bind_udp(link.local_port, (host, link.port))
        else:
            await link.connection.connect(host, link.port, link.local_port)

    def _closed(self, link: Link) -> None:
        if self.links.get(link.id) is not link:
            return
        del self.links[link.id]
        if self.stored("autofree", link.id, "free_mode", 0):
            self.lost.add(link.id)
        if self.escaped is link:
            self.on_data = None
        self.say("urc_disconn", connect_id=link.id, connect_state=1)
        self.host.feed(b"")

    def do_mipclose(self, request: Request) -> None:
        number = int(request.values["connect_id"])
        if number not in self.lost:
            self._link(request).close()
        self.links.pop(number, None)
        self.lost.discard(number)
        self.ok()
        code = 0 if "mode" in request.values and request.get("mode") != 1 else None
        self.say("mipclose_result", connect_id=number, ret_code=code)

    def do_mipstate_read(self, _: Request) -> None:
        for number in self.numbers():
            self._state(number)
        self.ok()

    def do_mipstate(self, request: Request) -> None:
        self._state(int(request.values["connect_id"]))
        self.ok()

    def _state(self, number: int) -> None:
        link = self.links.get(number)
        values: dict = {"connect_id": number, "state": LOST if number in self.lost else "INITIAL"}
        if link:
            values |= {"service_type": link.service, "address": link.address}
            values |= {"remote_port": link.port, "state": "CONNECTED"}
        self.say("mipstate_info", **values)

    # ---- receiving -------------------------------------------------------------

    def _received(self, link: Link, data: bytes, peer: Peer) -> None:
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

    def _buffer(self, link: Link, data: bytes, peer: Peer) -> None:
        room = self.stored("rcvbuf", link.id, "recv_buffer", 4096 if self.is_nb else 65535)
        packets = self.lines["urc_rudp_buffered"].values[1].parameter
        difference = packets.models.get(self.model)
        most = (difference and difference.maximum) or packets.maximum
        if link.unread + len(data) > room or link.packets and len(link.received) >= most:
            self.say("urc_drop", connect_id=link.id, drop_length=len(data))
            return
        link.keep(data, peer)
        if link.packets:
            self.say("urc_rudp_buffered", connect_id=link.id, recv_count=len(link.received))
        else:
            values = {"recv_length": len(data), "total_length": link.unread}
            self.say("urc_rtcp_buffered", connect_id=link.id, **values)

    def do_miprd_query(self, request: Request) -> None:
        link = self._link(request)
        if link.packets:
            self.say(
                "miprd_unread_packets", connect_id=link.id, unread_packcount=len(link.received)
            )
        else:
            self.say("miprd_unread", connect_id=link.id, unread_len=link.unread)
        self.ok()

    def do_miprd(self, request: Request) -> None:
        link = self._link(request)
        asked = int(request.get("read_len", request.get("pack_count", 0)))
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

    def _hand_over(self, link: Link, line: str, data: bytes, **values) -> None:
        payload = self.coded(link.id, data)
        self.say(line, payload, connect_id=link.id, data_len=len(data), **values)

    # ---- sending ---------------------------------------------------------------

    async def do_mipsend_prompt(self, request: Request) -> None:
        link = self._link(request)
        data = await self.payload(request.form, None)
        if data is not None:
            link.send(data)
        self.ok()

    do_mipsend_open = do_mipsend_prompt

    async def do_mipsend_length(self, request: Request) -> None:
        """Ends with the last byte, or with the time that "timeout" gives."""
        link = self._link(request)
        limit = time.monotonic() + self.stored("timeout", link.id, "send_timeout", 10)
        self.wire.send(self.prompt, interruptible=False)
        data = bytearray()
        try:
            while len(data) < int(request.values["send_length"]):
                left = limit - time.monotonic()
                data.append(await asyncio.wait_for(self.host.byte(), max(left, 0)))
        except asyncio.TimeoutError:
            pass
        link.send(bytes(data))
        self.ok()

    def do_mipsend_empty(self, request: Request) -> None:
        link = self._link(request)
        if not link.packets:
            raise Fails(self.parameter_error)
        link.send(b"")
        self.say("mipsend_info", connect_id=link.id, send_length=0)
        self.ok()

    def do_mipsend(self, request: Request) -> None:
        link = self._link(request)
        typed = bytes(request.values["data"]).replace(QUOTE.encode(), b'"')
        data, counted = self._uncoded(link, typed)
        if int(request.get("send_length", 0)) not in (0, counted):
            raise Fails(self.parameter_error)
        link.send(data)
        self.say("mipsend_info", connect_id=link.id, send_length=counted)
        self.ok()
        self._report_sent(link, len(data), request)

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

    def _report_sent(self, link: Link, length: int, request: Request) -> None:
        if link.packets and "seq" in request.values:
            self.say("urc_seq", connect_id=link.id, seq=request.get("seq"), result=0)
        if not link.packets and self.stored("ackmode", link.id, "ack_mode", 0):
            self.say("urc_ack", connect_id=link.id, length=length)

    def do_mipsack(self, request: Request) -> None:
        link = self._link(request)
        acked = 0 if link.packets else link.sent
        values = {"acked": acked, "nack": link.sent - acked, "received": link.total}
        self.say("mipsack_info", sent=link.sent, **values)
        self.ok()

    # ---- modes -----------------------------------------------------------------

    def do_mipmode_query(self, request: Request) -> None:
        link = self._link(request)
        self.say("mipmode_query_info", connect_id=link.id, access_mode=link.mode)
        self.ok()

    def do_mipmode(self, request: Request) -> None:
        link = self._link(request)
        mode = int(request.values["access_mode"])
        if mode == (STREAM if link.packets else PACKETS):
            raise Fails(self.parameter_error)
        link.mode = mode
        self.ok()
        if mode == PUSH and link.received:
            self._hand_over(link, "urc_buffer_rest", self._take(link, 0), unread_len=0)

    def do_mipmode_transparent(self, request: Request) -> None:
        link = self._link(request)
        self.ok()
        self._enter(link)

    def _enter(self, link: Link) -> None:
        link.mode = TRANSPARENT
        self.escaped = link
        self.enter_data_mode(link.send, lambda: setattr(link, "mode", PUSH))
        if link.received:
            self.wire.send(self._take(link, 0), interruptible=False)

    # ---- services --------------------------------------------------------------

    def do_mdnsgip(self, request: Request) -> None:
        name = str(request.get("domainname"))
        self.ok()
        try:
            self.say("mdnsgip_result", domainname=name, ip=[self.names.resolve(name)])
        except NoSuchName:
            self.text(f"{self.lines['mdnsgip_result'].prefix} {name}")  # bare, as 3.11 says

    def do_mping(self, request: Request) -> None:
        count = int(request.get("ping_num", 4))
        self.ok()
        try:
            address = self.names.resolve(str(request.get("host")))
        except NoSuchName:
            self.say("mping_failure", result=1)
            return
        values = {"ip": address, "packet_len": request.get("packet_len", 16), "time": 1, "ttl": 64}
        for _ in range(count):
            self.say("mping_reply", result=0, **values)
        if count > 1:
            self.say("mping_statistics", sent=count, lost=0, rtt_min=1, rtt_max=1, rtt_avg=1)

    def do_mntp(self, request: Request) -> None:
        self.ok()
        try:
            self.names.resolve(str(request.get("server", "localhost")))
        except NoSuchName:
            self.say("mntp_result", result=1)
            return
        clock = time.strftime("%y/%m/%d,%H:%M:%S+00", time.gmtime())
        self.say("mntp_result", result=0, time=clock)

    do_mntp_execute = do_mntp
