# SPDX-License-Identifier: MIT
"""Mistakes in tables: each is told at its own line, with what would be right.

A case is a piece of dialect.yaml, in bad_tables/; `#!` marks the lines that must be
reported, no others may be. The texts are what the messages must say, in the same order.
"""

import pytest
from atbind.build.keywords import one_off
from atbind.build.spec import load
from atbind.tables.mistakes import Mistakes
from bad_tables import (
    answers,
    commands,
    forms,
    heads,
    numbers,
    rules,
    signs,
    structure,
    writing,
)
from bad_tables.toy import COMMAND, HEAD, mistakes_of, with_line

KINDS = (structure, writing, signs, commands, forms, answers, rules, numbers)
CASES = {name: case for kind in KINDS for name, case in kind.CASES.items()}


def test_no_case_hides_another_of_its_name():
    assert len(CASES) == sum(len(kind.CASES) for kind in KINDS)


@pytest.mark.parametrize("name", CASES)
def test_mistake_is_told_at_its_line(name, tmp_path):
    piece, messages = CASES[name]
    text = HEAD + piece
    found = mistakes_of(tmp_path / "toy", text)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "#!" in line]
    assert sorted({p.where.line for p in found}) == lines, "\n".join(map(str, found))
    told = "\n".join(map(str, found))
    for message in messages:
        assert message in told
    assert all(p.where.file == str(tmp_path / "toy" / "dialect.yaml") for p in found)


def headed(start: str, line: str) -> str:
    """The good table with another line of its head."""
    lines = [line if old.startswith(start) else old for old in HEAD.splitlines()]
    return "\n".join(lines) + "\n" + COMMAND


@pytest.mark.parametrize("name", heads.CASES)
def test_mistake_in_the_head_is_told(name, tmp_path):
    start, line, messages = heads.CASES[name]
    text = headed(start, line)
    found = mistakes_of(tmp_path / "toy", text)
    told = "\n".join(map(str, found))
    for message in messages:
        assert message in told
    marked = [number for number, line in enumerate(text.split("\n"), 1) if "#!" in line]
    if marked:
        assert sorted({p.where.line for p in found}) == marked, told


def test_the_tables_that_the_cases_spoil_are_good(tmp_path):
    assert mistakes_of(tmp_path / "toy", HEAD + COMMAND) == []


BUSY = HEAD.replace("urcs: {", "urcs: {busy: {line: BUSY, success: never}, ")


@pytest.mark.parametrize(
    ("head", "answers", "message"),
    [
        (BUSY, "CONNECT, BUSY", None),
        (BUSY, "OK, BUSY", "a URC alone ends only what owes CONNECT, and no OK"),
        (BUSY, "CONNECT, BUSY then BUSY", "no final result code ends it"),
        (BUSY.replace("never", "always"), "CONNECT, BUSY", "no final result code ends it"),
    ],
)
def test_a_urc_that_says_failure_ends_a_call_alone(tmp_path, head, answers, message):
    found = mistakes_of(
        tmp_path / "toy", head + COMMAND + f"      - {{syntax: AT+X, answers: [{answers}]}}\n"
    )
    assert [message in str(mistake) for mistake in found] == ([True] if message else [])


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path):
    piece = COMMAND.replace("range: 1..9", "range: 9..1").replace(
        "n: {type: integer}", "n: {type: integer, c_name: int}"
    )
    piece += "      - {syntax: 'AT+X=<b>[', answers: [SEND KO]}\n"
    piece += "      - {syntax: AT+X, answers: [OK], rules: [nothing], timeout: soon}\n"
    found = mistakes_of(tmp_path / "toy", HEAD + piece)
    assert [p.where.line for p in found] == [15, 18, 24, 25, 25]


def test_a_setting_that_is_assumed_to_be_what_it_never_is(tmp_path):
    form = "      - {syntax: 'AT+X=<b>', answers: [OK], sets: [layout = <b>]}\n"
    assert mistakes_of(tmp_path / "toy", HEAD + COMMAND + form) == []
    (found,) = mistakes_of(
        tmp_path / "toy", HEAD.replace("layout: {assume: 0", "layout: {assume: 9") + COMMAND + form
    )
    assert found.where.line == 7
    assert "`layout` is assumed to be 9, which <b> never sets: 9 is not one of" in found.message


@pytest.mark.parametrize(
    "other", ["+QIACX", "+QIAC", "+QIACTT", "+QIIACT", "+QACT", "+QIATC", "+IQACT"]
)
def test_words_that_differ_in_one_letter(other):
    assert one_off("+QIACT", other) and one_off(other, "+QIACT")


@pytest.mark.parametrize("other", ["+QIACT", "+QICAX", "+QIURC", "+QIA", "+CIPERROR", ""])
def test_words_that_are_the_same_or_differ_in_more(other):
    assert not one_off("+QIACT", other) and not one_off(other, "+QIACT")


def test_a_keyword_that_a_urc_says_too_is_meant(tmp_path):
    swapped = CASES["an answer whose keyword has two letters swapped"][0]
    assert len(mistakes_of(tmp_path / "toy", HEAD + swapped)) == 1
    said = HEAD.replace("CLOSED: <id>", "+QIATC: <id>")
    assert mistakes_of(tmp_path / "toy", said + swapped) == []


def test_a_keyword_that_is_an_erratums_is_meant(tmp_path):
    swapped = CASES["an answer whose keyword has two letters swapped"][0]
    erratum = "errata: [{section: '1', manual: a, decision: b, keywords: ['+QIATC']}]\n"
    assert mistakes_of(tmp_path / "toy", HEAD + swapped + erratum) == []


