# SPDX-License-Identifier: MIT
"""Calls of generated functions, made from the tables: what is right, what lies one step beyond.

An assignment gives each position of a form a value: ABSENT, EMPTY, an int, a
str, or bytes (payload). What the line then must look like is put together
here from the table's positions alone, apart from the generator and the C.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from atbind.model.dialect import Form, Parameter, Position, Rule, Test

ABSENT, EMPTY = object(), object()
PAYLOAD = b"abc"
MOST_TRIES = 200_000


@dataclass(frozen=True)
class Edge:
    """One value of one parameter in an otherwise right call."""

    assignment: tuple
    index: int
    parameter: Parameter
    reason: str | None  # None: right; else the atb_status without ATB_


def variable(form: Form) -> list[Position]:
    return [p for p in form.positions if p.literal is None]


def expected_line(form: Form, assignment: tuple) -> str:
    """The command line that the manual's syntax gives for these values."""
    if form.type == "data":
        return form.syntax
    head = "AT" + form.command
    if form.type in ("test", "read"):
        return head + {"test": "=?", "read": "?"}[form.type]
    values = iter(assignment)
    places = [_place(p, next(values) if p.literal is None else p.literal) for p in form.positions]
    while places and places[-1] is None:
        places.pop()
    return head + ("=" + ",".join(p or "" for p in places) if form.type == "set" else "")


def _place(position: Position, value) -> str | None:
    if position.literal is not None:
        return position.literal
    if value is ABSENT:
        return None
    if value is EMPTY:
        return ""
    if isinstance(value, bytes):
        text = value.hex().upper() if position.parameter.data_coding == "hex" else value.decode()
        return f'"{text}"'
    return f'"{value}"' if _chosen(position, value).quoted else str(value)


def _chosen(position: Position, value) -> Parameter:
    """Of two alternatives the one that this value is for."""
    for parameter in position.parameters:
        if (parameter.type == "integer") == isinstance(value, int) and _fits(parameter, value):
            return parameter
    return position.parameter


def _fits(parameter: Parameter, value) -> bool:
    if parameter.values:
        return value in parameter.values
    if isinstance(value, int):
        return low(parameter) <= value <= high(parameter)
    return True


def low(parameter: Parameter) -> int:
    if parameter.values and parameter.type == "integer":
        return min(parameter.values)
    return -(2**31) + 1 if parameter.minimum is None else parameter.minimum


def high(parameter: Parameter) -> int:
    if parameter.values and parameter.type == "integer":
        return max(parameter.values)
    return 2**31 - 1 if parameter.maximum is None else parameter.maximum


def longest(parameter: Parameter) -> int | None:
    return parameter.assumed_length if parameter.max_length is None else parameter.max_length


def shortest(parameter: Parameter) -> int:
    return parameter.min_length or 0


def good_values(parameter: Parameter) -> list:
    """Right values, the plainest first."""
    if parameter.type == "integer":
        if parameter.values:
            return list(parameter.values)
        return list(dict.fromkeys([low(parameter), high(parameter)]))
    if parameter.type == "data":
        return [PAYLOAD]
    if parameter.values:
        return list(parameter.values)
    if parameter.type == "ip":
        return ["192.0.2.7", "2001:db8::7"]
    if parameter.type == "ipv4":
        return ["192.0.2.7"]
    if parameter.type == "ipv6":
        return ["2001:db8::7"]
    if parameter.type in ("host", "domain"):
        return ["example.com"]
    size = max(shortest(parameter), 1)
    return [("12" * size)[: size + size % 2] if parameter.type == "hex" else "a" * size]


def holds(test: Test, values: dict) -> bool:
    given = test.parameter in values
    if test.op in ("given", "absent"):
        return given == (test.op == "given")
    if not given:
        return test.op == "!="
    value = values[test.parameter]
    return {
        "=": lambda: value == test.value,
        "!=": lambda: value != test.value,
        ">=": lambda: value >= test.value,
        "<=": lambda: value <= test.value,
    }[test.op]()


def named(form: Form, assignment: tuple) -> dict:
    """Values by parameter name, for the rules."""
    values = {}
    for position, value in zip(variable(form), assignment):
        if value is not ABSENT and value is not EMPTY:
            values[_chosen(position, value).name] = value
    return values


def broken_rules(form: Form, assignment: tuple) -> list[Rule]:
    values = named(form, assignment)
    return [
        rule
        for rule in form.rules
        if (rule.when is None or holds(rule.when, values)) and not holds(rule.must, values)
    ]


