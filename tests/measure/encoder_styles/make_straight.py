#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""All forms of Quectel in the style of straight.c: make_straight.py > all_straight.h

What the table's interpreter checks is checked here, but for addresses, payload and models.
"""

from __future__ import annotations

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(HOME / "generator" / "src"))

from atbind.build.spec import load  # noqa: E402
from atbind.c.forms import FormView  # noqa: E402
from atbind.c.parameters import Arguments, longest, number_range, shortest  # noqa: E402
from atbind.c.settings import Settings  # noqa: E402
from atbind.c.text import c_string  # noqa: E402
from atbind.model.dialect import Parameter, Position, Rule  # noqa: E402


def check(parameter: Parameter, index: int) -> list[str]:
    value = f"&v[{index}], {index + 1}"
    if parameter.type == "integer":
        low, high = number_range(parameter)
        return [f"check_number(&w, {value}, {low}, {high});"]
    if parameter.values is None:
        return [f"check_string(&w, {value}, {shortest(parameter)}, {longest(parameter)});"]
    words = ", ".join(c_string(str(word)) for word in parameter.values)
    return [
        f"static const char *const words[] = {{{words}}};",
        f"check_word(&w, {value}, words, {len(parameter.values)});",
    ]


def guarded(position: Position, v: str, lines: list[str]) -> list[str]:
    kinds = ["ABSENT"] * position.optional + ["EMPTY_POSITION"] * position.may_be_empty
    condition = " && ".join(f"{v}.kind != ATB_{kind}" for kind in kinds) or "true"
    return [f"    if ({condition}) {{", *(f"        {line}" for line in lines), "    }"]


def broken(view: FormView, rule: Rule) -> str:
    def holds(test) -> str:
        v = f"v[{view.place(test.parameter)}]"
        if test.op in ("given", "absent"):
            return f"{v}.kind {'>' if test.op == 'given' else '<='} ATB_EMPTY_POSITION"
        if isinstance(test.value, str):
            return f"{v}.text != NULL && strcmp({v}.text, {c_string(test.value)}) == 0"
        return f"{v}.number {'==' if test.op == '=' else test.op} {test.value}"

    when = f"{holds(rule.when)} && " if rule.when else ""
    place = (view.place(rule.must.parameter) or 0) + 1
    return f"    if ({when}!({holds(rule.must)})) refuse(&w, ATB_BAD_COMBINATION, {place}, 0, 0);"


def function(view: FormView) -> str:
    checks, puts, index = [], [f"    put_text(&w, {c_string(view.head)});"], 0
    for place, position in enumerate(view.form.positions):
        comma = ['put_text(&w, ",");'] if place else []
        if not position.parameters:
            puts += [f"    {line}" for line in comma]
            puts.append(f"    put_text(&w, {c_string(position.literal or '')});")
            continue
        v, parameter = f"v[{index}]", position.parameters[-1]
        put = (
            "put_number(&w, %s.number);"
            if parameter.type == "integer"
            else "put_quoted(&w, %s.text);"
        )
        checks += guarded(position, v, check(parameter, index))
        puts += guarded(position, v, [*comma, put % v])
        index += 1
    rules = [broken(view, rule) for rule in view.checks.rules()]
    return "\n".join(
        [
            f"int {view.id}_all(char *buffer, size_t size, struct atb_refusal *refusal,",
            "    const struct atb_value *v)",
            "{",
            "    struct writer w = {buffer, buffer + size, refusal, ATB_OK};",
            "    (void)v;",
            *checks,
            *rules,
            "    if (w.status != ATB_OK) return w.status;",
            *puts,
            "    return finish(&w, buffer);",
            "}",
        ]
    )


def main() -> None:
    (dialect,) = load(HOME / "spec", "quectel")
    arguments, settings = Arguments(dialect), Settings(dialect)
    views = [FormView(form, dialect, arguments, settings) for form in dialect.forms]
    print("\n\n".join(map(function, views)))
    names = "".join(f"    {view.id}_all, \\\n" for view in views)
    print(f"#define ALL_ENCODERS \\\n{names}\n")


if __name__ == "__main__":
    main()
