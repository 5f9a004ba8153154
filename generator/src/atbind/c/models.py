# SPDX-License-Identifier: MIT
"""What differs by model: one header a model, and one with the widest limits."""

from __future__ import annotations

from atbind.c.forms import FormView
from atbind.c.parameters import (
    Argument,
    Arguments,
    effective,
    limits_text,
    longest,
    number_runs,
    shortest,
)
from atbind.c.text import c_string, columns
from atbind.model.dialect import Dialect, Model, Parameter


def differing(arguments: Arguments) -> list[Argument]:
    return [a for a in arguments.all() if a.differs or a.ever_lacking or a.default_differs]


class LimitsView:
    """The limits of one model; with model None the widest."""

    def __init__(
        self, dialect: Dialect, model: Model | None, arguments: Arguments, forms: list[FormView]
    ):
        self.dialect = dialect
        self.model = model
        self.arguments = differing(arguments)
        self.forms = [view for view in forms if view.has_lacking]
        self.name = model.name if model else ""

    @property
    def file(self) -> str:
        return f"limits/{self.model.c_name if self.model else 'widest'}.h"

    @property
    def guard(self) -> str:
        name = self.model.c_name if self.model else "widest"
        return f"{self.dialect.name}_limits_{name}_h".upper()

    @property
    def on_model(self) -> str:
        return c_string(f" on {self.name}" if self.model else "")

    @property
    def select(self) -> str:
        assert self.model
        return f"{self.dialect.name}_model_{self.model.c_name}".upper()

    def lacking_forms(self) -> str:
        rows = [
            ("#define", view.lacks, "1" if self.model and self.name in view.form.lacking else "0")
            for view in self.forms
        ]
        return columns(rows)

    def parameters(self) -> list[tuple[str, str]]:
        """For each parameter that differs: its name, and its macros."""
        return [(a.parameter.name, self._macros(a)) for a in self.arguments]

    def _macros(self, argument: Argument) -> str:
        parameter = effective(argument.parameter, self.name)
        rows = []
        if argument.ever_lacking:
            rows.append((f"{argument.stem}_LACKING", str(int(argument.lacking(self.name)))))
        if argument.differs and not (argument.is_enumeration and not argument.is_number):
            low, high = (
                (parameter.minimum, parameter.maximum)
                if argument.is_number
                else (shortest(parameter), longest(parameter))
            )
            rows += [(f"{argument.stem}_MIN", str(low)), (f"{argument.stem}_MAX", str(high))]
        if argument.default_differs:
            rows.append((f"{argument.stem}_DEFAULT", argument.default_of(self.name)))
        if argument.differs and argument.is_enumeration:
            rows += self._enumeration(argument, parameter)
        return columns([("#define", name, value) for name, value in rows])

    def _enumeration(self, argument: Argument, parameter: Parameter) -> list[tuple[str, str]]:
        rows = [(f"{argument.stem}_VALUES", ", ".join(self._values(argument)))]
        if not argument.is_number:
            words = ", ".join(c_string(str(value)) for value in parameter.values or ())
            rows.append((f"{argument.stem}_WORDS", words))
        elif not argument.is_range:
            rows.append((f"{argument.stem}_TEXT", c_string(limits_text(parameter))))
            rows.append((f"{argument.stem}_IN(x)", f"({argument.condition('x', self.name)})"))
        return rows

    def _values(self, argument: Argument) -> list[str]:
        """Runs of numbers, or words; one that the model lacks keeps its place, so that indices hold."""
        parameter = effective(argument.parameter, self.name)
        if argument.is_number:
            return [f"{{{first}, {last}}}" for first, last in number_runs(parameter)]
        return [
            f"STRING({c_string(str(value))})" if value in (parameter.values or ()) else '"\\n"'
            for value in argument.parameter.values or ()
        ]
