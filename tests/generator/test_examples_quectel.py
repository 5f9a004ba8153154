# SPDX-License-Identifier: MIT
"""Each line that comes in the examples of Quectel's manual is the event that the page says."""

from pathlib import Path

import pytest
from atbind.modem import decoder, transcript
from atbind.places import SPEC
from heard import library

FOLDER = SPEC / "quectel" / "transcripts"
EXPECTED: dict[str, list[str]] = {}
for row in (Path(__file__).parent / "examples_quectel.txt").read_text("utf-8").splitlines():
    if row.startswith("## "):
        EXPECTED[row.removeprefix("## ")] = []
    elif not row.startswith("#"):
        EXPECTED[list(EXPECTED)[-1]].append(row)


def told(event: dict) -> str:
    name = (event["id"] or "").removeprefix("quectel_")
    fields = [f"{k}={v}".replace(" ", "_") for k, v in event["fields"].items() if v is not None]
    said = [event["text"]] if event["kind"] == "payload" else fields
    meaning = " ".join(part for part in (event["kind"], name, *said) if part)
    return f"{event['text'].strip()} | {meaning}"


@pytest.mark.parametrize("example", EXPECTED)
def test_the_events_of_an_example(example):
    events: list[dict] = []
    text = (FOLDER / f"{example}.txt").read_bytes()
    decoder.decode(library(), transcript.parse(text, example), [], events.append)
    assert [told(event) for event in events] == EXPECTED[example]


def test_every_example_is_held():
    assert sorted(EXPECTED) == sorted(path.stem for path in FOLDER.glob("*.txt"))
