# SPDX-License-Identifier: MIT
"""Structure of the tables, checked against spec/schema.json, told with file and line."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from atbind.notation.characters import foreign
from atbind.notation.phrases import meant_range
from atbind.places import SCHEMA
from atbind.tables.mistakes import Report, alternatives
from atbind.tables.reader import List, Map
from atbind.tables.where import Where

KINDS = {
    "string": "a text",
    "integer": "a whole number",
    "object": "a map `{key: value}`",
    "array": "a list: `[…]`, or `- ` before each entry",
    "null": "nothing",
}


def _no_others(validator: Any, allowed: Any, instance: Any, schema: dict[str, Any]) -> Any:
    """Keys beside `properties`; the library sorts them, which words and numbers do not bear."""
    if not validator.is_type(instance, "object"):
        return
    others = [key for key in instance if key not in schema.get("properties", {})]
    if isinstance(allowed, dict):
        for key in others:
            yield from validator.descend(instance[key], allowed, path=key)
    elif not allowed and others:
        yield ValidationError(f"{others} are not allowed")


_Validator = validators.extend(Draft202012Validator, {"additionalProperties": _no_others})


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    """The schema with every reference replaced: looking them up costs most of the time."""
    whole = json.loads(SCHEMA.read_text("utf-8"))
    definitions = whole.pop("$defs")

    def expand(node: Any) -> Any:
        if isinstance(node, list):
            return [expand(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            rest = {key: value for key, value in node.items() if key != "$ref"}
            return expand({**definitions[node["$ref"].rsplit("/", 1)[1]], **rest})
        return {key: expand(value) for key, value in node.items()}

    expanded: dict[str, Any] = expand(whole)
    return expanded


def check(table: Map, report: Report) -> None:
    """Reports everything that the schema does not allow, section by section."""
    sections = _schema()["properties"]
    for name, value in table.items():
        if name not in sections:
            report.add(table.at(name), f"unknown section `{name}`; {alternatives(name, sections)}")
            continue
        for error in _Validator(sections[name]).iter_errors(value):
            _tell(table, str(name), error, report)


# An error's members are typed otherwise in each version of the library: here it is Any.
def _tell(table: Map, section: str, error: Any, report: Report) -> None:
    path = [section, *error.absolute_path]
    if str(error.validator) == "additionalProperties":
        _tell_keys(error.instance, error.schema["properties"], _label(path), report)
    else:
        report.add(_where(table, path), _label(path) + _complaint(error))


def _tell_keys(row: Map, known: Any, label: str, report: Report) -> None:
    for key in row:
        if key not in known:
            report.add(row.at(key), f"{label} has no key `{key}`; {alternatives(key, known)}")


def _complaint(error: Any) -> str:
    """What is wrong with a value, to stand behind its name."""
    value, schema, wanted = error.instance, error.schema, error.validator_value
    keyword = str(error.validator)
    if keyword == "required":
        missing = error.message.split("'")[1]
        meaning = schema["properties"][missing].get("description", "").rstrip(".")
        return f" lacks `{missing}`; add it ({meaning})"
    if keyword == "type":
        return f" is {_shown(value)}; {_type_remedy(value, wanted, schema)}"
    if keyword == "enum":
        return f" cannot be {_shown(value)}; {alternatives(value, wanted)}"
    if "errorMessage" in schema:
        remedy = str(schema["errorMessage"]).replace("1..16", meant_range(value))
        return f": {_shown(value)} {remedy}"
    if keyword in ("minLength", "minItems", "minProperties"):
        return " is empty; fill it in or leave it out"
    return f": {_shown(value)} does not fit ({keyword} {wanted})"


def _type_remedy(value: Any, wanted: str | list[str], schema: dict[str, Any]) -> str:
    if "errorMessage" in schema:
        return f"it {schema['errorMessage']}"
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if "string" in kinds and isinstance(value, Map):
        odd = foreign(str(next(iter(value), ""))[:1])
        return odd[1] if odd else "it must be a text: put single quotes around it"
    if "string" in kinds and isinstance(value, (int, float)):
        return f'it must be a text: put quotes around it, "{value}"'
    if value is None:
        return "fill it in or leave it out"
    if "boolean" in kinds:
        return "write true or false, in small letters and without quotes"
    return "it must be " + " or ".join(KINDS[kind] for kind in kinds if kind != "null")


def _shown(value: Any) -> str:
    if isinstance(value, Map):
        return "a map"
    if isinstance(value, List):
        return "a list"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    return f"`{value}`"


def _where(table: Map, path: list[Any]) -> Where:
    """The line of the last entry on the path that has one."""
    where = table.where
    value: Any = table
    for key in path:
        if isinstance(value, (Map, List)):
            where, value = value.at(key), value[key]
    return where


def _label(path: list[Any]) -> str:
    """The path as a reader would say it: `+QIOPEN forms syntax`."""
    shown = [str(part) for part in path if not isinstance(part, int)]
    return "`" + " ".join(shown[1:] if len(shown) > 1 else shown) + "`"
