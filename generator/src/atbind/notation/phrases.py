# SPDX-License-Identifier: MIT
"""The short phrases of the tables: ranges, time limits, rules, settings, codings."""

from __future__ import annotations

import re
from dataclasses import dataclass

RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)")
DURATION = re.compile(r"(\d+) (ms|s|min)")
LIMIT = re.compile(
    r"(?:(?P<number>\d+)|<(?P<parameter>[^<>]+)>|(?P<setting>[A-Za-z_]\w*))"
    r" (?:(?P<scale>[1-9]\d*) )?(?P<unit>ms|s|min)"
    r"(?: \* <(?P<factor>[^<>]+)>)?(?: \+ (?P<extra>\d+ (?:ms|s|min)))?"
)
TEST = re.compile(
    r'<(?P<name>[^<>]+)> (?:(?P<state>given|absent)|(?P<op>=|!=|>=|<=) (?P<value>-?\d+|"[^"]*"))'
)
EFFECT = re.compile(
    r"(?P<setting>\w+)(?: of <(?P<index>[^<>]+)>)? = "
    r"(?:<(?P<parameter>[^<>]+)>(?: or (?P<absent>-?\d+))?|(?P<value>-?\d+))"
)
WHEN = re.compile(
    r"(?P<setting>\w+)(?: of <(?P<index>[^<>]+)>)? = (?P<values>-?\d+(?:(?:, ?| or )-?\d+)*)"
)
SUCCESS = re.compile(
    r"(?P<fixed>always|never)"
    r"|<(?P<field>[^<>]+)> (?:(?P<given>given)|= (?P<value>-?\d+)|>= <(?P<least>[^<>]+)>)"
)
CODING = re.compile(r"(?P<setting>\w+)(?: of <(?P<index>[^<>]+)>)?")
SETTING_MAX = 2**31 - 1  # as the session keeps them
WHEN_MAX = 7  # struct atb_framing has a bit for each
SUCCESS_MAX = 2**15 - 1  # struct atb_line_more
UNIT_MS = {"ms": 1, "s": 1000, "min": 60000}


class PhraseError(ValueError):
    """What is wrong with a phrase and how it is written."""


def parse_range(text: object) -> tuple[int, int]:
    found = RANGE.fullmatch(str(text))
    if not found:
        raise PhraseError(f"`{text}` is not a range; write it as {meant_range(text)}")
    low, high = int(found.group(1)), int(found.group(2))
    if low > high:
        raise PhraseError(f"the range {text} is the wrong way round; write {high}..{low}")
    return low, high


def likely_range(text: object) -> tuple[int, int] | None:
    """Of a range that parse_range() refuses: what its author means, so that nothing follows."""
    numbers = sorted(int(number) for number in re.findall(r"\d+", str(text)))
    return (numbers[0], numbers[-1]) if len(numbers) > 1 else None


def meant_range(text: object) -> str:
    """How what is no range is written: its own two numbers, or an example."""
    found = re.fullmatch(r"(\d+)[^\w.]+(\d+)|(\d+)\.{3,}(\d+)", str(text))
    return "..".join(number for number in found.groups() if number) if found else "1..16"


TIME = re.compile(r"(\d+) *(ms|msec|millisec|s|sec|min)(?:ond|ute)?s?", re.IGNORECASE)
UNITS = {"msec": "ms", "millisec": "ms", "sec": "s"}


def _meant_time(text: object) -> str:
    """20s, 20 sec: 20 s; "" of what is no such time."""
    found = TIME.fullmatch(str(text))
    unit = found[2].lower() if found else ""
    return f"{found[1]} {UNITS.get(unit, unit)}" if found else ""


WAIT_MAX_MS = 6_553_500
RECOVERY_MAX_MS = 2**32 - 1
GUARD_MAX_MS = 65_535  # the runtime has 16 bits for each


def parse_duration(text: object) -> int:
    """Milliseconds."""
    found = DURATION.fullmatch(str(text))
    if not found:
        meant = _meant_time(text) or "150 s or 300 ms"
        raise PhraseError(f"`{text}` is not a time; write it as {meant}")
    return int(found.group(1)) * UNIT_MS[found.group(2)]


def parse_wait(text: object) -> int:
    """Milliseconds that somebody waits: more than none, and no more than 16 bits of 100 ms."""
    return _answered(text, parse_duration(text))


def _answered(text: object, ms: int) -> int:
    if ms == 0:
        raise PhraseError(f"`{text}` leaves no time for an answer; give more, such as 10 s")
    return _waited(text, ms)


def parse_recovery(text: object) -> int:
    """Milliseconds that an application waits, none or more."""
    return _waited(text, parse_duration(text), RECOVERY_MAX_MS)


def _waited(text: object, ms: int, most: int = WAIT_MAX_MS) -> int:
    if ms > most:
        raise PhraseError(f"`{text}` is longer than can be waited; the most is {most} ms")
    return ms


def parse_guard(text: object) -> tuple[int, int]:
    """Milliseconds of silence before +++ and behind it."""
    before, after = (parse_duration(part.strip()) for part in str(text).split(","))
    if max(before, after) > GUARD_MAX_MS:
        raise PhraseError(f"`{text}`: a guard time is {GUARD_MAX_MS} ms at most")
    return before, after


