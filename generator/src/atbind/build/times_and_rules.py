# SPDX-License-Identifier: MIT
"""Time limits and rules of a form."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from atbind.build.parameters import misfit, unknown_setting
from atbind.build.scope import Context
from atbind.model.dialect import Limit, Rule, Test
from atbind.model.parameter import Parameter
from atbind.notation.phrases import LimitPhrase, PhraseError, TestPhrase, parse_limit, parse_rule
from atbind.tables.mistakes import alternatives
from atbind.tables.reader import List, Map
from atbind.tables.where import Where

RULES_MAX = 255  # struct atb_form counts them in a byte


def build_limit(
    row: Map, key: str, parameters: dict[str, Parameter], context: Context
) -> Limit | None:
    """One time limit; `parameters` are those of the form."""
    text, source = limit_and_source(row, key)
    limit = _limit(text, row.at(key), parameters, context)
    return replace(limit, source=source) if limit else None


def limit_and_source(row: Map, key: str) -> tuple[str, str]:
    """`150 s`, or {limit: 60 s, from: figure 1}."""
    given = row.map(key)
    return (str(given["limit"]), str(given["from"])) if given else (str(row[key]), "")


def _limit(
    text: str, where: Where, parameters: dict[str, Parameter], context: Context
) -> Limit | None:
    try:
        phrase = parse_limit(text)
        usual = _usual(phrase, parameters, context)
    except PhraseError as error:
        context.mistake(where, str(error))
        return None
    return Limit(
        text,
        usual * phrase.unit_ms + phrase.extra_ms,
        phrase.unit_ms if phrase.number is None else None,
        phrase.parameter,
        phrase.factor,
        setting=phrase.setting,
        extra_ms=phrase.extra_ms if phrase.number is None else 0,
    )


def _usual(phrase: LimitPhrase, parameters: dict[str, Parameter], context: Context) -> int:
    """How many units it is while nothing else was said. Raises PhraseError."""
    if phrase.number is not None:
        return phrase.number
    if phrase.setting is not None:
        setting = context.settings.get(phrase.setting)
        if setting is None:
            raise PhraseError(unknown_setting(phrase.setting, context))
        return setting.assumed
    named = filter(None, (phrase.parameter, phrase.factor))
    return prod(_usual_value(name, parameters) for name in named)


def _usual_value(name: str, parameters: dict[str, Parameter]) -> int:
    parameter = parameters.get(name)
    if parameter is None:
        remedy = alternatives(name, parameters)
        raise PhraseError(f"<{name}> is not a parameter of this form; {remedy}")
    usual = parameter.default if parameter.default is not None else parameter.maximum
    if parameter.type != "integer" or not isinstance(usual, int):
        raise PhraseError(f"<{name}> has no number to count with; give it a range")
    if (parameter.minimum or 0) < 0:
        raise PhraseError(f"<{name}> may be below 0; a time limit counts with a range from 0 on")
    return usual


def build_rules(
    entries: List, parameters: dict[str, Parameter], context: Context
) -> tuple[Rule, ...]:
    built = []
    if len(entries) > RULES_MAX:
        context.mistake(entries.where, f"{len(entries)} rules; a form takes at most {RULES_MAX}")
    for text, where in zip(entries, entries.lines):
        try:
            when, must = parse_rule(text)
        except PhraseError as error:
            context.mistake(where, str(error))
            continue
        given = _test(when, where, parameters, context) if when else None
        wanted = _test(must, where, parameters, context)
        if wanted is not None and (given is not None or when is None):
            built.append(Rule(given, wanted, text, where))
    return tuple(built)


def _test(
    phrase: TestPhrase, where: Where, parameters: dict[str, Parameter], context: Context
) -> Test | None:
    parameter = parameters.get(phrase.name)
    if parameter is None:
        remedy = alternatives(phrase.name, parameters)
        context.mistake(where, f"<{phrase.name}> is not a parameter of this form; {remedy}")
        return None
    mistake = _not_comparable(phrase, parameter)
    if mistake:
        context.mistake(where, mistake)
        return None
    return Test(phrase.name, phrase.op, phrase.value)


def _not_comparable(phrase: TestPhrase, parameter: Parameter) -> str:
    """Why the parameter cannot be held against the value; "" if it can."""
    mistake = ""
    if phrase.op in (">=", "<="):
        if parameter.type != "integer" or not isinstance(phrase.value, int):
            return f"{phrase.op} compares numbers; <{phrase.name}> has none"
        mistake = misfit(parameter, phrase.value) if parameter.values is None else ""
    elif phrase.op in ("=", "!="):
        mistake = misfit(parameter, phrase.value)
        if parameter.type == "data":
            mistake = "of payload cannot be compared; use `given` or `absent`"
    return f"<{phrase.name}>: the value {mistake}" if mistake else ""
