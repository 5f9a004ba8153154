# SPDX-License-Identifier: MIT
"""Where the first layout that fits exactly ends the choice, and where all are looked at."""

import re
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


def keywords_that_are_alike(dialect: str) -> dict[str, bool]:
    """By the keyword; of those that more than one line may begin with."""
    text = (HOME / "generated" / dialect / f"{dialect}_lines.c").read_text()
    rows = re.findall(
        r"^    \{ATB_BEHIND_\w+, \w+, (\w+), TAIL\(\d+\), \d+, (\d+), \d+\}, */\* (.*) \*/$",
        text,
        re.M,
    )
    assert rows
    return {name: alike == "true" for alike, count, name in rows if int(count) > 1}


def test_lines_of_one_role_without_numbers_that_tell_them_apart():
    quectel = keywords_that_are_alike("quectel")
    assert quectel["+QIRD:"] and quectel["+QPING:"]


def test_not_where_an_answer_gives_way_to_news():
    assert not keywords_that_are_alike("quectel")["+QNTP:"]


def test_not_where_a_number_makes_a_line_fit_better():
    assert not keywords_that_are_alike("simcom")["+CIPRXGET:"]


def test_not_where_a_line_has_other_layouts():
    assert not keywords_that_are_alike("cellular")["+CEREG:"]


def test_ranges_come_before_lines_that_compete():
    """They fit better than all others, or not at all."""
    text = (HOME / "generated" / "quectel" / "quectel_lines.c").read_text()
    (row,) = re.findall(r"^.*QUECTEL_LINE_QPING_TEST_INFO,.*$", text, re.M)
    names = re.findall(r"QPING_(\w+)", row)
    assert names == ["TEST_INFO", "REPLY", "SUMMARY"]
