# SPDX-License-Identifier: MIT
"""A serial device as a file, raw and at its rate."""

from __future__ import annotations

import os
import termios
import tty

from atbind.tables.errors import Problem


def opened(device: str, baud: int) -> int:
    """The file's number. Raises Problem."""
    speed = getattr(termios, f"B{baud}", None)
    if speed is None:
        raise Problem(f"{baud} baud: this system does not know that rate")
    try:
        file = os.open(device, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(file)
        modes = termios.tcgetattr(file)
        modes[4] = modes[5] = speed
        termios.tcsetattr(file, termios.TCSANOW, modes)
    except (OSError, termios.error) as error:
        raise Problem(f"{device}: {error.args[-1]}") from None
    return file
