# SPDX-License-Identifier: MIT
"""What the whole building of one dialect shares: names in force, settings, models, mistakes."""

from __future__ import annotations

from dataclasses import dataclass, field

from atbind.model.dialect import Limit, Setting
from atbind.model.manual import ErrorCode, Model
from atbind.model.parameter import Parameter
from atbind.tables.mistakes import Report, alternatives
from atbind.tables.where import NOWHERE, Where


@dataclass
class Context:
    """One dialect while it is built."""

    name: str
    report: Report
    is_chapter: bool = False  # it is what all dialects share
    overlaid: frozenset[str] = frozenset()  # files of overlays over this dialect's tables
    default_timeout: Limit = Limit("0 s", 0)  # of a head that has none: this is told there
    models: dict[str, Model] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    error_codes: tuple[ErrorCode, ...] = ()
    errata: dict[str, Where] = field(default_factory=dict)  # keywords that stand because of one
    shared_finals: frozenset[str] = frozenset()  # ids of the finals of spec/common
    lack_lines: dict[tuple[str, str], Where] = field(default_factory=dict)
    error_sets: dict[int, str] = field(default_factory=dict)  # id of a Parameter -> its set
    scopes: list["Scope"] = field(default_factory=list)
    misnamed: bool = False  # a model is: what it lacks is not known
    wrong: set[Where] = field(default_factory=set)  # where rows begin that are wrong somewhere

    def mistake(self, where: Where | None, message: str) -> None:
        self.report.add(where or NOWHERE, message)

    def told(self, where: Where) -> bool:
        """Is something wrong there already? What follows from it is not told, too."""
        return where in self.wrong or any(m.where == where for m in self.report.mistakes)

    def may_be_idle(self, where: Where) -> bool:
        """Below an overlay, shipped rows may be about something that it removed."""
        return bool(self.overlaid) and where.file not in self.overlaid

    def scope(self, parameters: dict[str, Parameter], parent: "Scope | None" = None) -> "Scope":
        made = Scope(parameters, parent)
        self.scopes.append(made)
        return made


@dataclass
class Scope:
    """Parameters by the manual's name: the form's, else the command's, else the dialect's."""

    parameters: dict[str, Parameter]
    parent: "Scope | None" = None
    used: set[str] = field(default_factory=set)

    def find(self, name: str) -> Parameter | None:
        if name in self.parameters:
            self.used.add(name)
            return self.parameters[name]
        return self.parent.find(name) if self.parent else None

    @property
    def names(self) -> list[str]:
        inherited = self.parent.names if self.parent else []
        return [*self.parameters, *(n for n in inherited if n not in self.parameters)]

    def unknown(self, name: str) -> str:
        """The message for a name that nothing defines."""
        return (
            f"<{name}> is not defined; add it to `parameters` of the form, the command or the "
            f"dialect ({alternatives(name, self.names)})"
        )
