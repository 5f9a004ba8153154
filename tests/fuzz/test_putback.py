# SPDX-License-Identifier: MIT
"""The defects that tests/fuzz/putback/run puts back: their places move with the runtime."""

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]


def tool():
    """The script, which is no module by its name."""
    loader = SourceFileLoader("putback", str(HOME / "tests/fuzz/putback/run"))
    module = module_from_spec(spec_from_loader("putback", loader))
    sys.modules["putback"] = module
    loader.exec_module(module)
    return module


DEFECTS = tool().defects()


def test_the_list_of_defects_is_read():
    assert len(DEFECTS) > 30


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_each_place_is_there_once(defect):
    for place in defect.places:
        assert place.right != place.wrong
        assert place.file.endswith(".c")  # a header's would reach nobody
        assert (HOME / place.file).read_text().count(place.right) == 1, place.right
