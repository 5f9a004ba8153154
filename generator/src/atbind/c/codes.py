# SPDX-License-Identifier: MIT
"""Error codes, values with a meaning, final result codes and recovery rules as C."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atbind.c.forms import line_constant
from atbind.c.text import COLUMNS, c_string, columns, comment, optional_string, table
from atbind.model import names
from atbind.model.dialect import Dialect, Line
from atbind.model.manual import ErrorCode
from atbind.model.parameter import Parameter
from atbind.notation.line import EXTENDED

_Meanings = tuple[str, tuple[tuple[int | str, str], ...]]  # a name, and what each value means

MEANING_WORDS = 4  # a longer meaning is a sentence, not a name


@dataclass(frozen=True)
class ErrorSet:
    """One enumeration of error codes."""

    dialect: str
    name: str
    codes: tuple[ErrorCode, ...]
    constants: tuple[str, ...]

    @property
    def c_name(self) -> str:
        return f"{self.dialect}_{names.snake(self.name)}"

    @property
    def numeric(self) -> bool:
        return all(isinstance(code.code, int) for code in self.codes)

    @property
    def title(self) -> str:
        """`err`, section 3"""
        section = self.codes[0].section
        return f"`{self.name}`" + (f", section {section}" if section else "")

    def enumerators(self) -> str:
        """Each number; what a row says beside its text, above it."""
        rows = [(name, f"= {code.code},") for name, code in zip(self.constants, self.codes)]
        told = [f"    /** {comment(c.doc)} */\n" if c.doc else "" for c in self.codes]
        return "\n".join(map(str.__add__, told, columns(rows, "    ").splitlines()))

    def rows(self) -> str:
        return table((str(code.code), c_string(code.text)) for code in self.codes)


def error_sets(dialect: Dialect) -> list[ErrorSet]:
    constants = names.error_names(dialect.name, dialect.error_codes)
    found: dict[str, list[tuple[ErrorCode, str]]] = {}
    for code, constant in zip(dialect.error_codes, constants):
        found.setdefault(code.set, []).append((code, constant))
    return [
        ErrorSet(dialect.name, name, tuple(c for c, _ in rows), tuple(k for _, k in rows))
        for name, rows in found.items()
    ]


@dataclass(frozen=True)
class Enumeration:
    """The values of one parameter by name."""

    name: str
    parameter: str
    rows: tuple[tuple[str, str], ...]

    def enumerators(self) -> str:
        return columns([(constant, f"= {value},") for constant, value in self.rows], "    ")


def enumerations(dialect: Dialect) -> list[Enumeration]:
    """Numbers with a short meaning, of commands and of lines; one enumeration a definition."""
    found: dict[_Meanings, tuple[Parameter, str]] = {}
    for parameter, owner in _owned(dialect):
        found.setdefault(_key(parameter), (parameter, owner))
    usable = _distinct([row for row in found.values() if _short_meanings(row[0])])
    plain = [_plain_name(parameter) for parameter, _ in usable]
    made = []
    for (parameter, owner), name in zip(usable, plain):
        if plain.count(name) > 1:
            owner = owner.removeprefix(dialect.name + "_")
            name = f"{names.command_name(owner) if owner[0] in EXTENDED else owner}_{name}"
        made.append(_enumeration(dialect, parameter, name))
    unique = {enumeration.name: enumeration for enumeration in reversed(made)}
    return [e for e in made if unique[e.name] is e]


def _owned(dialect: Dialect) -> Iterator[tuple[Parameter, str]]:
    """What is sent and received, each with its command, or the line that comes unasked."""
    for form in dialect.forms:
        yield from ((parameter, form.command) for parameter in form.parameters)
        for line in (*form.infos, *form.results):
            yield from ((parameter, form.command) for parameter in _members(line))
    for line in dialect.urcs:
        yield from ((parameter, line.id) for parameter in _members(line))


def _members(line: Line) -> Iterator[Parameter]:
    return (field.parameter for field in line.members if field.parameter is not None)


def _plain_name(parameter: Parameter) -> str:
    """link0_state … link9_state are all link_state."""
    return re.sub(r"\d+(?=_)|(?<=[a-z])\d+$", "", names.snake(parameter.name))


def _distinct(rows: list[tuple[Parameter, str]]) -> list[tuple[Parameter, str]]:
    """One row for parameters that differ in a number in their name only."""
    seen: dict[_Meanings, tuple[Parameter, str]] = {}
    for parameter, owner in rows:
        key = _plain_name(parameter), tuple((parameter.values or {}).items())
        seen.setdefault(key, (parameter, owner))
    return list(seen.values())


def _key(parameter: Parameter) -> _Meanings:
    return parameter.name, tuple((parameter.values or {}).items())


def _short_meanings(parameter: Parameter) -> bool:
    if parameter.type != "integer" or not parameter.values or len(parameter.values) < 2:
        return False
    meanings = [names.snake(text) for text in parameter.values.values()]
    short = all(m and m.count("_") < MEANING_WORDS and len(m) <= 32 for m in meanings)
    return short and len(set(meanings)) == len(meanings)


def _enumeration(dialect: Dialect, parameter: Parameter, name: str) -> Enumeration:
    """A tag that something else has gets `_value` behind; the constants stay as they are."""
    tag = f"{dialect.name}_{name}"
    taken = names.tags(dialect.name, dialect.error_codes) | {line.id for line in dialect.lines}
    rows = tuple(
        (names.constant(dialect.name, name, meaning), str(value))
        for value, meaning in (parameter.values or {}).items()
    )
    return Enumeration(tag + "_value" * (tag in taken), parameter.name, rows)


def final_rows(dialect: Dialect) -> str:
    """The final result codes by name: their line indices."""
    rows = []
    for line in dialect.finals:
        name = names.constant(line.id)
        shown = line.syntax or line.prefix
        rows.append((name, f"= {line_constant(line, dialect.name)},", shown))
    beside = columns([(*row[:2], f"/**< {row[2]} */") for row in rows], "    ")
    if max(map(len, beside.splitlines())) <= COLUMNS:
        return beside
    return "\n".join(f"    /** {shown} */\n    {name} {value}" for name, value, shown in rows)


def recovery_rows(dialect: Dialect) -> str:
    return table(
        (
            c_string(rule.step),
            optional_string(rule.command or None),
            c_string(rule.action),
            str(rule.wait_ms),
            str(rule.every_ms or 0),
            str(rule.tries or 0),
        )
        for rule in dialect.recovery
    )
