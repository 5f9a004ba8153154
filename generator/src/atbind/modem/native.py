# SPDX-License-Identifier: MIT
"""The generated C as a shared library, called through ctypes.

What `explain` and `decode` say is what firmware would say: there is no second
implementation. The structures below mirror generator/native/atb_tool.h.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from atbind.modem.building import built
from atbind.tables.errors import Problem

VALUES = 64
FEW = 8  # numbers that are named one by one

# What atb_tool_set() returns
UNUSED, NO_SETTING, NO_SUCH_VALUE = 1, -1, -3
INT32_MAX = 2**31 - 1
TO_LINE_END = ctypes.c_size_t(-1).value


class _Value(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("text", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("number", ctypes.c_int64),
        ("present", ctypes.c_uint8),
        ("list", ctypes.c_uint8),
    ]


class _Range(ctypes.Structure):
    _fields_ = [("min", ctypes.c_int32), ("max", ctypes.c_int32)]


class _Command(ctypes.Structure):
    _fields_ = [
        ("id", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("type", ctypes.c_char_p),
        ("reason", ctypes.c_char_p),
        ("param", ctypes.c_char_p),
        ("values", _Value * VALUES),
        ("value_count", ctypes.c_uint32),
        ("message", ctypes.c_char * 256),
    ]


class _Event(ctypes.Structure):
    _fields_ = [
        ("id", ctypes.c_char_p),
        ("text", ctypes.c_void_p),
        ("bad_field", ctypes.c_char_p),
        ("extra", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("extra_length", ctypes.c_size_t),
        ("remaining", ctypes.c_size_t),
        ("values", _Value * VALUES),
        ("value_count", ctypes.c_uint32),
        ("kind", ctypes.c_uint8),
        ("status", ctypes.c_int8),
    ]


Scalar = int | str | None
Fields = dict[str, Scalar | list[Scalar]]  # by name, as the tables spell it

_PUT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(ctypes.c_char), ctypes.c_size_t)
_ON_EVENT = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Event))

# enum atb_status, and enum atb_event_kind
TIMEOUT, BAD_RANGE, BAD_VALUE, BAD_LENGTH, BAD_CHARACTER, MISSING, EXTRA = range(-2, -9, -1)
ECHO, FINAL, INFO, URC, PROMPT, PAYLOAD, DATA, TEXT, MALFORMED, OVERLONG = range(10)


@dataclass(frozen=True)
class Explanation:
    """A command line, taken apart; `reason` None: it is right."""

    id: str | None
    name: str | None
    type: str | None
    params: Fields
    reason: str | None
    param: str | None
    message: str


@dataclass(frozen=True)
class Event:
    """One event of a session; `remaining` None: more follows, nobody knows how much."""

    kind: int
    id: str | None
    extra: bytes  # behind the last field that the tables know
    bytes: bytes
    fields: Fields
    bad_field: str | None
    status: int  # malformed: why
    remaining: int | None


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", "replace")


def _bytes(address: int | None, length: int) -> bytes:
    return ctypes.string_at(address, length) if address else b""


def typed(data: bytes) -> str:
    """What somebody typed: UTF-8; where it is not, a character a byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return heard(data)


def heard(data: bytes) -> str:
    """What a modem said, in a code that only it knows: a character a byte."""
    return data.decode("latin-1")


def _value(row: _Value, read: Callable[[bytes], str]) -> Scalar:
    if not row.present:
        return None
    if row.text:
        return read(_bytes(row.text, row.length))
    number: int = row.number
    return number


def _values(rows: ctypes.Array[_Value], count: int, read: Callable[[bytes], str]) -> Fields:
    """Names to values; a name that is a list in the tables has a list."""
    found: Fields = {}
    for row in rows[:count]:
        name = _text(row.name) or ""
        if not row.list:
            found[name] = _value(row, read)
            continue
        members = found.setdefault(name, [])
        if row.present and isinstance(members, list):
            members.append(_value(row, read))
    return found


