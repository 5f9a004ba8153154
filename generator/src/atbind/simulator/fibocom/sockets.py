# SPDX-License-Identifier: MIT
"""The radio link and the sockets of the Fibocom modem: AT+MIPCALL, AT+MIPOPEN, AT+MIPCLOSE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atbind.simulator.life import Fails
from atbind.simulator.modem import Modem
from atbind.simulator.network.links import Link
from atbind.simulator.network.names import NoSuchName
from atbind.simulator.network.sockets import Connection, Peer
from atbind.simulator.parse import Request

if TYPE_CHECKING:
    from atbind.simulator.device import Device

SOCKETS = range(1, 7)
PARAM_WRONG, DNS_FAILED, NOT_OPEN, IN_USE, NO_LINK = 2000, 2002, 2024, 2017, 2031
PING_ERROR = 2029
DAMAGED, ALARM = 1, 2  # <Status> of +MIPSTAT
HEX, RAW, BUFFERED = 0, 2, 5  # IPRFMT
UDP_PROTOCOLS = (1, 3, 61, 63)
KEEP_IDLE, KEEP_INTERVAL, KEEP_COUNT = 7200, 65, 9


class Sockets(Modem):
    """Opens and closes."""

    parameter_error = PARAM_WRONG
    maker = ("Fibocom", "L610-CN-00-00", "16000.1000.00.04.01.10")
    banner = (("urc_sim_ready", {}),)
    prompt = b"\r\n> \r\n"

    def __init__(self, device: Device):
        super().__init__(device)
        self.links: dict[int, Link] = {}
        self.opening: dict[int, Link] = {}
        self.linked = False
        self.waiting: dict[int, bytes] = {}  # accumulated, not pushed
        self.unread: dict[int, Link] = {}  # closed by the peer, not read yet
        self.online: Link | None = None

    def received(self, link: Link, data: bytes, peer: Peer) -> None:
        raise NotImplementedError

    @property
    def format(self) -> int:
        return self.kept("+GTSET", '"IPRFMT"').number("value", HEX)

    def survives(self, key: tuple[str, ...]) -> bool:
        """What 1.11 and 2.4 store at power down; all else is the power's."""
        return key[0] in ("+GTSET", "+MIPKEEPCONF")

    def link_of(self, request: Request) -> Link:
        link = self.links.get(request.number("Socket_ID"))
        if link is None:
            raise Fails(NOT_OPEN)
        return link

    def need_link(self) -> None:
        if not self.linked:
            raise Fails(NO_LINK)

    # ---- radio link ------------------------------------------------------------------

    def do_mipcall(self, request: Request) -> None:
        self.ok()
        self.linked = self.is_registered and not self.ordered_failure()
        if self.linked:
            self.say("mipcall_result", **{"Local IP address": self.setup.address})
        else:
            self.say("mipcall_disconnected")

    def do_mipcall_disconnect(self, request: Request) -> None:
        self.linked = False
        self.ok()
        for link in list(self.links.values()):
            self.drop(link)
        self.say("mipcall_disconnected")

    def do_mipcall_read(self, _: Request) -> None:
        address = {"Local IP address": self.setup.address} if self.linked else {}
        self.say("mipcall_read_info", status=int(self.linked), **address)
        self.ok()

    # ---- opening ------------------------------------------------------------------------

    def do_mipopen(self, request: Request) -> None:
        link = self.new_link(request)
        self.opening[link.id] = link
        self.ok()
        self.later(self._open_and_report(link))

    def new_link(self, request: Request) -> Link:
        number = request.number("Socket_ID")
        self.need_link()
        if number in self.links or number in self.opening:
            raise Fails(IN_USE)
        self.unread.pop(number, None)
        service = "UDP" if request.optional("Protocol") in UDP_PROTOCOLS else "TCP"
        address, port = request.text("Remote_IP"), request.number("Remote_Port")
        return Link(number, service, address, port, local_port=request.number("Source_Port", 0))

    async def _open_and_report(self, link: Link) -> None:
        opened = await self.open(link)
        if link.given_up:
            return
        del self.opening[link.id]
        if opened:
            self.say("mipopen_result", Socket_ID=link.id, State=1)
            link.deliver()
        else:
            self.say("urc_mipstat", Socket_ID=link.id, Status=DAMAGED)

    async def open(self, link: Link) -> bool:
        if self.ordered_failure():
            return False
        link.connection = self._connection(link)
        try:
            await link.reach(await self.resolve(link.address))
        except (NoSuchName, OSError):
            return False
        if link.given_up:
            link.close()
            return False
        self._keep_alive(link)
        self.links[link.id] = link
        return True

    def _connection(self, link: Link) -> Connection:
        async def paced() -> None:
            await self.wire.paced()
            await link.below(self.device.orders.buffer or 65536)

        return self.net.connection(
            lambda data, peer: self.received(link, data, peer), lambda: self._closed(link), paced
        )

    def _keep_alive(self, link: Link) -> None:
        """AT+MIPKEEPCONF holds for the connections opened after it."""
        stored = self.kept("+MIPKEEPCONF")
        if stored.get("mode") and link.connection:
            link.connection.keep_alive(
                stored.number("keepidle", KEEP_IDLE),
                stored.number("keepintvl", KEEP_INTERVAL),
                stored.number("keepcnt", KEEP_COUNT),
            )

    # ---- closing ------------------------------------------------------------------------

    def _closed(self, link: Link) -> None:
        if self.links.get(link.id) is not link:
            return
        self.drop(link)
        self.unread[link.id] = link
        if self.on_data and self.online is link:
            self.leave_transparent("NO CARRIER")
        else:
            self.say("urc_mipstat", Socket_ID=link.id, Status=ALARM)

    def drop(self, link: Link) -> None:
        link.close()
        self.links.pop(link.id, None)
        self.waiting.pop(link.id, None)

    def do_mipclose(self, request: Request) -> None:
        link = self.opening.pop(request.number("Socket_ID"), None) or self.link_of(request)
        link.given_up = True
        self.drop(link)
        self.ok()
        self.say("mipclose_result", Socket_ID=link.id, close_type=0)

    # ---- lists ------------------------------------------------------------------------------

    def _list(self, line: str, none: str, numbers: list[int]) -> None:
        if numbers:
            self.say(line, Socket_ID=numbers)
        else:
            self.say(none)
        self.ok()

    def _free(self) -> list[int]:
        return [n for n in SOCKETS if n not in self.links]

    def do_mipopen_read(self, _: Request) -> None:
        self._list("mipopen_free", "mipopen_none", self._free())

    def do_mipodm_read(self, _: Request) -> None:
        self._list("mipodm_free", "mipodm_none", self._free())

    def do_mipclose_read(self, _: Request) -> None:
        self._list("mipclose_active", "mipclose_none", sorted(self.links))

    def do_mippush_read(self, _: Request) -> None:
        self._list("mippush_active", "mippush_none", sorted(self.links))

    def do_mipflush_read(self, _: Request) -> None:
        self._list("mipflush_active", "mipflush_none", sorted(self.links))
