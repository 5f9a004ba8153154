# SPDX-License-Identifier: MIT
"""Random dialects: rows that no manual has, of every kind that the notation can say.

Names are those of C, of the generated headers and of their arguments; what may be left out
nests as it likes. A table may be refused, by a message; else its C compiles and does what
the table says.
"""

from __future__ import annotations

import random

NAMES = """line set value result count type data max min mode err status id length text word key name
index answer modem session app done form room given size handler memory names init start encode
decode next first items item capacity other a b c the_end Socket_ID connectID User_name class errno
default state info urc final event time port host int32_t bool struct has_a a_count maker""".split()
ROWS = "line set closed recv data final state ring x".split()
COMMANDS = "+XA +XOPEN +XSEND +XREAD +XSET +XDATA +XLINE +XFINAL +XRESULT +XURC +XMODE".split()
HEAD = """\
dialect: odd
title: Random rows
manual: {title: null, version: null}
default_timeout: 5 s
finals: {CONNECT: connect}
error_codes: {err: {0: fine, 4: bad}}
"""


class OddTable:
    """One dialect; the same seed gives the same one."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)

    def text(self) -> str:
        names = self.dice.sample(COMMANDS, self.dice.randint(3, 7))
        commands = "".join(self._command(name) for name in names)
        rows = self.dice.sample(ROWS, self.dice.randint(0, 4))
        urcs = "".join(self._urc(number, row) for number, row in enumerate(rows))
        return HEAD + "commands:\n" + commands + ("urcs:\n" + urcs if urcs else "")

    # ---- parameters -------------------------------------------------------------------

    def _number(self) -> str:
        low, high = self.dice.choice([(0, 5), (0, 255), (1, 65535), (-1, 9), (0, 2147483647)])
        more = self.dice.choice(["", f", default: {max(low, 3)}", ", closed: true", ", error: err"])
        return f"{{type: integer, range: {low}..{high}{more}}}"

    def _type(self) -> str:
        made = (
            self._number(),
            "{type: integer, values: {0: off, 1: on, 5: out}}",
            "{type: integer, values: [0, 2, 9]}",
            f"{{type: string, length: {self.dice.randint(0, 1)}..{self.dice.choice([1, 20, 200])}}}",
            "{type: string, values: [TCP, UDP, TCP LISTENER]}",
            "{type: word, length: 1..9}",
            "{type: hex, length: 2..8}",
            "{type: ip}",
            "{type: host, length: 1..60}",
        )
        return self.dice.choice(made)

    def _parameters(self, count: int, known: dict[str, str]) -> list[str]:
        taken = {name.lower().replace("_", "") for name in known}
        free = [name for name in NAMES if name.lower().replace("_", "") not in taken]
        names = self.dice.sample(free, count)
        known |= {name: self._type() for name in names}
        return names

    # ---- command lines ------------------------------------------------------------------

    def _places(self, names: list[str]) -> str:
        """The first is required; from somewhere on all may be left out."""
        cut = self.dice.randint(1, len(names))
        required = ",".join([f"<{names[0]}>", *map(self._place, names[1:cut])])
        return required + self._optional(names[cut:])

    def _place(self, name: str) -> str:
        return self.dice.choice([f"<{name}>", f"<{name}>", f"[<{name}>]"])

    def _optional(self, names: list[str]) -> str:
        if not names:
            return ""
        first, rest = names[0], names[1:]
        kind = self.dice.choice(["nested", "beside", "together"])
        if kind == "together" and rest:
            return f"[,<{first}>,<{rest[0]}>{self._optional(rest[1:])}]"
        if kind == "beside":
            return f"[,<{first}>]{self._optional(rest)}"
        return f"[,<{first}>{self._optional(rest)}]"

    # ---- answers ----------------------------------------------------------------------------

    def _fields(self, names: list[str]) -> str:
        cut = self.dice.randint(1, len(names))
        rest = "".join(f"[,<{name}>" for name in names[cut:])
        fields = ",".join(f"<{name}>" for name in names[:cut])
        if cut == len(names) > 1 and self.dice.random() < 0.2:
            fields += "{4}"
        return fields + rest + "]" * (len(names) - cut)

    def _answers(self, line: str) -> list[str]:
        made = (
            [f"{line} then OK"],
            [f"OK then {line}"],
            [f"{line} ... then OK"],
            [f"[{line}] then OK"],
            [f"OK then {line}", "CONNECT"],
        )
        return self.dice.choice(made)

    def _command(self, name: str) -> str:
        known: dict[str, str] = {}
        names = self._parameters(self.dice.randint(1, 5), known)
        answers = ["OK"]
        if self.dice.random() < 0.8:
            told = self.dice.sample(names, self.dice.randint(0, len(names)))
            told += self._parameters(self.dice.randint(0 if told else 1, 2), known)
            answers = self._answers(f"{name}: {self._fields(told)}")
        forms = [self._form(f"AT{name}={self._places(names)}", answers)]
        if self.dice.random() < 0.5:
            forms.append(self._form(f"AT{name}=?", [f"{name}: (<{names[0]}>) then OK"]))
        if self.dice.random() < 0.5:
            forms.append(self._form(f"AT{name}" + self.dice.choice(["", "?"]), ["OK"]))
        return f"  {name}:\n    title: Odd\n{_rows(known)}    forms:\n" + "".join(forms)

    def _form(self, syntax: str, answers: list[str]) -> str:
        payload = ""
        prompts = answers[0].startswith("OK") and "=<" in syntax
        if prompts and self.dice.random() < 0.3:
            payload = f", payload: {{ends: ctrl_z, max: {self.dice.choice([1, 99, 1460])}}}"
            answers = [f"> then {answer}" for answer in answers]
        quoted = ", ".join(f"'{answer}'" for answer in [*answers, "ERROR"])
        return f"      - {{syntax: '{syntax}', answers: [{quoted}]{payload}}}\n"

    def _urc(self, number: int, row: str) -> str:
        known: dict[str, str] = {}
        names = self._parameters(self.dice.randint(0, 3), known)
        fields = f": {self._fields(names)}" if names else ""
        return f"  {row}:\n    line: '+U{number}{fields}'\n" + _rows(known)


def _rows(known: dict[str, str]) -> str:
    if not known:
        return ""
    return "    parameters:\n" + "".join(f"      {n}: {text}\n" for n, text in known.items())
