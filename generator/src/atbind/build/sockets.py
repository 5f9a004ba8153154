# SPDX-License-Identifier: MIT
"""The section `sockets`: which commands open, send, read and close, and what lines say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from atbind.build.prepared import DATA, NUMBER, TEXT, Section, Unknown
from atbind.model.dialect import Form, Line
from atbind.model.sockets import JOBS, WORDS, Prepared, SocketKind, SocketLine, Sockets
from atbind.notation.phrases import PhraseError, parse_range
from atbind.tables.problems import Report, alternatives
from atbind.tables.reader import List, Map

OPEN_VALUES = {"id": NUMBER, "host": TEXT, "port": NUMBER, "length": NUMBER, "data": DATA}
LAST_PEER = 15  # ATB_LAST_PEER
SAYING = re.compile(r"(?P<word>\w+)(?: <(?P<value>[^>]+)>)?(?: of <(?P<id>[^>]+)>)?")


def build_sockets(
    table: Map, name: str, forms: Iterable[Form], lines: Iterable[Line], report: Report
) -> Sockets | None:
    """None where the dialect has no such section."""
    if not table:
        return None
    return _Builder(table, name, forms, lines, report, OPEN_VALUES).build()


class _Builder(Section):
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
        return Sockets(
            first_id=first,
            kinds=tuple(kinds),
            lines=tuple(self._lines()),
            set_up=self._prepared(self.table, "set_up"),
            resolve=self._prepared(self.table, "resolve"),
        )

    def _range(self, row: Map, key: str) -> tuple[int, int]:
        try:
            return parse_range(row.get(key, "0..0"))
        except PhraseError as error:
            self.report.add(row.at(key), str(error))
            return 0, 0

    # ---- kinds --------------------------------------------------------------------

    def _kind(self, name: str, row: Map, ids: int) -> SocketKind:
        jobs = {job: made for job in JOBS if (made := self._prepared(row, job))}
        by_address = row.get("by_address", False)
        if by_address and "prepare" in row:
            message = "`by_address` looks the name up in the place of `prepare`; use `prepare_too`"
            self.report.add(row.at("prepare"), message)
        if by_address and "resolve" not in self.table:
            self.report.add(row.at("by_address"), "nothing looks names up; give `resolve`")
        elif by_address and (resolve := self._prepared(self.table, "resolve")):
            jobs["prepare"] = resolve
        accepts = row.get("accepts")
        if accepts is not None and accepts not in self.table.map("kinds"):
            remedy = alternatives(accepts, self.table.map("kinds"))
            self.report.add(row.at("accepts"), f"there is no kind `{accepts}`; {remedy}")
        return SocketKind(
            name=name,
            jobs=jobs,
            ids=row.get("ids", ids),
            send_max=row.get("send_max", 0),
            read_max=row.get("read_max", 0),
            packets=row.get("packets", False),
            empty_is_error=row.get("empty_is_error", False),
            accepts=accepts,
            by_address=by_address,
        )

    def _prepared(self, row: Map, key: str) -> Prepared | None:
        if key not in row:
            return None
        try:
            return self.preparer.prepare(str(row[key]))
        except Unknown as error:
            self.report.add(row.at(key), f"{error}; write it as it is sent")
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
