# SPDX-License-Identifier: MIT
"""The section `bringup`: steps, what they need of an answer, where they lead, what throws back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from atbind.build.prepared import NUMBER, TEXT, Section, Unknown
from atbind.build.steps import row_lacks, steps_lack, up_of
from atbind.model.bringup import (
    ALL,
    STAGES,
    VALUES_MAX,
    Bringup,
    BringupStep,
    Loss,
    Wanted,
    in_order,
)
from atbind.model.dialect import Form, Line
from atbind.model.sockets import Prepared
from atbind.notation.phrases import PhraseError, parse_duration
from atbind.tables.mistakes import Report, alternatives
from atbind.tables.reader import Map
from atbind.tables.where import Where

OPEN_VALUES = {
    "apn": TEXT,
    "user": TEXT,
    "password": TEXT,
    "pin": TEXT,
    "baud": NUMBER,
}
WANTED = re.compile(r"<(?P<field>[^>]+)> = (?P<values>\d+(?:, *\d+)*)")
UNIT_MS = 100
TIME_MAX_MS = 255 * UNIT_MS
MINUTE_MS = 60_000
PAUSE_MAX_MS = 255 * MINUTE_MS
NEXT = "next"


def build_bringup(
    table: Map, name: str, forms: Iterable[Form], lines: Iterable[Line], report: Report
) -> Bringup | None:
    """None where the dialect has no such section. Forms and lines are the shared chapter's, too."""
    if not table:
        return None
    return _Builder(table, name, forms, lines, report).build()


