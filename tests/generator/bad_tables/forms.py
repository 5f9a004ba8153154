# SPDX-License-Identifier: MIT
"""Mistakes in forms, their payload and answers that no shipped table comes near."""

from bad_tables.toy import COMMAND, with_line

OTHER = "      - {syntax: AT+X=<a>, answers: [OK]}\n"
ROW = "      d: {type: data, length: n}"


def data(row: str) -> str:
    """COMMAND with another row of its payload."""
    return COMMAND.replace("d: {type: data, length: n}", row)


def sent(form: str, row: str = "d: {type: data, length: n}") -> str:
    return data(row) + f"      - {form}  #!\n"


# what is wrong: (piece of table, texts of the messages)
CASES = {
    # ---- names ----
    "a form that is called as the start of another": (
        COMMAND + OTHER + "      - {syntax: AT+X, name: x_start, answers: [OK]}  #!\n",
        ["the C name toy_x_start is made for `AT+X=<a>`; give another `name`"],
    ),
    "a form that is called as the encoder of another": (
        COMMAND + OTHER + "      - {syntax: AT+X, name: x_encode, answers: [OK]}  #!\n",
        ["the C name toy_x_encode is made for `AT+X=<a>`; give another `name`"],
    ),
    "a form that is called as a function of the session": (
        COMMAND + "      - {syntax: AT+X, name: init, answers: [OK]}  #!\n",
        ["the C name toy_init is taken; give another `name`"],
    ),
    "a parameter that no angle brackets hold": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer}\n      m=2: {type: integer}  #!"),
        ["`m=2` cannot stand between < and >; write the bare name"],
    ),
    # ---- outcomes ----
    "a line behind a failure": (
        COMMAND + "      - {syntax: AT+X, answers: ['ERROR then +X: <a>']}  #!\n",
        ["`+X: <a>` cannot follow a failure or CONNECT; put it in front"],
    ),
    "three final result codes": (
        COMMAND + "      - {syntax: AT+X, answers: [OK then OK then OK]}  #!\n",
        ["only `OK then OK` and `OK then CONNECT` have two final result codes"],
    ),
    "two words for success": (
        COMMAND + "      - {syntax: AT+X, answers: [OK, SEND OK]}  #!\n",
        ["success is `OK` and `SEND OK`; a form succeeds with one final result code"],
    ),
    "a test answer without a word": (
        COMMAND + "      - {syntax: AT+X=?, answers: ['(<a>) then OK']}  #!\n",
        ["an answer begins with a word, such as `+QIOPEN: `"],
    ),
    "a test answer with a letter that is none": (
        COMMAND + "      - {syntax: AT+X=?, answers: ['+X: (0–1) then OK']}  #!\n",
        ["(EN DASH) is no ASCII"],
    ),
    # ---- fields and payload that come ----
    "two kinds in one field": (
        with_line("xa: {line: '+X: <a>/<b>'}  #!") + "\n",
        ["a received field is of one kind; write one line for each"],
    ),
    "a list of none": (
        with_line("xa: {line: '+X: <a>{0}'}  #!") + "\n",
        ["a list holds 1 to 255 values; write <name>{4}"],
    ),
    "a field behind the rest of the line": (
        with_line("xa: {line: '+X: <r>,<a>'}  #!").replace(ROW, f"{ROW}\n      r: {{type: rest}}")
        + "\n",
        ["<r> goes up to the line's end; nothing can follow it"],
    ),
    "unknown payload behind a line": (
        with_line("xa: {line: '+X: <n><CR><LF><dd>'}  #!") + "\n",
        ["<dd> is not defined"],
    ),
    "a number as payload behind a line": (
        with_line("xa: {line: '+X: <n><CR><LF><a>'}  #!") + "\n",
        ["<a> behind <CR><LF> must be of type data"],
    ),
    "payload behind a line that nothing counts": (
        with_line("xa: {line: '+X: <n><CR><LF><h>'}  #!").replace(
            ROW, f"{ROW}\n      h: {{type: data, coding: hex}}"
        )
        + "\n",
        ["<h> needs `length`, the field that counts it"],
    ),
    "raw payload to the end of a line": (
        with_line("xa: {line: '+X: <n>,<h>'}  #!").replace(ROW, f"{ROW}\n      h: {{type: data}}")
        + "\n",
        ["raw <h> needs `length`, the field that counts it"],
    ),
    "a coding of an element that the line does not name": (
        with_line("xa: {line: '+X: <n>,<h>'}  #!").replace(
            ROW, f"{ROW}\n      h: {{type: data, length: n, coding: mode of <id>}}"
        )
        + "\n",
        ["<id> selects the coding of <h> but is no number in front of it; known: n"],
    ),
    "a condition on an element that the line does not name": (
        with_line("xa: {line: '+X: <a>', when: mode of <id> = 1}  #!") + "\n",
        ["<id> does not stand here; known: a"],
    ),
    "an error code that the line does not have": (
        with_line("xa: {line: '+X: <a>', error: {field: n, set: err}}  #!") + "\n",
        ["<n> does not stand here; known: a"],
    ),
    "a setting's element that may be missing": (
        with_line("xa: {line: '+X: <a>[,<n>]', when: mode of <n> = 1}  #!") + "\n",
        ["<n> selects the element of mode, but may be missing"],
    ),
    "an element that a line tells of and that may be missing": (
        with_line("xa: {line: '+X: <b>[,<n>]', reads: [mode of <n> = <b>]}  #!") + "\n",
        ["<n> selects the element of mode, but may be missing"],
    ),
    "a coding of an element that the command does not name": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer, range: 1..9}")
        + "      - {syntax: 'AT+X=<n>', answers: ['> then OK'], "
        "payload: {ends: length, length: n, max: 9, coding: mode of <id>}}  #!\n",
        ["<id> selects the coding but is not in this form; known: n"],
    ),
    # ---- parameters ----
    "a length below zero": (
        COMMAND.replace("length: 1..20", "length: -1..20").replace("hello}", "hello}  #!"),
        ["<s>: a length cannot be negative; begin at 0"],
    ),
    "a length that is none": (
        COMMAND.replace("length: 1..20, default: hello}", "length: long}  #!"),
        ["`long` is not a range; write it as 1..16"],
    ),
    "a length that is assumed beside the manual's": (
        COMMAND.replace("1..20, default: hello}", "1..20, assumed_length: 30}  #!"),
        ["<s>: `length` is the manual's own; remove the assumption"],
    ),
    "a coding that is none": (
        data("d: {type: data, length: n, coding: 7 bits}  #!"),
        ["`7 bits` is not a coding; write raw, hex, escaped, or a setting: NAME of <id>"],
    ),
    "a coding by an unknown setting": (
        data("d: {type: data, length: n, coding: layouts}  #!"),
        ["`layouts` is not a setting; define it under `settings` (did you mean layout?)"],
    ),
    "a model's range of a number without one": (
        COMMAND.replace(
            "n: {type: integer}", "n: {type: integer, models: {A1: {range: 1..2}}}  #!"
        ),
        ["<n>: has no `range` of its own; give the widest one first"],
    ),
    "a time limit by what has no number": (
        COMMAND + "      - {syntax: AT+X=<s>, answers: [OK], timeout: <s> s}  #!\n",
        ["<s> has no number to count with; give it a range"],
    ),
    # ---- what is sent ----
    "three kinds in one place": (
        sent("{syntax: AT+X=<a>/<b>/<s>, answers: [OK]}"),
        ["<a>/<b>/<s>: at most 2 kinds of value in one place; write another form for the rest"],
    ),
    "digits that tell a line with a keyword": (
        with_line("xa: {line: '+X: <r>'}  #!").replace(
            ROW, f"{ROW}\n      r: {{type: rest, digits: 6}}"
        )
        + "\n",
        ["`digits` of <r> tells a line without a keyword from others; `+X:` does so here, remove"],
    ),
    "digits that are sent": (
        data("d: {type: data, length: n}\n      w: {type: word, length: 1..9, digits: 6}  #!")
        + "      - {syntax: 'AT+X=<w>', answers: [OK]}\n",
        ["<w> is sent, but `digits` is for received lines only"],
    ),
    "digits of a number": (
        data("d: {type: data, length: n}\n      w: {type: integer, range: 1..9, digits: 6}  #!"),
        ["<w>: `digits` is for type rest, word, not for integer"],
    ),
    "the rest of a line that is sent": (
        data("d: {type: data, length: n}\n      r: {type: rest}  #!")
        + "      - {syntax: AT+X=<r>, answers: [OK]}\n",
        ["<r> is sent, but `rest` is for received lines only"],
    ),
    "payload in the line and behind the prompt": (
        sent(
            "{syntax: 'AT+X=<a>,<h>', payload: {ends: ctrl_z, max: 9}, answers: ['> then OK']}"
        ).replace(ROW, f"{ROW}\n      h: {{type: data, coding: hex}}"),
        ["<h> is payload inside the command line; write `payload: {ends: inline, max: …}`"],
    ),
    "payload in the line that has none": (
        sent("{syntax: AT+X=<a>, payload: {ends: inline, max: 9}, answers: [OK]}"),
        ["payload inside the command line needs a parameter of type data"],
    ),
}
