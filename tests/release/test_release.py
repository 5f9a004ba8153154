# SPDX-License-Identifier: MIT
"""What breaks callers is said by the version; what changes shapes, by ATB_ABI."""

import re

import pytest

from check import HOME, complaints, main, says_breaking
from facts import _declarations, version
from growth import rows, table

OLD = ["version 0.1.0", "abi 1", "call quectel_qiact(<contextID> integer 1..16)", "shape struct a"]


def changed(version: str = "0.1.0", abi: int = 1, gone: str = "", new: str = "") -> list[str]:
    kept = [line for line in OLD[2:] if not (gone and line.startswith(gone))]
    return [f"version {version}", f"abi {abi}", *kept, *([new] if new else [])]


def test_the_tree_keeps_what_it_promises(capsys):
    assert main() == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "old,new,says",
    [
        ("0.1.0", "0.1.0", False),
        ("0.1.0", "0.1.9", False),
        ("0.1.9", "0.2.0", True),
        ("0.9.0", "1.0.0", True),
        ("1.2.0", "1.3.0", False),
        ("1.2.0", "2.0.0", True),
    ],
)
def test_what_a_version_says(old, new, says):
    assert says_breaking(old, new) == says


def test_nothing_changed_is_no_complaint():
    assert complaints(OLD, OLD) == []


def test_something_new_is_no_complaint():
    assert complaints(OLD, changed(new="call quectel_new()")) == []


def test_a_call_that_is_gone_needs_a_version():
    told = complaints(OLD, changed("0.1.1", gone="call"))
    assert "0.1.1" in told[0] and "quectel_qiact" in told[1]
    assert complaints(OLD, changed("0.2.0", gone="call")) == []


def test_a_narrower_range_is_a_change():
    narrow = OLD[2].replace("16", "15")
    assert complaints(OLD, changed(gone="call", new=narrow))[1:] == [f"  {OLD[2]}"]


def test_another_shape_needs_another_abi():
    assert "ATB_ABI is still 1" in complaints(OLD, changed("0.2.0", gone="shape"))[0]
    assert complaints(OLD, changed("0.2.0", abi=2, gone="shape")) == []


HEADER = """
#ifndef A_H
#define ATB_MORE(x, y) \\
    do_it(x, y)
/** Says something; really. */
int atb_one(int a,
            int b);
struct atb_two {
    int a; /**< of it */
    union { int b; } c;
};
static inline int atb_three(void)
{
    return 1;
}
typedef void atb_four(void *app);
#endif
"""


def test_declarations_of_a_header():
    assert set(_declarations(HEADER)) == {
        "macro ATB_MORE",
        "int atb_one(int a, int b)",
        "struct atb_two { int a; union { int b; } c",
        "static inline int atb_three(void)",
        "typedef void atb_four(void *app)",
    }


def test_the_changelog_begins_with_this_version():
    headings = re.findall(r"^## (\S+)", (HOME / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == version(HOME)


def test_the_generator_has_the_same_version():
    text = (HOME / "generator/src/atbind/__init__.py").read_text()
    assert re.search(r'__version__ = "(.*)"', text)[1] == version(HOME)


FIGURES = """== flash: gcc 1

Flash, linked, bytes: one, two
  sensor                                           {0}     200
  scan                                             50     50
== instructions: gcc 1

Instructions a byte: x86
  lines, idle, chunks of 64                        70.5
  lines, idle, chunks of 7                         90
"""


def test_growth_is_told_by_figure():
    old, new = rows(FIGURES.format(100)), rows(FIGURES.format(90).replace("70.5", "35.25"))
    told = table(old, new, everything=False)
    assert len(told) == 3
    assert "sensor" in told[0] and "90 (-10%)" in told[0] and "200 (+0%)" in told[0]
    assert "chunks of 64" in told[2] and "35.25 (-50%)" in told[2]
    assert len(table(old, new, everything=True)) == 4
