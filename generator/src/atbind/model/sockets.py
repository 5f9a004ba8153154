# SPDX-License-Identifier: MIT
"""How a dialect does sockets and comes up: commands with open values, and what lines say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from atbind.model.dialect import Form, Line

JOBS = ("prepare", "prepare_too", "open", "close", "send", "send_else", "read", "acked")
WORDS = {  # what a line says, and whether it has a value, a socket
    "readable": "data waits",
    "closed": "the connection is closed",
    "down": "all connections are closed",
    "incoming": "a listener's peer",
    "data": "the answer to a read",
    "left": "how much can be read still",
    "taken": "how much of a send the modem took",
    "full": "the modem took nothing now",
    "sent": "how much was sent, or is not acknowledged",
    "acked": "how much is acknowledged",
    "address": "the address of a name",
    "no_name": "there is no address, where it is not 0",
}


@dataclass(frozen=True)
class Prepared:
    """A command line of the tables with some values left open."""

    text: str  # AT+QIOPEN=1,<id>,"TCP",<host>,<port>
    origin: str  # id of the table's form
    form: Form  # the same with the values in its text: one place for each that is open
    places: tuple[str, ...]  # <id>, <host>, <port>


@dataclass(frozen=True)
class SocketKind:
    name: str  # tcp
    jobs: dict[str, Prepared]
    ids: int
    send_max: int = 0
    read_max: int = 0
    packets: bool = False
    empty_is_error: bool = False
    accepts: str | None = None  # listeners: the kind of their peers
    by_address: bool = False  # the modem takes no name: `resolve` is sent before


@dataclass(frozen=True)
class SocketLine:
    line: Line
    word: str
    id_field: str | None  # names of fields
    value_field: str | None


@dataclass(frozen=True)
class Sockets:
    first_id: int
    kinds: tuple[SocketKind, ...]
    lines: tuple[SocketLine, ...]
    set_up: Prepared | None = None
    resolve: Prepared | None = None


# ---- a selection of them ----------------------------------------------------------


def names(sockets: Sockets | None) -> list[str]:
    """What a selection may name: kinds, and `resolve`."""
    if sockets is None:
        return []
    return [kind.name for kind in sockets.kinds] + ["resolve"] * (sockets.resolve is not None)


def kept(sockets: Sockets | None, wanted: set[str]) -> Sockets | None:
    """The kinds that are wanted, and those of a listener's peers; None when none is."""
    if sockets is None or not wanted & set(names(sockets)):
        return None
    wanted = wanted | {str(kind.accepts) for kind in sockets.kinds if kind.name in wanted}
    kinds = tuple(kind for kind in sockets.kinds if kind.name in wanted)
    resolve = sockets.resolve if "resolve" in wanted else None
    unheard = _unheard(kinds, resolve)
    lines = tuple(row for row in sockets.lines if row.word not in unheard)
    return replace(sockets, kinds=kinds, lines=lines, resolve=resolve)


def _unheard(kinds: tuple[SocketKind, ...], resolve: Prepared | None) -> set[str]:
    """What no line says where nothing listens, or looks names up."""
    listens = any(kind.accepts for kind in kinds)
    looks_up = resolve is not None or any(kind.by_address for kind in kinds)
    return ({"incoming"} if not listens else set()) | (
        {"address", "no_name"} if not looks_up else set()
    )


def ids(sockets: Sockets | None) -> frozenset[str]:
    """The forms and lines that they need."""
    if sockets is None:
        return frozenset()
    prepared = [job for kind in sockets.kinds for job in kind.jobs.values()]
    prepared += [one for one in (sockets.set_up, sockets.resolve) if one is not None]
    return frozenset({p.origin for p in prepared} | {row.line.id for row in sockets.lines})
