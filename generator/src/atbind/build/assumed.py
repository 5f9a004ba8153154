# SPDX-License-Identifier: MIT
"""What a setting is taken for at first must be one of the values that it may get."""

from __future__ import annotations

from collections.abc import Iterable

from atbind.build.parameters import misfit
from atbind.build.scope import Context
from atbind.model.dialect import Form, Line, Setting
from atbind.model.parameter import Parameter
from atbind.model.settled import sources


def check_assumed(context: Context, forms: list[Form], lines: Iterable[Line]) -> None:
    """Only where a command sets it to a parameter with a range: nothing else tells its values."""
    effects = list(sources(forms, lines))
    for setting in context.settings.values():
        given = [source for effect, source in effects if effect.setting == setting.name]
        told = [p for p in given if p is not None and (p.span or p.values)]
        fixed = [e.value for e, source in effects if e.setting == setting.name and source is None]
        if told and setting.assumed not in fixed:
            _check(context, setting, told)


def _check(context: Context, setting: Setting, told: list[Parameter]) -> None:
    if setting.where and context.may_be_idle(setting.where):
        return  # an overlay may narrow what sets it
    if any(not misfit(parameter, setting.assumed) for parameter in told):
        return
    parameter = told[0]
    context.mistake(
        setting.where,
        f"`{setting.name}` is assumed to be {setting.assumed}, which <{parameter.name}> never sets: "
        f"{misfit(parameter, setting.assumed)}",
    )
