# SPDX-License-Identifier: MIT
"""Mistakes of writing: what is no YAML, and what the schema does not allow."""

from bad_tables.toy import COMMAND

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
    "not YAML: a row that begins too far to the left": (
        COMMAND.replace("      n: {type", "     n: {type").replace(
            "integer}\n      d", "integer}  #!\n      d"
        ),
        ["or the line does not begin below its neighbours"],
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
        ['`2.10`; it must be a text: put quotes around it, "2.10"'],
    ),
    "an unknown type": (
        COMMAND.replace("n: {type: integer}", "n: {type: int}  #!"),
        ["`+X parameters n type` cannot be `int`; known: integer, string, word"],
    ),
    "a map where a list belongs": (
        "recovery: {}  #!\n",
        ["`recovery` is a map; it must be a list: `[…]`, or `- ` before each entry"],
    ),
    "an empty value": (
        COMMAND.replace("title: A command", "title:  #!"),
        ["`+X title` is empty; fill it in or leave it out"],
    ),
    "a module without a source": (
        "modules: {X1: {}, Y2: {seen: a driver}}  #!\n",
        ["`X1`: a map must say where it is known from: `section` of the manual, or `seen`"],
    ),
    "a module with two sources": (
        "modules: {X1: {section: title, seen: a driver}}  #!\n",
        ["`X1`: a map must say where it is known from: `section` of the manual, or `seen`"],
    ),
    "modules as a list": (
        "modules: [X1]  #!\n",
        ["`modules` is a list; it must be a map"],
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
}