def well_shaped(form: Form, assignment: tuple) -> bool:
    """Left-out positions only at the end, or where they may stay empty; groups together."""
    positions = variable(form)
    gone = False
    for index, (position, value) in enumerate(zip(positions, assignment)):
        if value is ABSENT:
            if position.grouped and assignment[index - 1] is not ABSENT:
                return False
            gone = True
        elif gone or (value is EMPTY and not position.may_be_empty):
            return False
    if assignment and assignment[-1] is EMPTY and positions[-1].optional:
        return False
    return not _ends_in_empty(assignment)


def _ends_in_empty(assignment: tuple) -> bool:
    """`AT+X=1,` says no more than `AT+X=1`; calls do not end in an empty optional place."""
    given = [value for value in assignment if value is not ABSENT]
    return bool(given) and given[-1] is EMPTY


def _choices(position: Position, prefer_given: bool) -> list:
    good = [value for p in position.parameters for value in good_values(p)]
    left_out = ([ABSENT] if position.optional else []) + ([EMPTY] if position.may_be_empty else [])
    return good + left_out if prefer_given else left_out + good


def solve(form: Form, fixed: dict[int, object] | None = None, full: bool = True) -> tuple | None:
    """An assignment that breaks no rule; `fixed` positions keep their value."""
    choices = [
        [fixed[i]] if fixed and i in fixed else _choices(p, full)
        for i, p in enumerate(variable(form))
    ]
    for assignment in itertools.islice(itertools.product(*choices), MOST_TRIES):
        if well_shaped(form, assignment) and not broken_rules(form, assignment):
            return assignment
    return None


def right_calls(form: Form) -> list[tuple]:
    """The longest and the shortest call, and one for each value of each enumeration and range end."""
    calls = [solve(form, full=True), solve(form, full=False)]
    for index, position in enumerate(variable(form)):
        for parameter in position.parameters:
            for value in good_values(parameter):
                calls.append(solve(form, {index: value}))
        if position.may_be_empty:
            calls.append(solve(form, {index: EMPTY}))
    return list(dict.fromkeys(call for call in calls if call is not None))


def edges(form: Form) -> Iterator[Edge]:
    """Every parameter at and beyond its edges."""
    base = solve(form)
    if base is None:
        return
    for index, position in enumerate(variable(form)):
        if len(position.parameters) > 1:
            continue  # refused only when no alternative fits: tested by hand
        for value, reason in edge_values(position.parameter):
            if reason is None:
                call = solve(form, {index: value})
            else:
                call = base[:index] + (value,) + base[index + 1 :]
            if call is not None and (reason is None or base[index] is not ABSENT):
                yield Edge(call, index, position.parameter, reason)


def edge_values(parameter: Parameter) -> Iterator[tuple[object, str | None]]:
    if parameter.type == "integer":
        yield from _number_edges(parameter)
    elif parameter.type == "data":
        return
    elif parameter.values:
        yield "no such word", "BAD_VALUE"
    elif parameter.type in ("ip", "ipv4", "ipv6"):
        yield "256.1.1.1", "BAD_VALUE"
        yield "1.2.3", "BAD_VALUE"
    else:
        yield from _length_edges(parameter)


def _number_edges(parameter: Parameter) -> Iterator[tuple[int, str | None]]:
    bottom, top = low(parameter), high(parameter)
    yield bottom, None
    yield top, None
    if bottom > -(2**31) + 1:
        yield bottom - 1, "BAD_RANGE"
    if top < 2**31 - 1:
        yield top + 1, "BAD_RANGE"
    if parameter.values:
        for gap in sorted(set(range(bottom, min(top, bottom + 100))) - set(parameter.values))[:2]:
            yield gap, "BAD_VALUE"


def _length_edges(parameter: Parameter) -> Iterator[tuple[str, str | None]]:
    letter = "1" if parameter.type in ("hex", "host") else "a"
    letters = letter * 63 + "." if parameter.type == "domain" else letter  # its labels are short
    most, least = longest(parameter), shortest(parameter)
    step = 2 if parameter.type == "hex" else 1
    if most:
        yield (letters * most)[:most], None
        yield (letters * most + letters)[: most + step], "BAD_LENGTH"
    if least >= step:
        yield (letters * least)[:least], None
        yield (letters * least)[: least - step], "BAD_LENGTH"
