# SPDX-License-Identifier: MIT
"""What the YAML says of each model, read apart from the generator: which command lines are right.

A second reading of spec/, on purpose: no module of the generator is used. Facts() is one dialect
on one model, right() judges a command line of it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

SPEC = Path(__file__).resolve().parents[2] / "spec"
TYPES = {"?": "read", "=?": "test", "": "execute"}
INT32 = 2**31 - 1


@dataclass
class Place:
    """One place between commas: brackets that its comma stands in, and whether more enclose it."""

    text: str
    brackets: tuple[int, ...]
    may_be_empty: bool

    @property
    def literal(self) -> str | None:
        told = re.fullmatch(r"<[^<>=]+=(.*)>", self.text)
        plain = None if self.text.startswith("<") else self.text
        return told[1] if told else plain

    @property
    def names(self) -> list[str]:
        return re.findall(r"<([^<>=]+)(?:=[^<>]*)?>", self.text)


@dataclass
class Form:
    """One row of `forms`, with what is said above it."""

    id: str
    command: str
    type: str
    places: list[Place]
    row: dict
    parameters: dict[str, dict]
    lacking: bool = False

    @property
    def variable(self) -> list[int]:
        return [i for i, place in enumerate(self.places) if place.literal is None]


def places_of(arguments: str) -> list[Place]:
    """`<a>[,<b>]` → its places, each with the brackets that are open at its comma."""
    places = []
    brackets: tuple[int, ...] = ()
    at_comma, at_text = brackets, brackets
    text, count = "", 0
    for token in re.findall(r"<[^<>]*>|.", arguments + ","):
        if token == "[":
            count += 1
            brackets += (count,)
        elif token == "]":
            brackets = brackets[:-1]
        elif token == ",":
            places.append(Place(text, at_comma, len(at_text) > len(at_comma)))
            at_comma, at_text, text = brackets, brackets, ""
        else:
            at_text = at_text if text else brackets
            text += token
    return places


class Facts:
    """One dialect as its files say it for a model; None: for no model."""

    def __init__(self, dialect: str, model: str | None, spec: Path = SPEC):
        self.dialect, self.model = dialect, model
        files = sorted((spec / dialect).glob("*.yaml"))
        tables = [yaml.safe_load(path.read_text()) for path in files]
        self.head = next(table for table in tables if "dialect" in table)
        self.kin = self._kin(model) if model else []
        self.parameters = self.head.get("parameters", {})
        rows = (item for table in tables for item in table.get("commands", {}).items())
        self.forms = [form for name, row in rows for form in self._forms(name, row)]

    # ---- models ---------------------------------------------------------------------

    def _kin(self, model: str) -> list[str]:
        """The model, the one that it is like, and so on."""
        like = (self.head["models"][model] or {}).get("like")
        return [model, *(self._kin(like) if like else [])]

    def _about(self, key: str) -> bool:
        """Whether `NB, ML302A` names the model, or one that it is like."""
        return any(model in self._named(key) for model in self.kin)

    def _named(self, key: str) -> list[str]:
        groups = self.head.get("model_groups", {})
        return [*itertools.chain(*(groups.get(n, [n]) for n in re.split(r",\s*", str(key))))]

    def _difference(self, rows: dict[str, dict]) -> dict:
        """What the model has differently, or else the nearest that it is like."""
        found = (rows[key] for model in self.kin for key in rows if model in self._named(key))
        return next(found, {})

    def _lacks(self) -> list[str]:
        rows = (self.head["models"][model] or {} for model in self.kin)
        return [lack for row in rows for lack in row.get("lacks", [])]

    def _own(self, command: str, name: str, row: dict) -> dict:
        """A parameter with what the model has differently."""
        own = row | self._difference(row.get("models", {}))
        if f"{command} <{name}>" in self._lacks():
            own["unsupported"] = True
        return own

    # ---- forms ----------------------------------------------------------------------

    def _forms(self, command: str, row: dict):
        has_set = any(re.search(r"=(?!\?)", form["syntax"]) for form in row["forms"])
        for form in row["forms"]:
            scopes = [self.parameters, row.get("parameters", {}), form.get("parameters", {})]
            merged = {name: p for scope in scopes for name, p in scope.items()}
            own = {name: self._own(command, name, p) for name, p in merged.items()}
            made = self._form(command, form, own, has_set)
            denied = [row.get("lacking", {}), form.get("lacking", {})]
            made.lacking = (
                any(self._about(key) for keys in denied for key in keys)
                or command in self._lacks()
                or made.id in self._lacks()
                or any(self._is_denied(made, place) for place in made.places)
            )
            yield made

    def _form(self, command: str, form: dict, own: dict, has_set: bool) -> Form:
        syntax = form["syntax"]
        rest = "" if not syntax.startswith("AT") else syntax[2 + len(command) :]
        type_ = TYPES.get(rest, "set")
        plain = {"+++": "escape", "O": "ato"}.get(command, command.strip("+").lower())
        if type_ in ("test", "read") or (type_ == "execute" and has_set):
            plain += f"_{type_}"
        places = places_of(rest[1:]) if type_ == "set" else []
        return Form(f"{self.dialect}_{form.get('name', plain)}", command, type_, places, form, own)

    @staticmethod
    def _is_denied(form: Form, place: Place) -> bool:
        """A literal that the parameter of its place is without."""
        return place.literal is not None and any(
            place.literal.strip('"') in map(str, form.parameters.get(name, {}).get("without", ()))
            for name in place.names
        )

    # ---- one line -------------------------------------------------------------------

    def right(self, command: str, type_: str, values: list) -> bool:
        return any(
            self.accepts(form, values)
            for form in self.forms
            if (form.command, form.type) == (command, type_)
        )

    def accepts(self, form: Form, values: list) -> bool:
        """`values`: one for each place that was written; "" is an empty one."""
        if form.lacking or len(values) > len(form.places):
            return False
        padded = values + [""] * (len(form.places) - len(values))
        fits = all(map(lambda p, v: self._fits(form, p, v), form.places, padded))
        return fits and self._well_shaped(form, padded) and self._keeps_rules(form, padded)

    def _fits(self, form: Form, place: Place, value) -> bool:
        if place.literal is not None:
            return written(value) == place.literal
        return value == "" or self.parameter(form, place, value) is not None

    def parameter(self, form: Form, place: Place, value) -> dict | None:
        """Of the alternatives the one that takes the value."""
        rows = [form.parameters[name] for name in place.names]
        return next((row for row in rows if takes(row, value)), None)

    @staticmethod
    def _well_shaped(form: Form, values: list) -> bool:
        """What is left out is in brackets, and none that stands needs it."""
        given = [(), *(p.brackets for p, v in zip(form.places, values) if v != "")]
        for place, value in zip(form.places, values):
            needed = any(b[: len(place.brackets)] == place.brackets for b in given)
            if value == "" and needed and place.text and not place.may_be_empty:
                return False
        return True

    def _keeps_rules(self, form: Form, values: list) -> bool:
        named = {}
        for place, value in zip(form.places, values):
            if value != "":
                named |= {name: value for name in place.names}
        return all(keeps(rule, named) for rule in form.row.get("rules", ()))


# ---- values ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quoted:
    """A text that stands between quotes."""

    text: str


def written(value) -> str:
    return f'"{value.text}"' if isinstance(value, Quoted) else str(value)


def numbers(row: dict) -> tuple[int, int]:
    if "range" not in row:
        return -INT32, INT32
    low, high = str(row["range"]).split("..")
    return int(low), int(high)


def lengths(row: dict) -> tuple[int, int | None]:
    told = str(row.get("length", row.get("assumed_length", "")))
    low, _, high = told.rpartition("..")
    usual = {"ip": 45, "ipv6": 45, "ipv4": 15, "host": 255, "domain": 254}.get(row["type"])
    return int(low or 0), int(high) if high else usual


def allowed(row: dict) -> list | None:
    """The values of an enumeration, without those that the model lacks."""
    if "values" not in row:
        return None
    without = [str(value) for value in row.get("without", ())]
    return [value for value in row["values"] if str(value) not in without]


def takes(row: dict, value) -> bool:
    if row.get("unsupported"):
        return False
    if row["type"] == "integer":
        return isinstance(value, int) and _in_numbers(row, value)
    if not isinstance(value, Quoted) and row["type"] not in ("word", "hex"):
        return False
    if "values" in row or row["type"] == "data":
        return row["type"] == "data" or value.text in map(str, allowed(row))
    text = value.text if isinstance(value, Quoted) else str(value)
    low, high = lengths(row)
    return low <= len(text) <= (high or len(text))


def _in_numbers(row: dict, value: int) -> bool:
    low, high = numbers(row)
    own = allowed(row)
    return value in own if own is not None else low <= value <= high


def keeps(rule: str, named: dict) -> bool:
    when, _, must = rule.rpartition(" requires ")
    return (when != "" and not holds(when, named)) or holds(must, named)


def holds(test: str, named: dict) -> bool:
    name, op, value = re.fullmatch(r"<(.+)> (\S+) ?(.*)", test).groups()
    if op in ("given", "absent"):
        return (name in named) == (op == "given")
    if name not in named:
        return op == "!="
    same = written(named[name]) == value
    return same == (op == "=") if op in ("=", "!=") else compare(op, named[name], int(value))


def compare(op: str, one: int, other: int) -> bool:
    return one >= other if op == ">=" else one <= other
