# SPDX-License-Identifier: MIT
"""`atbind record`: stands between a program and its modem, and writes what passes as a transcript.

The program opens the pseudo-terminal instead of the device. The transcript is written by the
runtime's own tap (atb_tap.c), which masks what nobody should read.
"""

from __future__ import annotations

import os
import select
import sys
import tty
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from atbind.modem.native import Library
from atbind.modem.serial import opened
from atbind.tables.errors import Problem


def record(
    library: Library, device: str, baud: int, pty: Path, out: BinaryIO, secrets: bool
) -> int:
    """Until it is interrupted, or the modem is gone."""
    modem = opened(device, baud)
    program, theirs = _terminal(pty)
    lines = _Lines(out)
    library.tap(lines.put, secrets)
    print(f"a program may open {pty} now; Ctrl-C ends the record", file=sys.stderr, flush=True)
    try:
        _forward(library, modem, program)
    except KeyboardInterrupt:
        pass
    finally:
        library.tap_end()
        pty.unlink(missing_ok=True)
        for file in (modem, program, theirs):
            os.close(file)
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


def _terminal(pty: Path) -> tuple[int, int]:
    """Our end, and theirs, which stays open so that programs may come and go."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    try:
        pty.symlink_to(os.ttyname(theirs))
    except OSError as error:
        raise Problem(f"{pty}: {error.strerror}") from None
    return ours, theirs


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
