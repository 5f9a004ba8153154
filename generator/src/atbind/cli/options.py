# SPDX-License-Identifier: MIT
"""Options that several verbs of the command line have."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from atbind.places import GENERATED, SPEC

EXIT_CODES = """exit code:
  0  done, nothing to complain about
{one}  2  the command could not be carried out; standard error says why"""


Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=96)


def add_verb(
    verbs: Verbs, name: str, summary: str, text: str, one: str | None
) -> argparse.ArgumentParser:
    """`one`: what exit code 1 means; None: it does not happen."""
    codes = EXIT_CODES.format(one=f"  1  {one}\n" if one else "")
    epilog = text.rstrip() + "\n\n" + codes
    return verbs.add_parser(
        name, help=summary, description=summary, epilog=epilog, formatter_class=Formatter
    )


def add_spec(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--spec",
        type=Path,
        metavar="DIR",
        default=SPEC,
        help="the tables: a folder with one folder per dialect (default: the tables shipped with atbind)",
    )


def add_dialect(verb: argparse.ArgumentParser, required: bool, several: bool = False) -> None:
    verb.add_argument(
        "--dialect",
        metavar="D",
        required=required,
        action="append" if several else "store",
        help="quectel, simcom, fibocom, onemo"
        + ("; may be repeated (default: all)" if several else ""),
    )


def add_doors(verb: argparse.ArgumentParser) -> None:
    """For verbs that are a modem: where its line ends."""
    where = verb.add_mutually_exclusive_group(required=True)
    where.add_argument("--pty", metavar="PATH", help="a pseudo terminal, linked from PATH")
    where.add_argument(
        "--listen", metavar="HOST:PORT", type=host_port, help="a TCP port; port 0: any, printed"
    )


def add_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="for programs: one JSON object a line")


def add_tables(verb: argparse.ArgumentParser) -> None:
    """For verbs that run the generated C of one dialect and model."""
    add_dialect(verb, required=True)
    verb.add_argument("--model", metavar="M", help="a model of the dialect, as the manual names it")
    add_generated(verb)


def add_generated(verb: argparse.ArgumentParser) -> None:
    """Where that C is, or the tables that it is made of."""
    verb.add_argument(
        "--generated",
        type=Path,
        metavar="DIR",
        default=GENERATED,
        help="the generated C to run (default: generated/ of the checkout)",
    )
    verb.add_argument(
        "--spec",
        type=Path,
        metavar="DIR",
        help="tables of your own: C is generated of them, and run",
    )
    add_overlay(verb)


def add_overlay(verb: argparse.ArgumentParser, what: str = "") -> None:
    verb.add_argument(
        "--overlay",
        type=Path,
        metavar="FILE",
        action="append",
        default=[],
        help=what + "additions and corrections to a dialect's tables; may be repeated",
    )


def count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("0 or more")
    return number


def host_port(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isdigit() and int(port) <= 65535):
        raise argparse.ArgumentTypeError("HOST:PORT, for example 127.0.0.1:7000")
    return text
