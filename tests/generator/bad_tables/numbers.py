# SPDX-License-Identifier: MIT
"""Numbers for which generated C has too few bits."""

from bad_tables.toy import COMMAND, with_line

COUNTED = """\
commands:
  +Y:
    title: Sends
    parameters:
      n: {type: integer, range: 1..65536}  #!
      c: {type: integer, range: 1..65536}  #!
      d: {type: data, length: n}
    forms:
      - {syntax: 'AT+Y=<n>,<d>', name: y_inline, answers: [OK]}
      - {syntax: 'AT+Y=<c>', payload: {ends: length, length: c}, answers: ['> then OK']}
"""
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
    "a text whose least length is beyond 15 bits": (
        COMMAND.replace("length: 1..20, default: hello}", "length: 32768..40000}  #!"),
        ["<s>: that 32768 bytes are too few cannot be counted; begin at 32767 or below"],
    ),
    "a model's text whose least length is beyond 15 bits": (
        COMMAND.replace(
            "length: 1..20, default: hello}",
            "length: 1..50000, models: {A1: {length: 32768..40000}}}  #!",
        ),
        ["<s>: that 32768 bytes are too few cannot be counted; begin at 32767 or below"],
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
    "a setting that becomes a literal below zero": (
        COMMAND + "      - {syntax: 'AT+X=<m=-1>', answers: [OK], sets: [layout = <m>]}  #!\n",
        ["<m> is -1 here; a setting is kept from 0 to 2147483647"],
    ),
    "a setting that becomes a literal of more than 32 bits": (
        COMMAND
        + "      - {syntax: 'AT+X=<m=2147483648>', answers: [OK], sets: [layout = <m>]}  #!\n",
        ["<m> is 2147483648 here; a setting is kept from 0 to 2147483647"],
    ),
    "more settings than 8 bits set by one form": (
        COMMAND
        + "      - syntax: AT+X=<a>\n        answers: [OK]\n"
        + f"        sets: [{', '.join(['layout = 0'] * 256)}]  #!\n",
        ["256 settings; a form sets at most 255"],
    ),
    "more places of a command line than 8 bits": (
        COMMAND + f"      - {{syntax: 'AT+X=<a>{255 * ','}<b>', answers: [OK]}}  #!\n",
        ["256 places with their commas; a command line has at most 255"],
    ),
    "more fields of a line than 8 bits": (
        with_line(f"xa: {{line: '+X: {255 * 'w,'}<n><CR><LF><d>'}}  #!") + "\n",
        ["256 fields; a line has at most 255"],
    ),
    "a command whose name is longer than 8 bits": (
        f"commands:\n  +{'X' * 252}:\n    title: long\n    forms:\n"
        f"      - {{syntax: 'AT+{'X' * 252}=1', answers: [OK]}}  #!\n",
        ["256 characters before its first place; the most is 255"],
    ),
    "payload whose count leaves 16 bits": (
        COUNTED,
        [
            "<n> counts up to 65536 bytes of payload; the most is 65535: end its range there",
            "<c> counts up to 65536 bytes of payload; the most is 65535: end its range there",
        ],
    ),
    "received payload whose count leaves 16 bits": (
        COMMAND.replace("n: {type: integer}", "n: {type: integer, values: [1, 65536]}  #!"),
        ["<n> counts up to 65536 bytes of payload; the most is 65535: end its range there"],
    ),
    "payload inside a command line that nothing limits": (
        COMMAND.replace(
            "d: {type: data, length: n}", "d: {type: data, length: n}\n      e: {type: data}"
        )
        + "      - {syntax: 'AT+X=<a>,<e>', answers: [OK]}  #!\n"
        + "      - {syntax: 'AT+X=<a>,<n=5>,<d>', name: x_five, answers: [OK]}  #!\n",
        [
            "<e>: nothing says how long payload may be; let a parameter count it (`length`), or "
            "write `payload: {ends: inline, max: 1024}`"
        ],
    ),
    "a time limit that is too long with what is added": (
        COMMAND + "      - {syntax: AT+X=<a>, answers: [OK], timeout: 6553 s + 1 s}  #!\n",
        ["`6553 s + 1 s` is longer than can be waited; the most is 6553500 ms"],
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
