# SPDX-License-Identifier: MIT
"""A modem of any dialect: reads command lines, refuses what the table refuses, answers from its layouts.

A dialect's own module adds what commands do (methods named do_<form>), on top
of sockets, contexts and buffers; what only stores or shows a setting needs no
method at all. One object is one life: from boot to the loss of power.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from atbind.model.dialect import Line
from atbind.simulator.cellular.shared import Cellular
from atbind.simulator.commandline import TypedCommand, basic, restore, split_line
from atbind.simulator.interruption import interruption
from atbind.simulator.life import Fails
from atbind.simulator.network.questions import Questions
from atbind.simulator.parse import Parser, Refused, Request, command_of
from atbind.simulator.settings import Settings

if TYPE_CHECKING:
    from atbind.simulator.device import Device

WRONG_PARAMETERS = 50  # 27.007 9.2
__all__ = ["Fails", "Modem"]  # what a modem of one's own imports
Answer = Coroutine[Any, Any, None] | None  # None: the answer is said


class Modem(Cellular, Settings, Questions):
    """One life of one simulated modem."""

    parameter_error = 0  # the code for what the table refuses
    plain_errors = False  # its own commands say ERROR alone, whatever AT+CMEE says

    def __init__(self, device: Device):
        super().__init__(device)
        self.parser = Parser(self.dialect, lenient=not self.setup.strict)
        self.pending: str = ""  # the command line under way
        self.command: str = ""  # and the one command of it
        self._last_line = ""  # for A/
        self.wire.urc = lambda: interruption(self, device.dice)

    # ---- a life -------------------------------------------------------------

    def start(self, booted: bool) -> None:
        """It hears from now on; `booted` when it was just switched on."""
        restore(self)
        if booted:
            self.say_banner()
        self.search()

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
                await self.answer(part)
            except Exception:
                traceback.print_exc(file=sys.stderr)
                self.refused(part.text)
            if self.failed or self.on_data:
                break
        self.chained = False

    async def answer(self, part: TypedCommand) -> None:
        self.command = part.text
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
        name = "do_" + self.short(request.form.id)
        method: Callable[[Request], Answer] = getattr(self, name, self.generic)
        result = method(request)
        if result is not None:
            await result

    def refused(self, line: str) -> None:
        """Answers a line that the tables do not allow."""
        if self.is_own(line):
            self.error(self.parameter_error)
        else:
            self.error(WRONG_PARAMETERS if self.parser.knows(line) else 0)

    def is_own(self, line: str) -> bool:
        """Of the dialect's own commands, which fail with its codes; others with the standard's."""
        return any(command_of(line) == own.name.upper() for own in self.dialect.commands)

    def error_text(self, code: int) -> str:
        return "" if self.plain_errors and self.is_own(self.command) else super().error_text(code)

    # ---- orders ---------------------------------------------------------------------

    def ordered(self, code: int, line: str) -> Fails:
        """How this command line fails with a code that the control channel wants."""
        return Fails(code)

    def unused(self, name: str) -> int | None:
        """A number for this field that belongs to nothing open; None: the field names nothing."""
        return None

    @property
    def urcs(self) -> tuple[Line, ...]:
        """Everything that the tables say it may say unasked."""
        return (*(self.dialect.chapter.urcs if self.dialect.chapter else ()), *self.dialect.urcs)
