# SPDX-License-Identifier: MIT
"""A modem of a user's own tables: what they say alone, and what a Python file adds."""

import os
import re
import select
import subprocess
import time

import pytest

TABLE = """\
dialect: own
title: One socket
manual: {title: null, version: null}
default_timeout: 5 s
parameters:
  err:    {type: integer, values: {0: open, 1: failed}}
  length: {type: integer, range: 1..1460, closed: true}
  data:   {type: data, length: length}
commands:
  +SOPEN:
    title: Open
    parameters:
      host: {type: ip}
      port: {type: integer, range: 1..65535}
    forms:
      - {syntax: 'AT+SOPEN=<host>,<port>', answers: ['OK then +SOPEN: <err>']}
  +SSEND:
    title: Send
    forms:
      - {syntax: AT+SSEND=<length>, payload: {ends: length, length: length}, answers: ['> then OK']}
  +SCLOSE:
    title: Close
    forms: [{syntax: AT+SCLOSE, answers: [OK]}]
  +SWHO:
    title: Its name
    parameters:
      name: {type: string, assumed_length: 0..8}
    forms:
      - {syntax: AT+SWHO, answers: ['+SWHO: <name> then OK']}
  +SMODE:
    title: A setting
    parameters:
      mode: {type: integer, range: 0..7, default: 3}
    forms:
      - {syntax: AT+SMODE=?, answers: ['+SMODE: (<mode>) then OK']}
      - {syntax: AT+SMODE?, answers: ['+SMODE: <mode> then OK']}
      - {syntax: AT+SMODE=<mode>, answers: [OK]}
urcs:
  sdata: {line: '+SDATA: <length><CR><LF><data>'}
  sclosed: {line: +SCLOSED}
"""


@pytest.fixture
def own(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "dialect.yaml").write_text(TABLE)
    return tmp_path


@pytest.fixture
def talk(modem, own):
    """Starts the modem with these options; gives a function that types and returns what comes."""
    opened = []

    def start(*options):
        device = modem("own", "--spec", str(own), *options).device
        opened.append(os.open(device, os.O_RDWR | os.O_NOCTTY))
        return lambda line, until: _exchange(opened[-1], line, until)

    yield start
    for device in opened:
        os.close(device)


def _exchange(device, line: bytes, until: bytes) -> bytes:
    os.write(device, line)
    got, end = b"", time.monotonic() + 10
    while until not in got and time.monotonic() < end:
        if select.select([device], [], [], 0.1)[0]:
            got += os.read(device, 4096)
    assert until in got, got
    return got


def test_a_table_alone_is_a_modem(talk):
    ask = talk()
    assert b"+SMODE: 3" in ask(b"AT+SMODE?\r", b"OK")
    assert b"+SMODE: (0-7)" in ask(b"AT+SMODE=?\r", b"OK")
    ask(b"AT+SMODE=5\r", b"OK")
    assert b"+SMODE: 5" in ask(b"AT+SMODE?\r", b"OK")
    ask(b"AT+SMODE=8\r", b"ERROR")
    ask(b"AT+CSQ\r", b"+CSQ: ")  # the chapter that all share


def test_a_table_alone_prompts_and_takes_payload(talk):
    ask = talk()
    ask(b"AT+SSEND=4\r", b"\r\n> ")
    ask(b"OK\r\n", b"\r\nOK\r\n")
    assert b"+SMODE: 3" in ask(b"AT+SMODE?\r", b"OK")  # the payload was no command line


def test_the_readmes_sockets_are_real(talk, own, home, echo_server):
    page = (home / "generator/src/atbind/simulator/README.md").read_text()
    (program,) = re.findall(r"```python\n(.*?)```", page, re.S)
    (own / "behaviour.py").write_text(program)
    ask = talk("--behaviour", str(own / "behaviour.py"))
    port, seen = echo_server
    ask(b"AT+SSEND=4\r", b"ERROR")
    ask(f'AT+SOPEN="127.0.0.1",{port}\r'.encode(), b"+SOPEN: 0")
    ask(b"AT+SSEND=4\r", b"> ")
    assert b"+SDATA: 4\r\nOK\r\n" in ask(b"OK\r\n", b"+SDATA: 4\r\nOK\r\n")
    assert bytes(seen) == b"OK\r\n"
    ask(b"AT+SCLOSE\r", b"OK")


def test_a_field_may_have_any_name(talk, own):
    """`name` is what say() calls its first argument."""
    (own / "behaviour.py").write_text(
        "from atbind.simulator.modem import Modem\n\n"
        "class Named(Modem):\n"
        "    def do_swho(self, request):\n"
        '        self.say("swho_info", name="me")\n'
        "        self.ok()\n"
    )
    ask = talk("--behaviour", str(own / "behaviour.py"))
    assert b'+SWHO: "me"\r\n' in ask(b"AT+SWHO\r", b"OK")


@pytest.mark.parametrize(
    "said, message",
    [
        ('"swho_inof", name="me"', "no line is called swho_inof; did you mean swho_info?"),
        ('"swho_info", nmae="me"', "+SWHO: <name>: <name> is missing; given: nmae"),
    ],
)
def test_what_no_table_can_say_is_told(talk, own, said, message):
    (own / "behaviour.py").write_text(
        "from atbind.simulator.modem import Modem\n\n"
        "class Wrong(Modem):\n"
        "    def do_swho(self, request):\n"
        f"        self.say({said})\n"
    )
    ask = talk("--behaviour", str(own / "behaviour.py"))
    assert b"+SWHO: " not in ask(b"AT+SWHO\r", b"ERROR")
    assert message in (own / "modem.log").read_text()


@pytest.mark.parametrize(
    "program, message",
    [
        (None, "no such Python file"),
        ("x = 1\n", "has no class of a modem; write `class Mine(Modem):`"),
        ("from atbind.simulator.modem import Modem\n", "has no class of a modem"),
        ("def broken(\n", "SyntaxError"),
        (
            "from atbind.simulator.modem import Modem\n\n"
            "class Own(Modem):\n"
            "    def do_ssned(self, request): pass\n",
            "do_ssned is for no form of own; did you mean do_ssend?",
        ),
    ],
)
def test_a_file_that_no_modem_can_be_made_of(home, own, program, message):
    path = own / "behaviour.py"
    if program is not None:
        path.write_text(program)
    command = [home / "generator/atbind", "simulate", "--dialect", "own", "--spec", own]
    done = subprocess.run(
        [*command, "--pty", own / "modem", "--behaviour", path], capture_output=True, text=True
    )
    assert done.returncode == 2 and message in done.stderr
    assert done.stderr.startswith(f"atbind: {path}: ")
