# SPDX-License-Identifier: MIT
"""Contexts and sockets of the Quectel modem: AT+QICSGP to AT+QISTATE."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atbind.simulator.life import Fails
from atbind.simulator.modem import Modem
from atbind.simulator.network.links import Link
from atbind.simulator.network.names import NoSuchName, is_address
from atbind.simulator.network.sockets import Connection, Peer
from atbind.simulator.parse import Request

if TYPE_CHECKING:
    from atbind.simulator.device import Device

BUFFER, PUSH, TRANSPARENT = 0, 1, 2
OPENING, CONNECTED, LISTENING, CLOSING = 1, 2, 3, 4
OPEN_FAILED, CLOSED, PDP_FAILED, INVALID_ADDRESS, PARAMETERS = 554, 555, 556, 557, 558
INVALID_SOCKET, IN_USE, ALREADY_ACTIVE, DNS_FAILED = 561, 562, 563, 565
INVALID_OPERATION, BIND_FAILED, TIMED_OUT, NO_NTP, DNS_BUSY = 566, 568, 571, 572, 574
DNS_CODES = {"fail": DNS_FAILED, "timeout": TIMED_OUT, "busy": DNS_BUSY}
MOST_ACTIVE_CONTEXTS = 3
ROOM = 10240  # bytes that a socket's receive buffer holds
SERVERS = ("TCP LISTENER", "UDP SERVICE")


@dataclass
class Socket(Link):
    """One <connectID>."""

    context: int = 1
    state: int = OPENING
    listener: asyncio.AbstractServer | None = None

    def close(self) -> None:
        super().close()
        if self.listener:
            self.listener.close()


class Sockets(Modem):
    """Contexts, clients, listeners."""

    parameter_error = PARAMETERS
    plain_errors = True  # AT+QIGETERROR tells why
    maker = ("Quectel", "EC20F", "EC20CEFAGR06A05M4G")
    banner = (("urc_rdy", {}), ("urc_cfun", {"fun": 1}))
    DEAD = CLOSING

    def __init__(self, device: Device):
        super().__init__(device)
        self.active: set[int] = set()
        self.sockets: dict[int, Socket] = {}
        self.links = self.sockets
        self.escaped: Socket | None = None  # left transparent mode last
        self.last_error = 0  # of the last TCP/IP command, which may have gone well

    def received(self, socket: Socket, data: bytes, remote: Peer) -> None:
        raise NotImplementedError

    async def enter(self, socket: Socket) -> None:
        raise NotImplementedError

    # ---- contexts -------------------------------------------------------------

    def do_qicsgp_query(self, request: Request) -> None:
        stored = self.kept("+QICSGP", request.text("contextID"))
        self.say(
            "qicsgp_query_info",
            context_type=1,
            apn=stored.text("APN"),
            username=stored.text("username"),
            password=stored.text("password"),
            authentication=stored.number("authentication", 0),
        )
        self.ok()

    def do_qicsgp(self, request: Request) -> None:
        self.store[("+QICSGP", request.text("contextID"))] = request.values
        self.ok()

    def do_qiact(self, request: Request) -> None:
        context = request.number("contextID")
        if context in self.active and self.setup.strict:
            raise Fails(ALREADY_ACTIVE)
        if context not in self.active and len(self.active) == MOST_ACTIVE_CONTEXTS:
            raise Fails(PDP_FAILED)
        if not self.is_registered:
            raise Fails(PDP_FAILED)
        self.active.add(context)
        self.ok()

    def do_qiact_read(self, request: Request) -> None:
        for context in sorted(self.active):
            values = {"contextID": context, "context_state": 1, "context_type": 1}
            self.say("qiact_read_info", ip_address=self.setup.address, **values)
        self.ok()

    def do_qideact(self, request: Request) -> None:
        context = request.number("contextID")
        self.active.discard(context)
        for socket in self.of_context(context):
            self.drop(socket)
        self.ok()

    def of_context(self, context: int) -> list[Socket]:
        return [s for s in self.sockets.values() if s.context == context]

    def need_context(self, request: Request) -> None:
        if request.number("contextID") not in self.active:
            raise Fails(PDP_FAILED)

    # ---- sockets --------------------------------------------------------------

    async def do_qiopen(self, request: Request) -> None:
        self.need_context(request)
        if request.number("connectID") in self.sockets:
            raise Fails(IN_USE)
        socket = self._new(request)
        if socket.mode == TRANSPARENT:
            await self._open_transparent(socket)
        else:
            self.sockets[socket.id] = socket
            self.ok()
            self.later(self._open_and_report(socket))

    def _new(self, request: Request) -> Socket:
        address = request.text("IP_address", request.text("domain_name"))
        socket = Socket(
            request.number("connectID"),
            request.text("service_type"),
            address,
            request.number("remote_port"),
            request.number("access_mode", BUFFER),
            request.number("local_port", 0),
            context=request.number("contextID"),
        )
        if address.replace(".", "").isdigit() and not is_address(address):
            raise Fails(INVALID_ADDRESS)
        return socket

    async def _open_transparent(self, socket: Socket) -> None:
        code = await self._open(socket)
        if code:
            raise Fails(code)
        self.sockets[socket.id] = socket
        await self.enter(socket)

    async def _open_and_report(self, socket: Socket) -> None:
        code = await self._open(socket)
        if self.sockets.get(socket.id) is not socket:
            socket.close()  # the host has closed it meanwhile
            return
        if code:
            self.last_error = code
            socket.close()
            socket.state = CLOSING
        self.say("qiopen_result", connectID=socket.id, err=code)
        if not code:
            socket.deliver()

    async def _open(self, socket: Socket) -> int:
        """0, or the error code."""
        if code := self.ordered_failure():
            return code
        try:
            await self._open_service(socket)
        except NoSuchName as problem:
            return DNS_CODES[problem.why]
        except asyncio.TimeoutError:
            return TIMED_OUT
        except OSError:
            return BIND_FAILED if socket.service in SERVERS else OPEN_FAILED
        return 0

    async def _open_service(self, socket: Socket) -> None:
        if socket.service == "TCP LISTENER":
            socket.listener = await self.net.listen(
                socket.local_port, lambda reader, writer: self._accepted(socket, reader, writer)
            )
            socket.state = LISTENING
        elif socket.service == "UDP SERVICE":
            socket.connection = self._connection(socket)
            await socket.connection.bind_udp(socket.local_port)
            socket.state = CONNECTED
        else:
            await self._connect(socket)

    async def _connect(self, socket: Socket) -> None:
        host = await self.resolve(socket.address)
        socket.connection = self._connection(socket)
        await socket.reach(host)
        socket.address, socket.state = host, CONNECTED

    def _connection(self, socket: Socket) -> Connection:
        async def paced() -> None:
            if socket.mode == BUFFER:
                await socket.below(self.room)
            else:
                await self.wire.paced()

        return self.net.connection(
            lambda data, remote: self.received(socket, data, remote),
            lambda: self._closed(socket),
            paced,
        )

    @property
    def room(self) -> int:
        return self.device.orders.buffer or ROOM

    def _accepted(self, server: Socket, reader: StreamReader, writer: StreamWriter) -> None:
        free = [n for n in range(11, -1, -1) if n not in self.sockets]
        if not free:
            writer.close()
            self.say("urc_incoming_full")
            return
        socket = Socket(free[0], "TCP INCOMING", mode=server.mode, server=server.id)
        socket.context, socket.state = server.context, CONNECTED
        socket.connection = self._connection(socket)
        self.sockets[socket.id] = socket
        socket.connection.adopt(reader, writer)
        socket.address, socket.port = socket.connection.remote
        socket.local_port = server.local_port
        ids = {"connectID": socket.id, "serverID": server.id}
        self.say("urc_incoming", remoteIP=socket.address, remote_port=socket.port, **ids)

    def _closed(self, socket: Socket) -> None:
        if self.sockets.get(socket.id) is not socket or socket.state == CLOSING:
            return
        socket.state = CLOSING
        if self.on_data and self.escaped is socket and socket.mode == TRANSPARENT:
            self.leave_transparent("NO CARRIER")
        else:
            self.say("urc_closed", connectID=socket.id)

    def drop(self, socket: Socket) -> None:
        socket.close()
        self.sockets.pop(socket.id, None)

    def do_qiclose(self, request: Request) -> None:
        socket = self.sockets.get(request.number("connectID"))
        if socket:
            self.drop(socket)
        self.ok()

    def do_qiopen_read(self, request: Request) -> None:
        self.ok()

    def do_qistate_context(self, request: Request) -> None:
        for socket in self.of_context(request.number("contextID")):
            self._state(socket)
        self.ok()

    def do_qistate(self, request: Request) -> None:
        socket = self.sockets.get(request.number("connectID"))
        if socket:
            self._state(socket)
        self.ok()

    def do_qistate_read(self, request: Request) -> None:
        for socket in self.sockets.values():
            self._state(socket)
        self.ok()

    def _state(self, socket: Socket) -> None:
        serving = socket.service in SERVERS
        self.say(
            "qistate_info",
            connectID=socket.id,
            service_type=socket.service,
            ip_address=self.setup.address if serving else socket.address,
            remote_port=0 if serving else socket.port,
            local_port=socket.local_port,
            socket_state=socket.state,
            contextID=socket.context,
            serverID=max(socket.server, 0),
            access_mode=socket.mode,
            at_port="uart",
        )
