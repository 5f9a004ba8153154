# SPDX-License-Identifier: MIT
"""How a dialect does sockets, as C constants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from atbind.c.forms import line_constant
from atbind.c.parameters import Argument
from atbind.c.prepared import PreparedForms
from atbind.c.received.lines import LineView
from atbind.c.text import c_bool, table
from atbind.model.dialect import Dialect
from atbind.model.parameter import Parameter
from atbind.model.sockets import JOBS, Prepared, SocketKind, SocketLine

PACKET_HEAD = 2  # bytes of its length, as in atb_net_private.h

NAMING = {"address": "address", "no_name": "failure"}  # words of a lookup -> its members


def prepared_c(prepared: Prepared | None, forms: PreparedForms, used: str = "") -> str:
    """`used`: the macro that says whether the selected model has a use for it."""
    form = f"&{forms.symbol(prepared)}" if prepared else "NULL"
    return f"{used} ? {form} : NULL" if used else form


class SocketsView:
    """What sockets.c.j2 and sockets.h.j2 read."""

    def __init__(self, dialect: Dialect, lines: Iterable[LineView], forms: PreparedForms):
        assert dialect.sockets is not None
        self.dialect = dialect
        self.sockets = dialect.sockets
        self.forms = forms
        self.lines = {view.line.id: view for view in lines}

    def values(self) -> dict[str, Any]:
        sockets = self.sockets
        by_address = any(kind.by_address for kind in sockets.kinds)
        naming = set(NAMING) - ({"address"} if by_address else set())
        return {
            "sockets": sockets,
            "kinds": sockets.kinds,
            "jobs": self.jobs,
            "kind_members": self.kind_members,
            "packets": [(kind.name, memory_of(kind)) for kind in sockets.kinds if kind.packets],
            "docs": {kind.name: self.doc(kind) for kind in sockets.kinds},
            "socket_lines": table(self.line(r) for r in sockets.lines if r.word not in naming),
            "resolver_lines": "\n".join(self.resolver_lines()),
            "set_up": self.prepared(sockets.set_up),
            "command_max": self.forms.longest(self.forms.named.values()),
            "resolve": prepared_c(sockets.resolve, self.forms),
        }

    def doc(self, kind: SocketKind) -> str:
        what = "Packets" if kind.packets else "A stream"
        if kind.accepts:
            what = f"Waits for peers, which are {kind.accepts}"
        fewer = "" if self.ids(kind).isdigit() else ", fewer on some models"
        return f"{what}; up to {kind.ids} at a time{fewer}."

    def ids(self, kind: SocketKind) -> str:
        """How many there are, as C: of a model that has fewer numbers, as many as it has."""
        first = self.sockets.first_id
        for parameter in numbers(kind.jobs.get("open")):
            argument = self.forms.own.arguments.of(parameter)
            if argument.differs:
                return count(argument, first, first + kind.ids - 1)
        return str(kind.ids)

    def prepared(self, prepared: Prepared | None) -> str:
        return prepared_c(prepared, self.forms)

    def jobs(self, kind: SocketKind) -> list[dict[str, str]]:
        return [
            {
                "name": f"ATB_JOB_{job.upper()}",
                "text": kind.jobs[job].text,
                "value": self.job(kind, job),
            }
            for job in JOBS
            if job in kind.jobs
        ]

    def job(self, kind: SocketKind, job: str) -> str:
        """What stands for `send` is linked with the models that lack that alone."""
        send = kind.jobs.get("send") if job == "send_else" else None
        form = self.forms.named[send.text] if send else None
        used = form.lacks if form and form.has_lacking else ""
        return prepared_c(kind.jobs[job], self.forms, used)

    def kind_members(self, kind: SocketKind) -> list[tuple[str, str]]:
        accepted = f"&{self.dialect.name}_{kind.accepts}" if kind.accepts else "NULL"
        rows = [
            ("send_max", str(kind.send_max), "0"),
            ("read_max", str(kind.read_max), "0"),
            ("read_room", str(read_room(kind)), "0"),
            ("ids", self.ids(kind), ""),
            ("empty_is_error", c_bool(kind.empty_is_error), "false"),
            ("apart", c_bool(self.is_apart(kind)), "false"),
            ("accepted", accepted, "NULL"),
            ("packets", "&atb_packets" if kind.packets else "NULL", "NULL"),
            ("listen", "atb_net_listen" if kind.accepts else "NULL", "NULL"),
            ("look_up", "atb_net_look_up" if kind.by_address else "NULL", "NULL"),
        ]
        return [(name, value) for name, value, usual in rows if value != usual]

    def is_apart(self, kind: SocketKind) -> bool:
        """Listeners that are fewer than their peers have numbers of their own."""
        peers = [one.ids for one in self.sockets.kinds if one.name == kind.accepts]
        return any(kind.ids != ids for ids in peers)

    def resolver_lines(self) -> Iterable[str]:
        """Which lines tell an address, or that there is none."""
        rows = {row.word: row for row in self.sockets.lines}
        for word, member in NAMING.items():
            line, field = "ATB_NO_LINE", "0"
            if word in rows:
                line, _, _, field = self.line(rows[word])
            yield f"    .{member}_line = {line}, .{member}_field = {field},"

    def line(self, row: SocketLine) -> tuple[str, ...]:
        view = self.lines[row.line.id]
        return (
            line_constant(row.line, self.dialect.name),
            f"ATB_SAYS_{row.word.upper()}",
            place(view, row.id_field),
            place(view, row.value_field),
        )


def numbers(opening: Prepared | None) -> Iterable[Parameter]:
    """What takes a socket's number."""
    if opening is not None:
        positions = (one for one in opening.form.positions if one.literal is None)
        for place, position in zip(opening.places, positions):
            if place == "<id>":
                yield from position.parameters


def count(argument: Argument, first: int, last: int) -> str:
    """How many of these numbers the selected model takes, as C."""
    tops = [argument.parameter.on(model).maximum or 0 for model in ("", *argument.parameter.models)]
    most, all_ = argument.bounds()[1], last - first + 1
    own = most if first == 1 else f"{most} + 1 - {first}" if first else f"{most} + 1"
    if min(tops) >= last:
        return str(all_)
    return own if max(tops) <= last else f"{most} < {last} ? {own} : {all_}"


def read_room(kind: SocketKind) -> int:
    """What a read needs of a socket's memory: a packet stands there whole, behind its length."""
    if "read" not in kind.jobs:
        return 0
    return kind.read_max + PACKET_HEAD if kind.packets else 1


def place(view: LineView, name: str | None) -> str:
    """Where a field stands behind the line's keyword, by commas."""
    at = view.token(name) if name else None
    return "ATB_NO_INDEX" if at is None else str(at)


def memory_of(kind: SocketKind) -> str:
    """The least that atb_socket_open() takes for its packets."""
    room = str(read_room(kind))
    return f"({room} + ATB_ADDRESS_SIZE)" if kind.by_address else room
