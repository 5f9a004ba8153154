# SPDX-License-Identifier: MIT
"""Numbers for which generated C has too few bits."""

from bad_tables.toy import COMMAND, with_line

RULE = "'<a> = 1 requires <b> given'"

# what is wrong: (piece of table, texts of the messages)
CASES = {
    "a value beyond 32 bits": (
        COMMAND.replace("values: {0: off, 1: on}}", "values: {0: off, 2147483648: on}}  #!"),
        ["<b>: `2147483648` leaves 32 bits; the largest number is 2147483647"],
    ),
    "received values without any": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer, received: 0..9}  #!"),
        ["<n>: `received` is for `values`; write `closed: true` for a range"],
    ),
    "received values that lack documented ones": (
        COMMAND.replace("values: {0: off, 1: on}}", "values: {0: off, 1: on}, received: 0..0}  #!"),
        ["<b>: 0..0 must hold 0..1, in 32 bits"],
    ),
    "a text longer than 16 bits": (
        COMMAND.replace("length: 1..20, default: hello}", "length: 1..65536}  #!"),
        ["<s>: 65536 bytes are more than can be counted; the most is 65535"],
    ),
    "a text assumed to be longer than 16 bits": (
        COMMAND.replace("length: 1..20, default: hello}", "assumed_length: 65536}  #!"),
        ["<s>: 65536 bytes are more than can be counted; the most is 65535"],
    ),
    "a success beyond 16 bits": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer, success: 32768}  #!"),
        ["`+X parameters n success`: `32768` does not fit (maximum 32767)"],
    ),
    "a line's success beyond 16 bits": (
        with_line("xa: {line: '+X: <n>', success: <n> = -32769}  #!") + "\n",
        ["`<n> = -32769`: what means success has 16 bits, -32768 to 32767"],
    ),
    "a condition on what no line can depend on": (
        with_line("xa: {line: '+X: <a>', when: layout = 8}  #!") + "\n",
        ["`layout = 8`: a line can depend on the values 0 to 7 of a setting"],
    ),
    "a condition below zero": (
        with_line("xa: {line: '+X: <a>', when: 'layout = 1, -1'}  #!") + "\n",
        ["`layout = 1, -1`: a line can depend on the values 0 to 7 of a setting"],
    ),
    "a setting that becomes more than 32 bits": (
        COMMAND + "      - {syntax: AT+X, answers: [OK], sets: [layout = 2147483648]}  #!\n",
        ["`layout = 2147483648`: a setting is kept from 0 to 2147483647"],
    ),
    "a setting that becomes less than nothing": (
        with_line("xa: {line: '+X: <a>', reads: [layout = -1]}  #!") + "\n",
        ["`layout = -1`: a setting is kept from 0 to 2147483647"],
    ),
    "a time limit whose unit alone is longer than can be waited": (
        COMMAND + "      - {syntax: AT+X=<a>, answers: [OK], timeout: <a> 6554 s}  #!\n",
        ["`<a> 6554 s` is longer than can be waited; the most is 6553500 ms"],
    ),
    "more rules than 8 bits": (
        COMMAND
        + "      - syntax: AT+X=<a>[,<b>]\n        answers: [OK]\n"
        + f"        rules: [{', '.join([RULE] * 256)}]  #!\n",
        ["256 rules; a form takes at most 255"],
    ),
    "a recovery that waits longer than 32 bits": (
        COMMAND + "recovery: [{step: a, wait: 4294968 s, action: b}]  #!\n",
        ["`4294968 s` is longer than can be waited; the most is 4294967295 ms"],
    ),
    "a recovery that repeats less often than 32 bits": (
        COMMAND + "recovery: [{step: a, wait: 1 s, every: 4294968 s, action: b}]  #!\n",
        ["`4294968 s` is longer than can be waited; the most is 4294967295 ms"],
    ),
    "a recovery that repeats more often than 8 bits": (
        COMMAND + "recovery: [{step: a, wait: 1 s, tries: 256, action: b}]  #!\n",
        ["`256` does not fit (maximum 255)"],
    ),
}
