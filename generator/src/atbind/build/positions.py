# SPDX-License-Identifier: MIT
"""What a command line is made of: positions, and the payload that is sent."""

from __future__ import annotations

from collections.abc import Iterator

from atbind.build.counted import check_counter
from atbind.build.parameters import unknown_setting
from atbind.build.scope import Context, Scope
from atbind.model.dialect import Position, SendPayload
from atbind.model.parameter import Parameter
from atbind.notation.line import CommandLine, Element
from atbind.notation.phrases import PhraseError, parse_coding
from atbind.tables.mistakes import alternatives
from atbind.tables.reader import Map
from atbind.tables.where import Where

POSITIONS_MAX = 8  # ATB_VALUES_MAX of runtime/atb.h
ALTERNATIVES_MAX = 2  # struct atb_parameter.either of runtime/atb_tables.h
PLACES_MAX = HEAD_MAX = 255  # struct atb_form counts commas, and the characters before the first


def build_positions(
    line: CommandLine, row: Map, scope: Scope, context: Context
) -> tuple[Position, ...]:
    """The places of a command line, in the manual's order."""
    where = row.at("syntax")
    made = [_position(element, where, scope, context) for element in line.elements]
    positions = tuple(position for position in made if position)
    variable = [position for position in positions if position.parameters]
    if len(variable) > POSITIONS_MAX:
        context.mistake(
            where,
            f"{len(variable)} parameters; a form takes at most {POSITIONS_MAX}: "
            "split it into several forms",
        )
    for mistake in _uncounted(line, len(made)):
        context.mistake(where, mistake)
    _check_names([p for position in positions for p in position.parameters], where, context)
    return positions


def _uncounted(line: CommandLine, places: int) -> Iterator[str]:
    """Where the first place stands, and which one a value stands in, are numbers of 8 bits."""
    head = len(f"AT{line.name}=")
    if head > HEAD_MAX:
        yield f"{head} characters before its first place; the most is {HEAD_MAX}"
    if places > PLACES_MAX:
        yield f"{places} places with their commas; a command line has at most {PLACES_MAX}"


def _check_names(parameters: list[Parameter], where: Where, context: Context) -> None:
    seen: dict[str, str] = {}
    for parameter in parameters:
        if parameter.name == seen.get(parameter.c_name):
            told = f"<{parameter.name}> stands twice; name one of them otherwise"
            context.mistake(where, told)
        elif parameter.c_name in seen:
            context.mistake(
                where,
                f"<{seen[parameter.c_name]}> and <{parameter.name}> get the same C name "
                f"{parameter.c_name}; give one of them a `c_name`",
            )
        seen[parameter.c_name] = parameter.name


def _position(element: Element, where: Where, scope: Scope, context: Context) -> Position | None:
    if element.literal is not None:
        return Position(literal=element.literal, literal_name=element.literal_name)
    parameters = _alternatives(element, where, scope, context)
    if not parameters:
        return None
    return Position(
        parameters,
        optional=element.optional,
        may_be_empty=element.may_be_empty,
        grouped=element.grouped,
    )


def _alternatives(
    element: Element, where: Where, scope: Scope, context: Context
) -> tuple[Parameter, ...]:
    """What may stand in one place: <cid>/<APN>."""
    if len(element.names) > ALTERNATIVES_MAX:
        context.mistake(
            where,
            f"{'/'.join(f'<{n}>' for n in element.names)}: at most {ALTERNATIVES_MAX} kinds of "
            "value in one place; write another form for the rest",
        )
    for name in element.names:
        if scope.find(name) is None:
            context.mistake(where, scope.unknown(name))
    found = tuple(parameter for name in element.names if (parameter := scope.find(name)))
    for parameter in found:
        _check_sendable(parameter, where, context)
    return found


def _check_sendable(parameter: Parameter, where: Where, context: Context) -> None:
    """A parameter that is sent needs a range to be checked against."""
    at = parameter.where or where
    if context.told(at):
        return
    if parameter.digits:
        context.mistake(at, f"<{parameter.name}> is sent, but `digits` is for received lines only")
    elif parameter.type == "rest":
        context.mistake(at, f"<{parameter.name}> is sent, but `rest` is for received lines only")
    elif parameter.type == "integer" and parameter.minimum is None:
        context.mistake(
            at, f"<{parameter.name}> is sent: give it a `range` or `values` to check against"
        )
    elif parameter.type in ("string", "word", "hex") and parameter.values is None:
        if parameter.max_length is None and parameter.assumed_length is None:
            context.mistake(
                at,
                f"<{parameter.name}> is sent: give it a `length`, or an `assumed_length` "
                "where the manual gives none",
            )


