#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes one dialect for the session fuzzer, from its tables: make_commands.py DIALECT OUT.c [DICTIONARY]

Every form with some right calls; for each call all the ways in which the manual lets a modem
answer it, with what the call must then end as; every line that may come unasked, with handlers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

HOME = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(HOME / "generator" / "src"), str(HOME / "tests" / "generated")]

from atbind.build.spec import load  # noqa: E402
from atbind.c.calls import answer_of  # noqa: E402
from atbind.c.forms import key_field  # noqa: E402
from atbind.model.dialect import Dialect, Field, Form, Limit, Line, Outcome  # noqa: E402
from atbind.simulator.render import line_text  # noqa: E402
from calls import ABSENT, EMPTY, named, right_calls, solve, variable  # noqa: E402
from make_lines import handler_macro, has_flag, received_by, value_of  # noqa: E402

MOST_CALLS = 4
TEXT = b"12345"  # between quotes inside a command line
RICH = b"A\r\nOK\r\n> +b"  # behind a prompt: must not be taken for what the modem says
ERROR_VALUE = 563
ACCESS_MODE, TRANSPARENT = "access_mode", 2
IDS = (1, 2)  # of connections
MARK_MS = 3000  # behind an abandoned command


@dataclass(frozen=True)
class Said:
    """One thing that the modem says, and whether the command may still succeed."""

    kind: str  # LINE | RESULT | PROMPT | FINAL | CONNECT | ONLINE
    data: bytes
    good: bool


def c_bytes(data: bytes) -> str:
    return (
        '"'
        + "".join(chr(b) if chr(b).isalnum() or b in b" +:,." else f"\\{b:03o}" for b in data)
        + '"'
    )


# ---- calls ------------------------------------------------------------------


def payload_of(form: Form) -> bytes:
    return TEXT if form.payload and form.payload.mode == "inline" else RICH


def argument(value) -> str:
    if value is EMPTY:
        return "ATB_EMPTY"
    return f"number({value})" if isinstance(value, int) else f"text({c_bytes(value.encode())})"


def arguments(form: Form, assignment: tuple) -> str:
    """The C arguments of one call: values come from functions, so nothing is constant."""
    data = [f"text({c_bytes(payload_of(form))})", f"(size_t)number({len(payload_of(form))})"]
    rendered: list[str] = []
    placed = form.payload is None
    for position, value in zip(variable(form), assignment):
        if value is ABSENT:
            break
        if not placed and position.optional:
            rendered += data
            placed = True
        if form.payload and position.parameter.name == form.payload.length:
            rendered += data
            placed = True
        elif position.parameter.type == "data":
            rendered += [] if placed else data
            placed = True
        else:
            rendered.append(argument(value))
    return "".join(", " + item for item in rendered + ([] if placed else data))


def start_function(dialect: Dialect, form: Form, number: int, assignment: tuple) -> str:
    answer = answer_of(SimpleNamespace(form=form))
    static, given = "", ""
    if answer is not None:
        items = 1 if answer.shape != "MANY" else 2
        static = (
            f"    static struct {answer.line.id} items[{items}];\n" if answer.line.values else ""
        )
        given = {"ONE": ", items", "MANY": ", items, 2", "DATA": ", items, data, sizeof data"}[
            answer.shape
        ]
        static += "    static char data[8];\n" if answer.shape == "DATA" else ""
    call = f"{form.id}_start((struct {dialect.name} *)modem{given}, done, app{arguments(form, assignment)})"
    return (
        f"static int {form.id}_call_{number}(void *modem, atb_done *done, void *app)\n"
        f"{{\n{static}    return {call};\n}}\n"
    )


def with_value(form: Form, name: str | None, value: int) -> list[tuple]:
    """A call in which a parameter has this value, if there is one."""
    places = [i for i, p in enumerate(variable(form)) if p.parameter.name == name]
    calls = [solve(form, {place: value}) for place in places]
    return [call for call in calls if call is not None]


def some_calls(form: Form) -> list[tuple]:
    """Among them two that differ in whose result it is."""
    right = right_calls(form)
    calls = with_value(form, ACCESS_MODE, TRANSPARENT) + right[:1]
    calls += [c for value in IDS for c in with_value(form, key_name(form), value)] + right[1:]
    return list(dict.fromkeys(calls))[:MOST_CALLS]


def key_name(form: Form) -> str | None:
    """The parameter that a result behind OK repeats."""
    keys = [key_field(line) for line in form.results]
    return next((key.name for key in keys if key), None)


