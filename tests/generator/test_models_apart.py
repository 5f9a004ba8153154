# SPDX-License-Identifier: MIT
"""Every limit of every model, read from spec/ a second time: what compiles, what is refused.

With ATBIND_LONG set all calls are compiled for all models, in C and in C++; else in C those alone
that models judge differently.
"""

import os
from functools import cache

import pytest
from atbind.build.spec import load
from atbind.modem import native
from atbind.places import SPEC
from atbind.simulator.parse import Parser, Refused
from model_tries import CXX, C, Tries, call_of, line_of, refused, text_of

LONG = "ATBIND_LONG" in os.environ
DIALECTS = ("quectel", "simcom", "fibocom", "onemo")
GENERATED = {dialect.name: dialect for dialect in load(SPEC)}
tries = cache(Tries)
PAIRS = [(dialect, model) for dialect in DIALECTS for model in tries(dialect).models]


@cache
def calls(dialect: str) -> list:
    found = tries(dialect)
    return found.all if LONG or len(found.models) == 1 else found.differing


@pytest.mark.parametrize("compiler", [C, CXX] if LONG else [C], ids=lambda text: text[:3])
@pytest.mark.parametrize("dialect, model", PAIRS)
def test_what_is_wrong_for_a_model_does_not_compile(home, tmp_path, dialect, model, compiler):
    folders = [home / "generated" / dialect, home / "runtime"]
    wrong = refused(compiler, folders, tmp_path / "calls.c", dialect, model, calls(dialect))
    right = tries(dialect).right
    assert [
        (form.id, call_of(form, values)[:80], "right" if number in wrong else "wrong")
        for number, (form, values) in enumerate(calls(dialect))
        if right(model, form, values) == (number in wrong)
    ] == []


@pytest.mark.parametrize("dialect, model", PAIRS)
def test_what_is_wrong_for_a_model_is_refused(home, dialect, model):
    library = native.load(dialect, model, home / "generated")
    facts = tries(dialect).facts[model]
    found = []
    for form, values in tries(dialect).all:
        said = library.explain(text_of(form, values).encode())
        if facts.right(form.command, form.type, line_of(form, values)) != (said.reason is None):
            found.append((text_of(form, values)[:80], said.reason, said.message))
    assert found == []


@pytest.mark.parametrize("dialect, model", PAIRS)
def test_the_simulated_model_takes_what_is_right(dialect, model):
    """Of texts it takes longer ones, where the limit is the table's and not the manual's."""
    parser, facts = Parser(GENERATED[dialect].on(model)), tries(dialect).facts[model]
    found = []
    for form, values in tries(dialect).all:
        line = text_of(form, values)
        right = facts.right(form.command, form.type, line_of(form, values))
        if line.startswith("AT") and "a" * 16 not in line and takes(parser, line) != right:
            found.append((line, "right" if right else "wrong"))
    assert found == []


def takes(parser: Parser, line: str) -> bool:
    try:
        return bool(parser.parse(line))
    except Refused:
        return False


def test_nothing_is_lost_in_reading():
    """Neither forms nor models; a reading without them would find nothing wrong."""
    for name, dialect in GENERATED.items():
        own = [form.id for form in tries(name).general.forms]
        assert sorted(own) == sorted(form.id for form in dialect.forms)
        assert tries(name).models == [None, *(model.name for model in dialect.models)]
        assert len(tries(name).all) > 400
    assert all(len(tries(name).differing) > 100 for name in ("fibocom", "onemo"))
