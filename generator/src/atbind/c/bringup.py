# SPDX-License-Identifier: MIT
"""The steps from power-on to a data context as C constants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from atbind.c.forms import line_constant
from atbind.c.received.lines import LineView
from atbind.c.sockets import form_symbol, letters, place, strings_c
from atbind.c.text import table
from atbind.model.bringup import Answer, BringupStep, Loss
from atbind.model.dialect import Dialect
from atbind.model.sockets import Prepared

ARGUMENTS = {
    "<apn>": "A",
    "<user>": "B",
    "<password>": "C",
    "<pin>": "D",
    "<baud>": "a",
    "<flow>": "b",
}
UNIT_MS = 100
NO_COMMAND = (0, 0)


class BringupView:
    """What bringup.c.j2 and bringup.h.j2 read. `lines` are those of the shared chapter, too."""

    def __init__(self, dialect: Dialect, lines: dict[str, LineView]):
        assert dialect.bringup is not None
        self.dialect = dialect
        self.bringup = dialect.bringup
        self.lines = lines
        used = [s.commands for s in self.bringup.steps if s.commands]
        alone = dict.fromkeys(symbols for c in used if len(symbols := self.symbols(c)) == 1)
        grouped = dict.fromkeys(symbols for c in used if len(symbols := self.symbols(c)) > 1)
        self.way_commands = len(alone)
        self.forms = [symbol for symbols in (*alone, *grouped) for symbol in symbols]
        self.texts = list(dict.fromkeys(self.text(c[0]) for c in used))

    def symbols(self, commands: Iterable[Prepared]) -> tuple[str, ...]:
        return tuple(form_symbol(command, self.dialect) for command in commands)

    @staticmethod
    def text(command: Prepared) -> str:
        """What stands in its places, with its words behind."""
        return "\0".join([letters(command, ARGUMENTS), *command.words]) + "\0"

    def values(self) -> dict[str, Any]:
        bringup = self.bringup
        answers = [row for step in bringup.steps for row in map(self.answer, step.wants)]
        rows = [*dict.fromkeys(answers), *map(self.loss, bringup.losses)]
        return {
            "bringup": bringup,
            "steps": [self.step(n, step) for n, step in enumerate(bringup.steps)],
            "step_forms": self.forms,
            "texts": " ".join(strings_c(text) for text in self.texts),
            "way_commands": self.way_commands,
            "rows": table([*rows, ("0", "ATB_NO_LINE", "0", "0", "0")]),
            "pauses": ", ".join(str(minutes) for minutes in bringup.pauses_min),
            "uses_chapter": any(
                self.is_shared(c.form.id) for s in bringup.steps for c in s.commands
            ),
        }

    def is_shared(self, name: str) -> bool:
        return not name.startswith(self.dialect.name + "_")

    # ---- steps ----------------------------------------------------------------------

    def command(self, step: BringupStep) -> tuple[int, int]:
        """Where its form stands among the forms, and its values among the values."""
        if not step.commands:
            return NO_COMMAND
        symbols = self.symbols(step.commands)
        first = self.forms.index(symbols[0], 0 if len(symbols) == 1 else self.way_commands)
        before = self.texts[: self.texts.index(self.text(step.commands[0]))]
        return first, sum(len(text) for text in before)

    def step(self, n: int, step: BringupStep) -> dict[str, Any]:
        names = [other.name for other in self.bringup.steps]
        command, values = self.command(step)
        kind = "wants" if step.wants and step.kind == "command" else step.kind
        members = [
            ("command", str(command), "0"),
            ("values", str(values), "0"),
            ("kind", f"ATB_STEP_{kind.upper()}", "ATB_STEP_COMMAND"),
            ("stage", f"ATB_STAGE_{step.stage.upper().replace(' ', '_')}", ""),
            ("tries", str(step.tries), ""),
            ("then", str(step.then), ""),
            ("fails", str(step.fails), ""),
            ("every", str(step.every_ms // UNIT_MS), "0"),
            ("limit", str(step.limit_ms // UNIT_MS), "0"),
        ]
        return {
            "index": f"[{n}]",
            "doc": f"{step.name}: {step.text}; then {names[step.then]}, else {names[step.fails]}",
            "members": ", ".join(f".{name} = {v}" for name, v, usual in members if v != usual),
        }

    # ---- lines ----------------------------------------------------------------------

    def line(self, answer: Answer) -> tuple[str, str, str]:
        """Values, line, field."""
        owner = self.dialect.name
        if self.is_shared(answer.line.id):
            assert self.dialect.chapter is not None
            owner = self.dialect.chapter.name
        field = place(self.lines[answer.line.id], answer.field) if answer.field else "0"
        mask = sum(1 << value for value in answer.values)
        return f"0x{mask:04x}", line_constant(answer.line, owner), field

    def answer(self, answer: Answer) -> tuple[str, ...]:
        return (*self.line(answer), "ATB_LINE_ANSWERS", "0")

    def loss(self, loss: Loss) -> tuple[str, ...]:
        role = "ATB_LINE_BOOTS" if loss.boots else "ATB_LINE_LOSES"
        role = role if loss.way is None else str(loss.way)
        return (*self.line(loss.answer), role, str(loss.step))
