# SPDX-License-Identifier: MIT
"""The constants of the forms' file: parameters, what they allow, time limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from atbind.c.forms import FormView
from atbind.c.parameters import Argument, host_among, number_runs, place_constant
from atbind.c.text import c_string, columns, wrap

KINDS = {
    "string": "atb_quoted",
    "word": "atb_bare",
    "hex": "atb_hex_text",
    "ip": "atb_ip",
    "ipv4": "atb_ipv4",
    "ipv6": "atb_ipv6",
    "host": "atb_host",
    "domain": "atb_domain",
}
TAKING_BACKSLASHES = ("string", "word")  # a kind of their own, if the manual says what it does


class FormTables:
    def __init__(self, forms: list[FormView]):
        self.forms = forms
        self.places = {
            place_constant(arguments): arguments
            for view in forms
            for arguments in map(view.arguments_of, view.variable)
        }
        self.ranges: dict[str, str] = {}
        self.rows: dict[str, tuple[str, str]] = {}
        for name, arguments in self.places.items():
            self._add_place(name, arguments)

    def values(self) -> dict[str, Any]:
        return {
            "forms": self.forms,
            "enumerations": [a for a in self._used() if a.is_enumeration and not a.is_number],
            "gaps": [a for a in self._used() if a.has_gaps],
            "words": self._words,
            "runs": self._runs,
            "range_constants": self._ranges(),
            "either_constants": self._either(),
            "parameter_constants": columns(self.rows.values()),
            "limit_constants": self._limits(),
            "lacked": any(a.ever_lacking for a in self._used()),
        }

    def _used(self) -> list[Argument]:
        """Every parameter that has a constant of its own, once."""
        found: dict[str, Argument] = {}
        for arguments in self.places.values():
            if not host_among(arguments):
                found |= {argument.id: argument for argument in arguments}
        return list(found.values())

    # ---- parameters --------------------------------------------------------

    def _add_place(self, name: str, arguments: list[Argument]) -> None:
        host = host_among(arguments)
        if host is not None:
            self._add(name, self._text(arguments[0].parameter.name, host))
            return
        for argument in arguments:
            self._add(argument.constant, self._parameter(argument))

    def _add(self, name: str, value: str) -> None:
        self.rows[name] = (f"static const struct atb_parameter {name}", f"= {value};")

    def _parameter(self, argument: Argument) -> str:
        """One of the macros at the head of the file."""
        p = argument.parameter
        name = c_string(p.name)
        if p.type == "data":
            return f"DATA({name})"
        if argument.has_gaps:
            return f"NUMBERS({name}, {argument.id}_runs)"
        if argument.is_number and argument.is_wide:
            return f"WIDE({name}, {self._range(argument)})"
        if argument.is_number:
            return "NUMBER({}, {}, {})".format(name, *argument.bounds())
        if argument.is_enumeration:
            kind = "atb_words" if p.quoted else "atb_bare_words"
            return f"WORDS({name}, {kind}, {argument.id}_words)"
        return self._text(p.name, argument)

    def _text(self, name: str, argument: Argument) -> str:
        p = argument.parameter
        backslash = "_backslash" if p.backslash and p.type in TAKING_BACKSLASHES else ""
        span = ", ".join(argument.bounds())
        return f"TEXT({c_string(name)}, {KINDS[p.type]}{backslash}, {span})"

    def _range(self, argument: Argument) -> str:
        """The name of its range; what many share is called by its numbers."""
        low, high = argument.bounds()
        name = f"{argument.id}_range"
        if low.lstrip("-").isdigit() and high.lstrip("-").isdigit():
            name = f"from_{low}_to_{high}".replace("-", "minus_")
        self.ranges[name] = f"{{{low}, {high}}}"
        return name

    def _ranges(self) -> str:
        return columns(
            (f"static const struct atb_range {name}", f"= {range_};")
            for name, range_ in self.ranges.items()
        )

    def _either(self) -> list[tuple[str, str, str]]:
        """Places that take either of two: constant, name, and both."""
        return [
            (
                name,
                c_string(arguments[0].parameter.name),
                ", ".join(f"&{a.constant}" for a in arguments),
            )
            for name, arguments in self.places.items()
            if len(arguments) > 1 and not host_among(arguments)
        ]

    @staticmethod
    def _words(argument: Argument) -> str:
        if argument.differs:
            return f"    {argument.stem}_VALUES, NULL,"
        values: Iterable[int | str] = argument.parameter.values or ()
        return wrap([*(f"STRING({c_string(str(value))})" for value in values), "NULL"]) + ","

    @staticmethod
    def _runs(argument: Argument) -> str:
        """Lowest and highest, then each run of neighbours."""
        low, high = argument.bounds()
        if argument.differs:
            return f"    {{{low}, {high}}}, {argument.stem}_VALUES, END,"
        runs = [f"{{{first}, {last}}}" for first, last in number_runs(argument.parameter)]
        return wrap([f"{{{low}, {high}}}", *runs, "END"]) + ","

    # ---- time limits --------------------------------------------------------

    def _limits(self) -> str:
        """Each time limit once; two of the same name are the same."""
        rows: dict[str, tuple[str, ...]] = {}
        for view in self.forms:
            for name, row in view.limits.constants():
                assert rows.setdefault(name, row) == row, name
        return columns(
            [
                (f"static const struct atb_limit {name} =", "{" + ", ".join(row) + "};")
                for name, row in rows.items()
            ]
        )
