# SPDX-License-Identifier: MIT
"""The OneMO modem: connections with their own access mode and data format."""

from __future__ import annotations

import time

from .links import Link, Peer
from .modem import Fails, Modem
from .parse import Request
from .sockets import Connection, NoSuchName

PUSH, TRANSPARENT, STREAM, PACKETS = 0, 1, 2, 3
IN_USE, NOT_CONNECTED, FAILED, BIND_FAILED, DNS_FAILED = 552, 553, 559, 555, 580
RAW, HEX = 0, 1


class Onemo(Modem):
    parameter_error = 50  # 3GPP: incorrect parameters

    def __init__(self, *args):
        super().__init__(*args)
        self.cmee = 1
        self.links: dict[int, Link] = {}
        self.escaped: Link | None = None
        self.wire.urc = lambda: self.unit(
            self.lines["urc_drop"], None, {"connect_id": 3, "drop_length": 1}
        )

    def formats(self, number: int) -> tuple[int, int]:
        """send_format, recv_format of a connection."""
        stored = self.store.get(("+MIPCFG", '"encoding"', str(number)), {})
        return int(stored.get("send_format", RAW)), int(stored.get("recv_format", RAW))

    def coded(self, number: int, data: bytes) -> bytes:
        return data.hex().upper().encode() if self.formats(number)[1] == HEX else data

    def _link(self, request: Request) -> Link:
        link = self.links.get(int(request.values["connect_id"]))
        if link is None:
            raise Fails(NOT_CONNECTED)
        return link

    # ---- connections -----------------------------------------------------------

    async def do_mipopen(self, request: Request) -> None:
        number = int(request.values["connect_id"])
        if number in self.links:
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
        self.later(self._open_and_report(link))

    async def _open_and_report(self, link: Link) -> None:
        code = await self._open(link)
        if code == 0 and link.mode == TRANSPARENT:
            self._enter(link)
        else:
            self.say("mipopen_result", connect_id=link.id, result=code)

    async def _open(self, link: Link) -> int:
        link.connection = Connection(
            lambda data, peer: self._received(link, data, peer), lambda: self._closed(link)
        )
        try:
            host = self.names.resolve(link.address)
            if link.packets:
                await link.connection.bind_udp(link.local_port, (host, link.port))
            else:
                await link.connection.connect(host, link.port, link.local_port)
        except NoSuchName:
            return DNS_FAILED
        except OSError:
            return BIND_FAILED if link.packets else FAILED
        self.links[link.id] = link
        return 0

    def _closed(self, link: Link) -> None:
        if self.links.pop(link.id, None) is None:
            return
        self.on_data = None if self.escaped is link else self.on_data
        self.say("urc_disconn", connect_id=link.id, connect_state=1)

    def do_mipclose(self, request: Request) -> None:
        link = self._link(request)
        del self.links[link.id]
        link.close()
        self.ok()
        code = 0 if "mode" in request.values and request.get("mode") != 1 else None
        self.say("mipclose_result", connect_id=link.id, ret_code=code)

    def do_mipstate_read(self, _: Request) -> None:
        (field, *_rest) = self.lines["mipstate_info"].values
        for number in range(field.parameter.minimum, field.parameter.maximum + 1):
            self._state(number)
        self.ok()

    def do_mipstate(self, request: Request) -> None:
        self._state(int(request.values["connect_id"]))
        self.ok()

    def _state(self, number: int) -> None:
        link = self.links.get(number)
        values: dict = {"connect_id": number, "state": "CONNECTED" if link else "INITIAL"}
        if link:
            values |= {"service_type": link.service, "address": link.address}
            values |= {"remote_port": link.port}
        self.say("mipstate_info", **values)

    # ---- data ------------------------------------------------------------------------

    def _received(self, link: Link, data: bytes, peer: Peer) -> None:
        if self.on_data and self.escaped is link:
            self.wire.send(data, interruptible=False)
        elif link.mode in (STREAM, PACKETS):
            link.keep(data, peer)
            self._report_buffer(link, len(data))
        else:
            link.total += len(data)
            line = "urc_rudp" if link.packets else "urc_rtcp"
            payload = self.coded(link.id, data)
            self.say(line, payload, connect_id=link.id, recv_length=len(data))

    def _report_buffer(self, link: Link, length: int) -> None:
        if link.packets:
            self.say("urc_rudp_buffered", connect_id=link.id, recv_count=len(link.received))
        else:
            values = {"recv_length": length, "total_length": link.unread}
            self.say("urc_rtcp_buffered", connect_id=link.id, **values)

    async def do_mipsend_prompt(self, request: Request) -> None:
        link = self._link(request)
        data = await self.payload(request.form, request.get("send_length"))
        if data is not None:
            link.send(data)
        self.ok()

    do_mipsend_length = do_mipsend_prompt
    do_mipsend_open = do_mipsend_prompt

    def do_mipsend_empty(self, request: Request) -> None:
        link = self._link(request)
        link.send(b"")
        self.say("mipsend_info", connect_id=link.id, send_length=0)
        self.ok()

    def do_mipsend(self, request: Request) -> None:
        link = self._link(request)
        typed = bytes(request.values["data"])
        is_hex = self.formats(link.id)[0] == HEX
        try:
            data = bytes.fromhex(typed.decode()) if is_hex else typed
        except ValueError:
            raise Fails(self.parameter_error) from None
        stated = int(request.get("send_length", 0))
        if stated not in (0, len(data)):
            raise Fails(self.parameter_error)
        link.send(data)
        self.say("mipsend_info", connect_id=link.id, send_length=len(data))
        self.ok()
        if "seq" in request.values:
            self.say("urc_seq", connect_id=link.id, seq=request.get("seq"), result=0)

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
        most = int(request.get("read_len", request.get("pack_count", 0)))
        if link.packets:
            for _ in range(min(most or len(link.received), len(link.received))):
                data, _peer = link.take(0)
                self._hand_over(link, "miprd_packet", data, unread_packcount=len(link.received))
        elif link.received:
            data, _peer = link.take(most or link.unread)
            self._hand_over(link, "miprd_stream", data, unread_len=link.unread)
        self.ok()

    def _hand_over(self, link: Link, line: str, data: bytes, **values) -> None:
        payload = self.coded(link.id, data)
        self.say(line, payload, connect_id=link.id, data_len=len(data), **values)

    def do_mipsack(self, request: Request) -> None:
        link = self._link(request)
        acked = 0 if link.packets else link.sent
        values = {"acked": acked, "nack": link.sent - acked, "received": link.total}
        self.say("mipsack_info", sent=link.sent, **values)
        self.ok()

    # ---- modes ---------------------------------------------------------------------------

    def do_mipmode_query(self, request: Request) -> None:
        link = self._link(request)
        self.say("mipmode_query_info", connect_id=link.id, access_mode=link.mode)
        self.ok()

    def do_mipmode(self, request: Request) -> None:
        link = self._link(request)
        link.mode = int(request.values["access_mode"])
        self.ok()

    def do_mipmode_transparent(self, request: Request) -> None:
        link = self._link(request)
        self.ok()
        self._enter(link)

    def _enter(self, link: Link) -> None:
        link.mode = TRANSPARENT
        self.escaped = link
        self.enter_data_mode(link.send, lambda: setattr(link, "mode", PUSH))

    # ---- services ------------------------------------------------------------------------

    def do_mdnsgip(self, request: Request) -> None:
        name = str(request.get("domainname"))
        self.ok()
        try:
            self.say("mdnsgip_result", domainname=name, ip=[self.names.resolve(name)])
        except NoSuchName:
            self.say("mdnsgip_result", domainname=name)

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
