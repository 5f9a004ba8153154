# SPDX-License-Identifier: MIT
"""RT-Thread's at_client: lines of CR LF, URCs by beginning and end, answers by count or by OK.

https://github.com/RT-Thread/rt-thread at 88f11722b9811b9a7921fa677edf69178fe2b31b:
components/net/at/src/at_client.c. The devices are those of
https://github.com/RT-Thread-packages/at_device at cea8ddf0d9b209c51bf2753722c1b79d764e9cba.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from drivers.line import Limit, Line, tries

BUFFER = 4096  # bytes that one line may have
FAST, LONG = 300, 5000  # ms


class AtClient:
    """Parses what comes; a command waits until its answer is complete."""

    chunk = 1500
    urcs: dict[str, str] = {}  # beginning of a line: name of the method that takes it
    options: tuple[str, ...] = ()

    def __init__(self, line: Line):
        self.line = line
        self.end_sign = ""
        self.events: set[str] = set()
        self.came: list[bytes] = []
        self._current = ""
        self._lines: list[str] | None = None  # of the command under way
        self._count = 0  # lines that complete its answer; 0: OK does
        self._result = ""

    # ---- the parser ----------------------------------------------------------------------

    def parse(self, limit: Limit, done: Callable[[], bool]) -> bool:
        """Takes bytes until `done`; False when the time is over first."""
        while not done():
            if not self.line.available(limit.left):
                return False
            self._byte(chr(self.line.read()))
        return True

    def _byte(self, character: str) -> None:
        self._current += character
        if self._current.endswith("\r\n") or character == self.end_sign:
            line, self._current = self._current, ""
            self._line(line)
        elif len(self._current) > BUFFER:
            self._current = ""

    def _line(self, line: str) -> None:
        for beginning, method in self.urcs.items():
            if line.startswith(beginning) and line.endswith("\r\n"):
                getattr(self, method)(line)
                return
        if self._lines is None:
            return  # nobody asked for it
        self._lines.append(line[:-1])
        if line.startswith("OK") and not self._count:
            self._result = "ok"
        elif "ERROR" in line or line.startswith("FAIL"):
            self._result = "error"
        elif len(self._lines) == self._count or line == self.end_sign:
            self._result = "ok"

    def raw(self, length: int) -> bytes:
        """Bytes behind a URC's line."""
        limit, data = Limit(max(length, 10)), b""
        while len(data) < length and self.line.available(limit.left):
            data += self.line.take(length - len(data))
        assert len(data) == length
        return data

    # ---- commands ----------------------------------------------------------------------------

    def command(self, text: str, ms: int = FAST, lines: int = 0) -> list[str]:
        """Types it and waits; the answer's lines."""
        answer = self.try_command(text, ms, lines)
        assert self._result == "ok", f"{text}: {self._result or 'time-out'} {answer}"
        return answer

    def try_command(self, text: str, ms: int = FAST, lines: int = 0) -> list[str]:
        self._lines, self._count, self._result = [], lines, ""
        self.line.write((text + "\r\n").encode())
        self.parse(Limit(ms), lambda: bool(self._result))
        answer, self._lines = self._lines, None
        return answer

    def just_type(self, text: str) -> None:
        """A command without an answer of its own."""
        self.line.write((text + "\r\n").encode())

    def event(self, name: str, ms: int) -> None:
        assert self.parse(Limit(ms), lambda: name in self.events), f"no event {name}"
        self.events.discard(name)

    def wait_connect(self) -> None:
        limit = Limit(10000)
        while limit.left:
            if self.try_command("AT", 300, 2) and self._result == "ok":
                return
        raise AssertionError("no answer to AT")

    def find(self, lines: list[str], keyword: str, pattern: str) -> re.Match | None:
        line = next((line for line in lines if keyword in line), "")
        return re.search(pattern, line)

    def tries(self, count: int, ms: int) -> Iterator[None]:
        """While it sleeps between two tries, the parser goes on."""
        for _ in tries(count, ms):
            yield
            self.parse(Limit(20, patient=False), lambda: False)

    def until_registered(self, command: str) -> None:
        for _ in self.tries(10, 1000):
            found = self.find(self.command(f"AT+{command}?"), f"+{command}:", r": (\S+)")
            if found and found[1] in ("0,1", "0,5"):
                return
        raise AssertionError(f"{command}: not registered")

    def until_ready(self, ms: int, lines: int) -> None:
        for _ in self.tries(10, 1000):
            if any("READY" in line for line in self.try_command("AT+CPIN?", ms, lines)):
                return
        raise AssertionError("no SIM")

    def write(self, data: bytes) -> int:
        raise NotImplementedError

    def receive(self) -> bytes:
        """What has been handed over since."""
        self.parse(Limit(100, patient=False), lambda: bool(self.came))
        data, self.came = b"".join(self.came), []
        return data
