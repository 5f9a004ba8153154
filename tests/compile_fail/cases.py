# SPDX-License-Identifier: MIT
"""Cases made from the tables: a line of C, and the message that the compiler must give for it.

A case without a message must compile. What the messages say is put together
here from the tables alone, apart from the generator.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "generator" / "src"), str(HERE.parent / "generated")]

from atbind.model.dialect import Dialect, Form, Parameter, Position  # noqa: E402
from atbind.model.parameter import Difference  # noqa: E402
from calls import (  # noqa: E402
    ABSENT,
    EMPTY,
    broken_rules,
    edges,
    good_values,
    high,
    longest,
    low,
    right_calls,
    solve,
    variable,
    well_shaped,
)

NATURAL = {
    "ip": 45,
    "ipv4": 15,
    "ipv6": 45,
    "host": 255,
    "domain": 255,
}  # bytes, where the tables have no limit
LITERAL_MOST = 2000  # longer literals make slow tests


@dataclass(frozen=True)
class Case:
    code: str
    message: str | None = None  # None: compiles; "": some error


def command(form: Form) -> str:
    return form.command if form.type == "data" else "AT" + form.command


def quote(text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    )
    return f'"{escaped}"'


def rendered(position: Position, value: object) -> list[str]:
    if position.parameter.type == "data":
        return ['"abc"', "3"]
    if value is EMPTY:
        return ["ATB_EMPTY"]
    return [str(value) if isinstance(value, int) else quote(str(value))]


def encode(form: Form, assignment: tuple) -> str:
    """A call with constants. Inline payload takes data and length; its length parameter no place."""
    counted = {p.data_length for p in form.parameters if p.type == "data"}
    listed: list[str] = []
    for position, value in zip(variable(form), assignment):
        if value is ABSENT:
            break
        if position.parameter.name not in counted:
            listed += rendered(position, value)
    return encode_with(form, listed)


def encode_with(form: Form, listed: list[str]) -> str:
    head = f"{form.id}_encode(line, sizeof line, &refusal"
    return f"(void){', '.join([head, *listed])});"


# ---- messages -----------------------------------------------------------------


def limits(p: Parameter) -> str:
    if p.type == "integer":
        bottom, top = low(p), high(p)
        if p.values and len(p.values) < top - bottom + 1:
            return ", ".join(str(value) for value in p.values)
        return str(bottom) if bottom == top else f"{bottom} to {top}"
    if p.values:
        mark = '"' if p.quoted else ""
        return ", ".join(f"{mark}{value}{mark}" for value in p.values)
    most = longest(p) or NATURAL.get(p.type, 64)
    least = (
        p.min_length
        if p.min_length is not None
        else {"ip": 2, "ipv4": 7, "ipv6": 2, "host": 1, "domain": 1}.get(p.type, 0)
    )
    return f"{least} to {most} bytes"


def message(form: Form, p: Parameter, on: str = "") -> str:
    return f"{command(form)} <{p.name}>{on}: {limits(p)}"


def counts(form: Form) -> list[int]:
    """How many arguments may be given to the encoder."""
    positions = variable(form)
    found = {len(positions)}
    for place in range(len(positions) - 1, -1, -1):
        if not positions[place].optional:
            break
        if not positions[place].grouped:
            found.add(place)
    return sorted(found)


def count_message(form: Form) -> str:
    good = counts(form)
    words = [str(n) for n in good]
    if len(good) > 1 and good == list(range(good[0], good[-1] + 1)):
        text = f"{good[0]} to {good[-1]}"
    else:
        text = " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"{command(form)} takes {text} parameter{'' if good == [1] else 's'}"


# ---- wrong ----------------------------------------------------------------------


def has_inline_payload(form: Form) -> bool:
    return any(p.type == "data" for p in form.parameters)


def wrong(form: Form) -> Iterator[Case]:
    yield from wrong_values(form)
    yield from wrong_kinds(form)
    if not has_inline_payload(form):
        yield from wrong_counts(form)
    yield from wrong_combinations(form)


def checked_in_c(form: Form, p: Parameter) -> bool:
    counted = {q.data_length for q in form.parameters if q.type == "data"}
    return p.name not in counted and p.type not in ("ip", "ipv4", "ipv6", "data")


def wrong_values(form: Form) -> Iterator[Case]:
    for edge in edges(form):
        value = edge.assignment[edge.index]
        long = isinstance(value, str) and len(value) > LITERAL_MOST
        if edge.reason and checked_in_c(form, edge.parameter) and not long:
            yield Case(encode(form, edge.assignment), message(form, edge.parameter))


def wrong_kinds(form: Form) -> Iterator[Case]:
    """A number for a string, a string for a number, ATB_EMPTY, a quote inside a string."""
    base = solve(form)
    for index, position in enumerate(variable(form)):
        p = position.parameter
        if base is None or base[index] is ABSENT or not checked_in_c(form, p):
            continue
        if len(position.parameters) > 1:
            continue

        def with_value(value: object, at: int = index) -> str:
            return encode(form, base[:at] + (value,) + base[at + 1 :])

        name = f"{command(form)} <{p.name}>"
        kind = "an integer" if p.type == "integer" else "a text"
        yield Case(with_value("1" if p.type == "integer" else 1), f"{name}: {kind}")
        if not position.may_be_empty:
            yield Case(with_value(EMPTY), f"{name}: not to be left empty")
        if p.type != "integer" and not p.values and (longest(p) or 9) >= 3:
            plain = f"{command(form)} <{p.name}>: no quotes, no line ends"
            yield Case(with_value('a"b'), plain)
            yield Case(with_value("a\nb"), plain)


def wrong_counts(form: Form) -> Iterator[Case]:
    good, base = counts(form), solve(form)
    positions = variable(form)
    if not positions or base is None:
        return
    filled = [
        good_values(p.parameter)[0] if value is ABSENT or value is EMPTY else value
        for p, value in zip(positions, base)
    ]
    listed = [text for p, value in zip(positions, filled) for text in rendered(p, value)]
    for count in range(len(positions) + 3):
        if count not in good:
            given = (listed + ["1", "1"])[:count]
            yield Case(encode_with(form, given), count_message(form))


def wrong_combinations(form: Form) -> Iterator[Case]:
    names = {p.name for p in form.parameters}
    for rule in form.rules:
        tested = {test.parameter for test in (rule.when, rule.must) if test}
        if not tested <= names or has_inline_payload(form):
            continue
        found = breaking(form, rule)
        if found is not None:
            yield Case(encode(form, found), f"{command(form)}: {rule.text}")


def breaking(form: Form, rule) -> tuple | None:
    choices = []
    for position in variable(form):
        values = [value for p in position.parameters for value in good_values(p)]
        if position.optional:
            values.append(ABSENT)
        if position.may_be_empty:
            values.append(EMPTY)
        choices.append(values)
    for assignment in itertools.islice(itertools.product(*choices), 200_000):
        if well_shaped(form, assignment) and rule in broken_rules(form, assignment):
            return assignment
    return None


# ---- right ------------------------------------------------------------------------


def right(form: Form) -> Iterator[Case]:
    inside = [edge.assignment for edge in edges(form) if edge.reason is None]
    for assignment in dict.fromkeys([*right_calls(form), *inside]):
        if all(not isinstance(v, str) or len(v) <= LITERAL_MOST for v in assignment):
            yield Case(encode(form, assignment))


# ---- models ------------------------------------------------------------------------


def of_model(form: Form, model: str) -> Form:
    """The form with the model's own limits."""
    positions = tuple(
        replace(p, parameters=tuple(_of_model(q, model) for q in p.parameters))
        for p in form.positions
    )
    return replace(form, positions=positions)


