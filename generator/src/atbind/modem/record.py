# SPDX-License-Identifier: MIT
"""`atbind record`: stands between a program and its modem, and writes what passes as a transcript.

The program opens the pseudo-terminal instead of the device. The transcript is written by the
runtime's own tap (atb_tap.c), which masks what nobody should read.
"""

from __future__ import annotations

import errno
import os
import select
import sys
from pathlib import Path
from typing import BinaryIO

from atbind.modem.ending import until_ended
from atbind.modem.native import Library
from atbind.modem.pty import Terminal
from atbind.modem.serial import opened
from atbind.tables.errors import Problem

PIECE = 4096
ROOM = 1 << 20  # bytes that wait for a program


def record(
    library: Library, device: str, baud: int, pty: Path, out: BinaryIO, secrets: bool
) -> int:
    """Until it is ended. Raises Problem, too where the modem is gone."""
    with until_ended():
        modem = opened(device, baud)
        terminal = Terminal(pty)
        library.tap(_Lines(out).put, secrets)
        try:
            print(f"a program may open {pty} now; Ctrl-C ends it", file=sys.stderr, flush=True)
            _forward(library, modem, terminal.ours)
        except OSError as error:
            raise Problem(f"{device}: {error.strerror}") from None
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


class _Way:
    """What is to be written to a file that does not take all at once."""

    def __init__(self, file: int):
        os.set_blocking(file, False)
        self.file = file
        self.waits = b""

    def put(self, data: bytes) -> None:
        """Beyond its room bytes are lost, as on the way to any program that does not read."""
        self.waits += data[: ROOM - len(self.waits)]
        self.send()

    def send(self) -> None:
        try:
            self.waits = self.waits[os.write(self.file, self.waits) :]
        except BlockingIOError:
            pass


def _forward(library: Library, modem: int, program: int) -> None:
    """Raises OSError where the modem is gone."""
    to_modem, to_program = _Way(modem), _Way(program)
    while True:
        # What the modem has not taken yet keeps the program waiting.
        heard = [modem] if to_modem.waits else [modem, program]
        full = [way.file for way in (to_modem, to_program) if way.waits]
        readable, writable, _ = select.select(heard, full, [])
        for way in (to_modem, to_program):
            if way.file in writable:
                way.send()
        if modem in readable:
            library.tap_received(data := _read(modem))
            to_program.put(data)
        if program in readable:
            library.tap_sent(data := _read(program))
            to_modem.put(data)


def _read(file: int) -> bytes:
    data = os.read(file, PIECE)
    if not data:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return data