# A file beside the table: (what is in it, the line that is told, what is said)
NO_TABLES = [
    (b"title: caf\xe9\n", 1, "not UTF-8; save the file as UTF-8"),
    (b"errata: []\nurcs: \xff\n", 2, "not UTF-8"),
    (b"errata: []\n\x00\n", 2, "a control character stands here; remove it"),
    (b"", 1, "the file is empty"),
    (b"- a\n- b\n", 1, "a table is a mapping; begin with a line such as `commands:`"),
    (b"errata: *nobody\n", 1, "is not YAML"),
    (b"\terrata: 1\n", 1, "is indented with a tab"),
    (b"a: " + b"[" * 4000, 1, "nested too deeply for a table; write it flat"),
    (b"a: 1\nb:\n  " + b"- " * 90000 + b"1\n", 3, "nested too deeply"),
    (b"errata: []\ntitle: Two\n", 2, "`title` is already given in"),
    (b"urcs:\n  closed: {line: 'SHUT: <id>'}\n", 2, "`closed` is already defined in"),
]


@pytest.mark.parametrize(("content", "line", "message"), NO_TABLES)
def test_a_file_that_is_no_table(content, line, message, tmp_path):
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "z.yaml").write_bytes(content)
    found = [p for p in mistakes_of(folder, HEAD + COMMAND) if p.where.file.endswith("z.yaml")]
    assert found and found[0].where.line == line
    assert message in found[0].message


def test_a_table_whose_name_ends_otherwise(tmp_path):
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "more.yml").write_text("errata: []\n", "utf-8")
    (found,) = mistakes_of(folder, HEAD + COMMAND)
    assert str(found) == f"{folder / 'more.yml'}:1: tables end in .yaml; rename the file"


def test_a_dialect_without_its_name(tmp_path):
    (found,) = mistakes_of(tmp_path / "toy", HEAD.replace("dialect: toy\n", "") + COMMAND)
    assert str(found) == (
        f"{tmp_path / 'toy' / 'dialect.yaml'}:1: "
        "`dialect` is missing; begin dialect.yaml with `dialect: toy`"
    )


@pytest.mark.parametrize(
    "name, wanted, message",
    [
        (
            "nowhere",
            None,
            "there is no such folder; give the one that holds the dialects' folders",
        ),
        (".", None, "holds no dialect; a dialect is a folder with a dialect.yaml"),
        (".", "toy", "there is no dialect `toy`; none is defined"),
    ],
)
def test_a_folder_without_dialects(name, wanted, message, tmp_path):
    with pytest.raises(Mistakes) as wrong:
        load(tmp_path / name, wanted)
    assert str(wrong.value) == f"{tmp_path / name}:1: {message}"


def test_an_unknown_dialect_is_told_the_nearest(tmp_path):
    assert mistakes_of(tmp_path / "toy", HEAD + COMMAND) == []
    with pytest.raises(Mistakes, match="no dialect `toys`; did you mean toy"):
        load(tmp_path, "toys")


def test_the_folder_is_named_like_the_dialect(tmp_path):
    found = mistakes_of(tmp_path / "toys", HEAD + COMMAND)
    assert [(p.where.line, p.message) for p in found] == [
        (1, "the dialect is `toy` but its folder toys; give both the same name")
    ]


def test_more_lines_than_ids(tmp_path):
    """128 with the final result codes that every dialect has, and COMMAND's own."""

    def told(count):
        urcs = "".join(f"  u{number}: {{line: '+U{number}: <id>'}}\n" for number in range(count))
        head = HEAD.replace("urcs: {closed: {line: 'CLOSED: <id>'}}\n", f"urcs:\n{urcs}")
        return mistakes_of(tmp_path / "toy", head + COMMAND)

    (found,) = told(130)
    assert found.where.line == 1
    remedy = "leave out commands that nobody uses, or make a dialect of some"
    assert f"lines with their layouts; a dialect has room for 128: {remedy}" in found.message
    others = int(found.message.split()[0]) - 130
    assert told(128 - others) == []
    assert "129 lines" in told(129 - others)[0].message


@pytest.mark.parametrize("optional, told", [(4, False), (5, True)])
def test_of_four_flags_each_begun_takes_a_word(tmp_path, optional, told):
    """Eleven texts and a number are 23 words of the 24."""
    texts = [f"t{number}" for number in range(11)]
    rows = "".join(f", {text}: {{type: string}}" for text in texts)
    must, may = texts[: 11 - optional], texts[11 - optional :]
    fields = ",".join(f"<{name}>" for name in ["n", *must]) + "".join(f"[,<{t}>" for t in may)
    line = (
        f"x2: {{line: '+XY: {fields}{']' * optional}', parameters: {{n: {{type: integer}}{rows}}}}}"
    )
    found = mistakes_of(tmp_path / "toy", HEAD + with_line(line) + "\n")
    assert ["take 25 words of memory" in mistake.message for mistake in found] == [True] * told


def test_a_number_that_is_part_of_the_keyword_may_be_any(tmp_path):
    """No layout of +XYZ has a field where the number stands."""
    rows = "x2: {line: '+XYZ: 300,<n>'}", "x3: {line: '+XYZ: 301,<n>'}"
    assert mistakes_of(tmp_path / "toy", HEAD + with_line(*rows) + "\n") == []
