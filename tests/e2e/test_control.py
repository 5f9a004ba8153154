# SPDX-License-Identifier: MIT
"""The control channel: what is done to a modem from outside, on all four dialects."""

import json
import subprocess
from pathlib import Path

import pytest
from atbind.build.spec import load
from atbind.model.dialect import Line
from bringup import DIALECTS, all_of
from hosts import PATIENCE

HOME = Path(__file__).resolve().parents[2]
each_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
BANNERS = {
    "quectel": b"\r\nRDY\r\n",
    "simcom": b"\r\n*ATREADY: 1\r\n",
    "fibocom": b"\r\n+SIM READY\r\n",
    "onemo": b"\r\n+MATREADY\r\n",
}


def urcs_of(name: str) -> tuple[Line, ...]:
    """The dialect's, and those of the chapter that all share."""
    (dialect,) = load(HOME / "spec", name)
    return (*dialect.chapter.urcs, *dialect.urcs)


def ready_again(one, dialect) -> None:
    """A modem after a boot: its banner, the SIM, echo on."""
    one.until(BANNERS[dialect.name])
    one.until(b"\r\nPB DONE\r\n" if dialect.name == "simcom" else b"\r\n+CPIN: READY\r\n")
    assert one.ask("AT").startswith("AT\r")
    one.ask("ATE0")


@each_dialect
def test_a_reboot_forgets_every_connection(controlled, echo, dialect):
    one, operator = controlled(dialect.name)
    dialect.open(one, echo.port)
    operator.say("reboot")
    ready_again(one, dialect)
    assert json.loads(operator.say("state"))["connections"] == []
    dialect.open(one, echo.port)  # everything of the life before is gone
    dialect.send(one, b"again")
    assert all_of(one, dialect, 5) == b"again"


@each_dialect
@pytest.mark.parametrize("count", [1, 4, 9])
def test_reboot_at_a_byte_that_it_says(controlled, dialect, count):
    one, operator = controlled(dialect.name)
    operator.say(f"reboot said {count}")
    one.type(b"AT\rAT\r")
    before = one.until(BANNERS[dialect.name])[: -len(BANNERS[dialect.name])]
    assert before == b"\r\nOK\r\n\r\nOK\r\n"[:count]


@each_dialect
def test_reboot_at_a_byte_that_it_hears(controlled, dialect):
    one, operator = controlled(dialect.name)
    operator.say("reboot heard 2")
    one.type(b"AT\r")
    ready_again(one, dialect)


@each_dialect
def test_power_off_and_on(controlled, dialect):
    one, operator = controlled(dialect.name)
    operator.say("power off")
    one.type(b"AT\r")
    assert not one.more(0.3)
    operator.say("power on")
    ready_again(one, dialect)


@each_dialect
def test_the_network_is_lost(controlled, echo, dialect):
    one, operator = controlled(dialect.name)
    dialect.open(one, echo.port)
    operator.say("network lose")
    one.until(dialect.lost)


@each_dialect
def test_the_peer_closes(controlled, echo, dialect):
    one, operator = controlled(dialect.name)
    dialect.open(one, echo.port)
    number = json.loads(operator.say("state"))["connections"][0]
    operator.say(f"close {number}")
    one.until(dialect.closed)
    assert operator.ask("close 5") == "error: connection 5 is not open"


@each_dialect
def test_a_hung_modem_neither_hears_nor_speaks(controlled, dialect):
    one, operator = controlled(dialect.name)
    operator.say("hang")
    one.type(b"AT\r")
    assert not one.more(0.3)
    operator.say("resume")
    assert one.ask("AT") == "\r\nOK\r\n"
    operator.say("hang")
    operator.say("reboot")
    ready_again(one, dialect)


@each_dialect
def test_a_modem_hangs_for_a_while(controlled, dialect):
    one, operator = controlled(dialect.name)
    operator.say("hang 0.3")
    while True:
        one.type(b"AT\r")
        if one.more(0.1):
            break
    one.until(b"\r\nOK\r\n")


@each_dialect
def test_the_next_ok_is_lost_and_only_that(controlled, dialect):
    one, operator = controlled(dialect.name)
    operator.say("ok lose")
    one.type(b"AT\r")
    assert not one.more(0.3)
    assert one.ask("AT") == "\r\nOK\r\n"


PROMPTS = {"quectel": 0, "simcom": 0, "fibocom": 1, "onemo": 0}
COMMANDS = {"quectel": "+QISEND", "simcom": "+CIPSEND", "fibocom": "+MIPSEND", "onemo": "+MIPSEND"}


