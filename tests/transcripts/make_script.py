#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Turns transcripts into scripts for replay.c: make_script.py OUT TRANSCRIPT...

A file may hold several transcripts, each below a line `## name`; lines `= …` are
expectations of other tests. One line a step: `T name` a transcript begins, `E text` a command is pending,
`S name element value` a setting, `F hex` received bytes, `B` a line has ended
here and a URC may stand between it and the next.
"""

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "generator" / "src"))

from atbind.modem import transcript  # noqa: E402


def setting(statement: bytes) -> str:
    name, value = statement.decode().split("=")
    name, _, element = name.partition(".")
    return f"S {name} {element or -1} {value}"


def steps(content: bytes, name: str) -> list[str]:
    rows: list[str] = []
    entries = transcript.parse(content, name)
    is_line = [line.startswith(b"< ") for line in content.split(b"\n")]
    for entry, after in zip(entries, [*entries[1:], None]):
        if entry.kind == transcript.SENT:
            rows.append("E " + entry.data.decode("latin-1"))
        elif entry.kind == transcript.SETTING:
            rows.append(setting(entry.data))
        elif entry.kind == transcript.RECEIVED:
            rows.append("F " + entry.data.hex())
            whole = is_line[entry.line - 1] and entry.data != b">"
            if whole and (after is None or is_line[after.line - 1]):
                rows.append("B")  # not before payload
    return rows


def transcripts_of(path: Path) -> list[tuple[str, bytes]]:
    head, *blocks = path.read_bytes().split(b"\n## ")
    if not blocks:
        return [(path.stem, head)]
    found = []
    for block in blocks:
        name, _, content = block.partition(b"\n")
        lines = [line for line in content.split(b"\n") if not line.startswith(b"= ")]
        found.append((name.decode(), b"\n".join(lines)))
    return found


def main() -> None:
    out, *paths = sys.argv[1:]
    rows = []
    for path in sorted(paths):
        for name, content in transcripts_of(Path(path)):
            rows.append("T " + name)
            rows += steps(content, path)
    Path(out).write_text("\n".join(rows) + "\n", encoding="latin-1")


if __name__ == "__main__":
    main()