class _Builder(Section):
    def __init__(
        self, table: Map, name: str, forms: Iterable[Form], lines: Iterable[Line], report: Report
    ):
        super().__init__(table, name, forms, lines, report, OPEN_VALUES)
        rows = table.list("steps")
        self.rows = [(row, at) for row, at in zip(rows, rows.lines) if isinstance(row, Map)]
        self.ways = 1  # how many commands a step has that has several
        self.places: dict[str, int] = {}
        for n, (row, at) in enumerate(self.rows):
            name = str(row.get("step"))
            if self.places.setdefault(name, n) != n:
                self.report.add(at, f"the step `{name}` stands twice; name one of them otherwise")

    def build(self) -> Bringup:
        steps = tuple(self._step(n, row, at) for n, (row, at) in enumerate(self.rows))
        made = Bringup(
            steps=steps,
            losses=tuple(self._losses()),
            pauses_min=tuple(map(self._pause, self.table.list("pauses"))) or (0,),
            reset=self._place(self.table, "reset", len(self.rows)),
            again=self._place(self.table, "again", len(self.rows)),
            echo=self._place(self.table, "echo", len(self.rows)),
        )
        if not steps or self.report.mistakes:
            return made  # else what is missing may be what is wrong
        made = in_order(made)
        self._check(made)
        return made

    def _check(self, made: Bringup) -> None:
        for n, why in steps_lack(made):
            self.report.add(self.rows[self.places[made.steps[n].name]][1], why)
        before = [step.name for step in made.steps[: up_of(made)]]
        for key in ("again", "echo"):
            self._leads_back(self.table, key, before)
        for row in self.table.list("losses"):
            self._leads_back(row, "step", before)

    def _leads_back(self, row: Map, key: str, before: list[str]) -> None:
        if row[key] not in before:
            message = f"`{row[key]}` does not stand before the step in which data flows"
            self.report.add(row.at(key), f"{message}; what is lost begins at one that does")

    # ---- steps ----------------------------------------------------------------------

    def _step(self, n: int, row: Map, where: Where) -> BringupStep:
        kind = row["press"] if "press" in row else row.get("kind", "command")
        commands = tuple(self._commands(row))
        if ("command" in row) == ("press" in row):
            self.report.add(where, "a step has a `command`, or a key to `press`; give one of them")
        for key, why in row_lacks(row):
            self.report.add(row.at(key), why)
        return BringupStep(
            name=str(row.get("step", "")),
            stage=row.get("stage", STAGES[0]),
            kind=kind,
            then=self._place(row, "then", n),
            fails=self._place(row, "fails", n) if "fails" in row else self._reset(),
            tries=row.get("tries", 1),
            every_ms=self._time(row, "for" if "press" in row else "every"),
            limit_ms=self._time(row, "limit"),
            commands=commands,
            wants=tuple(a for c in commands if (a := self._wants(row, c, kind)) is not None),
        )

    def _reset(self) -> int:
        return self.places.get(str(self.table.get("reset")), 0)

    def _place(self, row: Map, key: str, at: int) -> int:
        name = str(row.get(key, NEXT))
        if name == NEXT:
            return at + 1 if at + 1 < len(self.rows) else 0
        if name not in self.places:
            remedy = alternatives(name, self.places)
            self.report.add(row.at(key), f"there is no step `{name}`; {remedy}")
        return self.places.get(name, 0)

    def _ms(self, row: Map, key: str, text: object) -> int:
        try:
            return parse_duration(str(text))
        except PhraseError as error:
            self.report.add(row.at(key), str(error))
            return 0

    def _time(self, row: Map, key: str) -> int:
        ms = self._ms(row, key, row[key]) if key in row else 0
        if ms % UNIT_MS or ms > TIME_MAX_MS:
            message = f"`{row[key]}` is no multiple of 100 ms up to 25500 ms; write one"
            self.report.add(row.at(key), message)
        return ms

    def _pause(self, text: object) -> int:
        """In minutes."""
        ms = self._ms(self.table, "pauses", text)
        if ms % MINUTE_MS or ms > PAUSE_MAX_MS:
            message = f"`{text}` is no multiple of 60 s up to {PAUSE_MAX_MS // 1000} s; write one"
            self.report.add(self.table.at("pauses"), message)
        return ms // MINUTE_MS

    def _commands(self, row: Map) -> Iterable[Prepared]:
        texts = each(row.get("command", []))
        made = []
        for text in texts:
            try:
                made.append(self.preparer.prepare(str(text)))
            except Unknown as error:
                self.report.add(row.at("command"), str(error))
        if len({one.places for one in made}) > 1:
            message = "the commands of one step leave different values open; give each a step"
            self.report.add(row.at("command"), message)
        if len(texts) > 1 and self.ways not in (1, len(texts)):
            message = f"has {len(texts)} commands where a step before has {self.ways}; give as many"
            self.report.add(row.at("command"), message)
        self.ways = max(self.ways, len(texts))
        return made

    # ---- what lines must say -----------------------------------------------------------

    def _wants(self, row: Map, command: Prepared, kind: str) -> Wanted | None:
        if kind == "sim":
            return self._tells_card(row, command)
        if "wants" not in row:
            return None
        for line in command.form.infos:
            answer = self._answer(row, "wants", line)
            if answer is not None:
                return answer
        message = (
            f"`{row['wants']}`: no line of {command.text} has this field, with values up to 14"
        )
        self.report.add(row.at("wants"), f"{message}; write <stat> = 1, 5")
        return None

    def _tells_card(self, row: Map, command: Prepared) -> Wanted | None:
        if command.form.infos:
            return Wanted(command.form.infos[0], values=ALL)
        message = f"`{command.text}` is answered by no line that tells the card's state"
        self.report.add(row.at("command"), f"{message}; write AT+CPIN?")
        return None

    @staticmethod
    def _answer(row: Map, key: str, line: Line) -> Wanted | None:
        found = WANTED.fullmatch(str(row[key]))
        if not found or found["field"] not in [field.name for field in line.values]:
            return None
        values = tuple(int(v) for v in found["values"].split(","))
        return Wanted(line, found["field"], values) if max(values) <= VALUES_MAX else None

    def _losses(self) -> Iterable[Loss]:
        for row in self.table.list("losses"):
            names = each(row.get("line"))
            if len(names) not in (1, self.ways):
                message = f"{len(names)} lines, and {self.ways} commands of a step; give as many"
                self.report.add(row.at("line"), message)
            for way, name in enumerate(names):
                yield from self._loss(row, str(name), way if len(names) > 1 else None)

    def _loss(self, row: Map, name: str, way: int | None) -> Iterable[Loss]:
        line = self.lines.get(name)
        if line is None:
            message = f"there is no line `{name}`; {alternatives(name, self.lines)}"
            self.report.add(row.at("line"), message)
            return
        if line.role == "info":
            message = f"`{name}` is an answer, which comes where it is asked for; name a URC"
            self.report.add(row.at("line"), message)
        if "when" in row and "unless" in row:
            self.report.add(row.at("when"), "`when` and `unless` say the same; give one of them")
        key = next((key for key in ("unless", "when") if key in row), None)
        answer = self._answer(row, key, line) if key else Wanted(line, values=ALL)
        if answer is None:
            message = f"`{row[key]}` is no field of {line.syntax} with values up to 14"
            self.report.add(row.at(key), f"{message}; write <stat> = 1, 5")
            return
        if key == "unless":
            answer = replace(answer, values=tuple(v for v in ALL if v not in answer.values))
        yield Loss(answer, self._place(row, "step", 0), bool(row.get("boots", line.boots)), way)


def each(value: object) -> list[object]:
    """One, or several."""
    return list(value) if isinstance(value, list) else [value]
