# SPDX-License-Identifier: MIT
"""Mistakes in parameters, models and command lines."""

from bad_tables.toy import COMMAND

# what is wrong: (piece of table, texts of the messages)
CASES = {
    # ---- what follows from a command line that is wrong is not told, too ----
    "a command line whose answers alone name a line": (
        COMMAND.replace("      xd:", "      xa: {line: '+XA: <a>'}\n      xd:")
        + "      - {syntax: 'AT+X=<a>[,<b>', answers: [xa then OK]}  #!\n",
        ["this `[` has no `]`"],
    ),
    "a misspelt parameter that is counted, compared and kept": (
        COMMAND
        + "      - syntax: AT+X=<a>,<bb>  #!\n"
        + "        timeout: <b> s\n"
        + "        rules: ['<a> = 1 requires <b> given']\n"
        + "        sets: ['layout = <b>']\n"
        + "        answers: [OK]\n",
        ["<bb> is not defined"],
    ),
    "a misspelt number beside which two lines are told apart by the others": (
        COMMAND.replace(
            "      n: {type: integer}\n",
            "      n: {type: integer}\n"
            "      e: {type: integer, values: {2: busy, three: full}}  #!\n",
        )
        .replace(
            "    lines:\n", "    lines:\n      x1: {line: '+X: <b>'}\n      x2: {line: '+X: <e>'}\n"
        )
        .replace("'+X: <a>,<b>,<s> then OK'", "x1 then x2 then OK"),
        ["<e>: `three` is no number"],
    ),
    "a misspelt model that lacks one of two forms that are written alike": (
        COMMAND
        + "      - {syntax: AT+X=<a>, name: x_one, lacking: {B3: '1'}, answers: [OK]}  #!\n"
        + "      - {syntax: AT+X=<a>, name: x_two, lacking: {A1: '2'}, answers: [OK]}\n",
        ["`B3` is not a model"],
    ),
    # ---- parameters ----
    "a range that is none": (
        COMMAND.replace("range: 1..9}", "range: 1-9}  #!"),
        ["`1-9` is not a range; write it as 1..9"],
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
    "a curly quote in a command": (
        COMMAND + "      - {syntax: 'AT+X=“on”', answers: [OK]}  #!\n",
        ['column 6 of `AT+X=“on”`: `“` (LEFT DOUBLE QUOTATION MARK) is no ASCII; write `"`'],
    ),
    "a blank that is none": (
        COMMAND + "      - {syntax: 'AT+X=<a>,\u00a0<b>', answers: [OK]}  #!\n",
        ["(NO-BREAK SPACE) is no ASCII; write ` `"],
    ),
    "a character that cannot be seen": (
        COMMAND + "      - {syntax: 'AT+X=\u200b<a>', answers: [OK]}  #!\n",
        ["(ZERO WIDTH SPACE) is no ASCII; remove it"],
    ),
    "a letter of another alphabet": (
        COMMAND + "      - {syntax: 'AT+Х=<a>', answers: [OK]}  #!\n",
        ["(CYRILLIC CAPITAL LETTER HA) is no ASCII; write what the modem sends"],
    ),
}
