# SPDX-License-Identifier: MIT
"""One fault at a time: places in a file where a small change may be a bug that a test should see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

BOTH = [
    (r" == ", " != "),
    (r" != ", " == "),
    (r" < ", " <= "),
    (r" <= ", " < "),
    (r" > ", " >= "),
    (r" >= ", " > "),
    (r" \+ (?=\d)", " - "),
    (r" - (?=\d)", " + "),
]
SWAPS = {
    ".c": BOTH
    + [
        (r" && ", " || "),
        (r" \|\| ", " && "),
        (r"(?<=[(\s=])!(?=\w)", ""),
        (r"\btrue\b", "false"),
        (r"\bfalse\b", "true"),
        (r"(?<=\w)\+\+(?=[;)])", "--"),
        (r" \|= ", " = "),
        (r"(?<=[A-Z] = )(\d+)(?=[, ]|$)", r"\1 + 1"),  # a constant of an enum
    ],
    ".py": BOTH
    + [
        (r" and ", " or "),
        (r" or ", " and "),
        (r"\bnot ", ""),
        (r"\bTrue\b", "False"),
        (r"\bFalse\b", "True"),
    ],
}
# A statement that is left out is a fault, too: a call whose result nobody wants, an assignment.
STATEMENTS = [
    re.compile(r"^(\s+)([a-z_]+\([^=]*\);)(?= *$| */\*)"),
    re.compile(r"^(\s+)([a-z_]+(?:->|\.|\[)[^=]* [-+|&]?= [^;]+;)(?= *$| */\*)"),
]


@dataclass(frozen=True)
class Fault:
    file: Path
    line: int  # from 1
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.change}"

    @property
    def change(self) -> str:
        return f"{self.before.strip()}  ->  {self.after.strip()}"


def faults_of(root: Path, file: Path) -> list[Fault]:
    """All faults of a file; comments, assertions and what is for the compiler alone are left out."""
    found = []
    for number, text in enumerate((root / file).read_text().splitlines(), 1):
        if re.match(r"\s*(/?\*|//|#|@|import|from|static_assert|_Static_assert|\"\"\")", text):
            continue
        found += [Fault(file, number, text, after) for after in changes(file.suffix, text)]
    return found


def changes(suffix: str, text: str) -> list[str]:
    code = text.split("/*")[0] if suffix == ".c" else text.split("  # ")[0]
    made = []
    for pattern, other in SWAPS[suffix]:
        for match in re.finditer(pattern, code):
            made.append(text[: match.start()] + match.expand(other) + text[match.end() :])
    if suffix == ".c":
        made += [s.sub(r"\1;", text) for s in STATEMENTS if s.match(text)]
    return made
