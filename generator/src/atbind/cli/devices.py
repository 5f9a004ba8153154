# SPDX-License-Identifier: MIT
"""`fuzz`, `probe` and `record`: the tables against other people's drivers, and real modems."""

from __future__ import annotations

import argparse
from pathlib import Path

from atbind.cli.options import (
    Verbs,
    add_dialect,
    add_doors,
    add_generated,
    add_overlay,
    add_spec,
    add_verb,
    count,
)


def add_fuzz(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "fuzz",
        "be a modem that answers a driver with all that the tables allow",
        """examples:
  atbind fuzz --dialect quectel --pty /tmp/modem --transcript said.txt
  atbind fuzz --dialect simcom --listen 127.0.0.1:7000 --seed 42 --late 0
  atbind decode --dialect quectel --transcript said.txt

Every answer is true to the tables, and nasty: late, in pieces, with URCs between its lines,
fields at the ends of their ranges, texts that look like result codes, forty lines or none,
each error code in its turn. No socket is behind it: what it says of the network is made up. A
driver must end every command, and mistake nothing for something else. The same seed and the
same commands give the same answers.""",
        None,
    )
    add_dialect(verb, required=True)
    add_spec(verb)
    add_overlay(verb)
    verb.add_argument("--model", metavar="M", help="a model of the dialect, as the manual names it")
    add_doors(verb)
    verb.add_argument("--seed", metavar="N", type=count, help="of all that is random (printed)")
    verb.add_argument(
        "--late", metavar="MS", type=count, default=500, help="the longest wait (default: 500)"
    )
    verb.add_argument(
        "--transcript", metavar="FILE", type=Path, help="what was said, for atbind decode"
    )
    verb.add_argument("--verbose", action="store_true", help="print the exchange on standard error")


def fuzz(args: argparse.Namespace) -> int:
    from atbind.cli.tables import require
    from atbind.fuzz.main import run

    require([args.dialect], args.spec)
    return run(args)


def add_probe(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "probe",
        "ask a real modem what it takes, and write an overlay of what the tables have otherwise",
        """examples:
  atbind probe --dialect quectel --device /dev/ttyUSB2
  atbind probe --dialect quectel --device /dev/ttyUSB2 --output ec21.yaml
  atbind check --dialect quectel --overlay ec21.yaml

Asks who it is, and every test command (=?) of the dialect's own; of those that all dialects
share none (AT+COPS=? searches for minutes). It changes nothing and sends no command that acts.
The overlay is one to read, not to trust: firmware prints ranges that it does not take, and takes
values that it does not print.""",
        "the modem says something else than the tables",
    )
    add_dialect(verb, required=True)
    add_spec(verb)
    add_overlay(verb)
    verb.add_argument("--model", metavar="M", help="compare with this model of the dialect")
    verb.add_argument(
        "--device", metavar="TTY", required=True, help="a serial device, or HOST:PORT"
    )
    verb.add_argument(
        "--baud", metavar="N", type=count, default=115200, help="of the device (default: 115200)"
    )
    verb.add_argument("--output", metavar="FILE", type=Path, help="the overlay; without: only told")


def probe(args: argparse.Namespace) -> int:
    from atbind.cli.tables import load_wanted
    from atbind.probe.main import run

    dialect = load_wanted(args.spec, [args.dialect], args.overlay)[0]
    return run(args, dialect)


def add_record(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "record",
        "stand between a program and its modem, and write what passes",
        """examples:
  atbind record --dialect quectel --device /dev/ttyUSB2 --pty /tmp/modem --output session.txt
  atbind decode --dialect quectel --transcript --follow session.txt

The program opens the pseudo terminal instead of the device. The transcript can be decoded
while it grows. What the tables call secret (PINs, user names, passwords) and numbers of 14
digits and more (IMEI, IMSI, ICCID) are masked, also in payload.""",
        None,
    )
    add_dialect(verb, required=True)
    verb.set_defaults(model=None)
    add_generated(verb)
    verb.add_argument("--device", metavar="TTY", required=True, help="the modem's serial device")
    verb.add_argument(
        "--baud", metavar="N", type=count, default=115200, help="of the device (default: 115200)"
    )
    verb.add_argument(
        "--pty", metavar="PATH", required=True, type=Path, help="what the program opens"
    )
    verb.add_argument(
        "--output", metavar="FILE", type=Path, help="the transcript; without: standard output"
    )
    verb.add_argument("--secrets", action="store_true", help="mask nothing")


def record(args: argparse.Namespace) -> int:
    import sys

    from atbind.cli.modem import library_of
    from atbind.modem.record import record as run

    library = library_of(args)
    if args.output is None:
        return run(library, args.device, args.baud, args.pty, sys.stdout.buffer, args.secrets)
    with args.output.open("wb") as out:
        return run(library, args.device, args.baud, args.pty, out, args.secrets)
