# SPDX-License-Identifier: MIT
"""A log that some other program keeps: of each line what stands behind the mark of who spoke.

Of three lines, two are told:

    12:00:01.1 [TX] AT+CSQ\\r               sent, where "[TX]" is the mark
    12:00:01.2 [RX] \\r\\n+CSQ: 20,99\\r\\n    received; line ends that are written out end lines
    12:00:02.0 battery 3.9 V               nobody's
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from atbind.modem.transcript import RECEIVED, SENT, SENT_PAYLOAD, Entry, received

_LINE_END = re.compile(rb"(?:\\r|\\n|<CR>|<LF>|\r)+", re.IGNORECASE)
_PROMPT = b">"


class Log:
    """Either mark may be empty. Without that of what was received each line without the other was,
    all of it."""

    def __init__(self, sent: bytes, received: bytes):
        self._sent = sent
        self._received = received
        self._prompted = False  # what is sent next is payload

    def parse(self, content: bytes, name: str, first: int = 1) -> list[Entry]:
        """The entries of some of its lines: of `name`, from line `first` on."""
        lines = enumerate(content.split(b"\n"), first)
        return [
            replace(e, file=name) for number, text in lines for e in self._entries(number, text)
        ]

    def _entries(self, number: int, text: bytes) -> Iterator[Entry]:
        mark, said = self._split(text)
        for piece in filter(None, (piece.strip() for piece in _LINE_END.split(said))):
            if mark == self._sent:
                yield Entry(SENT_PAYLOAD if self._prompted else SENT, number, piece)
            else:
                self._prompted = piece == _PROMPT
                yield Entry(RECEIVED, number, received(piece))

    def _split(self, text: bytes) -> tuple[bytes, bytes]:
        """The mark that comes first, of two there the longer; what stands behind it."""
        there = [mark for mark in (self._sent, self._received) if mark and mark in text]
        if not there:
            return b"", b"" if self._received else text
        mark = min(there, key=lambda mark: (text.index(mark), -len(mark)))
        return mark, text[text.index(mark) + len(mark) :]
