# SPDX-License-Identifier: MIT
"""A list of steps from power-on to an active data context, and what sends back into it."""

from __future__ import annotations

from dataclasses import dataclass

from atbind.model.dialect import Line
from atbind.model.sockets import Prepared

STAGES = ("power", "reset", "set up", "sim", "register", "context", "up")
KINDS = ("command", "sim", "pin", "power", "reset", "speed")


@dataclass(frozen=True)
class Answer:
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
    command: Prepared | None = None
    wants: Answer | None = None


@dataclass(frozen=True)
class Loss:
    """A line that means a loss, unless it answers well; `boots`: the modem has started again."""

    answer: Answer
    step: int
    boots: bool


@dataclass(frozen=True)
class Bringup:
    steps: tuple[BringupStep, ...]
    losses: tuple[Loss, ...]
    pauses_s: tuple[int, ...]
    reset: int
    again: int
    echo: int


def ids(bringup: Bringup | None) -> frozenset[str]:
    """The forms and lines that it needs, of the dialect and of the chapter that all share."""
    if bringup is None:
        return frozenset()
    answers = [step.wants for step in bringup.steps] + [loss.answer for loss in bringup.losses]
    lines = {answer.line.id for answer in answers if answer}
    return frozenset(lines | {step.command.form.id for step in bringup.steps if step.command})
