# SPDX-License-Identifier: MIT
"""A transcript's lines become what went over the wire."""

import pytest

from atbind.modem import transcript
from atbind.tables.errors import Problem
from atbind.modem.transcript import RECEIVED, SENT, SENT_PAYLOAD, SETTING


def entries(text: bytes) -> list[tuple[str, int, bytes]]:
    return [(e.kind, e.line, e.data) for e in transcript.parse(text, "t.txt")]


def test_a_command_is_sent_without_its_mark():
    assert entries(b"> AT+QIACT=1\n") == [(SENT, 1, b"AT+QIACT=1")]


def test_a_received_line_has_cr_lf_around_it():
    assert entries(b"< OK\n") == [(RECEIVED, 1, b"\r\nOK\r\n")]


def test_the_prompt_has_no_line_end():
    assert entries(b"< >\n") == [(RECEIVED, 1, b">")]


def test_received_payload_has_c_escapes_and_no_line_end():
    assert entries(rb"<< a\r\n\x00\\\"" + b"\n") == [(RECEIVED, 1, b'a\r\n\0\\"')]


def test_octal_escapes_are_bytes():
    assert transcript.unescape(rb"\0\32\377") == b"\x00\x1a\xff"


def test_ctrl_z_ends_sent_payload():
    assert entries(b">> test<CTRL+Z>\n") == [(SENT_PAYLOAD, 1, b"test\x1a")]


def test_sent_payload_keeps_its_blanks():
    assert entries(b">>  two  \n") == [(SENT_PAYLOAD, 1, b" two  ")]


def test_comments_and_blank_lines_are_skipped_but_counted():
    assert entries(b"# why\n\n< OK\n") == [(RECEIVED, 3, b"\r\nOK\r\n")]


def test_a_setting_is_stated_in_a_comment():
    assert entries(b"# set: access_mode.0=2\n") == [(SETTING, 1, b"access_mode.0=2")]


def test_bytes_above_127_stay_one_byte_each():
    assert entries(b"<< \xe4\xb8\xad\n") == [(RECEIVED, 1, b"\xe4\xb8\xad")]


def test_a_file_with_crlf_line_ends_is_the_same():
    assert entries(b"> AT\r\n< OK\r\n") == entries(b"> AT\n< OK\n")


def test_every_wrong_line_is_named():
    with pytest.raises(Problem) as caught:
        transcript.parse(b"> AT\nOK\n<< \\q\n# set: what\n", "t.txt")
    places = [line.split(": ")[0] for line in str(caught.value).splitlines()]
    assert places == ["t.txt:2", "t.txt:3", "t.txt:4"]


def test_raw_input_stays_what_it_is():
    content = b"\r\nOK\r\n+QIRD: 2\r\na"
    assert b"".join(e.data for e in transcript.raw(content)) == content
    assert [e.line for e in transcript.raw(content)] == [1, 2, 3, 4]
