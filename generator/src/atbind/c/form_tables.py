# SPDX-License-Identifier: MIT
"""The constants of the forms' file: parameters, what they allow, time limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from atbind.c.forms import FormView
from atbind.c.most import Numbers
from atbind.c.parameters import Argument, host_among, number_runs, place_constant
from atbind.c.text import c_string, columns, wrap
from atbind.notation.line import is_number
from atbind.tables.mistakes import Mistake, Mistakes


class FormTables:
    def __init__(self, forms: Sequence[FormView]):
        self.forms = forms
        self.places = {
            place_constant(arguments): arguments
            for view in forms
            for arguments in map(view.arguments_of, view.variable)
        }
        self.ranges: dict[str, str] = {}
        self.rows: dict[str, tuple[str, str]] = {}
        for arguments in self.places.values():
            self._add_place(arguments)

    def mistakes(self) -> list[Mistake]:
        """What the C has no numbers for."""
        numbers = Numbers()
        for view in self.forms:
            numbers.count("bytes in one command", view.usual_length, view.form.where)
        return numbers.mistakes()

    def values(self) -> dict[str, Any]:
        """Raises Mistakes: there is more than the C has numbers for."""
        if found := self.mistakes():
            raise Mistakes(found)
        return {
            "forms": self.forms,
            "enumerations": [a for a in self._used() if a.is_enumeration and not a.is_number],
            "gaps": [a for a in self._used() if a.has_gaps],
            "words": self._words,
            "runs": self._runs,
            "range_constants": self._ranges(),
            "either_constants": self._either(),
            "parameter_constants": columns(self.rows.values()),
            "answer_constants": self._answers(),
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

    def _add_place(self, arguments: list[Argument]) -> None:
        host = host_among(arguments)
        for argument in arguments if host is None else [host]:
            name = argument.constant
            value = f"= {self._parameter(argument)};"
            self.rows[name] = (f"static const struct atb_parameter {name}", value)

    def _parameter(self, argument: Argument) -> str:
        """One of the macros at the head of the file."""
        if argument.parameter.type == "data":
            return "DATA"
        if argument.has_gaps:
            return f"NUMBERS({argument.id}_runs)"
        if argument.is_number and argument.is_wide:
            return f"WIDE({self._range(argument)})"
        if argument.is_number:
            return "NUMBER({}, {})".format(*argument.bounds())
        if argument.is_enumeration:
            kind = "atb_words" if argument.parameter.quoted else "atb_bare_words"
            return f"WORDS({kind}, {argument.id}_words)"
        return "TEXT(atb_{}, {}, {})".format(argument.kind, *argument.bounds())

    def _range(self, argument: Argument) -> str:
        """The name of its range; what many share is called by its numbers."""
        low, high = argument.bounds()
        name = f"{argument.id}_range"
        if is_number(low) and is_number(high):
            name = f"from_{low}_to_{high}".replace("-", "minus_")
        self.ranges[name] = f"{{{low}, {high}}}"
        return name

    def _ranges(self) -> str:
        return columns(
            (f"static const struct atb_range {name}", f"= {range_};")
            for name, range_ in self.ranges.items()
        )

    def _either(self) -> list[tuple[str, str]]:
        """Places that take either of two: constant, and both."""
        return [
            (name, ", ".join(f"&{a.constant}" for a in arguments))
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

    # ---- answers ------------------------------------------------------------

    def _answers(self) -> str:
        """Each line that a form lists once in each place."""
        rows = dict(row for view in self.forms for row in view.listed_lines())
        return columns((f"#define {name}", text) for name, text in rows.items())

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
