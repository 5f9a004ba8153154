# SPDX-License-Identifier: MIT
"""What a caller of one model sees of a dialect: the tables with the model's differences applied.

diff.py compares two of them. Everything is a flat list of named things, each
with the facts that callers rely on.
"""

from __future__ import annotations

from dataclasses import dataclass

from atbind.model.dialect import Dialect, Field, Form, Limit, Line, Position
from atbind.model.parameter import Parameter
from atbind.tell.layers import KindSurface, kinds, steps


@dataclass(frozen=True)
class Value:
    """A parameter of a command, or a field of a line."""

    name: str
    type: str
    quoted: bool
    minimum: int | None
    maximum: int | None
    values: dict[int | str, str] | None
    min_length: int | None
    max_length: int | None
    default: int | str | None
    unit: str | None
    optional: bool
    may_be_empty: bool
    many: int | None
    literal: str | None
    place: int


@dataclass(frozen=True)
class LineSurface:
    id: str
    syntax: str
    prefix: str
    fields: tuple[Value, ...]
    payload: tuple[str | None, ...]
    success: str
    boots: bool
    ends_data: bool


@dataclass(frozen=True)
class FormSurface:
    id: str
    command: str
    type: str
    syntax: str
    values: tuple[Value, ...]
    lines: tuple[str, ...]
    finals: tuple[str, ...]
    rules: tuple[str, ...]
    timeout: str
    timeout_ms: int | None
    result_timeout: str
    result_timeout_ms: int | None
    payload: tuple[str | None, ...]
    payload_max: int | None


@dataclass(frozen=True)
class Surface:
    forms: dict[str, FormSurface]
    lines: dict[str, LineSurface]
    finals: dict[str, str]
    error_codes: dict[str, str]
    settings: dict[str, str]
    kinds: dict[str, KindSurface]
    steps: dict[str, dict[str, str]]


def _value(
    p: Parameter, place: int, *, optional: bool, may_be_empty: bool, many: int | None
) -> Value:
    return Value(
        name=p.name,
        type=p.type,
        quoted=p.quoted,
        minimum=p.minimum,
        maximum=p.maximum,
        values=p.values,
        min_length=p.min_length,
        max_length=p.max_length,
        default=p.default,
        unit=p.unit,
        literal=None,
        place=place,
        optional=optional,
        may_be_empty=may_be_empty,
        many=many,
    )


def _literal(name: str | None, text: str, optional: bool, place: int) -> Value:
    return Value(
        name=name or text,
        type="literal",
        quoted=text.startswith('"'),
        minimum=None,
        maximum=None,
        values=None,
        min_length=None,
        max_length=None,
        default=None,
        unit=None,
        optional=optional,
        may_be_empty=not text,
        many=None,
        literal=text,
        place=place,
    )


def _position(position: Position, place: int) -> list[Value]:
    if position.literal is not None:
        return [_literal(position.literal_name, position.literal, position.optional, place)]
    optional, may_be_empty = position.optional or position.grouped, position.may_be_empty
    return [
        _value(p, place, optional=optional, may_be_empty=may_be_empty, many=None)
        for p in position.parameters
        if not p.unsupported
    ]


def _field(field: Field, place: int) -> Value:
    if field.parameter is None:
        return _literal(field.name, field.literal or "", field.optional, place)
    return _value(
        field.parameter,
        place,
        optional=field.optional,
        may_be_empty=field.may_be_empty,
        many=field.many,
    )


def _line(line: Line) -> LineSurface:
    payload: tuple[str | None, ...] = ()
    if line.payload:
        p = line.payload
        payload = (line.payload_where, p.name, p.data_length, p.data_coding, p.data_setting)
    fields = tuple(_field(f, place) for place, f in enumerate(line.kept or line.fields))
    success = str(line.success or "always")
    marks = (line.boots, line.ends_data)
    return LineSurface(line.id, line.syntax, line.prefix, fields, payload, success, *marks)


def _limit(limit: Limit | None) -> tuple[str, int | None]:
    return ("none", None) if limit is None else (limit.text, limit.ms)


def _form(form: Form) -> FormSurface:
    payload: tuple[str | None, ...] = ()
    payload_max = None
    if form.payload:
        p = form.payload
        payload, payload_max = (p.mode, p.length, p.coding, p.setting), p.maximum
    timeout, timeout_ms = _limit(form.timeout)
    result_timeout, result_timeout_ms = _limit(form.result_timeout)
    return FormSurface(
        id=form.id,
        command=form.command,
        type=form.type,
        syntax=form.syntax,
        values=tuple(v for i, p in enumerate(form.positions) for v in _position(p, i)),
        lines=tuple(dict.fromkeys(line.id for line in (*form.infos, *form.results))),
        finals=tuple(line.syntax for line in form.finals),
        rules=tuple(rule.text for rule in form.rules),
        timeout=timeout,
        timeout_ms=timeout_ms,
        result_timeout=result_timeout,
        result_timeout_ms=result_timeout_ms,
        payload=payload,
        payload_max=payload_max,
    )


def surface(dialect: Dialect) -> Surface:
    return Surface(
        forms={form.id: _form(form) for form in dialect.forms},
        lines={line.id: _line(line) for line in dialect.lines},
        finals={line.id: line.syntax for line in dialect.finals},
        error_codes={f"{code.set} {code.code}": code.text for code in dialect.error_codes},
        settings={
            s.name: f"{s.count} values, {s.assumed} assumed, lifetime {s.lifetime}"
            for s in dialect.settings
        },
        kinds=kinds(dialect),
        steps=steps(dialect),
    )
