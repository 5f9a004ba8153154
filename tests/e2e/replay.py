# SPDX-License-Identifier: MIT
"""Types what a transcript types, and compares what comes with what stands there, byte for byte."""

from __future__ import annotations

import re
import socket
import time

from atbind.modem import transcript
from hosts import GUARD, PATIENCE, Host
from scenes import Scene

PROMPTS = {"quectel": b"\r\n> ", "simcom": b"\r\n>", "fibocom": b"\r\n> \r\n", "onemo": b"\r\n>"}


class Peer:
    """Stands for every address of a transcript: one port, TCP and UDP."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._server.settimeout(PATIENCE)
        self._datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagrams.bind(("127.0.0.1", self.port))
        self._datagrams.settimeout(PATIENCE)
        self._streams: list[socket.socket] = []

    def send(self, how: str, data: bytes) -> None:
        """how: tcp (the connection that was opened), udp (whoever sent last), PORT (a listener)."""
        if how == "udp":
            self._last = getattr(self, "_last", None) or self._datagrams.recvfrom(65536)[1]
            self._datagrams.sendto(data, self._last)
        elif how.startswith("udp:"):
            self._datagrams.sendto(data, ("127.0.0.1", int(how[4:])))
        else:
            self._stream(how).sendall(data)

    def _stream(self, how: str) -> socket.socket:
        if how != "tcp":
            return self.call(int(how))
        self._server.settimeout(0.2 if self._streams else PATIENCE)
        try:
            self._streams.append(self._server.accept()[0])
        except TimeoutError:
            pass
        return self._streams[-1]

    def call(self, port: int) -> socket.socket:
        """Connects to a server of the modem, once."""
        known = [s for s in self._streams if s.getpeername()[1] == port]
        if not known:
            known = [socket.create_connection(("127.0.0.1", port), PATIENCE)]
            self._streams += known
        return known[0]

    def close(self) -> None:
        for one in (*self._streams, self._server, self._datagrams):
            one.close()


def replay(dialect: str, entries: list[transcript.Entry], host: Host, scene: Scene, peer: Peer):
    """AssertionError at the first byte that differs."""
    acts, before = list(scene.peer), None
    while acts and not acts[0][0]:
        _act(peer, *acts.pop(0)[1:])
        host.until(b"\r\n")
        host.until(b"\r\n")
    for entry in entries:
        if entry.kind == transcript.SENT:
            _type(host, entry.data)
        elif entry.kind == transcript.SENT_PAYLOAD:
            host.type(entry.data)
        elif entry.kind == transcript.RECEIVED:
            if acts and acts[0][0].encode() in entry.data:
                _act(peer, *acts.pop(0)[1:])
            _expect(host, entry, _said(dialect, entry, before), scene)
            if entry.data == b">" and scene.typed:
                host.type(scene.typed)
        before = entry
    assert not acts
    assert host.exactly(len(scene.behind)) == scene.behind


def _said(dialect: str, entry: transcript.Entry, before: transcript.Entry | None) -> bytes:
    """SIMCom's header follows the peer's address without an empty line."""
    if entry.data == b">":
        return PROMPTS[dialect]
    if entry.data.startswith(b"\r\n+IPD") and before and b"RECV FROM" in before.data:
        return entry.data.removeprefix(b"\r\n")
    return entry.data


def _act(peer: Peer, how: str, data: bytes) -> None:
    if data:
        peer.send(how, data)
    else:
        peer.call(int(how))


def _type(host: Host, line: bytes) -> None:
    if line == b"+++":
        host.escape()
        time.sleep(GUARD)
    else:
        host.type(line + b"\r")


def _expect(host: Host, entry: transcript.Entry, data: bytes, scene: Scene) -> None:
    shown = data.strip(b"\r\n").decode("latin-1")
    for line, (patterns, _) in scene.differs.items():
        if line in (shown, str(entry.line)):
            for pattern in patterns.split(" / ") if patterns else ():
                found = (host.until(b"\r\n") + host.until(b"\r\n")).strip(b"\r\n")
                assert re.fullmatch(pattern, found.decode("latin-1")), f"{entry.line}: {found!r}"
            return
    came = host.exactly(len(data))
    assert came == data, f"line {entry.line}: {came!r} instead of {data!r}"
