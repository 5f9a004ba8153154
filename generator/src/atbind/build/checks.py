# SPDX-License-Identifier: MIT
"""Rules between things: what must be told apart, named once, and used."""

from __future__ import annotations

from itertools import combinations

from atbind.model import names
from atbind.build.assumed import check_assumed
from atbind.build.keywords import check_keywords
from atbind.build.looked_up import check_looked_up
from atbind.build.scope import Context
from atbind.model.dialect import Command, Dialect, Field, Form, Line, Position
from atbind.model.parameter import Parameter
from atbind.tables.where import Where
from atbind.tables.mistakes import alternatives

NOWHERE = Where("", 0)
FIXED_MIN, FIXED_MAX = -47, 207  # as a character of a shape, counted from '0' on
MANY = 255
LINES_MAX = 128  # an id has 7 bits: ATB_SHARED_LINE


def check_dialect(
    context: Context, commands: list[Command], urcs: list[Line], finals: list[Line]
) -> None:
    """Every rule that needs the whole dialect."""
    forms = [form for command in commands for form in command.forms]
    _check_ids(context, forms)
    for command in commands:
        for a, b in combinations(command.forms, 2):
            if same_wire(a, b, len(context.models)):
                context.mistake(
                    b.where or NOWHERE,
                    f"`{b.syntax}` and `{a.syntax}` (line {_line(a.where)}) cannot be told apart; "
                    "join them, or let a literal or range tell them apart",
                )
    for form in forms:
        _check_lines(context, form.infos, f"before OK in `{form.syntax}`")
        _check_lines(context, form.results, f"after OK in `{form.syntax}`")
        _check_against_urcs(context, form, urcs)
    _check_lines(context, tuple(urcs), "unasked")
    _check_lines(context, tuple(finals), "as final result codes")
    answers = (line for form in forms for line in (*form.infos, *form.results))
    heard = (*answers, *urcs, *finals)
    _check_handlers(context, heard)
    _check_fixed_numbers(context, heard)
    check_looked_up(context, heard)
    check_assumed(context, forms, heard)
    check_keywords(context, commands, urcs)
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
    where = form.where or NOWHERE
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
    where = line.where or NOWHERE
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
                form.where or NOWHERE,
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
                    line.where or NOWHERE,
                    f"`{line.syntax}` and `{other.syntax}` ({other.where}) both get the handler "
                    f"{name}; give one of them another name",
                )


def _check_fixed_numbers(context: Context, heard: tuple[Line, ...]) -> None:
    """One that tells layouts apart is a character of the shape; one that stands first, where no
    layout has a field instead, is part of the keyword."""
    chosen = {prefix for line in heard if not _begins_fixed(line) for prefix in _prefixes(line)}
    for line in {line.id: line for line in heard}.values():
        first = 0 if chosen.intersection(_prefixes(line)) else 1
        for field in line.fields[first:]:
            if _is_fixed(field) and not FIXED_MIN <= int(field.literal or 0) <= FIXED_MAX:
                context.mistake(
                    line.where or NOWHERE,
                    f"{field.literal} is no number between {FIXED_MIN} and {FIXED_MAX}, which a line "
                    "can be known by; write a parameter with `values` in its place",
                )


def _begins_fixed(line: Line) -> bool:
    return bool(line.fields) and _is_fixed(line.fields[0])


def _is_fixed(field: Field) -> bool:
    return (field.literal or "").removeprefix("-").isdigit()


# ---- command lines ----------------------------------------------------------


def same_wire(a: Form, b: Form, model_count: int) -> bool:
    """Could one command line be both?

    Forms that no model has together never meet, and forms that differ in how
    the payload after the prompt ends are chosen by the modem's own settings.
    """
    if a.type != b.type or (a.payload and b.payload and a.payload.mode != b.payload.mode):
        return False
    if model_count and len(set(a.lacking) | set(b.lacking)) == model_count:
        return False
    for count in range(min(len(a.positions), len(b.positions)) + 1):
        if _takes(a, count) and _takes(b, count):
            pairs = zip(a.positions[:count], b.positions[:count])
            if all(_same_place(x, y) for x, y in pairs):
                return True
    return False


def _takes(form: Form, count: int) -> bool:
    """May the command line have just this many places?"""
    rest = form.positions[count:]
    return all(p.optional for p in rest) and not (rest and rest[0].grouped)


def _same_place(a: Position, b: Position) -> bool:
    if a.literal is not None and b.literal is not None:
        return a.literal == b.literal
    if a.literal is not None:
        return _accepts(b, a.literal)
    if b.literal is not None:
        return _accepts(a, b.literal)
    if a.may_be_empty and b.may_be_empty:
        return True
    return any(_overlap(x, y) for x in a.parameters for y in b.parameters)


def _accepts(position: Position, literal: str) -> bool:
    if literal == "":
        return position.may_be_empty
    return any(_takes_literal(parameter, literal) for parameter in position.parameters)


