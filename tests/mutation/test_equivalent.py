# SPDX-License-Identifier: MIT
"""The faults that equivalent.txt calls none stand in the tree: who changes their line judges them anew."""

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
LISTED = re.findall(
    r"^(\S+): (.*?)  ->  (.*)$", (HOME / "tests/mutation/equivalent.txt").read_text(), re.M
)


def test_the_list_of_equivalent_mutants_is_read():
    assert len(LISTED) > 60


@pytest.mark.parametrize("file, before, after", LISTED)
def test_its_line_is_there(file, before, after):
    assert before != after
    assert before in [line.strip() for line in (HOME / file).read_text().splitlines()]


def test_none_is_listed_twice():
    assert len(set(LISTED)) == len(LISTED)
