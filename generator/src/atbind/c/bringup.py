# SPDX-License-Identifier: MIT
"""The steps from power-on to a data context as C constants."""

from __future__ import annotations

from typing import Any

from atbind.c.forms import line_constant
from atbind.c.received.lines import LineView
from atbind.c.sockets import place, prepared_c
from atbind.c.text import c_bool, table
from atbind.model.bringup import Answer, BringupStep, Loss
from atbind.model.dialect import Dialect

ARGUMENTS = {
    "<apn>": "a",
    "<user>": "b",
    "<password>": "c",
    "<pin>": "d",
    "<baud>": "e",
    "<flow>": "f",
}
UNIT_MS = 100


class BringupView:
    """What bringup.c.j2 and bringup.h.j2 read. `lines` are those of the shared chapter, too."""

    def __init__(self, dialect: Dialect, lines: dict[str, LineView]):
        assert dialect.bringup is not None
        self.dialect = dialect
        self.bringup = dialect.bringup
        self.lines = lines

    def values(self) -> dict[str, Any]:
        bringup = self.bringup
        return {
            "bringup": bringup,
            "steps": [self.step(n, step) for n, step in enumerate(bringup.steps)],
            "losses": table(self.loss(loss) for loss in bringup.losses),
            "pauses": ", ".join(str(s) for s in bringup.pauses_s),
            "uses_chapter": any(
                s.command and self.is_shared(s.command.form.id) for s in bringup.steps
            ),
        }

    def is_shared(self, name: str) -> bool:
        return not name.startswith(self.dialect.name + "_")

    def answer(self, answer: Answer | None) -> tuple[str, str, str]:
        """Values, line, field."""
        if answer is None:
            return "0", "ATB_NO_LINE", "0"
        owner = self.dialect.name
        if self.is_shared(answer.line.id):
            assert self.dialect.chapter is not None
            owner = self.dialect.chapter.name
        field = place(self.lines[answer.line.id], answer.field) if answer.field else "0"
        mask = sum(1 << value for value in answer.values)
        return f"0x{mask:x}" if mask else "0", line_constant(answer.line, owner), field

    def step(self, n: int, step: BringupStep) -> dict[str, Any]:
        values, line, field = self.answer(step.wants)
        row = [f"[{n}]"]
        names = [other.name for other in self.bringup.steps]
        text = step.command.text if step.command else f"press {step.kind}"
        rest = [
            ("values", values, "0"),
            ("line", line, ""),
            ("field", field, "0"),
            ("kind", f"ATB_STEP_{step.kind.upper()}", "ATB_STEP_COMMAND"),
            ("stage", f"ATB_STAGE_{step.stage.upper().replace(' ', '_')}", ""),
            ("tries", str(step.tries), ""),
            ("then", str(step.then), ""),
            ("fails", str(step.fails), ""),
            ("every", str(step.every_ms // UNIT_MS), "0"),
            ("limit", str(step.limit_ms // UNIT_MS), "0"),
        ]
        return {
            "index": row[0],
            "doc": f"{step.name}: {text}; then {names[step.then]}, else {names[step.fails]}",
            "command": prepared_c(step.command, self.dialect, ARGUMENTS),
            "rest": ", ".join(
                f".{name} = {value}" for name, value, usual in rest if value != usual
            ),
        }

    def loss(self, loss: Loss) -> tuple[str, ...]:
        values, line, field = self.answer(loss.answer)
        return values, line, field, str(loss.step), c_bool(loss.boots)
