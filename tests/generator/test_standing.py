# SPDX-License-Identifier: MIT
"""Every row says where it stands, so that whoever holds the manual finds it in seconds."""

import pytest

from bad_tables.toy import mistakes_of

GOOD = """\
dialect: toy
title: A dialect for tests
manual: {title: A manual, version: "1", error_codes: {err: "9"}, recovery: "8"}
default_timeout: 10 s
finals: {NO CARRIER: {final: failure, section: "7"}, SEND OK: success}
error_codes: {err: {1: busy}}
recovery: [{step: Open, wait: 5 s, action: reboot}]
parameters: {id: {type: integer, range: 0..5}, n: {type: integer}, err: {type: integer, error: err}}
urcs:
  closed: {section: "1.3", line: 'CLOSED: <id>'}
lines:
  shared: {section: "1.4", line: '+X: <id>[,<n>]', layouts: [{line: '+X: <id>,1', seen: B2}]}
commands:
  +X:
    title: A command
    section: "1.1"
    lines:
      own: {line: '+X: "a",<err>'}
    forms:
      - {syntax: AT+X=<id>, answers: [shared then SEND OK, own then SEND OK]}
  +Y:
    title: A command of other devices
    forms:
      - {syntax: AT+Y, answers: [OK], seen: B2}
"""

# what is taken out, what stands there then: what is told
ROWS = {
    "a command": ('    section: "1.1"\n', "", "`+X` does not say where it stands"),
    "the only form that says it": (", seen: B2}\n", "}\n", "`+Y` does not say where it stands"),
    "a URC": ('section: "1.3", ', "", "`closed` does not say where it stands"),
    "a line of the dialect": ('section: "1.4", ', "", "`shared` does not say where it stands"),
    "another layout": (", seen: B2}]", "}]", "`+X: <id>,1` does not say where it stands"),
    "a set of codes": (', error_codes: {err: "9"}', "", "codes `err` stand nowhere"),
    "recovery rules": (', recovery: "8"', "", "the recovery rules stand nowhere"),
    "a final that no answer ends with": (
        '{final: failure, section: "7"}',
        "failure",
        "no answer ends with `NO CARRIER`, which stands nowhere",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_nobody_finds_in_the_manual_is_told_at_its_line(name, tmp_path):
    told, instead, message = ROWS[name]
    assert GOOD.count(told) == 1
    text = GOOD.replace(told, instead)
    lines = [n for n, row in enumerate(GOOD.split("\n"), 1) if told.strip() in row]
    found = mistakes_of(tmp_path / "toy", text)
    assert [message in p.message for p in found] == [True], found
    place = {"a command": 14, "the only form that says it": 21, "a set of codes": 6}
    place["recovery rules"] = 7
    assert found[0].where.line == place.get(name, lines[0])


def test_a_form_beside_one_that_says_it_says_it_too(tmp_path):
    piece = GOOD + "      - {syntax: AT+Y?, answers: [OK]}\n"
    (found,) = mistakes_of(tmp_path / "toy", piece)
    assert (found.where.line, "`AT+Y?` does not say" in found.message) == (25, True)


def test_a_modem_without_a_manual_has_no_sections(tmp_path):
    text = GOOD.replace("title: A manual", "title: null").replace('section: "1.3", ', "")
    assert mistakes_of(tmp_path / "toy", text) == []


def test_what_says_where_it_stands_is_good(tmp_path):
    assert mistakes_of(tmp_path / "toy", GOOD) == []
