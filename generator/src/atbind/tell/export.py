# SPDX-License-Identifier: MIT
"""The tables as JSON: a contract with tools outside this tree (see generator/README.md).

Keys are only ever added. What the manual does not give is null.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from atbind.c.text import printed
from atbind.model.dialect import Command, Dialect, Field, Form, Limit, Line, Position
from atbind.model.manual import Model
from atbind.model.parameter import Difference, Parameter
from atbind.notation.line import EXTENDED
from atbind.tell.modules import module_sources, modules
from atbind.tell.layers import bringup_json, sockets_json

Json = dict[str, Any]


def type_name(parameter: Parameter) -> str:
    """integer, enum, string, word, hex, ip, ipv4, ipv6, host, domain, data or rest."""
    return "enum" if parameter.values is not None else parameter.type


def _bounds(parameter: Parameter) -> tuple[int | None, int | None]:
    numbers = [v for v in parameter.values or () if isinstance(v, int)]
    if numbers and parameter.minimum is None:
        return min(numbers), max(numbers)
    return parameter.minimum, parameter.maximum


def _values(parameter: Parameter) -> dict[str, str] | None:
    if parameter.values is None:
        return None
    return {str(value): meaning for value, meaning in parameter.values.items()}


def _parameter(parameter: Parameter, position: Position, index: int) -> Json:
    minimum, maximum = _bounds(parameter)
    return {
        "name": parameter.name,
        "c_name": parameter.c_name,
        "position": index,
        "type": type_name(parameter),
        "min": minimum,
        "max": maximum,
        "values": _values(parameter),
        "min_len": parameter.min_length,
        "max_len": parameter.max_length,
        "default": parameter.default,
        "unit": parameter.unit,
        "optional": position.optional or position.grouped,
        "may_be_empty": position.may_be_empty,
        "quoted": parameter.quoted or parameter.type == "data",
        "doc": parameter.doc,
    }


def _literal(position: Position, index: int) -> Json:
    text = position.literal or ""
    quoted = text.startswith('"')
    word = text.strip('"')
    number = int(word) if not quoted and word.isdigit() else None
    return {
        "name": position.literal_name,
        "c_name": None,
        "position": index,
        "type": "literal",
        "min": number,
        "max": number,
        "values": {word: ""} if word else None,
        "min_len": None,
        "max_len": None,
        "default": None,
        "unit": None,
        "optional": position.optional or position.grouped,
        "may_be_empty": not text,
        "quoted": quoted,
        "doc": "",
    }


def _parameters(form: Form) -> list[Json]:
    found = []
    for index, position in enumerate(form.positions):
        if position.literal is not None:
            found.append(_literal(position, index))
        found += [_parameter(p, position, index) for p in position.parameters]
    return found


_MARGIN = re.compile(r"\+\s*(\d+)\s*(ms|s)\s*$")


def _ms(limit: Limit | None) -> int | None:
    """The manual's number: null where it is silent, and without the margin that we add."""
    if limit is None or limit.ours:
        return None
    margin = _MARGIN.search(limit.text)
    if not margin:
        return limit.ms
    return limit.ms - int(margin.group(1)) * (1000 if margin.group(2) == "s" else 1)


def _sent_payload(form: Form) -> Json | None:
    if form.payload is None:
        return None
    return {
        "mode": form.payload.mode,
        "length": form.payload.length,
        "max_len": form.payload.maximum,
        "coding": form.payload.coding,
        "setting": form.payload.setting,
    }


def _models(parameters: Iterable[Parameter]) -> Json:
    """By model: those of one form or line that differ (a name may mean another one elsewhere)."""
    found: Json = {}
    for parameter in parameters:
        for model, d in parameter.models.items():
            found.setdefault(model, {})[parameter.name] = difference(d)
    return found


def _answers(form: Form) -> list[str]:
    """Every line it may answer with, each once, in the order of arrival."""
    arriving = [step.line for outcome in form.outcomes for step in outcome.steps if step.line]
    return list(
        dict.fromkeys(printed(line.syntax) for line in (*arriving, *form.infos, *form.results))
    )


def _success(form: Form) -> Json:
    """By answer line: what it must say for the command to have succeeded."""
    lines = {printed(line.syntax): line for line in (*form.infos, *form.results)}
    return {text: str(line.success) for text, line in lines.items() if line.success}


def _form(form: Form) -> Json:
    return {
        "id": form.id,
        "type": form.type,
        "syntax": printed(form.syntax),
        "params": _parameters(form),
        "answers": _answers(form),
        "finals": [printed(line.syntax) for line in form.finals],
        "outcomes": list(dict.fromkeys(printed(outcome.text) for outcome in form.outcomes)),
        "payload": _sent_payload(form),
        "rules": [rule.text for rule in form.rules],
        "timeout_ms": _ms(form.timeout),
        "result_timeout_ms": _ms(form.result_timeout),
        "timeout": form.timeout.text if form.timeout and not form.timeout.ours else None,
        "success": _success(form),
        "lacking": list(form.lacking),
        "models": _models(form.parameters),
    }


def difference(d: Difference) -> Json:
    """Only what differs."""
    found: Json = {
        "min": d.minimum,
        "max": d.maximum,
        "min_len": d.min_length,
        "max_len": d.max_length,
        "default": d.default,
        "without": list(d.without) or None,
        "unsupported": d.unsupported or None,
        "no_effect": d.no_effect or None,
        "unknown": d.unknown or None,
        "note": d.note or None,
    }
    return {key: value for key, value in found.items() if value is not None}


