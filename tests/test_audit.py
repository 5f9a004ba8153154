# SPDX-License-Identifier: MIT
"""The tests that tests/AUDIT.md names are there."""

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
NAMED = re.findall(r"`(tests/[^`]+?): ([^`]+)`", (HOME / "tests/AUDIT.md").read_text())


def test_it_names_tests():
    assert len(NAMED) > 20


@pytest.mark.parametrize("file,name", NAMED)
def test_the_test_is_there(file, name):
    assert name in (HOME / file).read_text()
