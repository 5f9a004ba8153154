# SPDX-License-Identifier: MIT
"""The section `sockets`: which commands open, send, read and close, and what lines say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from atbind.build.complete import kind_lacks, lines_lack
from atbind.build.parameters import misfit
from atbind.build.prepared import DATA, NUMBER, TEXT, Section, Unknown
from atbind.build.rows import check_name
from atbind.build.scope import Context
from atbind.model.dialect import Form, Line, Position
from atbind.model.parameter import Parameter
from atbind.model.sockets import JOBS, WORDS, Prepared, SocketKind, SocketLine, Sockets
from atbind.notation.phrases import PhraseError, parse_range
from atbind.tables.mistakes import alternatives
from atbind.tables.reader import List, Map

OPEN_VALUES = {"id": NUMBER, "host": TEXT, "port": NUMBER, "length": NUMBER, "data": DATA}
LAST_PEER = 15  # ATB_LAST_PEER
SAYING = re.compile(r"(?P<word>\w+)(?: <(?P<value>[^>]+)>)?(?: of <(?P<id>[^>]+)>)?")


def build_sockets(
    table: Map, context: Context, forms: Iterable[Form], lines: Iterable[Line]
) -> Sockets | None:
    """None where the dialect has no such section."""
    if not table:
        return None
    return _Builder(table, context, forms, lines).build()


class _Builder(Section):
    def __init__(self, table: Map, context: Context, forms: Iterable[Form], lines: Iterable[Line]):
        super().__init__(table, context.name, forms, lines, context.report, OPEN_VALUES)
        self.context = context

    def build(self) -> Sockets:
        first, last = self._range(self.table, "ids")
        kinds = [
            self._kind(name, row, last - first + 1)
            for name, row in self.table.map("kinds").items()
            if isinstance(row, Map)
        ]
        if last > LAST_PEER and any(kind.accepts for kind in kinds):
            message = (
                f"where peers are accepted ids end at {LAST_PEER}: one bit keeps each that waits"
            )
            self.report.add(self.table.at("ids"), message)
        self._check_ids(first, kinds)
        lines = tuple(self._lines())
        self._check_complete(kinds, lines)
        return Sockets(
            first_id=first,
            kinds=tuple(kinds),
            lines=lines,
            set_up=self._prepared(self.table, "set_up"),
            resolve=self._resolve(),
        )

    def _resolve(self) -> Prepared | None:
        """A lookup waits for its address itself: behind OK the modem takes commands again."""
        made = self._prepared(self.table, "resolve")
        if made is None:
            return None
        owed = made.form.owed
        lines = tuple(replace(one, pays=False) for one in owed.lines)
        return replace(made, form=replace(made.form, owed=replace(owed, results=0, lines=lines)))

    def _check_complete(self, kinds: list[SocketKind], lines: tuple[SocketLine, ...]) -> None:
        """Behind all else: what is missing may be what is wrong. An overlay may have removed it."""
        if self.report.mistakes or self.context.may_be_idle(self.table.where):
            return
        rows = self.table.map("kinds")
        for kind in kinds:
            for key, why in kind_lacks(kind):
                self.report.add(rows.map(kind.name).at(key), why)
        for why in lines_lack(kinds, lines, "resolve" in self.table):
            self.report.add(self.table.at("lines"), why)

    def _check_ids(self, first: int, kinds: list[SocketKind]) -> None:
        """The command lines of a kind take all its numbers; what is wrong with all is told once."""
        rows = self.table.map("kinds")
        shared = [kind for kind in kinds if "ids" not in rows.map(kind.name)]
        for kind in kinds:
            row, numbers = rows.map(kind.name), (first, first + kind.ids - 1)
            if kind not in shared:
                self._check(row, "ids", kind.jobs.values(), "<id>", numbers)
        if shared:
            jobs = [job for kind in shared for job in kind.jobs.values()]
            self._check(self.table, "ids", jobs, "<id>", (first, first + shared[0].ids - 1))

    def _check(
        self, row: Map, key: str, jobs: Iterable[Prepared], place: str, numbers: Iterable[int]
    ) -> None:
        if self.context.may_be_idle(row.at(key)):
            return  # an overlay may narrow a parameter and leave this row as it is
        told = (why for job in jobs for number in numbers if (why := _refused(job, place, number)))
        if why := next(told, ""):
            self.report.add(row.at(key), f"`{key}`: {why}")

    def _range(self, row: Map, key: str) -> tuple[int, int]:
        try:
            return parse_range(row.get(key, "0..0"))
        except PhraseError as error:
            self.report.add(row.at(key), str(error))
            return 0, 0

    # ---- kinds --------------------------------------------------------------------

    def _kind(self, name: str, row: Map, ids: int) -> SocketKind:
        check_name(name, row.where, self.context)
        jobs = {job: made for job in JOBS if (made := self._prepared(row, job))}
        by_address = row.get("by_address", False)
        if by_address and (resolve := self._looked_up(row)):
            jobs["prepare"] = resolve
        self._check_lengths(row, jobs)
        return SocketKind(
            name=name,
            jobs=jobs,
            ids=row.get("ids", ids),
            send_max=row.get("send_max", 0),
            read_max=row.get("read_max", 0),
            packets=row.get("packets", False),
            empty_is_error=row.get("empty_is_error", False),
            accepts=self._accepted(row),
            by_address=by_address,
        )

    def _looked_up(self, row: Map) -> Prepared | None:
        """What asks for the address, in the place of `prepare`."""
        if "prepare" in row:
            message = "`by_address` looks the name up in the place of `prepare`; use `prepare_too`"
            self.report.add(row.at("prepare"), message)
        if "resolve" not in self.table:
            self.report.add(row.at("by_address"), "nothing looks names up; give `resolve`")
        return self._prepared(self.table, "resolve")

    def _check_lengths(self, row: Map, jobs: dict[str, Prepared]) -> None:
        """The most that is sent or read at once stands in these commands."""
        for key, names in (("send_max", ("send", "send_else")), ("read_max", ("read",))):
            if key in row:
                those = [jobs[name] for name in names if name in jobs]
                self._check(row, key, those, "<length>", (row[key],))

    def _accepted(self, row: Map) -> str | None:
        """What a listener's peers are."""
        accepts, kinds = row.get("accepts"), self.table.map("kinds")
        if accepts is not None and accepts not in kinds:
            remedy = alternatives(accepts, kinds)
            self.report.add(row.at("accepts"), f"there is no kind `{accepts}`; {remedy}")
        return accepts

    def _prepared(self, row: Map, key: str) -> Prepared | None:
        if key not in row:
            return None
        try:
            return self.preparer.prepare(str(row[key]))
        except Unknown as error:
            self.report.add(row.at(key), str(error))
            return None

    # ---- lines --------------------------------------------------------------------

    def _lines(self) -> Iterable[SocketLine]:
        rows = self.table.map("lines")
        for name, sayings in rows.items():
            line = self.lines.get(str(name))
            if line is None:
                remedy = alternatives(name, self.lines)
                self.report.add(rows.at(name), f"there is no line `{name}`; {remedy}")
                continue
            for saying in sayings if isinstance(sayings, List) else [sayings]:
                made = self._saying(rows, str(name), line, str(saying))
                if made:
                    yield made

    def _saying(self, rows: Map, name: str, line: Line, saying: str) -> SocketLine | None:
        found = SAYING.fullmatch(saying)
        if not found or found["word"] not in WORDS:
            known = ", ".join(WORDS)
            self.report.add(
                rows.at(name),
                f"`{saying}` says nothing of sockets; write `word <value> of <id>` with one of {known}",
            )
            return None
        fields = [field.name for field in line.values]
        for field in (found["id"], found["value"]):
            if field is not None and field not in fields:
                remedy = alternatives(field, fields)
                self.report.add(rows.at(name), f"<{field}> is no field of {line.syntax}; {remedy}")
                return None
        return SocketLine(line, found["word"], found["id"], found["value"])


