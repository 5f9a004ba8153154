#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the keywords of all lines as rows for keywords.c, from the tables: make_keywords.py OUT.h DIALECT...

`cellular` is the chapter that all dialects share. What a row holds comes from the tables
alone, not from what the generator makes of keywords for the scanner.
"""

from __future__ import annotations

import sys
from pathlib import Path

from make_lines import CHAPTER, HOME, HOST, line_name, quote

from atbind.build.spec import load
from atbind.model.dialect import Dialect, Line

HEAD = """/* Made by tests/generated/make_keywords.py; not part of the library. */
{includes}
static const struct keyword keywords[] = {{
{rows}}};
"""


def literal_of(line: Line) -> str:
    """What the line says behind its prefix before any value, as on the wire."""
    if line.role == "test":
        first = line.test_text.partition(",")[0]
        return first if first.startswith('"') and "<" not in first else ""
    return (line.fields[0].literal or "") if line.fields else ""


def row(dialect: Dialect, line: Line, prefix: str) -> str:
    chapter = f"{CHAPTER}_chapter" if dialect.name == CHAPTER else f"{dialect.name}_dialect.own"
    literal = literal_of(line)
    number = literal.removeprefix("-").isdigit()  # elsewhere a field may stand in its place
    words = quote("" if number else literal.strip('"'))
    text = quote(f"{prefix} {literal}" if literal else prefix)
    return f"    {{&{chapter}, {line_name(dialect, line)}, {quote(prefix)}, {words}, {text}}},\n"


def rows(dialect: Dialect) -> str:
    found = [(line, p) for line in dialect.own_lines for p in (line.prefix, *line.also) if p]
    return "".join(row(dialect, line, prefix) for line, prefix in found)


def dialect_of(name: str) -> Dialect:
    (dialect,) = load(HOME / "spec", HOST if name == CHAPTER else name)
    return dialect.chapter if name == CHAPTER else dialect


def main() -> None:
    out, *names = sys.argv[1:]
    includes = "".join(f'#include "{name}.h"\n' for name in names)
    made = "".join(rows(dialect_of(name)) for name in names)
    Path(out).write_text(HEAD.format(includes=includes, rows=made))


if __name__ == "__main__":
    main()
