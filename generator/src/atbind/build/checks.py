# SPDX-License-Identifier: MIT
"""Rules between things: what must be told apart, named once, and used."""

from __future__ import annotations

from itertools import combinations

from atbind.build.alike import prefixes, same_shape, same_wire
from atbind.build.assumed import check_assumed
from atbind.build.keywords import check_errata, check_keywords, check_letters
from atbind.build.looked_up import check_looked_up
from atbind.build.scope import Context
from atbind.model import names
from atbind.model.dialect import Command, Dialect, Form, Line
from atbind.notation.line import is_number
from atbind.tables.mistakes import alternatives
from atbind.tables.where import NOWHERE, Where

FIXED_MIN, FIXED_MAX = -47, 207  # as a character of a shape, counted from '0' on
LINES_MAX = 128  # an id has 7 bits: ATB_SHARED_LINE


def check_dialect(
    context: Context, commands: list[Command], urcs: list[Line], finals: list[Line]
) -> None:
    """Every rule that needs the whole dialect."""
    forms = [form for command in commands for form in command.forms]
    _check_ids(context, forms)
    _check_wires(context, commands)
    _check_all_lines(context, forms, urcs, finals)
    answers = (line for form in forms for line in (*form.infos, *form.results))
    heard = (*answers, *urcs, *finals)
    _check_handlers(context, heard)
    _check_fixed_numbers(context, heard)
    _check_error_codes(context, heard)
    check_looked_up(context, heard)
    check_assumed(context, forms, heard)
    check_keywords(context, commands, urcs)
    check_letters(context, heard)
    check_errata(context, heard)
    _check_lacks(context, commands, forms)
    _check_counters(context)
    _check_used(context)


def check_room(context: Context, dialect: Dialect, where: Where) -> None:
    """Each line, each other layout of one and what stands in brackets in one has an id."""
    lines = dialect.own_lines
    count = len(lines) + sum(len(line.layouts) + (line.group is not None) for line in lines)
    if count > LINES_MAX:
        context.mistake(
            where,
            f"{count} lines with their layouts; a dialect has room for {LINES_MAX}: leave out "
            "commands that nobody uses, or make a dialect of some",
        )


def _line(where: Where | None) -> int:
    return where.line if where else 0


def _check_wires(context: Context, commands: list[Command]) -> None:
    """What is sent tells which form it is."""
    for command in commands if not context.misnamed else ():
        for a, b in combinations(command.forms, 2):
            if same_wire(a, b, len(context.models)):
                context.mistake(
                    b.where,
                    f"`{b.syntax}` and `{a.syntax}` (line {_line(a.where)}) cannot be told apart; "
                    "join them, or let a literal or range tell them apart",
                )


def _check_all_lines(
    context: Context, forms: list[Form], urcs: list[Line], finals: list[Line]
) -> None:
    """Lines that may come at the same moment are told apart."""
    for form in forms:
        _check_lines(context, form.infos, f"before OK in `{form.syntax}`")
        _check_lines(context, form.results, f"after OK in `{form.syntax}`")
        _check_against_urcs(context, form, urcs)
    _check_lines(context, tuple(urcs), "unasked")
    _check_lines(context, tuple(finals), "as final result codes")


def _check_ids(context: Context, forms: list[Form]) -> None:
    """Functions, structs and tags of C each have a name of their own."""
    seen: dict[str, Form] = {}
    taken = {names.prefixed(context.name, word) for word in names.TAKEN_BY_SESSION}
    for form in forms:
        _check_form_id(context, form, seen, taken)
        seen.setdefault(form.id, form)
    tags = names.tags(context.name, context.error_codes)
    for line in (line for form in forms for line in (*form.infos, *form.results)):
        _check_line_id(context, line, seen, tags)
    for form in forms:
        _check_made_ids(context, form, seen)


def _check_form_id(context: Context, form: Form, seen: dict[str, Form], taken: set[str]) -> None:
    where = form.where
    if form.id in seen:
        other = seen[form.id]
        context.mistake(
            where,
            f"`{form.syntax}` and `{other.syntax}` (line {_line(other.where)}) "
            f"both get the C name {form.id}; give one of them a `name`",
        )
    elif form.id in taken:
        context.mistake(where, f"the C name {form.id} is taken; give another `name`")


def _check_line_id(context: Context, line: Line, seen: dict[str, Form], tags: set[str]) -> None:
    where = line.where
    if line.id in seen:
        context.mistake(
            where,
            f"`{line.syntax}` and `{seen[line.id].syntax}` both get the C name {line.id}; "
            "rename the line under `lines`",
        )
    elif line.id in tags:
        context.mistake(where, f"the C name {line.id} is taken; rename the line under `lines`")


def _check_made_ids(context: Context, form: Form, seen: dict[str, Form]) -> None:
    """A form must not be called as what is made for another one."""
    for suffix in ("_encode", "_start"):
        base = form.id.removesuffix(suffix)
        if base != form.id and base in seen:
            context.mistake(
                form.where,
                f"the C name {form.id} is made for `{seen[base].syntax}`; give another `name`",
            )