@dataclass(frozen=True)
class LimitPhrase:
    number: int | None
    parameter: str | None
    setting: str | None
    unit_ms: int
    factor: str | None
    extra_ms: int


def parse_limit(text: object) -> LimitPhrase:
    found = LIMIT.fullmatch(str(text))
    if str(text).isdigit():
        raise PhraseError(f"`{text}` lacks its unit; write {text} s or {text} ms")
    if not found and (meant := _meant_time(text)):
        raise PhraseError(f"`{text}` is not a time limit; write it as {meant}")
    fixed = bool(found and found["number"] and found["scale"])
    if not found or fixed or (found["factor"] and not found["parameter"]):
        raise PhraseError(
            f"`{text}` is not a time limit; write it as 150 s, <timeout> s, "
            "<timeout> 100 ms, <timeout> s * <pingnum> or NAME ms (a setting), "
            "each with an optional + 5 s"
        )
    extra_ms = _waited(text, parse_duration(found["extra"])) if found["extra"] else 0
    if found["number"]:
        _answered(text, int(found["number"]) * UNIT_MS[found["unit"]] + extra_ms)
    return LimitPhrase(
        int(found["number"]) if found["number"] else None,
        found["parameter"],
        found["setting"],
        _waited(text, int(found["scale"] or 1) * UNIT_MS[found["unit"]]),
        found["factor"],
        extra_ms,
    )


@dataclass(frozen=True)
class TestPhrase:
    name: str
    op: str
    value: int | str | None = None


def parse_rule(text: str) -> tuple[TestPhrase | None, TestPhrase]:
    """(when, must) of `<a> TEST requires <b> TEST`."""
    parts = text.split(" requires ")
    if len(parts) > 2:
        raise PhraseError(f"`{text}` has more than one `requires`; write one rule for each")
    tests = [_test(part) for part in parts]
    return (tests[0], tests[1]) if len(tests) == 2 else (None, tests[0])


def _test(text: str) -> TestPhrase:
    found = TEST.fullmatch(text.strip())
    if not found:
        raise PhraseError(
            f"`{text}` is not a test; write <name> given, <name> absent, or <name> = 3 "
            '(also !=, >=, <=; words as "TCP")'
        )
    if found["state"]:
        return TestPhrase(found["name"], found["state"])
    value = found["value"]
    return TestPhrase(
        found["name"], found["op"], value[1:-1] if value.startswith('"') else int(value)
    )


@dataclass(frozen=True)
class EffectPhrase:
    setting: str
    index: str | None
    parameter: str | None
    value: int | None


def parse_effect(text: str) -> EffectPhrase:
    found = EFFECT.fullmatch(text)
    if not found:
        raise PhraseError(
            f"`{text}` is not an effect; write NAME = <value>, NAME = 2 or "
            "NAME of <id> = <value> or 0"
        )
    number = found["value"] or found["absent"]
    value = int(number) if number is not None else None
    if value is not None and not 0 <= value <= SETTING_MAX:
        raise PhraseError(f"`{text}`: a setting is kept from 0 to {SETTING_MAX}")
    return EffectPhrase(found["setting"], found["index"], found["parameter"], value)


@dataclass(frozen=True)
class WhenPhrase:
    setting: str
    index: str | None
    values: tuple[int, ...]


def parse_when(text: str) -> WhenPhrase:
    found = WHEN.fullmatch(text)
    if not found:
        raise PhraseError(f"`{text}` is not a condition; write NAME = 2 or NAME of <id> = 2 or 3")
    values = tuple(int(v) for v in re.findall(r"-?\d+", found["values"]))
    if min(values) < 0 or max(values) > WHEN_MAX:
        raise PhraseError(f"`{text}`: a line can depend on the values 0 to {WHEN_MAX} of a setting")
    return WhenPhrase(found["setting"], found["index"], values)


@dataclass(frozen=True)
class SuccessPhrase:
    test: str  # always never given = >=
    field: str | None = None
    value: int | None = None
    least: str | None = None  # the field that this one must reach


def parse_success(text: str) -> SuccessPhrase:
    found = SUCCESS.fullmatch(text)
    if not found:
        raise PhraseError(
            f"`{text}` does not say what success is; write <result> = 0, <sent> >= <asked>, "
            "<ip> given, always or never"
        )
    if found["fixed"]:
        return SuccessPhrase(found["fixed"])
    if found["given"]:
        return SuccessPhrase("given", found["field"])
    if found["least"]:
        return SuccessPhrase(">=", found["field"], least=found["least"])
    value = int(found["value"])
    if not -SUCCESS_MAX - 1 <= value <= SUCCESS_MAX:
        raise PhraseError(
            f"`{text}`: what means success has 16 bits, {-SUCCESS_MAX - 1} to {SUCCESS_MAX}"
        )
    return SuccessPhrase("=", found["field"], value)


def parse_coding(text: str) -> tuple[str, str | None, str | None]:
    """(coding, setting, index)."""
    if text in ("raw", "hex", "escaped"):
        return text, None, None
    found = CODING.fullmatch(text)
    if not found:
        raise PhraseError(
            f"`{text}` is not a coding; write raw, hex, escaped, or a setting: NAME of <id>"
        )
    return "setting", found["setting"], found["index"]
