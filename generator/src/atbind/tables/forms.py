# SPDX-License-Identifier: MIT
"""What a form of a command is called in an overlay or a selection, before anything is built."""

from __future__ import annotations

import re

from atbind.tables.reader import Map


def form_type(syntax: str) -> str:
    """test, read, set, execute or data: it follows from the writing."""
    if syntax == "+++":
        return "data"
    for ending, kind in (("=?", "test"), ("?", "read")):
        if syntax.endswith(ending):
            return kind
    return "set" if re.match(r"AT[^=<]*=", syntax) else "execute"


def form_names(row: Map) -> list[str]:
    """A form's C name (`qisend_length`) or, without one of its own, its type; and its syntax."""
    syntax = str(row["syntax"])
    return [str(row.get("name") or form_type(syntax)), syntax]
