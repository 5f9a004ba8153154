# SPDX-License-Identifier: MIT
"""A form whose values stand in its text, but for those that are left open.

AT+QIOPEN=1,<id>,"TCP",<host>,<port>,0,0 is a form of three places: what can be said of its fixed
values (ranges, rules, which models take them) is said here, and costs the firmware nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from atbind.model.dialect import Effect, Form, Limit, Position, Rule, SendPayload, Test
from atbind.model.parameter import Parameter


class Open(Enum):
    """What stands for the value of a place that is left open."""

    OPEN = "open"


OPEN: Final = Open.OPEN
Value = int | str | Open | None  # None: not given


class Undecided(Exception):
    """A rule or a setting hangs on values of which only some are known; the text says which."""


@dataclass(frozen=True)
class Bound:
    """One place of the form as a prepared line has it."""

    position: Position
    argument: str = ""  # as it is written: 1, "TCP", <id>, or nothing
    name: str = ""  # of the parameter that takes it
    value: Value = None
    lacking: frozenset[str] = frozenset()  # models that do not take it


def bound(form: Form, places: list[Bound]) -> Form:
    """`places`: as many as the line gives. Raises Undecided."""
    values = {place.name: place.value for place in places if place.name}
    lacking = frozenset(form.lacking).union(*(place.lacking for place in places))
    return replace(
        form,
        positions=tuple(_position(place) for place in places),
        rules=tuple(rule for rule in form.rules if _is_open(rule, values)),
        payload=_payload(form.payload, values),
        sets=tuple(_effect(effect, values) for effect in form.sets),
        timeout=_limit(form.timeout, values),
        result_timeout=_limit(form.result_timeout, values),
        lacking=tuple(sorted(lacking)),
    )


def _position(place: Bound) -> Position:
    position = place.position
    if place.value is OPEN:
        taken = _taking(position.parameters, place.name)
        return replace(
            position, parameters=taken, optional=False, may_be_empty=False, grouped=False
        )
    return Position(literal=place.argument, literal_name=place.name)


def _taking(parameters: tuple[Parameter, ...], name: str) -> tuple[Parameter, ...]:
    """Of two numbers in one place the first is meant; a name may be an address, too."""
    found = tuple(p for p in parameters if p.name == name and p.type == "integer")
    return found or parameters


def _payload(payload: SendPayload | None, values: dict[str, Value]) -> SendPayload | None:
    """Who leaves the length open states that of the payload: what leaves as it is, is right."""
    if payload is None or payload.mode != "length" or payload.coding != "raw" or payload.setting:
        return payload
    return replace(payload, sure=values.get(payload.length or "") is OPEN)


# ---- rules ---------------------------------------------------------------------------


def _is_open(rule: Rule, values: dict[str, Value]) -> bool:
    """Only the values of a call can tell whether it is kept."""
    when = True if rule.when is None else _holds(rule.when, values)
    must = _holds(rule.must, values)
    if when is False or must is True:
        return False
    if when is True and must is False:
        raise Undecided(f"breaks the rule `{rule.text}`")
    if when is None or must is None:
        raise Undecided(f"leaves the rule `{rule.text}` to values that are open")
    return True


def _holds(test: Test, values: dict[str, Value]) -> bool | None:
    """None: it hangs on a value that is open. Open ones are always given."""
    value = values.get(test.parameter)
    if test.op in ("given", "absent"):
        return (value is not None) == (test.op == "given")
    if value is OPEN:
        return None
    if test.op == "=":
        return value == test.value
    if test.op == "!=":
        return value != test.value
    if not isinstance(value, int) or not isinstance(test.value, int):
        return False
    return value >= test.value if test.op == ">=" else value <= test.value


# ---- settings and time limits ------------------------------------------------------------


def _effect(effect: Effect, values: dict[str, Value]) -> Effect:
    value = values.get(effect.parameter or "")
    if effect.index is not None and values.get(effect.index) is not OPEN:
        raise Undecided(f"fixes <{effect.index}>, of which {effect.setting} is a setting")
    return replace(effect, parameter=None, value=value) if isinstance(value, int) else effect


def _limit(limit: Limit | None, values: dict[str, Value]) -> Limit | None:
    value = values.get(limit.parameter or "") if limit else None
    if limit is None or not isinstance(value, int):
        return limit
    if limit.factor is not None:
        raise Undecided(f"fixes <{limit.parameter}>, of which the time limit is a product")
    ms = (limit.unit_ms or 1) * value + limit.extra_ms
    return replace(limit, ms=ms, parameter=None, extra_ms=0)
