# SPDX-License-Identifier: MIT
"""What is no YAML: the line that a person has to look at, and what to do there.

A parser tells where it noticed; a quote or a bracket that was opened further above is told
where it opens.
"""

from __future__ import annotations

import re

import yaml

from atbind.notation.characters import foreign
from atbind.tables.text import Unreadable

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NO_BLANK = re.compile(r"\s*(?:- +)?([A-Za-z_]\w*:|-)(?=['\"+A-Za-z])")
KEY_AS_COMMENT = re.compile(r"(?m)^( +)(#[A-Z]\w*):.*\n\1 +[^ #]")
FOREIGN_START = re.compile(r" *(?:- *)?[\w+'\"]*:?([^\x00-\x7f])", re.ASCII)
# Other blanks than YAML's own: of some width, of none.
BLANKS = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
BLANK_BEHIND = re.compile(rf"(?m)^(?! *#)(?: *(?:- +)*-|[^:\n]*:)([{BLANKS}])")
BLANK_INSIDE = re.compile(rf":([{BLANKS}])")
QUOTES = {"'": ("single", "''"), '"': ("double", '\\"')}


def unreadable(text: str, error: yaml.MarkedYAMLError) -> Unreadable:
    """The error as it is told."""
    line = _noticed(error)
    known = (_tab(text, line), _document(error, line), _quote(text, error, line))
    told = next(filter(None, (*known, _odd_blank(text, line), _no_blank(text, line))), None)
    return told or Unreadable(line, _anything(error))


def _noticed(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    if error.context_mark and "flow" in str(error.context):
        mark = error.context_mark  # the bracket that is open, not where that was noticed
    return mark.line + 1 if mark else 1


def _rows(text: str, first: int, last: int) -> list[str]:
    return text.splitlines()[max(first, 1) - 1 : last]


def _tab(text: str, line: int) -> Unreadable | None:
    for row in _rows(text, line, line):
        if "\t" in row[: len(row) - len(row.lstrip())]:
            return Unreadable(line, "is indented with a tab; YAML knows blanks only")
    return None


def _odd_blank(text: str, line: int) -> Unreadable | None:
    """Of the line where it was noticed, and the one above, which looks as if it began below others,
    or was the text of one."""
    first = max(line - 1, 1)
    for number, row in enumerate(_rows(text, first, line), first):
        begun = FOREIGN_START.match(row) or BLANK_INSIDE.search(row)
        if odd := foreign(begun[1] if begun else row[: len(row) - len(row.lstrip())]):
            return Unreadable(number, odd[1])
    return None


def _document(error: yaml.MarkedYAMLError, line: int) -> Unreadable | None:
    if "single document" not in str(error.context):
        return None
    return Unreadable(line, "a file is one table; remove `---`")


# ---- quotes ---------------------------------------------------------------------


def _quote(text: str, error: yaml.MarkedYAMLError, line: int) -> Unreadable | None:
    if "quoted scalar" in str(error.context) and error.context_mark:
        begun = error.context_mark.line + 1
        return Unreadable(
            begun, "a quote opens here and nobody closes it; close it in its own line"
        )
    token = _quoted_to(text, line)
    if token is None:
        return None
    begun = token.start_mark.line + 1
    if begun < line:
        remedy = f"a quote opens here and ends in line {line} only; close it in its own line"
        return Unreadable(begun, remedy)
    kind, twice = QUOTES[token.style]
    written = "written twice" if kind == "single" else "written"
    return Unreadable(line, f"a quote inside a text in {kind} quotes is {written}: {twice}")


def _quoted_to(text: str, line: int) -> yaml.ScalarToken | None:
    """The last text in quotes that ends in this line with something else right behind it."""
    found = None
    try:
        for token in yaml.scan(text, Loader=LOADER):  # type: ignore[no-untyped-call]
            if token.start_mark.line >= line:
                break
            ends = isinstance(token, yaml.ScalarToken) and token.end_mark.line + 1 == line
            if ends and token.style in QUOTES and _goes_on(text, token.end_mark):
                found = token
    except yaml.YAMLError:
        pass
    return found


def _goes_on(text: str, mark: yaml.Mark) -> bool:
    """What may stand behind a closing quote is a blank, or what ends an entry."""
    row = text.splitlines()[mark.line]
    return row[mark.column : mark.column + 1] not in ("", " ", ",", ":", "]", "}")


# ---- what YAML reads, and nobody meant ---------------------------------------------


def blank_of_none(text: str) -> Unreadable | None:
    """A blank of another kind behind a key's colon or a dash: to YAML they are one word."""
    found = BLANK_BEHIND.search(text)
    odd = foreign(found[1]) if found else None
    return Unreadable(text.count("\n", 0, found.start()) + 1, odd[1]) if found and odd else None


def key_as_comment(text: str) -> Unreadable | None:
    """A maker's command whose mark makes it one: the rows below it would be its neighbour's."""
    found = KEY_AS_COMMENT.search(text)
    if found is None:
        return None
    line, key = text.count("\n", 0, found.start()) + 1, found[2]
    return Unreadable(line, f"`{key}:` is a comment to YAML; put quotes around it: '{key}':")


# ---- the rest ---------------------------------------------------------------------


def _no_blank(text: str, line: int) -> Unreadable | None:
    """Of the line where it was noticed, and the one above: a text goes on over line ends."""
    for number in (line - 1, line):
        for row in _rows(text, number, number) if number > 0 else ():
            if found := NO_BLANK.match(row):
                return Unreadable(number, f"a blank is missing behind `{found[1]}`")
    return None


def _anything(error: yaml.MarkedYAMLError) -> str:
    what = " ".join(part for part in (error.context, error.problem) if part)
    return (
        f"is not YAML ({what}); a text that has `: ` or ` #` in it, or begins with one of "
        '[ { " > * & ! | % @ needs single quotes around it; or the line does not begin below its '
        "neighbours"
    )
