# SPDX-License-Identifier: MIT
"""Every verb that reads tables takes an overlay; dialects may stand outside this tree."""

import json
import os
import select
import shutil
import time

import pytest

EC21 = """\
overlay: quectel
doc: An EC21, with a command the manual does not have and six sockets
change:
  parameters:
    connectID: {range: 0..5}
remove:
  commands: [+QNTP]
add:
  commands:
    +QISDE:
      title: Echo of what is sent
      parameters:
        echo: {type: integer, values: {0: off, 1: on}, doc: whether data is echoed}
      forms:
        - syntax: AT+QISDE=<echo>
          answers: [OK]
        - syntax: AT+QISDE?
          answers: ['+QISDE: <echo> then OK']
"""


@pytest.fixture(scope="module")
def overlay(tmp_path_factory):
    path = tmp_path_factory.mktemp("overlay") / "ec21.yaml"
    path.write_text(EC21)
    return path


def test_check_takes_it(atbind, overlay):
    done = atbind("check", "--dialect", "quectel", "--overlay", overlay)
    assert done.returncode == 0, done.stderr


def test_check_tells_the_overlays_line(atbind, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("overlay: quectel\nremove:\n  commands: [+QIOPN]\n")
    done = atbind("check", "--dialect", "quectel", "--overlay", wrong)
    assert done.returncode == 1
    assert f"{wrong}:3: there is no `+QIOPN`" in done.stderr and "+QIOPEN?" in done.stderr


def test_export_has_what_it_adds_and_not_what_it_removes(atbind, overlay):
    done = atbind("export", "--json", "--dialect", "quectel", "--overlay", overlay)
    names = [c["name"] for c in json.loads(done.stdout)["dialects"]["quectel"]["commands"]]
    assert "+QISDE" in names and "+QNTP" not in names


def test_diff_says_what_an_overlay_means_for_callers(atbind, overlay, home):
    spec = home / "spec"
    done = atbind("diff", spec, spec, "--dialect", "quectel", "--overlay", overlay)
    assert done.returncode == 1
    assert (
        "breaking: quectel: quectel_qiopen <connectID>: range 0 to 11 is now 0 to 5" in done.stdout
    )
    assert "added: quectel: quectel_qisde: new form: AT+QISDE=<echo>" in done.stdout


def test_generate_writes_what_it_adds_and_not_what_it_removes(atbind, overlay, tmp_path):
    options = ("--dialect", "quectel", "--overlay", overlay, "--output", tmp_path)
    assert atbind("generate", *options).returncode == 0
    header = (tmp_path / "quectel" / "quectel_commands.h").read_text()
    assert "quectel_qisde" in header and "quectel_qntp" not in header
    assert atbind("generate", "--check", *options).returncode == 0


def test_generate_never_writes_an_overlay_into_the_tree(atbind, overlay):
    done = atbind("generate", "--dialect", "quectel", "--overlay", overlay)
    assert done.returncode == 2 and "give --output DIR" in done.stderr


def test_explain_judges_by_it(atbind, overlay):
    lines = ("AT+QISDE=1", "AT+QISDE=2", "AT+QICLOSE=6")
    done = atbind("explain", "--json", "--dialect", "quectel", "--overlay", overlay, *lines)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["ok"] for one in told] == [True, False, False]
    assert told[2]["error"]["message"] == "AT+QICLOSE <connectID>: 0 to 5"


def test_decode_knows_its_lines(atbind, overlay, tmp_path):
    talk = tmp_path / "talk.txt"
    talk.write_text("> AT+QISDE?\n< +QISDE: 1\n< OK\n")
    done = atbind(
        "decode", "--json", "--dialect", "quectel", "--overlay", overlay, "--transcript", talk
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(e["kind"], e["fields"]) for e in events] == [("info", {"echo": 1}), ("final", {})]


def test_the_simulator_obeys_it(modem, overlay):
    device = os.open(modem("quectel", "--overlay", str(overlay)).device, os.O_RDWR | os.O_NOCTTY)
    try:
        assert "OK" in _asked(device, b"AT+QISDE=1\r")
        assert "+QISDE: 1" in _asked(device, b"AT+QISDE?\r")
    finally:
        os.close(device)


def _asked(device: int, line: bytes) -> str:
    """What the modem answers, up to its final result code."""
    os.write(device, line)
    got, end = b"", time.monotonic() + 10
    while not any(final in got for final in (b"OK\r\n", b"ERROR\r\n")) and time.monotonic() < end:
        if select.select([device], [], [], 0.2)[0]:
            got += os.read(device, 4096)
    return got.decode()


def test_a_dialect_in_its_own_folder_outside_the_tree(atbind, home, tmp_path):
    own = tmp_path / "tables" / "hard"
    shutil.copytree(home / "tests" / "dialect" / "hard", own)
    for spec in (own.parent, own):
        done = atbind("check", "--spec", spec)
        assert done.returncode == 0 and done.stdout.startswith("hard: "), done.stderr
        done = atbind("explain", "--spec", spec, "--dialect", "hard", "AT+NOTHING")
        assert done.returncode == 1 and "is not in the tables" in done.stdout


def test_the_example_of_the_page(atbind, home, tmp_path):
    text = (home / "spec" / "OVERLAYS.md").read_text()
    example = text[text.index("overlay: quectel") :].split("```")[0]
    (tmp_path / "example.yaml").write_text(example)
    done = atbind("check", "--dialect", "quectel", "--overlay", tmp_path / "example.yaml")
    assert done.returncode == 0, done.stderr
