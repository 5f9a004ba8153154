# SPDX-License-Identifier: MIT
"""A good table, to be spoiled: a head and a command; what becomes of it, and what is said of a spoilt one."""

from pathlib import Path

from atbind.build.spec import load
from atbind.c import files as emit
from atbind.model.dialect import Dialect
from atbind.tables.mistakes import Mistakes

HEAD = """\
dialect: toy
title: A dialect for tests
manual: {title: null, version: "1"}
default_timeout: 10 s
finals: {SEND OK: success, CONNECT: connect}
models: {A1: {}, B2: {}}
settings: {mode: {of: id, assume: 0, lifetime: power}, layout: {assume: 0, lifetime: stored}}
error_codes: {err: {1: busy}}
parameters: {id: {type: integer, range: 0..5}}
urcs: {closed: {line: 'CLOSED: <id>'}}
"""

COMMAND = """\
commands:
  +X:
    title: A command
    parameters:
      a: {type: integer, range: 1..9}
      b: {type: integer, values: {0: off, 1: on}}
      s: {type: string, length: 1..20, default: hello}
      n: {type: integer}
      d: {type: data, length: n}
    lines:
      xd: {line: '+XD: <n>,<d>'}
    forms:
      - {syntax: AT+X?, answers: ['+X: <a>,<b>,<s> then OK', xd then OK]}
"""


def with_line(row: str, *rows: str) -> str:
    """COMMAND, and a form that answers with one line more, which has a row of its own."""
    lines = "".join(f"      {line}\n" for line in (row, *rows))
    names = " then ".join(line.split(":")[0] for line in (row, *rows))
    form = f"      - {{syntax: AT+X, answers: [{names} then OK]}}"
    return COMMAND.replace("    forms:\n", f"{lines}    forms:\n") + form


def dialect_of(folder: Path, text: str) -> Dialect:
    """The dialect `toy` that this table in a folder of its own is."""
    (folder / "toy").mkdir()
    (folder / "toy" / "dialect.yaml").write_text(text, "utf-8")
    (dialect,) = load(folder, "toy")
    return dialect


def files_of(folder: Path, text: str) -> dict[str, str]:
    """The C that is generated from it."""
    return emit.all_files(dialect_of(folder, text), "0.0.0")


def mistakes_of(folder: Path, text: str) -> list:
    folder.mkdir(exist_ok=True)
    (folder / "dialect.yaml").write_text(text, "utf-8")
    try:
        load(folder.parent)
    except Mistakes as mistakes:
        return mistakes.list
    return []
