# SPDX-License-Identifier: MIT
"""A list of steps from power-on to an active data context, and what sends back into it."""

from __future__ import annotations

from dataclasses import dataclass

from atbind.model.dialect import Line
from atbind.model.sockets import Prepared

STAGES = ("power", "reset", "set up", "sim", "register", "context", "up")
PAUSES_MAX = 7  # of restarts that have one of their own: ATB_BRINGUP_PAUSES
KINDS = ("command", "sim", "pin", "power", "reset", "speed", "flow")


@dataclass(frozen=True)
class Wanted:
    """A line whose field must have one of these values; without values any will do."""

    line: Line
    field: str | None = None
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class BringupStep:
    name: str
    stage: str
    kind: str
    then: int
    fails: int
    tries: int = 1
    every_ms: int = 0
    limit_ms: int = 0
    commands: tuple[Prepared, ...] = ()  # several: one for each way into a network
    wants: tuple[Wanted, ...] = ()  # of each command, where it matters

    @property
    def text(self) -> str:
        """The commands as they are sent, or the key."""
        return " or ".join(c.text for c in self.commands) or f"press {self.kind}"


@dataclass(frozen=True)
class Loss:
    """A line that means a loss where its field has one of the values; `boots`: the modem has
    started again; `way`: a loss for those alone who came up by that command of several."""

    answer: Wanted
    step: int
    boots: bool
    way: int | None = None


@dataclass(frozen=True)
class Bringup:
    steps: tuple[BringupStep, ...]
    losses: tuple[Loss, ...]
    pauses_min: tuple[int, ...]
    reset: int
    again: int
    echo: int

    @property
    def ways(self) -> int:
        """How many commands the steps have that have several."""
        return max((len(step.commands) for step in self.steps), default=1)


def ids(bringup: Bringup | None) -> frozenset[str]:
    """The forms and lines that it needs, of the dialect and of the chapter that all share."""
    if bringup is None:
        return frozenset()
    answers = [answer for step in bringup.steps for answer in step.wants]
    lines = {answer.line.id for answer in (*answers, *(loss.answer for loss in bringup.losses))}
    return frozenset(lines | {c.origin for step in bringup.steps for c in step.commands})
