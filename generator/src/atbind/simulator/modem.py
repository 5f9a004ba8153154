# SPDX-License-Identifier: MIT
"""A modem of any dialect: reads command lines, refuses what the table refuses, answers from its layouts.

A dialect's own module adds what commands do (methods named do_<form>), on top
of sockets, contexts and buffers; what only stores or shows a setting needs no
method at all.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from atbind.model.dialect import Dialect, Form, Line, Parameter, Position
from atbind.simulator.host import Host
from atbind.simulator.parse import Parser, Refused, Request
from atbind.simulator.render import line_text, test_answer
from atbind.simulator.sockets import Names
from atbind.simulator.wire import Wire


class Fails(Exception):
    """The command ends with ERROR; `code` is the dialect's error code."""

    def __init__(self, code: int = 0, *before: str):
        super().__init__(code)
        self.code = code
        self.before = before  # lines before ERROR


class Modem:
    """One simulated modem. Sub-classes set `interruption` to the URC that --urc interleaves."""

    parameter_error = 0  # the code for what the table refuses
    prompt = b"\r\n> "
    connect = "CONNECT"  # as data mode begins

    def __init__(self, dialect: Dialect, model: str | None, names: Names, wire: Wire):
        self.dialect = dialect
        self.names = names
        self.wire = wire
        self.host = Host()
        self.parser = Parser(dialect, model)
        self.lines = {line.id.removeprefix(dialect.name + "_"): line for line in dialect.lines}
        self.echo = False
        self.cmee = 0
        self.last_error = 0
        self.store: dict[tuple[str, ...], dict] = {}
        self.on_data: Callable[[bytes], None] | None = None  # transparent mode: host -> peer
        self.left_data_mode: Callable[[], None] = lambda: None

    # ---- output ----------------------------------------------------------

    def text(self, text: str) -> None:
        self.wire.send(b"\r\n" + text.encode("latin-1") + b"\r\n")

    def say(self, name: str, payload: bytes | None = None, **values) -> None:
        """A line of the table by its name (`urc_recv`), with payload where its layout has it."""
        line = self.lines[name]
        self.wire.send(self.unit(line, payload, values))

    def rendered(self, name: str, **values) -> str:
        """The text of a line of the table."""
        line = self.lines[name]
        return line_text(
            line, {f.name: values.get(f.c_name, values.get(f.name)) for f in line.values}
        )

    def unit(self, line: Line, payload: bytes | None, values: dict) -> bytes:
        by_name = {f.name: values.get(f.c_name, values.get(f.name)) for f in line.values}
        head = b"\r\n" + line_text(line, by_name).encode("latin-1")
        if line.payload is None or payload is None:
            return head + b"\r\n"
        if line.payload_where == "after_line":
            return head + b"\r\n" + payload
        return head + b"," + payload + b"\r\n"

    def ok(self) -> None:
        self.text("OK")

    def error(self, code: int) -> None:
        self.last_error = code
        self.text(f"+CME ERROR: {code}" if self.cmee == 1 else "ERROR")

    def refused(self, line: str) -> None:
        """Answers a line that the tables do not allow."""
        self.error(self.parameter_error)

    def later(self, work: Awaitable[None]) -> None:
        """Runs after the answer, beside further commands: late results and URCs."""
        asyncio.ensure_future(work)

    # ---- command lines ------------------------------------------------------

    async def run(self) -> None:
        while True:
            if self.on_data:
                await self._transparent()
            else:
                line = await self.host.line(lambda: self.on_data is not None)
                if line is not None:
                    await self.execute(line)

    async def execute(self, line: str) -> None:
        if self.echo:
            self.wire.send(line.encode("latin-1") + b"\r", interruptible=False)
        if line.strip() and not self._basic(line.strip().upper()):
            try:
                await self._command(self.parser.parse(line))
            except Refused:
                self.refused(line)
            except Fails as failure:
                for before in failure.before:
                    self.text(before)
                self.error(failure.code)

    def _basic(self, line: str) -> bool:
        """V.250 and 3GPP commands that any host sends first."""
        if line in ("AT", "AT&F", "ATZ", "ATE0", "ATE1"):
            self.echo = {"ATE0": False, "ATE1": True}.get(line, self.echo)
        elif line.startswith("AT+CMEE="):
            self.cmee = int(line[8:9] or 0)
        elif line == "AT+CSQ":
            self.text("+CSQ: 25,99")
        elif line == "AT+CPIN?":
            self.text("+CPIN: READY")
        elif line in ("AT+CREG?", "AT+CGREG?", "AT+CEREG?"):
            self.text(f"{line[2:-1]}: 0,1")
        elif line == "AT+CCLK?":
            self.text('+CCLK: "%s"' % time.strftime("%y/%m/%d,%H:%M:%S+00", time.gmtime()))
        else:
            return False
        self.ok()
        return True

    async def _command(self, request: Request) -> None:
        name = request.form.id.removeprefix(self.dialect.name + "_")
        method = getattr(self, "do_" + name, None)
        if method is None:
            self.generic(request)
            return
        result = method(request)
        if result is not None:
            await result

    # ---- what needs no code of its own ----------------------------------------

    def generic(self, request: Request) -> None:
        """Test forms print ranges; set forms store; read forms and queries show what is stored."""
        form = request.form
        if form.type == "test":
            self._test(form)
        elif form.infos and any(line.role == "info" for line in form.infos):
            self._show(request)
        else:
            self._remember(request)
        self.ok()

    def _test(self, form: Form) -> None:
        lookup: dict[str, Parameter] = {}
        for other in self.dialect.forms:
            if other.command == form.command:
                for parameter in other.parameters:
                    lookup.setdefault(parameter.name, self.of_model(parameter))
        for other in self.dialect.forms:
            has = other.command == form.command and self.parser.model not in other.lacking
            for place in other.positions if has else ():
                self._add_literal(lookup, place)
        for line in form.infos:
            if line.role == "test":
                self.text(test_answer(line, form, lookup))

    @staticmethod
    def _add_literal(lookup: dict[str, Parameter], place: Position) -> None:
        """A number that selects a form of its own is one of its parameter's values, too."""
        known = lookup.get(place.literal_name or "")
        if known and known.values and (place.literal or "").isdigit():
            values = {**known.values, int(place.literal or 0): ""}
            lookup[known.name] = replace(known, values=dict(sorted(values.items())))

    def key(self, form: Form, values: dict) -> tuple[str, ...]:
        """Settings are kept per command, literal selector and first id."""
        literals = [p.literal for p in form.positions if p.literal]
        ids = [str(values[p.name]) for p in form.parameters[:1] if p.closed and p.name in values]
        return (form.command, *literals, *ids)

    def _remember(self, request: Request) -> None:
        values = self.store.setdefault(self.key(request.form, request.values), {})
        values.update(request.values)

    def _show(self, request: Request) -> None:
        """Each line of the answer; a repeated one once for every id that it may begin with."""
        for line in (line for line in request.form.infos if line.role == "info"):
            for ids in self._ids(line, request):
                values = {**request.values, **ids}
                stored = self.store.get(self._key_of(request.form, line, values), {})
                self._show_line(line, values, stored)

    def _ids(self, line: Line, request: Request) -> list[dict]:
        repeated = any(
            step.repeated and step.line is line
            for outcome in request.form.outcomes
            for step in outcome.steps
        )
        first = self.of_model(line.values[0].parameter) if line.values else None
        if not repeated or first is None or first.name in request.values or not first.closed:
            return [{}]
        return [{first.name: n} for n in range(first.minimum or 0, (first.maximum or 0) + 1)]

    def _key_of(self, form: Form, line: Line, values: dict) -> tuple[str, ...]:
        literals = [p.literal for p in form.positions if p.literal]
        first = line.values[0].parameter if line.values else None
        known = first is not None and first.closed and first.name in values
        return (form.command, *literals, *([str(values[first.name])] if known else []))

    def _show_line(self, line: Line, given: dict, stored: dict) -> None:
        values = {f.name: self._known(f.parameter, stored, given) for f in line.values}
        if all(values[f.name] is not None or f.optional for f in line.values):
            self.text(line_text(line, values))

    def _known(self, parameter: Parameter, stored: dict, given: dict) -> int | str | None:
        for source in (given, stored):
            if parameter.name in source:
                return source[parameter.name]
        own = self.of_model(parameter)
        if own.default is not None:
            return own.default
        return own.minimum if parameter.type == "integer" else ""

    def of_model(self, parameter: Parameter) -> Parameter:
        """The parameter with the range, values and default of this model."""
        difference = parameter.models.get(self.parser.model or "")
        if difference is None:
            return parameter
        own = {
            key: getattr(difference, key)
            for key in ("minimum", "maximum", "default")
            if getattr(difference, key) is not None
        }
        if parameter.values:
            kept = {k: v for k, v in parameter.values.items() if k not in difference.without}
            own["values"] = kept
        return replace(parameter, **own)

    # ---- payload and transparent mode -------------------------------------------

    async def payload(self, form: Form, length: int | None) -> bytes | None:
        """Prompts and takes payload as the form says; None when ESC cancelled it."""
        self.wire.send(self.prompt, interruptible=False)
        assert form.payload is not None
        if form.payload.mode == "length":
            return await self.host.exactly(length or 0)
        return await self.host.until_ctrl_z(form.payload.etx)

    def enter_data_mode(
        self, on_data: Callable[[bytes], None], left: Callable[[], None] = lambda: None
    ) -> None:
        self.text(self.connect)
        self.on_data = on_data
        self.left_data_mode = left
        self.host.feed(b"")

    def leave_data_mode(self, text: str) -> None:
        """The connection ended: the modem says so and is in command mode again."""
        self.on_data = None
        self.text(text)
        self.host.feed(b"")

    def _guard(self) -> tuple[float, float]:
        for form in self.dialect.forms:
            if form.guard_ms:
                return form.guard_ms[0] / 1000, form.guard_ms[1] / 1000
        return 1.0, 1.0

    async def _transparent(self) -> None:
        before, after = self._guard()
        silent_since = time.monotonic()
        while self.on_data:
            data = await self.host.some(0.05)
            if not self.on_data:
                self.host.give_back(data)
                return
            if not data:
                continue
            silence = time.monotonic() - silent_since
            if silence >= before * 0.9 and data in (b"+", b"++", b"+++"):
                data += await self._rest_of_escape(data, after)
                if data == b"+++":
                    self.on_data = None
                    self.left_data_mode()
                    self.ok()
                    return
            silent_since = time.monotonic()
            if self.on_data:
                self.on_data(data)

    async def _rest_of_escape(self, begun: bytes, guard: float) -> bytes:
        """What follows the first plus signs: nothing for the guard time ends the sequence."""
        rest = b""
        until = time.monotonic() + guard
        while (left := until - time.monotonic()) > 0:
            more = await self.host.some(left)
            rest += more
            if not (b"+++").startswith(begun + rest):
                break
        return rest
