# SPDX-License-Identifier: MIT
"""What an erratum decides is what the rows of its section say."""

import re

import pytest
from atbind.build.spec import load
from atbind.places import SPEC

OURS = re.compile(r"(\d+) s of (?:our own|ours)")


def told() -> list[tuple[str, str, str]]:
    dialects = (load(SPEC, name)[0] for name in ("quectel", "simcom", "fibocom", "onemo"))
    return [
        (dialect.name, erratum.section, seconds)
        for dialect in dialects
        for erratum in dialect.errata
        for seconds in OURS.findall(erratum.decision)
    ]


@pytest.mark.parametrize("name, section, seconds", told())
def test_seconds_of_our_own_are_added_in_the_row(name, section, seconds):
    forms = [form for form in load(SPEC, name)[0].forms if form.section == section]
    limits = [
        limit.text for form in forms for limit in (form.timeout, form.result_timeout) if limit
    ]
    assert any(text.endswith(f"+ {seconds} s") for text in limits), limits
