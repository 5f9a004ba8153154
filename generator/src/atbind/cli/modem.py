# SPDX-License-Identifier: MIT
"""`explain` and `decode`: the generated C judges a command line, and reads what a modem sent."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from atbind.places import SPEC
from atbind.cli.tables import require
from atbind.modem import decoder
from atbind.modem import native
from atbind.modem import transcript
from atbind.tables.errors import Problem


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError as error:
        raise Problem(f"{name}: {error.strerror}") from None


def _print_json(value: dict) -> None:
    print(json.dumps(value, ensure_ascii=True), flush=True)


def _library(args: argparse.Namespace) -> native.Library:
    """The generated C of the tree, or of tables of the user's own."""
    if args.spec is None and not args.overlay:
        return native.load(args.dialect, args.model, args.generated)
    from atbind.modem.own_tables import generated_from

    require([args.dialect], args.spec or SPEC)
    generated = generated_from(args.spec or SPEC, args.dialect, args.overlay)
    return native.load(args.dialect, args.model, generated)


# ---- explain ------------------------------------------------------------------


def _lines(arguments: list[str]) -> Iterator[bytes]:
    """Command lines as bytes; those of standard input one at a time, for pipes."""
    for argument in arguments or ["-"]:
        if argument != "-":
            yield argument.encode("utf-8", "surrogateescape")
            continue
        for line in sys.stdin.buffer:
            if line.strip():
                yield line.rstrip(b"\r\n")


def explanation(command: native.Command) -> dict:
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


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _print_explanation(line: bytes, command: native.Command) -> None:
    text = line.decode("latin-1")
    if command.reason:
        print(f"wrong  {text}\n       {command.message} ({command.reason})", flush=True)
        return
    values = "  ".join(f"{name}={_shown(value)}" for name, value in command.params.items())
    print(f"ok     {text}\n       {command.id}  {values}".rstrip(), flush=True)


def explain(args: argparse.Namespace) -> int:
    library = _library(args)
    wrong = False
    for line in _lines(args.line):
        command = library.explain(line)
        wrong = wrong or command.reason is not None
        if args.json:
            _print_json(explanation(command))
        else:
            _print_explanation(line, command)
    return 1 if wrong else 0


# ---- decode --------------------------------------------------------------------


def _print_event(event: dict) -> None:
    values = "  ".join(f"{name}={_shown(value)}" for name, value in event["fields"].items())
    shown = event["text"].encode("unicode_escape").decode("ascii")
    reason = f"  !! {event['reason']}" if "reason" in event else ""
    print(
        f"{event['line']:5}  {event['kind']:9}  {event['id'] or '-':28}  {shown}"
        + (f"\n{'':18}{values}" if values else "")
        + reason,
        flush=True,
    )


def decode(args: argparse.Namespace) -> int:
    content = _read(args.file)
    name = "standard input" if args.file == "-" else args.file
    if args.transcript:
        entries = transcript.parse(content, name)
    else:
        entries = transcript.raw(content)
    library = _library(args)
    show = _print_json if args.json else _print_event
    decoder.decode(library, entries, args.settings, show)
    return 0
