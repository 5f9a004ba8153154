# SPDX-License-Identifier: MIT
"""What is heard of the shared chapter is the same by every dialect's scanner, beside its own lines."""

import pytest

import test_answers_heard
import test_packet_events
import test_registration
from heard import cases, check, expected_of


@pytest.mark.parametrize(
    "dialect", ["simcom", "fibocom", "onemo"]
)  # the other files have Quectel's
def test_the_shared_lines_are_the_same(dialect):
    for heard in (test_registration, test_packet_events, test_answers_heard):
        for line, expected in cases(heard.HEARD):
            check(line, expected, dialect)
    for command, line, expected in cases(test_answers_heard.ASKED):
        expected_of(f"> {command}\n< {line}\n", f"info {expected}", dialect)