def _takes_literal(parameter: Parameter, literal: str) -> bool:
    if literal.startswith('"'):
        if not (parameter.quoted or parameter.type == "data"):
            return False
        return parameter.values is None or literal[1:-1] in parameter.values
    if parameter.type == "integer":
        return literal.lstrip("-").isdigit() and _has(parameter, int(literal))
    if parameter.quoted:
        return False
    return parameter.values is None or literal in parameter.values


def _has(parameter: Parameter, value: int) -> bool:
    if parameter.values is not None:
        return value in parameter.values
    return parameter.span is None or parameter.span[0] <= value <= parameter.span[1]


def _overlap(a: Parameter, b: Parameter) -> bool:
    if (a.type == "integer") != (b.type == "integer"):
        return not (a.quoted or b.quoted or "data" in (a.type, b.type))
    if a.type != "integer":
        words = a.values is not None and b.values is not None
        if words and not set(a.values or ()) & set(b.values or ()):
            return False
        return a.quoted == b.quoted or "data" in (a.type, b.type)
    if a.values is not None:
        return any(_has(b, value) for value in a.values if isinstance(value, int))
    if b.values is not None:
        return any(_has(a, value) for value in b.values if isinstance(value, int))
    if a.span is None or b.span is None:
        return True
    return a.span[0] <= b.span[1] and b.span[0] <= a.span[1]


# ---- received lines ---------------------------------------------------------


def _check_lines(context: Context, lines: tuple[Line, ...], when: str) -> None:
    for a, b in combinations(lines, 2):
        if "test" in (a.role, b.role) or not set(_prefixes(a)) & set(_prefixes(b)):
            continue
        if same_shape(a, b):
            context.mistake(
                b.where or NOWHERE,
                f"`{b.syntax}` and `{a.syntax}` ({a.where}) cannot be told apart {when}; "
                "add a `when`, or join them with optional fields",
            )


def _check_against_urcs(context: Context, form: Form, urcs: list[Line]) -> None:
    """A URC that comes while the command waits for its result would be taken for it."""
    for urc, line in ((urc, line) for urc in urcs for line in form.results):
        if urc.id == line.id or not set(_prefixes(urc)) & set(_prefixes(line)):
            continue
        if same_shape(urc, line) or same_shape(line, urc):
            context.mistake(
                urc.where or NOWHERE,
                f"`{urc.syntax}` is shaped like the result `{line.syntax}` of `{form.syntax}` "
                f"({line.where}); if it is the same line, write it with the same text, "
                "or else tell them apart by a literal, the number of fields or a `when`",
            )


def _prefixes(line: Line) -> tuple[str, ...]:
    return (line.prefix, *line.also)


def same_shape(a: Line, b: Line) -> bool:
    """Would a line that fits `b` be taken for `a`, which stands first?

    What tells them apart is what the scanner has: a condition, the leading
    literal, the number of fields, where numbers stand, and the range of the
    first number.
    """
    if a.when is not None or b.when is not None:
        return a.when == b.when and _same_fields(a, b)
    return _same_fields(a, b)


def _same_fields(a: Line, b: Line) -> bool:
    low_a, high_a = field_counts(a)
    low_b, high_b = field_counts(b)
    if low_a > high_b or low_b > high_a:
        return False
    for place, (x, y) in enumerate(zip(a.fields, b.fields)):
        if x.literal is not None and y.literal is not None:
            if x.literal != y.literal:
                return False
            continue
        if x.optional or y.optional or x.may_be_empty or y.may_be_empty:
            continue
        kind_x, kind_y = _kind(x.literal, x.parameter), _kind(y.literal, y.parameter)
        if "number" in (kind_x, kind_y) and kind_x != kind_y:
            # a number that stands first is tried first; a word would swallow it
            if kind_x == "number" or "quoted" in (kind_x, kind_y):
                return False
        if place == 0 and kind_x == kind_y == "number" and _apart(x, y):
            return False
    return True


def field_counts(line: Line) -> tuple[int, int]:
    """The fewest and the most fields that commas make of the line."""
    least = sum(1 for f in line.fields if not f.optional)
    most = len(line.fields)
    if line.payload_where in ("inline", "to_line_end"):
        least, most = least + 1, MANY
    if any(f.many or (f.parameter and f.parameter.type == "rest") for f in line.fields):
        most = MANY
    return least, most


def _kind(literal: str | None, parameter: Parameter | None) -> str:
    if literal is not None:
        if literal.startswith('"'):
            return "quoted"
        return "number" if literal.lstrip("-").isdigit() else "word"
    if parameter is not None and parameter.type == "integer":
        return "number"
    return "quoted" if parameter is not None and parameter.quoted else "word"


def _apart(x: Field, y: Field) -> bool:
    """Two first numbers with no value in common; at most one of them is a literal."""
    if x.parameter is None:
        return y.parameter is not None and not _has(y.parameter, int(x.literal or 0))
    if y.parameter is None:
        return not _has(x.parameter, int(y.literal or 0))
    return not _overlap(x.parameter, y.parameter)


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
