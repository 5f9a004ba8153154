# SPDX-License-Identifier: MIT
"""Models: their rows, the manual's notes on them, and what each lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from atbind.build.parameters import expand_models
from atbind.build.scope import Context
from atbind.model import names
from atbind.model.dialect import Command
from atbind.model.manual import Model, Module
from atbind.tables.mistakes import alternatives
from atbind.tables.reader import List, Map
from atbind.tables.where import Where


def build_models(table: Map, context: Context) -> None:
    """The models and groups of a dialect, each with all notes that are about it."""
    seen = {"any": "no model at all", "": "what has neither letter nor digit"}
    rows = table.map("models")
    for name, row in rows.items():
        where = rows.at(name)
        row = row if isinstance(row, Map) else Map(where)
        name = str(name)
        c_name = names.model_name(name)
        if c_name in seen:
            context.mistake(
                where, f"{name} and {seen[c_name]} get the same C name `{c_name}`; rename one"
            )
        seen[c_name] = name
        context.models[name] = _model(name, row, context)
    _groups(table.map("model_groups"), context)
    for name, notes in _notes(table.map("notes"), context).items():
        model = context.models[name]
        context.models[name] = replace(model, notes=(*notes, *model.notes))


def build_modules(table: Map) -> tuple[Module, ...]:
    """What speaks a dialect whose manual has no models."""
    rows = ((str(name), row) for name, row in table.items() if isinstance(row, Map))
    return tuple(Module(name, row.get("section", ""), row.get("seen", "")) for name, row in rows)


def _model(name: str, row: Map, context: Context) -> Model:
    lacks = row.list("lacks")
    for lack, at in zip(lacks, lacks.lines):
        context.lack_lines[(name, str(lack))] = at
    kin = _like(row, name, context)
    for lack in kin.lacks:
        context.lack_lines[(name, lack)] = context.lack_lines[(kin.name, lack)]
    return Model(
        name=name,
        c_name=names.model_name(name),
        notes=(*kin.notes, *row.list("notes")),
        lacks=(*kin.lacks, *(str(lack) for lack in lacks)),
        unknown=(*kin.unknown, *row.list("unknown")),
        like=kin.name,
        where=row.where,
    )


def _like(row: Map, name: str, context: Context) -> Model:
    """The model that a row says it is like; a model without differences else."""
    if "like" not in row:
        return Model("", "")
    known = context.models
    if row["like"] not in known:
        remedy = alternatives(row["like"], known)
        context.mistake(row.at("like"), f"`{row['like']}` is no model above {name}; {remedy}")
    return known.get(row["like"], Model("", ""))


def _groups(groups: Map, context: Context) -> None:
    for name, members in groups.items():
        if name in context.models:
            context.mistake(groups.at(name), f"`{name}` is a model, too; rename the group")
        if isinstance(members, List):
            text = ", ".join(str(member) for member in members)
            context.groups[str(name)] = tuple(expand_models(text, groups.at(name), context))


def named(key: object, where: Where, context: Context) -> list[str]:
    """The models that a key such as `NB, ML302A` names, and those that are like one of them."""
    found = set(expand_models(str(key), where, context))
    for model in context.models.values():  # each stands below the one that it is like
        if model.like in found:
            found.add(model.name)
    return [name for name in context.models if name in found]


def _notes(table: Map, context: Context) -> dict[str, list[str]]:
    """For each model what the manual's notes say of it, in the order of the notes."""
    found: dict[str, list[str]] = {}
    for number, rows in table.items():
        head = f"note {number}" if str(number).isdigit() else str(number)
        for key, text in rows.items() if isinstance(rows, Map) else ():
            for model in named(key, rows.at(key), context):
                found.setdefault(model, []).append(f"{head}: {text}")
    return found


def lacking(row: Map, context: Context) -> set[str]:
    """The models that a command's or form's `lacking` names."""
    rows = row.map("lacking")
    return {model for key in rows for model in named(key, rows.at(key), context)}


def with_lacks(models: Iterable[Model], commands: list[Command]) -> tuple[Model, ...]:
    """The models with all that they lack, also where a command or form says so."""
    return tuple(replace(model, lacks=_lacks(model, commands)) for model in models)


def _lacks(model: Model, commands: list[Command]) -> tuple[str, ...]:
    found = list(model.lacks)
    for command in commands:
        forms = [form for form in command.forms if model.name in form.lacking]
        whole = len(forms) == len(command.forms)
        for name in [command.name] if whole else [form.id for form in forms]:
            if name not in found and command.name not in found:
                found.append(name)
    return tuple(found)
