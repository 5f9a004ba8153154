# SPDX-License-Identifier: MIT
"""Command lines made from the exported tables: right ones, and such with one edge violated."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

TRIES = 400


def choices(param: dict) -> list[str]:
    """A few right values, as on the wire; the first is the plainest."""
    quote = '"' if param["quoted"] else ""
    if param["type"] == "literal":
        word = next(iter(param["values"])) if param["values"] else ""
        return [f"{quote}{word}{quote}"]
    if param["type"] == "enum":
        return [f"{quote}{value}{quote}" for value in param["values"]]
    if param["type"] == "integer":
        low = 0 if param["min"] is None else param["min"]
        high = low if param["max"] is None else param["max"]
        return [str(n) for n in dict.fromkeys((low, min(low + 4, high), high))]
    words = {
        "ip": ["192.0.2.7", "2001:db8::7"],
        "ipv4": ["192.0.2.7"],
        "ipv6": ["2001:db8::7"],
        "domain": ["example.com"],
        "host": ["example.com"],
        "hex": ["A0"],
        "data": ["abcd"],
    }
    texts = words.get(param["type"]) or ["a" * max(param["min_len"] or 1, 1)]
    return [f"{quote}{text}{quote}" for text in texts]


def places(form: dict) -> list[list[dict]]:
    """The parameters by position."""
    grouped = itertools.groupby(form["params"], key=lambda p: p["position"])
    return [list(group) for _, group in grouped]


def line(form: dict, values: list[str]) -> str:
    """The command line with these values; an execute form's name stands alone."""
    head = form["syntax"].split("=")[0].split("[")[0]
    return head + "=" + ",".join(values) if values else head


def candidates(form: dict) -> Iterator[list[str]]:
    """Lists of values that may be right together, longest first."""
    all_places = places(form)
    required = max(
        (i + 1 for i, ps in enumerate(all_places) if not all(p["optional"] for p in ps)), default=0
    )
    for count in range(len(all_places), required - 1, -1):
        options = [[c for p in ps for c in choices(p)] for ps in all_places[:count]]
        for values in itertools.islice(itertools.product(*options), TRIES):
            yield list(values)


def right_lines(form: dict, is_right: Callable[[str], bool]) -> Iterator[list[str]]:
    """One right list of values for each length that has one."""
    seen: set[int] = set()
    for values in candidates(form):
        if len(values) not in seen and is_right(line(form, values)):
            seen.add(len(values))
            yield values


def wrong_values(param: dict) -> Iterator[tuple[str, set[str]]]:
    """Values beyond the edges, with the reasons that may be given."""
    kind, quote = param["type"], '"' if param["quoted"] else ""
    if kind == "integer" or kind == "enum" and param["min"] is not None:
        if param["min"] is not None:
            yield str(param["min"] - 1), {"range", "value"}
        if param["max"] is not None:
            yield str(param["max"] + 1), {"range", "value"}
            yield "4294967297", {"range", "value"}
        yield "x", {"value"}
    elif kind == "enum":
        yield f"{quote}NO SUCH{quote}", {"value"}
    elif kind in ("string", "ip", "ipv4", "ipv6", "host", "domain"):
        for bad in ("\x01", "\x7f", "a\rb", 'a"b'):
            yield f"{quote}{bad}{quote}", {"characters"}
    if param["max_len"] is not None and kind in ("string", "host", "domain", "hex"):
        yield quote + "a" * (param["max_len"] + 1) + quote, {"length"}
