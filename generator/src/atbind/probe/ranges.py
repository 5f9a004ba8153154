# SPDX-License-Identifier: MIT
"""The answer of a test command against the table's: which parameters it prints otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass

from atbind.model.dialect import Form, Line
from atbind.model.parameter import Parameter

PLACE = re.compile(r"\(<([^<>]+)>\)")
NUMBERS = re.compile(r"\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*")
LISTED_MAX = 256  # more values than that nobody lists
WORDS = re.compile(r'"[^"]*"(?:,"[^"]*")*')


@dataclass(frozen=True)
class Printed:
    """What a modem prints for a parameter: a range, or values."""

    span: tuple[int, int] | None = None
    values: tuple[int | str, ...] = ()

    @property
    def text(self) -> str:
        return "{}..{}".format(*self.span) if self.span else repr(list(self.values))

    @property
    def each(self) -> tuple[int | str, ...]:
        """All values one by one; none where they are too many for that."""
        if self.span is None:
            return self.values
        low, high = self.span
        return tuple(range(low, high + 1)) if high - low < LISTED_MAX else ()

    def takes(self, value: int | str) -> bool:
        if self.span is None or isinstance(value, str):
            return value in self.values
        return self.span[0] <= value <= self.span[1]

    @property
    def ends(self) -> tuple[int, int] | None:
        """Lowest and highest; None: no numbers."""
        numbers = [value for value in self.values if isinstance(value, int)]
        return self.span or ((min(numbers), max(numbers)) if numbers else None)

    @property
    def run(self) -> tuple[int, int] | None:
        """Lowest and highest, where all between them is printed, too."""
        if self.span or not self.ends:
            return self.span
        low, high = self.ends
        return self.ends if self.values == tuple(range(low, high + 1)) else None


def printed(text: str) -> Printed | None:
    """`0-11`, `0,1,2`, `1-3,5`, `"TCP","UDP"`; None: nothing that says what is allowed."""
    if WORDS.fullmatch(text):
        return Printed(values=tuple(re.findall(r'"([^"]*)"', text)))
    if not NUMBERS.fullmatch(text):
        return None
    parts = [part.partition("-") for part in text.split(",")]
    spans = [(int(low), int(high or low)) for low, _, high in parts]
    if len(spans) == 1 and "-" in text:
        return Printed(spans[0])
    if sum(high - low for low, high in spans) > LISTED_MAX:
        return None
    return Printed(values=tuple(n for low, high in spans for n in range(low, high + 1)))


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
    if parameter.values is not None:
        return set(parameter.values) == set(said.each)
    return parameter.span is not None and said.ends == parameter.span


def parameter_of(forms: tuple[Form, ...], name: str) -> Parameter | None:
    """The parameter of a command that a test answer names."""
    return next((p for form in forms for p in form.parameters if p.name == name), None)
