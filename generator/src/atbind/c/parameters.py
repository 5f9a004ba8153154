# SPDX-License-Identifier: MIT
"""Parameters as C: their constants, the checks of an argument, and what a message says of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atbind.c.text import c_string
from atbind.model import names
from atbind.model.dialect import Dialect, Form
from atbind.model.parameter import Parameter
from atbind.notation.line import is_number

Definition = tuple[object, ...]  # all that two parameters share whose constant is the same
Users = dict[Definition, list[Form]]

INT32_MIN, INT32_MAX = -(2**31) + 1, 2**31 - 1
INT16_MIN, UINT16_MAX = -(2**15), 2**16 - 1
SILENT = {"string": 64, "word": 64, "hex": 64}  # bytes, where the table has no limit at all
SHORTEST = {"ip": 2, "ipv4": 7, "ipv6": 2, "host": 1, "domain": 1}  # "::", "0.0.0.0", a letter
KINDS = {
    "string": "quoted",
    "word": "bare",
    "hex": "hex_text",
    "ip": "ip",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
    "host": "host",
    "domain": "domain",
}
TAKING_BACKSLASHES = ("string", "word")  # a kind of their own, if the manual says what it does


def number_range(parameter: Parameter) -> tuple[int, int]:
    low = INT32_MIN if parameter.minimum is None else parameter.minimum
    high = INT32_MAX if parameter.maximum is None else parameter.maximum
    return low, high


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers joined: 0, 1, 2, 5 → (0, 2), (5, 5)."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def number_runs(parameter: Parameter) -> list[tuple[int, int]]:
    if parameter.values is not None:
        return runs(int(value) for value in parameter.values)
    return [number_range(parameter)]


def longest(parameter: Parameter) -> int:
    """Bytes between the quotes, at most."""
    if parameter.values is not None:
        return max(len(str(value).encode()) for value in parameter.values)
    if parameter.max_length is not None:
        return parameter.max_length
    if parameter.assumed_length is not None:
        return parameter.assumed_length
    return SILENT.get(parameter.type, 64)


def shortest(parameter: Parameter) -> int:
    if parameter.min_length is not None:
        return parameter.min_length
    return SHORTEST.get(parameter.type, 0)


def allowed_text(parameter: Parameter) -> str:
    """What would be right: 1 to 16."""
    if parameter.type == "integer":
        found = number_runs(parameter)
        if len(found) == 1:
            low, high = found[0]
            if (low, high) == (INT32_MIN, INT32_MAX):
                return "a number"
            return str(low) if low == high else f"{low} to {high}"
        return ", ".join(str(value) for value in parameter.values or ())
    if parameter.values is not None:
        quote = '"' if parameter.quoted else ""
        return ", ".join(f"{quote}{value}{quote}" for value in parameter.values)
    low, high = shortest(parameter), longest(parameter)
    return f"{high} bytes" if low == high else f"{low} to {high} bytes"


def in_unit(text: str, unit: str) -> str:
    """1 to 10 s; 1 to 10 times 100 ms."""
    return f"{text} times {unit}" if unit[0].isdigit() else f"{text} {unit}"


@dataclass(frozen=True)
class Argument:
    """A parameter that applications give: one set of ranges, one constant in the forms' file."""

    parameter: Parameter
    id: str  # context_id; with the command in front where several share the name
    dialect: str

    @property
    def constant(self) -> str:
        """Called by what it takes, where that is all in it: parameters that take the same share it."""
        if self.parameter.type == "data":
            return "data"
        low, high = self.bounds()
        plain = is_number(low) and is_number(high)  # not macros
        if self.is_number and plain and not self.has_gaps:
            return f"number_{low}_{high}".replace("-", "minus_")
        if plain and not self.is_number and not self.is_enumeration:
            return f"{self.kind}_{low}_{high}"
        return f"param_{self.id}"

    @property
    def kind(self) -> str:
        """Of a text: the runtime's kind, without its prefix."""
        p = self.parameter
        backslash = "_backslash" if p.backslash and p.type in TAKING_BACKSLASHES else ""
        return KINDS[p.type] + backslash

    @property
    def stem(self) -> str:
        return names.constant(self.dialect, self.id)

    @property
    def differs(self) -> bool:
        """Some model accepts something else."""
        return any(self.accepts(model) != self.accepts("") for model in self.parameter.models)

    def lacking(self, model: str) -> bool:
        return self.parameter.of(model).unsupported

    @property
    def ever_lacking(self) -> bool:
        return any(difference.unsupported for difference in self.parameter.models.values())

    def ignored(self, model: str) -> bool:
        return self.parameter.of(model).no_effect

    @property
    def ever_ignored(self) -> bool:
        return any(difference.no_effect for difference in self.parameter.models.values())

    def accepts(self, model: str) -> tuple[object, ...]:
        """All that a check of it depends on."""
        p = self.parameter.on(model)
        return p.minimum, p.maximum, tuple(p.values or ()), p.min_length, p.max_length

    @property
    def own_length(self) -> bool:
        """The longest length is our own: a macro that applications may set."""
        p = self.parameter
        return p.type in SILENT and p.values is None and p.max_length is None

    @property
    def is_number(self) -> bool:
        return self.parameter.type == "integer"

    @property
    def is_enumeration(self) -> bool:
        return self.parameter.values is not None

    @property
    def has_gaps(self) -> bool:
        """A list of numbers stands in the table, not only their range."""
        models = ["", *self.parameter.models]
        return self.is_number and any(
            len(number_runs(self.parameter.on(model))) > 1 for model in models
        )

    @property
    def is_wide(self) -> bool:
        """Of a number: on some model its range does not fit a span."""
        models = ["", *self.parameter.models]
        found = [number_range(self.parameter.on(model)) for model in models]
        return any(low < INT16_MIN or high > UINT16_MAX or high < 0 for low, high in found)

    def bounds(self) -> tuple[str, str]:
        """Range, or shortest and longest length, as C."""
        if self.differs and not (self.is_enumeration and not self.is_number):
            return f"{self.stem}_MIN", f"{self.stem}_MAX"
        p = self.parameter
        if p.type == "data":
            return "0", "0"
        if self.is_number:
            low, high = number_range(p)
            return (
                str(low),
                str(high),
            )
        return str(shortest(p)), f"{self.stem}_LENGTH" if self.own_length else str(longest(p))

    @property
    def default_differs(self) -> bool:
        defaults = {d.default for d in self.parameter.models.values() if d.default is not None}
        return self.is_number and bool(defaults - {self.parameter.default})

    def default_of(self, model: str) -> str:
        p = self.parameter.on(model)
        return str(p.default if p.default is not None else p.maximum or 0)

    def default(self) -> str:
        """What stands for it in a time limit, as C."""
        return f"{self.stem}_DEFAULT" if self.default_differs else self.default_of("")

    @property
    def is_range(self) -> bool:
        """From the lowest to the highest there is no gap, on any model; and not one number alone."""
        models = ["", *self.parameter.models]
        found = [number_runs(self.parameter.on(model)) for model in models]
        alone = found[0][0][0] == found[0][0][1] and not self.differs
        return all(len(runs_) == 1 for runs_ in found) and not alone

    def words(self) -> str:
        """The words of an enumeration, as C."""
        if self.differs:
            return f"{self.stem}_WORDS"
        return ", ".join(c_string(str(value)) for value in self.parameter.values or ())

    def text(self) -> str:
        """What would be right of a number that is no plain range, as C: a string literal."""
        if self.differs and self.is_range:
            return "ATB_FROM_TO({}, {})".format(*self.bounds())
        return f"{self.stem}_TEXT" if self.differs else c_string(allowed_text(self.parameter))

    def condition(self, x: str, model: str | None = None) -> str:
        """Of a number: holds unless x is known to be wrong. With a model: that one's numbers."""
        if model is None and self.differs:
            if self.is_range:
                return "ATB_IN({}, {}, {})".format(x, *self.bounds())
            return f"{self.stem}_IN({x})"
        found = number_runs(self.parameter.on(model))
        return " || ".join(f"ATB_IN({x}, {low}, {high})" for low, high in found)


