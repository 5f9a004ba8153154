# SPDX-License-Identifier: MIT
"""Mistakes in tables: each is told at its own line, with what would be right.

A case is a piece of dialect.yaml; `#!` marks the lines that must be reported,
no others may be. The texts are what the messages must say, in the same order.
"""

from pathlib import Path

import pytest
from atbind.build.spec import load, main
from atbind.tables.problems import Problems

HEAD = """\
dialect: toy
title: A dialect for tests
manual: {title: None, version: "1"}
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


# what is wrong: (piece of table, texts of the messages)
CASES = {
    # ---- YAML ----
    "a key twice": (
        "commands: {}\nerrata: []\ncommands: {}  #!\n",
        ["`commands` stands here a second time (first in line 11); keep one"],
    ),
    "a parameter twice": (
        COMMAND.replace("      n:", "      a: {type: integer}  #!\n      n:"),
        ["`a` stands here a second time (first in line 15)"],
    ),
    "not YAML: a bracket is open": (
        "errata: [  #!\ncommands: 1\n",
        ["is not YAML"],
    ),
    "not YAML: a colon in an answer": (
        COMMAND + "      - syntax: AT+X\n        answers:\n          - +X: <a>: <b>  #!\n",
        ["single quotes"],
    ),
    "a value that contains itself": (
        "errata: &loop [*loop]  #!\n",
        ["contains itself; write it out"],
    ),
    "a key that is a list": (
        "? [a, b]  #!\n: 1\n",
        ["a key must be a single word or number"],
    ),
    # ---- structure ----
    "an unknown section": (
        "comands: {}  #!\n",
        ["unknown section `comands`; did you mean commands?"],
    ),
    "keys that are words and numbers": (
        COMMAND.replace("    title:", "    5: x  #!\n    tiemout: 5 s  #!\n    title:"),
        ["has no key `5`", "has no key `tiemout`; did you mean timeout?"],
    ),
    "an unknown key": (
        COMMAND.replace("    title:", "    tiemout: 5 s  #!\n    title:"),
        ["has no key `tiemout`; did you mean timeout?"],
    ),
    "a command without a title": (
        "commands:\n  +Y:  #!\n    forms: [{syntax: AT+Y, answers: [OK]}]\n",
        ["`+Y` lacks `title`; add it (What it does, in a few words)"],
    ),
    "a command that a model unknown here lacks": (
        COMMAND.replace("    title:", '    lacking: {A9: "3"}  #!\n    title:'),
        ["`A9`"],
    ),
    "a form that is lacked without a footnote": (
        COMMAND.replace("AT+X?, ans", "AT+X?, lacking: [A1], ans").replace(
            "xd then OK]}", "xd then OK]}  #!"
        ),
        ["lacking"],
    ),
    "a form without answers": (
        "commands:\n  +Y:\n    title: y\n    forms:\n      - syntax: AT+Y  #!\n",
        ["lacks `answers`; add it"],
    ),
    "a section number that is a number": (
        COMMAND.replace("    title:", "    section: 2.10  #!\n    title:"),
        ['put quotes around it, "2.1'],
    ),
    "an unknown type": (
        COMMAND.replace("n: {type: integer}", "n: {type: int}  #!"),
        ["`+X parameters n type` cannot be `int`; known: integer, string, word"],
    ),
    "a map where a list belongs": (
        "recovery: {}  #!\n",
        ["`recovery` is a map; it must be a list"],
    ),
    "an empty value": (
        COMMAND.replace("title: A command", "title:  #!"),
        ["`+X title` is empty; fill it in or leave it out"],
    ),
    "an empty list of answers": (
        COMMAND + "      - {syntax: AT+X, answers: []}  #!\n",
        ["is empty"],
    ),
    "a wait that is no time": (
        "recovery: [{step: s, wait: soon, action: a}]  #!\n",
        ["`soon` is not a time; write it as 150 s or 300 ms"],
    ),
    "a C name with capitals": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer, c_name: Big}  #!"),
        ["`Big` is not a C name; use lower-case letters, digits and _"],
    ),
    # ---- parameters ----
    "a range that is none": (
        COMMAND.replace("range: 1..9}", "range: 1-9}  #!"),
        ["`1-9` is not a range; write it as 1..16"],
    ),
    "a range the wrong way round": (
        COMMAND.replace("range: 1..9}", "range: 9..1}  #!"),
        ["the range 9..1 is the wrong way round; write 1..9"],
    ),
    "a range beyond 32 bits": (
        COMMAND.replace("range: 1..9}", "range: 0..4294967295}  #!"),
        ["leaves 32 bits; the largest number is 2147483647"],
    ),
    "a default outside the range": (
        COMMAND.replace("range: 1..9}", "range: 1..9, default: 0}  #!"),
        ["<a>: the default 0 is outside 1..9"],
    ),
    "a default that is no value": (
        COMMAND.replace("values: {0: off, 1: on}}", "values: {0: off, 1: on}, default: 2}  #!"),
        ["<b>: the default 2 is not one of its values (known: 0, 1)"],
    ),
    "a default that is too long": (
        COMMAND.replace("length: 1..20, default: hello}", "length: 1..4, default: hello}  #!"),
        ["<s>: the default `hello` is longer than 4 bytes"],
    ),
    "words for a number": (
        COMMAND.replace("values: {0: off, 1: on}}", "values: [0, one]}  #!"),
        ["`one` is no number; use type string or word"],
    ),
    "a value twice": (
        COMMAND.replace("values: {0: off, 1: on}}", "values: [0, 1, 0]}  #!"),
        ["`0` stands twice; keep one"],
    ),
    "range and values": (
        COMMAND.replace("range: 1..9}", "range: 1..9, values: [1]}  #!"),
        ["`range` and `values` together; keep the one that is complete"],
    ),
    "a range of a string": (
        COMMAND.replace("length: 1..20", "range: 1..20").replace("hello}", "hello}  #!"),
        ["`range` is for type integer, not for string; remove it or change the type"],
    ),
    "a name that gives no C name": (
        COMMAND.replace("      n: {type: integer}", "      4G: {type: integer}  #!")
        .replace("<n>", "<4G>")
        .replace("length: n", "length: 4G"),
        ["<4G> gives no C name; add one with `c_name`"],
    ),
    "a C name that is a keyword": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer, c_name: int}  #!"),
        ["`int` is a C keyword; choose another name"],
    ),
    "an unused parameter": (
        COMMAND.replace("      n:", "      left: {type: integer}  #!\n      n:"),
        ["<left> is defined but nothing uses it; remove it or write it in a syntax"],
    ),
    "a sent number without a range": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer}  #!")
        + "      - {syntax: 'AT+X=<n>', answers: [OK]}\n",
        ["<n> is sent: give it a `range` or `values`"],
    ),
    "a sent string without a length": (
        COMMAND.replace("length: 1..20, default: hello}", "default: hello}  #!")
        + "      - {syntax: 'AT+X=<s>', answers: [OK]}\n",
        ["give it a `length`, or an `assumed_length`"],
    ),
    "a counter of what is no payload": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer, counts: s}  #!"),
        ["<n> counts <s>, which is no parameter of type data; name the payload"],
    ),
    # ---- models ----
    "an unknown model": (
        COMMAND.replace("range: 1..9}", "range: 1..9, models: {A2: {range: 1..2}}}  #!"),
        ["`A2` is not a model; known: A1, B2"],
    ),
    "a model's range wider than the general one": (
        COMMAND.replace("range: 1..9}", "range: 1..9, models: {A1: {range: 0..9}}}  #!"),
        ["0..9 leaves 1..9; make the general range the widest"],
    ),
    "a model twice": (
        COMMAND.replace(
            "range: 1..9}",
            "range: 1..9, models: {A1: {note: '1'}, 'B2, A1': {note: '2'}}}  #!",
        ),
        ["A1 already has a difference above; join them"],
    ),
    "a model without a value that never was": (
        COMMAND.replace("1: on}}", "1: on}, models: {A1: {without: [3]}}}  #!"),
        ["3 is not one of the values anyway"],
    ),
    "a group of an unknown model": (
        "model_groups: {all: [A1, C3]}  #!\n",
        ["`C3` is not a model; known: A1, B2"],
    ),
    # ---- command lines ----
    "a bracket that is not closed": (
        COMMAND + "      - {syntax: 'AT+X=<a>[,<b>', answers: [OK]}  #!\n",
        ["column 9 of `AT+X=<a>[,<b>`: this `[` has no `]`"],
    ),
    "a required parameter after an optional one": (
        COMMAND + "      - {syntax: 'AT+X=<a>[,<b>],<s>', answers: [OK]}  #!\n",
        ["cannot follow what may be left out; write `,[<a>],<b>`"],
    ),
    "an undefined parameter": (
        COMMAND + "      - {syntax: 'AT+X=<contxtID>', answers: [OK]}  #!\n",
        ["<contxtID> is not defined; add it to `parameters`"],
    ),
    "a misspelt command": (
        COMMAND + "      - {syntax: 'AT+Y=<a>', answers: [OK]}  #!\n",
        ["is a form of +Y, but stands under +X"],
    ),
    "no command line at all": (
        COMMAND + "      - {syntax: 'X=<a>', answers: [OK]}  #!\n",
        ["a command line begins with `AT` and a name"],
    ),
    "nine parameters": (
        "commands:\n  +Y:\n    title: y\n    parameters:\n"
        + "".join(f"      p{i}: {{type: integer, range: 0..1}}\n" for i in range(9))
        + "    forms:\n      - {syntax: 'AT+Y="
        + ",".join(f"<p{i}>" for i in range(9))
        + "', answers: [OK]}  #!\n",
        ["9 parameters; a form takes at most 8: split it"],
    ),
    "two parameters of one C name": (
        COMMAND.replace("      n:", "      A: {type: integer, range: 1..2}\n      n:")
        + "      - {syntax: 'AT+X=<a>,<A>', answers: [OK]}  #!\n",
        ["<a> and <A> get the same C name a; give one of them a `c_name`"],
    ),
    "two forms of one name": (
        COMMAND
        + "      - {syntax: 'AT+X=<a>', answers: [OK]}\n"
        + "      - {syntax: 'AT+X=<s>', answers: [OK]}  #!\n",
        ["both get the C name toy_x; give one of them a `name`"],
    ),
    "two forms that look alike": (
        COMMAND
        + "      - {syntax: 'AT+X=<a>[,<s>]', answers: [OK]}\n"
        + "      - {syntax: 'AT+X=<b>', name: xb, answers: [OK]}  #!\n",
        ["cannot be told apart; join them, or let a literal or range tell them apart"],
    ),
    "a literal that may be left out": (
        COMMAND + "      - {syntax: 'AT+X=<a>[,\"on\"]', answers: [OK]}  #!\n",
        ["a literal cannot be left out; write two forms or lines"],
    ),
    # ---- answers ----
    "an unknown final": (
        COMMAND + "      - {syntax: AT+X, answers: [SEND KO]}  #!\n",
        ["`SEND KO` is not a final result code", "did you mean SEND OK?"],
    ),
    "an answer without a final": (
        COMMAND + "      - {syntax: AT+X, answers: ['+X: <a>,<b>,<s>']}  #!\n",
        ["no final result code ends it; add OK, ERROR or another"],
    ),
    "an undefined field": (
        COMMAND + "      - {syntax: AT+X, answers: ['+X: <aa> then OK']}  #!\n",
        ["<aa> is not defined"],
    ),
    "two lines of one name": (
        COMMAND + "      - {syntax: AT+X, answers: ['+X: <a>,<s> then +X: <s> then OK']}  #!\n",
        ["both get the C name toy_x_info; give one of them a row under `lines`"],
    ),
    "a line named like a form": (
        with_line("x_read: {line: '+X: <a>'}  #!") + "\n",
        ["both get the C name toy_x_read; rename the line under `lines`"],
    ),
    "two lines that look alike": (
        with_line("xa: {line: '+X: <a>'}", "xb: {line: '+X: <b>'}  #!") + "\n",
        ["cannot be told apart before OK in `AT+X`; add a `when`"],
    ),
    "a prompt without payload": (
        COMMAND + "      - {syntax: AT+X, answers: ['> then OK']}  #!\n",
        ["a prompt `>` but no `payload`; add `payload: {ends: ctrl_z}`"],
    ),
    "payload without its length": (
        with_line("x2: {line: '+X: <a>,<d>'}  #!") + "\n",
        ["<n> counts <d> but is no number in front of it; known: a"],
    ),
    "payload of unknown length": (
        COMMAND
        + "      - {syntax: 'AT+X=<a>', answers: ['> then OK'], payload: {ends: length}}  #!\n",
        ["payload that ends by length needs `length`"],
    ),
    "payload counted by what is not there": (
        COMMAND
        + "      - {syntax: 'AT+X=<a>', answers: ['> then OK'],\n"
        + "         payload: {ends: length, length: len}}  #!\n",
        ["<len> shall state the payload's length but is no number of this form"],
    ),
    "payload without a prompt": (
        COMMAND + "      - {syntax: 'AT+X=<a>', answers: [OK], payload: {ends: ctrl_z}}  #!\n",
        ["`payload` but no prompt; begin an outcome with `> then `"],
    ),
    "an outcome twice": (
        COMMAND + "      - {syntax: AT+X, answers: [OK, OK]}  #!\n",
        ["the outcome `OK` stands twice; keep one"],
    ),
    "a test answer with a misspelt name": (
        COMMAND.replace("      n:", "      count: {type: integer, range: 1..2}\n      n:")
        + "      - {syntax: AT+X=?, answers: ['+X: (<counts>),(<IP/URL>) then OK']}  #!\n"
        + "      - {syntax: AT+X=<count>, answers: [OK]}\n",
        ["(<counts>) names no parameter; did you mean count?"],
    ),
    # ---- rules, times, settings ----
    "a rule about nothing": (
        COMMAND + "      - {syntax: 'AT+X=<a>', answers: [OK], rules: [<q> given]}  #!\n",
        ["<q> is not a parameter of this form; known: a"],
    ),
    "a rule with a value that never is": (
        COMMAND
        + "      - {syntax: 'AT+X=<a>,<b>', answers: [OK], rules: [<a> = 10 requires <b> given]}  #!\n",
        ["<a>: the value 10 is outside 1..9"],
    ),
    "a rule that is none": (
        COMMAND + "      - {syntax: 'AT+X=<a>', answers: [OK], rules: [a must be 1]}  #!\n",
        ["is not a test; write <name> given"],
    ),
    "a time limit that is none": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], timeout: soon}  #!\n",
        ["`soon` is not a time limit; write it as 150 s"],
    ),
    "a time limit by an unknown parameter": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], timeout: <t> s}  #!\n",
        ["<t> is not a parameter of this form"],
    ),
    "a time limit by an unknown setting": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], timeout: patience s}  #!\n",
        ["`patience` is not a setting; define it under `settings` (known: mode, layout)"],
    ),
    "an unknown setting": (
        COMMAND + "      - {syntax: 'AT+X=<a>', answers: [OK], sets: [layuot = <a>]}  #!\n",
        ["`layuot` is not a setting; define it under `settings` (did you mean layout?)"],
    ),
    "a setting without its index": (
        COMMAND + "      - {syntax: 'AT+X=<a>', answers: [OK], sets: [mode = <a>]}  #!\n",
        ["`mode` has one value per <id>; write `of <id>`"],
    ),
    "a setting with an index too many": (
        COMMAND + "      - {syntax: 'AT+X=<a>', answers: [OK], sets: [layout of <a> = 1]}  #!\n",
        ["`layout` has one value; leave out `of <a>`"],
    ),
    "a setting from a word": (
        COMMAND + "      - {syntax: 'AT+X=<s>', answers: [OK], sets: [layout = <s>]}  #!\n",
        ["<s> is no number; a setting needs one"],
    ),
    "an effect that is none": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], sets: [layout]}  #!\n",
        ["`layout` is not an effect; write NAME = <value>"],
    ),
    "reading what a line does not tell": (
        with_line("xa: {line: '+X: <a>', reads: [layout = <b>]}  #!") + "\n",
        ["no line of the answers has <b>"],
    ),
    "a name of no line": (
        COMMAND + "      - {syntax: AT+X, answers: [xb then OK]}  #!\n",
        ["`xb` is no line; add it to `lines` of the command (known: xd)"],
    ),
    "a line that no answer names": (
        COMMAND.replace("    forms:", "      xb: {line: '+X: <a>'}  #!\n    forms:"),
        ["`xb` is a line but no answer names it; remove it"],
    ),
    "a line whose name is no C name": (
        COMMAND.replace("    forms:", "      Xb: {line: '+X: <a>'}  #!\n    forms:"),
        ["`Xb` is not a C name"],
    ),
    "two lines of one name in two commands": (
        COMMAND + "  +Z:\n    title: z\n    lines: {xd: {line: '+Z: OK'}}  #!\n"
        "    forms: [{syntax: AT+Z, answers: [xd then OK]}]\n",
        ["`xd` is a line already"],
    ),
    "a condition that is none": (
        with_line("xa: {line: '+X: <a>', when: layout is 1}  #!") + "\n",
        ["`layout is 1` is not a condition; write NAME = 2"],
    ),
    "another prefix without an erratum": (
        with_line("xa: {line: '+X: <a>', also: ['+Z:']}  #!") + "\n",
        ["`+Z:` has no erratum; add one that quotes it"],
    ),
    "a success that is no value": (
        COMMAND.replace("1: on}}", "1: on}, success: 2}  #!"),
        ["<b>: the success 2 is not one of its values (known: 0, 1)"],
    ),
    "a success of a text": (
        COMMAND.replace("hello}", "hello, success: 1}  #!"),
        ["`success` is for type integer, not for string"],
    ),
    "a success that is none": (
        with_line("xa: {line: '+X: <a>', success: good}  #!") + "\n",
        ["`good` does not say what success is; write <result> = 0, <sent> >= <asked>"],
    ),
    "a success of a field that is not there": (
        with_line("xa: {line: '+X: <a>', success: <b> = 1}  #!") + "\n",
        ["<b> does not stand here; known: a"],
    ),
    "a success by a number of what is a text": (
        with_line("xs: {line: '+X: <s>', success: <s> = 1}  #!") + "\n",
        ["<s> is no number; write <s> given"],
    ),
    "an unknown set of error codes": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer, error: errors}  #!"),
        ["`errors` is not a set of `error_codes`; known: err"],
    ),
    "a time limit from nowhere": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], timeout: {limit: 5 s}}  #!\n",
        ["lacks `from`; add it (Where the limit comes from)"],
    ),
    "a time limit from somewhere that is none": (
        COMMAND
        + "      - {syntax: AT+X, answers: [OK], timeout: {limit: soon, from: page 1}}  #!\n",
        ["`soon` is not a time limit; write it as 150 s"],
    ),
    "a device of no name": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], seen: }  #!\n",
        ["is empty; fill it in or leave it out"],
    ),
    "guard times of a command": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], guard: '1 s, 1 s'}  #!\n",
        ["`guard` is for +++ only; remove it"],
    ),
}


def problems_of(folder: Path, text: str) -> list:
    folder.mkdir(exist_ok=True)
    (folder / "dialect.yaml").write_text(text, "utf-8")
    try:
        load(folder.parent)
    except Problems as problems:
        return problems.list
    return []


@pytest.mark.parametrize("name", CASES)
def test_mistake_is_told_at_its_line(name, tmp_path):
    piece, messages = CASES[name]
    text = HEAD + piece
    found = problems_of(tmp_path / "toy", text)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "#!" in line]
    assert sorted({p.where.line for p in found}) == lines, "\n".join(map(str, found))
    told = "\n".join(map(str, found))
    for message in messages:
        assert message in told
    assert all(p.where.file == str(tmp_path / "toy" / "dialect.yaml") for p in found)


# The same for pieces that HEAD holds: the line is replaced.
HEAD_CASES = {
    "a final of no kind": (
        "finals:",
        "finals: {SEND OK: good, CONNECT: connect}  #!",
        ["`SEND OK` cannot be `good`; known: success, failure, connect"],
    ),
    "a lifetime that is none": (
        "settings:",
        "settings: {mode: {of: id, assume: 0, lifetime: ever}, layout: {assume: 0, lifetime: stored}}  #!",
        ["cannot be `ever`; known: connection, power, stored"],
    ),
    "a setting per parameter that is not there": (
        "settings:",
        "settings: {mode: {of: di, assume: 0, lifetime: power}}  #!",
        ["<di> is no parameter with a range; define it or correct `of`"],
    ),
    "too many values of settings": (
        "parameters:",
        "parameters: {id: {type: integer, range: 0..299}}",
        ["300 values of settings in all; at most 255 fit"],
    ),
    "a model that lacks no command": (
        "models:",
        "models: {A1: {lacks: [+Y]}, B2: {}}  #!",
        ["`+Y` is no command and no form id; known: +X, toy_x_read, x_read"],
    ),
    "a model that lacks no parameter": (
        "models:",
        "models: {A1: {lacks: [+X <mode>]}, B2: {}}  #!",
        ["+X has no parameter <mode>"],
    ),
    "a final that ends nothing known": (
        "finals:",
        "finals: {NO CARRIER: {final: failure, ends: dta}}  #!",
        ["`dta`", "data"],
    ),
    "a final that does not say how": (
        "finals:",
        "finals: {NO CARRIER: {ends: data}}  #!",
        ["`final`"],
    ),
    "a URC that ends a command": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>', ends: any command}}  #!",
        ["`closed ends`"],
    ),
    "a setting that is not transparent mode": (
        "settings:",
        "settings: {mode: {of: id, assume: 0, lifetime: power, online: false}}  #!",
        ["`mode online`: false can only be true; leave it out otherwise"],
    ),
    "a note on no model": (
        "models:",
        "models: {A1: {}, B2: {}}\nnotes: {3: {C3: only one socket}}  #!",
        ["`C3`"],
    ),
    "two models of one C name": (
        "models:",
        "models: {A1: {}, a1: {}}  #!",
        ["a1 and A1 get the same C name a1"],
    ),
    "a URC that is a final": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>'}, done: {line: OK}}  #!",
        ["`OK` is a final result code, reported anyway; remove this row"],
    ),
    "two URCs that look alike": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>'}, again: {line: 'CLOSED: <id>'}}  #!",
        ["cannot be told apart unasked; add a `when`, or join them"],
    ),
    "a start that is none": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>', boots: false}}  #!",
        ["`closed boots`: false can only be true; leave it out otherwise"],
    ),
    "a URC without a word": (
        "urcs:",
        "urcs: {closed: {line: '<id>'}}  #!",
        ["a received line begins with a word"],
    ),
    "a URC whose name is no C name": (
        "urcs:",
        "urcs: {Closed-it: {line: 'CLOSED: <id>'}}  #!",
        ["`Closed-it` is not a C name"],
    ),
    "no title": ("title:", "", ["`title` is missing; add it to dialect.yaml"]),
    "no default timeout": ("default_timeout:", "", ["`default_timeout` is missing; add it"]),
    "a default timeout that is none": (
        "default_timeout:",
        "default_timeout: long  #!",
        ["`long` is not a time; write it as 150 s or 300 ms"],
    ),
}


@pytest.mark.parametrize("name", HEAD_CASES)
def test_mistake_in_the_head_is_told(name, tmp_path):
    start, line, messages = HEAD_CASES[name]
    lines = [line if old.startswith(start) else old for old in HEAD.splitlines()]
    text = "\n".join(lines) + "\n" + COMMAND
    found = problems_of(tmp_path / "toy", text)
    told = "\n".join(map(str, found))
    for message in messages:
        assert message in told
    marked = [number for number, line in enumerate(text.split("\n"), 1) if "#!" in line]
    if marked:
        assert sorted({p.where.line for p in found}) == marked, told


def test_the_tables_that_the_cases_spoil_are_good(tmp_path):
    assert problems_of(tmp_path / "toy", HEAD + COMMAND) == []


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path):
    piece = COMMAND.replace("range: 1..9", "range: 9..1").replace(
        "n: {type: integer}", "n: {type: integer, c_name: int}"
    )
    piece += "      - {syntax: 'AT+X=<b>[', answers: [SEND KO]}\n"
    piece += "      - {syntax: AT+X, answers: [OK], rules: [nothing], timeout: soon}\n"
    found = problems_of(tmp_path / "toy", HEAD + piece)
    assert [p.where.line for p in found] == [15, 18, 24, 25, 25]


def test_a_name_defined_in_two_files_names_both(tmp_path):
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "more.yaml").write_text("urcs:\n  closed: {line: 'SHUT: <id>'}\n", "utf-8")
    found = problems_of(folder, HEAD + COMMAND)
    assert len(found) == 1
    assert found[0].where.file == str(folder / "more.yaml") and found[0].where.line == 2
    assert f"already defined in {folder / 'dialect.yaml'}:10; keep one" in found[0].message


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"title: caf\xe9\n", 1, "not UTF-8; save the file as UTF-8"),
        (b"errata: []\nurcs: \xff\n", 2, "not UTF-8"),
        (b"errata: []\n\x00\n", 2, "a control character stands here; remove it"),
        (b"", 1, "the file is empty"),
        (b"- a\n- b\n", 1, "a table is a mapping; begin with a line such as `commands:`"),
        (b"errata: *nobody\n", 1, "is not YAML"),
        (b"\terrata: 1\n", 1, "is indented with a tab"),
        (b"a: " + b"[" * 4000, 1, "nested too deeply for a table; write it flat"),
        (b"a: 1\nb:\n  " + b"- " * 90000 + b"1\n", 3, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_table(content, line, message, tmp_path):
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "z.yaml").write_bytes(content)
    found = [p for p in problems_of(folder, HEAD + COMMAND) if p.where.file.endswith("z.yaml")]
    assert found and found[0].where.line == line
    assert message in found[0].message


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(Problems, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_a_folder_without_dialects(tmp_path):
    with pytest.raises(Problems, match="holds no dialect"):
        load(tmp_path)


def test_an_unknown_dialect(tmp_path):
    assert problems_of(tmp_path / "toy", HEAD + COMMAND) == []
    with pytest.raises(Problems, match="no dialect `toys`; did you mean toy"):
        load(tmp_path, "toys")


def test_the_folder_is_named_like_the_dialect(tmp_path):
    found = problems_of(tmp_path / "toys", HEAD + COMMAND)
    assert [(p.where.line, p.message) for p in found] == [
        (1, "the dialect is `toy` but its folder toys; give both the same name")
    ]


def test_the_command_prints_problems_and_counts(tmp_path, capsys):
    problems_of(tmp_path / "toy", HEAD + COMMAND)
    assert main([str(tmp_path)]) == 0
    assert "toy: 1 commands, 1 forms" in capsys.readouterr().out
    problems_of(tmp_path / "toy", HEAD + CASES["an undefined field"][0])
    assert main([str(tmp_path)]) == 1
    assert "dialect.yaml:24: " in capsys.readouterr().out
    assert main([]) == 2
