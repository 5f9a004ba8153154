# SPDX-License-Identifier: MIT
"""`show` and `site`: the tables as a reference for people."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from atbind.cli.options import Verbs, add_dialect, add_overlay, add_spec, add_verb
from atbind.tables.errors import Problem
from atbind.tables.mistakes import near

if TYPE_CHECKING:
    from atbind.tell.pages import Reference


def add_show(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "show",
        "print all that the tables say of a command, a line, a module or an error code",
        """examples:
  atbind show +QIOPEN                     in every dialect that has it
  atbind show --dialect onemo +MIPOPEN    of two dialects with one name
  atbind show quectel_qiopen              by its C name
  atbind show '+QIOPEN: 0,554'            what a modem says
  atbind show signal                      a word that its title or its text has
  atbind show 554                         an error code; so too: '+CME ERROR: 30'
  atbind show MN316                       what a module lacks, or has otherwise
  atbind show simcom                      a dialect, by name
  atbind show --dialect simcom sockets    what the socket layer sends; so too: bringup
  atbind show                             everything there is, by name""",
        None,
    )
    add_spec(verb)
    add_overlay(verb)
    add_dialect(verb, required=False, several=True)
    verb.add_argument(
        "name", nargs="*", metavar="NAME", help="of a command, form, URC, module or code"
    )


def add_site(verbs: Verbs) -> None:
    verb = add_verb(
        verbs,
        "site",
        "write the tables as pages for a browser",
        """examples:
  atbind site --output build/site         then open build/site/index.html
  atbind site --output public --dialect quectel --overlay ec21.yaml

Static pages that need no server, search included. Files of an earlier run are written over.""",
        "the tables have mistakes",
    )
    add_spec(verb)
    add_overlay(verb)
    add_dialect(verb, required=False, several=True)
    verb.add_argument("--output", type=Path, metavar="DIR", required=True, help="where to")


def show(args: argparse.Namespace) -> int:
    from atbind.cli.tables import load_wanted, with_chapter
    from atbind.tell.pages import references
    from atbind.tell.show import dialect_text, found_in

    dialects = load_wanted(args.spec, args.dialect, args.overlay)
    if not args.name:
        print("\n\n".join("\n".join(dialect_text(d)) for d in with_chapter(dialects)))
        return 0
    known = references(dialects)
    for i, name in enumerate(args.name):
        texts = [list(dialect_text(r.dialect)) for r in known if r.dialect.name == name.lower()]
        texts += [text for reference in known for text in found_in(reference, name)]
        texts = texts or [_said_of(name, known)]
        if i > 0:
            print()
        print("\n\n".join("\n".join(text).rstrip() for text in texts))
    return 0


def _said_of(word: str, known: list[Reference]) -> list[str]:
    """Of a word that is nobody's name."""
    from atbind.tell.modules import speakers_like
    from atbind.tell.show import names_of, rows_text
    from atbind.tell.words import speaking_of

    dialects = [reference.dialect for reference in known]
    if alike := speakers_like(word, dialects):
        raise Problem(f"nothing is called {word}; {alike}: `atbind probe` tells whether yours does")
    if rows := speaking_of(known, word):
        return [f"{word} is nobody's name; it is said of", *rows_text(rows, 2)]
    if meant := near(word, [each for dialect in dialects for each in names_of(dialect)]):
        raise Problem(f"nothing is called {word}; did you mean {meant}?")
    there = "`atbind show` lists what there is; what it lacks is an overlay (spec/OVERLAYS.md)"
    raise Problem(f"nothing is called {word}; {there}")


def site(args: argparse.Namespace) -> int:
    from atbind.cli.tables import load_wanted
    from atbind.tell.site import site as pages

    dialects = load_wanted(args.spec, args.dialect, args.overlay)
    files = pages(dialects)
    for name, text in files.items():
        path = args.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(files)} files; open {args.output / 'index.html'}")
    return 0
