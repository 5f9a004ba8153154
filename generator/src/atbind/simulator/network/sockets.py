# SPDX-License-Identifier: MIT
"""Real TCP and UDP sockets, on loopback only."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import ipaddress
import os
import socket
import struct
import termios
from collections.abc import Awaitable, Callable

Peer = tuple[str, int]
PIECE = 1460  # bytes taken from a stream at once


def require_loopback(host: str) -> None:
    """The network ends at this machine: nothing else can be reached."""
    if not ipaddress.ip_address(host).is_loopback:
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))


class Air:
    """The way between modem and peers: how long it takes, how much it carries, whether it is there."""

    def __init__(self) -> None:
        self.latency = 0.0  # seconds, each way
        self.bandwidth = 0  # bytes a second; 0: no limit
        # an address elsewhere: the port of this machine that stands for it
        self.routes: dict[str, int] = {}
        self._known: dict[Peer, Peer] = {}  # the other way: what was reached through a route

    @property
    def is_free(self) -> bool:
        return not self.latency and not self.bandwidth

    def route(self, peer: Peer) -> Peer:
        """Where a peer is really reached; OSError if it is elsewhere and nothing stands for it."""
        if peer[0] not in self.routes:
            require_loopback(peer[0])
            return peer
        here = ("127.0.0.1", self.routes[peer[0]])
        self._known[here] = peer
        return here

    def shown(self, peer: Peer) -> Peer:
        """The address that the host knows a peer by."""
        return self._known.get(peer, peer)

    async def cross(self, count: int) -> None:
        """Returns when `count` bytes have arrived at the other end."""
        await asyncio.sleep(self.latency + (count / self.bandwidth if self.bandwidth else 0))


class Connection:
    """One open TCP connection or UDP socket.

    `received` gets what the peer sent, `closed` is called when the peer has gone; neither before
    deliver(). `paced` is awaited before more is taken: a modem with a full buffer lets the peer wait.
    """

    def __init__(
        self,
        air: Air,
        received: Callable[[bytes, Peer], None],
        closed: Callable[[], None],
        paced: Callable[[], Awaitable[None]] | None = None,
    ):
        self._air = air
        self._received = received
        self._closed = closed
        self._paced = paced
        self._writer: asyncio.StreamWriter | None = None
        self._datagrams: asyncio.DatagramTransport | None = None
        self._tasks: list[asyncio.Future[None]] = []
        self._outgoing: asyncio.Queue[tuple[bytes, Peer | None]] = asyncio.Queue()
        self._may_deliver = asyncio.Event()
        self._early: list[tuple[bytes, Peer]] = []  # datagrams that came before deliver()
        self._underway = 0  # bytes between modem and socket
        self.remote: Peer = ("", 0)
        self.local_port = 0

    async def connect(self, host: str, port: int, local_port: int = 0) -> None:
        host, port = self._air.route((host, port))
        local = ("::1" if ":" in host else "127.0.0.1", local_port) if local_port else None
        if not self._air.is_free:
            await self._air.cross(0)
        reader, writer = await asyncio.open_connection(host, port, local_addr=local)
        self._take_over(reader, writer)

    def adopt(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A connection that a peer has opened."""
        self._take_over(reader, writer)
        self.deliver()

    def deliver(self) -> None:
        """The host has been told that it is open: what arrives may be told from now on."""
        self._may_deliver.set()
        for data, peer in self._early:
            self._received(data, peer)
        self._early.clear()

    def _take_over(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.remote = self._air.shown(writer.get_extra_info("peername")[:2])
        self.local_port = writer.get_extra_info("sockname")[1]
        self._tasks = [asyncio.ensure_future(work) for work in (self._read(reader), self._carry())]

    async def _read(self, reader: asyncio.StreamReader) -> None:
        await self._may_deliver.wait()
        try:
            while data := await reader.read(PIECE):
                if not self._air.is_free:
                    await self._air.cross(len(data))
                self._received(data, self.remote)
                if self._paced:
                    await self._paced()
        except OSError:
            pass
        self._closed()

    async def bind_udp(self, local_port: int, remote: Peer | None = None) -> None:
        loop = asyncio.get_running_loop()
        self._datagrams, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self._datagram), local_addr=("127.0.0.1", local_port)
        )
        self.local_port = self._datagrams.get_extra_info("sockname")[1]
        self.remote = remote or ("", 0)
        self._tasks = [asyncio.ensure_future(self._carry())]

    def _datagram(self, data: bytes, peer: Peer) -> None:
        if self._may_deliver.is_set():
            self._received(data, self._air.shown(peer))
        else:
            self._early.append((data, self._air.shown(peer)))

    def send(self, data: bytes, remote: Peer | None = None) -> None:
        if self._air.is_free and not self._underway:
            self._send_now(data, remote)
            return
        self._underway += len(data)
        self._outgoing.put_nowait((data, remote))

    async def _carry(self) -> None:
        """What the air delays goes out in order."""
        while True:
            data, remote = await self._outgoing.get()
            await self._air.cross(len(data))
            self._send_now(data, remote)
            self._underway -= len(data)

    def _send_now(self, data: bytes, remote: Peer | None) -> None:
        if self._writer:
            self._writer.write(data)
        elif self._datagrams:
            self._send_datagram(self._datagrams, data, remote or self.remote)

    def _send_datagram(
        self, transport: asyncio.DatagramTransport, data: bytes, remote: Peer
    ) -> None:
        """A datagram to somewhere else than this machine is lost on its way, as datagrams are."""
        try:
            remote = self._air.route(remote)
            handle = os.dup(transport.get_extra_info("socket").fileno())
            with socket.socket(fileno=handle) as own:  # asyncio drops empty datagrams
                own.sendto(data, remote)
        except (OSError, ValueError):
            return

    async def drained(self) -> None:
        """Returns when the peer's system has taken what was sent, or the connection is gone."""
        while self._underway:
            await asyncio.sleep(0.005)
        if self._writer:
            try:
                await self._writer.drain()
            except OSError:
                return

    @property
    def unacknowledged(self) -> int:
        """Bytes of a stream that the peer's system has not taken yet."""
        if self._writer is None or self._writer.transport.is_closing():
            return self._underway
        queued = self._writer.transport.get_write_buffer_size()
        handle = self._writer.get_extra_info("socket").fileno()
        answer = fcntl.ioctl(handle, termios.TIOCOUTQ, struct.pack("i", 0))
        in_kernel: int = struct.unpack("i", answer)[0]
        return self._underway + queued + in_kernel

    def keep_alive(self, idle: int, interval: int, count: int) -> None:
        """TCP keep-alive: seconds until the first probe and between probes, probes without answer."""
        if self._writer is None:
            return
        handle = self._writer.get_extra_info("socket")
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        options = (socket.TCP_KEEPIDLE, idle), (socket.TCP_KEEPINTVL, interval)
        for option, value in (*options, (socket.TCP_KEEPCNT, count)):
            handle.setsockopt(socket.IPPROTO_TCP, option, value)

    def hang_up(self) -> None:
        """As if the peer had closed it."""
        self.close()
        self._closed()

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._writer:
            self._writer.close()
        if self._datagrams:
            self._datagrams.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, received: Callable[[bytes, Peer], None]):
        self._received = received

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._received(data, (addr[0], addr[1]))
