# SPDX-License-Identifier: MIT
"""Data of the Quectel modem: AT+QISEND, AT+QIRD, direct push and transparent mode."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from atbind.simulator.life import Fails
from atbind.simulator.network.sockets import Peer
from atbind.simulator.parse import Request
from atbind.simulator.quectel.sockets import (
    BUFFER,
    CLOSED,
    CLOSING,
    CONNECTED,
    INVALID_OPERATION,
    INVALID_SOCKET,
    PUSH,
    TRANSPARENT,
    Socket,
    Sockets,
)
from atbind.simulator.render import Value

if TYPE_CHECKING:
    from atbind.simulator.device import Device

MOST_READ = 1500
PACKET, WAIT = 1024, 2  # transpktsize, transwaittm in 100 ms


class Data(Sockets):
    """Sending, reading, transparent mode."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._typed = bytearray()  # transparent mode: not yet a packet
        self._flush: asyncio.TimerHandle | None = None

    def open_socket(self, request: Request) -> Socket:
        socket = self.sockets.get(request.number("connectID"))
        if socket is None:
            raise Fails(INVALID_SOCKET)
        return socket

    # ---- sending ----------------------------------------------------------------

    async def do_qisend(self, request: Request) -> None:
        await self._send(request, None)

    async def do_qisend_ctrl_z(self, request: Request) -> None:
        await self._send(request, None)

    async def do_qisend_to(self, request: Request) -> None:
        await self._send(request, (request.text("remoteIP"), request.number("remote_port")))

    async def _send(self, request: Request, remote: Peer | None) -> None:
        socket = self.open_socket(request)
        if socket.state == CLOSING:
            raise Fails(CLOSED)
        if socket.state != CONNECTED or (socket.service == "UDP SERVICE") != (remote is not None):
            raise Fails(INVALID_OPERATION)
        length = request.optional("send_length")
        data = await self.payload(request.form, length)
        if data is None:
            self.ok()
        elif self.ordered_failure() or socket.state != CONNECTED:
            self.final("SEND FAIL")
        else:
            socket.send(data, remote)
            self.sent(socket)

    def sent(self, socket: Socket) -> None:
        self.final("SEND OK")

    async def do_qisend_query(self, request: Request) -> None:
        socket = self.open_socket(request)
        acked = await socket.acknowledged()
        counts = {"total_send_length": socket.sent, "ackedbytes": acked}
        self.say("qisend_query_info", unackedbytes=socket.sent - acked, **counts)
        self.ok()

    # ---- receiving ----------------------------------------------------------------

    def received(self, socket: Socket, data: bytes, remote: Peer) -> None:
        if socket.mode == TRANSPARENT and self.on_data and self.escaped is socket:
            self.wire.send(data, interruptible=False)
        elif socket.mode == PUSH:
            socket.total += len(data)
            socket.read += len(data)
            self.push(socket, data, remote)
        elif socket.packets and socket.unread + len(data) > self.room:
            return  # a datagram that finds no room is lost
        elif socket.keep(data, remote):
            self.say("urc_recv", connectID=socket.id)

    def push(self, socket: Socket, data: bytes, remote: Peer) -> None:
        sender = _sender(socket, remote)
        line = "urc_recv_data_from" if sender else "urc_recv_data"
        self.say(line, data, connectID=socket.id, currentrecvlength=len(data), **sender)

    def do_qird(self, request: Request) -> None:
        self._read(request, request.number("read_length"))

    def do_qird_packet(self, request: Request) -> None:
        self._read(request, MOST_READ)

    def _read(self, request: Request, most: int) -> None:
        socket = self.open_socket(request)
        data, remote = socket.take(most)
        sender = _sender(socket, remote) if data else {}
        line = "qird_from_info" if sender else "qird_info"
        self.say(line, data, read_actual_length=len(data), **sender)
        self.ok()

    def do_qird_query(self, request: Request) -> None:
        socket = self.open_socket(request)
        counts = {"total_receive_length": socket.total, "have_read_length": socket.read}
        self.say("qird_query_info", unread_length=socket.unread, **counts)
        self.ok()

    # ---- transparent mode ---------------------------------------------------------

    async def enter(self, socket: Socket) -> None:
        socket.mode = TRANSPARENT
        self.escaped = socket

        def left() -> None:
            self._send_typed(socket)
            socket.mode = BUFFER

        await self.enter_transparent(lambda data: self._type(socket, data), left, socket.drained)
        while socket.received:
            self.wire.send(socket.take(MOST_READ)[0], interruptible=False)
        socket.deliver()

    def _type(self, socket: Socket, data: bytes) -> None:
        """Typed data leaves in packets of transpktsize, a smaller rest after transwaittm."""
        self._typed += data
        packet = self._option("transpktsize", PACKET)
        while len(self._typed) >= packet:
            socket.send(bytes(self._typed[:packet]))
            del self._typed[:packet]
        if self._flush:
            self._flush.cancel()
        wait = self._option("transwaittm", WAIT) / 10
        loop = asyncio.get_running_loop()
        self._flush = loop.call_later(wait, self._send_typed, socket)

    def _send_typed(self, socket: Socket) -> None:
        if self._typed and socket.state == CONNECTED:
            socket.send(bytes(self._typed))
        self._typed.clear()

    def _option(self, name: str, otherwise: int) -> int:
        return self.kept("+QICFG", f'"{name}"').number(name, otherwise)

    async def do_qiswtmd(self, request: Request) -> None:
        socket = self.open_socket(request)
        if request.number("access_mode") == TRANSPARENT:
            await self.enter(socket)
            return
        socket.mode = request.number("access_mode")
        self.ok()
        if socket.mode == PUSH:
            while socket.received:
                self.push(socket, *socket.take(MOST_READ))

    def do_qiswtmd_read(self, request: Request) -> None:
        self.ok()

    async def do_ato(self, request: Request) -> None:
        socket = self.escaped
        if socket is None or self.sockets.get(socket.id) is not socket or socket.state != CONNECTED:
            await super().do_ato(request)
        else:
            await self.enter(socket)


def _sender(socket: Socket, remote: Peer) -> dict[str, Value]:
    """Who sent what was received; only a UDP service has more than one peer."""
    serves = socket.service == "UDP SERVICE"
    return {"remoteIP": remote[0], "remote_port": remote[1]} if serves else {}
