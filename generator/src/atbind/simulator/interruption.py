# SPDX-License-Identifier: MIT
"""URCs for the worst moments: true to the tables, about connections that nobody has open.

A URC that some command waits for is none of them, nor one whose layout depends
on a setting, nor one with payload: said of nothing, these would be lies that a
right host must act upon.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from atbind.model.dialect import Line
from atbind.model.parameter import Parameter
from atbind.simulator.render import Value

if TYPE_CHECKING:
    from atbind.simulator.modem import Modem

SERVERS = ("serverID", "server_index")  # a URC that names one tells of a connection that begins
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def interruption(modem: Modem, dice: random.Random) -> bytes:
    """One URC, or nothing when every connection is in use."""
    fit = [line for line in modem.dialect.urcs if _fits(modem, line)]
    if not fit:
        return b""
    line = dice.choice(fit)
    return modem.unit(line, None, values(modem, line, dice))


def values(modem: Modem, line: Line, dice: random.Random) -> dict[str, Value]:
    """Values that the table allows, aimed at what is not in use."""
    found: dict[str, Value] = {}
    for name, parameter in line.parameters.items():
        unused = modem.unused(name)
        found[name] = unused if unused is not None else _any(parameter, dice)
    return found


def _fits(modem: Modem, line: Line) -> bool:
    if line.payload or line.when or line.id in _awaited(modem):
        return False
    if line.prefix.rstrip(":") in modem.pending.upper():
        return False
    names = line.parameters
    if any(name in SERVERS for name in names):
        return False
    return any(modem.unused(name) is not None for name in names)


def _awaited(modem: Modem) -> set[str]:
    return {result.id for form in modem.dialect.forms for result in form.results}


def _any(parameter: Parameter, dice: random.Random) -> int | str:
    if parameter.values:
        return dice.choice(list(parameter.values))
    if parameter.type == "integer":
        low = parameter.minimum or 0
        return dice.randint(low, min(parameter.maximum or low + 9, low + 9999))
    if parameter.type == "ipv6":
        return f"2001:db8::{dice.randint(1, 254):x}"
    if parameter.type in ("ip", "ipv4", "host") or "IP" in parameter.name:
        return f"192.0.2.{dice.randint(1, 254)}"
    return "".join(dice.choice(LETTERS) for _ in range(dice.randint(1, 8)))
