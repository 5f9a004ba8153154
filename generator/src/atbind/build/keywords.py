# SPDX-License-Identifier: MIT
"""An answer's keyword is most often its command's: one letter off is a typo that no modem says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from atbind.build.scope import Context
from atbind.model.dialect import Command, Line
from atbind.tables.mistakes import alternatives

LEAST = 5  # +XYZ0: shorter ones differ in a letter by chance


def check_keywords(context: Context, commands: list[Command], urcs: list[Line]) -> None:
    """What another command or a URC says, too, or is an erratum's keyword, is meant as it stands."""
    known = {command.name for command in commands}
    known |= {line.prefix.rstrip(":") for line in urcs}
    for command in commands:
        for line in {x.id: x for f in command.forms for x in (*f.infos, *f.results)}.values():
            word = line.prefix.rstrip(":")
            if word in known or word in context.errata or not _is_slip(word, command.name):
                continue
            context.mistake(
                line.where,
                f"`{word}` is one letter off {command.name}, whose answer it is, and nothing else "
                f"says it; write {command.name}, or give its erratum `keywords: ['{word}']` if it is meant",
            )


def _is_slip(word: str, name: str) -> bool:
    """Without the command's mark it is one, however short."""
    long = min(len(word), len(name)) >= LEAST
    return one_off(word, name) if long else bool(word) and word == name[1:]


def check_letters(context: Context, heard: tuple[Line, ...]) -> None:
    """Modems write a keyword in other letters, too: two that differ in nothing else, or in blanks,
    are one. A letter more says nothing: the standards have +CREG, +CGREG and +CEREG. One line may
    have both with blanks and without."""
    seen: dict[str, tuple[str, Line]] = {}
    for line in {line.id: line for line in heard}.values():
        for begin, word in _words(line):
            other, first = seen.setdefault((begin + word).lower().replace(" ", ""), (word, line))
            spaced = first is line and word.lower() != other.lower()
            if other != word and not spaced:
                context.mistake(
                    line.where,
                    f"`{word}` and `{other}` ({first.where}) are one keyword: modems write it in "
                    "other letters; write both alike",
                )


def _words(line: Line) -> Iterator[tuple[str, str]]:
    """A keyword's words, each with what stands before it: a prefix, and the literal behind it."""
    for prefix in (line.prefix, *line.also):
        yield "", prefix
        if line.fields and line.fields[0].literal:
            yield prefix, line.fields[0].literal


def check_errata(context: Context, heard: tuple[Line, ...]) -> None:
    """An erratum's keyword is one that lines begin with: what it once excused may be gone. Only in
    tables that are right otherwise: a line that is wrong would be missing."""
    if context.report.mistakes:
        return
    said = {prefix.rstrip(":") for line in heard for prefix in (line.prefix, *line.also)}
    for word, where in context.errata.items():
        if word not in said and not context.may_be_idle(where):
            context.mistake(
                where, f"no line begins with `{word}`; {alternatives(word, sorted(said))}"
            )


def one_off(a: str, b: str) -> bool:
    """Are they the same but for one letter: another, one too many, or two that changed places?"""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    at = next(n for n, (x, y) in enumerate(zip_longest(a, b)) if x != y)
    rest_a, rest_b = a[at:], b[at:]
    swapped = rest_b[1:2] + rest_b[:1] + rest_b[2:]
    return (
        rest_a[1:] == rest_b[1:]
        or rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or rest_a == swapped
    )
