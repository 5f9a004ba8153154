# SPDX-License-Identifier: MIT
"""A peer for connections of every kind."""

from __future__ import annotations

import socket
import threading
import time

PATIENCE = 20.0  # seconds before a test is given up; nothing is measured by it


class Echo:
    """A TCP server that sends back what it gets while it `may_speak`; `seen` keeps it.

    It closes a connection behind `last`, which it does not send back."""

    def __init__(self, last: bytes | None = None) -> None:
        self._last = last
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.seen = bytearray()
        self.may_speak = threading.Event()
        self.may_speak.set()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._echo, args=(connection,), daemon=True).start()

    def _echo(self, connection: socket.socket) -> None:
        with connection:
            try:
                while data := connection.recv(65536):
                    self.seen.extend(data)
                    if self._last and data.endswith(self._last):
                        return
                    self.may_speak.wait(PATIENCE)
                    connection.sendall(data)
            except OSError:
                return

    def await_connection(self) -> None:
        """One that the kernel has accepted may not be here yet."""
        limit = time.monotonic() + PATIENCE
        while not self._open:
            assert time.monotonic() < limit, "nobody connected"
            time.sleep(0.002)

    def hang_up(self) -> None:
        for connection in self._open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()
        self._open.clear()

    def close(self) -> None:
        self._server.close()
        self.hang_up()
