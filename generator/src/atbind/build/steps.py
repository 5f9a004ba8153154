# SPDX-License-Identifier: MIT
"""What a list of steps must be, or it compiles and never works: `bringup`, once it is built."""

from __future__ import annotations

from collections.abc import Iterable

from atbind.model.bringup import Bringup, BringupStep, Wanted
from atbind.tables.reader import Map

OF_COMMANDS = ("kind", "wants", "every", "limit")
# What goes out by its own kind of step alone: an application's value, and what comes of it else.
OWN_KIND = {
    "pin": ("<pin>", "which never sends a refused one again"),
    "speed": ("<baud>", "behind which the application's UART has that speed, too"),
}

Wrong = Iterable[tuple[int, str]]  # which step, and what is wrong


def row_lacks(row: Map) -> Iterable[tuple[str, str]]:
    """What the keys of a step say that no such step heeds: at which, and what is wrong."""
    if "press" not in row:
        if "for" in row and "command" in row:
            yield "for", "`for` is how long a key is pressed; the pause between two tries is `every`"
        return
    for key in (key for key in OF_COMMANDS if key in row):
        yield key, f"`{key}` says nothing of a key, which is pressed `for` so long; remove it"
    if "for" not in row:
        yield "press", "`press` does not say how long; add `for: 500 ms`"


def up_of(bringup: Bringup) -> int:
    """The step in which data flows; behind the last one, if there is none."""
    up = (n for n, step in enumerate(bringup.steps) if _stays(n, step))
    return next(up, len(bringup.steps))


def steps_lack(bringup: Bringup) -> Wrong:
    """Steps that are never taken, or not as they are meant; a list that never ends."""
    yield from _unreached(bringup)
    yield from _endless(bringup)
    yield from _out_of_order(bringup)
    for n, step in enumerate(bringup.steps):
        yield from ((n, why) for why in _own_kind(step))
    yield from _unlike_answers(bringup)


def _stays(n: int, step: BringupStep) -> bool:
    return step.then == n and step.stage == "up"


# ---- where steps lead -------------------------------------------------------------------


def _unreached(bringup: Bringup) -> Wrong:
    reached = _reached(bringup)
    for n, step in enumerate(bringup.steps):
        if n not in reached:
            yield n, f"no step leads to `{step.name}`; lead one there, or remove it"


def _reached(bringup: Bringup) -> set[int]:
    """From power-on, a restart, the application, an echo, and every loss."""
    todo = [0, bringup.reset, bringup.again, bringup.echo, *(loss.step for loss in bringup.losses)]
    reached: set[int] = set()
    while todo:
        n = todo.pop()
        if n not in reached:
            reached.add(n)
            todo += _behind(n, bringup.steps[n])
    return reached


def _behind(n: int, step: BringupStep) -> list[int]:
    """Behind `sim` stands the step of the PIN, which a card that wants it is sent to."""
    return [step.then, step.fails] + ([n + 1] if step.kind == "sim" else [])


def _endless(bringup: Bringup) -> Wrong:
    last = len(bringup.steps) - 1
    if up_of(bringup) > last:
        yield last, "no step of stage `up` leads to itself: data would never flow; add one that does"
        return
    for n, step in enumerate(bringup.steps):
        if step.stage == "up" and not _stays(n, step):
            yield n, f"`{step.name}` is of stage `up`, and leads on: data does not flow yet"


# ---- where steps stand ------------------------------------------------------------------


def _out_of_order(bringup: Bringup) -> Wrong:
    """A loss leads back in the list, from wherever it is heard."""
    for n, step in enumerate(bringup.steps):
        if step.kind == "pin" and (n == 0 or bringup.steps[n - 1].kind != "sim"):
            yield n, f"`{step.name}` stands behind no step of `kind: sim`, which leads to it"
    yield from _amid_restart(bringup)


def _amid_restart(bringup: Bringup) -> Wrong:
    first = bringup.steps[bringup.reset]
    if first.stage != "reset":
        yield bringup.reset, f"`{first.name}` is the `reset`; write `stage: reset`, or name another"
        return
    for n, step in enumerate(bringup.steps):
        if n < bringup.reset and step.stage == "reset":
            yield n, f"`{step.name}` is of stage `reset`; put it behind `{first.name}`"


# ---- what steps say -----------------------------------------------------------------------


def _own_kind(step: BringupStep) -> Iterable[str]:
    places = {place for command in step.commands for place in command.places}
    for kind, (place, what) in OWN_KIND.items():
        if place in places and step.kind != kind:
            yield f"`{step.text}` is sent by a step of `kind: {kind}` alone, {what}"
        if step.kind == kind and place not in places:
            yield f"`{step.text}` has no {place}; a step of `kind: {kind}` sends it"


def _unlike_answers(bringup: Bringup) -> Wrong:
    """A line is an answer to whatever is asked."""
    wanted: dict[str, tuple[Wanted, str]] = {}
    for n, step in enumerate(bringup.steps):
        for one in step.wants:
            first, name = wanted.setdefault(one.line.id, (one, step.name))
            if first != one:
                yield n, f"`{step.name}` wants something else of a line than `{name}`; write the same"
