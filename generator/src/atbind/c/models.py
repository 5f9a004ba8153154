# SPDX-License-Identifier: MIT
"""What differs by model, in one header: what some lack, and the ranges of each."""

from __future__ import annotations

from typing import Any

from atbind.c.forms import FormView
from atbind.c.parameters import Argument, Arguments, allowed_text, longest, number_runs, shortest
from atbind.c.text import c_string, columns, paragraph
from atbind.model.dialect import Dialect
from atbind.model.manual import Model
from atbind.model.parameter import Parameter

Rows = tuple[tuple[str, str], ...]  # macros and what they stand for


def differing(arguments: Arguments) -> list[Argument]:
    return [a for a in arguments.all() if a.differs or a.default_differs or a.ever_ignored]


class ModelsView:
    """The model header of a dialect, in the order of its commands."""

    def __init__(self, dialect: Dialect, arguments: Arguments, forms: list[FormView]):
        self.dialect = dialect
        self.models = dialect.models
        self.arguments = arguments
        self.forms = [view for view in forms if view.has_lacking]
        self.upper = dialect.name.upper()

    # ---- choosing one --------------------------------------------------------

    def known(self) -> str:
        """One line a model: its number, the manual's name, and what names of objects end with."""
        rows = [("#define", f"{self.upper}_MODEL_ANY(take)", 'take(1, "", "", )')]
        for number, model in enumerate(self.models, 2):
            told = f"{c_string(model.name)}, {c_string(f' on {model.name}')}"
            take = f"take({number}, {told}, _{model.c_name.upper()})"
            rows.append(("#define", f"{self._known(model)}(take)", take))
        return columns(rows)

    def _known(self, model: Model) -> str:
        return f"{self.upper}_MODEL_{model.c_name.upper()}"

    def choices(self) -> str:
        return ", ".join(model.c_name.upper() for model in self.models)

    def old_ways(self) -> list[str]:
        """A model as a macro of its own, which nothing reads."""
        return [f"defined({self._known(model)})" for model in self.models]

    def condition(self, models: list[Model]) -> str:
        """The preprocessor's condition that one of these is chosen, several lines if need be."""
        lines = [""]
        for model in models:
            test = f"{self.upper}_IS({model.c_name.upper()})"
            if lines[-1] and len(lines[-1]) + len(test) > 80:
                lines.append("")
            lines[-1] += (" || " if lines[-1] else "") + test
        return " || \\\n    ".join(lines)

    # ---- what they lack --------------------------------------------------------

    def lacking(self) -> list[dict[str, str]]:
        """Those that the same models lack, together."""
        groups: dict[tuple[Model, ...], list[tuple[str, str]]] = {}
        for name, text, lacking in self._lacked():
            models = tuple(m for m in self.models if m.name in lacking)
            groups.setdefault(models, []).append((name, text))
        found = []
        for number, (models, members) in enumerate(groups.items(), 1):
            lacks = f"{self.upper}_LACKS_{number}"
            told = ", ".join(dict.fromkeys(text for _, text in members))
            who = ", ".join(model.name for model in models)
            found.append(
                {
                    "comment": self._comment(f"{told}: not on {who}."),
                    "condition": self.condition(list(models)),
                    "macro": lacks,
                    "rows": columns(("#define", name, lacks) for name, _ in members),
                }
            )
        return found

    def _lacked(self) -> list[tuple[str, str, set[str]]]:
        """Macro, what it is about, and the models: commands, then parameters."""
        found = [(view.lacks, self._told(view), set(view.form.lacking)) for view in self.forms]
        for argument in self.arguments.all():
            if argument.ever_lacking:
                models = {model.name for model in self.models if argument.lacking(model.name)}
                name = f"{argument.stem}_LACKING"
                found.append((name, f"<{argument.parameter.name}>", models))
        return found

    @staticmethod
    def _told(view: FormView) -> str:
        literal = next((p.literal for p in view.form.positions if p.literal), "")
        return f"{view.head}{literal}" if literal else view.head.rstrip("=")

    @staticmethod
    def _comment(text: str) -> str:
        lines = paragraph(text, "/* ", " * ")
        return "\n".join(lines) + " */"

    # ---- their ranges ------------------------------------------------------------

    def ranges(self) -> list[dict[str, Any]]:
        """For each parameter that differs: the models with the same ones, together."""
        found = []
        for argument in differing(self.arguments):
            others = self._rows(argument, "")
            groups: dict[Rows, list[Model]] = {}
            for model in self.models:
                rows = self._rows(argument, model.name)
                if rows != others:
                    groups.setdefault(rows, []).append(model)
            branches = [
                (self.condition(models), self._defines(rows)) for rows, models in groups.items()
            ]
            found.append(
                {
                    "comment": f"/* <{argument.parameter.name}> */",
                    "branches": branches,
                    "others": self._defines(others),
                }
            )
        return found

    @staticmethod
    def _defines(rows: Rows) -> str:
        return columns(("#define", name, value) for name, value in rows)

    def _rows(self, argument: Argument, model: str) -> Rows:
        parameter = argument.parameter.on(model)
        rows: list[tuple[str, str]] = []
        if argument.differs and (argument.is_number or not argument.is_enumeration):
            low, high = (
                (parameter.minimum, parameter.maximum)
                if argument.is_number
                else (shortest(parameter), longest(parameter))
            )
            rows += [(f"{argument.stem}_MIN", str(low)), (f"{argument.stem}_MAX", str(high))]
        if argument.default_differs:
            rows.append((f"{argument.stem}_DEFAULT", argument.default_of(model)))
        if argument.ever_ignored:
            field = "ATB_NO_INDEX" if argument.ignored(model) else "field"
            rows.append((f"{argument.stem}_HEARD(field)", field))
        if argument.differs and argument.has_gaps:
            runs = [f"{{{first}, {last}}}" for first, last in number_runs(parameter)]
            rows.append((f"{argument.stem}_VALUES", ", ".join(runs)))
            rows.append((f"{argument.stem}_TEXT", c_string(allowed_text(parameter))))
            rows.append((f"{argument.stem}_IN(x)", f"({argument.condition('x', model)})"))
        elif argument.differs and argument.is_enumeration and not argument.is_number:
            rows += self._words(argument, parameter)
        return tuple(rows)

    @staticmethod
    def _words(argument: Argument, parameter: Parameter) -> list[tuple[str, str]]:
        """Of the table, where a word that the model lacks keeps its place; and what it has."""
        own = parameter.values or {}
        table = [
            f"STRING({c_string(str(value))})" if value in own else '"\\n"'
            for value in argument.parameter.values or ()
        ]
        words = ", ".join(c_string(str(value)) for value in own)
        return [
            (f"{argument.stem}_VALUES", ", ".join(table)),
            (f"{argument.stem}_WORDS", words),
        ]
