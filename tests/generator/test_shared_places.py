# SPDX-License-Identifier: MIT
"""Lines share what else is known of them where its numbers stand in the same place on every
machine: where pointers have 64 bits, a text begins at a multiple of eight bytes; on one of 8 bits
a number begins just behind the flags."""

import re

import pytest
from bad_tables.toy import HEAD, files_of

READ = """\
  +{name}:
    title: A command that reads
    parameters:
      a: {{type: integer, range: 1..9}}
      b: {{type: integer, values: {{0: off, 1: on}}}}
      s: {{type: string, length: 1..20}}
      t: {{type: string, length: 1..20}}
      n: {{type: integer}}
      d: {{type: data, length: n}}
    forms:
      - {{syntax: AT+{name}, answers: ['+{name}: {fields},<d> then OK']}}
"""


def constants(folder, one: str, two: str) -> int:
    """How many the two lines have."""
    table = HEAD + "commands:\n" + READ.format(name="Y", fields=one)
    table += READ.format(name="Z", fields=two)
    text = files_of(folder, table)["toy_lines.c"]
    used = re.findall(r"(MORE_[YZ]_\w+), SHAPE", text)
    assert len(used) == 2
    return len(set(used))


@pytest.mark.parametrize(
    "one, two, count",
    [
        ("<a>,<b>,<s>,<t>,<n>", "<s>,<t>,<b>,<a>,<n>", 1),  # no gap in either
        ("<a>,<s>,<t>,<b>,<n>", "<s>,<a>,<t>,<b>,<n>", 1),  # one in each
        ("<a>,<s>,<t>,<b>,<n>", "<a>,<s>,<b>,<t>,<n>", 2),  # one and two
        ("<a>,<b>,<s>,<t>,<n>", "<a>,<s>,<t>,<b>,<n>", 2),  # none and one
        ("<s>,<t>,[<a>],<b>,<n>", "<s>,<t>,[<b>],<a>,<n>", 1),  # one flag in each
        (
            "<s>,<t>,[<a>],<b>,<n>",
            "<s>,<t>,[<a>],[<b>],<n>",
            2,
        ),  # one and two: on a machine of 8 bits
    ],
)
def test_a_gap_before_a_text_counts(tmp_path, one, two, count):
    assert constants(tmp_path, one, two) == count