def _refused(prepared: Prepared, place: str, number: int) -> str:
    """Why a command line does not take a number where it has `<id>` or `<length>`; "" if it does.

    A read without a length is answered with as much as the line's own counter can say.
    """
    taking = [
        position.parameters
        for name, position in zip(prepared.places, _open(prepared))
        if name == place
    ]
    if not taking and place == "<length>":
        taking = [_counters(prepared)]
    for parameters in taking:
        whys = [f"<{p.name}>: {misfit(p, number)}" for p in parameters if misfit(p, number)]
        if whys and len(whys) == len(parameters):
            return f"{whys[0]} in `{prepared.text}`; write what it takes"
    payload = prepared.form.payload
    if place == "<length>" and payload and payload.maximum and number > payload.maximum:
        most = f"{payload.maximum} bytes of payload are the most"
        return f"{number}: {most} in `{prepared.text}`; write what it takes"
    return ""


def _open(prepared: Prepared) -> Iterable[Position]:
    return (position for position in prepared.form.positions if position.literal is None)


def _counters(prepared: Prepared) -> tuple[Parameter, ...]:
    """What counts the payload in the answers."""
    return tuple(
        field.parameter
        for line in prepared.form.infos
        for field in line.values
        if line.payload and field.parameter and field.name == line.payload.data_length
    )
