# SPDX-License-Identifier: MIT
"""Mistakes in rules, time limits, settings and what else a form says."""

from bad_tables.toy import COMMAND, with_line

# what is wrong: (piece of table, texts of the messages)
CASES = {
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
    "a rule that requires twice": (
        COMMAND + "      - {syntax: 'AT+X=<a>,<b>', answers: [OK], "
        "rules: [<a> given requires <b> given requires <a> = 1]}  #!\n",
        ["has more than one `requires`; write one rule for each"],
    ),
    "a rule that compares a text": (
        COMMAND + "      - {syntax: 'AT+X=<s>', answers: [OK], rules: [<s> >= 1]}  #!\n",
        [">= compares numbers; <s> has none"],
    ),
    "a rule with a number that is a word": (
        COMMAND + "      - {syntax: 'AT+X=<a>', answers: [OK], rules: ['<a> = \"one\"']}  #!\n",
        ["<a>: the value `one` is not a number; write a wire number"],
    ),
    "a rule with a value of payload": (
        COMMAND + "      - {syntax: 'AT+X=<a>,<d>', answers: [OK], rules: [<d> = 1]}  #!\n",
        ["<d>: the value of payload cannot be compared; use `given` or `absent`"],
    ),
    "a time limit that is none": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], timeout: soon}  #!\n",
        ["`soon` is not a time limit; write it as 150 s"],
    ),
    "a time limit of nothing": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], timeout: 0 s}  #!\n",
        ["`0 s` leaves no time for an answer; give more, such as 10 s"],
    ),
    "a setting that is told by a word": (
        COMMAND + "      - {syntax: 'AT+X=<m=\"cid\">', answers: [OK], sets: [layout = <m>]}  #!\n",
        ['<m> is "cid" here, no number; write NAME = 2'],
    ),
    "a setting that is what its parameter never is": (
        COMMAND
        + "      - {syntax: 'AT+X=<a>[,<b>]', answers: [OK], sets: [layout = <b> or 7]}  #!\n",
        ["<b> is taken for 7 where it is absent, but 7 is not one of its values (known: 0, 1)"],
    ),
    "a time limit of hours": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], timeout: 6554 s}  #!\n",
        ["`6554 s` is longer than can be waited; the most is 6553500 ms"],
    ),
    "a time limit with hours more": (
        COMMAND + "      - {syntax: AT+X=<a>, answers: [OK], timeout: <a> s + 6554 s}  #!\n",
        ["`<a> s + 6554 s` is longer than can be waited; the most is 6553500 ms"],
    ),
    "a guard time of minutes": (
        COMMAND + "      - {syntax: +++, answers: [OK], guard: '1000 ms, 65536 ms'}  #!\n",
        ["`1000 ms, 65536 ms`: a guard time is 65535 ms at most"],
    ),
    "two time limits that move": (
        COMMAND.replace("      xd:", "      xr: {line: '+XR: <a>'}\n      xd:")
        + "      - {syntax: 'AT+X=<a>,<b>', answers: [OK then xr], timeout: <a> s,"
        " result_timeout: <a> s + 1 s}  #!\n",
        ["`timeout: <a> s` and `result_timeout: <a> s + 1 s` both move"],
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
        ["`+Z:` has no erratum; add one with `keywords: ['+Z']`, or remove the prefix"],
    ),
    "another prefix that an erratum quotes for another reason": (
        with_line("xa: {line: '+X: <a>', also: ['+Z:']}  #!")
        + "\nerrata: [{section: '1', manual: '+Z: is one', decision: '+Z: is none'}]\n",
        ["`+Z:` has no erratum"],
    ),
    "a keyword of an erratum with which nothing begins": (
        COMMAND + "errata: [{section: '1', manual: a, decision: b, keywords: ['+XC']}]  #!\n",
        ["no line begins with `+XC`; did you mean +X?"],
    ),
    "a success that is no value": (
        COMMAND.replace("1: on}}", "1: on}, success: 2}  #!"),
        ["<b>: the success 2 is not one of its values (known: 0, 1)"],
    ),
    "a success that is a list": (
        COMMAND.replace("1: on}}", "1: on}, success: [1]}  #!"),
        ["`+X parameters b success` is a list; it must be a whole number"],
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
    "a time limit below zero": (
        COMMAND.replace("a: {type: integer, range: 1..9}", "a: {type: integer, range: -1..9}")
        + "      - {syntax: AT+X=<a>, answers: [OK], timeout: <a> s}  #!\n",
        ["<a> may be below 0; a time limit counts with a range from 0 on"],
    ),
    "a setting below zero": (
        COMMAND.replace("a: {type: integer, range: 1..9}", "a: {type: integer, range: -1..9}")
        + "      - {syntax: AT+X=<a>, answers: [OK], sets: [layout = <a>]}  #!\n",
        ["<a> may be below 0; a setting is kept from 0 on"],
    ),
    "an element below zero": (
        COMMAND.replace("a: {type: integer, range: 1..9}", "a: {type: integer, range: -1..9}")
        + "      - {syntax: 'AT+X=<a>,<b>', answers: [OK], sets: [mode of <a> = <b>]}  #!\n",
        ["<a> may be below 0; a setting is kept from 0 on"],
    ),
    "a field that is called as a flag": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer}\n      has_a: {type: integer}")
        + "      - {syntax: AT+X, answers: ['+X: <has_a>[,<a>] then OK']}  #!\n",
        ["<has_a> and the flag of <a> get the same C name has_a; give one of them a `c_name`"],
    ),
    "a field that is called as a count": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer}\n      a_count: {type: integer}")
        + "      - {syntax: AT+X, answers: ['+X: <a_count>,<a>{4} then OK']}  #!\n",
        ["<a_count> and the count of <a> get the same C name a_count"],
    ),
    "a field that is called as the memory of texts": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer}\n      strings: {type: integer}")
        + "      - {syntax: AT+X, answers: ['+X: <strings>,<s> then OK']}  #!\n",
        ["the C name strings is taken; give <strings> a `c_name`"],
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
