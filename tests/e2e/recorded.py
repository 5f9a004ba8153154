# SPDX-License-Identifier: MIT
"""A host whose exchange the generated C decodes: what simulated modems say, the tables know."""

from __future__ import annotations

from pathlib import Path

from atbind.modem import decoder, native, transcript
from hosts import HOME, Host


class Recorded(Host):
    """Keeps what went out and what came in."""

    def __init__(self, dialect: str, device: Path):
        super().__init__(device)
        self._dialect = dialect
        self._entries: list[transcript.Entry] = []

    def _note(self, kind: str, data: bytes) -> None:
        self._entries.append(transcript.Entry(kind, len(self._entries) + 1, data))

    def _read(self) -> None:
        before = len(self.heard)
        super()._read()
        self._note(transcript.RECEIVED, self.heard[before:])

    def send(self, command: str, until: str) -> None:
        """A command line, and what comes up to and with `until`."""
        self._note(transcript.SENT, command.encode())
        self.pay(command.encode() + b"\r", until)

    def pay(self, data: bytes, until: str) -> None:
        self.type(data)
        self.until(until.encode("latin-1"))

    def events(self) -> list[dict]:
        """Everything that came, through the generated C."""
        shown: list[dict] = []
        library = native.load(self._dialect, None, HOME / "generated")
        decoder.decode(library, self._entries, [], shown.append)
        return shown

    def payloads(self) -> list[str]:
        return [e["text"] for e in self.events() if e["kind"] == "payload"]

    def assert_all_known(self) -> None:
        assert [e for e in self.events() if e["kind"] in ("text", "malformed")] == []
