# SPDX-License-Identifier: MIT
"""Lines as modems print them, and what becomes of them: `? LINE | KIND NAME FIELD=VALUE …`.

`?` in front: the line answers its command's AT+X?; else it came unasked.
"""

from functools import lru_cache

from atbind.modem import decoder, native, transcript
from atbind.places import GENERATED


def cases(table: str) -> list[tuple[str, ...]]:
    """The rows of a table written as text; `# ` is a comment."""
    rows = (row for row in table.splitlines() if row and not row.startswith("# "))
    return [tuple(part.strip() for part in row.split(" | ")) for row in rows]


@lru_cache(maxsize=None)
def library(dialect: str = "quectel"):
    return native.load(dialect, None, GENERATED)


def _told(event: dict) -> str:
    name = event["id"].partition("_")[2].removeprefix("urc_").removesuffix("_info")
    return f"{event['kind']} {name}"


def check(line: str, expected: str, dialect: str = "quectel") -> None:
    text = line.removeprefix("? ")
    sent = f"> AT{text.split(':')[0]}?\n" if line != text else ""
    expected_of(f"{sent}< {text}\n", expected, dialect)


def event_of(text: str, dialect: str = "quectel") -> dict:
    """What a transcript with one line received tells."""
    events: list[dict] = []
    decoder.decode(library(dialect), transcript.parse(text.encode(), "heard"), [], events.append)
    [event] = [event for event in events if event["kind"] != "echo"]
    return event


def expected_of(text: str, expected: str, dialect: str = "quectel") -> None:
    """Of a transcript with one line received."""
    event = event_of(text, dialect)
    kind, name, *fields = expected.split(" ")
    assert _told(event) == f"{kind} {name.removesuffix('_info')}", event
    for field in fields:
        key, value = field.split("=")
        assert str(event["fields"].get(key)).replace(" ", "_") == value, event
