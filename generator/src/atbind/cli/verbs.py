# SPDX-License-Identifier: MIT
"""What the verbs can be told that need the tables, and the generated C, and nothing else."""

from __future__ import annotations

from pathlib import Path

from atbind.cli.options import (
    Verbs,
    add_dialect,
    add_json,
    add_overlay,
    add_spec,
    add_tables,
    add_verb,
)
from atbind.places import OUTPUT, ports


def add_generate(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "generate",
        "write the generated C from the tables",
        """examples:
  atbind generate                         everything, into generated/
  atbind generate --check                 is what is committed up to date?
  atbind generate --spec mine --output build/at --dialect quectel
  atbind generate --output lib/at --dialect quectel --with-runtime   all but the port
  atbind generate --output lib/at --dialect quectel --port zephyr    all that a firmware compiles
  atbind generate --overlay ec21.yaml --output build/at --dialect quectel
  atbind generate --only uses.txt --output build/at --dialect quectel

Only files that differ are written; generated files that no table asks for any more are
removed. Needs re2c.""",
        "the tables are wrong, or with --check: some file differs from what would be written",
    )
    add_spec(verb)
    add_overlay(verb)
    add_dialect(verb, required=False, several=True)
    verb.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        default=OUTPUT,
        help="where to: one folder per dialect (default: generated/ of the checkout)",
    )
    verb.add_argument(
        "--with-runtime",
        action="store_true",
        help="beside them the runtime's sources, in runtime/; names for tools are left out",
    )
    verb.add_argument(
        "--port",
        action="append",
        choices=ports(),
        default=[],
        help="with the runtime, in runtime/port/, the three functions for this system (repeatable)",
    )
    verb.add_argument(
        "--only",
        type=Path,
        metavar="FILE",
        help="just what one application uses: names of forms, lines and commands, one a line",
    )
    verb.add_argument("--check", action="store_true", help="write nothing, name what differs")


def add_check(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "check",
        "read the tables and report every mistake in them",
        """examples:
  atbind check                            all dialects
  atbind check --dialect simcom
  atbind check --spec my-tables
  atbind check --dialect quectel --overlay ec21.yaml

Each mistake is one line on standard error: file:line: what is wrong and what would be right.""",
        "the tables have mistakes",
    )
    add_spec(verb)
    add_overlay(verb)
    add_dialect(verb, required=False, several=True)


def add_export(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "export",
        "print what the tables hold: a summary, or everything as JSON",
        """examples:
  atbind export                           every command, line and code, by name
  atbind export --json | jq '.dialects.quectel.commands[].name'
  atbind export --json --dialect onemo

All numbers are wire numbers; a value that the manual does not give is null. Positions count
from 0; two parameters with one position are alternatives.""",
        "the tables have mistakes",
    )
    add_spec(verb)
    add_overlay(verb)
    add_dialect(verb, required=False, several=True)
    verb.add_argument("--json", action="store_true", help="everything, as one JSON object")


def add_explain(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "explain",
        "say whether a command line is right, and if not, which parameter is wrong",
        """examples:
  atbind explain --dialect quectel 'AT+QIOPEN=17,0,"TCP","192.0.2.7",7'
  atbind explain --dialect onemo --model MN316 --json 'AT+MIPOPEN=5,"TCP","192.0.2.7",7'
  grep '^AT' session.log | atbind explain --dialect quectel --json -

The generated C itself checks the line. With --json each line gives one object: ok, command,
type, form, params, error (param, reason, message). Reasons: range value length characters
missing extra combination unknown_command unsupported_by_model syntax.""",
        "some command line is wrong",
    )
    add_tables(verb)
    add_json(verb)
    verb.add_argument(
        "line", nargs="*", metavar="LINE", help="command lines; - or none: from standard input"
    )


def add_decode(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "decode",
        "take apart what a modem sent",
        """examples:
  atbind decode --dialect quectel capture.bin
  atbind decode --dialect quectel --json --transcript session.txt
  atbind decode --dialect quectel --follow /dev/ttyUSB2
  atbind decode --dialect quectel --sent '[TX]' --received '[RX]' app.log
  atbind decode --dialect onemo --set access_mode.0=2 -
  printf '+QIURC: "recv",0\\r\\n' | atbind decode --dialect quectel --json -

Without --transcript the input is what the modem sent, byte for byte. A transcript is text:
  > AT+QISEND=0,4      a command line that was sent (it is pending until its answer is complete)
  >> test              payload that was sent (<CTRL+Z> at the end allowed)
  < SEND OK            one line received; '< >' is the prompt
  << a\\x00b            payload received, with C escapes
  # a comment          # set: access_mode.0=2 states a setting
A log of another program's: --sent and --received (--sent='-->' if it begins with -) are the marks
before what was said, wherever in the line. Lines with neither are nobody's; with --sent alone they
are the modem's.
The generated C itself reads the bytes. With --json each event gives one object: kind (echo final
info urc prompt payload text malformed), id, fields, text, offset (bytes received before it),
line (of the input); payload also has hex, malformed also reason.""",
        None,
    )
    add_tables(verb)
    add_json(verb)
    verb.add_argument("--transcript", action="store_true", help="the input is a transcript")
    verb.add_argument("--sent", metavar="MARK", help="the input is a log: before what was sent")
    verb.add_argument("--received", metavar="MARK", help="the same, before what was received")
    verb.add_argument(
        "--follow",
        action="store_true",
        help="FILE is a device, or grows, or is replaced (- is a pipe): go on until interrupted",
    )
    verb.add_argument(
        "--baud", metavar="N", type=int, default=115200, help="of a device (default: 115200)"
    )
    verb.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        help="a setting of the modem that the input does not show; NAME.0 is that of element 0",
    )
    verb.add_argument("file", metavar="FILE", help="the input; - is standard input")


def add_diff(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "diff",
        "say what a change of the tables means for callers",
        """examples:
  atbind diff HEAD~1 HEAD                 two git revisions of the checkout
  atbind diff HEAD spec                   the last commit and the tables as they are now
  atbind diff old-tables new-tables --dialect fibocom --json
  atbind diff spec spec --overlay ec21.yaml     what the overlay means for callers

breaking: code that compiled may no longer, or behaves otherwise; widened: more is accepted;
added: new. A change that only some models see names them. The chapter that all dialects share is
compared, too.""",
        "something is breaking",
    )
    verb.add_argument("old", metavar="OLD", help="a folder of tables, or a git revision")
    verb.add_argument("new", metavar="NEW", help="a folder of tables, or a git revision")
    add_overlay(verb, "laid over NEW; ")
    add_dialect(verb, required=False, several=True)
    verb.add_argument("--json", action="store_true", help="one JSON object")