def same_definition(parameter: Parameter) -> Definition:
    """Two parameters with the same key are one constant."""
    p = parameter
    return (
        *(p.name, p.c_name, p.type, p.minimum, p.maximum, p.backslash),
        tuple((p.values or {}).items()),
        *(p.min_length, p.max_length, p.assumed_length, p.default),
        repr(sorted(p.models.items())),
    )


class Arguments:
    """All parameters that the dialect's commands take, each definition once; and ids and lengths
    that only come in lines, if a model has others."""

    def __init__(self, dialect: Dialect):
        self.dialect = dialect.name
        users: Users = {}
        by_key: dict[Definition, Parameter] = {}
        for form in dialect.forms:
            for parameter in form.parameters:
                key = same_definition(parameter)
                by_key.setdefault(key, parameter)
                users.setdefault(key, []).append(form)
        self.by_key = self._named(by_key, users) | self._heard(dialect, by_key)

    def _heard(
        self, dialect: Dialect, sent: dict[Definition, Parameter]
    ) -> dict[Definition, Argument]:
        found: dict[Definition, Argument] = {}
        for line in dialect.own_lines:
            for parameter in (f.parameter for f in line.values if f.parameter):
                key = same_definition(parameter.as_received)
                id_ = f"{line.id.removeprefix(self.dialect + '_')}_{parameter.c_name}"
                argument = Argument(parameter.as_received, id_, self.dialect)
                if parameter.closed and argument.differs and key not in sent:
                    found.setdefault(key, argument)
        return found

    def _named(
        self, by_key: dict[Definition, Parameter], users: Users
    ) -> dict[Definition, Argument]:
        wanted = [parameter.c_name for parameter in by_key.values()]
        taken: set[str] = set()
        found: dict[Definition, Argument] = {}
        for key, parameter in by_key.items():
            id_ = parameter.c_name
            if wanted.count(id_) > 1:
                form = users[key][0]
                id_ = f"{names.command_name(form.command)}_{parameter.c_name}"
                if id_ in taken or self._ambiguous(key, form, by_key, users):
                    id_ = f"{form.id.removeprefix(self.dialect + '_')}_{parameter.c_name}"
            taken.add(id_)
            found[key] = Argument(parameter, id_, self.dialect)
        return found

    @staticmethod
    def _ambiguous(
        key: Definition, form: Form, by_key: dict[Definition, Parameter], users: Users
    ) -> bool:
        """Another definition of the name begins with a form of the same command."""
        return any(
            other != key
            and by_key[other].c_name == by_key[key].c_name
            and users[other][0].command == form.command
            for other in by_key
        )

    def of(self, parameter: Parameter) -> Argument:
        return self.by_key[same_definition(parameter)]

    def all(self) -> list[Argument]:
        return list(self.by_key.values())


def host_among(arguments: list[Argument]) -> Argument | None:
    """Of an address or a name: the name, which takes every address, too."""
    hosts = [a for a in arguments if a.parameter.type == "host" and not a.differs]
    others = [a for a in arguments if a.parameter.type not in ("host", "ip", "ipv4", "ipv6")]
    return hosts[0] if hosts and not others else None


def place_constant(arguments: list[Argument]) -> str:
    """The constant of one place; of two parameters in one place it has both names."""
    host = host_among(arguments)
    if host is not None:
        return host.constant
    if len(arguments) == 1:
        return arguments[0].constant
    return "param_" + "_or_".join(argument.id for argument in arguments)
