# SPDX-License-Identifier: MIT
"""The C beside an example of the manual is the call that sends this very line."""

import json

import pytest
from atbind.build.spec import load
from atbind.tell.examples import Calls, Example, examples


@pytest.fixture(scope="module")
def dialects(home):
    return {dialect.name: dialect for dialect in load(home / "spec")}


@pytest.mark.parametrize("name", ["quectel", "simcom", "fibocom", "onemo"])
def test_it_is_the_form_that_the_generated_c_takes_the_line_for(dialects, name, atbind):
    dialect = dialects[name]
    calls = Calls(dialect)
    found = {each.command_line: each for each in examples(dialect)}
    told = atbind("explain", "--dialect", name, "--json", "-", input="\n".join(found) + "\n")
    forms = [json.loads(row) for row in told.stdout.splitlines()]
    for example, form in zip(found.values(), forms, strict=True):
        if form["ok"] and not any(mark == ">>" for mark, _ in example.lines):
            assert calls.of(example).partition("(")[0] == form["form"], example.command_line


@pytest.mark.parametrize(
    ("typed", "call"),
    [
        ("123456<CTRL+Z>", "fibocom_mipsend_ctrl_z(&modem, &answer, 1, data, length)"),
        ("123456", "fibocom_mipsend_timeout(&modem, &answer, 1, data, length)"),
    ],
)
def test_what_is_typed_at_the_prompt_tells_forms_written_alike(dialects, typed, call):
    example = Example("2.2", ((">", "AT+MIPSEND=1"), ("<", ">"), (">>", typed), ("<", "OK")))
    assert Calls(dialects["fibocom"]).of(example) == call


def test_data_inside_the_line_stands_between_quotes(atbind):
    text = atbind("show", "--dialect", "fibocom", "+MIPSEND").stdout
    assert "C: fibocom_mipsend_length(&modem, &answer, 1, data, 32)" in text
