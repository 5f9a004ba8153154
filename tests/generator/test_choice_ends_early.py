# SPDX-License-Identifier: MIT
"""Where the first layout that fits exactly ends the choice, and where all are looked at."""

import re
from pathlib import Path
from types import SimpleNamespace

from atbind.c.received.scanner import are_alike

HOME = Path(__file__).resolve().parents[2]


def keywords_that_are_alike(dialect: str) -> dict[str, bool]:
    """By the keyword; of those that more than one line may begin with."""
    return {name: alike for name, (alike, count, _) in keywords(dialect).items() if count > 1}


def keywords(dialect: str) -> dict[str, tuple[bool, int, int]]:
    """Whether its lines are alike, how many there are, and how many are tried without choice."""
    text = (HOME / "generated" / dialect / f"{dialect}_lines.c").read_text()
    rows = re.findall(
        r"^    \{ATB_BEHIND_\w+, \w+, (\w+), TAIL\(\d+\), \d+, (\d+), (\d+)\}, */\* (.*) \*/$",
        text,
        re.M,
    )
    assert rows
    return {name: (alike == "true", int(count), int(tried)) for alike, count, tried, name in rows}


def test_lines_of_one_role_without_numbers_that_tell_them_apart():
    quectel = keywords_that_are_alike("quectel")
    assert quectel["+QIRD:"] and quectel["+QPING:"]


def test_a_text_is_chosen_where_another_line_has_a_number():
    """`+CME ERROR: -1` is text to who reads exactly, and a number all the same."""
    assert keywords("quectel")["+CME ERROR:"] == (True, 2, 1)
    assert keywords("quectel")["+QIRD:"] == (True, 4, 3)


def test_not_where_an_answer_gives_way_to_news():
    assert not keywords_that_are_alike("quectel")["+QNTP:"]


def test_not_where_a_number_makes_a_line_fit_better():
    assert not keywords_that_are_alike("simcom")["+CIPRXGET:"]


def test_not_where_a_line_has_other_layouts():
    assert not keywords_that_are_alike("cellular")["+CEREG:"]


def test_not_where_one_can_be_taken_for_a_list_of_ranges():
    """A word may be: then a parenthesis somewhere in the line decides."""
    number, word = line("info"), line("info", is_no_test_answer=False)
    assert are_alike([number, word])
    assert are_alike([number, number, line("test")])
    assert not are_alike([number, word, line("test")])


def test_not_where_payload_begins_inside_a_line():
    assert not are_alike([line("urc"), line("urc", is_told_by_fields=False)])


def line(role: str, **told: bool) -> SimpleNamespace:
    layout = {"is_told_by_fields": True, "is_no_test_answer": True, **told}
    return SimpleNamespace(
        line=SimpleNamespace(role=role), fields=[], layout=SimpleNamespace(**layout)
    )


def test_not_where_some_cannot_be_taken_for_another_one():
    """Those are tried first, whatever is awaited."""
    assert keywords("quectel")["+QIACT:"] == (False, 2, 1)


def test_lists_of_ranges_are_not_tried_without_choice():
    """They stand behind the lines that are alike, which are."""
    text = (HOME / "generated" / "quectel" / "quectel_lines.c").read_text()
    _, _, candidates = text.partition("candidates[] = {")
    listed = re.findall(r"LINE_QPING_(\w+)", candidates.partition("}")[0])
    assert listed == ["REPLY", "LOST", "SUMMARY", "TEST_INFO"]
    assert keywords("quectel")["+QPING:"] == (True, 4, 3)
