# SPDX-License-Identifier: MIT
"""Every message of the tables, whole: place, what is wrong and what would be right."""

from told import TOLD, cases, written


def test_messages_are_what_told_txt_has():
    """Where one is meant to change: tests/generator/told.py writes the file; read what changed."""
    found = list(cases())
    assert [name for name, said in found if not said] == []
    assert written(found).splitlines() == TOLD.read_text("utf-8").splitlines()
