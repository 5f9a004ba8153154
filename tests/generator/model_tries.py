# SPDX-License-Identifier: MIT
"""Command lines around every limit that a dialect's models have, and their C calls.

The rows they are made from are those of model_rows, which is who judges them, too.
"""

from __future__ import annotations

import itertools
import os
import re
import subprocess
from functools import cached_property
from pathlib import Path

from model_rows import INT32, SPEC, Facts, Form, Quoted, allowed, lengths, numbers, written

ADDRESSES = {"ipv4": "192.0.2.7", "ipv6": "2001:db8::7", "ip": "192.0.2.7"}
DATA = Quoted("31323334")


def good(row: dict) -> list:
    """Right values where no model is chosen, the plainest first."""
    if row["type"] == "data":
        return [DATA]
    if row.get("counts"):
        return [len(DATA.text)]
    if row["type"] == "integer":
        return allowed(row) or list(dict.fromkeys(numbers(row)))
    if "values" in row:
        return [Quoted(str(word)) for word in row["values"]]
    low, high = lengths(row)
    text = ADDRESSES.get(row["type"]) or (
        "a.example" if row["type"] == "host" else "a" * max(low, 1)
    )
    return [Quoted(text) if row["type"] not in ("word", "hex") else text]


def around(row: dict) -> set:
    """Every limit of a parameter, and what is one beyond."""
    if row["type"] == "data" or row.get("counts"):
        return set(good(row))
    if row["type"] == "integer":
        ends = allowed(row) or numbers(row)
        near = {n + step for n in ends for step in (-1, 0, 1)}
        return {n for n in near if abs(n) <= INT32}
    if "values" in row:
        return {*good(row), Quoted("none such")}
    low, high = lengths(row)
    if row["type"] in ADDRESSES or high is None:
        return set(good(row))
    letters = "a." * 200 if row["type"] == "domain" else "a" * 400  # a label has 63 letters
    texts = (letters[: n - 1] + "a" for n in (low - 1, low, high, high + 1) if n > 0)
    return {Quoted(text) if row["type"] not in ("word", "hex") else text for text in texts}


class Tries:
    """Command lines of a dialect at every limit that any model has."""

    def __init__(self, dialect: str, spec: Path = SPEC):
        self.general = Facts(dialect, None, spec)
        self.models = [None, *(self.general.head.get("models") or {})]
        self.facts = {model: Facts(dialect, model, spec) for model in self.models}

    @cached_property
    def all(self) -> list[tuple[Form, tuple]]:
        return [(f, values) for f in self.general.forms for values in self._assignments(f)]

    @cached_property
    def differing(self) -> list[tuple[Form, tuple]]:
        """Those that not all models judge alike."""
        judged = (
            (form, values, {self.right(m, form, values) for m in self.models})
            for form, values in self.all
        )
        return [(form, values) for form, values, verdicts in judged if len(verdicts) > 1]

    def right(self, model: str | None, form: Form, values: tuple) -> bool:
        """Whether this form of the model takes them; another form of the command may, too."""
        facts = self.facts[model]
        own = next(each for each in facts.forms if each.id == form.id)
        return facts.accepts(own, line_of(form, values))

    def _assignments(self, form: Form) -> list[tuple]:
        """Values of the places that are no literals: right ones, each then moved over its limits."""
        bases = self._bases(form)
        found = dict.fromkeys(bases)
        for base in bases:
            for at, place in enumerate(form.variable):
                for value in self._values(form, place):
                    found[(*base[:at], value, *base[at + 1 :])] = None
        return list(found)

    def _bases(self, form: Form) -> list[tuple]:
        """With all there is; and each place left out, wherever the form allows it."""
        choices = [
            [v for name in form.places[i].names for v in good(form.parameters[name])][:8] + [""]
            for i in form.variable
        ]
        full = next((v for v in itertools.product(*choices) if self._is_right(form, v)), None)
        if full is None:
            return []
        some = itertools.product(*({value, ""} for value in full))
        return [full, *(v for v in some if v != full and self._is_right(form, v))]

    def _is_right(self, form: Form, values: tuple) -> bool:
        return self.general.accepts(form, line_of(form, values))

    def _values(self, form: Form, place: int) -> list:
        """Of all models: where one ends, another goes on."""
        rows = (
            each.parameters[name]
            for facts in self.facts.values()
            for each in facts.forms
            if each.id == form.id
            for name in form.places[place].names
        )
        return sorted(set().union(*map(around, rows)), key=str)


def line_of(form: Form, values: tuple) -> list:
    """All places with their literals, without those at the end that are left out with their comma."""
    given = iter(values)
    found = [next(given) if p.literal is None else p.literal for p in form.places]
    while found and found[-1] == "" and form.places[len(found) - 1].brackets:
        found.pop()
    return found


def text_of(form: Form, values: tuple) -> str:
    if not form.row["syntax"].startswith("AT"):
        return form.row["syntax"]
    mark = {"read": "?", "test": "=?", "execute": "", "set": "="}[form.type]
    return f"AT{form.command}{mark}" + ",".join(map(written, line_of(form, values)))


def call_of(form: Form, values: tuple) -> str:
    """The C arguments: payload is two, and the parameter that counts it is none."""
    given = []
    for at, value in zip(form.variable, values):
        rows = [form.parameters[name] for name in form.places[at].names]
        if not any(row.get("counts") for row in rows):
            given.append(argument(rows, value))
    counted = len(form.variable) - len(given)
    while (
        given
        and given[-1] == "ATB_EMPTY"
        and form.places[form.variable[len(given) - 1 + counted]].brackets
    ):
        given.pop()
    return "".join(f", {text}" for text in given)


def argument(rows: list[dict], value) -> str:
    if value == "":
        return "ATB_EMPTY"
    if isinstance(value, int):
        return str(value)
    text = f'"{value.text if isinstance(value, Quoted) else value}"'
    return text + (f", {len(value.text)}" if rows[0]["type"] == "data" else "")


# ---- what compiles ----------------------------------------------------------------------

C = "gcc -std=c11 -fsyntax-only -ftrack-macro-expansion=0"
CXX = "g++ -x c++ -std=c++11 -fsyntax-only -w"


def refused(
    compiler: str,
    folders: list[Path],
    source: Path,
    dialect: str,
    model: str | None,
    calls: list[tuple[Form, tuple]],
) -> set[int]:
    """Which of the calls do not compile, by their number."""
    text = [f'#include "{dialect}.h"']
    for number, (form, values) in enumerate(calls):
        head = f"int f{number}(char *line, struct atb_refusal *r)"
        body = f"return {form.id}_encode(line, 999, r{call_of(form, values)});"
        text.append(f"{head}; {head} {{ {body} }}")
    source.write_text("\n".join(text) + "\n")
    chosen = re.sub("[^A-Z0-9]+", "_", model.upper()) if model else "ANY"
    words = [*compiler.split(), f"-D{dialect.upper()}_MODEL={chosen}"]
    # Of system headers: else g++ says where in the header it stands, not which call it is.
    command = [*words, *(f"-isystem{folder}" for folder in folders), source]
    english = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, text=True, env=english)
    found = re.findall(rf"^{re.escape(str(source))}:(\d+):\d+: error", done.stderr, re.MULTILINE)
    assert done.returncode == 0 or found, done.stderr[:2000]
    return {int(line) - 2 for line in found}
