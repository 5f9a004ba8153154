# SPDX-License-Identifier: MIT
"""The answer of a test command against the table's: which parameters it prints otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass

from atbind.model.dialect import Form, Line, Parameter

PLACE = re.compile(r"\(<([^<>]+)>\)")
NUMBERS = re.compile(r"\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*")
WORDS = re.compile(r'"[^"]*"(?:,"[^"]*")*')


@dataclass(frozen=True)
class Printed:
    """What a modem prints for a parameter: a range, or values."""

    low: int | None = None
    high: int | None = None
    values: tuple[int | str, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.low}..{self.high}" if self.low is not None else list(self.values).__repr__()


def printed(text: str) -> Printed | None:
    """`0-11`, `0,1,2`, `1-3,5`, `"TCP","UDP"`; None: nothing that says what is allowed."""
    if WORDS.fullmatch(text):
        return Printed(values=tuple(re.findall(r'"([^"]*)"', text)))
    if not NUMBERS.fullmatch(text):
        return None
    spans = [tuple(map(int, part.split("-"))) for part in text.split(",")]
    if len(spans) == 1 and len(spans[0]) == 2:
        return Printed(*spans[0])
    return Printed(values=tuple(n for span in spans for n in range(span[0], span[-1] + 1)))


def places(line: Line, answer: str) -> dict[str, str] | None:
    """The text in the place of each parameter; None where the answer has another layout."""
    pattern = ""
    at = 0
    names = []
    for place in PLACE.finditer(line.syntax):
        pattern += re.escape(line.syntax[at : place.start()]) + r"\(([^()]*)\)"
        names.append(place.group(1))
        at = place.end()
    pattern += re.escape(line.syntax[at:])
    found = re.fullmatch(pattern.replace(r"\ ", r"\s*"), answer.strip())
    return dict(zip(names, found.groups())) if found else None


def same(parameter: Parameter, said: Printed) -> bool:
    """Does the table say the same?"""
    if said.low is None:
        numbers = said.values
    else:
        numbers = tuple(range(said.low, said.high + 1)) if parameter.values else ()
    if parameter.values is not None:
        return set(parameter.values) == set(numbers)
    if said.low is not None:
        return (parameter.minimum, parameter.maximum) == (said.low, said.high)
    ends = (parameter.minimum, parameter.maximum)
    return bool(numbers) and (min(numbers), max(numbers)) == ends


def parameter_of(forms: tuple[Form, ...], name: str) -> Parameter | None:
    """The parameter of a command that a test answer names."""
    return next((p for form in forms for p in form.parameters if p.name == name), None)
