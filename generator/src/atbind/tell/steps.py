# SPDX-License-Identifier: MIT
"""The way from power-on to data, and the layer of sockets, as a reader follows them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from atbind.c.text import printed
from atbind.model.bringup import ALL, Bringup, BringupStep, Wanted
from atbind.model.dialect import Dialect, Line
from atbind.model.sockets import SocketKind, Sockets
from atbind.tell.layers import socket_says

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
        waits = _among(wants) if wants.field else printed(wants.line.syntax)
    return StepRow(
        step.name,
        step.stage,
        step.text if step.commands else PRESSED.get(step.kind, step.kind),
        waits,
        _patience(step),
        steps[step.then].name,
        steps[step.fails].name if step.fails != step.then else "",
    )


def _among(answer: Wanted) -> str:
    return f"<{answer.field}> = {' or '.join(map(str, answer.values))}"


def loss_rows(dialect: Dialect) -> list[tuple[str, str]]:
    """What throws back: the line, with what it must say, and the step that it leads to."""
    bringup = dialect.bringup
    if bringup is None:
        return []
    return [
        (_begin(loss.answer.line) + _where(loss.answer), bringup.steps[loss.step].name)
        for loss in bringup.losses
    ]


def _begin(line: Line) -> str:
    """All that the line must have."""
    begin, bracket, _ = printed(line.syntax).partition("[")
    return f"{begin}…" if bracket else begin


def _where(answer: Wanted) -> str:
    """Nearly all values of a field are told by those that it must not have."""
    others = tuple(value for value in ALL if value not in answer.values)
    if not answer.field or not others:
        return ""
    if len(others) < len(answer.values):
        return f", unless {_among(replace(answer, values=others))}"
    return f", where {_among(answer)}"


def restarts_text(bringup: Bringup) -> str:
    """`4 at once, then 10, 30, 60 min apart`"""
    at_once = bringup.pauses_min.count(0)
    later = ", ".join(str(minutes) for minutes in bringup.pauses_min if minutes)
    parts = [f"{at_once} at once"] if at_once or not later else []
    return ", then ".join([*parts, f"{later} min apart"] if later else parts)


def _patience(step: BringupStep) -> str:
    """`20 times, every 1 s`, `at most 10 s each`."""
    parts = [f"{step.tries} times"] if step.tries > 1 else []
    parts += [f"every {step.every_ms / 1000:g} s"] if step.tries > 1 and step.every_ms else []
    parts += [f"at most {step.limit_ms / 1000:g} s"] if step.limit_ms else []
    return ", ".join(parts)


def socket_rows(dialect: Dialect) -> list[tuple[str, list[tuple[str, str]]]]:
    """By kind of socket: the job, and the command line that does it; at the end what lines say."""
    sockets = dialect.sockets
    if sockets is None:
        return []
    rows = [("at a start", [("set up", sockets.set_up.text)])] if sockets.set_up else []
    rows += [(kind.name, [*_jobs(kind), *_limits(kind)]) for kind in sockets.kinds]
    rows += [("names", [("resolve", sockets.resolve.text)])] if sockets.resolve else []
    return [*rows, ("what lines say", _said(sockets))]


def _jobs(kind: SocketKind) -> list[tuple[str, str]]:
    return [(job.replace("_", " "), prepared.text) for job, prepared in kind.jobs.items()]


def _limits(kind: SocketKind) -> list[tuple[str, str]]:
    rows = [("at a time", str(kind.ids))]
    if kind.send_max:
        rows.append(("at most", f"{kind.send_max} bytes a send, {kind.read_max} a read"))
    return rows + ([("peers", kind.accepts)] if kind.accepts else [])


def _said(sockets: Sockets) -> list[tuple[str, str]]:
    return [(socket_says(row), printed(row.line.syntax)) for row in sockets.lines]
