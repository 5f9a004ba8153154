# SPDX-License-Identifier: MIT
"""The fuzzing modem: reads command lines as a modem does, and answers them at the dice's will."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

from atbind.fuzz.answers import Answers, Part
from atbind.fuzz.delivery import Delivery, Transcript
from atbind.model.dialect import Dialect
from atbind.simulator.commandline import TypedCommand, split_line
from atbind.simulator.host import Host
from atbind.simulator.parse import Parser, Refused, Request


class FuzzModem:
    """One modem on one line; the same seed and the same commands give the same answers."""

    def __init__(
        self,
        dialect: Dialect,
        model: str | None,
        write: Callable[[bytes], Awaitable[None]],
        transcript: Transcript,
        seed: int,
        late: float,
    ):
        dice = random.Random(seed)
        dialect = dialect.on(model)
        self.host = Host()
        self._parser = Parser(dialect)
        self._answers = Answers(dialect, dice)
        self._delivery = Delivery(write, self._answers, transcript, late, dice)
        self._transcript = transcript
        self._echo = True

    async def run(self) -> None:
        while True:
            line = await self.host.line()
            if line:
                await self._line(line.strip())

    async def _line(self, line: str) -> None:
        if self._echo:
            await self._delivery.echo(line)
        self._transcript.add(">", line)
        for part in split_line(line):
            if part.is_basic:
                self._basic(part)
        commands = [part.text for part in split_line(line) if not part.is_basic]
        if not commands:
            await self._delivery.say(Part("line", "OK"), None)
        for text in commands:
            await self._command(text)

    def _basic(self, line: TypedCommand) -> None:
        if line.name == "E":
            self._echo = line.value == 1

    async def _command(self, text: str) -> None:
        try:
            request = self._parser.parse(text)
        except Refused:
            await self._delivery.say(Part("line", "ERROR"), None)
            return
        for part in self._answers.answer(request):
            await self._delivery.say(part, request.form)
            if part.kind == "prompt" and not await self._payload(request):
                await self._delivery.say(Part("line", "OK"), None)
                return

    async def _payload(self, request: Request) -> bool:
        """Takes what is typed behind the prompt; False when ESC cancelled it."""
        sent = request.form.payload
        if sent is None:
            return True
        if sent.mode == "length":
            data: bytes | None = await self.host.exactly(request.number(sent.length or ""))
        else:
            data = await self.host.until_ctrl_z(sent.etx)
        if data is not None:
            self._transcript.add("#", f"{len(data)} bytes were sent")
        return data is not None
