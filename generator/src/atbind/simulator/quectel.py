# SPDX-License-Identifier: MIT
"""The Quectel modem: contexts, twelve sockets, three access modes, DNS, ping and NTP."""

from __future__ import annotations

import time
from dataclasses import dataclass

from atbind.simulator.links import Link
from atbind.simulator.modem import Fails, Modem
from atbind.simulator.parse import Request
from atbind.simulator.sockets import Connection, NoSuchName, listen

BUFFER, PUSH, TRANSPARENT = 0, 1, 2
OPENING, CONNECTED, LISTENING, CLOSING = 1, 2, 3, 4
UNKNOWN, OPEN_FAILED, PDP_FAILED, PARAMETERS = 552, 554, 556, 558
INVALID_SOCKET, IN_USE, DNS_FAILED, BIND_FAILED, INVALID_OPERATION = 561, 562, 565, 568, 566
MOST_ACTIVE_CONTEXTS = 3


@dataclass
class Socket(Link):
    """One <connectID>."""

    context: int = 1
    state: int = OPENING
    listener: object | None = None

    def close(self) -> None:
        super().close()
        if self.listener:
            self.listener.close()


class Quectel(Modem):
    parameter_error = PARAMETERS

    def __init__(self, *args):
        super().__init__(*args)
        self.active: set[int] = set()
        self.sockets: dict[int, Socket] = {}
        self.escaped: Socket | None = None  # left transparent mode last
        self.wire.urc = lambda: self.unit(self.lines["urc_pdpdeact"], None, {"contextID": 16})

    # ---- contexts -------------------------------------------------------------

    def do_qicsgp_query(self, request: Request) -> None:
        stored = self.store.get(("+QICSGP", str(request.get("contextID"))), {})
        self.say(
            "qicsgp_query_info",
            context_type=1,
            apn=stored.get("APN", ""),
            username=stored.get("username", ""),
            password=stored.get("password", ""),
            authentication=stored.get("authentication", 0),
        )
        self.ok()

    def do_qicsgp(self, request: Request) -> None:
        self.store[("+QICSGP", str(request.get("contextID")))] = dict(request.values)
        self.ok()

    def do_qiact(self, request: Request) -> None:
        context = request.values["contextID"]
        if context not in self.active and len(self.active) == MOST_ACTIVE_CONTEXTS:
            raise Fails(PDP_FAILED)
        self.active.add(context)
        self.ok()

    def do_qiact_read(self, request: Request) -> None:
        for context in sorted(self.active):
            self.say(
                "qiact_read_info",
                contextID=context,
                context_state=1,
                context_type=1,
                ip_address="127.0.0.1",
            )
        self.ok()

    def do_qideact(self, request: Request) -> None:
        context = request.values["contextID"]
        self.active.discard(context)
        for socket in [s for s in self.sockets.values() if s.context == context]:
            self._drop(socket)
        self.ok()

    # ---- sockets --------------------------------------------------------------

    async def do_qiopen(self, request: Request) -> None:
        values = request.values
        if values["contextID"] not in self.active:
            raise Fails(PDP_FAILED)
        if values["connectID"] in self.sockets:
            raise Fails(IN_USE)
        address = values.get("IP_address", values.get("domain_name"))
        socket = Socket(
            values["connectID"],
            values["service_type"],
            str(address),
            values["remote_port"],
            values.get("access_mode", BUFFER),
            values.get("local_port", 0),
            context=values["contextID"],
        )
        if socket.mode == TRANSPARENT:
            await self._open_transparent(socket)
        else:
            self.sockets[socket.id] = socket
            self.ok()
            self.later(self._open_and_report(socket))

    async def _open_transparent(self, socket: Socket) -> None:
        code = await self._open(socket)
        if code:
            raise Fails(code)
        self.sockets[socket.id] = socket
        self._enter(socket)

    async def _open_and_report(self, socket: Socket) -> None:
        code = await self._open(socket)
        if code:
            self.last_error = code
            socket.state = CLOSING
        self.say("qiopen_result", connectID=socket.id, err=code)

    async def _open(self, socket: Socket) -> int:
        """0, or the error code."""
        try:
            if socket.service == "TCP LISTENER":
                await self._listen(socket)
            elif socket.service == "UDP SERVICE":
                socket.connection = self._connection(socket)
                await socket.connection.bind_udp(socket.local_port)
                socket.state = CONNECTED
            else:
                await self._connect(socket)
        except NoSuchName:
            return DNS_FAILED
        except OSError:
            return BIND_FAILED if socket.service in ("TCP LISTENER", "UDP SERVICE") else OPEN_FAILED
        return 0

    async def _connect(self, socket: Socket) -> None:
        host = self.names.resolve(socket.address)
        socket.connection = self._connection(socket)
        if socket.service == "TCP":
            await socket.connection.connect(host, socket.port, socket.local_port)
        else:
            await socket.connection.bind_udp(socket.local_port, (host, socket.port))
        socket.address, socket.state = host, CONNECTED

    def _connection(self, socket: Socket) -> Connection:
        return Connection(
            lambda data, remote: self._received(socket, data, remote), lambda: self._closed(socket)
        )

    async def _listen(self, socket: Socket) -> None:
        socket.listener = await listen(
            socket.local_port, lambda reader, writer: self._accepted(socket, reader, writer)
        )
        socket.state = LISTENING

    def _accepted(self, server: Socket, reader, writer) -> None:
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
        self.say(
            "urc_incoming",
            connectID=socket.id,
            serverID=server.id,
            remoteIP=socket.address,
            remote_port=socket.port,
        )

    def _closed(self, socket: Socket) -> None:
        if self.sockets.get(socket.id) is not socket or socket.state == CLOSING:
            return
        socket.state = CLOSING
        if self.on_data and self.escaped is socket and socket.mode == TRANSPARENT:
            self.leave_data_mode("NO CARRIER")
        else:
            self.say("urc_closed", connectID=socket.id)

    def _drop(self, socket: Socket) -> None:
        socket.close()
        self.sockets.pop(socket.id, None)

    def do_qiclose(self, request: Request) -> None:
        socket = self.sockets.get(request.values["connectID"])
        if socket:
            self._drop(socket)
        self.ok()

    def do_qistate_context(self, request: Request) -> None:
        for socket in self.sockets.values():
            if socket.context == request.get("contextID"):
                self._state(socket)
        self.ok()

    def do_qistate(self, request: Request) -> None:
        socket = self.sockets.get(request.get("connectID"))
        if socket:
            self._state(socket)
        self.ok()

    def _state(self, socket: Socket) -> None:
        serving = socket.service in ("TCP LISTENER", "UDP SERVICE")
        self.say(
            "qistate_info",
            connectID=socket.id,
            service_type=socket.service,
            ip_address="127.0.0.1" if serving else socket.address,
            remote_port=0 if serving else socket.port,
            local_port=socket.local_port,
            socket_state=socket.state,
            contextID=socket.context,
            serverID=max(socket.server, 0),
            access_mode=socket.mode,
            at_port="uart",
        )

    # ---- data -------------------------------------------------------------------

    def _open_socket(self, request: Request) -> Socket:
        socket = self.sockets.get(request.values["connectID"])
        if socket is None:
            raise Fails(INVALID_SOCKET)
        return socket

    async def do_qisend(self, request: Request) -> None:
        await self._send(request, None)

    async def do_qisend_ctrl_z(self, request: Request) -> None:
        await self._send(request, None)

    async def do_qisend_to(self, request: Request) -> None:
        host = self.names.resolve(str(request.get("remoteIP")))
        await self._send(request, (host, int(request.values["remote_port"])))

    async def _send(self, request: Request, remote: tuple[str, int] | None) -> None:
        socket = self._open_socket(request)
        if socket.state != CONNECTED or (socket.service == "UDP SERVICE") != (remote is not None):
            raise Fails(INVALID_OPERATION)
        data = await self.payload(request.form, request.get("send_length"))
        if data is None:
            self.ok()
            return
        socket.send(data, remote)
        self.text("SEND OK")

    def do_qisend_query(self, request: Request) -> None:
        socket = self._open_socket(request)
        self.say(
            "qisend_query_info",
            total_send_length=socket.sent,
            ackedbytes=socket.sent,
            unackedbytes=0,
        )
        self.ok()

    def _received(self, socket: Socket, data: bytes, remote: tuple[str, int]) -> None:
        if socket.mode == TRANSPARENT and self.on_data and self.escaped is socket:
            self.wire.send(data, interruptible=False)
            return
        if socket.mode == PUSH:
            socket.total += len(data)
            socket.read += len(data)
            self._push(socket, data, remote)
        elif socket.keep(data, remote):
            self.say("urc_recv", connectID=socket.id)

    def _push(self, socket: Socket, data: bytes, remote: tuple[str, int]) -> None:
        values = {"connectID": socket.id, "currentrecvlength": len(data)}
        if socket.service == "UDP SERVICE":
            values |= {"remoteIP": remote[0], "remote_port": remote[1]}
            self.say("urc_recv_data_from", data, **values)
        else:
            self.say("urc_recv_data", data, **values)

    def do_qird(self, request: Request) -> None:
        self._read(request, int(request.values["read_length"]))

    def do_qird_packet(self, request: Request) -> None:
        self._read(request, 1500)

    def _read(self, request: Request, most: int) -> None:
        socket = self._open_socket(request)
        data, remote = socket.take(most)
        values: dict = {"read_actual_length": len(data)}
        if data and socket.service == "UDP SERVICE":
            values |= {"remoteIP": remote[0], "remote_port": remote[1]}
            self.say("qird_from_info", data, **values)
        elif data:
            self.say("qird_info", data, **values)
        else:
            self.say("qird_info", read_actual_length=0)
        self.ok()

    def do_qird_query(self, request: Request) -> None:
        socket = self._open_socket(request)
        self.say(
            "qird_query_info",
            total_receive_length=socket.total,
            have_read_length=socket.read,
            unread_length=socket.unread,
        )
        self.ok()

    # ---- transparent mode ---------------------------------------------------------

    def _enter(self, socket: Socket) -> None:
        socket.mode = TRANSPARENT
        self.escaped = socket
        self.enter_data_mode(socket.send, lambda: setattr(socket, "mode", BUFFER))
        for data, _ in socket.received:
            self.wire.send(data, interruptible=False)
        socket.received.clear()

    def do_qiswtmd(self, request: Request) -> None:
        socket = self._open_socket(request)
        if request.get("access_mode") == TRANSPARENT:
            self._enter(socket)
            return
        socket.mode = int(request.values["access_mode"])
        self.ok()

    def do_qiswtmd_read(self, request: Request) -> None:
        self.ok()

    def do_qiopen_read(self, request: Request) -> None:
        self.ok()

    def do_ato(self, request: Request) -> None:
        socket = self.escaped
        if socket is None or self.sockets.get(socket.id) is not socket or socket.state != CONNECTED:
            self.text("NO CARRIER")
        else:
            self._enter(socket)

    # ---- services -------------------------------------------------------------------

    def _need_context(self, request: Request) -> None:
        if request.values["contextID"] not in self.active:
            raise Fails(PDP_FAILED)

    def do_qping(self, request: Request) -> None:
        self._need_context(request)
        self.ok()
        self.later(self._ping(str(request.get("host")), int(request.get("pingnum", 4))))

    async def _ping(self, host: str, count: int) -> None:
        try:
            address = self.names.resolve(host)
        except NoSuchName:
            self.say("qping_summary", finresult=4)
            return
        for _ in range(count):
            self.say("qping_reply", result=0, ip_address=address, bytes=32, time=1, ttl=64)
        self.say("qping_summary", finresult=2, sent=count, rcvd=count, lost=0, min=1, max=1, avg=1)

    def do_qntp(self, request: Request) -> None:
        self._need_context(request)
        self.names.resolve(str(request.get("server")))
        self.ok()
        clock = time.strftime("%Y/%m/%d,%H:%M:%S+00", time.gmtime())
        self.say("qntp_result", err=0, time=clock)

    def do_qntp_read(self, request: Request) -> None:
        raise Fails(INVALID_OPERATION)

    def do_qidnsgip(self, request: Request) -> None:
        self._need_context(request)
        self.ok()
        try:
            address = self.names.resolve(str(request.get("hostname")))
        except NoSuchName:
            self.say("urc_dnsgip", err=DNS_FAILED)
            return
        self.say("urc_dnsgip", err=0, ip_count=1, dns_ttl=600)
        self.say("urc_dnsgip_address", hostIPaddr=address)

    def do_qigeterror(self, request: Request) -> None:
        code = self.last_error
        text = next((e.text for e in self.dialect.error_codes if e.code == code), "")
        self.say("qigeterror_info", err=code, errcode_description=" " + text)
        self.ok()
