# SPDX-License-Identifier: MIT
"""`atbind record`: stands between a program and its modem, and writes what passes as a transcript.

The program opens the pseudo-terminal instead of the device. The transcript is written by the
runtime's own tap (atb_tap.c), which masks what nobody should read.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from atbind.modem.native import Library
from atbind.modem.pty import Terminal, until_ended
from atbind.modem.serial import opened


def record(
    library: Library, device: str, baud: int, pty: Path, out: BinaryIO, secrets: bool
) -> int:
    """Until it is ended, or the modem is gone."""
    with until_ended():
        modem = opened(device, baud)
        terminal = Terminal(pty)
        library.tap(_Lines(out).put, secrets)
        try:
            print(f"a program may open {pty} now; Ctrl-C ends it", file=sys.stderr, flush=True)
            _forward(library, modem, terminal.ours)
        finally:
            library.tap_end()
            terminal.close()
            os.close(modem)
    return 0


class _Lines:
    """Writes whole lines at once, so that a reader of the growing file sees no halves."""

    def __init__(self, out: BinaryIO):
        self._out = out
        self._line = b""

    def put(self, text: bytes) -> None:
        self._line += text
        if self._line.endswith(b"\n"):
            self._out.write(self._line)
            self._out.flush()
            self._line = b""


def _forward(library: Library, modem: int, program: int) -> None:
    ways: dict[int, tuple[int, Callable[[bytes], None]]] = {
        program: (modem, library.tap_sent),
        modem: (program, library.tap_received),
    }
    while True:
        for file in select.select(list(ways), [], [])[0]:
            other, note = ways[file]
            try:
                data = os.read(file, 4096)
            except OSError:
                data = b""
            if not data:
                return
            note(data)
            while data:
                data = data[os.write(other, data) :]
