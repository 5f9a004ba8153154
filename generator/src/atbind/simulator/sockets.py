# SPDX-License-Identifier: MIT
"""The network behind the modem: real TCP and UDP sockets, on loopback only."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from collections.abc import Callable


class NoSuchName(Exception):
    """The name table does not know it."""


class Names:
    """localhost and a table of names; everything else does not resolve."""

    def __init__(self, table: dict[str, str] | None = None):
        self._table = {"localhost": "127.0.0.1", **(table or {})}

    def resolve(self, host: str) -> str:
        """A loopback address. Addresses that are not loopback are found in the table, or not at all."""
        if host in self._table:
            return self._table[host]
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            raise NoSuchName(host) from None
        if not address.is_loopback:
            raise NoSuchName(host)
        return host


class Connection:
    """One open TCP connection or UDP socket."""

    def __init__(
        self, received: Callable[[bytes, tuple[str, int]], None], closed: Callable[[], None]
    ):
        self._received = received
        self._closed = closed
        self._writer: asyncio.StreamWriter | None = None
        self._datagrams: asyncio.DatagramTransport | None = None
        self._task: asyncio.Task | None = None
        self.remote = ("", 0)
        self.local_port = 0

    async def connect(self, host: str, port: int, local_port: int = 0) -> None:
        local = ("127.0.0.1", local_port) if local_port else None
        reader, writer = await asyncio.open_connection(host, port, local_addr=local)
        self.adopt(reader, writer)

    def adopt(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.remote = writer.get_extra_info("peername")[:2]
        self.local_port = writer.get_extra_info("sockname")[1]
        self._task = asyncio.ensure_future(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while data := await reader.read(1460):
                self._received(data, self.remote)
        except OSError:
            pass
        self._closed()

    async def bind_udp(self, local_port: int, remote: tuple[str, int] | None = None) -> None:
        loop = asyncio.get_running_loop()
        self._datagrams, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self._received), local_addr=("127.0.0.1", local_port)
        )
        self.local_port = self._datagrams.get_extra_info("sockname")[1]
        self.remote = remote or ("", 0)

    def send(self, data: bytes, remote: tuple[str, int] | None = None) -> None:
        if self._writer:
            self._writer.write(data)
        elif self._datagrams:
            self._send_datagram(self._datagrams, data, remote or self.remote)

    @staticmethod
    def _send_datagram(
        transport: asyncio.DatagramTransport, data: bytes, remote: tuple[str, int]
    ) -> None:
        if data:
            transport.sendto(data, remote)
            return
        handle = os.dup(transport.get_extra_info("socket").fileno())
        with socket.socket(fileno=handle) as own:  # asyncio drops empty datagrams
            own.sendto(data, remote)

    def close(self) -> None:
        if self._task:
            self._task.cancel()
        if self._writer:
            self._writer.close()
        if self._datagrams:
            self._datagrams.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, received: Callable[[bytes, tuple[str, int]], None]):
        self._received = received

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._received(data, addr[:2])


async def listen(
    port: int, accepted: Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]
) -> asyncio.AbstractServer:
    return await asyncio.start_server(accepted, "127.0.0.1", port, family=socket.AF_INET)
