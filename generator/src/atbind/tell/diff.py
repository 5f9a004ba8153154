# SPDX-License-Identifier: MIT
"""What a change of the tables means for callers: breaking, widened or added, per model.

A parameter goes out, so a smaller range breaks who used the rest of it; a field
comes in, so a larger one is told as widened: an array that it indexes may have
become too small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from atbind.model.dialect import Dialect
from atbind.tell.layers import KindSurface
from atbind.tell.surface import FormSurface, LineSurface, Surface, Value, surface

BREAKING, WIDENED, ADDED = "breaking", "widened", "added"
SEVERITIES = (BREAKING, WIDENED, ADDED)


@dataclass(frozen=True)
class Change:
    severity: str
    dialect: str
    what: str  # one of _PARTS, "model", "dialect", "chapter"
    id: str
    param: str | None
    message: str
    models: tuple[str, ...] | None = None  # None: all of them, and the default

    def text(self) -> str:
        where = f"{self.id} <{self.param}>" if self.param else self.id
        only = f" [{', '.join(self.models)}]" if self.models else ""
        return f"{self.severity}: {self.dialect}: {where}: {self.message}{only}"


@dataclass(frozen=True)
class _Found:
    """A change before it is known whom it concerns."""

    severity: str
    message: str
    param: str | None = None


_Range = tuple[int | None, int | None]  # None: no limit at that end
_Time = tuple[str, int | None]  # a time limit as it is written, and in milliseconds


def _span(low: int | None, high: int | None) -> str:
    return "any" if low is None and high is None else f"{low} to {high}"


def _bounds(what: str, old: _Range, new: _Range) -> Iterator[_Found]:
    """Two ranges; None is no limit at that end."""
    infinity = float("inf")
    low = [-infinity if span[0] is None else span[0] for span in (old, new)]
    high = [infinity if span[1] is None else span[1] for span in (old, new)]
    if low == low[::-1] and high == high[::-1]:
        return
    narrowed = low[1] > low[0] or high[1] < high[0]
    yield _Found(BREAKING if narrowed else WIDENED, f"{what} {_span(*old)} is now {_span(*new)}")


def _values(old: Value, new: Value) -> Iterator[_Found]:
    if old.values is None and new.values is None:
        yield from _bounds("range", (old.minimum, old.maximum), (new.minimum, new.maximum))
    elif old.values is None:
        yield _Found(BREAKING, f"takes only {', '.join(map(str, new.values or ()))} now")
    elif new.values is None:
        yield _Found(WIDENED, f"is no enumeration any more: {_span(new.minimum, new.maximum)}")
    else:
        for value in old.values:
            if value not in new.values:
                yield _Found(BREAKING, f"value {value} is gone")
        for value, meaning in new.values.items():
            if value not in old.values:
                told = f" ({meaning})" if meaning and meaning != value else ""
                yield _Found(ADDED, f"value {value}{told}")


def _flag(name: str, old: bool, new: bool) -> Iterator[_Found]:
    if new and not old:
        yield _Found(WIDENED, f"{name} now")
    elif old and not new:
        yield _Found(BREAKING, f"not {name} any more")


def _same(name: str, old: object, new: object) -> Iterator[_Found]:
    if old != new:
        yield _Found(BREAKING, f"{name} {old} is now {new}")


def _value(old: Value, new: Value) -> Iterator[_Found]:
    yield from _same("type", old.type, new.type)
    yield from _same("literal", old.literal, new.literal)
    if old.type == new.type != "literal":
        yield from _values(old, new)
        lengths = (old.min_length, old.max_length), (new.min_length, new.max_length)
        yield from _bounds("length", *lengths)
    yield from _same("default", old.default, new.default)
    yield from _same("unit", old.unit, new.unit)
    yield from _flag("optional", old.optional, new.optional)
    yield from _flag("allowed to be empty", old.may_be_empty, new.may_be_empty)
    yield from _same("number of values", old.many, new.many)


def _order(old: dict[str, Value], new: dict[str, Value]) -> bool:
    """Do the values that both have stand in the same order?"""
    return [name for name in old if name in new] == [name for name in new if name in old]


def _value_lists(old: tuple[Value, ...], new: tuple[Value, ...]) -> Iterator[_Found]:
    before = {value.name: value for value in old}
    after = {value.name: value for value in new}
    places = {value.place for value in old}
    shared = {value.place for value in new if value.name in before}
    for name in before:
        if name not in after:
            yield _Found(BREAKING, "is gone", name)
    for name, value in after.items():
        if name in before:
            yield from (replace(f, param=name) for f in _value(before[name], value))
        else:
            yield _new(value, places, shared)
    if not _order(before, after):
        yield _Found(BREAKING, f"order is now {', '.join(after)}")


def _new(value: Value, places: set[int], shared: set[int]) -> _Found:
    """One more in a place that was there (beside another, or instead), or behind all of them."""
    if value.place in places:
        severity = ADDED if value.place in shared else BREAKING
        return _Found(severity, f"is new at position {value.place + 1}", value.name)
    return _Found(ADDED if value.optional else BREAKING, "is new at the end", value.name)


def _list(
    name: str, old: tuple[str, ...], new: tuple[str, ...], gone: str = BREAKING, come: str = ADDED
) -> Iterator[_Found]:
    for item in old:
        if item not in new:
            yield _Found(gone, f"{name} gone: {item}")
    for item in new:
        if item not in old:
            yield _Found(come, f"{name} new: {item}")


def _limit(name: str, old: _Time, new: _Time) -> Iterator[_Found]:
    if old == new:
        return
    shorter = new[1] is not None and (old[1] is None or new[1] < old[1])
    yield _Found(BREAKING if shorter else WIDENED, f"{name} {old[0]} is now {new[0]}")


def _form(old: FormSurface, new: FormSurface) -> Iterator[_Found]:
    yield from _same("command", old.command, new.command)
    yield from _same("type", old.type, new.type)
    yield from _value_lists(old.values, new.values)
    yield from _list("answer", old.lines, new.lines)
    yield from _list("final result", old.finals, new.finals)
    yield from _list("rule", old.rules, new.rules, gone=WIDENED, come=BREAKING)
    yield from _limit("time limit", (old.timeout, old.timeout_ms), (new.timeout, new.timeout_ms))
    yield from _limit(
        "time limit of the result",
        (old.result_timeout, old.result_timeout_ms),
        (new.result_timeout, new.result_timeout_ms),
    )
    yield from _same("payload", old.payload, new.payload)
    yield from _bounds("payload length", (None, old.payload_max), (None, new.payload_max))


def _line(old: LineSurface, new: LineSurface) -> Iterator[_Found]:
    yield from _same("keyword", old.prefix, new.prefix)
    yield from _value_lists(old.fields, new.fields)
    yield from _same("payload", old.payload, new.payload)
    yield from _same("success", old.success, new.success)
    yield from _same("start of the modem", old.boots, new.boots)
    yield from _same("end of transparent mode", old.ends_data, new.ends_data)


def _plain(old: str, new: str) -> Iterator[_Found]:
    if old != new:
        yield _Found(BREAKING, f"{old} is now {new}")


def _kind(old: KindSurface, new: KindSurface) -> Iterator[_Found]:
    yield from _same("packets", old.packets, new.packets)
    yield from _same("accepts", old.accepts, new.accepts)
    yield from _bounds("sockets at a time", (None, old.ids), (None, new.ids))
    yield from _bounds("bytes in one send", (None, old.send_max), (None, new.send_max))
    if new.read_max > old.read_max and new.packets:
        message = f"longest packet {old.read_max} is now {new.read_max}: its memory must hold it"
        yield _Found(BREAKING, message)
    elif new.read_max != old.read_max:
        yield _Found(WIDENED, f"bytes in one read {old.read_max} are now {new.read_max}")
    yield from _facts(old.jobs, new.jobs)


def _facts(old: dict[str, str], new: dict[str, str]) -> Iterator[_Found]:
    """What the layers do otherwise; their calls stay the same."""
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, "nothing"), new.get(name, "nothing")
        if before != after:
            yield _Found(WIDENED, f"{name}: {before} is now {after}")


_PARTS: dict[str, tuple[str, Callable[[Any, Any], Iterator[_Found]]]] = {
    "form": ("forms", _form),
    "line": ("lines", _line),
    "final result": ("finals", _plain),
    "error code": ("error_codes", _plain),
    "setting": ("settings", _plain),
    "kind of socket": ("kinds", _kind),
    "step": ("steps", _facts),
}
_DONE_OTHERWISE = {"step"}  # a program does not name it


def _named(value: object) -> str:
    return f": {value.syntax}" if hasattr(value, "syntax") else ""


def _compare(dialect: str, old: Surface, new: Surface) -> Iterator[Change]:
    for what, (attribute, compare) in _PARTS.items():
        before, after = getattr(old, attribute), getattr(new, attribute)
        for name, thing in before.items():
            if name not in after:
                severity = WIDENED if what in _DONE_OTHERWISE and after else BREAKING
                yield Change(severity, dialect, what, name, None, f"{what} is gone{_named(thing)}")
                continue
            for found in compare(thing, after[name]):
                yield Change(found.severity, dialect, what, name, found.param, found.message)
        for name, thing in after.items():
            if name not in before:
                yield Change(ADDED, dialect, what, name, None, f"new {what}{_named(thing)}")


def _models(dialect: str, old: Dialect, new: Dialect) -> Iterator[Change]:
    before, after = [m.name for m in old.models], [m.name for m in new.models]
    for name in before:
        if name not in after:
            yield Change(BREAKING, dialect, "model", name, None, "model is gone", (name,))
    for name in after:
        if name not in before:
            yield Change(ADDED, dialect, "model", name, None, "new model", (name,))


def _dialect(old: Dialect, new: Dialect) -> list[Change]:
    """Each change once, with the models that see it when not all of them do."""
    shared = [m.name for m in old.models if any(n.name == m.name for n in new.models)]
    seen: dict[Change, list[str | None]] = {}
    for model in (None, *shared):
        for change in _compare(old.name, surface(old.on(model)), surface(new.on(model))):
            seen.setdefault(change, []).append(model)
    changes = list(_models(old.name, old, new))
    for change, models in seen.items():
        everyone = len(models) == len(shared) + 1
        names = tuple(model or "(no model chosen)" for model in models)
        changes.append(change if everyone else replace(change, models=names))
    return changes


def _with_chapters(dialects: list[Dialect]) -> dict[str, Dialect]:
    """By name, with the chapter that they share: callers name its commands as those of a dialect."""
    chapters = {d.chapter.name: d.chapter for d in dialects if d.chapter}
    return {**chapters, **{d.name: d for d in dialects}}


def diff(old: list[Dialect], new: list[Dialect]) -> list[Change]:
    """Every change, breaking ones first."""
    before, after = _with_chapters(old), _with_chapters(new)
    names = {d.name for d in (*old, *new)}
    changes: list[Change] = []
    for name in sorted({*before, *after}):
        what = "dialect" if name in names else "chapter"
        if name not in after:
            changes.append(Change(BREAKING, name, what, name, None, f"{what} is gone"))
        elif name not in before:
            changes.append(Change(ADDED, name, what, name, None, f"new {what}"))
        else:
            changes += _dialect(before[name], after[name])
    return sorted(changes, key=lambda change: SEVERITIES.index(change.severity))


def as_json(changes: list[Change]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {severity: [] for severity in SEVERITIES}
    for change in changes:
        row = asdict(change)
        row["models"] = list(change.models) if change.models else None
        found[row.pop("severity")].append(row)
    return found


def summary(changes: list[Change]) -> str:
    counts = [sum(c.severity == severity for c in changes) for severity in SEVERITIES]
    return ", ".join(f"{count} {name}" for count, name in zip(counts, SEVERITIES))
