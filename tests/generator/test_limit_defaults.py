# SPDX-License-Identifier: MIT
"""A time limit by a parameter that was left out takes the default of its own command."""

import re
import subprocess
from pathlib import Path

import pytest
from bad_tables.toy import HEAD, files_of

HOME = Path(__file__).resolve().parents[2]

COMMANDS = """\
commands:
  +X:
    title: A command
    parameters:
      timeout: {{type: integer, range: 1..99, default: 10{x}}}
    forms:
      - {{syntax: 'AT+X=[<timeout>]', timeout: <timeout> s + 5 s, answers: [OK]}}
  +Y:
    title: Another, whose timeout has the same range
    parameters:
      timeout: {{type: integer, range: 1..99, default: 4{y}}}
    forms:
      - {{syntax: 'AT+Y=[<timeout>]', timeout: <timeout> s + 5 s, answers: [OK]}}
"""
B2 = ", models: {B2: {default: 7}}"


def defaults(forms: str) -> dict[str, str]:
    rows = r"toy_(\w)_limit = +\{atb_limit_parameter, 1000, 5000, (\w+),"
    return dict(re.findall(rows, forms))


def test_of_two_of_one_name_and_range(tmp_path):
    found = files_of(tmp_path, HEAD + COMMANDS.format(x="", y=""))
    assert defaults(found["toy_forms.c"]) == {"x": "10", "y": "4"}


def macros(header: str, *options: str) -> dict[str, str]:
    """What they say once the preprocessor has chosen."""
    command = ["gcc", "-E", "-dM", f"-I{HOME / 'runtime'}", *options, "-"]
    said = subprocess.run(command, input=header, capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"#define (\w+) (.*)", said))


@pytest.mark.parametrize("options, x, y", [((), "10", "4"), (("-DTOY_MODEL=B2",), "7", "7")])
def test_of_two_that_differ_by_model(tmp_path, options, x, y):
    found = files_of(tmp_path, HEAD + COMMANDS.format(x=B2, y=B2))
    names = defaults(found["toy_forms.c"])
    assert names["x"] != names["y"]
    said = macros(found["toy_model.h"], *options)
    assert (said[names["x"]], said[names["y"]]) == (x, y)