def key_of(form: Form, call: dict) -> str:
    key = call.get(key_name(form))
    return str(key) if isinstance(key, int) else "ATB_UNKNOWN"


# ---- answers ------------------------------------------------------------------


def values_for(line: Line, call: dict, good: bool) -> dict:
    """The call's own values where a field repeats a parameter; what means success, or does not."""
    values: dict = {}
    for number, field in enumerate(line.values, 1):
        value = call.get(field.name, value_of(field.parameter, number))
        values[field.name] = [value] if (field.many or 0) > 1 else value
        if field.parameter.success is not None:
            values[field.name] = field.parameter.success + (0 if good else 1)
    if line.error_field:
        values[line.error_field] = 0 if good else ERROR_VALUE
    success = line.success
    if success and success.field:
        if success.test == "=":
            values[success.field] = success.value + (0 if good else 1)
        if success.test == ">=":
            values[success.least] = 2
            values[success.field] = 2 if good else 1
    if line.payload and line.payload.data_length:
        values[line.payload.data_length] = 4
    return values


def goes_online(line: Line, values: dict) -> bool:
    """Whether transparent mode begins with this line."""
    told = [
        e.value if e.parameter is None else values.get(e.parameter)
        for e in line.reads
        if e.setting == "online"
    ]
    return told == [1]


def said_line(line: Line, call: dict, good: bool) -> Said:
    values = values_for(line, call, good)
    text = line_text(line, values).encode()
    kind = "ONLINE" if goes_online(line, values) else "LINE"
    if kind == "LINE" and line.role == "result" and key_field(line):
        kind = "RESULT"
    good = line.success is None or (good and line.success.test != "never")
    if line.payload:
        data = b"\r\nOK".hex().encode() if line.payload.data_coding == "hex" else b"\r\nOK"
        before, behind = (b"\r\n", b"") if line.payload_where == "after_line" else (b",", b"\r\n")
        return Said(kind, b"\r\n" + text + before + data + behind, good)
    return Said(kind, b"\r\n" + text + b"\r\n", good)


def said_final(line: Line) -> Said:
    text = line_text(
        line, {f.name: value_of(f.parameter, 1) for f in line.values if not f.optional}
    )
    kind = "CONNECT" if line.final == "connect" else "FINAL"
    return Said(kind, b"\r\n" + text.encode().rstrip() + b"\r\n", line.final != "failure")


def ways(outcome: Outcome, call: dict, full: bool, good: bool) -> list[Said]:
    """One way through an outcome; `full`: with all that may be missing, what repeats twice."""
    said = []
    for step in outcome.steps:
        if step.kind == "prompt":
            said.append(Said("PROMPT", b"\r\n> ", True))
        elif step.kind == "final":
            said.append(said_final(step.final))
        elif full or not step.optional:
            times = 2 if step.repeated and full else 1
            said += [said_line(step.line, call, good)] * times
    return said


def connects(outcome: Outcome) -> bool:
    return any(step.final and step.final.final == "connect" for step in outcome.steps)


def speakable(form: Form, outcome: Outcome, call: dict) -> bool:
    """Lines whose layout depends on a setting come by themselves, not as answers; CONNECT comes
    where transparent mode was asked for."""
    if connects(outcome) and any(p.name == ACCESS_MODE for p in form.parameters):
        if call.get(ACCESS_MODE) != TRANSPARENT:
            return False
    lines = [s.line for s in outcome.steps if s.line]
    told_apart = any(
        line.when or (line.payload and line.payload.data_setting) or line.role == "test"
        for line in lines
    )
    return form.type != "test" and not told_apart


def answers(form: Form, call: dict) -> list[tuple[list[Said], bool]]:
    found: dict[bytes, tuple[list[Said], bool]] = {}
    for outcome in form.outcomes:
        if not speakable(form, outcome, call):
            continue
        for full, good in ((False, True), (True, True), (True, False)):
            said = ways(outcome, call, full, good)
            found.setdefault(b"".join(s.data for s in said), (said, all(s.good for s in said)))
    return list(found.values())


# ---- success -----------------------------------------------------------------


def success_codes(outcome: Outcome) -> list[Line] | None:
    """The codes of a way through that ends well, in order; None: it fails."""
    finals = [step.final for step in outcome.steps if step.final]
    failed = any(final.final == "failure" for final in finals)
    return None if failed else [final for final in finals if final.final == "success"]


