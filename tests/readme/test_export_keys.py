# SPDX-License-Identifier: MIT
"""generator/README.md calls the exported JSON a contract: each of its keys is named there. The
README names modules."""

import re
from collections.abc import Iterator

import pytest
from atbind.build.spec import load
from atbind.tell import export
from atbind.tell.modules import modules

# Below these keys stand names of the manual's or ours, not keys.
NAMES = ("dialects", "kinds", "jobs", "values", "success", "tasks", "module_sources", "shared")


def keys(value: object, named: bool = False) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from keys(item)
    elif isinstance(value, dict):
        yield from (key for key in value if not named)
        for key, item in value.items():
            if key != "models" or isinstance(item, list):  # else: what differs, by name
                yield from keys(item, key in NAMES)


@pytest.fixture(scope="module")
def promised(home):
    page = (home / "generator" / "README.md").read_text()
    return page.partition("### export --json")[2].partition("### explain --json")[0]


def test_every_key_of_the_export_is_promised(home, promised):
    found = set(keys(export.export(load(home / "spec")), named=True))
    assert len(found) > 60
    assert sorted(key for key in found if f"`{key}`" not in promised) == []


def test_the_readme_names_modules_of_the_tables(home):
    text = (home / "README.md").read_text()
    for dialect in load(home / "spec"):
        if row := re.search(rf"^\| `{dialect.name}` \|[^|]*\| ([^|]*) \|", text, re.M):
            named, known = row[1].split(", "), modules(dialect)
            assert set(named) - {"…"} <= set(known), dialect.name
            assert "…" in named or len(named) == len(known), dialect.name
        else:
            assert dialect.name == "cellular"
