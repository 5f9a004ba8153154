# SPDX-License-Identifier: MIT
"""Names of any length: wherever C is broken into lines, it is still the same C."""

import subprocess
from pathlib import Path

import pytest
from bad_tables.toy import HEAD, files_of

HOME = Path(__file__).resolve().parents[2]
USED = [f"-I{HOME}/{folder}" for folder in ("runtime", "generated/cellular", "generator/native")]
STRICT = "-std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -fsyntax-only".split()
TABLE = """\
commands:
  +{N}:
    title: A command with a long name
    parameters:
      p{n}: {{type: integer, range: 0..9, models: {{M{N}: {{range: 0..4}}}}}}
      q{n}: {{type: integer, values: [0, 1, 5]}}
      t{n}: {{type: string, values: [TCP, UDP]}}
      s{n}: {{type: string, length: 1..20}}
      d{n}: {{type: data, length: l{n}}}
      l{n}: {{type: integer, range: 1..99}}
    lines:
      line_{n}: {{line: '+XL: <q{n}>[,<s{n}>]'}}
      paid_{n}: {{line: '+XP: <l{n}><CR><LF><d{n}>'}}
    forms:
      - syntax: 'AT+{N}=<p{n}>,<q{n}>[,<t{n}>[,<s{n}>]]'
        rules: ['<q{n}> = 1 requires <t{n}> given']
        sets: ['e{n} = <q{n}>']
        answers: [line_{n} then OK]
      - syntax: 'AT+{N}=<l{n}>'
        name: form_{n}
        payload: {{ends: length, length: l{n}}}
        answers: ['> then OK then +XQ: <p{n}>,<s{n}>']
      - {{syntax: 'AT+{N}?', answers: ['paid_{n} then OK']}}
      - {{syntax: 'AT+{N}=?', answers: ['+XT: (<p{n}>) ... then OK']}}
      - {{syntax: 'AT+{N}', answers: ['+XE: <p{n}>{{3}} ... then OK']}}
"""
OF_THE_HEAD = (
    ("models: {A1: {}, B2: {}}", "models: {{M{N}: {{}}, B2: {{}}}}"),
    ("settings: {", "settings: {{e{n}: {{assume: 0, lifetime: power}}, "),
    ("error_codes: {err: {1: busy}}", "error_codes: {{c{n}: {{1: busy}}}}"),
    ("urcs: {closed:", "urcs: {{u{n}:"),
)


def table(length: int) -> str:
    names = {"n": "n" * length, "N": "N" * length}
    head = HEAD
    for old, new in OF_THE_HEAD:
        assert old in head
        head = head.replace(old, new.format(**names))
    return head + TABLE.format(**names)


@pytest.mark.parametrize("length", [1, 20, 30, 40, 50, 60, 80, 100, 200])
def test_a_table_with_names_of_this_length_compiles(tmp_path, length):
    found = files_of(tmp_path, table(length))
    for name, text in found.items():
        (tmp_path / name).write_text(text)
    sources = [name for name in found if name.endswith(".c")]
    for model in ([], [f"-DTOY_MODEL=M{'N' * length}"]):
        done = subprocess.run(
            ["gcc", *STRICT, *USED, *model, *sources], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[:2000]
    (tmp_path / "main.cpp").write_text('#include "toy.h"\n')
    done = subprocess.run(
        ["g++", "-Wall", "-Werror", *USED, "-fsyntax-only", "main.cpp"], cwd=tmp_path
    )
    assert done.returncode == 0
