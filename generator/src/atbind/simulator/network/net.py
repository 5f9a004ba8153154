# SPDX-License-Identifier: MIT
"""The network as one modem sees it: what it has opened, and what closes with it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

from atbind.simulator.network.names import Names
from atbind.simulator.network.sockets import Air, Connection, Peer


class Net:
    """Opens connections and listeners, and closes them all when the modem ends."""

    def __init__(self, names: Names, air: Air):
        self.names = names
        self.air = air
        self._connections: list[Connection] = []
        self._listeners: list[asyncio.AbstractServer] = []

    def connection(
        self,
        received: Callable[[bytes, Peer], None],
        closed: Callable[[], None],
        paced: Callable[[], Awaitable[None]] | None = None,
    ) -> Connection:
        self._connections.append(Connection(self.air, received, closed, paced))
        return self._connections[-1]

    async def listen(
        self,
        port: int,
        accepted: Callable[[asyncio.StreamReader, asyncio.StreamWriter], None],
    ) -> asyncio.AbstractServer:
        listener = await asyncio.start_server(accepted, "127.0.0.1", port, family=socket.AF_INET)
        self._listeners.append(listener)
        return listener

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        for listener in self._listeners:
            listener.close()
        self._connections.clear()
        self._listeners.clear()
