#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the cmocka tests of one dialect's calls, from the tables: make_cases.py DIALECT OUT.c [SPEC]

Each form is one test: every right call gives the line that the syntax says,
byte for byte; every value one step beyond an edge is refused with the
parameter's name, and the buffer stays as it was.
"""

from __future__ import annotations

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "generator" / "src"))

from atbind.build.spec import load  # noqa: E402
from atbind.model.dialect import Form, Parameter  # noqa: E402
from calls import (  # noqa: E402
    ABSENT,
    EMPTY,
    PAYLOAD,
    edges,
    expected_line,
    longest,
    right_calls,
    solve,
    variable,
)

HEAD = """/* Made by tests/generated/make_cases.py; not part of the library. */
#include "{dialect}.h"

#define PARAMETER_NAME {dialect}_parameter_name
#include "cases.h"
"""


def quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def arguments(form: Form, assignment: tuple) -> str:
    """The C arguments of one call; values come from functions, so nothing is constant."""
    rendered = []
    counted = {p.data_length for p in form.parameters if p.type == "data"}
    for position, value in zip(variable(form), assignment):
        if value is ABSENT:
            break
        if position.parameter.type == "data":
            rendered += ["payload()", f"(size_t)number({len(PAYLOAD)})"]
        elif position.parameter.name in counted:
            continue  # its place is taken by data, length
        elif value is EMPTY:
            rendered.append("ATB_EMPTY")
        elif isinstance(value, int):
            rendered.append(f"number({value})")
        else:
            rendered.append(f"text({quote(value)})")
    return "".join(", " + argument for argument in rendered)


def with_length(form: Form, assignment: tuple) -> tuple:
    """A counted payload fixes the value of the parameter that counts it."""
    counted = {p.data_length for p in form.parameters if p.type == "data"}
    return tuple(
        len(PAYLOAD) if position.parameter.name in counted else value
        for position, value in zip(variable(form), assignment)
    )


def call(form: Form, assignment: tuple) -> str:
    return f"{form.id}_encode(line, sizeof line, &refusal{arguments(form, assignment)})"


def accepted(form: Form, assignment: tuple) -> str:
    assignment = with_length(form, assignment)
    line = expected_line(form, assignment)
    end = "" if form.type == "data" else "\\r"  # +++ stands alone
    return (
        f'    accepts({call(form, assignment)}, line, {quote(line)} "{end}");\n'
        f'    fits({form.id.upper()}_MAX, {quote(line)} "{end}");\n'
    )


def place_and_name(form: Form, parameter: Parameter) -> str:
    """Where the parameter stands, from 1 on, and what it is called."""
    place = [parameter.name in [p.name for p in v.parameters] for v in variable(form)].index(True)
    return f"{place + 1}, {quote(parameter.name)}"


def refused(form: Form, assignment: tuple, parameter: Parameter, reason: str) -> str:
    where = place_and_name(form, parameter)
    return f"    refuses({call(form, assignment)}, ATB_{reason}, line, &refusal, {where});\n"


def injections(form: Form) -> str:
    """Every byte that could break out of a string's place."""
    body, base = "", solve(form)
    if base is None:
        return body
    for index, position in enumerate(variable(form)):
        parameter = position.parameter
        if not parameter.is_text or parameter.values or len(position.parameters) > 1:
            continue
        if base[index] is ABSENT or (longest(parameter) or 9) < 1:
            continue
        bad = base[:index] + ("\0injected\0",) + base[index + 1 :]
        encoded = call(form, bad).replace(quote("\0injected\0"), "injected")
        encoded = encoded.replace("text(injected)", "injected")
        kind = "bare" if not parameter.quoted else "backslash" if parameter.backslash else "quoted"
        body += f"    for (const char *bad = {kind}_forbidden; *bad != 0; bad++) {{\n"
        body += f"        char injected[] = {quote(str(base[index]))};\n"
        body += "        injected[0] = *bad;\n"
        where = place_and_name(form, parameter)
        body += f"        refuses_text({encoded}, line, &refusal, {where});\n"
        body += "    }\n"
    return body


def test_of(form: Form) -> str:
    body = "".join(accepted(form, assignment) for assignment in right_calls(form))
    for edge in edges(form):
        if edge.parameter.name in {p.data_length for p in form.parameters if p.type == "data"}:
            continue
        if edge.reason is None:
            body += accepted(form, edge.assignment)
        else:
            body += refused(form, edge.assignment, edge.parameter, edge.reason)
    body += injections(form)
    return (
        f"static void test_{form.id}(void **state)\n{{\n"
        "    char line[LINE] = {0};\n    struct atb_refusal refusal;\n    (void)state;\n"
        f"{body}}}\n\n"
    )


def main() -> None:
    dialect_name, out = sys.argv[1:3]
    spec = Path(sys.argv[3]) if len(sys.argv) > 3 else HOME / "spec"
    (dialect,) = load(spec, dialect_name)
    forms = dialect.forms
    text = HEAD.format(dialect=dialect_name) + "\n"
    text += "".join(test_of(form) for form in forms)
    rows = "".join(f"        cmocka_unit_test(test_{form.id}),\n" for form in forms)
    text += "int main(void)\n{\n    const struct CMUnitTest tests[] = {\n" + rows + "    };\n"
    text += "    return cmocka_run_group_tests(tests, NULL, NULL);\n}\n"
    Path(out).write_text(text)


if __name__ == "__main__":
    main()
