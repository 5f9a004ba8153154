# SPDX-License-Identifier: MIT
"""What Fibocom's manual says of ping, name servers and the radio link, said by the simulated modem."""

import pytest

NAMES = """
slow.example 127.0.0.1 ping=400
lossy.example 127.0.0.1 ping=12,lost
dead.example 127.0.0.1 ping=lost
"""
LINK = "AT+MIPCALL=1", "+MIPCALL:127.0.0.1"


@pytest.fixture
def modem(host, tmp_path):
    names = tmp_path / "names"
    names.write_text(NAMES)
    one = host("fibocom", "--names", str(names))
    one.ask("AT+CMEE=1")
    return one


@pytest.mark.parametrize(
    "command",
    [
        'AT+MPING=1,"127.0.0.1"',
        'AT+MIPDNS="localhost"',
        'AT+MIPNTP="localhost",123',
        "AT+MIPCONF=1,4",
    ],
)
def test_what_needs_the_link_is_refused_without(modem, command):
    """1.10 and 1.12 want AT+MIPCALL first; 1.16 and 1.17 have no way to a server without."""
    modem.ask(command, "+CME ERROR: 2031")
    modem.ask(*LINK)
    assert "ERROR" not in modem.ask(command)


def test_there_is_one_ping_at_a_time_and_it_can_be_aborted(modem):
    """1.12: AT+MPING=0 is an error when none runs; 3.3: an aborted one has no +MPINGSTAT."""
    modem.ask(*LINK)
    modem.ask("AT+MPING=0", "+CME ERROR: 2029")
    modem.ask('AT+MPING=1,"slow.example",9')
    modem.ask('AT+MPING=1,"127.0.0.1"', "+CME ERROR: 2029")
    modem.ask("AT+MPING=0")
    modem.ask("AT+MPING=0", "+CME ERROR: 2029")
    said = modem.ask('AT+MPING=1,"127.0.0.1",1', '+MPINGSTAT: 0,"127.0.0.1",1,1,1')
    assert said.count("+MPING:") == 1


def test_replies_come_one_by_one_and_a_lost_one_is_told(modem):
    """3.3: status 1 for each, and 0 for all, without a mean where there is nothing to count."""
    modem.ask(*LINK)
    said = modem.ask('AT+MPING=1,"lossy.example",4', '+MPINGSTAT: 0,"127.0.0.1",4,2,12')
    assert said.count('+MPING:"127.0.0.1",0,0,12') == 2
    assert said.count("+MPINGSTAT: 1\r\n") == 2
    modem.ask('AT+MPING=1,"dead.example",2', '+MPINGSTAT: 0,"127.0.0.1",2,0')


@pytest.mark.parametrize(
    "command, first, second",
    [("+MSDNS", "114.114.114.114", "8.8.8.8"), ("+MSV6DNS", "2001:db8::1", "2001:db8::2")],
)
def test_a_socket_alone_clears_its_name_servers(modem, command, first, second):
    """1.13 and 1.14; one address leaves the other as it was."""
    modem.ask(f'AT{command}=1,"{first}","{second}"')
    modem.ask(f'AT{command}=1,"{second}"')
    assert f'1,"{second}","{second}"\r\n' in modem.ask(f"AT{command}?")
    modem.ask(f"AT{command}=1")
    assert '1,"",""\r\n' in modem.ask(f"AT{command}?")


def test_a_ping_ends_with_the_network(controlled, tmp_path):
    """3.3: status 2, once; no reply comes behind it."""
    names = tmp_path / "names"
    names.write_text(NAMES)
    one, operator = controlled("fibocom", "--names", str(names))
    one.ask(*LINK)
    one.ask('AT+MPING=1,"slow.example",9')
    operator.say("network lose")
    one.until(b"\r\n+MPINGSTAT: 2\r\n")
    assert not one.more(0.6) or b"+MPING:" not in one.heard


def test_what_is_stored_outlives_a_restart(controlled):
    """1.11 is stored when the power goes; 1.10 is kept until then."""
    one, operator = controlled("fibocom")
    one.ask("AT+MIPKEEPCONF=1,20,65,9")
    one.ask(*LINK)
    one.ask("AT+MIPCONF=1,4")
    assert "+MIPCONF: 1,4," in one.ask("AT+MIPCONF?")
    operator.say("reboot")
    one.until(b"\r\n+SIM READY\r\n")
    assert "+MIPKEEPCONF: 1,20,65,9\r\n" in one.ask("AT+MIPKEEPCONF?")
    assert "+MIPCONF: 1,4," not in one.ask("AT+MIPCONF?")
