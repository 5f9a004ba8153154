# SPDX-License-Identifier: MIT
"""What a device says, a file has and gets, or another program writes: read on as it comes."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from atbind.modem.serial import opened
from atbind.tables.errors import Problem

LOOK_AGAIN = 0.2  # seconds, at a file that may grow
PIECE = 4096


def pieces(path: Path, baud: int) -> Iterator[bytes]:
    """In order, as one stream. Raises Problem where it cannot be opened, or read any more."""
    try:
        if str(path) == "-":
            yield from _rest(sys.stdin.fileno())
        else:
            yield from _said(path, baud) if path.is_char_device() else _written(path)
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}") from None


def _said(path: Path, baud: int) -> Iterator[bytes]:
    device = opened(str(path), baud)
    try:
        yield from _rest(device)
    finally:
        os.close(device)


def _written(path: Path) -> Iterator[bytes]:
    """Of a file by this name, also when another takes its place, or it begins anew: logrotate."""
    file, count = os.open(path, os.O_RDONLY), 0
    try:
        while True:
            for piece in _rest(file):
                count += len(piece)
                yield piece
            newer = _successor(path, file)
            if newer is not None:
                yield from _rest(file)  # what was written before the other was
                os.close(file)
                file, count = newer, 0
            elif _is_shorter(file, count):
                os.lseek(file, 0, os.SEEK_SET)
                count = 0
            else:
                time.sleep(LOOK_AGAIN)
    finally:
        os.close(file)


def _rest(file: int) -> Iterator[bytes]:
    while piece := os.read(file, PIECE):
        yield piece


def _successor(path: Path, file: int) -> int | None:
    """Another file that has the name now. While it is empty, its writer may still have the old one."""
    try:
        newer = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return None  # between the two
    if not os.path.sameopenfile(newer, file) and os.fstat(newer).st_size > 0:
        return newer
    os.close(newer)
    return None


def _is_shorter(file: int, count: int) -> bool:
    now = os.fstat(file)
    return stat.S_ISREG(now.st_mode) and now.st_size < count
