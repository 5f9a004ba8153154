# SPDX-License-Identifier: MIT
"""One connection as a modem sees it: a number, a real socket, what was received and not yet read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from atbind.simulator.network.sockets import Connection, Peer

ACK_TRIES = 8  # a peer may acknowledge 40 ms late


@dataclass
class Link:
    id: int
    service: str  # TCP or UDP, or what the dialect calls it
    address: str = ""
    port: int = 0
    mode: int = 0  # how received data is handed over
    local_port: int = 0
    server: int = -1  # index of the server that accepted it
    connection: Connection | None = None
    given_up: bool = (
        False  # closed by the host while it was being opened: nothing more is said of it
    )
    received: list[tuple[bytes, Peer]] = field(default_factory=list)
    sent: int = 0
    total: int = 0
    read: int = 0
    _taken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def unread(self) -> int:
        return sum(len(data) for data, _ in self.received)

    @property
    def packets(self) -> bool:
        return self.service.startswith("UDP")

    @property
    def remote(self) -> Peer:
        """Who is at the other end; ("", 0): nobody."""
        return self.connection.remote if self.connection else ("", 0)

    async def reach(self, host: str) -> None:
        """Connects, or binds a socket for packets ("": to anybody). OSError where that fails."""
        assert self.connection is not None
        if self.packets:
            peer = (host, self.port) if host else None
            await self.connection.bind_udp(self.local_port, peer)
        else:
            await self.connection.connect(host, self.port, self.local_port)

    def deliver(self) -> None:
        """The host knows that it is open: what arrives may be told."""
        if self.connection:
            self.connection.deliver()

    async def drained(self) -> None:
        """Returns when the peer's system has taken what was sent."""
        if self.connection:
            await self.connection.drained()

    @property
    def unacknowledged(self) -> int:
        """Bytes sent that the peer's system has not taken yet."""
        return self.connection.unacknowledged if self.connection else 0

    async def acknowledged(self) -> int:
        """Bytes sent that the peer's system has taken; on loopback that may need a moment."""
        for _ in range(ACK_TRIES):
            waiting = self.unacknowledged
            if not waiting:
                break
            await asyncio.sleep(0.01)
        return max(0, self.sent - waiting)

    def keep(self, data: bytes, peer: Peer) -> bool:
        """Buffers what was received. True: the buffer was empty before."""
        self.total += len(data)
        self.received.append((data, peer))
        return len(self.received) == 1

    def take(self, most: int) -> tuple[bytes, Peer]:
        """Packets: one datagram. Streams: up to `most` bytes."""
        if not self.received:
            return b"", ("", 0)
        if self.packets:
            data, peer = self.received.pop(0)
        else:
            data, peer = self._take_stream(most), self.received[0][1]
            self.received = [piece for piece in self.received if piece[0]]
        self.read += len(data)
        self._taken.set()
        return data, peer

    def _take_stream(self, most: int) -> bytes:
        """Pieces until there is enough; the rest of the last one stays."""
        pieces = []
        for at, (piece, peer) in enumerate(self.received):
            pieces.append(piece[:most])
            self.received[at] = (piece[most:], peer)
            most -= len(pieces[-1])
            if not most:
                break
        return b"".join(pieces)

    async def below(self, room: int) -> None:
        """Returns when fewer than `room` bytes are unread: the peer waits as long."""
        while self.unread >= room:
            self._taken.clear()
            await self._taken.wait()

    def send(self, data: bytes, peer: Peer | None = None) -> None:
        assert self.connection is not None
        self.connection.send(data, peer)
        self.sent += len(data)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
