# SPDX-License-Identifier: MIT
"""What lines and commands say of settings: conditions, and effects."""

from __future__ import annotations

from collections.abc import Mapping

from atbind.build.parameters import misfit, unknown_setting
from atbind.build.scope import Context
from atbind.model.dialect import Condition, Effect, Line
from atbind.model.parameter import Parameter
from atbind.notation.line import is_number
from atbind.notation.phrases import (
    SETTING_MAX,
    EffectPhrase,
    PhraseError,
    parse_effect,
    parse_when,
)
from atbind.tables.mistakes import alternatives
from atbind.tables.reader import List
from atbind.tables.where import Where


def build_when(text: str, where: Where, names_: list[str], context: Context) -> Condition | None:
    """A condition on a setting; `names_` are the fields that may select its element."""
    try:
        phrase = parse_when(text)
    except PhraseError as error:
        context.mistake(where, str(error))
        return None
    if not check_index(phrase.setting, phrase.index, names_, where, context):
        return None
    return Condition(phrase.setting, phrase.index, phrase.values)


def check_index(
    setting: str, index: str | None, names_: list[str], where: Where, context: Context
) -> bool:
    """Does the setting exist, and is its element selected if and only if it has several?"""
    if setting not in context.settings:
        context.mistake(where, unknown_setting(setting, context))
        return False
    of = context.settings[setting].index
    if of is not None and index is None:
        context.mistake(where, f"`{setting}` has one value per <{of.name}>; write `of <{of.name}>`")
    elif of is None and index is not None:
        context.mistake(where, f"`{setting}` has one value; leave out `of <{index}>`")
    elif index is not None and index not in names_:
        context.mistake(where, f"<{index}> does not stand here; {alternatives(index, names_)}")
    else:
        return True
    return False


def build_effect(
    text: str,
    where: Where,
    available: Mapping[str, Parameter],
    literals: dict[str, str],
    context: Context,
) -> Effect | None:
    """One entry of `sets` or `reads`; `available` are the parameters or fields by name."""
    phrase = _parsed(text, where, context)
    if phrase is None:
        return None
    if not check_index(phrase.setting, phrase.index, list(available), where, context):
        return None
    name = phrase.parameter
    literal = literals.get(name or "")
    if mistake := _no_source(phrase, available, literal, context.may_be_idle(where)):
        context.mistake(where, f"<{name}> {mistake}")
        return None
    if literal is not None:
        return Effect(phrase.setting, phrase.index, None, int(literal))
    return Effect(phrase.setting, phrase.index, name, phrase.value)


def _no_source(
    phrase: EffectPhrase, available: Mapping[str, Parameter], literal: str | None, idle: bool
) -> str:
    """Why what a phrase names cannot tell a setting; "" if it can, or it names nothing."""
    name = phrase.parameter
    if name is None:
        return ""
    if literal is not None:
        return _no_setting(literal)
    mistake = _no_number(name, available)
    return mistake if mistake or idle else _no_value(phrase.value, available[name])


def _no_setting(literal: str) -> str:
    """Why a setting cannot be what stands there; "" if it can."""
    if not is_number(literal):
        return f"is {literal} here, no number; write NAME = 2"
    fits = 0 <= int(literal) <= SETTING_MAX
    return "" if fits else f"is {literal} here; a setting is kept from 0 to {SETTING_MAX}"


def _parsed(text: str, where: Where, context: Context) -> EffectPhrase | None:
    try:
        return parse_effect(text)
    except PhraseError as error:
        context.mistake(where, str(error))
        return None


def _no_number(name: str, available: Mapping[str, Parameter]) -> str:
    """Why a setting cannot be told by this one; "" if it can."""
    if name not in available:
        return f"does not stand here; {alternatives(name, available)}"
    return "" if available[name].type == "integer" else "is no number; a setting needs one"


def _no_value(value: int | None, parameter: Parameter) -> str:
    """Why what stands for the parameter where it is absent cannot; "" if it can, or nothing does."""
    mistake = "" if value is None else misfit(parameter, value)
    return f"is taken for {value} where it is absent, but {mistake}" if mistake else ""


def line_effects(
    entries: List, lines: list[Line], context: Context
) -> dict[str, tuple[Effect, ...]]:
    """The `reads` of a form: for each line id, what the line tells."""
    found: dict[str, tuple[Effect, ...]] = {}
    for text, where in zip(entries, entries.lines):
        phrase = _parsed(text, where, context)
        if phrase is None:
            continue
        wanted = {name for name in (phrase.index, phrase.parameter) if name}
        telling = [line for line in lines if wanted <= line.parameters.keys()]
        if not telling:
            context.mistake(
                where,
                f"no line of the answers has {' and '.join(f'<{n}>' for n in sorted(wanted))}; "
                "name fields of one answer line",
            )
        for line in telling:
            effect = build_effect(text, where, line.parameters, {}, context)
            if effect:
                found[line.id] = (*found.get(line.id, ()), effect)
    return found
