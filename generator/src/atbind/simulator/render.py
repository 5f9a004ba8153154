# SPDX-License-Identifier: MIT
"""Lines as a modem prints them, from the tables' layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atbind.model.dialect import Field, Line
from atbind.model.parameter import Parameter

Value = int | str | None
Said = Value | Sequence[Value]  # of a field, or of one that is a list
Values = Mapping[str, Said]


def text_of(value: Value, parameter: Parameter) -> str:
    """One value on the wire: strings in quotes where the table says so."""
    return f'"{value}"' if parameter.quoted else str(value)


def range_of(parameter: Parameter) -> str:
    """What a test answer prints for a parameter: (0-11), (0,2,5), ("TCP","UDP")."""
    if parameter.values and not _is_run(list(parameter.values)):
        return "(" + ",".join(_literal(v, parameter) for v in parameter.values) + ")"
    if parameter.values:
        numbers = list(parameter.values)
        return f"({numbers[0]}-{numbers[-1]})"
    if parameter.minimum is not None:
        return f"({parameter.minimum}-{parameter.maximum})"
    return f"({parameter.name})"


def _is_run(values: list[int | str]) -> bool:
    numbers = [v for v in values if isinstance(v, int)]
    return len(numbers) == len(values) > 1 and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )


def _literal(value: int | str, parameter: Parameter) -> str:
    return f'"{value}"' if isinstance(value, str) and parameter.quoted else str(value)


def test_answer(line: Line, lookup: Mapping[str, Parameter]) -> str:
    """A test answer, each "(<name>)" replaced by the range of that parameter."""
    text = line.syntax
    for name, parameter in lookup.items():
        text = text.replace(f"(<{name}>)", range_of(parameter))
    return text


def line_text(line: Line, values: Values) -> str:
    """The line without its end; optional fields without a value are left out, with what follows."""
    text = line.prefix + _blank_after_prefix(line)
    for field in line.fields:
        value = None if field.parameter is None else values.get(field.name)
        if field.parameter is not None and value is None and field.optional:
            if not _later_given(line, field, values):
                break
        text += field.separator + _field_text(field, value)
    return text


def _later_given(line: Line, field: Field, values: Values) -> bool:
    later = line.fields[line.fields.index(field) + 1 :]
    return any(f.parameter is not None and values.get(f.name) is not None for f in later)


def _field_text(field: Field, value: Said) -> str:
    if field.parameter is None:
        return field.literal or ""
    if value is None:
        return ""
    each = [value] if isinstance(value, (int, str)) else value
    return ",".join(text_of(item, field.parameter) for item in each)


def _blank_after_prefix(line: Line) -> str:
    rest = line.syntax.removeprefix(line.prefix).lstrip("[")
    return " " if rest.startswith(" ") and line.fields else ""
