# SPDX-License-Identifier: MIT
"""Mistakes in answers, lines and payload."""

from bad_tables.toy import COMMAND, with_line

# what is wrong: (piece of table, texts of the messages)
CASES = {
    # ---- letters that look right ----
    "a word with a blank that is none": (
        COMMAND.replace(
            "s: {type: string, length: 1..20, default: hello}",
            "s: {type: string, values: {TCP\u00a0CLIENT: a}}  #!",
        ),
        ["<s>: `\u00a0` (NO-BREAK SPACE) is no ASCII; write ` `"],
    ),
    "another prefix with a letter that is none": (
        with_line("xa: {line: '+X: <a>', also: ['+\u0425:']}  #!") + "\n",
        [
            "`+\u0425:`: `\u0425` (CYRILLIC CAPITAL LETTER HA) is no ASCII; write what the modem sends"
        ],
    ),
    "another prefix without its colon": (
        with_line("xa: {line: '+X: <a>', also: ['+Z']}  #!")
        + "\nerrata: [{section: '1', manual: a, decision: b, keywords: ['+Z']}]\n",
        ["`+Z` does not end as the line's own prefix does; write `+Z:`"],
    ),
    "two lines of one keyword but for its capitals": (
        with_line("xa: {line: '+XAb: <a>'}", "xc: {line: '+XAB: <a>,<b>'}  #!") + "\n",
        [
            ": `+XAB:` and `+XAb:` (",
            "are one keyword: modems write it in other letters; write both",
        ],
    ),
    "two lines of one keyword but for a blank": (
        with_line("xa: {line: +X READY}", "xc: {line: +XREADY}  #!") + "\n",
        [": `+XREADY` and `+X READY` (", "are one keyword: modems write it in other"],
    ),
    "two literals but for their capitals": (
        with_line(
            "xa: {line: '+XA: \"up\",<a>'}",
            "xc: {line: '+XA: <a>'}",
            "xe: {line: '+XA: \"Up\",<a>'}  #!",
        )
        + "\n",
        [': `"Up"` and `"up"` (', "are one keyword: modems write it in other letters; write both"],
    ),
    # ---- answers ----
    "an unknown final": (
        COMMAND + "      - {syntax: AT+X, answers: [SEND KO]}  #!\n",
        ["`SEND KO` is not a final result code", "did you mean SEND OK?"],
    ),
    "a final in small letters": (
        COMMAND + "      - {syntax: AT+X, answers: ['+X: <a>,<b>,<s> then ok']}  #!\n",
        ["`ok` is no line; add it to `lines` of the command (did you mean OK?)"],
    ),
    "an answer without a final": (
        COMMAND + "      - {syntax: AT+X, answers: ['+X: <a>,<b>,<s>']}  #!\n",
        ["no final result code ends it; add OK, ERROR or another"],
    ),
    "an undefined field": (
        COMMAND + "      - {syntax: AT+X, answers: ['+X: <aa> then OK']}  #!\n",
        ["<aa> is not defined"],
    ),
    "other parameters behind one that is undefined": (
        COMMAND
        + "      - {syntax: AT+X, answers: ['+X: <z> then OK']}  #!\n"
        + "      - {syntax: 'AT+X=<a>', parameters: {z: {type: integer, range: 0..1}},\n"
        + "         answers: ['+X: <z> then OK']}\n"
        + "      - {syntax: 'AT+X=<a>,<b>', name: more, parameters: {z: {type: string, length: 1..2}},\n"
        + "         answers: ['+X: <z> then OK']}  #!\n",
        ["<z> is not defined", "`+X: <z>` has other parameters here than in"],
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
    "two lines that begin with numbers, one of them any": (
        with_line("xa: {line: '+X: <n>,<s>'}", "xb: {line: '+X: <a>,<s>'}  #!") + "\n",
        ["`+X: <a>,<s>` and `+X: <n>,<s>`", "cannot be told apart before OK in `AT+X`"],
    ),
    "a list that looks like a longer line": (
        with_line("xa: {line: '+X: <a>{4}'}", "xb: {line: '+X: <a>,<n>'}  #!") + "\n",
        ["`+X: <a>,<n>` and `+X: <a>{4}`", "cannot be told apart before OK in `AT+X`"],
    ),
    "a prompt without payload": (
        COMMAND + "      - {syntax: AT+X, answers: ['> then OK']}  #!\n",
        ["a prompt `>` but no `payload`; add `payload: {ends: ctrl_z}`"],
    ),
    "payload without its length": (
        with_line("x2: {line: '+X: <a>,<d>'}  #!") + "\n",
        ["<n> counts <d> but is no number in front of it; known: a"],
    ),
    "payload whose coding hangs on what may be missing": (
        with_line(
            "x2: {line: '+X: <n>[,<id>]<CR><LF><e>',  #!\n"
            "           parameters: {e: {type: data, length: n, coding: mode of <id>}}}"
        )
        + "\n",
        ["<id> selects the coding of <e>, but may be missing"],
    ),
    "payload whose length may be missing": (
        with_line("x2: {line: '+X: <a>[,<n>]<CR><LF><d>'}  #!") + "\n",
        ["<n> counts <d>, but may be missing; write a line of its own for the layout without it"],
    ),
    "success that may be missing": (
        with_line("x2: {line: '+X: <a>[,<n>]', success: <n> = 2}  #!") + "\n",
        ["<n> says whether the command has succeeded, but may be missing"],
    ),
    "success by a field that never misses": (
        with_line("x2: {line: '+X: <a>,<n>', success: <n> given}  #!") + "\n",
        ["<n> stands in each such line; write `always`"],
    ),
    "a fixed number that no line can be known by": (
        with_line("x2: {line: '+X: <a>,208,<n>'}  #!", "x3: {line: '+X: <a>,-48,<n>'}  #!") + "\n",
        [
            "208 is no number between -47 and 207, which a line can be known by",
            "-48 is no number between -47 and 207",
        ],
    ),
    "one that stands first, like a field": (
        with_line("x2: {line: '+X: 300,<n>'}  #!", "x3: {line: '+X: <n>'}") + "\n",
        ["300 is no number between -47 and 207"],
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
    "a test answer with an open parenthesis": (
        COMMAND + "      - {syntax: AT+X=?, answers: ['+X: (<a>),(0-7 then OK']}  #!\n",
        ["`(` without `)`", "+X: (<a>),(0-7"],
    ),
    "a test answer with a parenthesis too many": (
        COMMAND + "      - {syntax: AT+X=?, answers: ['+X: (<a>)),(\")\") then OK']}  #!\n",
        ["`)` without `(`"],
    ),
    "a test answer with a misspelt name": (
        COMMAND.replace("      n:", "      count: {type: integer, range: 1..2}\n      n:")
        + "      - {syntax: AT+X=?, answers: ['+X: (<counts>),(<IP/URL>) then OK']}  #!\n"
        + "      - {syntax: AT+X=<count>, answers: [OK]}\n",
        ["(<counts>) names no parameter; did you mean count?"],
    ),
    # ---- layouts ----
    "a layout of another line": (
        with_line("xv: {line: '+XV: <a>', layouts: [{line: '+XW: <a>'}]}  #!"),
        ["another layout of `+XV:` begins with it, too"],
    ),
    "layouts in orders that exclude each other": (
        with_line("xv: {line: '+XV: <a>,<b>', layouts: [{line: '+XV: <b>,<a>'}]}  #!"),
        ["no order of fields is that of all these layouts; give one a row of its own"],
    ),
    "a field that must be there in one layout only": (
        with_line("xv: {line: '+XV: <a>[,<b>]', layouts: [{line: '+XV: <b>,<n>'}]}  #!"),
        ["<a> may be absent elsewhere; write `[<a>]` in the layouts that have it"],
    ),
    "a field that must be there in a layout on a line of its own": (
        with_line("xv: {line: '+XV: <b>', layouts: [\n        {line: '+XV: <b>,<n>'}]}  #!"),
        ["<n> may be absent elsewhere; write `[<n>]` in the layouts that have it"],
    ),
    "a layout with an unknown field": (
        with_line("xv: {line: '+XV: <a>', layouts: [{line: '+XV: <q>'}]}  #!"),
        ["<q> is not defined; add it to `parameters`"],
    ),
    "a list in one of two layouts": (
        with_line("xv: {line: '+XV: <a>,<b>', layouts: [{line: '+XV: <a>,<n>{4}'}]}  #!"),
        ["a line with a list has one layout"],
    ),
    "layouts that are too much together": (
        with_line(
            "xv: {line: '+XV: <a>"
            + "".join(f",[<x{i}>]" for i in range(7))
            + "', layouts: [{line: '+XV: <a>"
            + "".join(f",[<y{i}>]" for i in range(7))
            + "'}], parameters: {"
            + ", ".join(f"{name}{i}: {{type: integer}}" for name in "xy" for i in range(7))
            + "}}  #!"
        ),
        ["14 fields may be missing or come in numbers; at most 12 can, in all layouts together"],
    ),
    "layouts of a line with payload": (
        with_line(
            "xv: {line: '+XV: <n><CR><LF><d>', layouts: [{line: '+XV: <n>,<a>'}]}  #!",
        ),
        ["a line with payload, effects or an error code has one layout"],
    ),
    "a layout without its line": (
        with_line("xv: {line: '+XV: <a>', layouts: [{seen: X1}]}  #!"),
        ["lacks `line`; add it"],
    ),
    # ---- groups ----
    "a group with an unknown field": (
        with_line("xv: {line: '+XV: <s>', groups: {one: '<a>,<q>'}}  #!"),
        ["<q> is not defined; add it to `parameters`"],
    ),
    "a group whose name is C's": (
        with_line("xv: {line: '+XV: <s>', groups: {operator: '<a>'}}  #!"),
        ["`operator` is not a C name"],
    ),
    "two kinds of groups": (
        with_line("xv: {line: '+XV: <s>', groups: {one: '<a>', two: '<b>'}}  #!"),
        ["`+X lines xv groups`"],
    ),
    "a curly quote in an answer": (
        COMMAND + "      - {syntax: AT+X, answers: ['OK then +X: “a”,<b>']}  #!\n",
        [
            'column 13 of `OK then +X: “a”,<b>`: `“` (LEFT DOUBLE QUOTATION MARK) is no ASCII; write `"`'
        ],
    ),
    "a curly quote in what a test command prints": (
        COMMAND + "      - {syntax: AT+X=?, answers: ['+X: (‘a’) then OK']}  #!\n",
        ["`‘` (LEFT SINGLE QUOTATION MARK) is no ASCII; write `'`"],
    ),
    "a curly quote in a row of lines": (
        with_line("xa: {line: '+X: “on”,<a>'}  #!") + "\n",
        ["`“` (LEFT DOUBLE QUOTATION MARK) is no ASCII"],
    ),
    "an answer that ends behind its then": (
        COMMAND + "      - {syntax: AT+X, answers: ['+X: <a>,<b>,<s> then ']}  #!\n",
        ["something is missing before or after `then`"],
    ),
    "results that are alike": (
        COMMAND.replace(
            "      xd:", "      xr: {line: '+XR: <a>'}\n      xs: {line: '+XR: <b>'}  #!\n      xd:"
        )
        + "      - {syntax: AT+X, answers: [OK then xr, OK then xs]}\n",
        ["after OK in `AT+X`"],
    ),
    "an answer whose keyword has two letters swapped": (
        COMMAND + "  +QIACT:\n    title: z\n    forms:\n"
        "      - {syntax: 'AT+QIACT?', answers: ['+QIATC: <id> then OK']}  #!\n",
        ["`+QIATC` is one letter off +QIACT, whose answer it is, and nothing else says it"],
    ),
    "an error code that may be absent and says what success is": (
        with_line("xa: {line: '+X: <a>[,<n>]', error: {field: n, set: err}}  #!") + "\n",
        ["<n> may be absent, which is no success; say `success` of another field"],
    ),
    "the same, quoted in an erratum that is about something else": (
        COMMAND + "  +QIACT:\n    title: z\n    forms:\n"
        "      - {syntax: 'AT+QIACT?', answers: ['+QIATC: <id> then OK']}  #!\n"
        "errata: [{section: '1', manual: '+QIATC: is no line', decision: +QIACT is}]\n",
        ["or give its erratum `keywords: ['+QIATC']` if it is meant"],
    ),
}
