# SPDX-License-Identifier: MIT
"""The list of what one application uses: a name a line, `# ` begins a comment."""

from __future__ import annotations

import re
from pathlib import Path

from atbind.tables.mistakes import Report
from atbind.tables.text import Unreadable, read_text
from atbind.tables.where import Where

COMMENT = re.compile(r"(?:^|\s)#(?:\s|$)")  # `#SD` is a command


def read_selection(path: Path, report: Report) -> dict[str, Where]:
    """The names of a file and where they stand; what is wrong with the file is reported."""
    try:
        text = read_text(path)
    except Unreadable as error:
        report.add(Where(str(path), error.line), error.message)
        return {}
    names: dict[str, Where] = {}
    for number, line in enumerate(text.splitlines(), 1):
        _add(names, COMMENT.split(line)[0].strip(), Where(str(path), number), report)
    if not names and not report.mistakes:
        report.add(Where(str(path), 1), "names nothing; list forms, lines or commands, one a line")
    return names


def _add(names: dict[str, Where], name: str, where: Where, report: Report) -> None:
    if name in names:
        report.add(where, f"`{name}` stands in line {names[name].line} already; keep one")
    elif len(name.split()) > 1:
        report.add(where, f"`{name}` is more than one name; write one a line")
    elif name:
        names[name] = where