def _command_model(command: Command, model: Model) -> Json:
    lacking = [form.id for form in command.forms if model.name in form.lacking]
    parameters = {
        p.name: difference(p.models[model.name])
        for form in command.forms
        for p in form.parameters
        if model.name in p.models
    }
    found: Json = {}
    if lacking:
        found["unsupported"] = len(lacking) == len(command.forms)
        found["lacks"] = lacking
    if parameters:
        found["params"] = parameters
    return found


def _command_models(command: Command, dialect: Dialect) -> Json:
    found = {model.name: _command_model(command, model) for model in dialect.models}
    return {name: differences for name, differences in found.items() if differences}


_MAIN_FIRST = ("set", "execute", "data", "read", "test")


def _command_limit(command: Command, name: str) -> int | None:
    """Of the form that acts, if the manual limits it; else of the slowest one that it limits."""
    for kind in _MAIN_FIRST:
        limits = [getattr(form, name) for form in command.forms if form.type == kind]
        fixed = [limit for limit in limits if limit and limit.setting is None]
        known = [ms for ms in map(_ms, fixed or limits) if ms is not None]
        if known:
            return max(known)
    return None


def _command(command: Command, dialect: Dialect) -> Json:
    return {
        "name": command.name,
        "section": command.section,
        "title": command.title,
        "doc": command.doc,
        "shared": dialect.is_chapter,
        "seen": command.seen or None,
        "timeout_ms": _command_limit(command, "timeout"),
        "result_timeout_ms": _command_limit(command, "result_timeout"),
        "forms": [_form(form) for form in command.forms],
        "models": _command_models(command, dialect),
    }


def _field(field: Field) -> Json:
    if field.parameter is None:
        literal = field.literal or ""
        number = int(literal) if literal.isdigit() else None
        kind, minimum, maximum, values = "literal", number, number, None
    else:
        kind, values = type_name(field.parameter), _values(field.parameter)
        minimum, maximum = _bounds(field.parameter)
    return {
        "name": field.name,
        "type": kind,
        "min": minimum,
        "max": maximum,
        "values": values,
        "optional": field.optional,
        "may_be_empty": field.may_be_empty,
        "many": field.many,
    }


def shown_fields(line: Line) -> list[Field]:
    """The fields with a name of the manual's: values, and literals that it names."""
    kept = line.kept or line.fields
    return [f for f in kept if f.parameter is not None or f.name]


def _received_payload(line: Line) -> Json | None:
    if line.payload is None:
        return None
    coding = line.payload.data_coding
    return {
        "length": line.payload.data_length,
        "where": line.payload_where,
        "encoding": coding if coding in ("raw", "hex", "escaped") else "raw",
        "setting": line.payload.data_setting,
        "name": line.payload.name,
    }


def _urc(line: Line) -> Json:
    return {
        "id": line.id,
        "syntax": printed(line.syntax),
        "layouts": [printed(other.syntax) for other in line.layouts],
        "section": line.section,
        "seen": line.seen or None,
        "boots": line.boots,
        "ends_data": line.ends_data,
        "late_result": line.role == "result",
        "fields": [_field(field) for field in shown_fields(line)],
        "payload": _received_payload(line),
        "models": _models(f.parameter for f in shown_fields(line) if f.parameter),
    }


def _model(model: Model) -> Json:
    """The notes are all that the manual says of the model; lacks and unknown sort it."""
    lacking = [f"{what} is not supported" for what in model.lacks if what[0] in EXTENDED]
    return {
        "name": model.name,
        "notes": [*lacking, *model.notes, *model.unknown],
        "lacks": list(model.lacks),
        "unknown": list(model.unknown),
    }


def late_results(dialect: Dialect) -> list[Line]:
    """Result lines that come after OK, each once: decode reports them as URCs, too."""
    return [line for line in dialect.lines if line.role == "result"]


def export_dialect(dialect: Dialect) -> Json:
    return {
        "title": dialect.title,
        "manual": {"title": dialect.manual_title, "version": dialect.manual_version or None},
        "models": [_model(model) for model in dialect.models],
        "modules": list(modules(dialect)),
        "module_sources": {k: list(v) for k, v in module_sources(dialect).items()},
        "tasks": {task.name: list(task.uses) for task in dialect.tasks},
        "commands": [_command(command, dialect) for command in dialect.commands],
        "urcs": [_urc(line) for line in (*dialect.urcs, *late_results(dialect))],
        "final_results": [printed(line.syntax) for line in dialect.finals],
        "error_codes": [
            {"set": code.set, "code": code.code, "text": code.text} for code in dialect.error_codes
        ],
        "errata": [
            {"section": e.section, "manual": e.manual, "decision": e.decision}
            for e in dialect.errata
        ],
        "transcripts": len(dialect.transcripts),
        "sockets": sockets_json(dialect.sockets),
        "bringup": bringup_json(dialect.bringup),
    }


def export(dialects: list[Dialect]) -> Json:
    chapters = {d.chapter.name: d.chapter for d in dialects if d.chapter}
    return {
        "dialects": {dialect.name: export_dialect(dialect) for dialect in dialects},
        "shared": {name: export_dialect(chapter) for name, chapter in chapters.items()},
    }
