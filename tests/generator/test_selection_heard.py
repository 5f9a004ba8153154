# SPDX-License-Identifier: MIT
"""generate --only: tables of a random list take and hear what the full ones do, and the rest is text.

ATB_LISTS says how many lists of each dialect (1 unless told), ATB_SEED where they begin.
"""

import os
import random
import re
from dataclasses import replace

import pytest
from atbind.build.selection import select
from atbind.build.spec import load
from atbind.cli.main import main
from atbind.fuzz import values
from atbind.fuzz.answers import Answers, Part
from atbind.model.selection import selectable
from atbind.modem import native
from atbind.places import GENERATED
from atbind.simulator.parse import Request
from atbind.simulator.render import text_of
from atbind.simulator.values import Values

STREAMS = 300
FIRST = int(os.environ.get("ATB_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("ATB_LISTS", "1")))
ODD = (-1, 99999, 2147483648, "", 'a"b', "x" * 300, 3, "TCP")  # some of them are wrong anywhere


def listed(dialect, dice: random.Random) -> list[str]:
    """Some forms of the dialect and of the chapter, and a few of all that a list may name."""
    names = dice.sample([form.id for form in dialect.forms], dice.choice((1, 6)))
    names += dice.sample([form.id for form in dialect.chapter.forms], dice.choice((1, 6)))
    names += dice.sample(selectable(dialect), dice.choice((0, 2, 8)))
    return sorted({*names, *dice.sample(selectable(dialect.chapter), dice.choice((0, 2)))})


def argument(parameter, dice: random.Random) -> str:
    if parameter.type == "data":
        return '"x"'
    found = values.value(parameter, dice)
    return text_of(dice.choice(ODD) if dice.random() < 0.1 else found, parameter)


def command(form, dice: random.Random) -> bytes:
    """One line that the form may be, or nearly: both tables judge it."""
    found: list[str] = []
    for position in form.positions:
        if position.optional and dice.random() < 0.3:
            break
        empty = position.may_be_empty and dice.random() < 0.2
        told = argument(dice.choice(position.parameters), dice) if position.parameters else ""
        found.append("" if empty else position.literal or told)
    head, _, _ = form.syntax.partition("=") if found else (form.syntax, "", "")
    return (head + ("=" + ",".join(found) if found else "")).encode("latin-1")


def modem(dialect, known: set[str], dice: random.Random) -> Answers:
    """What says nothing that only the whole tables can tell from an answer: a word that the list
    does not have."""

    def kept(urcs):
        return tuple(u for u in urcs if u.id in known or not u.prefix[:1].isalpha())

    chapter = replace(dialect.chapter, urcs=kept(dialect.chapter.urcs))
    return Answers(replace(dialect, urcs=kept(dialect.urcs), chapter=chapter), dice)


def stream(request: Request, answers: Answers, dice: random.Random) -> bytes:
    """An answer, and between its lines what nobody asked for; a banner ends it. An answer of any
    text may say CONNECT, and what a connection begins with is another story where none does."""
    form = request.form
    untold = form.owed.connects or any(not line.prefix for line in form.infos)
    parts = [] if untold else answers.answer(request)
    for _ in range(2):
        parts.insert(dice.randint(0, len(parts)), answers.urc(form))
    banners = [urc for urc in answers.dialect.urcs if urc.boots]
    parts += [answers.line(urc, None, {}) for urc in dice.sample(banners, min(1, len(banners)))]
    return b"".join(map(on_the_wire, [*parts, answers.urc(None)]))


def on_the_wire(part: Part) -> bytes:
    text = part.text.encode("latin-1")
    if part.kind == "prompt":
        return b"\r\n> "
    behind = b"," + part.payload if part.inside else b"\r\n" + part.payload
    return b"\r\n" + text + behind


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
        fields = (event.fields, event.bad_field, event.status) if known_line else None
        found.append((*row, text.rstrip(b"\r") if ends else text, event.remaining, fields))
    return found


def hear(library: native.Library, line: bytes, pieces: list[bytes]) -> list[native.Event]:
    library.begin()
    library.expect(line)
    events = [event for piece in pieces for event in library.feed(piece)]
    return [*events, *library.end()]


def cut(data: bytes, dice: random.Random) -> list[bytes]:
    places = sorted(dice.choices(range(len(data) + 1), k=dice.choice((0, 1, 20))))
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["quectel", "simcom", "fibocom", "onemo"])
def test_what_is_listed_is_taken_and_heard_alike(name, seed, home, tmp_path):
    (dialect,) = load(home / "spec", [name])
    dice = random.Random(f"{name} {seed}")
    (tmp_path / "uses.txt").write_text("\n".join(listed(dialect, dice)) + "\n")
    (made,) = select([dialect], tmp_path / "uses.txt")
    options = ["--dialect", name, "--only", str(tmp_path / "uses.txt"), "--output", str(tmp_path)]
    assert main(["generate", *options]) == 0
    model = dice.choice([None, *(model.name for model in dialect.models)])
    full, own = native.load(name, model, GENERATED), native.load(name, model, tmp_path)
    known = {line.id for line in (*made.lines, *made.chapter.lines)}
    strangers = {line.id for line in dialect.lines if line.role != "urc"} - known
    answers = modem(dialect, known, dice)
    for form in dice.choices((*made.forms, *made.chapter.forms), k=STREAMS):
        line = command(form, dice)
        said = full.explain(line)
        if said.id != form.id:
            continue
        assert judged(own.explain(line)) == judged(said), line
        if not said.reason:
            data = stream(Request(form, Values(said.params)), answers, dice)
            pieces = cut(data, dice)
            heard = hear(full, line, pieces)
            if strangers.isdisjoint(event.id for event in heard):
                assert told(heard, known) == told(hear(own, line, pieces), known), (line, data)


def judged(said: native.Explanation) -> tuple:
    """What other forms would take, which the message ends with, is gone with them."""
    message = re.sub("; in another form [^(]*", " ", said.message).strip()
    return (said.id, said.params, said.reason, said.param, message)
