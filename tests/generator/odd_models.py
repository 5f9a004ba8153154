# SPDX-License-Identifier: MIT
"""Random models: what the notation can say of a model, said of rows that no manual has.

Differences of ranges, lengths and values at the dialect's, a command's and a form's parameters;
what a model lacks where it stands, at the model and by group; models like others. A table may
be refused, by a message; else its C judges as model_rows does.
"""

from __future__ import annotations

import random

MODELS = ("A1", "A2", "B-1", "B2", "Mini")
HEAD = """\
dialect: odd
title: Random models
manual: {title: null, version: null}
default_timeout: 5 s
error_codes: {err: {0: fine}}
"""


class OddModels:
    """One dialect; the same seed gives the same one."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)

    def text(self) -> str:
        self.group = self.dice.sample(MODELS, 2)
        shared = "".join(f"  {name}: {self._parameter()}\n" for name in "pq")
        commands = "".join(self._command(f"+X{mark}") for mark in "ABCD")
        return (
            f"{HEAD}models:\n{self._models()}"
            f"model_groups: {{Some: [{', '.join(self.group)}]}}\n"
            f"parameters:\n{shared}commands:\n{commands}"
        )

    def _models(self) -> str:
        rows = []
        for number, name in enumerate(MODELS):
            said = []
            if number > 1 and self.dice.random() < 0.4:
                said.append(f"like: {self.dice.choice(MODELS[:number])}")
            elif self.dice.random() < 0.6:
                said.append(f"lacks: [{self._lack()}]")
            rows.append(f"  {name}: {{{', '.join(said)}}}\n")
        return "".join(rows)

    def _lack(self) -> str:
        mark = self.dice.choice("ABCD")
        return self.dice.choice(
            [f"+X{mark}", f"'+X{mark} <a>'", f"'+X{mark} <b>'", f"odd_x{mark.lower()}_two"]
        )

    def _some(self) -> str:
        """A key that names models: one, several, or the group."""
        names = self.dice.sample(MODELS, self.dice.randint(1, 2))
        return self.dice.choice([", ".join(names), "Some"])

    # ---- parameters -------------------------------------------------------------------

    def _parameter(self) -> str:
        kind = self.dice.choice([self._number, self._enumeration, self._words, self._string])
        general, different = kind()
        models = f", models: {{{self._differences(different)}}}" if different else ""
        return f"{{{general}{models}}}"

    def _differences(self, different: list[str]) -> str:
        keys = dict.fromkeys(self._some() for _ in range(self.dice.randint(1, 2)))
        return ", ".join(f'"{key}": {{{self.dice.choice(different)}}}' for key in keys)

    def _number(self) -> tuple[str, list[str]]:
        low, high = self.dice.choice([(0, 9), (1, 300), (-3, 70000)])
        cut = self.dice.randint(low + 1, high - 1)
        changes = [f"range: {low}..{cut}", f"range: {cut}..{high}", f"range: {cut}..{cut}"]
        return f"type: integer, range: {low}..{high}", [*changes, "unsupported: true"]

    def _enumeration(self) -> tuple[str, list[str]]:
        values = sorted(self.dice.sample(range(12), self.dice.randint(2, 6)))
        some = self.dice.sample(values, self.dice.randint(1, len(values) - 1))
        changes = [f"without: {some}", f"without: [{values[0]}]", "unsupported: true"]
        return f"type: integer, values: {values}", changes

    def _words(self) -> tuple[str, list[str]]:
        words = self.dice.sample(["TCP", "UDP", "ssl", "TCP LISTENER", "x"], 3)
        return f"type: string, values: [{', '.join(words)}]", [f"without: [{words[0]}]"]

    def _string(self) -> tuple[str, list[str]]:
        high = self.dice.choice([4, 40])
        return f"type: string, length: 1..{high}", [f"length: 2..{high - 1}", f"length: 1..{high}"]

    # ---- commands ---------------------------------------------------------------------

    def _command(self, name: str) -> str:
        rows = "".join(f"      {each}: {self._parameter()}\n" for each in "abc")
        tail = self.dice.choice(["[,<c>]", "[,<c>[,<p>]]", "[,<b>][,<q>]", ",[<q>],<p>", ""])
        second = "b" if "<b>" not in tail else "c"
        two = f"AT{name}=<a>,<b>,<c>,<p>,<q>,1"
        forms = [
            f"      - {{syntax: 'AT{name}=<a>,<{second}>{tail}', answers: [OK]{self._lacking()}}}\n",
            f"      - {{syntax: '{two}', name: {name[1:].lower()}_two, answers: [OK]{self._lacking()}}}\n",
            f"      - {{syntax: 'AT{name}?', answers: [OK]}}\n",
        ]
        return f"  {name}:\n    title: Odd\n    parameters:\n{rows}    forms:\n{''.join(forms)}"

    def _lacking(self) -> str:
        return f', lacking: {{"{self._some()}": "1"}}' if self.dice.random() < 0.3 else ""
