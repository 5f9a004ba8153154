# SPDX-License-Identifier: MIT
"""Which fields tell two layouts of a keyword apart: what the generator decides for the firmware."""

import pytest
from atbind.c.dialect import DialectView
from atbind.c.received.compete import Place
from bad_tables.toy import HEAD, dialect_of, files_of

ANY, QUOTED, WORD = Place("number"), Place("quoted"), Place("word")
LOW, HIGH, NEXT = Place("number", (0, 5)), Place("number", (6, 9)), Place("number", (5, 9))
NUMBER_OR_NOTHING = Place("number", may_be_empty=True)
TEXT_OR_NOTHING = Place("quoted", may_be_empty=True)
BARE = HEAD.replace("parameters:", "#").replace("urcs:", "#").replace("settings:", "#")


@pytest.mark.parametrize(
    "one, other",
    [
        (ANY, QUOTED),
        (LOW, HIGH),
        (NUMBER_OR_NOTHING, QUOTED),  # the other one is never empty
        (LOW, TEXT_OR_NOTHING),
    ],
)
def test_no_text_is_both(one, other):
    assert one.excludes(other) and other.excludes(one)


@pytest.mark.parametrize(
    "one, other",
    [
        (ANY, LOW),
        (LOW, NEXT),  # 5
        (QUOTED, QUOTED),
        (WORD, ANY),
        (WORD, QUOTED),
        (NUMBER_OR_NOTHING, TEXT_OR_NOTHING),  # nothing
    ],
)
def test_some_text_is_both(one, other):
    assert not one.excludes(other) and not other.excludes(one)


@pytest.mark.parametrize(
    "fields, straight",
    [("<n>", True), ("<n>[,<w>]", True), ("<q>", True), ("<w>", False), ("<w>,<n>", False)],
)
def test_beside_a_test_answer_a_text_without_quotes_is_chosen(tmp_path, fields, straight):
    """It takes the (0-1) of the other; a number and what stands in quotes does not."""
    known = "parameters: {n: {type: integer}, q: {type: string}, w: {type: word}}\n"
    used = "urcs: {u: {line: '+U: <n>,<q>,<w>'}}\n"
    form = "      - {syntax: AT+X=?, answers: ['+X: (0-1) then OK']}\n"
    read = f"      - {{syntax: AT+X?, answers: ['+X: {fields} then OK']}}\n"
    command = f"commands:\n  +X:\n    title: X\n    forms:\n{form}{read}"
    view = DialectView(dialect_of(tmp_path, BARE + known + used + command), "0.0.0")
    (line,) = [line for line in view.lines if line.id == "toy_x_read_info"]
    assert view.keywords.is_straight(line) == straight


@pytest.mark.parametrize(
    "one, other, straight",
    [
        ("<n>", "<n>,<m>", True),  # by their number
        ("<n>", "<n>[,<m>]", False),
        ("<n>[,<m>]", "<n>,<m>,<k>", True),
        ("<n>{4}", "<n>,<m>", False),
    ],
)
def test_layouts_are_told_apart_by_how_many_fields_they_have(tmp_path, one, other, straight):
    """Told apart, neither is tried before the other."""
    used = "k" * ("k" in other) + "m" * ("m" in one + other) + "n"
    known = f"parameters: {{{', '.join(f'{name}: {{type: integer}}' for name in used)}}}\n"
    forms = (
        f"  +X{mark}:\n    title: X\n    forms:\n"
        f"      - {{syntax: AT+X{mark}, answers: ['+U: {fields} then OK']}}\n"
        for mark, fields in (("A", one), ("B", other))
    )
    text = BARE + known + "commands:\n" + "".join(forms)
    view = DialectView(dialect_of(tmp_path, text), "0.0.0")
    lines = [line for line in view.lines if line.id in ("toy_xa_info", "toy_xb_info")]
    assert [view.keywords.is_straight(line) for line in lines] == [straight, straight]


@pytest.mark.parametrize(
    "row, straight",
    [
        ("line: '+U: <n>,<q>,<w>'", True),
        ("line: '+U: <n>,[<q>],<w>', layouts: [{line: '+U: <n>,<w>'}]", False),
        ("line: '+U: <q>,<w>,<n>,<d>'", False),  # payload begins inside
    ],
)
def test_what_has_layouts_or_payload_inside_is_chosen_though_it_is_alone(tmp_path, row, straight):
    data = ", d: {type: data, length: n}" if "<d>" in row else ""
    known = f"parameters: {{n: {{type: integer}}, q: {{type: string}}, w: {{type: word}}{data}}}\n"
    form = "commands:\n  +X:\n    title: X\n    forms: [{syntax: AT+X, answers: [OK]}]\n"
    text = f"{BARE}{known}urcs: {{u: {{{row}}}}}\n{form}"
    view = DialectView(dialect_of(tmp_path, text), "0.0.0")
    (line,) = [line for line in view.lines if line.id == "toy_urc_u"]
    assert view.keywords.is_straight(line) == straight


@pytest.mark.parametrize("other, ranged", [("<n>,<m>", False), ("<n>[,<m>]", True)])
def test_a_number_has_its_range_where_that_helps_to_choose(tmp_path, other, ranged):
    known = "parameters: {n: {type: integer, range: 0..5}, m: {type: integer}}\n"
    forms = (
        f"  +X{mark}:\n    title: X\n    forms:\n"
        f"      - {{syntax: AT+X{mark}, answers: ['+U: {fields} then OK']}}\n"
        for mark, fields in (("A", "<n>"), ("B", other))
    )
    lines = files_of(tmp_path, BARE + known + "commands:\n" + "".join(forms))["toy_lines.c"]
    assert ("ABOUT_0_TO_5" in lines) == ranged
