# SPDX-License-Identifier: MIT
"""Commands found by a word that is nobody's name: "signal", "imei"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from atbind.tell.facts import LineFacts, ParameterFacts, spoken
from atbind.tell.pages import CommandPage, Reference


def speaking_of(references: list[Reference], word: str) -> list[tuple[str, str]]:
    """Commands, and what each is for: those that have the word in their name or title, or are for
    such a task; else those that say it anywhere."""
    if not re.fullmatch(r"\w[\w -]+\w", word):
        return []
    for said in (_heads, _texts):
        if found := list(_found(references, word, said)):
            return found
    return []


def _found(
    references: list[Reference], word: str, said: Callable[[CommandPage], Iterable[str]]
) -> Iterator[tuple[str, str]]:
    wanted = re.compile(rf"\b{re.escape(word)}s?\b|^\+\S*{re.escape(word)}$", re.IGNORECASE)
    for reference in references:
        for page in reference.pages:
            if any(wanted.search(text) for text in said(page)):
                yield spoken(page.name), f"{page.title} ({reference.dialect.name})"


def _heads(page: CommandPage) -> Iterator[str]:
    yield page.name
    yield page.title
    yield from page.tasks


def _texts(page: CommandPage) -> Iterator[str]:
    yield page.doc
    for entry in page.forms:
        yield entry.facts.doc
        yield from _parameters(entry.facts.parameters)
        yield from _lines(entry.facts.lines)
    yield from _lines(page.urcs)


def _lines(lines: Iterable[LineFacts]) -> Iterator[str]:
    for line in lines:
        yield line.doc
        yield from _parameters(line.fields)


def _parameters(parameters: Iterable[ParameterFacts]) -> Iterator[str]:
    for facts in parameters:
        yield facts.doc
        yield from (meaning for _, meaning in facts.values)
