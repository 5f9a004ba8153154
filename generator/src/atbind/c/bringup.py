# SPDX-License-Identifier: MIT
"""The steps from power-on to a data context as C constants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from atbind.c.forms import line_constant
from atbind.c.prepared import PreparedForms
from atbind.c.received.lines import LineView
from atbind.c.sockets import place
from atbind.c.text import table
from atbind.model.bringup import PAUSES_MAX, BringupStep, Loss, Wanted
from atbind.model.dialect import Dialect

UNIT_MS = 100


def cards(has_pin: bool) -> dict[str, int]:
    """What a card's state means, by enum atb_card; what is none of these may pass."""
    ready, asks, locks = (1 << card for card in range(3))
    if not has_pin:
        return {"ATB_LINE_ANSWERS": ready, "ATB_LINE_LOCKS": locks | asks}
    return {"ATB_LINE_ANSWERS": ready, "ATB_LINE_ASKS": asks, "ATB_LINE_LOCKS": locks}


class BringupView:
    """What bringup.c.j2 and bringup.h.j2 read. `lines` are those of the shared chapter, too."""

    def __init__(self, dialect: Dialect, lines: dict[str, LineView], forms: PreparedForms):
        assert dialect.bringup is not None
        self.dialect = dialect
        self.bringup = dialect.bringup
        self.lines = lines
        self.forms = forms

    def values(self) -> dict[str, Any]:
        bringup = self.bringup
        answers = [row for n, step in enumerate(bringup.steps) for row in self.answers(n, step)]
        rows = [*dict.fromkeys(answers), *map(self.loss, bringup.losses)]
        alone = {c.text for s in bringup.steps if len(s.commands) == 1 for c in s.commands}
        return {
            "bringup": bringup,
            "steps": [self.step(n, step) for n, step in enumerate(bringup.steps)],
            "step_forms": self.forms.bringup_symbol,
            "way_commands": len(alone),
            "command_max": self.forms.longest(self.forms.bringup),
            "rows": table([*rows, ("0", "ATB_NO_LINE", "0", "0", "0")]),
            "pauses": ", ".join(map(str, self.pauses())),
            "uses_chapter": any(self.is_shared(row.line.id) for row in self._answers()),
        }

    def _answers(self) -> list[Wanted]:
        bringup = self.bringup
        found = [answer for step in bringup.steps for answer in step.wants]
        return [*found, *(loss.answer for loss in bringup.losses)]

    def is_shared(self, name: str) -> bool:
        return not name.startswith(self.dialect.name + "_")

    def pauses(self) -> list[int]:
        """Of as many restarts as the runtime counts: the last is that of all others."""
        minutes = list(self.bringup.pauses_min)
        return minutes + minutes[-1:] * (PAUSES_MAX - len(minutes))

    # ---- steps ----------------------------------------------------------------------

    def step(self, n: int, step: BringupStep) -> dict[str, Any]:
        names = [other.name for other in self.bringup.steps]
        kind = "wants" if step.wants and step.kind == "command" else step.kind
        members = [
            ("command", str(self.forms.first_of(step.commands) or 0), "0"),
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

    def line(self, answer: Wanted) -> tuple[str, str, str]:
        """Values, line, field."""
        owner = self.dialect.name
        if self.is_shared(answer.line.id):
            assert self.dialect.chapter is not None
            owner = self.dialect.chapter.name
        field = place(self.lines[answer.line.id], answer.field) if answer.field else "0"
        mask = sum(1 << value for value in answer.values)
        return f"0x{mask:04x}", line_constant(answer.line, owner), field

    def answers(self, n: int, step: BringupStep) -> Iterable[tuple[str, ...]]:
        for answer in step.wants:
            mask, line, field = self.line(answer)
            if step.kind != "sim":
                yield mask, line, field, "ATB_LINE_ANSWERS", "0"
            else:
                kinds = [other.kind for other in self.bringup.steps]
                for role, states in cards(kinds[n + 1 : n + 2] == ["pin"]).items():
                    yield f"0x{states:04x}", line, "ATB_NO_INDEX", role, "0"

    def loss(self, loss: Loss) -> tuple[str, ...]:
        boots = "ATB_LINE_BOOTS" if loss.answer.line.boots else "ATB_LINE_ENDS"
        role = boots if loss.boots else "ATB_LINE_LOSES"
        role = role if loss.way is None else str(loss.way)
        return (*self.line(loss.answer), role, str(loss.step))
