# SPDX-License-Identifier: MIT
"""Which module speaks which dialect, as far as somebody says so."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from atbind.model.dialect import Dialect
from atbind.model.manual import series_of


def modules(dialect: Dialect) -> tuple[str, ...]:
    """What speaks the dialect: the manual's models (an overlay's, too), and modules that somebody
    saw speak it."""
    models = [model.name for model in dialect.models]
    return tuple(dict.fromkeys([*models, *(module.name for module in dialect.modules)]))


def speaker(word: str, dialects: Iterable[Dialect]) -> str:
    """The dialect of a module, by what is printed on it; "" if no table names it."""
    return next((d.name for d in dialects if series_of(modules(d), word)), "")


def speakers_like(word: str, dialects: Iterable[Dialect]) -> str:
    """ "A7672 speaks simcom", for A7670E: the modules whose names begin as most of it; "" if none."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, of in ((name, d.name) for d in dialects for name in modules(d)):
        begin = os.path.commonprefix([name.upper(), word.upper()])
        if re.match(r"[A-Z]+\d", begin):
            found.setdefault(begin, []).append((name, of))
    rows = found[max(found, key=len)] if found else []
    verb = "speaks" if len(rows) == 1 else "speak"
    return "; ".join(
        f"{', '.join(name for name, each in rows if each == of)} {verb} {of}"
        for of in dict.fromkeys(of for _, of in rows)
    )


def module_sources(dialect: Dialect) -> dict[str, tuple[str, ...]]:
    """Where it is known from that a module speaks the dialect: source -> modules."""
    sources: dict[str, tuple[str, ...]] = {}
    for module in dialect.modules:
        source = f"manual, {module.section}" if module.section else f"seen: {module.seen}"
        sources[source] = (*sources.get(source, ()), module.name)
    return sources