def build_payload(
    positions: tuple[Position, ...],
    literals: dict[str, str],
    row: Map,
    prompts: bool,
    context: Context,
) -> SendPayload | None:
    """The payload of a form: after the prompt, or inside the command line."""
    parameters = {p.name: p for position in positions for p in position.parameters}
    inline = next((p for p in parameters.values() if p.type == "data"), None)
    after = row.map("payload")
    where = row.at("payload") if after else row.at("syntax")
    for key, message in _contradictions(inline, after, prompts):
        context.mistake(row.at(key), message)
    if inline:
        return _inline(inline, parameters, literals, after, where, context)
    if after and after.get("ends") != "inline":
        return _after_prompt(after, parameters, where, context)
    return None


def _contradictions(
    inline: Parameter | None, after: Map | None, prompts: bool
) -> Iterator[tuple[str, str]]:
    """Where the command line, `payload` and the answers disagree: which key, and what is wrong."""
    if inline:
        if after and after.get("ends") != "inline":
            yield "payload", (
                f"<{inline.name}> is payload inside the command line; "
                "write `payload: {ends: inline, max: …}` or leave it out"
            )
    elif not after:
        if prompts:
            yield "answers", "a prompt `>` but no `payload`; add `payload: {ends: ctrl_z}`"
    elif after.get("ends") == "inline":
        yield "payload", "payload inside the command line needs a parameter of type data"
    elif not prompts and "ends" in after:
        yield "payload", "`payload` but no prompt; begin an outcome with `> then `"


def _inline(
    data: Parameter,
    parameters: dict[str, Parameter],
    literals: dict[str, str],
    row: Map,
    where: Where,
    context: Context,
) -> SendPayload:
    length = data.data_length
    if length is not None and length in literals:
        length = None
    check_counter(length, parameters, where, context)
    _check_index(data.data_index, parameters, where, context)
    counter = parameters.get(length or "")
    maximum = row.get("max", counter.maximum if counter else None)
    if length is None and maximum is None:
        context.mistake(
            where,
            f"<{data.name}>: nothing says how long payload may be; let a parameter count it "
            "(`length`), or write `payload: {ends: inline, max: 1024}`",
        )
    return SendPayload(
        mode="inline",
        length=length,
        maximum=maximum,
        coding=data.data_coding,
        setting=data.data_setting,
        index=data.data_index,
        doc=data.doc,
    )


def _after_prompt(
    row: Map, parameters: dict[str, Parameter], where: Where, context: Context
) -> SendPayload:
    mode = str(row.get("ends", ""))
    length = row.get("length")
    if mode == "length" and length is None:
        context.mistake(where, "payload that ends by length needs `length`, the parameter with it")
    at = row.at("length") if "length" in row else where
    check_counter(length, parameters, at, context)
    coding, setting, index = _coding(row, context)
    _check_index(index, parameters, where, context)
    counter = parameters.get(length or "")
    return SendPayload(
        mode=mode,
        length=length,
        maximum=row.get("max", counter.maximum if counter else None),
        coding=coding,
        setting=setting,
        index=index,
        etx=row.get("escape") == "etx",
        esc_cancels=row.get("cancel") == "esc",
        doc=row.get("doc", ""),
    )


def _coding(row: Map, context: Context) -> tuple[str, str | None, str | None]:
    """How payload is written, or the setting that says so and what selects its element."""
    try:
        coding, setting, index = parse_coding(row.get("coding", "raw"))
    except PhraseError as error:
        context.mistake(row.at("coding"), str(error))
        return "raw", None, None
    if setting is not None and setting not in context.settings:
        context.mistake(row.at("coding"), unknown_setting(setting, context))
    return coding, setting, index


def _check_index(
    index: str | None, parameters: dict[str, Parameter], where: Where, context: Context
) -> None:
    if index is not None and index not in parameters:
        context.mistake(
            where,
            f"<{index}> selects the coding but is not in this form; "
            f"{alternatives(index, parameters)}",
        )
