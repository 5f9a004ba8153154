# SPDX-License-Identifier: MIT
"""Other signs than the notation's: what somebody writes who has seen other notations."""

from bad_tables.toy import COMMAND, with_line

LINE_END = "a line's end is not written, but for `<CR><LF>` before payload behind a received line"
REPEATED = "nothing repeats within a line; write each place out, or `<a>{4}` for a list of up to"


def form(syntax: str, *answers: str, more: str = "") -> str:
    """COMMAND with one form more, which is wrong in its command line; answers that are wrong are
    marked by themselves."""
    mark = "" if answers else "  #!"
    rows = "".join(f"          - {answer}\n" for answer in answers or ("OK",))
    return COMMAND + f"      - syntax: {syntax}{mark}\n{more}        answers:\n{rows}"


def answer(text: str) -> str:
    return form("AT+X=<a>", f"'{text}'  #!")


def line(text: str) -> str:
    return with_line(f"xa: {{line: '{text}'}}  #!")


def parameter(row: str) -> str:
    return COMMAND.replace("      n: {type: integer}\n", f"      {row}  #!\n")


# what is wrong: (piece of table, texts of the messages)
CASES = {
    # ---- a line's end ----
    "a command line with its end": (
        form("AT+X=<a><CR>"),
        [f"column 9 of `AT+X=<a><CR>`: `<CR>`: {LINE_END}"],
    ),
    "a line's end in small letters": (
        line("+XA: <n><cr><lf><d>"),
        [f"column 9 of `+XA: <n><cr><lf><d>`: `<cr>`: {LINE_END}"],
    ),
    "half a line's end": (line("+XA: <n><LF><d>"), [f"`<LF>`: {LINE_END}"]),
    "a line's end as C writes it": (line("+XA: <n>\\r\\n<d>"), [f"`\\r\\n`: {LINE_END}"]),
    # ---- what is joined by `then` ----
    **{
        f"an answer that is joined by `{between}`": (
            answer(f"OK{between}+XA: <n>"),
            [
                f"`OK{between}+XA: <n>`: what comes one behind the other is joined by `then`; "
                "write `OK then +XA: <n>`"
            ],
        )
        for between in (", ", " and ", "<CR><LF>", "\\r\\n", " ", "; ")
    },
    "an answer that nothing known ends": (
        form("AT+X=<a>", "OK", "TIMEOUT  #!"),
        ["`TIMEOUT` is not a final result code; add it to `finals` or, if it is a line, give it a"],
    ),
    "an answer with an unknown number": (
        form("AT+X=<a>", "OK", "'+XA: <e>'  #!"),
        [
            "<e> is not defined",
            "no final result code ends it; add OK, ERROR or another of `finals`",
        ],
    ),
    # ---- quotes, brackets, dots ----
    "words between apostrophes": (
        line("+XA: ''on'',<n>"),
        ['modems write `"`: `"on"`, in an entry between single quotes'],
    ),
    "words between apostrophes in a command line": (
        form("AT+X='on',<a>"),
        ['column 6 of `AT+X=\'on\',<a>`: modems write `"`: `"on"`'],
    ),
    "brackets without their comma": (
        line("+XA: <a>[<n>]"),
        ["column 10 of `+XA: <a>[<n>]`: `,` or `:` is missing before `<n>]`"],
    ),
    "brackets without their comma in a command line": (
        form("AT+X=<a>[<n>]"),
        ["column 10 of `AT+X=<a>[<n>]`: `,` is missing before `<n>]`"],
    ),
    "fields that go on with dots": (line("+XA: <a>,..."), [REPEATED]),
    "parameters that go on with dots": (form("AT+X=<a>,..."), [REPEATED]),
    "a test command with a parameter": (
        form("AT+X=?<a>"),
        ["column 7 of `AT+X=?<a>`: nothing stands behind `=?`"],
    ),
    # ---- names ----
    "a command without its mark": (
        COMMAND.replace("  +X:", "  X:").replace("AT+X?,", "AT+X?, ").rstrip() + "  #!\n",
        ["`AT+X?` is a form of +X, but stands under X; give both one name"],
    ),
    "an answer without its mark": (
        answer("X: <a>,<b> then OK"),
        ["`X` is one letter off +X, whose answer it is, and nothing else says it; write +X"],
    ),
    "a form with the prefix that it has in C": (
        form("AT+X=<a>", "OK", more="        name: toy_xset  #!\n"),
        ["`toy_xset` begins as C names do by themselves; write xset: toy_xset"],
    ),
    "a line with the prefix that it has in C": (
        COMMAND.replace(
            "      xd: {line: '+XD: <n>,<d>'}", "      toy_xd: {line: '+XD: <n>,<d>'}  #!"
        ).replace("xd then OK", "toy_xd then OK"),
        ["`toy_xd` begins as C names do by themselves; write xd: toy_xd"],
    ),
    # ---- numbers ----
    "numbers between quotes": (
        parameter("n: {type: integer, values: ['0', '1']}"),
        ["<n>: `0` is no number; write 0 without quotes", "`1` is no number; write 1 without"],
    ),
    "values behind their meanings": (
        parameter("n: {type: integer, values: {low: 0, high: 1}}"),
        ["`+X parameters n values low` is `0`; it must be a text, what the value in front of it"],
    ),
    "a length that is one number": (
        COMMAND.replace(
            "s: {type: string, length: 1..20, default: hello}", "s: {type: string, length: 20}  #!"
        ),
        [
            "`+X parameters s length` is `20`; it is not a length; write it as 1..99, or for type data"
        ],
    ),
    **{
        f"a time limit of {wrong}": (
            form("AT+X=<a>", "OK", more=f"        timeout: {wrong}  #!\n"),
            [f"`{wrong}` is not a time limit; write it as {right}"],
        )
        for wrong, right in {
            "20s": "20 s",
            "20 sec": "20 s",
            "1 minute": "1 min",
            "300msec": "300 ms",
            "5 Seconds": "5 s",
        }.items()
    },
}
