# SPDX-License-Identifier: MIT
"""What a setting is taken for at first must be one of the values that it may get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from atbind.build.parameters import misfit
from atbind.build.scope import Context
from atbind.model.dialect import Effect, Form, Line, Setting
from atbind.model.parameter import Parameter


def check_assumed(context: Context, forms: list[Form], lines: Iterable[Line]) -> None:
    """Only where a command sets it to a parameter with a range: nothing else tells its values."""
    effects = [*_of_forms(forms), *_of_lines(lines)]
    for setting in context.settings.values():
        told = [source for effect, source in effects if effect.setting == setting.name]
        sources = [p for p in told if p is not None and (p.span or p.values)]
        fixed = [e.value for e, source in effects if e.setting == setting.name and source is None]
        if sources and setting.assumed not in fixed:
            _check(context, setting, sources)


def _of_forms(forms: list[Form]) -> Iterator[tuple[Effect, Parameter | None]]:
    for form in forms:
        parameters = {parameter.name: parameter for parameter in form.parameters}
        yield from ((effect, parameters.get(effect.parameter or "")) for effect in form.sets)


def _of_lines(lines: Iterable[Line]) -> Iterator[tuple[Effect, Parameter | None]]:
    for line in lines:
        yield from ((effect, line.parameters.get(effect.parameter or "")) for effect in line.reads)


def _check(context: Context, setting: Setting, sources: list[Parameter]) -> None:
    if setting.where and context.may_be_idle(setting.where):
        return  # an overlay may narrow what sets it
    if any(not misfit(parameter, setting.assumed) for parameter in sources):
        return
    parameter = sources[0]
    context.mistake(
        setting.where,
        f"`{setting.name}` is assumed to be {setting.assumed}, which <{parameter.name}> never sets: "
        f"{misfit(parameter, setting.assumed)}",
    )
