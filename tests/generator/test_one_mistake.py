# SPDX-License-Identifier: MIT
"""What a table author gets wrong once is told once, plainly: no second message follows from it."""

import pytest

from bad_tables.toy import COMMAND, HEAD, mistakes_of

RESULT = """\
commands:
  +Y:
    title: A command whose result comes late
    parameters:
      n: {type: integer, range: 0..5}
    forms:
      - {syntax: AT+Y=<n>, answers: ['OK then +Y: <n>']}
"""

BELOW = """
        type: integer
        values: {0: off, zz: on}  #!"""
LACKING = """
        models: {A1: {without: [0]}}"""

MANY_MORE = "".join(f"\n      p{i}: {{type: integer}}" for i in range(13))

# what is wrong: (the whole table, the one message)
MISTAKES = {
    "a time limit without its unit": (
        HEAD + COMMAND + "      - {syntax: AT+X, timeout: 150, answers: [OK]}  #!\n",
        "`150` lacks its unit; write 150 s or 150 ms",
    ),
    "the same in quotes": (
        HEAD + COMMAND + "      - {syntax: AT+X, timeout: '150', answers: [OK]}  #!\n",
        "`150` lacks its unit; write 150 s or 150 ms",
    ),
    "a default time limit without its unit": (
        HEAD.replace("default_timeout: 10 s", "default_timeout: 10  #!"),
        "is not a time; write it as 150 s or 300 ms",
    ),
    "a tab before a key": (
        HEAD + COMMAND.replace("    forms:", "\tforms:  #!"),
        "is indented with a tab; YAML knows blanks only",
    ),
    "tabs behind blanks": (
        HEAD + COMMAND.replace("      b: {type", "    \tb:   #!\n         {type"),
        "is indented with a tab; YAML knows blanks only",
    ),
    "a URC shaped like a result": (
        HEAD.replace("urcs: {closed: {line: 'CLOSED: <id>'}}", "urcs: {y: {line: '+Y: <id>'}}  #!")
        + RESULT,
        "`+Y: <id>` is shaped like the result `+Y: <n>` of `AT+Y=<n>`",
    ),
    "a misspelt parameter": (
        HEAD + COMMAND.replace("<a>,<b>,<s>", "<a>,<bb>,<s>").replace("then OK]}", "then OK]}  #!"),
        "<bb> is not defined",
    ),
    "a range the wrong way round": (
        HEAD
        + COMMAND.replace("range: 1..9}", "range: 9..1}  #!")
        + "      - {syntax: AT+X=<a>, answers: [OK]}\n",
        "the range 9..1 is the wrong way round; write 1..9",
    ),
    "a value that is none, below the row's own line": (
        HEAD
        + COMMAND.replace("{type: integer, values: {0: off, 1: on}}", BELOW)
        + "      - {syntax: AT+X=<b>, answers: [OK]}\n",
        "zz",
    ),
    "a value that is none, of which a model lacks another": (
        HEAD
        + COMMAND.replace("{type: integer, values: {0: off, 1: on}}", BELOW + LACKING)
        + "      - {syntax: AT+X=<b>, answers: [OK]}\n",
        "zz",
    ),
    "a line that a task names, whose field is misspelt": (
        HEAD.replace(
            "urcs: {closed: {line: 'CLOSED: <id>'}}", "urcs: {closed: {line: 'C: <d>'}}  #!"
        )
        + COMMAND
        + "tasks: {close: [urc_closed]}\n",
        "<d> is not defined",
    ),
    "the range of an index the wrong way round": (
        HEAD.replace("range: 0..5}}", "range: 5..0}}  #!")
        + COMMAND
        + "      - {syntax: AT+X=<id>, sets: ['mode of <id> = 1'], answers: [OK]}\n",
        "the range 5..0 is the wrong way round; write 0..5",
    ),
    "the same of one whose model has less": (
        HEAD.replace("range: 0..5}}", "range: 5..0, models: {A1: {range: 0..3}}}}  #!") + COMMAND,
        "the range 5..0 is the wrong way round; write 0..5",
    ),
    "the range of an index that is none": (
        HEAD.replace("range: 0..5}}", "range: all}}  #!")
        + COMMAND
        + "      - {syntax: AT+X=<id>, sets: ['mode of <id> = 1'], answers: [OK]}\n",
        "`all` is not a range; write it as 1..16",
    ),
    "a parameter in quotes": (
        HEAD
        + COMMAND.replace(
            "n: {type: integer}", "n: {type: integer}\n      c: {type: string, length: 1..9}"
        ).replace("<n>,<d>'}", '"<c>",<n>,<d>\'}  #!'),
        '"<c>" is fixed text; write <c>: a string brings its quotes with it',
    ),
    "a parameter in quotes in a command": (
        HEAD + COMMAND + "      - {syntax: 'AT+X=\"<s>\"', answers: [OK]}  #!\n",
        '"<s>" is fixed text; write <s>: a string brings its quotes with it',
    ),
    "a URC and a line of a command with one handler": (
        HEAD.replace("urcs: {closed: {line: 'CLOSED: <id>'}}", "urcs: {xd: {line: 'X'}}  #!")
        + COMMAND,
        "`X` and `+XD: <n>,<d>` ({file}:21) both get the handler TOY_ON_XD",
    ),
    "a URC and a final result code with one handler": (
        HEAD.replace(
            "urcs: {closed: {line: 'CLOSED: <id>'}}", "urcs: {send_ok: {line: 'X'}}"
        ).replace("CONNECT: connect}", "CONNECT: connect}  #!")
        + COMMAND,
        "both get the handler TOY_ON_SEND_OK; give one of them another name",
    ),
    "a line named like the payload of another": (
        HEAD.replace(
            "urcs: {closed: {line: 'CLOSED: <id>'}}", "urcs: {xd_payload: {line: 'X'}}  #!"
        )
        + COMMAND,
        "both get the handler TOY_ON_XD_PAYLOAD; give one of them another name",
    ),
    "a text as payload behind a line": (
        HEAD + COMMAND.replace("<n>,<d>'}", "<n><CR><LF><s>'}  #!"),
        "<s> behind <CR><LF> must be of type data",
    ),
    "payload behind a line that nothing counts": (
        HEAD
        + COMMAND.replace("d: {type: data, length: n}", "d: {type: data}").replace(
            "<n>,<d>'}", "<n><CR><LF><d>'}  #!"
        ),
        "<d> needs `length`, the field that counts it",
    ),
    "a prompt that is not joined by `then`": (
        HEAD
        + COMMAND
        + "      - {syntax: AT+X, payload: {ends: ctrl_z, max: 9}, answers: ['> OK']}  #!\n",
        "the prompt stands alone; write `> then …`",
    ),
    "a range with a hyphen": (
        HEAD + COMMAND.replace("range: 1..9", "range: 1 - 9").replace("1 - 9}", "1 - 9}  #!"),
        "`1 - 9` is not a range; write it as 1..9",
    ),
    "a misspelt final result code": (
        HEAD + COMMAND + "      - {syntax: AT+X, answers: [SEND OKAY]}  #!\n",
        "did you mean SEND OK?",
    ),
    "an answer without quotes": (
        HEAD + COMMAND + "      - {syntax: AT+X, answers: [OK then +X: <a>]}  #!\n",
        "is a map; it must be a text: put single quotes around it",
    ),
    "a list too long for a struct in memory": (
        HEAD + COMMAND.replace("<n>,<d>'}", "<n>{25}'}  #!"),
        "its values take 26 words of memory and a line has 24",
    ),
    "too many fields that may be missing": (
        HEAD
        + COMMAND.replace("n: {type: integer}", "n: {type: integer}" + MANY_MORE).replace(
            "<n>,<d>'}", "<n>" + "".join(f"[,<p{i}>]" for i in range(13)) + "'}  #!"
        ),
        "13 fields may be missing or come in numbers; at most 12 can",
    ),
    "a layout that cannot be read": (
        HEAD + COMMAND.replace("<n>,<d>'}", "<n><d>'}  #!"),
        "`,` or `:` is missing before",
    ),
    "an unknown type of a parameter that is sent": (
        HEAD
        + COMMAND.replace("n: {type: integer}", "n: {type: number, range: 1..2}  #!")
        + "      - {syntax: AT+X=<n>, answers: [OK]}\n",
        "cannot be `number`",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_gives_one_message_at_its_line(name, tmp_path):
    text, message = MISTAKES[name]
    found = mistakes_of(tmp_path / "toy", text)
    assert len(found) == 1, "\n".join(map(str, found))
    assert message.replace("{file}", str(tmp_path / "toy/dialect.yaml")) in found[0].message
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "#!" in row)
    assert found[0].where.line == line


def test_a_urc_with_the_text_of_a_result_is_that_result(tmp_path):
    head = HEAD.replace("CLOSED: <id>", "+Y: <n>").replace(
        "id: {type: integer, range: 0..5}",
        "id: {type: integer, range: 0..5}, n: {type: integer, range: 0..5}",
    )
    assert not mistakes_of(
        tmp_path / "toy",
        head + RESULT.replace("    parameters:\n      n: {type: integer, range: 0..5}\n", ""),
    )
