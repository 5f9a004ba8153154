# SPDX-License-Identifier: MIT
"""More of a kind than generated C has numbers for is a mistake: `check` and `generate` tell it at
the row that is one too many, and a selection helps."""

import pytest
from atbind.c.most import MOST

HEAD = """\
dialect: toy
title: A dialect for tests
manual: {title: null, version: "1"}
default_timeout: 10 s
parameters:
  id: {type: integer, range: 0..0}
"""
TESTS = """\
commands:
  +U:
    title: A command with many test answers
    forms:
      - {syntax: AT+U=?, answers: ['+U: (0-1) then +U: (0-2) then +U: (0-3) then OK']}"""
FINALS, OF_TESTS = 8, 3  # OK, ERROR, four with a code, a connection's two; test answers alone


def marked(rows: list[str]) -> str:
    """A line each; the last one is marked."""
    return "\n".join(rows) + "  #!\n"


def candidates(count: int) -> str:
    """A keyword with a literal has the test answers behind its own line, any other itself alone."""
    literals, others = divmod(count - FINALS - OF_TESTS - 1, 1 + OF_TESTS)
    rows = [f"  u{n}: {{line: '+U: \"w{n}\",<id>'}}" for n in range(literals)]
    rows += [f"  v{n}: {{line: '+V{n}: <id>'}}" for n in range(others + 1)]
    return "urcs:\n" + "\n".join(rows) + "\n" + marked([TESTS])


def lines_of_a_keyword(count: int) -> str:
    """Each has one field more."""
    known = [f"  p{n}: {{type: integer}}\n" for n in range(count - 1)]
    fields = ["".join(f",<p{i}>" for i in range(n)) for n in range(count)]
    lines = [f"  u{n}: {{line: '+U: <id>{rest}'}}" for n, rest in enumerate(fields)]
    return "".join(known) + "urcs:\n" + marked(lines)


def rests(count: int) -> str:
    """The automaton sees `+U` of the keyword."""
    of_finals = len("K.RROR.ONNECT.O CARRIER. ERROR:.")  # with the end of each
    return "urcs:\n" + marked([f"  u: {{line: '+U{'V' * (count - of_finals - 2)}: <id>'}}"])


def ranges(count: int) -> str:
    known = [f"  r{n}: {{type: integer, range: 0..{n}, closed: true}}\n" for n in range(count)]
    rows = [[f"r{n}" for n in range(i, min(i + 9, count))] for i in range(0, count, 9)]
    lines = [f"  u{n}: {{line: '+U{n}: <id>,<{'>,<'.join(row)}>'}}" for n, row in enumerate(rows)]
    return "".join(known) + "urcs:\n" + marked(lines)


def framings(count: int) -> str:
    known = [
        f"  n{n}: {{type: integer, range: 0..{n + 9}}}\n  d{n}: {{type: data, length: n{n}}}\n"
        for n in range(count)
    ]
    lines = [f"  u{n}: {{line: '+U{n}: <id>,<n{n}><CR><LF><d{n}>'}}" for n in range(count)]
    return "".join(known) + "urcs:\n" + marked(lines)


def settings(count: int) -> str:
    known = "".join(f"  s{n}: {{assume: 0, lifetime: power}}\n" for n in range(count))
    lines = [f"  u{n}: {{line: '+U{n}: <id>', reads: [s{n} = <id>]}}" for n in range(count)]
    return "settings:\n" + known + "urcs:\n" + marked(lines)


def settings_of_a_line(count: int) -> str:
    known = "".join(f"  s{n}: {{assume: 0, lifetime: power}}\n" for n in range(count))
    reads = ", ".join(f"s{n} = <id>" for n in range(count))
    return (
        "settings:\n" + known + "urcs:\n" + marked([f"  u: {{line: '+U: <id>', reads: [{reads}]}}"])
    )


def error_sets(count: int) -> str:
    lines = "urcs:\n  u: {line: '+U: <id>'}\n"
    return lines + "error_codes:\n" + marked([f"  e{n}: {{1: busy}}" for n in range(count)])


def bytes_in_a_command(count: int) -> str:
    half = count // 2
    rest = count - half - len('AT+X="","".')  # a CR for the dot, and a NUL
    known = (
        f"  s: {{type: string, length: 1..{half}}}\n  t: {{type: string, length: 1..{rest - 1}}}\n"
    )
    form = """commands:
  +X:
    title: A long one
    forms:
      - {syntax: 'AT+X=<s>,<t>', answers: [OK]}"""
    return known + "urcs:\n  u: {line: '+U: <id>'}\n" + marked([form])


def bytes_in_a_line(count: int) -> str:
    half = count // 2
    rest = count - half - len("+U:  0,,")  # a blank more than is printed may be there
    lengths = {"s": half, "t": rest}
    known = [f"  {name}: {{type: word, length: 0..{n}}}\n" for name, n in lengths.items()]
    return "".join(known) + "urcs:\n" + marked(["  u: {line: '+U: <id>,<s>,<t>'}"])


TABLES = {
    "lines for its keywords to choose from": candidates,
    "lines that begin with one keyword": lines_of_a_keyword,
    "characters in the rests of keywords": rests,
    "ranges of numbers": ranges,
    "payloads and conditions of lines": framings,
    "settings that lines tell": settings,
    "settings that one line tells": settings_of_a_line,
    "sets of error codes": error_sets,
    "bytes in one command": bytes_in_a_command,
    "bytes in one line": bytes_in_a_line,
}
assert list(TABLES) == list(MOST)


@pytest.fixture
def table(tmp_path):
    (tmp_path / "spec" / "toy").mkdir(parents=True)
    return tmp_path / "spec" / "toy" / "dialect.yaml"


EACH = [*(("check", kind) for kind in MOST), ("generate", "ranges of numbers")]


@pytest.mark.parametrize("verb, kind", EACH)
def test_one_too_many_is_told_at_its_row(atbind, table, tmp_path, verb, kind):
    text = HEAD + TABLES[kind](MOST[kind] + 1)
    table.write_text(text)
    (row,) = [number for number, line in enumerate(text.split("\n"), 1) if "#!" in line]
    output = ("--output", tmp_path / "out") if verb == "generate" else ()
    done = atbind(verb, "--spec", table.parents[1], *output)
    assert done.returncode == 1 and not (tmp_path / "out").exists()
    told, count = done.stderr.splitlines()
    assert told.startswith(f"{table}:{row}: ")
    said = (
        f"with this row {MOST[kind] + 1} {kind}; generated C has numbers for {MOST[kind]}: choose"
    )
    assert said in told
    assert count == "atbind: 1 mistake in the tables"


@pytest.mark.parametrize("kind", MOST)
def test_one_less_has_room(atbind, table, tmp_path, kind):
    table.write_text(HEAD + TABLES[kind](MOST[kind]))
    done = atbind("generate", "--spec", table.parents[1], "--output", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")


MOST_LINES = MOST["lines for its keywords to choose from"]


def test_a_selection_has_room(atbind, table, tmp_path):
    table.write_text(HEAD + candidates(MOST_LINES + 1))
    (tmp_path / "uses").write_text("+U\ntoy_urc_u0\n")
    output = ("--output", tmp_path / "out", "--only", tmp_path / "uses")
    assert atbind("generate", "--spec", table.parents[1], *output).returncode == 0