def _check_handlers(context: Context, heard: tuple[Line, ...]) -> None:
    """Of each line that can have a handler, and of its payload, the macro is its own."""
    seen: dict[str, Line] = {}
    for line in (line for line in heard if line.role != "test"):
        macro = names.handler_macro(context.name, line.id)
        for name in (macro, f"{macro}_PAYLOAD") if line.payload else (macro,):
            other = seen.setdefault(name, line)
            if other.id != line.id:
                context.mistake(
                    line.where,
                    f"`{line.syntax}` and `{other.syntax}` ({other.where}) both get the handler "
                    f"{name}; give one of them another name",
                )


def _check_fixed_numbers(context: Context, heard: tuple[Line, ...]) -> None:
    """One that tells layouts apart is a character of the shape; one that stands first, where no
    layout has a field instead, is part of the keyword."""
    chosen = {prefix for line in heard if not _begins_fixed(line) for prefix in prefixes(line)}
    for line in {line.id: line for line in heard}.values():
        first = 0 if chosen.intersection(prefixes(line)) else 1
        for field in line.fields[first:]:
            if is_number(field.literal) and not FIXED_MIN <= int(field.literal or 0) <= FIXED_MAX:
                context.mistake(
                    line.where,
                    f"{field.literal} is no number between {FIXED_MIN} and {FIXED_MAX}, which a line "
                    "can be known by; write a parameter with `values` in its place",
                )


def _check_error_codes(context: Context, heard: tuple[Line, ...]) -> None:
    """One that is absent is no 0, which would be success."""
    for line in {line.id: line for line in heard if line.success}.values():
        tested = line.success.field if line.success and line.success.test == "=" else None
        if any(f.may_lack and f.name == tested == line.error_field for f in line.values):
            context.mistake(
                line.where,
                f"<{tested}> may be absent, which is no success; say `success` of another field in "
                "a row of `lines`, or write the line without it, too",
            )


def _begins_fixed(line: Line) -> bool:
    return bool(line.fields) and is_number(line.fields[0].literal)


# ---- received lines ---------------------------------------------------------


def _check_lines(context: Context, lines: tuple[Line, ...], when: str) -> None:
    for a, b in combinations(lines, 2):
        if "test" in (a.role, b.role) or not set(prefixes(a)) & set(prefixes(b)):
            continue
        if same_shape(a, b):
            context.mistake(
                b.where,
                f"`{b.syntax}` and `{a.syntax}` ({a.where}) cannot be told apart {when}; "
                "add a `when`, or join them with optional fields",
            )


def _check_against_urcs(context: Context, form: Form, urcs: list[Line]) -> None:
    """A URC that comes while the command waits for its result would be taken for it."""
    for urc, line in ((urc, line) for urc in urcs for line in form.results):
        if urc.id == line.id or not set(prefixes(urc)) & set(prefixes(line)):
            continue
        if same_shape(urc, line) or same_shape(line, urc):
            context.mistake(
                urc.where,
                f"`{urc.syntax}` is shaped like the result `{line.syntax}` of `{form.syntax}` "
                f"({line.where}); if it is the same line, write it with the same text, "
                "or else tell them apart by a literal, the number of fields or a `when`",
            )


# ---- models, and what nothing uses ------------------------------------------


def _check_lacks(context: Context, commands: list[Command], forms: list[Form]) -> None:
    prefix = context.name + "_"
    known = {command.name for command in commands}
    known |= {form.id for form in forms} | {form.id.removeprefix(prefix) for form in forms}
    of_command: dict[str, set[str]] = {}
    for form in forms:
        parameters = {parameter.name for parameter in form.parameters}
        of_command.setdefault(form.command, set()).update(parameters)
    for model in context.models.values():
        for lack in model.lacks:
            where = context.lack_lines.get((model.name, lack), model.where or NOWHERE)
            mistake = _no_lack(lack, known, of_command)
            if mistake and not context.may_be_idle(where):
                context.mistake(where, mistake)


def _no_lack(lack: str, known: set[str], of_command: dict[str, set[str]]) -> str:
    """Why a model cannot lack `+X`, a form's id or `+X <name>`; "" if it can."""
    command, _, rest = lack.partition(" <")
    name, own = rest.rstrip(">"), of_command.get(command, set())
    if not name and lack not in known:
        return f"`{lack}` is no command and no form id; {alternatives(lack, sorted(known))}"
    if name and name not in own:
        return f"{command} has no parameter <{name}>; {alternatives(name, sorted(own))}"
    return ""


def _check_counters(context: Context) -> None:
    for scope in context.scopes:
        for parameter in list(scope.parameters.values()):
            if parameter.counts is None or parameter.where is None:
                continue
            counted = scope.find(parameter.counts)
            if counted is None or counted.type != "data":
                context.mistake(
                    parameter.where,
                    f"<{parameter.name}> counts <{parameter.counts}>, which is no parameter of "
                    "type data; name the payload",
                )


def _check_used(context: Context) -> None:
    """Only in tables that are right otherwise: what a mistake hides may be the user."""
    for scope in () if context.report.mistakes else context.scopes:
        for name, parameter in scope.parameters.items():
            where = parameter.where
            if name not in scope.used and where and not context.may_be_idle(where):
                context.mistake(
                    where,
                    f"<{name}> is defined but nothing uses it; remove it or write it in a syntax",
                )
