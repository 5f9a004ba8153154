# SPDX-License-Identifier: MIT
"""Slips of the pen, as people make them who write a table with the manual beside it."""

from bad_tables.toy import COMMAND

FORM = COMMAND + "      - syntax: AT+X=<a>\n        answers: [OK]\n"


def answer(text: str) -> str:
    """FORM with one more form, whose answer is written like this."""
    return FORM + f"      - syntax: AT+X?\n        answers:\n{text}"


# what is wrong: (piece of table, texts of the messages)
CASES = {
    # ---- quotes, told where they open ----
    "a single quote that nobody closes, and one further below": (
        answer("          - '+X: <a> then OK  #!\n          - ERROR\nerrata: 'no'\n"),
        ["a quote opens here and ends in line 30 only; close it in its own line"],
    ),
    "a double quote that nobody closes, and one further below": (
        'errata:\n  - section: "1.1  #!\n    manual: "x"\n',
        ["a quote opens here and ends in line 13 only; close it in its own line"],
    ),
    "a quote that nobody closes at all": (
        'errata:\n  - section: "1.1  #!\n    manual: x\n',
        ["a quote opens here and nobody closes it; close it in its own line"],
    ),
    "a quote inside of quotes": (
        "errata:\n  - {section: '1', manual: 'it doesn't', decision: none}  #!\n",
        ["a quote inside a text in single quotes is written twice: ''"],
    ),
    "an answer in a PDF's quotes": (
        answer("          - ‘+X: <a> then OK’  #!\n"),
        ["`‘` (LEFT SINGLE QUOTATION MARK) is no ASCII; write `'`"],
    ),
    # ---- blanks ----
    "a colon without its blank": (
        "commands:\n  +X:\n    title:Odd  #!\n    section: '1'\n",
        ["a blank is missing behind `title:`"],
    ),
    "a dash without its blank": (
        answer("          - '+X: <a> then OK'\n          -ERROR  #!\n      - syntax: AT+X=?\n"),
        ["a blank is missing behind `-`"],
    ),
    "an indentation from a web page": (
        answer(
            "          - '+X: <a> then OK'\n\u00a0         - ERROR  #!\n      - syntax: AT+X=?\n"
        ),
        ["(NO-BREAK SPACE) is no ASCII; write ` `"],
    ),
    "a blank from a web page behind a key": (
        COMMAND.replace("    title: A command", "    title:\u00a0A command  #!"),
        ["`\u00a0` (NO-BREAK SPACE) is no ASCII; write ` `"],
    ),
    "a blank from a web page behind the last key of a row": (
        COMMAND.replace("    parameters:\n", "    parameters:\u2009  #!\n"),
        ["`\u2009` (THIN SPACE) is no ASCII; write ` `"],
    ),
    "a blank from a web page behind a dash": (
        answer("          -\u00a0'+X: <a> then OK'  #!\n          - ERROR\n"),
        ["`\u00a0` (NO-BREAK SPACE) is no ASCII; write ` `"],
    ),
    "a blank from a web page inside brackets": (
        COMMAND.replace("xd then OK]}", "xd then OK], name:\u00a0[x]}  #!"),
        ["`\u00a0` (NO-BREAK SPACE) is no ASCII; write ` `"],
    ),
    "a blank of no width behind a key": (
        COMMAND.replace("    title: A command", "    title:\u200bA command  #!"),
        ["`\u200b` (ZERO WIDTH SPACE) is no ASCII; remove it"],
    ),
    "a wide colon": (
        COMMAND.replace("    title: A command", "    title\uff1a A command  #!"),
        ["`\uff1a` (FULLWIDTH COLON) is no ASCII; write `:`"],
    ),
    # ---- yes and no ----
    "true between quotes": (
        COMMAND.replace("n: {type: integer}", 'n: {type: integer, closed: "true"}  #!'),
        ["`+X parameters n closed` is `true`; write true or false, in small letters and without"],
    ),
    # ---- a maker's # ----
    "a key that is a comment": (
        COMMAND + "      - {syntax: AT+X?, answers: [OK]}\n  #SD:  #!\n    title: Dials\n",
        ["`#SD:` is a comment to YAML; put quotes around it: '#SD':"],
    ),
    "a line that ends as a comment": (
        "commands:\n  '#SD':\n    title: Dials\n    section: '1'\n    forms:\n"
        "      - syntax: AT #SD=1  #!\n        answers: [OK]\n",
        ["`AT` is a form of AT alone, but stands under #SD; behind a blank `#` begins a comment"],
    ),
    # ---- what only an escape brings ----
    "a control character in a text": (
        COMMAND.replace("title: A command", 'title: "A\\x07command"  #!'),
        ["a control character (U+0007) stands here; remove it"],
    ),
    "a line end in a word that is sent": (
        COMMAND
        + '      - {syntax: AT+X=<w>, answers: [OK], parameters: {w: {type: string, values: ["a\\nb"]}}}  #!\n',
        ["<w>: a control character (U+000A) stands here; remove it"],
    ),
    "a quote in a word that is sent between quotes": (
        COMMAND
        + "      - {syntax: AT+X=<w>, answers: [OK], parameters: {w: {type: string, values: ['a\"b']}}}  #!\n",
        ['<w>: `a"b` has a quote, where the modem would take it to end; remove it'],
    ),
    # ---- documents ----
    "a line that begins a second document": (
        "errata: []\n---  #!\ncommands: {}\n",
        ["a file is one table; remove `---`"],
    ),
    # ---- command lines ----
    "a comma on the wrong side of its bracket": (
        COMMAND + "      - {syntax: 'AT+X=<n>,[<a>,]<b>', answers: [OK]}  #!\n",
        [
            "column 10 of `AT+X=<n>,[<a>,]<b>`: the comma belongs to what stands behind it: "
            "`[,<b>]`, or `,[<a>],<b>` for a place that may stay empty"
        ],
    ),
    "a parameter that stands twice": (
        COMMAND + "      - {syntax: 'AT+X=<a>,<a>', answers: [OK]}  #!\n",
        ["<a> stands twice; name one of them otherwise"],
    ),
    # ---- names ----
    "a parameter in other letters": (
        COMMAND + "      - {syntax: AT+X=<A>, answers: [OK]}  #!\n",
        ["<A> is not defined", "(did you mean a?)"],
    ),
    "a model in other letters": (
        COMMAND.replace("range: 1..9}", "range: 1..9, models: {a1: {range: 1..2}}}  #!"),
        ["`a1` is not a model; did you mean A1?"],
    ),
}
