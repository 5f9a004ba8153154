# SPDX-License-Identifier: MIT
"""What makes a setting what it is: the effects of commands and answers, and the values they give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from atbind.model.dialect import Dialect, Effect, Form, Line, Setting
from atbind.model.parameter import Parameter

Source = tuple[Effect, Parameter | None]  # None: the effect's own value, always


def sources(forms: Iterable[Form], lines: Iterable[Line]) -> Iterator[Source]:
    for form in forms:
        parameters = {parameter.name: parameter for parameter in form.parameters}
        yield from ((effect, parameters.get(effect.parameter or "")) for effect in form.sets)
    for line in lines:
        yield from ((effect, line.parameters.get(effect.parameter or "")) for effect in line.reads)


def ranges_of(setting: Setting, dialect: Dialect) -> list[tuple[int, int]]:
    """The values it may have, as ranges that meet nowhere; empty: nobody says."""
    found = [s for s in sources(dialect.forms, dialect.lines) if s[0].setting == setting.name]
    parameters = [parameter for _, parameter in found if parameter is not None]
    if not parameters or any(not (p.span or p.values) for p in parameters):
        return []
    ranges = [span for parameter in parameters for span in _ranges(parameter)]
    fixed = [effect.value for effect, _ in found if effect.value is not None]
    return _joined([*ranges, *((value, value) for value in (setting.assumed, *fixed))])


def _ranges(parameter: Parameter) -> list[tuple[int, int]]:
    if parameter.values is not None:
        return [(int(value), int(value)) for value in parameter.values]
    return [parameter.span] if parameter.span else []


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found
