# SPDX-License-Identifier: MIT
"""Hours on a bad line, in minutes: numbered blocks there and back on all four dialects.

    soak.py SECONDS [SEED]

With cuts and URCs nothing may be lost. With losses and flips in both directions the host
gives up what does not come, says what went wrong, and must always find the way back.
"""

from __future__ import annotations

import collections
import random
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "generator" / "src")]

from bringup import DIALECTS, all_of  # noqa: E402
from hosts import Host  # noqa: E402

CUTS = ("--split", "random", "--urc")
NOISE = 0.00005
LOSSES = [word for way in ("drop", "corrupt", "drop-host", "corrupt-host") for word in (way, NOISE)]
CLOSE = {
    "quectel": ("AT+QICLOSE=0", "AT+QIDEACT=1"),
    "simcom": ("AT+CIPCLOSE=0", "AT+NETCLOSE"),
    "fibocom": ("AT+MIPCLOSE=1", "AT+MIPCALL=0"),
    "onemo": ("AT+MIPCLOSE=0",),
}


def block(number: int, dice: random.Random) -> bytes:
    """A block that says which it is, with what lines are made of in it."""
    body = bytes(dice.choice(b'\r\nOK>+,"0 \x1aERROR') for _ in range(dice.randint(0, 1200)))
    return b"<%08d:%d>" % (number, len(body)) + body


def good_line(host: Host, dialect, port: int, until: float, dice: random.Random) -> int:
    """Blocks that went there and back; anything else is an AssertionError."""
    dialect.open(host, port)
    count = 0
    while time.monotonic() < until:
        data = block(count, dice)
        dialect.send(host, data)
        assert all_of(host, dialect, len(data)) == data, f"{dialect.name}: block {count}"
        count += 1
    return count


class BadLine:
    """A host that lives with losses."""

    def __init__(self, host: Host, dialect, port: int, dice: random.Random):
        self.host, self.dialect, self.port, self.dice = host, dialect, port, dice
        self.host.patience = 1.0
        self.wrong: collections.Counter[str] = collections.Counter()
        self.count = 0

    def live(self, until: float) -> None:
        opened = False
        while time.monotonic() < until:
            try:
                if not opened:
                    self._open()
                    opened = True
                self._exchange()
            except (AssertionError, ValueError) as problem:
                self.wrong[f"{self.dialect.name}: {_reason(problem)}"] += 1
                opened = False
                self._find_back()

    def _open(self) -> None:
        for command in CLOSE[self.dialect.name]:
            self.host.type(command.encode() + b"\r")
            self.host.more(0.1)
        self.host.heard = b""
        self.dialect.open(self.host, self.port)

    def _exchange(self) -> None:
        data = block(self.count, self.dice)
        self.dialect.send(self.host, data)
        came = all_of(self.host, self.dialect, len(data))
        assert came == data, "other bytes came back"
        self.count += 1

    def _find_back(self) -> None:
        """A modem that waits for payload is given it; then it answers AT, echo off again."""
        for _ in range(100):
            self.host.type(b"\x1a\x1b\r" + b"\r" * 300)
            self._silence()
            self.host.type(b"ATE0\r")
            if self._silence().endswith(b"OK\r\n"):
                return
        raise RuntimeError(f"{self.dialect.name}: the modem hangs")

    def _silence(self) -> bytes:
        while self.host.more(0.05):
            continue
        heard, self.host.heard = self.host.heard, b""
        return heard


def _reason(problem: Exception) -> str:
    """The first words: what was waited for."""
    return str(problem).split(" in b")[0][:60] or type(problem).__name__


def soak(start, port: int, seconds: float, seed: int) -> dict:
    """Both kinds of line on every dialect; what came of it."""
    dice = random.Random(seed)
    result: dict = {"blocks": {}, "noisy": {}, "wrong": collections.Counter()}
    share = seconds / 2 / len(DIALECTS)
    for dialect in DIALECTS:
        seeds = ("--seed", str(seed))
        host = Host(start(dialect.name, *CUTS, *seeds))
        host.ask("ATE0")
        end = time.monotonic() + share
        result["blocks"][dialect.name] = good_line(host, dialect, port, end, dice)
        host.close()
        losses = [f"--{word}" if isinstance(word, str) else str(word) for word in LOSSES]
        bad = BadLine(Host(start(dialect.name, *CUTS, *seeds, *losses)), dialect, port, dice)
        bad.live(time.monotonic() + share)
        bad.host.close()
        result["noisy"][dialect.name] = bad.count
        result["wrong"] += bad.wrong
    return result


def main() -> None:
    from conftest import Bench
    from echo import Echo
    import tempfile

    seconds = float(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 31)
    print(f"soak of {seconds:g} s, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        bench, echo = Bench(Path(folder)), Echo()
        result = soak(bench.start, echo.port, seconds, seed)
        bench.close()
    for name, count in result["blocks"].items():
        print(f"{name:8} {count:7} blocks there and back, {result['noisy'][name]} on the bad line")
    for reason, count in result["wrong"].most_common():
        print(f"{count:7} x {reason}")


if __name__ == "__main__":
    main()
