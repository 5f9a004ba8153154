#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the cmocka tests of one dialect's received lines, from the tables: make_lines.py DIALECT OUT.c [SPEC]

`cellular` is the chapter that all dialects share, on the session of one of them.

Each line is one test: its keyword is found in every spelling that modems use,
its handler gets every field with its value, a missing or refused field is
malformed. Every error code has its text.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "generator" / "src"))

from atbind.build.spec import load  # noqa: E402
from atbind.c.dialect import DialectView  # noqa: E402
from atbind.model.dialect import Dialect, Field, Line, Parameter  # noqa: E402
from atbind.simulator.render import line_text  # noqa: E402

CHAPTER, HOST = "cellular", "quectel"
HEAD = """/* Made by tests/generated/make_lines.py; not part of the library. */
#include "lines.h"

#include "{name}.h"
#include "{dialect}.h"

static const struct atb_dialect *const dialect = &{dialect}_dialect;
static const struct atb_chapter *const chapter = &{chapter};

"""


def quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def value_of(parameter: Parameter, number: int) -> int | str:
    """A right value, different from field to field."""
    if parameter.values:
        values = list(parameter.values)
        return values[number % len(values)]
    if parameter.type == "integer":
        low = 0 if parameter.minimum is None else parameter.minimum
        high = low + 9 if parameter.maximum is None else parameter.maximum
        return min(low + number, high)
    if parameter.type == "ip":
        return f"192.0.2.{number}"
    text = f"text{number}"
    return text[-min(parameter.max_length or len(text), len(text)) :]


def values_of(line: Line) -> dict:
    values: dict = {}
    for number, field in enumerate(line.values, 1):
        value = value_of(field.parameter, number)
        values[field.name] = [value, value] if (field.many or 0) > 1 else value
    return values


def handler_macro(dialect: Dialect, line: Line) -> str:
    name = line.id.removeprefix(dialect.name + "_")
    return f"{dialect.name}_ON_{re.sub('^(urc|final)_', '', name)}".upper()


STRUCTS: dict[str, dict[str, str]] = {}  # by dialect and line


def received_by(dialect: Dialect, line: Line) -> str:
    """The struct that the line's handler gets."""
    if dialect.name not in STRUCTS:
        views = DialectView(dialect, "").lines
        STRUCTS[dialect.name] = {view.id: view.received for view in views}
    return STRUCTS[dialect.name].get(line.id, line.id)


def field_check(field: Field, value) -> str:
    member = f"line->{field.c_name}"
    if isinstance(value, list):
        checks = f"    assert_int_equal({member}_count, {len(value)});\n"
        return checks + "".join(
            one_check(f"{member}[{i}]", field.parameter, v) for i, v in enumerate(value)
        )
    has = f"    assert_true(line->has_{field.c_name});\n" if has_flag(field) else ""
    return has + one_check(member, field.parameter, value)


def has_flag(field: Field) -> bool:
    return (field.optional or field.may_be_empty) and not field.many


def one_check(member: str, parameter: Parameter, value) -> str:
    if parameter.type == "integer":
        return f"    assert_int_equal({member}, {value});\n"
    return f"    assert_text(&{member}, {quote(str(value))});\n"


def handler(dialect: Dialect, line: Line, values: dict) -> str:
    checks = "".join(field_check(f, values[f.name]) for f in line.values)
    struct = received_by(dialect, line)
    return (
        f"static void on_{line.id}(void *app, const struct {struct} *line)\n{{\n"
        f"{checks}    ++*(int *)app;\n}}\n\n"
        f"static int read_{line.id}(const char *fields, size_t length, int *count)\n{{\n"
        f"    const struct atb_handler rows[] = {{{handler_macro(dialect, line)}(on_{line.id})}};\n"
        f"    struct {struct} line;\n"
        f"    int status = {line.id}_decode(fields, length, &line);\n"
        "    if (status == ATB_OK) {\n"
        "        call_last(chapter, ROWS(rows), &line, count);\n"
        "    }\n    return status;\n}\n\n"
    )


def plain_handler(dialect: Dialect, line: Line) -> str:
    return (
        f"static void on_{line.id}(void *app)\n{{\n    ++*(int *)app;\n}}\n\n"
        f"static int read_{line.id}(const char *fields, size_t length, int *count)\n{{\n"
        f"    const struct atb_handler rows[] = {{{handler_macro(dialect, line)}(on_{line.id})}};\n"
        "    (void)fields;\n    (void)length;\n"
        "    call_last(chapter, ROWS(rows), NULL, count);\n    return ATB_OK;\n}\n\n"
    )


def spellings(line: Line, text: str) -> list[str]:
    """How else firmware writes the same line."""
    after = text[len(line.prefix) :]
    variants = [text, text.lower()]
    if line.prefix.endswith(":"):
        variants += [line.prefix + blanks + after.lstrip() for blanks in ("", "  ", "\t")]
    variants += [other + after for other in line.also]
    variants += [text.replace('"', "")] if "rest" not in types(line) else []
    return list(dict.fromkeys(variants))


