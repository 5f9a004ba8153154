# SPDX-License-Identifier: MIT
"""The tests that tests/AUDIT.md names are there; so are the places of the defects that are put back."""

import re
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
NAMED = re.findall(r"`(tests/[^`]+?): ([^`]+)`", (HOME / "tests/AUDIT.md").read_text())


def test_it_names_tests():
    assert len(NAMED) > 20


@pytest.mark.parametrize("file,name", NAMED)
def test_the_test_is_there(file, name):
    assert name in (HOME / file).read_text()


def putback():
    loader = SourceFileLoader("putback", str(HOME / "tests/fuzz/putback/run"))
    spec = spec_from_loader("putback", loader)
    module = module_from_spec(spec)
    sys.modules["putback"] = module  # its dataclasses look there
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("defect", putback().defects(), ids=lambda defect: defect.name)
def test_a_defect_that_is_put_back_has_its_place(defect):
    for place in defect.places:
        assert place.file.endswith(".c")  # a header's would reach nobody
        assert (HOME / place.file).read_text().count(place.right) == 1
