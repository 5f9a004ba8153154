# SPDX-License-Identifier: MIT
"""Extended commands begin with +; makers took other marks: Telit #, Huawei ^, Sierra !, GosunCn $."""

import pytest
from atbind.build.spec import load
from atbind.cli import modem as cli_modem
from atbind.modem import decoder, native, transcript
from atbind.modem.own_tables import generated_from
from atbind.notation.line import EXTENDED, NotationError, parse_command
from atbind.tables.mistakes import Report
from atbind.tables.selection import read_selection

TABLE = """\
dialect: marks
title: Marks of makers
manual: {title: null, version: null}
default_timeout: 10 s
parameters: {id: {type: integer, range: 1..6, closed: true}}
urcs: {ring: {line: 'SRING: <id>'}}
commands:
  '#SH':
    title: Socket shutdown
    forms:
      - {syntax: AT#SH=<id>, answers: [OK]}
      - {syntax: AT#SH?, answers: ['#SH: <id> then OK']}
"""


@pytest.mark.parametrize("mark", EXTENDED)
def test_a_mark_begins_a_name(mark):
    assert parse_command(f"AT{mark}SH?").name == f"{mark}SH"


def test_another_mark_is_told():
    with pytest.raises(NotationError, match="column 3 of .*: a name begins with a letter, `&`, or"):
        parse_command("AT%SH?")


@pytest.fixture
def marks(tmp_path):
    (tmp_path / "marks").mkdir()
    (tmp_path / "marks" / "dialect.yaml").write_text(TABLE, "utf-8")
    return tmp_path


def test_a_list_names_such_a_command(marks):
    (marks / "uses.txt").write_text("# what is used\n#SH  # all of it\n+X\n#\n")
    assert list(read_selection(marks / "uses.txt", Report())) == ["#SH", "+X"]


def test_the_names_of_its_forms(marks):
    (dialect,) = load(marks)
    assert [form.id for form in dialect.forms] == ["marks_sh", "marks_sh_read"]


HEARD = """\
> at#sh?
< at#sh?
< #SH: 3
< OK
< SRING: 7
"""


def test_they_are_judged_and_heard(marks):
    library = native.load("marks", None, generated_from(marks, "marks", []))
    assert cli_modem.explanation(library.explain(b"at#sh=6"))["form"] == "marks_sh"
    assert cli_modem.explanation(library.explain(b"AT#SH=7"))["error"]["reason"] == "range"
    events: list[dict] = []
    decoder.decode(library, transcript.parse(HEARD.encode(), "heard"), [], events.append)
    kinds = [(event["kind"], event["id"]) for event in events]
    assert kinds[:2] == [("echo", None), ("info", "marks_sh_read_info")]
    assert kinds[2:] == [("final", "marks_final_ok"), ("malformed", "marks_urc_ring")]
