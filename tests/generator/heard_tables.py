# SPDX-License-Identifier: MIT
"""Random received rows, and of each line what spec/README.md says it is: nothing here asks the generator.

Rows of a keyword are told apart as that page allows: by a first literal, the number of fields, where
numbers stand, the range of a first number, a setting. Each `Row` can print lines of its own and says
what is in them; `damaged` are lines that only look like it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

LETTERS = "abcxyzOKAT09 .:;>+-_/"
TYPES = {
    "n": "{type: integer}",
    "c": "{type: integer, range: 0..9, closed: true}",
    "e": "{type: integer, values: {0: off, 1: on, 7: out}}",
    "m": "{type: integer, range: -5..300}",
    "s": "{type: string}",
    "w": "{type: word}",
    "x": "{type: hex}",
    "a": "{type: ip}",
    "N": "{type: integer, range: 0..9, closed: true, models: {NARROW: {range: 2..4}}}",
    "l": "{type: integer, range: 0..30, closed: true}",
    "k": "{type: integer, range: 0..9}",
    "K": "{type: integer, range: 10..99}",
    "r": "{type: rest}",
}
NUMBERS = "nceNmlkK"
HEAD = """\
dialect: heard
title: Random rows
manual: {title: null, version: null}
default_timeout: 5 s
settings: {mode: {assume: 0, lifetime: power}}
models: {WIDE: {}, NARROW: {}}
commands:
  +ASK: {title: Nothing, forms: [{syntax: AT+ASK, answers: [OK]}]}