@each_dialect
@pytest.mark.parametrize("what, shown", [("lose", b""), ("damage", b"<"), ("stall 0.3", b">")])
def test_the_next_prompt_is_as_ordered(controlled, echo, dialect, what, shown):
    one, operator = controlled(dialect.name)
    dialect.open(one, echo.port)
    operator.say(f"prompt {what}")
    one.type(b"AT%s=%d,3\r" % (COMMANDS[dialect.name].encode(), PROMPTS[dialect.name]))
    if shown:
        one.until(shown)
    else:
        assert not one.more(0.3)
    one.type(b"abc")  # it waits for its payload all the same
    assert all_of(one, dialect, 3) == b"abc"


@each_dialect
def test_orders_change_registration_and_card(controlled, dialect):
    one, operator = controlled(dialect.name)
    one.ask("AT+CEREG=2")
    assert one.ask("AT+CEREG?") == '\r\n+CEREG: 2,1,"1A2B","01C3D4E5",7\r\n\r\nOK\r\n'
    operator.say("registration denied")
    one.until(b"\r\n+CEREG: 3\r\n")
    operator.say("registration roaming")
    one.until(b'\r\n+CEREG: 5,"1A2B","01C3D4E5",7\r\n')
    operator.say("sim removed")
    one.until(b"\r\n+CEREG: 0\r\n")
    one.ask("AT+CMEE=1")
    assert one.ask("AT+CPIN?", "+CME ERROR: 10")
    operator.say("sim inserted")
    one.until(b"\r\n+CPIN: READY\r\n\r\n+CEREG: 5")


@each_dialect
def test_the_register_of_lte_knows_of_no_other_network(controlled, echo, dialect):
    one, operator = controlled(dialect.name)
    dialect.open(one, echo.port)
    one.ask("AT+CEREG=1")
    operator.say("registration home gsm")
    one.until(b"\r\n+CEREG: 0\r\n")
    assert one.ask("AT+CEREG?") == "\r\n+CEREG: 1,0\r\n\r\nOK\r\n"
    assert one.ask("AT+CGREG?") == "\r\n+CGREG: 0,1\r\n\r\nOK\r\n"
    one.ask("AT+CREG=2")
    assert one.ask("AT+CREG?") == '\r\n+CREG: 2,1,"1A2B","01C3D4E5",0\r\n\r\nOK\r\n'
    dialect.send(one, b"still there")
    assert all_of(one, dialect, 11) == b"still there"
    operator.say("registration roaming lte")
    one.until(b"\r\n+CEREG: 5\r\n")


@each_dialect
def test_a_registration_that_is_lost_takes_the_connection(controlled, echo, dialect):
    one, operator = controlled(dialect.name)
    dialect.open(one, echo.port)
    operator.say("registration searching")
    one.until(dialect.lost)


@each_dialect
def test_every_urc_of_the_tables_can_be_said(controlled, dialect):
    one, operator = controlled(dialect.name)
    usage = operator.ask("urc nothing").split("one of: ")[1]
    known = {line.id.split("_urc_")[-1]: line.prefix for line in urcs_of(dialect.name)}
    for name in usage.split(", "):
        operator.say(f"urc {name}")
        one.until(known[name].encode())
        one.until(b"\r\n")
        one.heard = b""
    operator.say("urc creg stat=5")
    one.until(b"\r\n+CREG: 5")


def test_a_urc_with_payload_says_how_long_it_is(controlled):
    one, operator = controlled("quectel")
    operator.say("urc recv_data connectID=3 payload=hello")
    one.until(b'\r\n+QIURC: "recv",3,5\r\nhello')


def test_a_urc_that_lacks_the_field_says_which_it_has(controlled):
    _, operator = controlled("quectel")
    wrong = operator.ask("urc closed connectid=3")
    assert wrong == "error: no field connectid; did you mean connectID?"
    assert operator.ask("urc closed payload=x") == "error: no field payload; known: connectID"
    assert operator.ask("urc recv_data data=x").endswith(
        "known: connectID, currentrecvlength, payload"
    )


def test_orders_that_are_not_understood_say_what_is_right(controlled):
    _, operator = controlled("quectel")
    assert operator.ask("dance").startswith("error: no order dance; one of: help, reboot, power")
    assert operator.ask("reboot at noon") == "error: usage: reboot [said N|heard N]"
    assert operator.ask("air speed 3") == "error: usage: air latency MS|bandwidth BYTES_PER_SECOND"
    assert operator.ask("") == "error: an order, or help"
    assert "network lose" in operator.say("help")


def test_the_console_takes_orders(tmp_path):
    words = [
        "simulate",
        "--dialect",
        "onemo",
        "--pty",
        tmp_path / "modem",
        "--console",
        "--seed",
        "7",
    ]
    with subprocess.Popen(
        [HOME / "generator/atbind", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline().startswith("onemo modem on ")
        assert process.stdout.readline() == "seed 7\n"
        process.stdin.write("state\nno\n")
        process.stdin.flush()
        assert '"on": ' in process.stdout.readline()
        assert process.stdout.readline().startswith("error: no order no")
        process.terminate()
        assert process.wait(PATIENCE) == 0
