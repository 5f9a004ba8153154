# SPDX-License-Identifier: MIT
"""What the tables say of the layers: kinds of sockets, and the way from power-on to data.

As JSON for the export, and as flat facts that two versions of the tables are compared by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from atbind.model.bringup import Bringup, BringupStep, Loss, Wanted
from atbind.model.dialect import Dialect
from atbind.model.sockets import SocketKind, SocketLine, Sockets

Json = dict[str, Any]

# ---- export -----------------------------------------------------------------------


def sockets_json(sockets: Sockets | None) -> Json | None:
    if sockets is None:
        return None
    return {
        "first_id": sockets.first_id,
        "set_up": sockets.set_up.text if sockets.set_up else None,
        "resolve": sockets.resolve.text if sockets.resolve else None,
        "kinds": {kind.name: _kind_json(kind) for kind in sockets.kinds},
        "lines": [_socket_line_json(row) for row in sockets.lines],
    }


def _kind_json(kind: SocketKind) -> Json:
    return {
        "jobs": {job: prepared.text for job, prepared in kind.jobs.items()},
        "ids": kind.ids,
        "send_max": kind.send_max,
        "read_max": kind.read_max,
        "packets": kind.packets,
        "empty_is_error": kind.empty_is_error,
        "accepts": kind.accepts,
        "by_address": kind.by_address,
    }


def _socket_line_json(row: SocketLine) -> Json:
    return {"line": row.line.id, "says": row.word, "id": row.id_field, "value": row.value_field}


def bringup_json(bringup: Bringup | None) -> Json | None:
    if bringup is None:
        return None
    names = [step.name for step in bringup.steps]
    return {
        "reset": names[bringup.reset],
        "again": names[bringup.again],
        "echo": names[bringup.echo],
        "pauses_s": [minutes * 60 for minutes in bringup.pauses_min],
        "steps": [_step_json(step, names) for step in bringup.steps],
        "losses": [_loss_json(loss, names) for loss in bringup.losses],
    }


def _step_json(step: BringupStep, names: list[str]) -> Json:
    return {
        "step": step.name,
        "stage": step.stage,
        "kind": step.kind,
        "commands": [command.text for command in step.commands],
        "wants": [_answer_json(answer) for answer in step.wants],
        "tries": step.tries,
        "every_ms": step.every_ms,
        "limit_ms": step.limit_ms or None,
        "then": names[step.then],
        "fails": names[step.fails],
    }


def _answer_json(answer: Wanted) -> Json:
    """Without a field, any text of the line."""
    values = list(answer.values) if answer.field else None
    return {"line": answer.line.id, "field": answer.field, "values": values}


def _loss_json(loss: Loss, names: list[str]) -> Json:
    row = _answer_json(loss.answer)
    return {**row, "step": names[loss.step], "boots": loss.boots, "command": loss.way}


# ---- comparing ----------------------------------------------------------------------


@dataclass(frozen=True)
class KindSurface:
    """A kind of sockets, as its user sees it, and what it sends."""

    ids: int
    packets: bool
    send_max: int
    read_max: int
    accepts: str | None
    jobs: dict[str, str]


def kinds(dialect: Dialect) -> dict[str, KindSurface]:
    """By name; what looks names up is one, too."""
    sockets = dialect.sockets
    if sockets is None:
        return {}
    found = {kind.name: _kind(kind, sockets) for kind in sockets.kinds}
    if sockets.resolve:
        found["resolve"] = KindSurface(0, False, 0, 0, None, {"resolve": sockets.resolve.text})
    return found


def _kind(kind: SocketKind, sockets: Sockets) -> KindSurface:
    jobs = {job: prepared.text for job, prepared in kind.jobs.items()}
    jobs |= {"set_up": sockets.set_up.text} if sockets.set_up else {}
    jobs |= {f"line {row.line.syntax}": socket_says(row) for row in sockets.lines}
    sizes = (kind.send_max, kind.read_max)
    return KindSurface(kind.ids, kind.packets, *sizes, kind.accepts, jobs)


def socket_says(row: SocketLine) -> str:
    """As the table has it: `readable of <connectID>`."""
    value = f" <{row.value_field}>" if row.value_field else ""
    return row.word + value + (f" of <{row.id_field}>" if row.id_field else "")


def steps(dialect: Dialect) -> dict[str, dict[str, str]]:
    """The facts of each step by its name; what throws back, and the pauses, are steps of their own."""
    bringup = dialect.bringup
    if bringup is None:
        return {}
    names = [step.name for step in bringup.steps]
    found = {step.name: _step(step, names) for step in bringup.steps}
    losses = {f"loss {_loss_name(loss)}": _loss(loss, names) for loss in bringup.losses}
    pauses = ", ".join(f"{minutes} min" for minutes in bringup.pauses_min)
    return found | losses | {"restarts": {"pauses": pauses}}


def _step(step: BringupStep, names: list[str]) -> dict[str, str]:
    wants = ", ".join(f"{a.line.syntax} {_values(a)}".strip() for a in step.wants)
    facts = {"stage": step.stage, "sends": step.text, "wants": wants or "success"}
    facts |= {"tries": f"{step.tries}", "every": f"{step.every_ms} ms"}
    facts |= {"limit": f"{step.limit_ms} ms" if step.limit_ms else "the command's"}
    return facts | {"then": names[step.then], "fails": names[step.fails]}


def _loss_name(loss: Loss) -> str:
    return loss.answer.line.id


def _loss(loss: Loss, names: list[str]) -> dict[str, str]:
    boots = "yes" if loss.boots else "no"
    return {"where": _values(loss.answer), "leads to": names[loss.step], "boots": boots}


def _values(answer: Wanted) -> str:
    values = ", ".join(map(str, answer.values))
    return f"<{answer.field}> = {values}" if answer.field else ""
