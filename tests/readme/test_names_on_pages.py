# SPDX-License-Identifier: MIT
"""The names of C that the pages mention in a sentence, which nobody compiles, are in the tree."""

import re

from test_readme import HOME, PAGES

NAME = re.compile(r"\b(?:atb|quectel|simcom|fibocom|onemo|cellular)_\w+\b(?![….*])", re.IGNORECASE)
ROOMS = ("runtime", "generated", "examples", "generator/native", "cmake", "tests/measure")
# What the preprocessor makes of two words, Meson of one, and eight digits of somebody's tables.
MADE = {"onemo_dialect_MN316", "quectel_dep", "quectel_dialect_of_tables_0b6e1f2c"}


def known() -> set[str]:
    files = [f for room in ROOMS for f in (HOME / room).rglob("*.[chp]*") if f.is_file()]
    files += [HOME / "atbind.mk", HOME / "CMakeLists.txt"]
    texts = (file.read_text(errors="replace") for file in files)
    return {name for text in texts for name in NAME.findall(text)} | {file.stem for file in files}


def test_every_name_of_c_on_a_page_is_one_of_the_tree():
    names = known()
    told = [page for page in PAGES if page.name != "CHANGELOG.md"]  # tells of names that are gone
    strange = {
        f"{page.relative_to(HOME)}: {name}"
        for page in told
        for name in NAME.findall(page.read_text())
        if name not in names | MADE and not name.endswith("_")
    }
    assert strange == set()
