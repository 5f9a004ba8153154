# SPDX-License-Identifier: MIT
"""`explain` and `decode`: the generated C judges a command line, and reads what a modem sent."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from atbind.cli import following
from atbind.cli.people import Reader, as_typed, shown
from atbind.cli.tables import load_wanted, require
from atbind.model.dialect import Dialect
from atbind.modem import decoder, native, transcript
from atbind.modem.log import Log
from atbind.places import GENERATED, SPEC
from atbind.tables.errors import Problem
from atbind.tables.mistakes import Mistakes, near


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError as error:
        raise Problem(f"{name}: {error.strerror}") from None


def _print_json(value: Mapping[str, object]) -> None:
    print(json.dumps(value, ensure_ascii=True), flush=True)


def library_of(args: argparse.Namespace) -> native.Library:
    """The generated C of the tree, or of tables of the user's own."""
    if args.spec is None and not args.overlay:
        if args.generated == GENERATED:
            require([args.dialect], SPEC)
        return native.load(args.dialect, args.model, args.generated)
    from atbind.modem.own_tables import generated_from

    require([args.dialect], args.spec or SPEC)
    generated = generated_from(args.spec or SPEC, args.dialect, args.overlay)
    return native.load(args.dialect, args.model, generated)


def _dialect(args: argparse.Namespace) -> Dialect:
    return load_wanted(args.spec or SPEC, [args.dialect], args.overlay)[0]


# ---- explain ------------------------------------------------------------------


def _lines(arguments: list[str]) -> Iterator[bytes]:
    """Command lines as bytes; those of standard input one at a time, for pipes."""
    for argument in arguments or ["-"]:
        if argument != "-":
            yield argument.encode("utf-8", "surrogateescape")
            continue
        yield from (line.rstrip(b"\r\n") for line in sys.stdin.buffer)


def explanation(command: native.Explanation) -> dict[str, object]:
    """The object that `explain --json` prints."""
    error = None
    if command.reason:
        error = {"param": command.param, "reason": command.reason, "message": command.message}
    return {
        "ok": error is None,
        "command": command.name,
        "type": command.type,
        "form": command.id,
        "params": command.params,
        "error": error,
    }


class _Hints:
    """Whose command one is that the dialect does not have, or which one it is most like; the tables
    are read once, if at all."""

    def __init__(self, args: argparse.Namespace):
        self._args = args

    @cached_property
    def _own(self) -> list[str]:
        try:
            return _commands(_dialect(self._args))
        except Problem:  # generated C alone, whose tables are elsewhere
            return []

    @cached_property
    def _others(self) -> dict[str, list[str]]:
        """By dialect."""
        try:
            found = load_wanted(self._args.spec or SPEC, None, [])
        except (Problem, Mistakes):  # in tables that nobody asked for
            return {}
        return {d.name: _commands(d) for d in found if d.name != self._args.dialect}

    def of(self, command: native.Explanation) -> str:
        if command.reason != "unknown_command":
            return ""
        having = [name for name, commands in self._others.items() if command.name in commands]
        if having:
            return f"; AT{command.name} is in {', '.join(having)}"
        meant = near(command.name, self._own)
        return f"; did you mean AT{meant}?" if meant else ""


def _commands(dialect: Dialect) -> list[str]:
    return [command.name for command in dialect.known_commands]


def _print_explanation(line: bytes, command: native.Explanation, hint: str) -> None:
    text = native.typed(line)
    if command.reason:
        print(f"wrong  {text}\n       {command.message} ({command.reason}){hint}", flush=True)
        return
    values = "  ".join(f"{name}={as_typed(value)}" for name, value in command.params.items())
    print(f"ok     {text}\n       {command.id}  {values}".rstrip(), flush=True)


def explain(args: argparse.Namespace) -> int:
    library = library_of(args)
    hints = _Hints(args)
    wrong = False
    for line in _lines(args.line):
        command = library.explain(line)
        wrong = wrong or command.reason is not None
        if args.json:
            _print_json(explanation(command))
        else:
            _print_explanation(line, command, hints.of(command))
    return 1 if wrong else 0


# ---- decode --------------------------------------------------------------------


def _reader(args: argparse.Namespace) -> transcript.Read | None:
    """What takes the lines of the input apart; None: they are the modem's, as they came."""
    if args.sent or args.received:
        return Log((args.sent or "").encode(), (args.received or "").encode()).parse
    return transcript.parse if args.transcript else None


def _entries(args: argparse.Namespace) -> Iterable[transcript.Entry]:
    name, read = "standard input" if args.file == "-" else args.file, _reader(args)
    if args.follow:
        return transcript.growing(following.pieces(Path(args.file), args.baud), name, read)
    content = _read(args.file)
    return read(content, name, 1) if read else transcript.raw(content)


def decode(args: argparse.Namespace) -> int:
    entries = _entries(args)
    known = bool(args.transcript or args.sent) if args.follow else None
    library = library_of(args)
    try:
        if args.json:
            decoder.decode(library, entries, args.settings, _print_json, known)
        else:
            _show(args, library, entries, known)
    except KeyboardInterrupt:
        pass
    return 0


def _show(
    args: argparse.Namespace,
    library: native.Library,
    entries: Iterable[transcript.Entry],
    known: bool | None,
) -> None:
    """For people."""
    if known is None:
        known = decoder.tells_commands(entries)
    reader = Reader(library, lambda: _dialect(args))
    decoder.decode(library, shown(entries, reader), args.settings, reader.event, known)
    if reader.knows is False and not (args.sent or args.received):
        print("atbind: no line is known; a log's marks are --sent, --received", file=sys.stderr)
