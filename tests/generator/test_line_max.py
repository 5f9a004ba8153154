# SPDX-License-Identifier: MIT
"""..._LINE_MAX, by which an application sizes its buffer, has room for each number that may come."""

import pytest
from bad_tables.toy import HEAD, files_of

KEYWORD = "X" * 90  # longer than a final result code with its text
NUMBERS_IN_A_LINE = """\
commands:
  +X: {{title: x, forms: [{{syntax: AT+X, answers: [OK]}}]}}
urcs:
  told: {{line: '+{keyword}: <n>{many}', parameters: {{n: {{type: integer, {range}}}}}}}
"""


@pytest.mark.parametrize(
    "numbers, many, most",
    [
        ("range: 0..9", "", 1),
        ("range: -10..9", "", 3),
        ("range: 0..9", "{4}", 7),
        ("values: [0, 1], closed: true", "", 1),
        ("values: [0, 1]", "", 3),  # others may come
        ("values: [0, 1000]", "", 4),
        ("values: [0, 1], received: 0..99999", "", 5),
        ("values: [0, 1], received: -9..1", "", 2),
        ("unit: s", "", 11),
    ],
)
def test_the_longest_line_has_room_for_its_number(tmp_path, numbers, many, most):
    table = HEAD.replace("urcs: {closed: {line: 'CLOSED: <id>'}}\n", "")
    table = table.replace("mode: {of: id, assume: 0, lifetime: power}, ", "")
    table = table.replace("parameters: {id: {type: integer, range: 0..5}}\n", "")
    rows = NUMBERS_IN_A_LINE.format(keyword=KEYWORD, range=numbers, many=many)
    header = files_of(tmp_path, table + rows)["toy_lines.h"]
    around = len(f"+{KEYWORD}:  ")  # a blank more than is printed may be there
    assert f"#define TOY_LINE_MAX {around + most}\n" in header
