#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes told.txt: what is said of each wrong table that the tests have, word by word.

The tests' own texts are what a message must not lose; told.txt is read when it changes.
"""

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
TOLD = FOLDER / "told.txt"
OF_THE_PARSER = re.compile(r"is not YAML \([^)]*\)")  # there are two, of libyaml and in Python
sys.path[:0] = [str(FOLDER), str(FOLDER.parents[1] / "generator" / "src")]

import test_bad_tables
import test_bringup_tables
import test_notation
import test_one_mistake
import test_overlay
import test_socket_tables
import test_standing
from atbind.build.spec import load
from atbind.notation.line import NotationError, parse_answer, parse_command
from atbind.tables.mistakes import Mistakes


def spoilt(module, cases: dict) -> dict[str, str]:
    """The module's good table with a text in the place of another."""
    return {
        name: module.HEAD + module.GOOD.replace(*change, 1) for name, (change, _) in cases.items()
    }


def tables() -> dict[str, dict[str, str]]:
    """Wrong tables by the tests that have them."""
    bad, sockets, bringup = test_bad_tables, test_socket_tables, test_bringup_tables
    pieces = {
        kind.__name__.split(".")[1]: {name: bad.HEAD + case[0] for name, case in kind.CASES.items()}
        for kind in bad.KINDS
    }
    return pieces | {
        "heads": {name: bad.headed(*case[:2]) for name, case in bad.heads.CASES.items()},
        "one mistake": {name: case[0] for name, case in test_one_mistake.MISTAKES.items()},
        "standing": {
            name: test_standing.GOOD.replace(old, new)
            for name, (old, new, _) in test_standing.ROWS.items()
        },
        "sockets": spoilt(sockets, sockets.BAD) | spoilt(sockets, sockets.INCOMPLETE),
        "bring-up": spoilt(bringup, bringup.BAD),
    }


def told(table: str, overlay: str | None = None, beside: bytes | None = None) -> list[str]:
    """Each mistake, with the file's name and line."""
    with tempfile.TemporaryDirectory() as folder:
        toy, over = Path(folder) / "toy", Path(folder) / "over.yaml"
        toy.mkdir()
        (toy / "dialect.yaml").write_text(table, "utf-8")
        if beside is not None:
            (toy / "z.yaml").write_bytes(beside)
        if overlay is not None:
            over.write_text(overlay, "utf-8")
        try:
            load(Path(folder), "toy", [over] if overlay is not None else [])
        except Mistakes as mistakes:
            said = (str(mistake).replace(f"{folder}/", "") for mistake in mistakes)
            return [OF_THE_PARSER.sub("is not YAML (…)", one) for one in said]
    return []


def refused(parse, text: str) -> list[str]:
    try:
        parse(text)
    except NotationError as error:
        return [str(error)]
    return []


def cases() -> Iterator[tuple[str, list[str]]]:
    """What is wrong, and what is said of it."""
    for text, *_ in test_notation.WRONG_COMMANDS:
        yield f"a command line: {text!r}", refused(parse_command, text)
    for text, *_ in test_notation.WRONG_LINES:
        yield f"a received line: {text!r}", refused(parse_answer, text)
    for kind, texts in tables().items():
        for name, text in texts.items():
            yield f"{kind}: {name}", told(text)
    for content, *_ in test_bad_tables.NO_TABLES:
        good = test_bad_tables.HEAD + test_bad_tables.COMMAND
        yield f"a file beside it: {content[:20]!r}", told(good, beside=content)
    for name, (text, _) in test_overlay.WRONG.items():
        yield f"overlay: {name}", told(test_overlay.TOY, f"overlay: toy\n{text}")


def shown(text: str) -> str:
    """With a name for each character that nobody sees."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def written(found: Iterable[tuple[str, list[str]]]) -> str:
    return "".join(f"{name}\n" + "".join(f"    {shown(m)}\n" for m in all) for name, all in found)


if __name__ == "__main__":
    TOLD.write_text(written(cases()), "utf-8")
