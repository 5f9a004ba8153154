# SPDX-License-Identifier: MIT
"""generate --only: tables of a random list hear what the full ones hear, and the rest is text."""

import random

import pytest
from atbind.build.selection import select
from atbind.build.spec import load
from atbind.cli.main import main
from atbind.fuzz import values
from atbind.fuzz.answers import Answers
from atbind.modem import native
from atbind.places import GENERATED
from atbind.simulator.render import text_of

STREAMS = 300


def listed(dialect, dice: random.Random) -> list[str]:
    """Some forms of the dialect and of the chapter."""
    own = dice.sample([form.id for form in dialect.forms], 6)
    return own + dice.sample([form.id for form in dialect.chapter.forms], 6)


def command(form, dice: random.Random) -> bytes:
    """One line that the form may be, or nearly: both tables judge it."""
    found = []
    for position in form.positions:
        parameter = position.parameters[0] if position.parameters else None
        if parameter is None:
            found.append(position.literal or "")
        elif parameter.type == "data":
            found.append('"x"')
        else:
            found.append(text_of(values.value(parameter, dice), parameter))
    head, _, _ = form.syntax.partition("=") if found else (form.syntax, "", "")
    return (head + ("=" + ",".join(found) if found else "")).encode("latin-1")


def stream(dialect, known: set[str], form, answers: Answers, dice: random.Random) -> bytes:
    """What may come: answers, and what nobody asked for. Words that the list does not have could
    answer anything, and a connection's beginning is another story where it has none."""
    lines = [*dialect.urcs, *dialect.chapter.urcs, *form.infos, *form.results, *form.finals]
    data = b""
    for line in dice.choices(lines, k=4):
        word = line.prefix[:1].isalpha() and line.id not in known
        if word or line.role == "test" or line.final == "connect" or not line.prefix:
            continue
        part = answers.line(line, form, {})
        text = part.text.encode("latin-1")
        behind = b"," + part.payload if part.inside else b"\r\n" + part.payload
        data += b"\r\n" + text + behind
    return data + b"\r\n"


def told(events, known: set[str]) -> list[tuple]:
    """The events, as tables that know these lines alone tell them; pieces joined. A text longer than
    their line buffer comes in pieces, with its CRs."""
    found: list[tuple] = []
    for event in events:
        known_line = event.id in known
        row = (event.kind if known_line else native.TEXT, event.id if known_line else None)
        pieces = event.kind in (native.PAYLOAD, native.OVERLONG)
        joined = pieces and found and found[-1][:2] == row and found[-1][3] != 0
        text = (found.pop()[2] if joined else b"") + event.bytes
        ends = not known_line and event.remaining == 0
        found.append((*row, text.rstrip(b"\r") if ends else text, event.remaining))
    return found


def hear(library: native.Library, line: bytes, data: bytes, known: set[str]) -> list[tuple]:
    library.begin()
    library.expect(line)
    return told([*library.feed(data), *library.end()], known)


@pytest.mark.parametrize("name", ["quectel", "simcom", "fibocom", "onemo"])
def test_what_is_listed_is_heard_alike(name, home, tmp_path):
    (dialect,) = [one for one in load(home / "spec") if one.name == name]
    dice = random.Random(name)
    (tmp_path / "uses.txt").write_text("\n".join(listed(dialect, dice)) + "\n")
    (made,) = select([dialect], tmp_path / "uses.txt")
    options = ["--dialect", name, "--only", str(tmp_path / "uses.txt"), "--output", str(tmp_path)]
    assert main(["generate", *options]) == 0
    full, own = native.load(name, None, GENERATED), native.load(name, None, tmp_path)
    known = {line.id for line in (*made.lines, *made.chapter.lines)}
    answers = Answers(dialect, dice)
    for form in dice.choices((*made.forms, *made.chapter.forms), k=STREAMS):
        line, data = command(form, dice), stream(dialect, known, form, answers, dice)
        if full.explain(line).id == own.explain(line).id == form.id:
            assert hear(full, line, data, known) == hear(own, line, data, known), (line, data)
