# SPDX-License-Identifier: MIT
"""esp-ml307's UART: lines of CR LF from a buffer, everything with a plus is a URC.

https://github.com/78/esp-ml307 at 7bc2fd6d7a892f5536697677894e050ff0349a74:
src/at_uart.cc, src/at_modem.cc.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.line import Limit, Line

CONNECT = 10000  # ms


class EspUart:
    def __init__(self, line: Line):
        self.line = line
        self._buffer = b""
        self._waits = False  # a command is under way
        self._done = self._failed = False
        self.response = ""
        self.cme = 0
        self.urcs: list[tuple[str, list[str]]] = []
        self.came: list[bytes] = []

    # ---- src/at_uart.cc ---------------------------------------------------------------------

    def _parse(self) -> bool:
        if self._waits and self._buffer.startswith(b">"):
            self._buffer, self._done = self._buffer[1:], True
            return True
        line, end, rest = self._buffer.partition(b"\r\n")
        if not end:
            return False
        self._buffer = rest
        if line.startswith(b"+"):
            name, _, values = line[1:].decode("latin-1").partition(": ")
            self._urc(name, values.split(",") if values else [])
        elif line == b"OK":
            self._done = True
        elif line == b"ERROR":
            self._failed = True
        elif line:
            self.response = line.decode("latin-1")
        return True

    def _urc(self, name: str, values: list[str]) -> None:
        values = [value.strip('"') for value in values]
        if name == "CME ERROR":
            self.cme, self._failed = int(values[0]), True
        elif not self.is_data(name, values):
            self.urcs.append((name, values))

    def is_data(self, name: str, values: list[str]) -> bool:
        """Keeps what a URC of received data brings."""
        raise NotImplementedError

    def _pump(self, limit: Limit, done: Callable[[], bool]) -> bool:
        while not done():
            while self._parse():
                if done():
                    return True
            if not self.line.available(limit.left):
                return False
            self._buffer += self.line.take(4096)
        return True

    def command(self, text: str, ms: int = 1000) -> bool:
        """A prompt ends it as OK does."""
        return self.typed(text.encode() if text.endswith("\r\n") else text.encode() + b"\r\n", ms)

    def typed(self, data: bytes, ms: int = 1000) -> bool:
        self._waits, self._done, self._failed = True, False, False
        self.line.write(data)
        self._pump(Limit(ms), lambda: self._done or self._failed)
        self._waits = False
        return self._done

    def urc(self, name: str, ms: int = CONNECT) -> list[str]:
        """The values of a URC that has come, or comes in time."""

        def there() -> list[list[str]]:
            return [values for known, values in self.urcs if known == name]

        assert self._pump(Limit(ms), lambda: bool(there())), f"no +{name}"
        values = there()[-1]
        self.urcs = [urc for urc in self.urcs if urc[0] != name]
        return values

    # ---- src/at_modem.cc ----------------------------------------------------------------------

    def starts(self) -> None:
        """One rate after the other, and what kind of modem it is."""
        limit = Limit(10000)
        while not self.command("AT", 20) and limit.left:
            continue
        assert self.command("AT+IPR=921600")
        assert self.command("AT+CGMR", 3000)

    def registers(self) -> None:
        assert any(self.command("AT+CPIN?") for _ in range(10))
        assert self.command("AT+CEREG=2") and self.command("AT+CEREG?")
        while True:
            values = self.urc("CEREG", 60000)
            stat = values[1] if len(values) > 1 and len(values[1]) == 1 else values[0]
            if stat in ("1", "5"):
                break

    def receive(self) -> bytes:
        self._pump(Limit(100, patient=False), lambda: bool(self.came))
        data, self.came = b"".join(self.came), []
        return data
