# SPDX-License-Identifier: MIT
"""Prepared command lines as C: a form each, whose text has the values that the tables give it, and
behind its NUL a letter for each that is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from atbind.c.dialect import DialectView
from atbind.c.form_tables import FormTables
from atbind.c.forms import FormView, share_constants
from atbind.c.text import c_string
from atbind.model.dialect import Dialect
from atbind.model.sockets import JOBS, Prepared, Sockets

# Of sockets, then of bring-up; runtime/atb_prepared.h tells what they mean.
LETTERS = {
    **{"<host>": "A", "<id>": "a", "<port>": "b", "<length>": "c", "<data>": "$"},
    **{"<apn>": "A", "<user>": "B", "<password>": "C", "<pin>": "D", "<baud>": "a"},
}


def letters(prepared: Prepared) -> str:
    """What fills its places."""
    return "".join(LETTERS[place] for place in prepared.places)


class PreparedView(FormView):
    """A form with letters behind its text."""

    letters = ""

    @property
    def text_constant(self) -> str:
        assert len(self.letters) == len(self.variable)
        behind = f' "\\0" {c_string(self.letters)}' if self.letters else ""
        return super().text_constant + behind


class PreparedForms:
    """What prepared.c.j2 and prepared.h.j2 read: each line once, sockets' by name, bring-up's in an array."""

    def __init__(self, own: DialectView, shared: DialectView | None):
        self.own = own
        self.shared = shared
        self.named: dict[str, PreparedView] = {}  # by the line
        for name, prepared in socket_lines(own.dialect.sockets):
            if prepared.text not in self.named:
                self.named[prepared.text] = self._view(prepared, name)
        self.steps: list[Prepared] = []
        self.bringup: list[PreparedView] = []
        for commands in step_commands(own.dialect):
            self._add_step(commands)

    def _add_step(self, commands: tuple[Prepared, ...]) -> None:
        """Several commands of one step stand one behind the other."""
        if self.first_of(commands) is None:
            for prepared in commands:
                self.bringup.append(self._view(prepared, f"bringup_{len(self.steps)}"))
                self.steps.append(prepared)

    def first_of(self, commands: tuple[Prepared, ...]) -> int | None:
        """Where they stand among bring-up's, as they stand there."""
        count = len(commands)
        for first in range(len(self.steps) - count + 1):
            if tuple(self.steps[first : first + count]) == commands:
                return first
        return None

    def _view(self, prepared: Prepared, name: str) -> PreparedView:
        dialect = self.own.dialect
        context = self.own if prepared.origin.startswith(dialect.name + "_") else self.shared
        assert context is not None
        form = replace(prepared.form, id=f"{dialect.name}_{name}")
        view = PreparedView(form, context.dialect, context.arguments, context.settings)
        view.letters = letters(prepared)
        return view

    def symbol(self, prepared: Prepared) -> str:
        return symbol(self.own.dialect, self.named[prepared.text].id)

    @property
    def bringup_symbol(self) -> str:
        return symbol(self.own.dialect, f"{self.own.dialect.name}_bringup")

    @property
    def views(self) -> list[PreparedView]:
        return [*self.named.values(), *self.bringup]

    @staticmethod
    def longest(views: Iterable[FormView]) -> str:
        """Bytes of the longest of these lines, its CR and a NUL, as C says it."""
        lengths = [view.length for view in views]
        macros = sorted({macro for _, macros in lengths for macro in macros})
        return " + ".join([str(max((number for number, _ in lengths), default=0)), *macros])

    def own_views(self) -> list[PreparedView]:
        """Those of the dialect itself: they may be lacking on a model."""
        return [view for view in self.views if view.dialect is self.own.dialect]

    def values(self) -> dict[str, Any]:
        share_constants(self.views)
        return {
            **FormTables(self.views).values(),
            "named": [
                (text, symbol(self.own.dialect, view.id), view) for text, view in self.named.items()
            ],
            "bringup_rows": list(zip((p.text for p in self.steps), self.bringup)),
            "bringup_symbol": self.bringup_symbol,
            "uses_chapter": any(view.dialect is not self.own.dialect for view in self.views),
        }


def symbol(dialect: Dialect, name: str) -> str:
    """In a dialect with models it has the model in it."""
    return f"{dialect.name.upper()}_FORM({name})" if dialect.models else f"{name}_form"


def socket_lines(sockets: Sockets | None) -> Iterable[tuple[str, Prepared]]:
    if sockets is None:
        return
    for kind in sockets.kinds:
        yield from ((f"{kind.name}_{job}", kind.jobs[job]) for job in JOBS if job in kind.jobs)
    if sockets.set_up:
        yield "sockets_set_up", sockets.set_up
    if sockets.resolve:
        yield "sockets_resolve", sockets.resolve


def step_commands(dialect: Dialect) -> Iterable[tuple[Prepared, ...]]:
    """Those that stand alone first: behind them they are asked in turn."""
    found = (
        [step.commands for step in dialect.bringup.steps if step.commands]
        if dialect.bringup
        else []
    )
    yield from sorted(found, key=lambda commands: len(commands) > 1)
