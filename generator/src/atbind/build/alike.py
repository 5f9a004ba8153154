# SPDX-License-Identifier: MIT
"""What looks the same: two forms to whoever reads a command line, two lines to the scanner."""

from __future__ import annotations

from atbind.model.dialect import Field, Form, Line, Position
from atbind.model.parameter import Parameter
from atbind.notation.line import is_number

MANY = 255


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
        return is_number(literal) and _has(parameter, int(literal))
    if parameter.quoted:
        return False
    return parameter.values is None or literal in parameter.values


def _has(parameter: Parameter, value: int) -> bool:
    if parameter.values is not None:
        return value in parameter.values
    return parameter.span is None or parameter.span[0] <= value <= parameter.span[1]


def _overlap(a: Parameter, b: Parameter) -> bool:
    """Is there a text that both would take?"""
    if a.type == b.type == "integer":
        return _numbers_meet(a, b)
    data = "data" in (a.type, b.type)
    if "integer" in (a.type, b.type):
        return not (a.quoted or b.quoted or data)
    if a.values is not None and b.values is not None and not set(a.values) & set(b.values):
        return False
    return a.quoted == b.quoted or data


def _numbers_meet(a: Parameter, b: Parameter) -> bool:
    for one, other in ((a, b), (b, a)):
        if one.values is not None:
            return any(_has(other, value) for value in one.values if isinstance(value, int))
    if a.span is None or b.span is None:
        return True
    return a.span[0] <= b.span[1] and b.span[0] <= a.span[1]


# ---- received lines ---------------------------------------------------------


def prefixes(line: Line) -> tuple[str, ...]:
    return (line.prefix, *line.also)


def same_shape(a: Line, b: Line) -> bool:
    """Would a line that fits `b` be taken for `a`, which stands first?

    What tells them apart is what the scanner has: a condition, the leading
    literal, the number of fields, where numbers stand, and the range of the
    first number.
    """
    return a.when == b.when and _same_fields(a, b)


def _same_fields(a: Line, b: Line) -> bool:
    low_a, high_a = field_counts(a)
    low_b, high_b = field_counts(b)
    if low_a > high_b or low_b > high_a:
        return False
    pairs = enumerate(zip(a.fields, b.fields))
    return not any(_tells_apart(x, y, place == 0) for place, (x, y) in pairs)


def _tells_apart(x: Field, y: Field, is_first: bool) -> bool:
    """Does the scanner see at one place which of the two lines it is? `x` is tried first."""
    if x.literal is not None and y.literal is not None:
        return x.literal != y.literal
    if x.may_lack or y.may_lack:
        return False
    kinds = _kind(x), _kind(y)
    if kinds == ("number", "number"):
        return is_first and _apart(x, y)
    return kinds[0] == "number" or kinds == ("quoted", "number")  # a word would swallow a number


def field_counts(line: Line) -> tuple[int, int]:
    """The fewest and the most fields that commas make of the line."""
    least = sum(1 for f in line.fields if not f.optional)
    most = len(line.fields)
    if line.payload_where in ("inline", "to_line_end"):
        least, most = least + 1, MANY
    if any(f.many or (f.parameter and f.parameter.type == "rest") for f in line.fields):
        most = MANY
    return least, most


def _kind(field: Field) -> str:
    literal, parameter = field.literal, field.parameter
    if literal is not None:
        if literal.startswith('"'):
            return "quoted"
        return "number" if is_number(literal) else "word"
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
