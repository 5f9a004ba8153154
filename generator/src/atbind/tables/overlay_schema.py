# SPDX-License-Identifier: MIT
"""The JSON Schema of overlays, for editors: made of spec/schema.json, so that both always agree.

    python3 -m atbind.tables.overlay_schema > spec/overlay.json

Below `add`, `change` and `replace` stand the sections of a table, of whose rows only a part
need be there; below `remove` stand names.
"""

from __future__ import annotations

import json
from typing import Any

from atbind.places import SCHEMA
from atbind.tables.overlay import VERBS

Json = dict[str, Any]
OF_THE_SHIPPED = ("dialect", "chapter")  # sections that no overlay has
PARTIAL = ("required", "minProperties")  # what a whole row must have
SAYS = {
    "remove": "Rows that go, by name: carried out first.",
    "replace": "Whole rows, in the place of others.",
    "change": "Facts of rows that are there.",
    "add": "New rows, and new answers, values or models of rows that are there.",
}
NAMES = {
    "title": "Names",
    "description": "Names of rows, or what goes from below a row.",
    "anyOf": [
        {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 1},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/names"}},
        {"type": "null"},
    ],
}


def _partial(node: Any) -> Any:
    """The same, but nothing must be there."""
    if isinstance(node, list):
        return [_partial(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {key: _partial(value) for key, value in node.items() if not _is_demand(key, value)}


def _is_demand(key: str, value: Any) -> bool:
    return key in PARTIAL and isinstance(value, (list, int))


def _named(title: str, rows: Json) -> Json:
    """A list, as in a table, or a map: forms by type, name or syntax, steps by name, losses by
    line."""
    by_name = {"type": "object", "additionalProperties": rows["items"]}
    return {"title": title, "description": rows["description"], "anyOf": [rows, by_name]}


def overlay_schema() -> Json:
    whole = _partial(json.loads(SCHEMA.read_text("utf-8")))
    rows = whole["$defs"]
    bringup = whole["properties"]["bringup"]
    holders = {"forms": rows["command"], "steps": bringup, "losses": bringup, "recovery": whole}
    for section, holder in holders.items():
        of = holder["properties"]
        of[section] = _named(section.capitalize(), of[section])
    sections = {k: v for k, v in whole["properties"].items() if k not in OF_THE_SHIPPED}
    rows["sections"] = _object("Sections", "Sections of a table.", sections)
    rows["names"] = NAMES
    gone = {name: {"$ref": "#/$defs/names", "description": f"Of {name}."} for name in sections}
    verbs = {verb: {"$ref": "#/$defs/sections", "description": SAYS[verb]} for verb in VERBS}
    verbs["remove"] = _object("Removed", SAYS["remove"], gone)
    named = json.loads(SCHEMA.read_text("utf-8"))["properties"]["dialect"]
    return {
        "$schema": whole["$schema"],
        **_object(
            "Overlay of a dialect",
            "Rows of your own over a shipped table; README.md beside this file teaches it.",
            {
                "overlay": {**named, "description": "The dialect that it changes, or `cellular`."},
                "doc": {"type": "string", "description": "What it is for."},
                **verbs,
            },
        ),
        "required": ["overlay"],
        "$defs": rows,
    }


def _object(title: str, description: str, properties: Json) -> Json:
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


if __name__ == "__main__":
    print(json.dumps(overlay_schema(), indent=2, ensure_ascii=False))