def types(line: Line) -> set[str]:
    return {f.parameter.type for f in line.values}


def wrong_values(line: Line, values: dict) -> list[dict]:
    """One value of a closed field beyond its range."""
    wrong = []
    for field in line.values:
        parameter = field.parameter
        if parameter.closed and parameter.type == "integer" and not field.many:
            highest = max(parameter.values) if parameter.values else parameter.maximum
            if highest is not None:
                wrong.append({**values, field.name: highest + 1})
    return wrong


def test_of(dialect: Dialect, line: Line) -> str:
    values = values_of(line)
    text = line_text(line, values)
    body = "    int count = 0;\n    (void)state;\n"
    for number, spelling in enumerate(spellings(line, text), 1):
        body += f"    decodes(chapter, read_{line.id}, {quote(spelling)}, &count);\n"
        body += f"    assert_int_equal(count, {number});\n"
    row = f"{handler_macro(dialect, line)}(on_{line.id})"
    sure = "true" if alone(dialect, line) else "false"
    body += f"    const struct atb_handler rows[] = {{{row}}};\n"
    wanted = f"{line_name(dialect, line)}, {sure}"
    body += f"    hears(dialect, ROWS(rows), {wanted}, {quote(text)}, &count);\n"
    for wrong in wrong_values(line, values):
        body += refusal(line, line_text(line, wrong))
    first = line.values[0] if line.values else None
    if (
        first
        and line.prefix.endswith(":")
        and not first.optional
        and not first.may_be_empty
        and "rest" not in types(line)
    ):
        body += refusal(line, line_text(line, {}))
    made = handler(dialect, line, values) if line.values else plain_handler(dialect, line)
    return f"{made}static void test_{line.id}(void **state)\n{{\n{body}}}\n\n"


def refusal(line: Line, text: str) -> str:
    return (
        f"    refuses(chapter, read_{line.id}, {quote(text)}, &count);\n"
        f"    hears_nothing(dialect, ROWS(rows), {quote(text)}, &count);\n"
    )


def line_name(dialect: Dialect, line: Line) -> str:
    return f"{dialect.name}_LINE_{line.id.removeprefix(dialect.name + '_')}".upper()


def alone(dialect: Dialect, line: Line) -> bool:
    """No other line of the dialect begins alike, and no payload must come before it is told."""
    alike = [other for other in dialect.lines if other.prefix == line.prefix]
    return len(alike) == 1 and line.when is None and line.payload is None


def keyword_test(dialect: Dialect) -> str:
    """Every beginning of every keyword, cut off or followed by something else, is no keyword or a shorter one."""
    known = [line for line in dialect.own_lines if line.prefix]
    starts = sorted({p for line in known for p in (line.prefix, *line.also)})
    heads = sorted({line_text(line, values_of(line)) for line in known if line.role != "test"})
    rows = "".join(f"    {quote(text)},\n" for text in dict.fromkeys([*starts, *heads]))
    return (
        f"static const char *const texts[] = {{\n{rows}}};\n\n"
        "static void test_keywords_cut_short(void **state)\n{\n    (void)state;\n"
        "    for (size_t i = 0; i < ATB_LENGTH(texts); i++) {\n"
        "        cut_short(chapter, texts[i]);\n    }\n}\n\n"
    )


def code_tests(dialect: Dialect) -> str:
    body = ""
    for set_name in dict.fromkeys(e.set for e in dialect.error_codes):
        codes = [e for e in dialect.error_codes if e.set == set_name and isinstance(e.code, int)]
        c_name = re.sub(r"[^a-z0-9]+", "_", set_name.lower())
        for e in codes:
            call = f"{dialect.name}_{c_name}_text({e.code})"
            body += f"    assert_string_equal({call}, {quote(e.text)});\n"
        body += (
            f'    assert_string_equal({dialect.name}_{c_name}_text(-77), "unknown error code");\n'
        )
    return f"static void test_codes(void **state)\n{{\n    (void)state;\n{body}}}\n\n"


def main() -> None:
    dialect_name, out = sys.argv[1:3]
    spec = Path(sys.argv[3]) if len(sys.argv) > 3 else HOME / "spec"
    shared = dialect_name == CHAPTER
    host = HOST if shared else dialect_name
    (dialect,) = load(spec, host)
    dialect = dialect.chapter if shared else dialect
    lines = [line for line in dialect.own_lines if line.role != "test" and line.prefix]
    chapter = f"{CHAPTER}_chapter" if shared else f"{host}_dialect.own"
    text = HEAD.format(name=dialect_name, dialect=host, chapter=chapter)
    text += "".join(test_of(dialect, line) for line in lines)
    text += keyword_test(dialect) + code_tests(dialect)
    names = [line.id for line in lines] + ["keywords_cut_short", "codes"]
    rows = "".join(f"        cmocka_unit_test(test_{name}),\n" for name in names)
    text += "int main(void)\n{\n    const struct CMUnitTest tests[] = {\n" + rows + "    };\n"
    text += "    return cmocka_run_group_tests(tests, NULL, NULL);\n}\n"
    Path(out).write_text(text)


if __name__ == "__main__":
    main()
