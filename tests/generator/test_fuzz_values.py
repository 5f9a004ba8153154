# SPDX-License-Identifier: MIT
"""What `atbind fuzz` says is what the tables allow: a line that they do not allow would be nobody's answer."""

import random

import pytest
from atbind.build.spec import load
from atbind.fuzz import values
from atbind.simulator.render import line_text

from heard import expected_of

ASKED = ("cimi", "cgsn", "gsn", "ccid", "iccid")


@pytest.mark.parametrize("seed", range(8))
def test_an_answer_without_a_keyword_has_its_digits(home, seed):
    (dialect,) = load(home / "spec", "quectel")
    forms = {form.id: form for form in dialect.chapter.forms}
    for name in ASKED:
        form = forms[f"cellular_{name}"]
        (line,) = form.infos
        said = line_text(line, values.fields(line, {}, random.Random(seed)))
        expected_of(f"> {form.syntax}\n< {said}\n", f"info {name}")
