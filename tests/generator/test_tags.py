# SPDX-License-Identifier: MIT
"""No tag of the generated headers stands for two things, whatever a table's author calls them."""

import re
from collections import Counter

import pytest
from bad_tables.toy import HEAD, files_of, mistakes_of

COMMANDS = """\
commands:
  +X:
    title: A command
    parameters:
      {name}: {{type: integer, values: {{0: off, 1: on}}}}
    forms:
      - {{syntax: AT+X=<{name}>, answers: ['OK then +X: <{name}>']}}
"""
AGAIN = """\
  +Y:
    title: Another, with values of the same name
    parameters:
      {name}: {{type: integer, values: {{0: off, 2: out}}}}
    forms:
      - {{syntax: AT+Y=<{name}>, answers: [OK]}}
"""
LINE = """\
commands:
  +X:
    title: A command
    parameters:
      a: {{type: integer, range: 0..9}}
    lines:
      {name}: {{line: '+X: <a>'}}
    forms:
      - {{syntax: AT+X?, answers: [{name} then OK]}}
"""


def tags(folder, table: str) -> Counter:
    texts = files_of(folder, HEAD + table)
    headers = "\n".join(text for path, text in texts.items() if path.endswith(".h"))
    return Counter(re.findall(r"^(?:struct|enum) (\w+) \{", headers, re.MULTILINE))


@pytest.mark.parametrize("name", ["line", "set", "final", "setting", "recovery", "err"])
def test_values_get_a_tag_of_their_own(tmp_path, name):
    found = tags(tmp_path, COMMANDS.format(name=name))
    assert found[f"toy_{name}_value"] == 1
    assert [tag for tag, times in found.items() if times > 1] == []


def test_values_are_not_called_as_a_line_is(tmp_path):
    """Two of one name have their command before it, and +X has a result."""
    found = tags(tmp_path, (COMMANDS + AGAIN).format(name="result"))
    assert found["toy_x_result"] == found["toy_x_result_value"] == found["toy_y_result"] == 1


@pytest.mark.parametrize("name", ["line", "set", "final", "setting", "recovery", "err"])
def test_a_line_of_a_name_that_is_taken_is_told(tmp_path, name):
    (mistake,) = mistakes_of(tmp_path / "toy", HEAD + LINE.format(name=name))
    assert f"the C name toy_{name} is taken; rename the line under `lines`" in str(mistake)


def test_a_line_of_a_free_name_is_not_told(tmp_path):
    assert tags(tmp_path, LINE.format(name="place"))["toy_place"] == 1
