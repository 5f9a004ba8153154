# SPDX-License-Identifier: MIT
"""The atbind command: finds the verb, carries it out, and tells people how that ended."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import signal
import sys

from atbind import __version__
from atbind.cli.devices import add_fuzz, add_probe, add_record
from atbind.cli.options import Formatter
from atbind.cli.reference import add_show, add_site
from atbind.cli.simulate import add_simulate
from atbind.cli.verbs import add_check, add_decode, add_diff, add_explain, add_export, add_generate
from atbind.tables.errors import Problem, tell
from atbind.tables.mistakes import Mistakes, near

MODULES = {  # where a verb is carried out; all others: tables
    "explain": "modem",
    "decode": "modem",
    "show": "reference",
    "site": "reference",
    "simulate": "simulate",
    "fuzz": "devices",
    "probe": "devices",
    "record": "devices",
}
# A mistake in the tables is what these look for; to the others it is in the way.
JUDGE_TABLES = ("generate", "check", "export", "site")


VERBS = {
    "generate": add_generate,
    "check": add_check,
    "export": add_export,
    "explain": add_explain,
    "decode": add_decode,
    "diff": add_diff,
    "simulate": add_simulate,
    "show": add_show,
    "site": add_site,
    "fuzz": add_fuzz,
    "probe": add_probe,
    "record": add_record,
}
OPTIONS = ("--help", "--version")


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="atbind",
        description="From AT command tables to C: generates it, and runs it for people.",
        epilog="`atbind VERB --help` tells everything about a verb, with examples.",
        formatter_class=Formatter,
    )
    top.add_argument("--version", action="version", version=f"atbind {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    for add in VERBS.values():
        add(verbs)
    return top


def _run(args: argparse.Namespace) -> int:
    """Each verb's module is loaded only when it is used, and has a function of its name."""
    module = importlib.import_module(f"atbind.cli.{MODULES.get(args.verb, 'tables')}")
    code: int = getattr(module, args.verb)(args)
    return code


def main(arguments: list[str] | None = None) -> int:
    """Runs one verb; returns the exit code."""
    _replace_closed_streams()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a letter that the terminal lacks is its number
        sys.stdout.reconfigure(errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    if not words:
        parser().print_help(sys.stderr)
        return 2
    if mistake := _no_verb(words[0]):
        print(f"atbind: {mistake}", file=sys.stderr)
        return 2
    return _carry_out(parser().parse_args(words))


def _no_verb(word: str) -> str:
    """What is wrong with the first word; "" if nothing is."""
    if word in VERBS or word.startswith(("-h", "--h", "--v")):
        return ""
    if word.startswith("-"):
        return f"{word} stands behind its verb: atbind VERB {word}"
    meant = near(word, [*VERBS, *OPTIONS])
    return f"no verb {word}; " + (
        f"did you mean {meant}?" if meant else f"known: {', '.join(VERBS)}"
    )


def _carry_out(args: argparse.Namespace) -> int:
    """The verb, and what ends it: all that is told to people is told here."""
    try:
        _listen()
        code = _run(args)
        sys.stdout.flush()
        return code
    except Problem as problem:
        for line in str(problem).splitlines():
            print(f"atbind: {line}", file=sys.stderr)
        return 2
    except Mistakes as mistakes:
        tell(mistakes)
        return 1 if args.verb in JUDGE_TABLES else 2
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"atbind: {where}{error.strerror}", file=sys.stderr)
        _drop_output()
        return 2
    except KeyboardInterrupt:
        return 130


def _listen() -> None:
    """Each verb hears of an interrupt and ends in its own way, from here on: atbind.start."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _replace_closed_streams() -> None:
    """What the shell has closed (`>&-`) is empty, or drops what is written.

    In the order of their numbers, each of which is the lowest free one.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))


def _drop_output() -> None:
    """What could not be written is not tried again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
