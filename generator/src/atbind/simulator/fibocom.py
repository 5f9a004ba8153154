# SPDX-License-Identifier: MIT
"""The Fibocom modem: a radio link, six sockets, an accumulation buffer before each of them."""

from __future__ import annotations

from atbind.simulator.links import Link, Peer
from atbind.simulator.modem import Fails, Modem
from atbind.simulator.parse import Request
from atbind.simulator.sockets import Connection, NoSuchName

SOCKETS = range(1, 7)
ROOM = 2048
PARAM_WRONG, DNS_FAILED, NOT_OPEN, IN_USE, NO_LINK = 2000, 2002, 2024, 2017, 2031
HEX, RAW, BUFFERED = 0, 2, 5
UDP_PROTOCOLS = (1, 3, 61, 63)


class Fibocom(Modem):
    parameter_error = PARAM_WRONG
    prompt = b"\r\n> \r\n"

    def __init__(self, *args):
        super().__init__(*args)
        self.linked = False
        self.links: dict[int, Link] = {}
        self.waiting: dict[int, bytes] = {}  # accumulated, not pushed
        self.online: Link | None = None
        self.wire.urc = lambda: self.unit(self.lines["urc_mipxon"], None, {"Socket_ID": 6})

    @property
    def format(self) -> int:
        return int(self.store.get(("+GTSET", '"IPRFMT"'), {}).get("value", HEX))

    def _link(self, request: Request) -> Link:
        link = self.links.get(int(request.values["Socket_ID"]))
        if link is None:
            raise Fails(NOT_OPEN)
        return link

    # ---- radio link and sockets ---------------------------------------------------

    def do_mipcall(self, request: Request) -> None:
        self.linked = request.get("operation") != 0
        self.ok()
        if self.linked:
            self.say("mipcall_result", **{"Local IP address": "127.0.0.1"})
        else:
            self.say("mipcall_disconnected")

    def do_mipcall_read(self, _: Request) -> None:
        values = {"status": int(self.linked)}
        address = {"Local IP address": "127.0.0.1"} if self.linked else {}
        self.say("mipcall_read_info", **values, **address)
        self.ok()

    def do_mipopen(self, request: Request) -> None:
        link = self._new(request)
        self.ok()
        self.later(self._open_and_report(link))

    def _new(self, request: Request) -> Link:
        number = int(request.values["Socket_ID"])
        if not self.linked:
            raise Fails(NO_LINK)
        if number in self.links:
            raise Fails(IN_USE)
        service = "UDP" if request.get("Protocol") in UDP_PROTOCOLS else "TCP"
        address, port = str(request.get("Remote_IP")), int(request.values["Remote_Port"])
        return Link(number, service, address, port, local_port=int(request.get("Source_Port", 0)))

    async def _open_and_report(self, link: Link) -> None:
        if await self._open(link):
            self.say("mipopen_result", Socket_ID=link.id, State=1)
        else:
            self.say("urc_mipstat", Socket_ID=link.id, Status=1)

    async def _open(self, link: Link) -> bool:
        link.connection = Connection(
            lambda data, peer: self._received(link, data, peer), lambda: self._closed(link)
        )
        try:
            host = self.names.resolve(link.address)
            if link.packets:
                await link.connection.bind_udp(link.local_port, (host, link.port))
            else:
                await link.connection.connect(host, link.port, link.local_port)
        except (NoSuchName, OSError):
            return False
        self.links[link.id] = link
        return True

    def _closed(self, link: Link) -> None:
        if self.links.pop(link.id, None) is None:
            return
        if self.on_data and self.online is link:
            self.leave_data_mode("NO CARRIER")
        else:
            self.say("urc_mipstat", Socket_ID=link.id, Status=2)

    def do_mipclose(self, request: Request) -> None:
        link = self._link(request)
        del self.links[link.id]
        self.waiting.pop(link.id, None)
        link.close()
        self.ok()
        self.say("mipclose_result", Socket_ID=link.id, close_type=0)

    def _list(self, line: str, none: str, numbers: list[int]) -> None:
        if numbers:
            self.say(line, Socket_ID=numbers)
        else:
            self.say(none)
        self.ok()

    def do_mipopen_read(self, _: Request) -> None:
        self._list("mipopen_free", "mipopen_none", [n for n in SOCKETS if n not in self.links])

    def do_mipodm_read(self, _: Request) -> None:
        self._list("mipodm_free", "mipodm_none", [n for n in SOCKETS if n not in self.links])

    def do_mipclose_read(self, _: Request) -> None:
        self._list("mipclose_active", "mipclose_none", sorted(self.links))

    def do_mippush_read(self, _: Request) -> None:
        self._list("mippush_active", "mippush_none", sorted(self.links))

    def do_mipflush_read(self, _: Request) -> None:
        self._list("mipflush_active", "mipflush_none", sorted(self.links))

    # ---- sending: accumulate, then push ----------------------------------------------

    def _room(self, link: Link) -> int:
        return ROOM - len(self.waiting.get(link.id, b""))

    def do_mipsend(self, request: Request) -> None:
        link = self._link(request)
        try:
            data = bytes.fromhex(bytes(request.values["Data"]).decode())
        except ValueError:
            raise Fails(PARAM_WRONG) from None
        taken = len(data) <= self._room(link)
        if taken:
            self.waiting[link.id] = self.waiting.get(link.id, b"") + data
        values = {"Status": 0 if taken else 1, "FreeSize": self._room(link)}
        self.say("mipsend_info", Socket_ID=link.id, **values)
        self.ok()

    def do_mipsend_read(self, _: Request) -> None:
        for link in self.links.values():
            self.say("mipsend_free", Socket_ID=link.id, FreeSize=self._room(link))
        if not self.links:
            self.say("mipsend_none")
        self.ok()

    async def do_mipsend_ctrl_z(self, request: Request) -> None:
        link = self._link(request)
        data = await self.payload(request.form, request.get("Data_len"))
        self.ok()
        if data is not None:
            link.send(data)
        self.say("mipsend_pushed", Socket_ID=link.id, Status=0 if data else 2)
        self.say("mipsend_sent", Socket_ID=link.id, Status=0, FreeSize=ROOM)
        self.ok()

    do_mipsend_length = do_mipsend_ctrl_z

    def do_mippush(self, request: Request) -> None:
        link = self._link(request)
        data = self.waiting.pop(link.id, b"")
        if not data:
            self.say("mippush_info", Socket_ID=link.id, Status=2)
        else:
            peer = None
            if "Destination_IP" in request.values:
                address = self.names.resolve(str(request.get("Destination_IP")))
                peer = (address, int(request.values["Destination_Port"]))
            link.send(data, peer)
            values = {"accumulated_sent_length": link.sent}
            self.say("mippush_info", Socket_ID=link.id, Status=0, **values)
        self.ok()

    def do_mipflush(self, request: Request) -> None:
        link = self._link(request)
        self.waiting.pop(link.id, None)
        self.say("mipflush_info", Socket_ID=link.id)
        self.ok()

    def do_gtsack(self, request: Request) -> None:
        link = self._link(request)
        self.say("gtsack_info", **{"send": link.sent, "acked": link.sent, "u-cked": 0})
        self.ok()

    # ---- receiving ---------------------------------------------------------------------

    def _received(self, link: Link, data: bytes, peer: Peer) -> None:
        if self.on_data and self.online is link:
            self.wire.send(data, interruptible=False)
        elif self.format == BUFFERED:
            link.keep(data, peer)
            self.say("urc_mipread", Socket_ID=link.id, ActualDataLen=link.unread)
        else:
            link.total += len(data)
            self._push(link, data, peer)

    def _push(self, link: Link, data: bytes, peer: Peer) -> None:
        values: dict = {"Socket_ID": link.id}
        if link.packets:
            values |= {"Source_IP": peer[0], "Source_Port": peer[1]}
        name = "urc_miprudp" if link.packets else "urc_miprtcp"
        if self.format == HEX:
            self.say(name + "_hex", data.hex().upper().encode(), Left=0, **values)
        elif self.format == RAW:
            self.say(name + "_raw", data, Data_len=len(data), **values)
        else:
            self.wire.send(data)

    def do_mipread(self, request: Request) -> None:
        link = self._link(request)
        data, _ = link.take(int(request.values["ReadDataLen"]))
        if not data:
            self.say("mipread_empty", Socket_ID=link.id)
        else:
            payload = data.hex().upper().encode() if request.get("Hexmode") else data
            self.say("mipread_data", payload, Socket_ID=link.id, ActualReadDataLen=len(data))
        self.ok()

    def do_mipread_read(self, _: Request) -> None:
        for number in SOCKETS:
            link = self.links.get(number)
            unread = link.unread if link else 0
            self.say("mipread_unread", Socket_ID=number, ActualDataLen=unread)
        self.ok()

    # ---- online data mode -------------------------------------------------------------

    def do_mipodm(self, request: Request) -> None:
        link = self._new(request)
        self.ok()
        self.later(self._go_online(link))

    async def _go_online(self, link: Link) -> None:
        if not await self._open(link):
            self.say("urc_mipstat", Socket_ID=link.id, Status=1)
            return
        self.say("mipodm_result", Socket_ID=link.id, State=1)
        self.online = link
        self.on_data = link.send

    def do_ato(self, _: Request) -> None:
        link = self.online
        if link is None or self.links.get(link.id) is not link:
            self.text("NO CARRIER")
        else:
            self.enter_data_mode(link.send)

    # ---- services -----------------------------------------------------------------------

    def do_mipsets(self, request: Request) -> None:
        self._link(request)
        self._remember(request)
        self.say("mipsets_info", Status=0)
        self.ok()

    def do_mipdsets(self, request: Request) -> None:
        self._link(request)
        self._remember(request)
        self.say("mipdsets_info", Status=0)
        self.ok()

    def _sizes(self, command: str, line: str, none: str) -> None:
        for number in sorted(self.links):
            stored = self.store.get((command, str(number)), {})
            later = {k: stored.get(k, 0) for k in ("Timeout", "Time span")}
            self.say(line, Socket_ID=number, Size=stored.get("Size", ROOM), **later)
        if not self.links:
            self.say(none)
        self.ok()

    def do_mipsets_read(self, _: Request) -> None:
        self._sizes("+MIPSETS", "mipsets_active", "mipsets_none")

    def do_mipdsets_read(self, _: Request) -> None:
        self._sizes("+MIPDSETS", "mipdsets_active", "mipdsets_none")

    def do_mping(self, request: Request) -> None:
        self.ok()
        if request.get("mode") == 0:
            return
        count = int(request.get("count", 4))
        try:
            address = self.names.resolve(str(request.get("Destination_IP/hostname")))
        except NoSuchName:
            self.say("urc_mpingstat", status=2)
            return
        for _ in range(count):
            self.say("urc_mping", Destination_IP=address, type=0, code=0, RTT=1)
        sums = {"SentMessages": count, "ReceivedMessages": count, "AverageRTT": 1}
        self.say("urc_mpingstat", status=0, Destination_IP=address, **sums)

    def do_mipdns(self, request: Request) -> None:
        name = str(request.get("domain name"))
        try:
            address = self.names.resolve(name)
        except NoSuchName:
            raise Fails(DNS_FAILED) from None
        self.say("mipdns_info", **{"domain name": name, "IP": address})
        self.ok()

    def do_mipntp(self, request: Request) -> None:
        self._remember(request)
        self.ok()
        try:
            self.names.resolve(str(request.get("Remote_IP")))
            self.say("mipntp_result", Result=1)
        except NoSuchName:
            self.say("mipntp_result", Result=0)
