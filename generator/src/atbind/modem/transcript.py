# SPDX-License-Identifier: MIT
"""A transcript: what went out and what came in, as a text file that anybody can write.

    # a comment                       # set: access_mode.0=2   states a setting
    > AT+QISEND=0,4                   a command line that was sent
    < >                               the prompt (no line end)
    >> test                           payload that was sent; <CTRL+Z> may end it
    < SEND OK                         one line received, with CR LF around it
    << a\\x00b                         payload received, with C escapes

Bytes stay bytes: the file is read as Latin-1, so that one character is one byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from atbind.tables.errors import Problem

SENT, SENT_PAYLOAD, RECEIVED, SETTING = "sent", "sent payload", "received", "setting"

# Of lines of a file, its name, and the first one's number.
Read = Callable[[bytes, str, int], list["Entry"]]

_ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.|$)", re.DOTALL)
_PLAIN = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"a": b"\a",
    b"b": b"\b",
    b"e": b"\x1b",
    b"f": b"\f",
    b"v": b"\v",
    b"\\": b"\\",
    b'"': b'"',
    b"'": b"'",
    b"?": b"?",
}
_CTRL_Z = b"<CTRL+Z>"


@dataclass(frozen=True)
class Entry:
    """One line of a transcript, `file`; `data` is what went over the wire (settings: NAME=VALUE)."""

    kind: str
    line: int
    data: bytes
    file: str = ""


def unescape(text: bytes) -> bytes:
    """C escapes to bytes. Raises ValueError for an escape that C does not have."""

    def one(match: re.Match[bytes]) -> bytes:
        escape = match.group(1)
        if escape in _PLAIN:
            return _PLAIN[escape]
        if escape[:1] == b"x" and len(escape) > 1:
            return bytes([int(escape[1:], 16)])
        if escape[:1].isdigit() and int(escape, 8) < 256:
            return bytes([int(escape, 8)])
        raise ValueError(f"no such escape: \\{escape.decode('latin-1')}")

    return _ESCAPE.sub(one, text)


def _payload(text: bytes) -> bytes:
    return text[: -len(_CTRL_Z)] + b"\x1a" if text.upper().endswith(_CTRL_Z) else text


def received(text: bytes) -> bytes:
    """A line as it came over the wire."""
    return b">" if text.strip() == b">" else b"\r\n" + text + b"\r\n"


def _comment(text: bytes, number: int) -> Entry | None:
    stated = re.match(rb"#\s*set:(.*)$", text)
    if not stated:
        return None
    setting = re.fullmatch(rb"\s*([\w.]+)\s*=\s*([\w-]+)\s*", stated.group(1))
    if not setting:
        raise ValueError("a setting is stated as '# set: NAME=VALUE'")
    return Entry(SETTING, number, b"=".join(setting.groups()))


def _entry(text: bytes, number: int) -> Entry | None:
    mark, _, rest = text.partition(b" ")
    if mark == b">":
        return Entry(SENT, number, rest.strip())
    if mark == b">>":
        return Entry(SENT_PAYLOAD, number, _payload(rest))
    if mark == b"<":
        return Entry(RECEIVED, number, received(rest))
    if mark == b"<<":
        return Entry(RECEIVED, number, unescape(rest))
    if text.startswith(b"#"):
        return _comment(text, number)
    if not text.strip():
        return None
    raise ValueError("a line begins with '> ', '>> ', '< ', '<< ' or '#'; a log's: --sent MARK")


def parse(content: bytes, name: str, first: int = 1) -> list[Entry]:
    """The entries of a transcript. Raises Problem with every wrong line of `name`, which begins with
    line `first`."""
    entries: list[Entry] = []
    wrong: list[str] = []
    for number, text in enumerate(content.split(b"\n"), first):
        try:
            entry = _entry(text.removesuffix(b"\r"), number)
        except ValueError as error:
            wrong.append(f"{name}:{number}: {error}")
            continue
        if entry:
            entries.append(replace(entry, file=name))
    if wrong:
        raise Problem("\n".join(wrong))
    return entries


def raw(content: bytes) -> list[Entry]:
    """What a modem sent, byte for byte: one entry per line feed."""
    lines = content.split(b"\n")
    entries = [Entry(RECEIVED, number, text + b"\n") for number, text in enumerate(lines[:-1], 1)]
    return entries + ([Entry(RECEIVED, len(lines), lines[-1])] if lines[-1] else [])


def growing(pieces: Iterator[bytes], name: str, read: Read | None) -> Iterator[Entry]:
    """The entries of a file that is still being written, line by line as `read` reads them; without:
    of what a modem sends."""
    rest, number = b"", 0
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            number += 1
            if read is None:
                yield Entry(RECEIVED, number, line + b"\n")
            else:
                yield from read(line, name, number)
        if rest and read is None:
            yield Entry(RECEIVED, number + 1, rest)
            rest = b""
