# SPDX-License-Identifier: MIT
"""The way from power-on to data, and the layer of sockets, as a reader follows them."""

from __future__ import annotations

from dataclasses import dataclass

from atbind.c.text import printed
from atbind.model.bringup import BringupStep
from atbind.model.dialect import Dialect

PRESSED = {"power": "the power key", "reset": "the reset key", "pin": "AT+CPIN=<pin>"}


@dataclass(frozen=True)
class StepRow:
    name: str
    stage: str
    does: str
    waits_for: str
    patience: str
    then: str
    fails: str


def bringup_rows(dialect: Dialect) -> list[StepRow]:
    """Every step in its order; nothing where the dialect has none."""
    steps = dialect.bringup.steps if dialect.bringup else ()
    return [_row(step, steps) for step in steps]


def _row(step: BringupStep, steps: tuple[BringupStep, ...]) -> StepRow:
    waits = ""
    for wants in step.wants[:1]:
        values = " or ".join(map(str, wants.values))
        waits = f"<{wants.field}> = {values}" if wants.field else printed(wants.line.syntax)
    return StepRow(
        step.name,
        step.stage,
        step.text if step.commands else PRESSED.get(step.kind, step.kind),
        waits,
        _patience(step),
        steps[step.then].name,
        steps[step.fails].name if step.fails != step.then else "",
    )


def _patience(step: BringupStep) -> str:
    """`20 times, every 1 s`, `at most 10 s each`."""
    parts = [f"{step.tries} times"] if step.tries > 1 else []
    parts += [f"every {step.every_ms / 1000:g} s"] if step.tries > 1 and step.every_ms else []
    parts += [f"at most {step.limit_ms / 1000:g} s"] if step.limit_ms else []
    return ", ".join(parts)


def socket_rows(dialect: Dialect) -> list[tuple[str, list[tuple[str, str]]]]:
    """By kind of socket: the job, and the command line that does it."""
    kinds = dialect.sockets.kinds if dialect.sockets else ()
    rows = [(k.name, [(job.replace("_", " "), p.text) for job, p in k.jobs.items()]) for k in kinds]
    resolve = dialect.sockets.resolve if dialect.sockets else None
    return rows + ([("names", [("resolve", resolve.text)])] if resolve else [])
