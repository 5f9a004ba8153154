# SPDX-License-Identifier: MIT
"""What the modem says: lines from the tables' layouts, result codes in words or as numbers."""

from __future__ import annotations

from atbind.model.dialect import Dialect
from atbind.model.dialect import Line as Layout
from atbind.simulator.render import Said, Values, line_text
from atbind.simulator.wire import Wire
from atbind.tables.mistakes import alternatives

NUMBERS = {"OK": "0", "CONNECT": "1", "RING": "2", "NO CARRIER": "3", "ERROR": "4"}  # V.250 5.7.1
NUMBERS |= {"NO DIALTONE": "6", "BUSY": "7", "NO ANSWER": "8"}


class Output:
    """Lines, payload, final result codes."""

    def __init__(self, dialect: Dialect, wire: Wire):
        self.dialect = dialect
        self.wire = wire
        shared = dialect.chapter.lines if dialect.chapter else ()
        self.lines = {self.short(line.id): line for line in (*shared, *dialect.lines)}
        self.verbose = True  # ATV1
        self.quiet = False  # ATQ1
        self.echo = True
        self.cmee = 0
        self.chained = False  # more commands of this line follow

    def short(self, id: str) -> str:
        return short(self.dialect, id)

    def text(self, text: str) -> None:
        before = "\r\n" if self.verbose else ""
        self.wire.send(f"{before}{text}\r\n".encode("latin-1"))

    def final(self, text: str) -> None:
        """A result code; numbers with CR alone when ATV0 is set."""
        number = NUMBERS.get(text if text in NUMBERS else text.split(" ")[0])
        if self.quiet:
            return
        if self.verbose or number is None:
            self.text(text)
        else:
            self.wire.send(f"{number}\r".encode())

    def error_text(self, code: int) -> str:
        """+CME ERROR with the code or its words, as AT+CMEE says; empty when it says ERROR alone."""
        if self.cmee == 0 or not code:
            return ""
        shared = self.dialect.chapter.error_codes if self.dialect.chapter else ()
        known = (*(e for e in shared if e.set == "cme"), *self.dialect.error_codes)
        words = next((e.text for e in known if e.code == code), "")
        return f"+CME ERROR: {words if self.cmee == 2 and words else code}"

    def say(self, name: str, payload: bytes | None = None, /, **values: Said) -> None:
        """A line of the table by its name (`urc_recv`), with payload where its layout has it."""
        self.wire.send(self.unit(self._line(name), payload, values))

    def rendered(self, name: str, /, **values: Said) -> str:
        """The text of a line of the table."""
        line = self._line(name)
        return line_text(line, _by_name(line, values))

    def _line(self, name: str) -> Layout:
        if name not in self.lines:
            raise LookupError(f"no line is called {name}; {alternatives(name, self.lines)}")
        return self.lines[name]

    def unit(self, line: Layout, payload: bytes | None, values: Values) -> bytes:
        head = b"\r\n" if self.verbose else b""
        head += line_text(line, _by_name(line, values)).encode("latin-1")
        if line.payload is None or payload is None:
            return head + b"\r\n"
        if line.payload_where == "after_line":
            return head + b"\r\n" + payload
        return head + b"," + payload + b"\r\n"


def short(dialect: Dialect, id: str) -> str:
    """An id without the name of its dialect or chapter."""
    own = id.removeprefix(dialect.name + "_")
    return own.removeprefix(dialect.chapter.name + "_") if dialect.chapter else own


def _by_name(line: Layout, values: Values) -> Values:
    """Values by the manual's names, given by these or by their C names."""
    named = {f.name: values.get(f.c_name, values.get(f.name)) for f in line.values}
    for field in line.values:
        if named[field.name] is None and not field.may_lack:
            raise LookupError(f"{line.syntax}: <{field.name}> is missing; {_given(values)}")
    return named


def _given(values: Values) -> str:
    return "given: " + (", ".join(values) or "nothing")
