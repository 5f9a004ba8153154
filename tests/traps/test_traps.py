# SPDX-License-Identifier: MIT
"""What drivers stumble over: cases in <dialect>.txt, each a transcript and the events that it must give.

A case:

    ## name of the case
    > AT+…          as in every transcript
    = KIND ID FIELD=VALUE… ['text']     one event; `-` for no id, fields not named may be anything
"""

import ast
import re
from pathlib import Path

import pytest

from atbind.modem import decoder
from atbind.modem import native
from atbind.modem import transcript

HERE = Path(__file__).resolve().parent
GENERATED = HERE.parents[1] / "generated"
FIELD = re.compile(r"('[^']*'|[\w-]+)=(\[[^\]]*\]|'[^']*'|-?\w+)(?= |$)")


def cases():
    for path in sorted(HERE.glob("*.txt")):
        for block in path.read_text().split("\n## ")[1:]:
            name, _, body = block.partition("\n")
            yield pytest.param(path.stem, body, id=f"{path.stem}: {name}")


def events_of(dialect: str, body: str) -> list[dict]:
    lines = [line for line in body.split("\n") if not line.startswith("= ")]
    entries = transcript.parse("\n".join(lines).encode("latin-1"), "case")
    shown: list[dict] = []
    decoder.decode(native.load(dialect, None, GENERATED), entries, [], shown.append)
    return shown


def assert_event(dialect: str, event: dict, expected: str) -> None:
    kind, identity, *rest = expected.split(" ", 2)
    assert event["kind"] == kind, (event, expected)
    own = identity if identity.startswith("cellular_") else f"{dialect}_{identity}"
    wanted = None if identity == "-" else own
    assert event["id"] == wanted, (event, expected)
    for name, value in FIELD.findall(rest[0] if rest else ""):
        assert event["fields"][name.strip("'")] == ast.literal_eval(value), (event, expected)
    if rest and rest[0].startswith("'") and not FIELD.match(rest[0]):
        assert event["text"] == ast.literal_eval(rest[0]), (event, expected)


@pytest.mark.parametrize("dialect,body", cases())
def test_what_comes_in_becomes_just_these_events(dialect, body):
    events = events_of(dialect, body)
    expected = [line[2:] for line in body.split("\n") if line.startswith("= ")]
    seen = [f"{e['kind']} {e['id']} {e['fields']} {e['text']!r}" for e in events]
    assert expected, "a case without events proves nothing"
    assert len(events) == len(expected), "\n".join(seen)
    for event, line in zip(events, expected):
        assert_event(dialect, event, line)