def may_go_online(form: Form) -> bool:
    told = [e for o in form.outcomes for s in o.steps if s.line for e in s.line.reads]
    return any(map(connects, form.outcomes)) or any(e.setting == "online" for e in told)


def success_row(dialect: Dialect, form: Form) -> tuple[str, str]:
    """The table of its success codes, and what the row of a call says of them."""
    codes = [found for found in map(success_codes, form.outcomes) if found is not None]
    ids = sorted({line_name(dialect, line) for found in codes for line in found}) or ["ATB_NO_LINE"]
    table = f"static const uint8_t {form.id}_finals[] = {{{', '.join(ids)}}};\n"
    least = min(map(len, codes), default=0)
    online = str(may_go_online(form)).lower()
    return table, f" {online}, {form.id}_finals, {len(ids)}, {least}"


# ---- limits --------------------------------------------------------------------


def limit_ms(limit: Limit | None, call: dict) -> int:
    """How long at most; a setting may make it a day."""
    if limit is None:
        return 0
    if limit.setting:
        return 86_400_000
    if limit.unit_ms is None:
        return limit.ms + limit.extra_ms
    parameter = call.get(limit.parameter)
    factor = call.get(limit.factor, 100) if limit.factor else 1
    return (
        limit.ms + limit.extra_ms
        if parameter is None
        else limit.unit_ms * parameter * factor + limit.extra_ms
    )


def open_ended(form: Form) -> bool:
    """Results that repeat: where the last of them may be missing, only time ends the command."""
    return any(step.repeated for outcome in form.outcomes for step in outcome.steps[1:])


def least_ms(form: Form, limits: list[int]) -> int:
    """How long a command waits at least; with a limit that a setting gives, perhaps not at all."""
    by_setting = any(limit and limit.setting for limit in (form.timeout, form.result_timeout))
    return 0 if by_setting else min([MARK_MS, *limits])


# ---- the file --------------------------------------------------------------------


def escape_function(dialect: Dialect) -> str:
    call = f"{dialect.name}_escape_start((struct {dialect.name} *)modem, done, app)"
    return (
        "static int start_escape(void *modem, atb_done *done, void *app)\n"
        f"{{\n    return {call};\n}}\n"
    )


def command_rows(dialect: Dialect) -> tuple[str, str]:
    functions, rows = "", ""
    for form in dialect.forms:
        if form.type == "data" or form.id.endswith("_ato"):
            continue
        table, success = success_row(dialect, form)
        functions += table
        for number, assignment in enumerate(some_calls(form)):
            call = named(form, assignment)
            functions += start_function(dialect, form, number, assignment)
            table = f"{form.id}_answers_{number}"
            functions += answer_tables(table, answers(form, call))
            mode = (form.payload.mode if form.payload else "none").upper()
            limits = [
                limit_ms(limit, call) for limit in (form.timeout, form.result_timeout) if limit
            ]
            rows += (
                f'    {{"{form.id}", {form.id}_call_{number}, {table}, ATB_LENGTH({table}),\n'
                f"     PAYLOAD_{mode}, {len(payload_of(form)) if form.payload else 0},"
                f" {sum(limits)}u, {least_ms(form, limits)}u,"
                f" {str(open_ended(form)).lower()},{success}, {key_of(form, call)}}},\n"
            )
    return functions, rows


def answer_tables(name: str, found: list[tuple[list[Said], bool]]) -> str:
    text, rows = "", ""
    for number, (said, good) in enumerate(found):
        steps = "".join(f"    {{SAID_{s.kind}, {c_bytes(s.data)}, {len(s.data)}}},\n" for s in said)
        text += f"static const struct said {name}_{number}[] = {{\n{steps}}};\n"
        rows += f"    {{{name}_{number}, {len(said)}, {str(good).lower()}}},\n"
    rows = rows or "    {NULL, 0, false},\n"
    return text + f"static const struct answer {name}[] = {{\n{rows}}};\n"


def shape(line: Line) -> tuple:
    return line.prefix, len(line.fields), tuple(f.literal for f in line.fields if not f.parameter)


def unasked_lines(dialect: Dialect) -> list[Line]:
    """Lines that mean the same at any time: no setting tells them apart, no command waits for
    their like."""
    awaited = {shape(line) for form in dialect.forms for line in (*form.infos, *form.results)}
    free = [u for u in dialect.urcs if not (u.when or u.boots) and shape(u) not in awaited]
    return [line for line in free if not (line.payload and line.payload.data_setting)]


