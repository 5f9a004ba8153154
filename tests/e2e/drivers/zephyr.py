# SPDX-License-Identifier: MIT
"""Zephyr's bg9x: handlers by a line's beginning, RDY first, Ctrl-Z behind counted data.

https://github.com/zephyrproject-rtos/zephyr at f360718d0bf626bb725d8b21f97d9f331179ba04:
drivers/modem/quectel-bg9x.c, drivers/modem/modem_cmd_handler.c.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.line import Limit, Line, tries

COMMAND, BOOT = 10000, 50000  # ms
SETUP = ("ATE0", "ATH", "AT+CMEE=1")
ABOUT = ("AT+CGMI", "AT+CGMM", "AT+CGMR", "AT+CGSN", "AT+CIMI", "AT+QCCID")
CONTEXT = 'AT+QICSGP=1,1,"internet","user", "password",1'


class Bg9x:
    dialect, options, chunk = "quectel", ("--boot", "300"), 1024

    def __init__(self, line: Line):
        self.line = line
        self._buffer = b""
        self._given: set[str] = set()  # semaphores
        self.ready = False  # data waits
        self._data: bytes | None = None
        self.handlers: dict[bytes, Callable[[bytes], None]] = {
            b"OK": lambda line: self._give("ok"),
            b"ERROR": lambda line: self._give("error"),
            b"+CME ERROR: ": lambda line: self._give("error"),
            b'+QIURC: "recv",': self._told,
            b'+QIURC: "closed",': lambda line: self._give("closed"),
            b"RDY": lambda line: self._give("ok"),
        }

    def _give(self, name: str) -> None:
        self._given.add(name)

    def _told(self, line: bytes) -> None:
        self.ready = True

    # ---- drivers/modem/modem_cmd_handler.c ----------------------------------------------------

    def _process(self, more: dict[bytes, Callable[[bytes], None]]) -> bool:
        """One line, or one beginning that needs no line; False: more has to come."""
        self._buffer = self._buffer.lstrip(b"\r\n")
        if b">" in more and self._buffer.startswith(b">"):
            self._buffer = self._buffer[1:]
            more[b">"](b"")
            return True
        if b"+QIRD: " in more and self._buffer.startswith(b"+QIRD: "):
            return self._read_data()
        line, end, rest = self._buffer.partition(b"\r\n")
        if not end:
            return False
        self._buffer = rest
        for beginning, handler in {**self.handlers, **more}.items():
            if line.startswith(beginning):
                handler(line)
                return True
        return True

    def _read_data(self) -> bool:
        """The data, once it is there whole with what follows it."""
        head, end, rest = self._buffer.partition(b"\r\n")
        length = int(head[7:]) if end else 0
        if not end or len(rest) < length + 4:
            return False
        self._data, self._buffer = rest[:length], rest[length:]
        return True

    def _take(self, names: tuple[str, ...], ms: int, more: dict | None = None) -> str:
        limit = Limit(ms)
        while True:
            if found := next((name for name in names if name in self._given), ""):
                self._given.clear()
                return found
            if self._process(more or {}):
                continue
            assert self.line.available(limit.left), f"none of {names}; {self._buffer[-100:]!r}"
            self._buffer += self.line.take(1024)

    def command(self, text: str, ms: int = COMMAND, more: dict | None = None) -> bool:
        self._given.clear()
        self.line.write(text.encode() + b"\r\n")
        return self._take(("ok", "error"), ms, more) == "ok"

    # ---- drivers/modem/quectel-bg9x.c ------------------------------------------------------------

    def bring_up(self) -> None:
        self._take(("ok",), BOOT)  # RDY
        for text in SETUP:
            assert self.command(text), text
        for text in ABOUT:
            lines: list[bytes] = []
            assert self.command(text, more={b"": lines.append}), text
            assert lines and lines[0], text
        assert self.command(CONTEXT)
        self._wait_for_signal()
        for _ in tries(10, 2000):  # the whole set-up again, after its wait for a signal
            if self.command("AT+QIACT=1"):
                return
            assert self.command("AT+QIDEACT=1")
        raise AssertionError("no context")

    def _wait_for_signal(self) -> None:
        for _ in tries(10, 2000):
            found: list[bytes] = []
            self.command("AT+CSQ", more={b"+CSQ: ": found.append})
            if found and 0 <= int(found[0][6:].split(b",")[0]) <= 31:
                return
        raise AssertionError("no signal")

    def connect(self, host: str, port: int) -> None:
        opened: list[bytes] = []

        def result(line: bytes) -> None:
            opened.append(line)
            self._give("opened")

        assert self.command(f'AT+QIOPEN=1,0,"TCP","{host}",{port},0,0', 1000)
        self._take(("opened",), 120000, {b"+QIOPEN: ": result})
        assert opened == [b"+QIOPEN: 0,0"]

    def write(self, data: bytes) -> int:
        more = {b">": lambda line: self._give("prompt"), b"SEND OK": lambda line: self._give("ok")}
        self._given.clear()
        self.line.write(b"AT+QISEND=0,%d\r\n" % len(data))
        self._take(("prompt",), 5000, more)
        self.line.write(data)
        self.line.write(b"\x1a")
        assert self._take(("ok", "error"), COMMAND, more) == "ok"
        return len(data)

    def receive(self) -> bytes:
        if not self.ready:
            self._given.clear()
            while not self.ready and (self._process({}) or self.line.available(0.1)):
                self._buffer += self.line.take(1024)
            if not self.ready:
                return b""
        self._data = None
        assert self.command("AT+QIRD=0,1024", more={b"+QIRD: ": lambda line: None})
        self.ready = bool(self._data)
        return self._data or b""

    def close(self) -> None:
        assert self.command("AT+QICLOSE=0")