"""


@dataclass
class Case:
    """What the modem sends, and the events that must come: (kind, id, fields or bytes)."""

    sent: bytes
    events: list[tuple]
    mode: int | None = None


@dataclass
class Row:
    name: str
    prefix: str  # +U1:
    literal: str | None  # as on the wire
    required: list[str]  # names; the first letter is the type
    optional: list[str] = field(default_factory=list)
    empty: frozenset[str] = frozenset()  # of the required ones: may be empty
    many: int = 0  # the last required one is a list of so many at most
    payload: str = ""  # after_raw, after_hex, inline_raw, inline_hex, to_end
    when: int | None = None
    split: str = ""  # between the last two required ones
    other: bool = False  # another layout lacks the second field
    mark: str = " "  # between the keyword and what follows
    alone: bool = True  # no other row has its keyword: blanks, quotes and fields may be odd

    def text(self) -> str:
        words = [self.literal] if self.literal else []
        words += [f"[<{n}>]" if n in self.empty else f"<{n}>" for n in self.required]
        line = self.joined(words) + (f"{{{self.many}}}" if self.many else "")
        data = {"": "", "to_end": ",<hx>"}.get(self.payload)
        if data is None:
            data = ("<CR><LF>" if self.payload.startswith("after") else ",") + (
                "<hd>" if self.payload.endswith("hex") else "<rd>"
            )
        line += "".join(f"[,<{n}>" for n in self.optional) + "]" * len(self.optional) + data
        when = f", when: mode = {self.when}" if self.when is not None else ""
        shorter = f"{self.prefix} {','.join([*words[:1], *words[2:]])}"
        when += f", layouts: [{{line: '{shorter}'}}]" if self.other else ""
        return f"  {self.name}: {{line: '{self.prefix}{self.mark if line else ''}{line}'{when}}}"

    def joined(self, words: list[str]) -> str:
        if not self.split:
            return ",".join(words)
        return ",".join([*words[:-2], words[-2] + self.split + words[-1]])


class Heard:
    """One dialect of such rows; the same seed gives the same one."""

    def __init__(self, seed: int, keywords: int = 40):
        self.dice = random.Random(seed)
        self.rows: list[Row] = []
        self.count = 0
        self.replaced = self.dice.randint(2, 5)  # each so many-th row, by the overlay
        for number in range(keywords):
            self._keyword(f"+U{number}:")

    def overlay(self) -> str:
        """Rows as they are; table(stale=True) has others in their place."""
        rows = "\n".join("  " + row.text() for row in self.rows[:: self.replaced])
        return "overlay: heard\nreplace:\n  urcs:\n" + rows + "\n"

    def table(self, stale: bool = False) -> str:
        names = sorted({n for row in self.rows for n in (*row.required, *row.optional)} | {"l0"})
        known = "".join(f"  {n}: {TYPES[n[0]]}\n" for n in names)
        data = {
            "rd": "{type: data, length: l0}",
            "hd": "{type: data, length: l0, coding: hex}",
            "hx": "{type: data, coding: hex}",
        }
        rows = "\n".join(row.text() for row in self.rows)
        known += "".join(f"  {n}: {t}\n" for n, t in data.items() if f"<{n}>" in rows)
        if "<l0>" not in rows:
            known = known.replace(f"  l0: {TYPES['l']}\n", "")
        for row in self.rows[:: self.replaced] if stale else ():
            rows = rows.replace(row.text(), f"  {row.name}: {{line: '+STALE{row.name}: 7'}}")
        return HEAD + "parameters:\n" + known + "urcs:\n" + rows + "\n"

    # ---- rows -----------------------------------------------------------------------------

    def _names(self, kinds: str, most: int, least: int = 0) -> list[str]:
        letters = [self.dice.choice(kinds) for _ in range(self.dice.randint(least, most))]
        return [f"{letter}{place}" for place, letter in enumerate(letters, 1)]

    def _add(self, *arguments: object, **more: object) -> Row:
        self.count += 1
        self.rows.append(Row(f"u{self.count}", *arguments, **more))  # type: ignore[arg-type]
        return self.rows[-1]

    def _keyword(self, prefix: str) -> None:
        kind = self.dice.choice(
            ["general"] * 4
            + ["payload"] * 2
            + ["literal", "count", "place", "range", "when", "split", "order", "prefix"]
        )
        getattr(self, f"_{kind}")(prefix)

    def _general(self, prefix: str) -> None:
        required = self._names("nceNmswxa", 4)
        literal = self.dice.choice([None, None, None, '"word"', "word", "3"])
        if not required and literal is None:
            self._add(prefix.rstrip(":") + "X", None, [])
            return
        row = self._add(prefix, literal, required)
        end = self.dice.choice(["", "optional", "list", "rest"])
        if end == "optional":
            row.optional = [n + "9" for n in self._names("ncesw", 3, 1)]
        elif end == "list":
            row.required = [*required[:2], self.dice.choice("nce") + "8"]
            row.many = self.dice.randint(2, 4)
        elif end == "rest" and required:
            row.required = [*required, "r1"]
        else:
            middle = row.required[1:-1]
            row.empty = frozenset(n for n in middle if self.dice.random() < 0.4)

    def _payload(self, prefix: str) -> None:
        kinds = ["after_raw", "after_hex", "inline_raw", "inline_hex", "to_end"]
        payload = self.dice.choice(kinds)
        required = self._names("ncew", 2, 1)
        if payload != "to_end":
            required = [*required, "l0"]
        literal = self.dice.choice([None, '"recv"', "2"])
        self._add(prefix, literal, required, payload=payload)

    def _split(self, prefix: str) -> None:
        """The last colon parts a host from its port, the last blank a name from its number."""
        split, last = self.dice.choice([(":", "n9"), (" ", "c9")])
        self._add(prefix, None, [*self._names("ncw", 2), "w8", last], split=split)

    def _order(self, prefix: str) -> None:
        row = self._add(prefix, None, ["n1", "s2", "s3"], other=True)
        row.empty = frozenset(["s2"])

    def _prefix(self, prefix: str) -> None:
        """A comma behind the keyword, a word and a blank, or digits."""
        name, required = prefix.strip("+:"), self._names("ncs", 2)
        kind = self.dice.choice("comma word digits".split())
        if kind == "comma":
            self._add(f"+{name}K,", None, ["n7", *required], mark="")
        elif kind == "word":
            self._add(f"WORD {name}:", None, ["n7", *required])
        else:
            self._add(f"+{name}P", None, ["k7"], mark="")

    def _literal(self, prefix: str) -> None:
        words = self.dice.sample(['"one"', '"two words"', '"on"', '"onetwo"', "five", "six"], 3)
        if self.dice.random() < 0.4:
            words = ["0", "1", "12"]
        for word in words:
            self._add(prefix, word, self._names("ncesw", 3), alone=False)

    def _count(self, prefix: str) -> None:
        names = self._names("nem", 5, 5)
        for count in self.dice.sample(range(1, 6), self.dice.randint(2, 4)):
            self._add(prefix, None, names[:count], alone=False)

    def _place(self, prefix: str) -> None:
        self._add(prefix, None, ["n1", "s2", "n3"], alone=False)
        self._add(prefix, None, ["s1", "n2", "n3"], alone=False)
        self._add(prefix, None, ["n1", "n2", "s3"], alone=False)

    def _range(self, prefix: str) -> None:
        for first in "kK":
            self._add(prefix, None, [f"{first}1", "n2", "w3"], alone=False)

    def _when(self, prefix: str) -> None:
        for value in (0, 1, 2):
            names = [f"c{value + 1}", f"n{value + 4}"]
            self._add(prefix, None, names, when=value, alone=False)

    # ---- lines ----------------------------------------------------------------------------

    def cases(self, each: int, model: str) -> Iterator[Case]:
        for row in self.rows:
            for _ in range(each):
                yield self._case(row)
            yield from self._damaged(row, model)

    def _value(self, name: str) -> tuple[str, object]:
        """On the wire, and as it must come."""
        kind = name[0]
        if kind in NUMBERS:
            span = {"n": (-2147483647, 2147483647), "c": (0, 9), "m": (-5, 300), "N": (2, 4)}
            low, high = (span | {"l": (0, 30), "k": (0, 9), "K": (10, 99), "e": (0, 300)})[kind]
            edges = [low, high, max(low, min(high, 3)), self.dice.randint(low, high)]
            number = self.dice.choice(edges)
            return str(number), number
        if kind in "sr":
            text = "".join(self.dice.choice(LETTERS + ",") for _ in range(self.dice.randint(1, 9)))
            text = "v" + text.strip() + "w"
            return (f'"{text}"' if kind == "s" else text), text
        if kind == "a":
            text = self.dice.choice(["192.0.2.7", "2001:db8::7", "0.0.0.0"])
            return f'"{text}"', text
        text = self.dice.choice(["A0", "ff", "00", "1F2E"])
        return (text, text) if kind == "x" else ("w" + text, "w" + text)

    def _case(self, row: Row) -> Case:
        words: list[str] = [row.literal] if row.literal else []
        fields: dict[str, object] = {}
        length = 0
        for name in row.required:
            if name == row.required[-1] and row.many:
                pairs = [self._value(name) for _ in range(self.dice.randint(1, row.many))]
                words += [wire for wire, _ in pairs]
                fields[name] = [value for _, value in pairs]
            elif name in row.empty and self.dice.random() < 0.5:
                words.append("")
                fields[name] = None
            else:
                wire, value = self._value(name)
                words.append(wire)
                fields[name] = value
                length = value if name == "l0" else length  # type: ignore[assignment]
        given = self.dice.randint(0, len(row.optional))
        for place, name in enumerate(row.optional):
            wire, value = self._value(name)
            fields[name] = value if place < given else None
            words += [wire] if place < given else []
        return self._printed(row, words, fields, length)

    def _printed(self, row: Row, words: list[str], fields: dict, length: int) -> Case:
        ends = row.many or row.payload or any(n[0] == "r" for n in row.required)
        whole = len(words) == len(row.required) + len(row.optional) + bool(row.literal)
        if row.alone and not ends and whole and self._ends_itself(row) and self.dice.random() < 0.2:
            words = [*words, "77", '"more"']
        if row.alone and not (row.payload or row.split or row.other or row.prefix[-1] != ":"):
            words = [self._odd(word) for word in words]
        prefix = row.prefix
        if self.dice.random() < 0.2:
            prefix = prefix.lower()
        blanks = self.dice.choice(["", " ", " ", "  "]) if words and prefix[-1] == ":" else ""
        if row.other and words[1] == "" and self.dice.random() < 0.5:
            words = [words[0], words[2]]
        line = (prefix + (blanks if prefix[-1] == ":" else row.mark) + row.joined(words)).encode()
        event = ("urc", f"heard_urc_{row.name}", fields)
        sent, data = self._with_payload(row, line, length)
        more = [("payload", event[1], data)] if data else []
        return Case(sent, [event, *more], row.when)

    @staticmethod
    def _ends_itself(row: Row) -> bool:
        """What comes behind a word belongs to it, where none is documented."""
        return ([*row.required, *row.optional] or ["w"])[-1][0] in NUMBERS + "sa"

    def _odd(self, word: str) -> str:
        """A number between quotes."""
        bare = word.lstrip("-").isdigit()
        return f'"{word}"' if bare and self.dice.random() < 0.15 else word

    def _with_payload(self, row: Row, line: bytes, length: int) -> tuple[bytes, bytes]:
        start, end = b"\r\n", b"\r\n"
        if not row.payload:
            return start + line + end, b""
        if row.payload == "to_end":
            data = bytes(self.dice.randrange(256) for _ in range(self.dice.randint(1, 9)))
            return start + line + b"," + data.hex().upper().encode() + end, data
        pool = b'\r\nOK\r\n+U1: 1\r\n>,"\x00\xff\x1a'
        data = bytes(self.dice.choice(pool) for _ in range(length))
        coded = data.hex().encode() if row.payload.endswith("hex") else data
        between = b"\r\n" if row.payload.startswith("after") else b","
        return start + line + between + coded + end, data

    def _damaged(self, row: Row, model: str) -> Iterator[Case]:
        """One that lacks its last required field, or has no number where one belongs."""
        if (
            not row.alone
            or row.payload
            or row.many
            or row.split
            or row.other
            or not row.required
            or row.empty
        ):
            return
        event = [("malformed", f"heard_urc_{row.name}", {})]
        good = [self._value(n)[0] for n in row.required]
        words = [row.literal] if row.literal else []
        if len(good) > 1 and not any(n[0] in "sr" for n in row.required):
            line = f"{row.prefix} " + ",".join([*words, *good[:-1]])
            yield Case(f"\r\n{line}\r\n".encode(), event)
        for place, name in enumerate(row.required):
            if name[0] in "cN":
                beyond = ["10", "999", "-1"] if name[0] == "c" or model != "NARROW" else ["1", "5"]
                wrong = [*good[:place], self.dice.choice(beyond), *good[place + 1 :]]
                line = f"{row.prefix} " + ",".join([*words, *wrong])
                yield Case(f"\r\n{line}\r\n".encode(), event)
