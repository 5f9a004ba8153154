# SPDX-License-Identifier: MIT
"""Drives a session of the generated C over a transcript and tells its events as plain objects."""

from __future__ import annotations

import bisect
from collections.abc import Callable

from . import native, transcript
from .errors import Problem

KINDS = {
    native.ECHO: "echo",
    native.FINAL: "final",
    native.INFO: "info",
    native.URC: "urc",
    native.PROMPT: "prompt",
    native.PAYLOAD: "payload",
    native.DATA: "payload",
    native.TEXT: "text",
    native.MALFORMED: "malformed",
    native.OVERLONG: "malformed",
}


class _Stream:
    """Where in the input a received byte stands."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._starts: list[int] = []
        self._lines: list[int] = []
        self._cursor = 0

    def append(self, data: bytes, line: int) -> None:
        self._starts.append(len(self._data))
        self._lines.append(line)
        self._data += data

    def locate(self, text: bytes) -> int:
        """The offset of an event's bytes; events come in the order of their bytes."""
        for written in (text, text.hex().encode(), text.hex().upper().encode()):
            at = self._data.find(written, self._cursor)
            if at >= 0:
                self._cursor = at + len(written)
                return at
        return self._cursor

    def line(self, offset: int) -> int | None:
        entry = bisect.bisect_right(self._starts, offset) - 1
        return self._lines[entry] if entry >= 0 else None


def _reason(event: native.Event) -> str:
    if event.kind == native.OVERLONG:
        return "the line is longer than any that the tables know"
    if event.bad_field:
        return f"<{event.bad_field}> does not fit the tables"
    return "the fields do not fit the tables"


class _Events:
    """Turns the session's events into objects; pieces of one payload become one."""

    def __init__(self, stream: _Stream, show: Callable[[dict], None]) -> None:
        self._stream = stream
        self._show = show
        self._payload: dict | None = None
        self._pieces = bytearray()

    def take(self, event: native.Event) -> None:
        if event.kind in (native.PAYLOAD, native.DATA):
            self._take_piece(event)
            return
        self.flush()
        shown = self._object(event)
        if shown["kind"] == "malformed":
            shown["reason"] = _reason(event)
        self._show(shown)

    def _object(self, event: native.Event) -> dict:
        offset = self._stream.locate(event.bytes)
        return {
            "kind": KINDS[event.kind],
            "id": event.id,
            "fields": event.fields,
            "text": event.bytes.decode("latin-1"),
            "offset": offset,
            "line": self._stream.line(offset),
        }

    def _take_piece(self, event: native.Event) -> None:
        shown = self._object(event)
        if self._payload is not None and self._payload["id"] != event.id:
            self.flush()
        if self._payload is None:
            self._payload = shown
        self._pieces += event.bytes
        if event.kind == native.PAYLOAD and event.remaining == 0:
            self.flush()

    def flush(self) -> None:
        """The payload so far is all there is."""
        if self._payload is None:
            return
        self._payload["text"] = self._pieces.decode("latin-1")
        self._payload["hex"] = self._pieces.hex()
        self._show(self._payload)
        self._payload = None
        self._pieces = bytearray()


def decode(
    library: native.Library,
    entries: list[transcript.Entry],
    settings: list[str],
    show: Callable[[dict], None],
) -> None:
    """Calls `show` with one object per event, in order. Raises Problem for unknown settings."""
    stream = _Stream()
    events = _Events(stream, show)
    library.begin()
    for setting in settings:
        library.set(setting)
    for entry in entries:
        if entry.kind == transcript.SENT:
            events.flush()
            library.expect(entry.data)
        elif entry.kind == transcript.SETTING:
            _set(library, entry)
        elif entry.kind == transcript.RECEIVED:
            stream.append(entry.data, entry.line)
            for event in library.feed(entry.data):
                events.take(event)
    events.flush()


def _set(library: native.Library, entry: transcript.Entry) -> None:
    try:
        library.set(entry.data.decode("latin-1"))
    except Problem as problem:
        raise Problem(f"line {entry.line}: {problem}") from None
