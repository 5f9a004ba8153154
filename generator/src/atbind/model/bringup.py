# SPDX-License-Identifier: MIT
"""A list of steps from power-on to an active data context, and what sends back into it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from atbind.model.dialect import Line
from atbind.model.sockets import Prepared

STAGES = ("power", "reset", "set up", "sim", "register", "context", "up")
VALUES_MAX = 14  # the mask's last bit is 15 and above, or no number
ALL = tuple(range(VALUES_MAX + 2))
PAUSES_MAX = 7  # of restarts that have one of their own: ATB_BRINGUP_PAUSES
# What a set-up may give, as struct atb_bringup_setup calls it. A restart has its step without a key.
GIVEN = ("apn", "user", "password", "pin", "baud", "flow_control", "power_key")
KIND_NEEDS = {"flow": "flow_control", "power": "power_key"}


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

    @property
    def needs(self) -> set[str]:
        """What the set-up must give, or the step is left out."""
        places = {place.strip("<>") for command in self.commands for place in command.places}
        return places | ({KIND_NEEDS[self.kind]} if self.kind in KIND_NEEDS else set())

    @property
    def left_out(self) -> int:
        """Where it leads then: what cannot be pressed has failed."""
        return self.then if self.commands else self.fails


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


def names(bringup: Bringup | None) -> list[str]:
    """What a program's list may call it: the whole, or what its set-up gives."""
    return ["bringup", *(f"bringup_{given}" for given in GIVEN)] if bringup else []


def kept(bringup: Bringup | None, sought: Collection[str]) -> Bringup | None:
    """What a program needs of it that names the whole, or what its set-up gives; None: neither."""
    given = {name for name in GIVEN if f"bringup_{name}" in sought}
    if bringup is None or "bringup" in sought or not given:
        return bringup if "bringup" in sought else None
    return _with(bringup, given)


def _with(bringup: Bringup, given: Collection[str]) -> Bringup:
    """Without the steps that would be left out."""
    stay = [n for n, step in enumerate(bringup.steps) if step.needs <= set(given)]

    def place(n: int, left: int = len(bringup.steps)) -> int:
        """Where it leads, or those behind it that are left out; the first, if all of them are."""
        if n in stay or left == 0:
            return stay.index(n) if n in stay else 0
        return place(bringup.steps[n].left_out, left - 1)

    return _moved(bringup, stay, place)


def in_order(bringup: Bringup) -> Bringup:
    """Steps behind those of the restart, as an overlay adds them, stand behind those of their stage:
    a loss leads back in the list, from wherever it is heard."""
    order = [n for n, step in enumerate(bringup.steps) if not _is_late(n, step, bringup.reset)]
    for n, step in enumerate(bringup.steps):
        if n not in order:
            order.insert(_behind_stage(bringup, order, step.stage), n)
    return _moved(bringup, order, order.index)


def _is_late(n: int, step: BringupStep, reset: int) -> bool:
    return n > reset and step.stage != "reset"


def _behind_stage(bringup: Bringup, order: list[int], stage: str) -> int:
    """Never the first place, where the list begins."""
    until = [s for s in STAGES[: STAGES.index(stage) + 1] if s != "reset"]
    places = [place for place, n in enumerate(order) if bringup.steps[n].stage in until]
    return max(places, default=0) + 1


def _moved(bringup: Bringup, order: list[int], place: Callable[[int], int]) -> Bringup:
    """These steps, in this order; all that leads to one leads to its place."""
    steps = [bringup.steps[n] for n in order]
    return replace(
        bringup,
        steps=tuple(replace(s, then=place(s.then), fails=place(s.fails)) for s in steps),
        losses=tuple(replace(loss, step=place(loss.step)) for loss in bringup.losses),
        reset=place(bringup.reset),
        again=place(bringup.again),
        echo=place(bringup.echo),
    )


def ids(bringup: Bringup | None) -> frozenset[str]:
    """The forms and lines that it needs, of the dialect and of the chapter that all share."""
    if bringup is None:
        return frozenset()
    answers = [answer for step in bringup.steps for answer in step.wants]
    lines = {answer.line.id for answer in (*answers, *(loss.answer for loss in bringup.losses))}
    return frozenset(lines | {c.origin for step in bringup.steps for c in step.commands})
