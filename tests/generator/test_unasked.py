# SPDX-License-Identifier: MIT
"""Every line that comes unasked, of every dialect, while every command waits.

A late result of another command, or a URC, is what it is whoever waits: never an entry of
a list, never malformed. Only where no text tells two layouts apart (one small number can
be the state that was asked for and a result) may the command under way have it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from atbind.build.spec import load
from atbind.model.dialect import Dialect, Line
from atbind.modem import native
from atbind.simulator.render import line_text

import sys

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "tests" / "generated"))
from make_lines import values_of  # noqa: E402

KINDS = ("urc", "result")
DIALECTS = ("quectel", "simcom", "fibocom", "onemo")


def keywords(line: Line) -> set[str]:
    return {line.prefix, *line.also}


def unasked(dialect: Dialect) -> list[tuple[Line, str]]:
    """Without payload and conditions: those are told apart by settings."""
    lines = [line for line in dialect.own_lines if line.role in KINDS]
    return [
        (line, line_text(line, values_of(line)))
        for line in lines
        if line.payload is None and line.when is None
    ]


def listed(form) -> set[str]:
    return {line.id for line in (*form.infos, *form.results)}


def rivals(dialect: Dialect, line: Line, form) -> list[Line]:
    """Lines of the form that begin as the unasked one does."""
    return [
        other
        for other in dialect.own_lines
        if other.id in listed(form) and keywords(other) & keywords(line)
    ]


def alike(dialect: Dialect, text: str) -> set[str]:
    """The lines that read so: one text may have a name for each command that it answers."""
    return {line.id for line, other in unasked(dialect) if other == text}


def sent(form) -> str:
    """A command line of the form, if it takes nothing or one small number a place."""
    head = form.syntax.split("=")[0] if "=" in form.syntax and form.type == "set" else form.syntax
    places = []
    for position in form.positions:
        if position.literal is not None:
            places.append(position.literal)
        elif position.optional:
            break
        else:
            p = position.parameter
            numbers = [v for v in (p.values or ()) if isinstance(v, int)]
            value = p.minimum if p.minimum is not None else (numbers[0] if numbers else 1)
            places.append(str(value) if p.type == "integer" else '"1.2.3.4"')
    return head + ("=" + ",".join(places) if form.type == "set" else "")


@pytest.mark.parametrize("name", DIALECTS)
def test_a_line_is_what_it_is_whoever_waits(name):
    (dialect,) = load(HOME / "spec", name)
    library = native.load(name, None, HOME / "generated")
    wrong, tried = [], 0
    for form in dialect.forms:
        for line, text in unasked(dialect):
            if line.id in listed(form) or rivals(dialect, line, form):
                continue
            library.begin()
            if not library.expect(sent(form).encode()):
                continue
            events = library.feed(f"\r\n{text}\r\n".encode())
            tried += 1
            if len(events) != 1 or events[0].id not in alike(dialect, text):
                wrong.append(f"{sent(form)} / {text}: {[(e.kind, e.id) for e in events]}")
    assert tried > 100
    assert not wrong, "\n".join(wrong[:20])


LATE = {
    "simcom": [
        ("AT+CIPOPEN?", "+CIPOPEN: 1,0", "simcom_cipopen_result"),
        ("AT+CIPCLOSE?", "+CIPCLOSE: 1,0", "simcom_cipclose_result"),
    ],
    "fibocom": [
        ("AT+MIPCLOSE?", "+MIPCLOSE: 1,0", "fibocom_mipclose_result"),
        ("AT+MIPCLOSE?", "+MIPCLOSE: 1,512,2", "fibocom_mipclose_acked_result"),
        ("AT+MIPOPEN?", "+MIPOPEN: 1,0", "fibocom_mipopen_result"),
    ],
}


@pytest.mark.parametrize("name", LATE)
def test_a_late_result_is_no_entry_of_a_list(name):
    library = native.load(name, None, HOME / "generated")
    for command, text, line in LATE[name]:
        library.begin()
        assert library.expect(command.encode())
        (event,) = library.feed(f"\r\n{text}\r\n".encode())
        assert event.id.startswith(line.removesuffix("_acked_result")), (text, event.id)
        assert "result" in event.id, (text, event.id)
