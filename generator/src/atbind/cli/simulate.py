# SPDX-License-Identifier: MIT
"""`simulate`: a modem for people without one."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from atbind.cli.options import Verbs, add_dialect, add_doors, add_overlay, add_spec, add_verb, count


def add_simulate(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "simulate",
        "be a modem, on a pseudo terminal or a TCP port",
        """examples:
  atbind simulate --dialect quectel --pty /tmp/modem
  atbind simulate --dialect simcom --listen 127.0.0.1:7000 --split every-byte --urc
  atbind simulate --dialect onemo --model MN316 --pty modem --delay 20 --drop 0.001 --seed 7

--pty makes a symbolic link PATH to the terminal. Behind the socket commands are real TCP and
UDP sockets of this machine. Ends on Ctrl-C. Prints the seed of everything random.""",
        None,
    )
    add_dialect(verb, required=True)
    add_spec(verb)
    add_overlay(verb)
    verb.add_argument("--model", metavar="M", help="a model of the dialect, as the manual names it")
    add_doors(verb)
    _add_world(verb)
    _add_faults(verb)
    verb.add_argument("--verbose", action="store_true", help="print the exchange on standard error")


def _add_world(verb: argparse.ArgumentParser) -> None:
    """What the modem is, and what it finds around it."""
    add = verb.add_argument
    add("--strict", action="store_true", help="refuse whatever the table refuses")
    add(
        "--names", metavar="FILE", help="what DNS, ping and NTP answer (see the simulator's README)"
    )
    add(
        "--behaviour",
        type=Path,
        metavar="FILE",
        help="Python: what your own modem does beyond its tables (see the simulator's README)",
    )
    add("--boot", metavar="MS", type=count, help="boot first: this long deaf, then its banner")
    add("--register", metavar="MS", type=count, default=0, help="time until it is registered")
    add(
        "--address",
        metavar="IP",
        type=_address,
        default="127.0.0.1",
        help="that the network gives the modem",
    )
    add(
        "--ppp",
        metavar="PORT",
        type=count,
        help="of this machine, that ATD*99# and the like reach; without it: NO CARRIER",
    )
    add("--pin", metavar="PIN", type=_digits(4, 8), help="the SIM asks for it")
    add("--control", metavar="WHERE", help="take orders on a socket: a path, or HOST:PORT")
    add("--console", action="store_true", help="take orders on standard input")
    for name in ("manufacturer", "model-name", "revision", "iccid"):  # cards print letters, too
        add(f"--{name}", metavar="TEXT", help="what the modem says when asked")
    for name, least, most in (("imei", 15, 15), ("imsi", 6, 15)):
        add(f"--{name}", metavar="N", type=_digits(least, most), help="what it says when asked")
    add("--operator", metavar="MCCMNC", type=_digits(5, 6), help="the network's number")
    add("--operator-name", metavar="TEXT", help="the network's name")


def _add_faults(verb: argparse.ArgumentParser) -> None:
    """How the line misbehaves."""
    add = verb.add_argument
    add("--split", metavar="HOW", type=_split, help="cut output: every N bytes, every-byte, random")
    add("--urc", action="store_true", help="put a URC between any two lines")
    add("--delay", metavar="MS", type=count, default=0, help="before each answer (default: 0)")
    add("--split-host", metavar="HOW", type=_split, help="cut what the host types")
    add("--delay-host", metavar="MS", type=count, default=0, help="before each piece of that")
    for name, what in (
        ("drop", "lose bytes that the modem says"),
        ("corrupt", "flip bits that the modem says"),
        ("drop-host", "lose bytes that the host types"),
        ("corrupt-host", "flip bits that the host types"),
    ):
        add(f"--{name}", metavar="P", type=_probability, default=0.0, help=f"{what}: 0 to 1")
    add("--seed", metavar="N", type=int, help="of everything random (default: one that is printed)")


def _digits(least: int, most: int) -> Callable[[str], str]:
    """The type of a number that is told as its digits: PIN, IMEI (27.007, 23.003)."""

    def digits(text: str) -> str:
        if not re.fullmatch(f"[0-9]{{{least},{most}}}", text):
            count = f"{least}" if least == most else f"{least} to {most}"
            raise argparse.ArgumentTypeError(f"{count} digits")
        return text

    return digits


def _address(text: str) -> str:
    import ipaddress

    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise argparse.ArgumentTypeError("an address, for example 10.0.0.2") from None


def _probability(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("0 to 1")
    return number


def _split(text: str) -> str:
    if text not in ("every-byte", "random") and not (text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError("a number of bytes, every-byte or random")
    return text


def simulate(args: argparse.Namespace) -> int:
    from atbind.cli.tables import require
    from atbind.simulator.main import run

    require([args.dialect], args.spec)
    return run(args)
