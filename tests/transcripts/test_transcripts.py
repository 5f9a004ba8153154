# SPDX-License-Identifier: MIT
"""Every example of every manual: commands are accepted and encoded, answers decode to documented fields."""

import json
import subprocess
from pathlib import Path

import pytest

from atbind.modem import transcript
from atbind.build.spec import load

HOME = Path(__file__).resolve().parents[2]
DIALECTS = {d.name: d for d in load(HOME / "spec")}
TRANSCRIPTS = [
    (name, path)
    for name in DIALECTS
    for path in sorted((HOME / "spec" / name / "transcripts").glob("*.txt"))
]


def excused(dialect: str) -> set[str]:
    """Lines that an erratum names."""
    return {example for e in DIALECTS[dialect].errata for example in e.examples}


def atbind(*arguments, stdin=""):
    command = [HOME / "generator/atbind", *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()], done


@pytest.mark.parametrize("dialect,path", TRANSCRIPTS, ids=[f"{d}-{p.stem}" for d, p in TRANSCRIPTS])
def test_every_line_that_came_in_is_known(dialect, path):
    events, done = atbind("decode", "--dialect", dialect, "--json", "--transcript", path)
    assert done.returncode == 0, done.stderr
    assert events
    unknown = [
        e["text"]
        for e in events
        if e["kind"] in ("text", "malformed") and e["text"].strip() not in excused(dialect)
    ]
    assert unknown == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_command_line_is_accepted(dialect):
    lines = []
    for name, path in TRANSCRIPTS:
        if name == dialect:
            entries = transcript.parse(path.read_bytes(), str(path))
            lines += [e.data.decode("latin-1") for e in entries if e.kind == transcript.SENT]
    lines = [line for line in dict.fromkeys(lines) if line not in excused(dialect)]
    assert len(lines) > 10
    results, _ = atbind("explain", "--dialect", dialect, "--json", "-", stdin="\n".join(lines))
    assert len(results) == len(lines)
    refused = [(line, r["error"]) for line, r in zip(lines, results) if not r["ok"]]
    assert refused == []
