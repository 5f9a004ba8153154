# SPDX-License-Identifier: MIT
"""The command as it is installed. While it is loaded an interrupt just ends it: no traceback."""

from __future__ import annotations

import signal


def hush() -> None:
    """Before anything that takes long is imported. Who ignores interrupts (`nohup`) goes on to."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> int:
    """Runs one verb; returns the exit code."""
    hush()
    from atbind.cli.main import main as run

    return run()
