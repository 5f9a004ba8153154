# SPDX-License-Identifier: MIT
"""A modem of any dialect: reads command lines, refuses what the table refuses, answers from its layouts.

A dialect's own module adds what commands do (methods named do_<form>), on top
of sockets, contexts and buffers; what only stores or shows a setting needs no
method at all. One object is one life: from boot to the loss of power.
"""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from atbind.simulator.cellular.shared import Cellular
from atbind.simulator.commandline import Line, basic, split_line
from atbind.simulator.datamode import DataMode
from atbind.simulator.interruption import interruption
from atbind.simulator.network.links import Link
from atbind.simulator.network.questions import Questions
from atbind.simulator.output import Output
from atbind.simulator.parse import Parser, Refused, Request
from atbind.simulator.settings import Settings

if TYPE_CHECKING:
    from atbind.simulator.device import Device


class Fails(Exception):
    """The command ends with ERROR; `code` is the dialect's error code."""

    def __init__(self, code: int = 0, *before: str):
        super().__init__(code)
        self.code = code
        self.before = before  # lines before ERROR


class Modem(Cellular, Settings, DataMode, Questions, Output):
    """One life of one simulated modem."""

    parameter_error = 0  # the code for what the table refuses

    def __init__(self, device: Device):
        setup = device.setup
        Output.__init__(self, setup.dialect.on(setup.model), device.wire)
        self.device = device
        self.setup = setup
        self.net = device.net()
        self.names = device.names
        self.host = device.host
        self.parser = Parser(self.dialect, lenient=not setup.strict)
        self.awake = False
        self.last_error = 0
        self.failed = False  # the command under way said ERROR
        self.pending = ""  # the command line under way
        self.store: dict[tuple[str, ...], dict] = {}
        self.links: dict[int, Link] = {}  # what is open
        self._last_line = ""  # for A/
        self._tasks: set[asyncio.Future] = set()
        Cellular.__init__(self)
        DataMode.__init__(self)
        self.wire.urc = lambda: interruption(self, device.dice)

    # ---- a life -------------------------------------------------------------

    def start(self, booted: bool) -> None:
        """It hears from now on; `booted` when it was just switched on."""
        if booted:
            self.say_banner()
        self.search()

    def end(self) -> None:
        """The power is gone: connections break, nothing is said any more."""
        for task in list(self._tasks):
            task.cancel()
        self.net.close()
        self.device.radio.changed = lambda what: None

    def later(self, work: Awaitable[None]) -> None:
        """Runs after the answer, beside further commands: late results and URCs."""
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Awaitable[None]) -> None:
        """A fault of the simulator is told to the person who runs it, and ends nothing else."""
        try:
            await work
        except Fails as failure:
            self.last_error = failure.code
        except Exception:
            traceback.print_exc(file=sys.stderr)

    # ---- command lines --------------------------------------------------------

    async def run(self) -> None:
        while True:
            if self.on_data:
                await self.transparent()
            else:
                line = await self.host.line(lambda: self.on_data is not None)
                if line is not None:
                    await self.execute(line)

    async def execute(self, line: str) -> None:
        """One command line as typed, with everything that it chains."""
        if self.echo:
            self.wire.send(line.encode("latin-1") + b"\r", interruptible=False)
        line = line.strip()
        if line.upper() == "A/":
            line = self._last_line
        if line:
            self._last_line = self.pending = line
            await self._chain(line)
            self.pending = ""

    async def _chain(self, line: str) -> None:
        """Commands one after the other, one OK at the end; the first failure ends it."""
        parts = split_line(line)
        self.failed = False
        for number, part in enumerate(parts):
            self.chained = number + 1 < len(parts)
            try:
                await self._answer(part)
            except Exception:
                traceback.print_exc(file=sys.stderr)
                self.refused(part.text)
            if self.failed or self.on_data:
                break
        self.chained = False

    async def _answer(self, part: Line) -> None:
        try:
            if self.device.orders.refusals:
                raise self.ordered(self.device.orders.refusals.popleft(), part.text)
            if part.is_basic:
                basic(self, part)
            else:
                await self._command(self.parser.parse(part.text))
        except Refused:
            if not self.answer_seen(part.text):
                self.refused(part.text)
        except Fails as failure:
            for before in failure.before:
                self.text(before)
            self.error(failure.code)

    async def _command(self, request: Request) -> None:
        method = getattr(self, "do_" + self.short(request.form.id), self.generic)
        result = method(request)
        if result is not None:
            await result

    def refused(self, line: str) -> None:
        """Answers a line that the tables do not allow."""
        self.error(self.parameter_error)

    # ---- orders ---------------------------------------------------------------------

    def ordered(self, code: int, line: str) -> Fails:
        """How this command line fails with a code that the control channel wants."""
        return Fails(code)

    def ordered_failure(self) -> int:
        """The code that the control channel wants for this late result; 0: none."""
        failures = self.device.orders.failures
        return failures.popleft() if failures else 0

    def lose_network(self) -> None:
        """The network takes the data connection away."""

    def peer_closes(self, number: int) -> bool:
        """The peer of a connection closes it; False: there is no such connection."""
        link = self.links.get(number)
        if link is None or link.connection is None:
            return False
        link.connection.hang_up()
        return True

    def unused(self, name: str) -> int | None:
        """A number for this field that belongs to nothing open; None: the field names nothing."""
        return None

    @property
    def urcs(self) -> tuple:
        """Everything that the tables say it may say unasked."""
        return (*(self.dialect.chapter.urcs if self.dialect.chapter else ()), *self.dialect.urcs)

    # ---- what ends an answer ----------------------------------------------------

    def ok(self) -> None:
        if self.chained:
            return  # the last command of the line says it
        if self.device.orders.lost_oks:
            self.device.orders.lost_oks -= 1
            return
        self.final("OK")

    def error(self, code: int) -> None:
        self.last_error = code
        self.failed = True
        self.final(self.error_text(code) or "ERROR")
