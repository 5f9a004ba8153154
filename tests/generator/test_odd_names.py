# SPDX-License-Identifier: MIT
"""Parameters that are called as the arguments of a call are, and ids below zero."""

import re

import pytest
from bad_tables.toy import HEAD, files_of

SEND = """\
commands:
  +X:
    title: Sends
    parameters:
      {name}: {{type: integer, range: 0..9}}
      n: {{type: integer, range: 1..99}}
    forms:
      - {{syntax: 'AT+X=<{name}>', payload: {{ends: ctrl_z, max: 99}}, answers: ['> then OK']}}
      - {{syntax: 'AT+X=<{name}>,<n>', name: counted, payload: {{ends: length, length: n}}, answers: ['> then OK']}}
      - {{syntax: 'AT+X?', answers: ['+X: <{name}> then OK']}}
"""
ID = """\
commands:
  +X:
    title: An id below zero
    parameters:
      number: {type: integer, range: -1..9, closed: true}
    forms:
      - {syntax: AT+X=<number>, answers: ['+X: <number> then OK']}
"""
ARGUMENTS = """modem answer answers capacity data data_size done app buffer buffer_size refusal form room
given length""".split()


@pytest.mark.parametrize("name", ARGUMENTS)
def test_each_argument_has_a_name_of_its_own(tmp_path, name):
    found = files_of(tmp_path, HEAD + SEND.format(name=name))
    calls = re.findall(r"^int (toy_\w+)\(([^)]*)\);", found["toy_commands.h"], re.MULTILINE)
    assert {"toy_x", "toy_x_start", "toy_x_encode", "toy_counted"} <= {call for call, _ in calls}
    for call, arguments in calls:
        names = [argument.split()[-1].strip("*") for argument in arguments.split(",")]
        assert len(set(names)) == len(names), call
    for macro in re.findall(r"^#define TOY_\w+\(((?:[^)\\]|\\\n)*)\)", found["toy_checks.h"], re.M):
        names = [name.strip("\\ \n") for name in macro.split(",")]
        assert len(set(names)) == len(names), macro


def test_an_id_that_may_be_below_zero_is_no_key(tmp_path):
    forms = files_of(tmp_path, HEAD + ID)["toy_forms.c"]
    assert "toy_x_form" in forms or "TOY_FORM(toy_x)" in forms
    assert ".key_field" not in forms


GAP = """\
commands:
  +X:
    title: One parameter or three
    parameters:
      a: {type: integer, range: 0..9}
      b: {type: integer, range: 0..9}
      c: {type: integer, range: 0..9}
    forms:
      - {syntax: 'AT+X=<a>[,<b>,<c>]', answers: [OK]}
"""


def test_a_group_may_not_be_given_in_half(tmp_path):
    checks = files_of(tmp_path, HEAD + GAP)["toy_checks.h"]
    assert 'ATB_CHECK(given == 1 || given == 3, "AT+X takes 1 or 3 parameters")' in checks


TWO_OF_A_NAME = """\
commands:
  +X:
    title: One mode, and another parameter
    parameters:
      a: {type: integer, range: 0..9}
      mode: {type: integer, range: 0..9, models: {A1: {range: 0..4}}}
    forms:
      - {syntax: 'AT+X=<a>,<mode>', name: x_long, answers: [OK]}
  +Y:
    title: Another mode
    parameters: {mode: {type: integer, range: 0..7, models: {A1: {range: 0..3}}}}
    forms: [{syntax: AT+Y=<mode>, answers: [OK]}]
"""
TWO_IN_A_COMMAND = """\
      - syntax: 'AT+X=<a>'
        name: x_short
        parameters: {a: {type: integer, range: 0..8}}
        answers: [OK]
"""


@pytest.mark.parametrize(
    "table, name",
    [
        (TWO_OF_A_NAME, "TOY_X_MODE_MAX"),
        (
            TWO_OF_A_NAME.replace("0..9}\n", "0..9, models: {A1: {range: 0..4}}}\n").replace(
                "  +Y:", TWO_IN_A_COMMAND.replace("<a>'", "<a>,,,1'") + "  +Y:"
            ),
            "TOY_X_LONG_A_MAX",
        ),
    ],
    ids=["in two commands", "in two forms of one"],
)
def test_a_limit_is_called_by_its_command_unless_the_command_has_two(tmp_path, table, name):
    assert f"#define {name} " in files_of(tmp_path, HEAD + table)["toy_model.h"]
