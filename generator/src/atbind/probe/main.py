# SPDX-License-Identifier: MIT
"""`atbind probe`: asks a modem, tells what differs, writes the overlay and reads it once."""

from __future__ import annotations

import argparse
import sys

from atbind.build.spec import load
from atbind.model.dialect import Dialect
from atbind.model.manual import require_model
from atbind.probe.line import ModemLine, Silent
from atbind.probe.overlay import Writer
from atbind.probe.questions import Agrees, Finding, Identity, findings, identity
from atbind.tables.errors import Problem


def run(args: argparse.Namespace, dialect: Dialect) -> int:
    require_model(dialect.name, args.model, (model.name for model in dialect.models))
    who, found = _asked(args, dialect)
    differing = [finding for finding in found if not isinstance(finding, Agrees)]
    print(f"{who.text}: {len(differing)} differences from the tables of {dialect.name}")
    for finding in differing:
        print(f"  {finding}")
    if args.output:
        args.output.write_text(Writer(dialect, who, args.model).text(found), encoding="utf-8")
        load(args.spec, dialect.name, [*args.overlay, args.output])  # tells what is wrong with it
        print(f"wrote {args.output}")
    return 1 if differing else 0


def _asked(args: argparse.Namespace, dialect: Dialect) -> tuple[Identity, list[Finding]]:
    line = ModemLine(args.device, args.baud)
    try:
        who = identity(line)
        print(f"asking {who.text} …", file=sys.stderr, flush=True)
        return who, list(findings(line, dialect.on(args.model)))
    except Silent as silent:
        raise Problem(f"{args.device}: no answer to {silent}; is it the AT port?") from None
    finally:
        line.close()
