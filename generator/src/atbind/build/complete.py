# SPDX-License-Identifier: MIT
"""What `sockets` cannot do without: tables that lack it compile, and never work."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from atbind.model.dialect import Form
from atbind.model.sockets import SocketKind, SocketLine

# What a line must say of the answer to a job, and with which field.
ANSWERED = {"read": ("data", ""), "acked": ("sent", " <field>")}
# Of these a line that names no socket would be taken for the one under way.
ABOUT_ONE = ("readable", "closed")


def kind_lacks(kind: SocketKind) -> Iterable[tuple[str, str]]:
    """What the commands of a kind do not say: the key, and what is wrong there."""
    for job, prepared in kind.jobs.items():
        if kind.ids > 1 and not job.startswith("prepare") and "<id>" not in prepared.places:
            yield job, f"`{prepared.text}` does not say which socket; write <id> in its place"
    told = _told(kind)
    for place in _destination(kind):
        if place not in told:
            yield "open", f"nothing tells the modem {place}; write it in its place"
    for job in ("send", "send_else"):
        if job in kind.jobs and kind.jobs[job].form.payload is None:
            yield job, f"`{kind.jobs[job].text}` sends no payload; write a command that does"
    if "read" in kind.jobs and not _brings(kind.jobs["read"].form):
        yield "read", f"`{kind.jobs['read'].text}` brings no payload; write a command that does"


def _told(kind: SocketKind) -> set[str]:
    """What a connection's commands say; to ask for a name's address tells nobody to go there."""
    jobs = {job: made for job, made in kind.jobs.items() if job != "prepare" or not kind.by_address}
    return {place for made in jobs.values() for place in made.places}


def _destination(kind: SocketKind) -> tuple[str, ...]:
    return ("<port>",) if kind.accepts else ("<host>", "<port>")


def _brings(form: Form) -> bool:
    return any(line.payload for line in form.infos)


def lines_lack(
    kinds: Collection[SocketKind], lines: Collection[SocketLine], resolves: bool
) -> Iterable[str]:
    """What no line says, though something waits for it."""
    said = {line.word for line in lines}
    for job, (word, field) in ANSWERED.items():
        if any(job in kind.jobs for kind in kinds) and word not in said:
            yield f"no line says what `{job}` asks for; write `{word}{field}` at that of its answer"
    if resolves and "address" not in said:
        yield "no line says what `resolve` asks for; write `address <field>` at that of its answer"
    if any(kind.accepts for kind in kinds) and "incoming" not in said:
        yield "no line tells a listener's peer; write `incoming <field> of <field>` at it"
    if "closed" not in said and not all(kind.packets for kind in kinds):
        yield "no line says that a peer has closed; write `closed of <field>` at it"
    many = any(kind.ids > 1 for kind in kinds)
    yield from (why for line in lines if (why := _says_too_little(line, many)))


def _says_too_little(row: SocketLine, many: bool) -> str:
    """What a line lacks for its word, where there are many sockets or one; "" if nothing."""
    word, syntax = row.word, row.line.syntax
    if many and word in ABOUT_ONE and row.id_field is None:
        return f"`{syntax}` does not say which socket is {word}; write `{word} of <field>`"
    if word == "data" and row.line.payload is None:
        return f"`{syntax}` brings no payload; write `data` at the line that does"
    return ""