def _of_model(p: Parameter, model: str) -> Parameter:
    d = p.models.get(model, Difference())
    values = p.values
    if values and d.without:
        values = {k: v for k, v in values.items() if k not in d.without}

    def either(own, general):
        return general if own is None else own

    return replace(
        p,
        values=values,
        minimum=either(d.minimum, p.minimum),
        maximum=either(d.maximum, p.maximum),
        min_length=either(d.min_length, p.min_length),
        max_length=either(d.max_length, p.max_length),
    )


def model_cases(dialect: Dialect, model: str) -> Iterator[Case]:
    """What one model lacks, and its limits where they are its own."""
    for form in dialect.forms:
        own = of_model(form, model)
        base = solve(own, full=False)
        if base is None or has_inline_payload(form):
            continue
        if model in form.lacking:
            text = f"{command(form)} on {model}: not supported"
            yield Case(encode(own, base), text)
            continue
        for index, position in enumerate(variable(own)):
            general = variable(form)[index].parameter
            difference = general.models.get(model)
            if difference is None or len(position.parameters) > 1:
                continue
            if difference.unsupported:
                yield from _unsupported(own, index, position.parameter, model)
            elif _accepts(position.parameter) != _accepts(general):
                yield from _own_limits(own, index, position.parameter, model)


def _accepts(p: Parameter) -> tuple:
    return p.minimum, p.maximum, tuple(p.values or ()), p.min_length, p.max_length


def _unsupported(form: Form, index: int, p: Parameter, model: str) -> Iterator[Case]:
    given = solve(form, {index: good_values(p)[0]}, full=False)
    if given is not None:
        text = f"{command(form)} <{p.name}> on {model}: not supported"
        yield Case(encode(form, given), text)


def _own_limits(form: Form, index: int, p: Parameter, model: str) -> Iterator[Case]:
    for value in (low(p), high(p)):
        inside = solve(form, {index: value}, full=False)
        if inside is not None and not _gives_unsupported(form, inside, model):
            yield Case(encode(form, inside))
    base = solve(form, {index: good_values(p)[0]}, full=False)
    for value in (low(p) - 1, high(p) + 1):
        if base is not None:
            outside = base[:index] + (value,) + base[index + 1 :]
            yield Case(encode(form, outside), message(form, p, f" on {model}"))


def _gives_unsupported(form: Form, assignment: tuple, model: str) -> bool:
    return any(
        value is not ABSENT
        and value is not EMPTY
        and p.parameter.models.get(model, Difference()).unsupported
        for p, value in zip(variable(form), assignment)
    )
