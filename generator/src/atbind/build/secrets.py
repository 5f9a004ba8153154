# SPDX-License-Identifier: MIT
"""What a record of a session does not show: the fields that tables call secret, by keyword."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from atbind.build.scope import Context
from atbind.model.dialect import Command, Dialect, Form, Line
from atbind.model.manual import Secret
from atbind.tables.where import Where

FIELDS_MAX, KEYWORD_MAX = 8, 16  # struct atb_secret, struct atb_tap_side


def build_secrets(
    context: Context, commands: Sequence[Command], urcs: Sequence[Line], chapter: Dialect | None
) -> tuple[Secret, ...]:
    """Those of the dialect, and of the chapter that it shares."""
    forms = [form for command in commands for form in command.forms]
    lines = [*(line for form in forms for line in (*form.infos, *form.results)), *urcs]
    found = {s.keyword: s.fields for s in chapter.secrets} if chapter else {}
    for keyword, index, where in (*_sent(forms), *_received(lines)):
        _check(context, keyword, index, where)
        found[keyword] = found.get(keyword, 0) | 1 << index
    return tuple(Secret(keyword, found[keyword]) for keyword in sorted(found))


def _check(context: Context, keyword: str, index: int, where: Where | None) -> None:
    """A record knows a keyword by what ends it."""
    if keyword[-1:] not in ("=", ":") or len(keyword) > KEYWORD_MAX:
        context.mistake(
            where,
            f"`{keyword}` has a `secret` that a record cannot hide: it looks for keywords of up to "
            f"{KEYWORD_MAX} characters with `=` or `:` at their end; without `secret` it may be read",
        )
    if index >= FIELDS_MAX:
        context.mistake(
            where,
            f"field {index + 1} of `{keyword}` is a `secret`, and a record hides the first "
            f"{FIELDS_MAX}; without `secret` it may be read",
        )


def _sent(forms: Sequence[Form]) -> Iterator[tuple[str, int, Where | None]]:
    for form in forms:
        keyword = form.syntax.removeprefix("AT")
        keyword = keyword[: keyword.find("=") + 1] or form.command
        for index, position in enumerate(form.positions):
            if any(parameter.secret for parameter in position.parameters):
                yield keyword.upper(), index, form.where


def _received(lines: Sequence[Line]) -> Iterator[tuple[str, int, Where | None]]:
    for line in (each for whole in lines for each in _layouts(whole)):
        commas = 0
        for field in line.fields:
            commas += field.separator == ","
            if field.parameter is not None and field.parameter.secret:
                yield from ((p.upper(), commas, line.where) for p in (line.prefix, *line.also))


def _layouts(line: Line) -> tuple[Line, ...]:
    return (line, *line.layouts, *((line.group,) if line.group else ()))
