#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One application (examples/sensor.c), four simulated modems side by side, and what happened to each.

A reboot and a loss of the network are thrown in while messages and commands go back and forth.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from field import Field

HOME = Path(__file__).resolve().parent.parent
COLOUR = sys.stdout.isatty()
DIALECTS = ("quectel", "simcom", "fibocom", "onemo")
MESSAGES = 300
LOSSES = {100: "reboot", 200: "network lose"}  # behind this message: this order
COLUMNS = ("", "power-on to connected", "reboot: back after", "network: back after", "messages")
WIDTHS = (9, 22, 19, 20, 10)


def paint(text: str, code: str) -> str:
    return f"\033[{code}m{text}\033[0m" if COLOUR else text


class Story:
    """What one sensor lives through."""

    def __init__(self, dialect: str):
        self.dialect = dialect
        self.start = time.monotonic()
        self.times: list[float] = []
        self.ok = False
        built = HOME / "build/demo"
        wire = built / f"{dialect}.log"
        self.field = Field(dialect, built / "examples", wire, MESSAGES, "--register", "300")

    def live(self) -> None:
        try:
            self._live()
        finally:
            self.field.close()

    def _live(self) -> None:
        field = self.field
        field.wait(lambda: bool(field.lines("connected")), 60)
        self.times.append(time.monotonic() - self.start)
        for place, order in LOSSES.items():
            field.wait(lambda: field.acknowledged >= place, 60)
            self.times.append(self._lose(order))
        field.wait(lambda: field.ended, 60)
        commands = field.commands()
        self.ok = (
            field.ended
            and field.server.heard >= MESSAGES
            and commands == list(range(1, len(commands) + 1))
            and not field.server.wrong
        )

    def _lose(self, order: str) -> float:
        """Seconds until messages are acknowledged again."""
        field, start = self.field, time.monotonic()
        field.order(order)
        before = len(field.lines("connected"))
        field.wait(lambda: len(field.lines("connected")) > before, 60)
        return time.monotonic() - start

    def row(self) -> str:
        times = [f"{seconds:.1f} s" for seconds in self.times] + ["-"] * 3
        cells = (self.dialect, *times[:3], str(self.field.server.heard))
        text = "".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS))
        told = "all, each once, in order" if self.ok else f"look into {self.field.wire}"
        return f"  {text}{paint(told, '32' if self.ok else '31')}"


def main() -> int:
    print("The same sensor on four simulated modems; after 100 messages each modem reboots,")
    print("after 200 the network takes its context away. Ctrl-C ends it.\n")
    stories = [Story(dialect) for dialect in DIALECTS]
    threads = [threading.Thread(target=story.live) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(paint("  " + "".join(c.ljust(w) for c, w in zip(COLUMNS, WIDTHS)), "1"))
    for story in stories:
        print(story.row())
    ok = all(story.ok for story in stories)
    print(paint("\nIt works." if ok else "\nIt failed.", "1;32" if ok else "1;31"))
    print("What went over each wire:")
    for story in stories:
        print(f"  {story.dialect:9}{story.field.wire}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
