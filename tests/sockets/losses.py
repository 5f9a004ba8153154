#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A sensor loses its modem, network or server again and again; how long it takes to be back.

    losses.py DIALECT MESSAGES LOSSES SEED FOLDER

The losses come between the messages, from the seed. Exit status 0: all messages and commands
arrived in order, each counted once, and every recovery stayed under its bound.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "examples"))

from field import Field  # noqa: E402

REFUSED = {"quectel": 554, "simcom": 1, "fibocom": 2012, "onemo": 558}


def reboot(field: Field, _: random.Random) -> None:
    field.order("reboot")


def reboot_while_it_speaks(field: Field, chance: random.Random) -> None:
    field.order(f"reboot said {chance.randrange(1, 150)}")


def reboot_while_it_listens(field: Field, chance: random.Random) -> None:
    field.order(f"reboot heard {chance.randrange(1, 100)}")


def network(field: Field, _: random.Random) -> None:
    field.order("network lose")


def deregistered(field: Field, chance: random.Random) -> None:
    field.order("registration searching")
    time.sleep(chance.random() / 2)
    field.order("registration home")


def deregistered_while_it_opens(field: Field, chance: random.Random) -> None:
    """Far from its server: the result of an open would be a minute away."""
    field.order("air latency 60000")
    field.server.hang_up()
    time.sleep(0.2 + chance.random() / 5)
    field.order("air latency 0")
    deregistered(field, chance)


def another_network(field: Field, chance: random.Random) -> None:
    """Back in 2G, 3G or LTE; a modem for LTE alone finds LTE again."""
    lte = field.dialect == "onemo"
    field.order("registration searching")
    time.sleep(chance.random() / 2)
    field.order(f"registration home {'lte' if lte else chance.choice(['gsm', 'utran', 'lte'])}")


def peer(field: Field, _: random.Random) -> None:
    field.server.hang_up()


def peer_while_it_speaks(field: Field, chance: random.Random) -> None:
    """Behind any byte of its answer: the rest is lost with the connection."""
    field.server.cut(chance.randrange(12))


def refused(field: Field, _: random.Random) -> None:
    field.order(f"fail {REFUSED[field.dialect]}")
    field.server.hang_up()


def refused_again(field: Field, chance: random.Random) -> None:
    """Several opens in a row."""
    for _ in range(chance.randrange(2, 5)):
        field.order(f"fail {REFUSED[field.dialect]}")
    field.server.hang_up()


def stalled(field: Field, chance: random.Random) -> None:
    field.order(f"hang {chance.randrange(1, 5) / 10}")


def hung(field: Field, _: random.Random) -> None:
    field.order("hang")


GOAL = 3  # messages behind a loss, by which the sensor is back

# What is lost, and the bound of the recovery in seconds (runtime/BRINGUP.md).
KINDS: dict[Callable, int] = {
    reboot: 15,
    reboot_while_it_speaks: 15,
    reboot_while_it_listens: 15,
    network: 15,
    deregistered: 15,
    deregistered_while_it_opens: 15,
    another_network: 15,
    peer: 15,
    peer_while_it_speaks: 15,
    refused: 15,
    refused_again: 15,
    stalled: 15,
    hung: 30,
}


class Run:
    def __init__(self, field: Field, messages: int, losses: int, seed: int):
        self.field, self.messages, self.losses = field, messages, losses
        self.chance = random.Random(seed)
        self.times: dict[str, list[float]] = {}
        self.problems: list[str] = []

    def one(self, kind: Callable, place: int) -> None:
        """Lets the sensor come to its place in the messages, takes something away, waits."""
        if not self.field.wait(lambda: self.field.acknowledged >= place, 60):
            self.problems.append(f"stuck before {kind.__name__} at {self.field.acknowledged}")
            return
        start = time.monotonic()
        kind(self.field, self.chance)
        goal = place + GOAL
        back = self.field.wait(lambda: self.field.acknowledged >= goal, KINDS[kind] + 10)
        took = time.monotonic() - start
        self.times.setdefault(kind.__name__, []).append(took)
        if not self.field.ended and (not back or took > KINDS[kind]):
            self.problems.append(f"{kind.__name__} at {place}: {took:.1f} s")

    def go(self) -> None:
        kinds = list(KINDS)
        order = [kinds[n % len(kinds)] for n in range(self.losses)]
        self.chance.shuffle(order)
        self.field.server.allowed = 0
        for n, kind in enumerate(order):
            reached = self.field.acknowledged
            share = (self.messages - reached) // (self.losses - n)  # of each loss that is to come
            place = reached + max(1, share - GOAL)
            self.field.server.allowed = place + GOAL
            self.one(kind, place)
            if self.field.ended or len(self.problems) > 3:
                break
        self.field.server.allowed = float("inf")
        if not self.field.wait(lambda: self.field.ended, 120):
            self.problems.append(f"not done: {self.field.acknowledged}, {self.field.stage}")
        self.count()

    def count(self) -> None:
        commands = self.field.commands()
        if commands != list(range(1, len(commands) + 1)) or len(commands) < self.messages:
            self.problems.append(f"{len(commands)} commands, not all in order")
        if self.field.server.heard < self.messages:
            self.problems.append(f"{self.field.server.heard} messages")
        self.problems += self.field.server.wrong[:3]
        if sum(len(times) for times in self.times.values()) < self.losses:
            self.problems.append("the messages were over before the losses")

    def hear_reasons(self) -> None:
        """The sensor says the number of what was refused; Fibocom's result of an open has none."""
        code = REFUSED[self.field.dialect]
        said = "refused" if self.field.dialect == "fibocom" else f"refused: {code}"
        if refused.__name__ in self.times and said not in self.field.lines("refused"):
            self.problems.append(f"not said: {said}")

    def tell(self) -> None:
        print(
            f"{self.field.dialect}: {self.field.server.heard} messages and commands, "
            f"{self.field.server.again} said again"
        )
        for name, times in sorted(self.times.items()):
            middle = sorted(times)[len(times) // 2]
            print(
                f"  {name.replace('_', ' '):28} {len(times):4} times, back after "
                f"{middle:5.2f} s, at most {max(times):5.2f} s"
            )
        for problem in self.problems:
            print(f"  PROBLEM {problem}")


def main(arguments: list[str]) -> int:
    dialect, messages, losses, seed, folder = arguments
    wire = Path(folder) / f"{dialect}_{seed}.log"
    field = Field(dialect, Path(folder), wire, int(messages) + GOAL, "--register", "100")
    run = Run(field, int(messages), int(losses), int(seed))
    try:
        run.go()
        run.hear_reasons()
    finally:
        field.close()
    run.tell()
    if run.problems:
        print(f"  seed {seed}; what went over the wire: {field.wire}")
    return 1 if run.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
