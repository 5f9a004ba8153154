# SPDX-License-Identifier: MIT
"""Random models: refused with a message, or C that takes on each model what the table says.

ATB_TABLES says how many (2 unless told), ATB_SEED where they begin.
"""

import os
import subprocess

import pytest
from atbind.build.spec import load
from atbind.tables.mistakes import Mistakes
from model_tries import C, Tries, call_of, refused
from odd_models import OddModels

FIRST = int(os.environ.get("ATB_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("ATB_TABLES", "2")))


def good_table(folder, seed: int) -> str:
    """Of the tables that begin at this seed the first one that has no mistake."""
    (folder / "odd").mkdir()
    for number in range(100):
        text = OddModels(seed * 1000 + number).text()
        (folder / "odd" / "dialect.yaml").write_text(text)
        try:
            load(folder, "odd")
            return text
        except Mistakes as mistakes:
            assert all(mistake.where.line > 1 for mistake in mistakes.list)
    raise AssertionError("a hundred tables, and each has a mistake")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_model_of_a_random_dialect_takes_just_what_its_table_says(home, tmp_path, seed):
    text = good_table(tmp_path, seed)
    generate = [home / "generator/atbind", "generate", "--dialect", "odd", "--spec", tmp_path]
    subprocess.run([*generate, "--output", tmp_path / "out"], check=True, capture_output=True)
    tries = Tries("odd", tmp_path)
    folders = [tmp_path / "out" / "odd", home / "runtime"]
    for model in tries.models:
        wrong = refused(C, folders, tmp_path / "calls.c", "odd", model, tries.all)
        assert [
            (model, form.id, call_of(form, values)[:80], number in wrong)
            for number, (form, values) in enumerate(tries.all)
            if tries.right(model, form, values) == (number in wrong)
        ] == [], text
