# SPDX-License-Identifier: MIT
"""What a manual says beside its commands: mistakes, recovery, tasks, error codes, and what speaks
the dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from atbind.tables.errors import Problem
from atbind.tables.mistakes import near
from atbind.tables.where import Where


@dataclass(frozen=True)
class Erratum:
    section: str
    manual: str  # what the manual prints
    decision: str  # what we do
    examples: tuple[str, ...] = ()  # example lines that tests leave out because of it
    where: Where | None = None


@dataclass(frozen=True)
class Recovery:
    """One rule of the manual's flow chart."""

    step: str
    command: str
    wait_ms: int
    action: str
    every_ms: int | None = None
    tries: int | None = None
    doc: str = ""


@dataclass(frozen=True)
class Task:
    """What a program wants to do, and the forms and lines of the dialect that do it."""

    name: str  # activate open send receive close deactivate dns ping time
    uses: tuple[str, ...]  # ids, in the order of use


@dataclass(frozen=True)
class Module:
    """What speaks a dialect though its manual has no models, and who says so."""

    name: str  # BG96
    section: str = ""  # of the manual
    seen: str = ""  # the public source, where the manual does not name it


@dataclass(frozen=True)
class Model:
    name: str  # the manual's: MN316, L61x
    c_name: str  # mn316
    notes: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()  # "+GTSACK", a form id, "+MIPREAD <Hexmode>"
    unknown: tuple[str, ...] = ()  # what the manual leaves to technical support
    like: str = ""  # the model whose differences it shares: a firmware revision of it, say
    where: Where | None = None


def series_of(names: Iterable[str], module: str) -> str:
    """The model or series that a module's name is of, the one that says most of it: L61x of
    L610-CN, an x being a digit or itself; NL668-AM before NL66x. "" if none is."""
    found = [name for name in names if _begins(name, module)]
    return max(found, key=len, default="")


def _begins(name: str, module: str) -> bool:
    series = re.escape(name).replace("x", r"[\dx]")
    return bool(re.match(rf"{series}(?![A-Z0-9])", module, re.IGNORECASE))


def model_of(models: Iterable[Model], module: str) -> Model | None:
    known = {model.name: model for model in models}
    return known.get(series_of(known, module))


def require_model(dialect: str, model: str | None, known: Iterable[str]) -> None:
    """Raises Problem where --model says what the dialect does not have."""
    names = list(known)
    if model and model not in names:
        raise no_model(dialect, model, names)


def no_model(dialect: str, model: str, known: list[str]) -> Problem:
    """With all that it has, for they are much alike."""
    if not known:
        return Problem(f"{dialect} has no models, but one row for all: leave out --model {model}")
    meant = series_of(known, model) or near(model, known)
    remedy = f"did you mean {meant}? " if meant else ""
    return Problem(f"{dialect} has no model {model}; {remedy}known: {', '.join(known)}")


@dataclass(frozen=True)
class Secret:
    """The fields of a command or a line that nobody may read in a record of a session."""

    keyword: str  # "+CPIN=", "+QICSGP:"
    fields: int  # bit i: the field behind so many commas


@dataclass(frozen=True)
class ErrorCode:
    set: str
    code: int | str
    text: str
    doc: str = ""
    section: str = ""  # that lists the set
    where: Where | None = None  # of the set
