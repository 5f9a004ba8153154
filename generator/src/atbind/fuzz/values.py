# SPDX-License-Identifier: MIT
"""Values that a table allows and that drivers get wrong: limits, long texts, texts like result codes."""

from __future__ import annotations

import random
from collections.abc import Mapping

from atbind.model.dialect import Field, Line
from atbind.model.parameter import Parameter
from atbind.simulator import values as typed
from atbind.simulator.render import Value

Fields = dict[str, Value | list[Value]]
Known = Mapping[str, typed.Value]  # what the command has named

TRAPS = ("OK", "ERROR", "> ", "+CME ERROR: 3", ",,,", "NO CARRIER", "CONNECT", "RING", "0")
WORDS = ("OK", "ERROR", "0", "255", "A", "-")  # where no comma may stand
IPV4 = ("0.0.0.0", "255.255.255.255", "127.0.0.1", "10.0.0.254")
IPV6 = ("2001:db8::1", "2001:0db8:ffff:ffff:ffff:ffff:ffff:ffff")
ADDRESSES = {"ip": IPV4 + IPV6, "ipv4": IPV4, "ipv6": IPV6}
NAMES = ("a", "example.com", "x" * 63 + ".example.com")
FREE_NUMBERS = (0, 1, 9, 255, 32767, 65535, 2147483647)
TEXT_MAX = 60  # bytes of a text that no table limits
PAYLOADS = (
    b"OK\r\n",
    b"\r\nERROR\r\n",
    b"\r\n> ",
    b"+CME ERROR: 100\r\n",
    b"\x00\x1a\x1b\xff",
    b'"',
    b"\r\r\n\n",
)


def number(parameter: Parameter, dice: random.Random) -> int:
    """Mostly one end of what is allowed."""
    if parameter.values:
        return dice.choice([v for v in parameter.values if isinstance(v, int)])
    if parameter.span is None:
        return dice.choice(FREE_NUMBERS)
    return dice.choice((*parameter.span, dice.randint(*parameter.span)))


def text(parameter: Parameter, dice: random.Random) -> str:
    if parameter.values:
        return str(dice.choice(list(parameter.values)))
    if parameter.type in ADDRESSES:
        return dice.choice(ADDRESSES[parameter.type])
    if parameter.type in ("host", "domain"):
        return dice.choice(NAMES)
    if parameter.type == "hex":
        return dice.choice(("00", "FF", "a0"))
    most = parameter.max_length or parameter.assumed_length or TEXT_MAX
    if parameter.digits:
        return "9" * dice.randint(parameter.digits, most)
    traps = TRAPS if parameter.quoted or parameter.type == "rest" else WORDS
    found = dice.choice((dice.choice(traps), "x" * most))[:most]
    return found.ljust(parameter.min_length or 1, "x")


def value(parameter: Parameter, dice: random.Random) -> int | str:
    return number(parameter, dice) if parameter.type == "integer" else text(parameter, dice)


def fields(line: Line, known: Known, dice: random.Random) -> Fields:
    """A value for each field of a line; what the command named keeps its value."""
    found: Fields = {}
    for field in line.values:
        if field.optional and dice.random() < 0.3:
            break  # this and all behind it may be missing
        found[field.name] = _field(field, known, dice)
    return found


def _field(field: Field, known: Known, dice: random.Random) -> Value | list[Value]:
    assert field.parameter
    if field.may_be_empty and dice.random() < 0.3:
        return None
    if field.many:
        return [value(field.parameter, dice) for _ in range(dice.randint(1, field.many))]
    named = known.get(field.name)
    if named is not None and not isinstance(named, bytes):
        return named
    return value(field.parameter, dice)


def payload(length: int, dice: random.Random) -> bytes:
    """So many bytes that look like everything but data."""
    data = bytearray()
    while len(data) < length:
        data += dice.choice(PAYLOADS) if dice.random() < 0.7 else dice.randbytes(16)
    return bytes(data[:length])
