# SPDX-License-Identifier: MIT
"""One connection as a modem sees it: a number, a real socket, what was received and not yet read."""

from __future__ import annotations

from dataclasses import dataclass, field

from atbind.simulator.sockets import Connection

Peer = tuple[str, int]


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
    received: list[tuple[bytes, Peer]] = field(default_factory=list)
    sent: int = 0
    total: int = 0
    read: int = 0

    @property
    def unread(self) -> int:
        return sum(len(data) for data, _ in self.received)

    @property
    def packets(self) -> bool:
        return self.service.startswith("UDP")

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
            stream = b"".join(piece for piece, _ in self.received)
            peer = self.received[0][1]
            data, rest = stream[:most], stream[most:]
            self.received = [(rest, peer)] if rest else []
        self.read += len(data)
        return data, peer

    def send(self, data: bytes, peer: Peer | None = None) -> None:
        assert self.connection is not None
        self.connection.send(data, peer)
        self.sent += len(data)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