class Library:
    """One dialect's generated C, built for one model."""

    def __init__(self, path: Path) -> None:
        self._c = ctypes.CDLL(str(path))
        self._c.atb_tool_explain.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.POINTER(_Command),
        ]
        self._c.atb_tool_begin.argtypes = [_ON_EVENT]
        self._c.atb_tool_expect.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        self._c.atb_tool_feed.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        self._c.atb_tool_set.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_int32]
        self._c.atb_tool_setting_values.argtypes = [ctypes.c_char_p]
        self._c.atb_tool_setting_values.restype = ctypes.POINTER(_Range)
        self._on_event = _ON_EVENT(self._received)  # C keeps a pointer to it
        self._events: list[Event] = []

    def explain(self, line: bytes) -> Explanation:
        out = _Command()
        self._c.atb_tool_explain(line, len(line), ctypes.byref(out))
        return Explanation(
            id=_text(out.id),
            name=_text(out.name),
            type=_text(out.type),
            params=_values(out.values, out.value_count, typed),
            reason=_text(out.reason),
            param=_text(out.param),
            message=_text(out.message) or "",
        )

    def begin(self) -> None:
        """Starts a session."""
        self._c.atb_tool_begin(self._on_event)

    def _received(self, pointer: ctypes._Pointer[_Event]) -> None:
        """Only keeps the event: an exception cannot leave a callback of C."""
        e = pointer.contents
        event = Event(
            kind=e.kind,
            id=_text(e.id),
            bytes=_bytes(e.text, e.length),
            fields=_values(e.values, e.value_count, heard),
            bad_field=_text(e.bad_field),
            extra=_bytes(e.extra, e.extra_length).strip(b" ,\r\n"),
            status=e.status,
            remaining=None if e.remaining == TO_LINE_END else e.remaining,
        )
        self._events.append(event)

    def expect(self, line: bytes) -> bool:
        """Makes a command pending as if it had been sent. False: no form is near it."""
        return bool(self._c.atb_tool_expect(line, len(line)))

    def feed(self, data: bytes) -> list[Event]:
        """Takes received bytes; returns the events that they complete."""
        self._events = []
        self._c.atb_tool_feed(data, len(data))
        return self._events

    def end(self) -> list[Event]:
        """Nothing more comes; returns what was held back."""
        self._events = []
        self._c.atb_tool_end()
        return self._events

    def tap(self, put: Callable[[bytes], None], secrets: bool) -> None:
        """From now on what sent() and received() are given goes to `put` as a transcript."""
        self._put = _PUT(lambda _, text, length: put(ctypes.string_at(text, length)))
        self._c.atb_tool_tap_begin(self._put, int(secrets))

    def tap_sent(self, data: bytes) -> None:
        self._c.atb_tool_tap_sent(data, ctypes.c_size_t(len(data)))

    def tap_received(self, data: bytes) -> None:
        self._c.atb_tool_tap_received(data, ctypes.c_size_t(len(data)))

    def tap_end(self) -> None:
        self._c.atb_tool_tap_end()

    def set(self, statement: str) -> None:
        """States a setting, as NAME=VALUE or NAME.ELEMENT=VALUE. Raises Problem."""
        match = re.fullmatch(r"\s*(\w+)(?:\.(\d+))?\s*=\s*(-?\d+)\s*", statement)
        if not match:
            raise Problem(f"{statement}: a setting is stated as NAME=NUMBER or NAME.ELEMENT=NUMBER")
        name, element, value = match.groups()
        index = -1 if element is None else int(element)
        if not (index <= INT32_MAX and abs(int(value)) <= INT32_MAX):
            raise Problem(f"{statement}: a number has at most 31 bits")
        result = self._c.atb_tool_set(name.encode(), index, int(value))
        if result == UNUSED:
            print(f"atbind: nothing that this dialect sends depends on {name}", file=sys.stderr)
        elif result:
            raise Problem(f"{statement}: {self._no_setting(result, name, element, value)}")

    def _no_setting(self, result: int, name: str, element: str | None, value: str) -> str:
        """Why it cannot be stated, and what would be right."""
        if result == NO_SETTING:
            return "the dialect has no setting of that name"
        if result == NO_SUCH_VALUE:
            return f"{name} is {self._values_of(name)}"
        if element is None:
            return f"{name} has elements; write {name}.0={value} of the first"
        return f"{name} has no element {element}; without any: {name}={value}"

    def _values_of(self, name: str) -> str:
        """For people: 0, 1 or 2; 3000 to 120000."""
        told: list[str] = []
        for values in self._c.atb_tool_setting_values(name.encode()):
            if values.min > values.max:
                break
            few = values.max - values.min < FEW
            each = [str(value) for value in range(values.min, values.max + 1)] if few else []
            told += each or [f"{values.min} to {values.max}"]
        return " or ".join(filter(None, [", ".join(told[:-1]), told[-1]]))


def load(dialect: str, model: str | None, generated: Path) -> Library:
    """The library of one dialect and model. Raises Problem."""
    with built(dialect, model, generated) as path:
        try:
            return Library(path)
        except OSError as error:
            raise Problem(f"{error}; remove {path.parent}, it is built again") from None
