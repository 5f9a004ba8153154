# SPDX-License-Identifier: MIT
"""Every limit of every model, read from spec/ a second time: what compiles, what is refused.

With ATBIND_LONG set all calls are compiled for all models, in C and in C++; else in C those alone
that models judge differently.
"""

import os
import re
import subprocess
from functools import cache

import pytest
from atbind.build.spec import load
from atbind.modem import native
from atbind.places import SPEC
from atbind.simulator.parse import Parser, Refused
from model_tries import Tries, call_of, line_of, text_of

LONG = "ATBIND_LONG" in os.environ
DIALECTS = ("quectel", "simcom", "fibocom", "onemo")
GENERATED = {dialect.name: dialect for dialect in load(SPEC)}
tries = cache(Tries)
PAIRS = [(dialect, model) for dialect in DIALECTS for model in tries(dialect).models]
C = "gcc -std=c11 -fsyntax-only -ftrack-macro-expansion=0"
CXX = "g++ -x c++ -std=c++11 -fsyntax-only -w"


@cache
def calls(dialect: str) -> list:
    found = tries(dialect)
    return found.all if LONG or len(found.models) == 1 else found.differing


def refused(compiler: str, home, source, dialect: str, model: str | None) -> set[int]:
    """Which of the calls do not compile."""
    text = [f'#include "{dialect}.h"']
    for number, (form, values) in enumerate(calls(dialect)):
        head = f"int f{number}(char *line, struct atb_refusal *r)"
        body = f"return {form.id}_encode(line, 999, r{call_of(form, values)});"
        text.append(f"{head}; {head} {{ {body} }}")
    source.write_text("\n".join(text) + "\n")
    chosen = re.sub("[^A-Z0-9]+", "_", model.upper()) if model else "ANY"
    options = [f"-D{dialect.upper()}_MODEL={chosen}", *compiler.split()[1:]]
    folders = [f"-I{home / folder}" for folder in (f"generated/{dialect}", "runtime")]
    command = [compiler.split()[0], *options, *folders, source]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    found = re.findall(rf"^{re.escape(str(source))}:(\d+):\d+: error", done.stderr, re.MULTILINE)
    assert done.returncode == 0 or found, done.stderr[:2000]
    return {int(line) - 2 for line in found}


@pytest.mark.parametrize("compiler", [C, CXX] if LONG else [C], ids=lambda text: text[:3])
@pytest.mark.parametrize("dialect, model", PAIRS)
def test_what_is_wrong_for_a_model_does_not_compile(home, tmp_path, dialect, model, compiler):
    wrong = refused(compiler, home, tmp_path / "calls.c", dialect, model)
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