def told(field: Field) -> str:
    """C that tells the fuzzer what a handler got in a field."""
    member = f"it->{field.c_name}"
    is_number = field.parameter.type == "integer"
    say = f"took_{'number' if is_number else 'text'}(app, {member}"
    if (field.many or 0) > 1:
        return f"    for (size_t i = 0; i < {member}_count; i++) {{\n        {say}[i]);\n    }}\n"
    if has_flag(field):
        return f"    if (it->has_{field.c_name}) {{\n        {say});\n    }}\n"
    return f"    {say});\n"


def handler(dialect: Dialect, line: Line) -> str:
    values = f", const struct {received_by(dialect, line)} *it" if line.values else ""
    body = f"    took(app, {line_name(dialect, line)});\n" + "".join(map(told, line.values))
    return f"static void on_{line.id}(void *app{values})\n{{\n{body}}}\n"


def payload_handler(dialect: Dialect, line: Line) -> str:
    return (
        f"static void on_{line.id}_payload(void *app, const void *bytes, size_t length, size_t left)\n"
        f"{{\n    took_payload(app, {line_name(dialect, line)}, bytes, length, left);\n}}\n"
    )


def handlers(dialect: Dialect) -> str:
    """One for each line that comes by itself, and for all payload."""
    text, rows, ids = "", "", ""
    for line in dialect.urcs:
        text += handler(dialect, line)
        rows += f"    {handler_macro(dialect, line)}(on_{line.id}),\n"
        ids += f"    {line_name(dialect, line)},\n"
    for line in dialect.lines:
        if line.payload:
            text += payload_handler(dialect, line)
            rows += f"    {handler_macro(dialect, line)}_PAYLOAD(on_{line.id}_payload),\n"
            ids += "    ATB_NO_LINE,\n"
    text += f"static const uint8_t handled[] = {{\n{ids}}};\n"
    return text + f"static const struct atb_handler handlers[] = {{\n{rows}}};\n"


def line_name(dialect: Dialect, line: Line) -> str:
    name = line.id.removeprefix(dialect.name + "_")
    return f"{dialect.name}_LINE_{name}".upper()


def line_rows(dialect: Dialect) -> str:
    rows = ""
    unasked = {line.id for line in unasked_lines(dialect)}
    for line in dialect.lines:
        if line.role == "test":
            continue
        data = said_line(line, {}, True).data if line.role != "final" else said_final(line).data
        role = line.final.upper() if line.final else line.role.upper()
        rows += f"    {{{c_bytes(data)}, {len(data)}, ROLE_{role}, {str(line.id in unasked).lower()}}},\n"
    return rows


def boots(dialect: Dialect) -> str:
    ids = ", ".join(line_name(dialect, urc) for urc in dialect.urcs if urc.boots)
    return f"static const uint8_t boots[] = {{{ids or 'ATB_NO_LINE'}}};\n"


def dictionary(dialect: Dialect) -> str:
    words = {line.prefix for line in dialect.lines} | {
        "\\x0d\\x0a",
        "> ",
        "0,",
        "1,1,",
        "OK",
        "+++",
    }
    return "".join(f'"{word}"\n' for word in sorted(word.replace('"', '\\"') for word in words))


def main() -> None:
    name, out = sys.argv[1:3]
    (dialect,) = load(HOME / "spec", name)
    functions, rows = command_rows(dialect)
    text = f'/* Made by tests/fuzz/session/make_commands.py; not part of the library. */\n#include "{name}.h"\n'
    text += '#include "commands.h"\n\n' + functions + handlers(dialect)
    text += f"static const struct call calls[] = {{\n{rows}}};\n"
    text += f"static const struct line lines[] = {{\n{line_rows(dialect)}}};\n"
    text += escape_function(dialect) + boots(dialect)
    text += (
        f"const struct spoken spoken_{name} = {{\n    &{name}_dialect, calls, ATB_LENGTH(calls), lines,"
        " ATB_LENGTH(lines), handlers,\n    ATB_LENGTH(handlers), handled, boots, ATB_LENGTH(boots), start_escape};\n"
    )
    Path(out).write_text(text)
    if len(sys.argv) > 3:
        with open(sys.argv[3], "a") as file:
            file.write(dictionary(dialect))


if __name__ == "__main__":
    main()
