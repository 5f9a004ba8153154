# SPDX-License-Identifier: MIT
"""What a user's own modem does beyond its tables: a class in a Python file of theirs."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from atbind.model.dialect import Dialect
from atbind.simulator.modem import Modem
from atbind.simulator.output import short
from atbind.tables.errors import Problem
from atbind.tables.mistakes import alternatives


def own_class(path: Path, dialect: Dialect) -> type[Modem]:
    """The last class of the file that is a Modem. Raises Problem where there is none, or where one
    has a method for a form that the dialect has not."""
    module = _loaded(path)
    classes = [c for c in vars(module).values() if isinstance(c, type) and issubclass(c, Modem)]
    own = [c for c in classes if c.__module__ == module.__name__]
    if not own:
        raise Problem(
            f"{path}: has no class of a modem; write `class Mine(Modem):`, with a method "
            "do_<form> for each form whose answer the tables cannot say"
        )
    _require_forms(path, own, dialect)
    return own[-1]


def _require_forms(path: Path, own: list[type[Modem]], dialect: Dialect) -> None:
    forms = ["do_" + short(dialect, f.id) for c in dialect.known_commands for f in c.forms]
    for name in (name for each in own for name in vars(each)):
        if name.startswith("do_") and name not in forms:
            raise Problem(
                f"{path}: {name} is for no form of {dialect.name}; {alternatives(name, forms)}"
            )


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("own_modem", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise Problem(f"{path}: no such Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise Problem(f"{path}: {type(error).__name__}: {error}") from None
    return module
