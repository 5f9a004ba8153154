# SPDX-License-Identifier: MIT
"""`atbind decode` for people: what was said, what it is, fields by name, errors in words."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from atbind.model.dialect import Dialect
from atbind.modem import native, transcript
from atbind.modem.decoder import Shown
from atbind.tell.facts import failure_sets

COLOURS = {
    "command": "36",
    "echo": "90",
    "final": "32",
    "failure": "31",
    "info": "0",
    "urc": "33",
    "prompt": "90",
    "payload": "35",
    "text": "90",
    "malformed": "1;31",
}
TEXT_WIDTH = 40  # columns of what was said, before what it means

Sets = dict[str, tuple[str, tuple[str, ...]]]


class Reader:
    """Prints events and commands, aligned, and in colour where somebody looks."""

    def __init__(
        self,
        library: native.Library,
        load_dialect: Callable[[], Dialect],
        colour: bool | None = None,
    ):
        self._library = library
        self._load = load_dialect
        wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")  # https://no-color.org
        self._colour = wanted if colour is None else colour
        self._form: str | None = None  # of the last command that was sent
        self._sent = ""
        self.knows: bool | None = None  # a line of what came, if any did

    @cached_property
    def _dialect(self) -> Dialect:
        return self._load()

    @cached_property
    def _sets(self) -> Sets:
        """Line -> its field with an error code, and the sets that may have it, the likeliest first."""
        chapter = self._dialect.chapter
        lines = (*self._dialect.lines, *(chapter.lines if chapter else ()))
        told: Sets = {
            line.id: (line.error_field, (line.error_set or "",))
            for line in lines
            if line.error_field
        }
        failures = failure_sets(self._dialect)
        return told | {line.id: (line.fields[0].name, sets) for line, sets in failures}

    @cached_property
    def _failures(self) -> set[str]:
        return {line.id for line in self._dialect.finals if line.final == "failure"}

    @cached_property
    def _texts(self) -> dict[tuple[str, int | str], str]:
        """Set and code -> the manual's words."""
        chapter = self._dialect.chapter
        codes = (*self._dialect.error_codes, *(chapter.error_codes if chapter else ()))
        return {(code.set, code.code): code.text for code in codes}

    @cached_property
    def _answers(self) -> set[tuple[str | None, str | None]]:
        """A form and a line that answers it: its own, and the chapter's."""
        chapter = self._dialect.chapter
        forms = (*self._dialect.forms, *(chapter.forms if chapter else ()))
        steps = ((form.id, step) for form in forms for o in form.outcomes for step in o.steps)
        return {(form, step.line.id) for form, step in steps if step.line}

    @cached_property
    def _tellers(self) -> dict[str, list[str]]:
        """Line -> the settings that it tells."""
        return {line.id: [e.setting for e in line.reads] for line in self._dialect.lines}

    # ---- what is printed ----------------------------------------------------------------

    def command(self, entry: transcript.Entry) -> None:
        self._sent = entry.data.decode("latin-1")
        self._line(">", "command", self._sent, self._meaning(self._sent))

    def _meaning(self, line: str) -> str:
        """Of a command, to which answers belong from here on."""
        command = self._library.explain(line.encode("latin-1"))
        self._form = command.id
        return f"!! {command.message}" if command.reason else _values(command.params)

    def payload(self, entry: transcript.Entry) -> None:
        self._line(">>", "payload", entry.data.decode("latin-1"), "")

    def event(self, event: Shown) -> None:
        kind, text = event["kind"], event["text"]
        if kind != "payload":  # whose line ends are its own
            text = text.strip("\r\n")
        if text:
            self.knows = bool(self.knows) or kind != "text"
        if kind == "echo" and text != self._sent:  # the modem alone tells of it
            self._line("<", kind, text, self._meaning(text))
            return
        meaning = self._told(event)
        if event["id"] in self._failures:
            kind = "failure"
        if kind == "urc" and not meaning and not self._is_answer(event):
            meaning = "(unasked)"
        if text or kind in ("payload", "malformed"):
            self._line("<<" if kind == "payload" else "<", kind, text, meaning)

    def _told(self, event: Shown) -> str:
        """What stands in a line, or why it is malformed."""
        if "reason" in event:
            return f"!! {event['reason']}"
        extra = f"(and no field: {event['extra']})" if "extra" in event else ""
        parts = (_values(event["fields"]), self._error(event), self._unasked(event), extra)
        return "  ".join(part for part in parts if part)

    def _error(self, event: Shown) -> str:
        """The code's text in the manual's words."""
        field, sets = self._sets.get(event["id"] or "", ("", ()))
        code = event["fields"].get(field)
        if not isinstance(code, int):
            return ""
        texts = [self._texts[name, code] for name in sets if (name, code) in self._texts]
        return f"({texts[0]})" if texts else ""

    def _unasked(self, event: Shown) -> str:
        """An answer that nobody asked for tells no setting."""
        settings = self._tellers.get(event["id"] or "", [])
        if not settings or self._is_answer(event):
            return ""
        return f"(unasked: {', '.join(settings)} stays as it was)"

    def _is_answer(self, event: Shown) -> bool:
        return (self._form, event["id"]) in self._answers

    def _line(self, sign: str, kind: str, text: str, meaning: str) -> None:
        shown = text.encode("unicode_escape").decode("ascii")
        line = f"{sign:2} {shown:<{TEXT_WIDTH}}  {meaning}".rstrip()
        print(f"\033[{COLOURS[kind]}m{line}\033[0m" if self._colour else line, flush=True)


def _values(fields: native.Fields) -> str:
    return "  ".join(
        f"{name}={as_typed(value)}" for name, value in fields.items() if value is not None
    )


def as_typed(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


# ---- a decoder that sees commands, too ---------------------------------------------------------


def shown(entries: Iterable[transcript.Entry], reader: Reader) -> Iterator[transcript.Entry]:
    """Hands on the entries, and prints what was sent in its place."""
    for entry in entries:
        yield entry  # first: what came before it is complete then
        if entry.kind == transcript.SENT:
            reader.command(entry)
        elif entry.kind == transcript.SENT_PAYLOAD:
            reader.payload(entry)
