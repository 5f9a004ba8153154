# SPDX-License-Identifier: MIT
"""TinyGSM: a stream read byte by byte, matched by the end of what has come. CR LF ends a line.

https://github.com/vshymanskyy/TinyGSM at 4c552105acb42686ed2f99e5e75f0e67b5cb7ff9:
src/TinyGsmModem.tpp, src/TinyGsmTCP.tpp, src/TinyGsmGPRS.tpp and src/TinyGsmClient*.h.
The A7672X is that of 6957cf563a8f7575522fdd0d93a0e32c328617a9.
"""

from __future__ import annotations

import re

from drivers.line import Limit, Line

OK, ERROR = "OK\r\n", "ERROR\r\n"
FIFO = 64  # bytes that one read asks for


class TinyGsm:
    """What all its modems share."""

    chunk = 1024  # bytes that the application writes at once

    def __init__(self, line: Line):
        self.line = line
        self.mux = 0
        self.got_data = False
        self.available_there = 0
        self.connected = False

    # ---- stream -----------------------------------------------------------------------

    def send_at(self, *parts: object) -> None:
        self.line.write(("AT" + "".join(map(str, parts)) + "\r\n").encode())

    def wait(self, *answers: str, ms: int = 1000, patient: bool = True) -> int:
        """1 for the first answer, …; 0 when none came in time."""
        answers = answers or (OK, ERROR)
        limit, self.data = Limit(ms, patient), ""
        while self.line.available(limit.left):
            while self.line.available():
                byte = self.line.read()
                if byte == 0 or byte > 127:
                    continue  # a signed char that is not above 0
                self.data += chr(byte)
                for number, answer in enumerate(answers, 1):
                    if self.data.endswith(answer):
                        return number
                if self.handle_urc(self.data):
                    self.data = ""
        return 0

    def need(self, *answers: str, ms: int = 1000) -> None:
        assert self.wait(*answers, ms=ms) == 1, f"{type(self).__name__}: {self.data[-200:]!r}"

    def until(self, stop: str, most: int = 1 << 20) -> str:
        """Up to `stop`, which is dropped; or `most` characters; or a second."""
        limit, text = Limit(1000), ""
        while len(text) < most and self.line.available(limit.left):
            character = chr(self.line.read())
            if character == stop:
                break
            text += character
        return text

    def integer_before(self, stop: str) -> int:
        """Seven characters or more are too many for it."""
        text = self.until(stop, 7)
        digits = re.match(r"\s*(-?\d+)", text)
        return -9999 if not text or len(text) >= 7 else int(digits[1] if digits else 0)

    def parse_int(self) -> int:
        limit, digits = Limit(1000), ""
        while self.line.available(limit.left):
            character = chr(self.line.take(1)[0])
            if character.isdigit():
                digits += character
            elif digits:
                return int(digits)
        return int(digits or 0)

    def handle_urc(self, data: str) -> bool:
        raise NotImplementedError

    # ---- bring-up ------------------------------------------------------------------------

    def test_at(self) -> None:
        limit = Limit(10000)
        while limit.left:
            self.send_at()
            if self.wait(ms=200) == 1:
                return
        raise AssertionError("no answer to AT")

    def name(self) -> None:
        for command in ("+CGMI", "+CGMM"):
            self.send_at(command)
            self.need()

    def sim_status(self) -> None:
        for _ in range(10):
            self.send_at("+CPIN?")
            if self.wait("+CPIN:") == 1:
                status = self.wait("READY", "SIM PIN", "SIM PUK", "NOT INSERTED", "NOT READY")
                self.wait()
                assert status == 1
                return
        raise AssertionError("no SIM")

    def registration(self, command: str) -> int:
        self.send_at("+", command, "?")
        if self.wait("+CREG:", "+CGREG:", "+CEREG:") == 0:
            return -1
        self.until(",")
        status = self.parse_int()
        self.wait()
        return status

    def wait_for_network(self, *commands: str) -> None:
        limit = Limit(60000)
        while limit.left:
            if any(self.registration(command) in (1, 5) for command in commands):
                return
        raise AssertionError("not registered")

    # ---- client ---------------------------------------------------------------------------

    def write(self, data: bytes) -> int:
        self.maintain()
        return self.modem_send(data)

    def maintain(self) -> None:
        if self.got_data:
            self.got_data = False
            self.available_there = self.modem_available()
        while self.line.available():
            self.wait(" never ", ms=15, patient=False)

    def receive(self) -> bytes:
        """What one read of the client gives."""
        self.got_data = True  # as every half second, whether told or not
        self.maintain()
        return self.modem_read(min(FIFO, self.available_there)) if self.available_there else b""

    def payload(self, length: int) -> bytes:
        limit, data = Limit(1000), b""
        while len(data) < length and self.line.available(limit.left):
            data += self.line.take(length - len(data))
        return data

    def modem_send(self, data: bytes) -> int:
        raise NotImplementedError

    def modem_available(self) -> int:
        raise NotImplementedError

    def modem_read(self, size: int) -> bytes:
        raise NotImplementedError
