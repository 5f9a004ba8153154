# SPDX-License-Identifier: MIT
"""What the manual's examples mean: each with its events, read against the manual, in events/<dialect>.txt.

A transcript, and one of its events:

    ## 1.02-mipopen                                          a transcript of the dialect
    info mipopen_free Socket_ID=[2, 3, 4, 5, 6]              an event: kind, id, fields, what came as it is
"""

from pathlib import Path

import pytest

from atbind.modem import decoder, native, transcript

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1]
AS_IT_IS = ("payload", "malformed", "text")


def _blocks(path: Path) -> dict[str, str]:
    blocks = path.read_text().split("## ")[1:]
    return {name: body.strip() for name, _, body in (block.partition("\n") for block in blocks)}


WANTED = {path.stem: _blocks(path) for path in sorted((HERE / "events").glob("*.txt"))}


def _line(dialect: str, event: dict) -> str:
    fields = [f"{name}={value!r}" for name, value in event["fields"].items() if value is not None]
    words = [event["kind"], (event["id"] or "-").removeprefix(dialect + "_"), *fields]
    return " ".join(words + ([repr(event["text"])] if event["kind"] in AS_IT_IS else []))


def _transcript(dialect: str, name: str) -> Path:
    return HOME / "spec" / dialect / "transcripts" / f"{name}.txt"


def _events(dialect: str, name: str) -> str:
    path = _transcript(dialect, name)
    shown: list[dict] = []
    entries = transcript.parse(path.read_bytes(), path.name)
    decoder.decode(native.load(dialect, None, HOME / "generated"), entries, [], shown.append)
    return "\n".join(_line(dialect, event) for event in shown)


@pytest.mark.parametrize("dialect", WANTED)
def test_every_transcript_of_the_dialect_is_here(dialect):
    names = [path.stem for path in sorted(_transcript(dialect, "x").parent.glob("*.txt"))]
    assert list(WANTED[dialect]) == names


@pytest.mark.parametrize("dialect,name", [(d, name) for d in WANTED for name in WANTED[d]])
def test_the_example_means_what_the_manual_says(dialect, name):
    assert _events(dialect, name) == WANTED[dialect][name]
