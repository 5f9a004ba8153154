# SPDX-License-Identifier: MIT
"""What was found, as an overlay: facts of rows, or a model of its own where the dialect has models."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from atbind.model.dialect import Dialect
from atbind.model.manual import model_of
from atbind.model.parameter import Parameter
from atbind.probe.questions import Agrees, Differs, Finding, Identity, Otherwise, RefusedTest
from atbind.probe.ranges import Printed
from atbind.tables.errors import Problem
from atbind.tables.forms import form_names
from atbind.tables.mistakes import Report
from atbind.tables.reader import Map, read_folder
from atbind.tables.where import Where

HEAD = """\
# What {identity} says otherwise than the tables of {dialect}, written by atbind probe.
# Read it before you use it: firmware prints ranges that it does not take.
"""


class Writer:
    """Collects the overlay's tree; what it cannot say becomes a comment."""

    def __init__(self, dialect: Dialect, identity: Identity, model: str | None):
        self.dialect = dialect
        self.identity = identity
        self.name = self._name()
        self.comments: list[str] = []
        self._said: dict[Where | None, set[str]] = {}  # of each row, by all commands that print it
        self.tree: dict[str, Any] = {"overlay": dialect.name}
        self._table = read_folder(Path(dialect.folder), Report())
        if dialect.models:
            self._put(("add", "models", self.name), {"like": self._like(model)})

    def _name(self) -> str:
        """After its revision; where it says none, no model of the tables has this name."""
        said = self.identity.revision or self.identity.model
        name = re.sub(r"[^A-Za-z0-9.-]+", "-", said).strip("-") or "probed"
        taken = any(name == each.name for each in self.dialect.models)
        return f"{name}-probed" if taken else name

    def _like(self, model: str | None) -> str:
        """The model of the tables that it is a firmware of."""
        if model is not None:
            return model
        meant = model_of(self.dialect.models, self.identity.model)
        if meant is None:
            known = ", ".join(each.name for each in self.dialect.models)
            raise Problem(
                f"{self.identity.model or 'it'} is no model of {self.dialect.name}; say with --model "
                f"which one it is like: {known}"
            )
        return meant.name

    def text(self, found: list[Finding]) -> str:
        for finding in found:
            if isinstance(finding, (Agrees, Differs)):
                said = finding.said.text if isinstance(finding, Differs) else "as the table"
                self._said.setdefault(finding.parameter.where, set()).add(said)
        for finding in found:
            self._add(finding)
        head = HEAD.format(identity=self.identity.text, dialect=self.dialect.name)
        head += "".join(f"# {comment}\n" for comment in self.comments)
        dumped: str = yaml.safe_dump(
            self.tree, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100
        )
        return head + dumped

    def _put(self, path: tuple[str, ...], value: Any) -> None:
        at = self.tree
        for key in path[:-1]:
            at = at.setdefault(key, {})
        at[path[-1]] = value

    def _add(self, finding: Finding) -> None:
        if isinstance(finding, Differs):
            self._differs(finding)
        elif isinstance(finding, RefusedTest):
            self._refused(finding)
        elif isinstance(finding, Otherwise):
            self.comments.append(str(finding))

    # ---- a parameter ---------------------------------------------------------------

    def _differs(self, finding: Differs) -> None:
        parameter, said = finding.parameter, finding.said
        path = self._row(parameter, finding.form.command)
        if path is None:
            self.comments.append(f"{finding}; its row is in no table of the dialect's folder")
        elif len(self._said[parameter.where]) > 1:
            self.comments.append(f"{finding}; other commands otherwise: give it a row of its own")
        elif self.dialect.models:
            self._of_model(finding, path)
        elif facts := _facts(parameter, said):
            self._put(("change", *path), facts)
        else:
            self.comments.append(
                f"{finding}; the table has {parameter.minimum}..{parameter.maximum}"
            )

    def _of_model(self, finding: Differs, path: tuple[str, ...]) -> None:
        """A model's difference lies inside what the table has for all."""
        parameter, said = finding.parameter, finding.said
        facts = _difference(parameter, said)
        if facts:
            self._put(("add", *path, "models", self.name), facts)
        else:
            self.comments.append(f"{finding}; wider than the table, which is the widest of all")

    def _row(self, parameter: Parameter, command: str) -> tuple[str, ...] | None:
        """Where the parameter's row stands: the form's, the command's or the dialect's."""
        row = self._table.map("commands").map(command)
        rows = [(("parameters",), self._table), (("commands", command, "parameters"), row)]
        for form in row.list("forms"):
            if isinstance(form, Map):
                name = form_names(form)[0]
                rows.append((("commands", command, "forms", name, "parameters"), form))
        for path, holder in rows:
            parameters = holder.map("parameters")
            if parameter.name in parameters and parameters.at(parameter.name) == parameter.where:
                return (*path, parameter.name)
        return None

    # ---- a command -----------------------------------------------------------------

    def _refused(self, finding: RefusedTest) -> None:
        if self.dialect.models:
            row = self.tree["add"]["models"][self.name]
            row.setdefault("lacks", []).append(finding.form.id)
        else:
            forms = self.tree.setdefault("remove", {}).setdefault("commands", {})
            forms[finding.form.command] = {"forms": ["test"]}
            self.comments.append(f"{finding}; it may lack {finding.form.command} altogether")


def _facts(parameter: Parameter, said: Printed) -> dict[str, Any]:
    """The row's facts as the modem says; {} where these say nothing that a row can."""
    if parameter.values is not None:
        values = {n: parameter.values.get(n, "the modem says") for n in said.each}
        return {"values": values} if values else {}
    if parameter.type != "integer" or not said.run:
        return {}
    return {"range": "{}..{}".format(*said.run)}


def _difference(parameter: Parameter, said: Printed) -> dict[str, Any]:
    """A model's difference; {} where the modem takes more than the table."""
    if parameter.values is not None:
        lacking = [value for value in parameter.values if not said.takes(value)]
        return {"without": lacking} if lacking else {}
    if not said.run or not parameter.span:
        return {}
    low, high = said.run
    inside = parameter.span[0] <= low <= high <= parameter.span[1]
    return {"range": f"{low}..{high}"} if inside else {}
