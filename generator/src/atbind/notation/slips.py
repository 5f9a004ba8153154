# SPDX-License-Identifier: MIT
"""What is often written in place of the notation's own signs: a line's end, quotes, what repeats."""

from __future__ import annotations

import re

END = re.compile(r"\\r\\n|\\[rn]|<(?i:crlf|cr|lf)>")
WHOLE_END = "<CR><LF>"
APOSTROPHES = re.compile(r"(?:(?<=[=,:])|(?<=[=,:] ))'([^'<>]*)'")
REPEATED = re.compile(r",\s*(?:\.\.\.|…)")


def slip(text: str) -> tuple[int, str] | None:
    """Where the first one stands in a command line or a received one, and what to write; None:
    nowhere. Text between quotes is as it stands."""
    bare = re.sub(r'"[^"]*"', lambda quoted: "_" * len(quoted.group()), text)
    return _line_end(bare) or _quotes(bare) or _repeated(bare)


def _line_end(text: str) -> tuple[int, str] | None:
    for found in END.finditer(text.replace(WHOLE_END, "_" * len(WHOLE_END))):
        sign = found.group()
        return found.start(), (
            f"`{sign}`: a line's end is not written, but for `{WHOLE_END}` before payload behind a "
            "received line"
        )
    return None


def _quotes(text: str) -> tuple[int, str] | None:
    found = APOSTROPHES.search(text)
    if not found:
        return None
    return found.start(), f'modems write `"`: `"{found[1]}"`, in an entry between single quotes'


def _repeated(text: str) -> tuple[int, str] | None:
    found = REPEATED.search(text)
    if not found:
        return None
    return found.start(), (
        "nothing repeats within a line; write each place out, or `<a>{4}` for a list of up to four "
        "at a received line's end"
    )
