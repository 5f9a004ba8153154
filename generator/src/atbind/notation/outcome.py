# SPDX-License-Identifier: MIT
"""What a command may answer, in order of arrival: `OK then +QIOPEN: <connectID>,<err>`, cut at `then`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from atbind.notation.line import NotationError, check_characters


@dataclass(frozen=True)
class AnswerStep:
    """One part of an outcome: what stands between two ` then `."""

    text: str
    column: int
    optional: bool = False
    repeated: bool = False

    @property
    def is_name(self) -> bool:
        """It names a line of `lines`, and is none itself."""
        return bool(NAME.fullmatch(self.text))


NOT_THEN = re.compile(r"(?<= )(?i:then)(?= )")
NAME = re.compile(r"[a-z][a-z0-9_]*")  # of a line; final result codes are in capitals


def parse_outcome(text: str) -> tuple[AnswerStep, ...]:
    """`OK then +QIOPEN: <connectID>,<err>` in order of arrival."""
    check_characters(text, besides="…")
    steps = []
    at = 0
    for part in split_then(text):
        steps.append(_step(text, part, at))
        at += len(part) + len(" then ")
    return tuple(steps)


def split_then(text: str) -> list[str]:
    """Cuts at ` then `, but not inside quotes."""
    parts = re.split(r'((?:"[^"]*"|[^"])*?) then ', text)
    return [part for i, part in enumerate(parts) if i % 2 == 1] + [parts[-1]]


def _step(whole: str, part: str, at: int) -> AnswerStep:
    text = part.strip()
    _check(whole, part, at)
    repeated = text.endswith(("...", "…"))
    if repeated:
        text = text.rstrip(".…").rstrip()
    optional = text.startswith("[") and _closing(text) == len(text) - 1
    if optional:
        text = text[1:-1].strip()
    if not text:
        raise NotationError(whole, at, "something is missing before or after `then`")
    return AnswerStep(text, at + 1, optional, repeated)


def _check(whole: str, part: str, at: int) -> None:
    """What joins parts otherwise than ` then ` does; between quotes it is text."""
    bare = re.sub(r'"[^"]*"', lambda quoted: "_" * len(quoted.group()), part)
    if bare.startswith(">") and bare.strip() != ">":
        raise NotationError(whole, at, "the prompt stands alone; write `> then …`")
    if found := NOT_THEN.search(bare):
        raise NotationError(whole, at + found.start(), "write `then` in small letters")
    if " | " in bare:
        message = "each outcome is an entry of the list: `[…, …]`"
        raise NotationError(whole, at + bare.index(" | ") + 1, message)


def _closing(text: str) -> int:
    """Where the bracket that opens the text is closed; -1: nowhere."""
    depth = 0
    for at, char in enumerate(text):
        depth += {"[": 1, "]": -1}.get(char, 0)
        if depth == 0:
            return at
    return -1
