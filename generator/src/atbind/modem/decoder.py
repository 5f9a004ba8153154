# SPDX-License-Identifier: MIT
"""Drives a session of the generated C over a transcript and tells its events as plain objects."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypedDict

from atbind.modem import native, transcript
from atbind.notation.line import EXTENDED
from atbind.tables.errors import Problem

MARKS = tuple(mark.encode() for mark in EXTENDED)
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
        """The offset of an event's bytes, as they are or in digits, whichever comes first: events
        come in the order of their bytes."""
        rest, digits = self._data[self._cursor :], text.hex().encode()
        found = [(rest.find(text), len(text)), (rest.lower().find(digits), len(digits))]
        at, length = min((place for place in found if place[0] >= 0), default=(0, 0))
        self._cursor += at + length
        return self._cursor - length

    def line(self, offset: int) -> int | None:
        entry = bisect.bisect_right(self._starts, offset) - 1
        return self._lines[entry] if entry >= 0 else None


_WHY = {
    native.BAD_RANGE: "is outside its range",
    native.BAD_VALUE: "is not of its type",
    native.BAD_LENGTH: "is not the length of what follows",
    native.MISSING: "is missing",
}


_WHY_AS_A_WHOLE = {
    native.EXTRA: "it has more fields than the tables know",
    native.TIMEOUT: "its payload stops here: more was announced",
    native.BAD_CHARACTER: "what follows is no hex digit",
}


def _reason(event: native.Event) -> str:
    if event.kind == native.OVERLONG:
        return "the line is longer than any that the tables know"
    if event.status in _WHY_AS_A_WHOLE:
        return _WHY_AS_A_WHOLE[event.status]
    subject = f"<{event.bad_field}>" if event.bad_field else "a field"
    return f"{subject} {_WHY.get(event.status, 'does not fit the tables')}"


class _Told(TypedDict):
    kind: str
    id: str | None
    fields: native.Fields
    text: str
    offset: int
    line: int | None


class Shown(_Told, total=False):
    """The object that `decode --json` prints for an event."""

    hex: str  # of payload
    reason: str  # of a malformed line
    extra: str  # of a line that goes on behind its last field


class _Events:
    """Turns the session's events into objects; pieces of one payload or line become one."""

    def __init__(self, stream: _Stream, show: Callable[[Shown], None]) -> None:
        self._stream = stream
        self._show = show
        self._open: Shown | None = None  # the object whose pieces still come
        self._pieces = bytearray()

    def take(self, event: native.Event) -> None:
        if event.kind in (native.PAYLOAD, native.DATA, native.OVERLONG):
            self._take_piece(event)
            return
        self.flush()
        self._show(self._object(event))

    def _object(self, event: native.Event) -> Shown:
        offset = self._stream.locate(event.bytes)
        shown: Shown = {
            "kind": KINDS[event.kind],
            "id": event.id,
            "fields": event.fields,
            "text": event.bytes.decode("latin-1"),
            "offset": offset,
            "line": self._stream.line(offset),
        }
        if shown["kind"] == "malformed":
            shown["reason"] = _reason(event)
        if event.extra:
            shown["extra"] = event.extra.decode("latin-1")
        if event.kind == native.OVERLONG and event.id is None:
            shown["kind"] = "text"
        return shown

    def _take_piece(self, event: native.Event) -> None:
        shown = self._object(event)
        if self._open and (self._open["kind"], self._open["id"]) != (shown["kind"], shown["id"]):
            self.flush()
        self._open = self._open or shown
        self._pieces += event.bytes
        if event.kind != native.DATA and event.remaining == 0:
            self.flush()

    def flush(self) -> None:
        """The pieces so far are all there are."""
        if self._open is None:
            return
        shown, pieces = self._open, bytes(self._pieces)
        self._open, self._pieces = None, bytearray()
        shown["text"] = pieces.decode("latin-1")
        if shown["kind"] == "payload":
            shown["hex"] = pieces.hex()
        self._show(shown)


class _Echoes:
    """Finds the commands in what the modem repeats of them, where nothing else tells them."""

    def __init__(self, library: native.Library) -> None:
        self._library = library
        self.sent = b""

    def find(self, event: native.Event, known: bool) -> native.Event:
        """A text that repeats the command sent is an echo; `known` False: any command is."""
        text = event.bytes.strip()
        if event.kind != native.TEXT or not text:
            return event
        repeated = text == self.sent if known else self._is_command(text)
        return replace(event, kind=native.ECHO) if repeated else event

    def _is_command(self, text: bytes) -> bool:
        """Makes a command that was repeated the pending one."""
        return text[:2].upper() == b"AT" and (
            self._library.expect(text) or text[2:].startswith(MARKS)
        )


def tells_commands(entries: Iterable[transcript.Entry]) -> bool:
    """Whether a list of entries holds what was sent: the modem's echo need not tell it, then."""
    return any(entry.kind == transcript.SENT for entry in entries)


def decode(
    library: native.Library,
    entries: Iterable[transcript.Entry],
    settings: list[str],
    show: Callable[[Shown], None],
    known: bool | None = None,
) -> None:
    """Calls `show` with one object per event, in order. Raises Problem for unknown settings.

    `known`: whether the entries tell what was sent; to be given where they are not a list."""
    if known is None:
        entries = list(entries)
        known = tells_commands(entries)
    session = _Session(library, show, known)
    for setting in settings:
        library.set(setting)
    for entry in entries:
        session.take(entry)
    session.end()


class _Session:
    """One session of the generated C, told what was sent and what came."""

    def __init__(self, library: native.Library, show: Callable[[Shown], None], known: bool) -> None:
        self._library = library
        self._known = known
        self._stream = _Stream()
        self._events = _Events(self._stream, show)
        self._echoes = _Echoes(library)
        library.begin()

    def take(self, entry: transcript.Entry) -> None:
        if entry.kind == transcript.SENT:
            self._events.flush()
            self._library.expect(entry.data)
            self._echoes.sent = entry.data
        elif entry.kind == transcript.SETTING:
            _set(self._library, entry)
        elif entry.kind == transcript.RECEIVED:
            self._stream.append(entry.data, entry.line)
            for event in self._library.feed(entry.data):
                self._events.take(self._echoes.find(event, self._known))

    def end(self) -> None:
        for event in self._library.end():
            self._events.take(event)
        self._events.flush()


def _set(library: native.Library, entry: transcript.Entry) -> None:
    try:
        library.set(entry.data.decode("latin-1"))
    except Problem as problem:
        raise Problem(f"{entry.file}:{entry.line}: {problem}") from None
