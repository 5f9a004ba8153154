# SPDX-License-Identifier: MIT
"""What the manuals describe beyond opening and sending: watermarks, limits, modes, buffers."""

import os

import pytest
from atbind.build.spec import load
from atbind.simulator.main import modem_class
from bringup import DIALECTS, Fibocom, Onemo, Quectel, Simcom, all_of
from hosts import HOME, PATIENCE

# the same line as a form beside it, which comes first
BY_ANOTHER = {"quectel": [], "simcom": [], "fibocom": ["mipsend_timeout"], "onemo": []}
each_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)


def heard(connection, length: int) -> bytes:
    data = b""
    while len(data) < length:
        piece = connection.recv(length - len(data))
        assert piece
        data += piece
    return data


def quiet(connection, seconds: float = 0.3) -> bool:
    connection.settimeout(seconds)
    try:
        return connection.recv(1) is None
    except TimeoutError:
        return True
    finally:
        connection.settimeout(PATIENCE)


@each_dialect
def test_every_form_with_a_late_result_or_payload_has_behaviour(dialect):
    """A row that is renamed, or split, must not fall back to `it is stored` in silence."""
    tables = load(HOME / "spec", dialect.name)[0]
    modem = modem_class(dialect.name)
    prefix = dialect.name + "_"
    needed = {f.id.removeprefix(prefix) for f in tables.forms if f.results or f.payload}
    assert [n for n in sorted(needed) if not hasattr(modem, "do_" + n)] == BY_ANOTHER[dialect.name]


# ---- Fibocom -----------------------------------------------------------------------------


def test_fibocom_pushes_at_the_watermark_and_after_the_time(host, peer):
    one = host("fibocom")
    Fibocom.open(one, peer.port)
    far = peer.accept()
    one.ask("AT+MIPSETS=1,4")
    assert "+MIPSEND: 1,0,2046\r\n" in one.ask('AT+MIPSEND=1,"6162"')
    assert quiet(far)
    assert "+MIPSETS: 3\r\n" in one.ask("AT+MIPSETS=1,8")  # not while data waits
    assert "+MIPSEND: 1,0,2048\r\n" in one.ask('AT+MIPSEND=1,"6364"')
    assert heard(far, 4) == b"abcd"
    one.ask("AT+MIPSETS=1,2048,300")
    one.ask('AT+MIPSEND=1,"6566"')
    assert heard(far, 2) == b"ef"


def test_fibocom_stops_the_host_and_lets_it_go_on(host, peer):
    one = host("fibocom")
    Fibocom.open(one, peer.port)
    far = peer.accept()
    one.ask("AT+MIPSETS=1,2048")
    for _ in range(2):
        one.ask('AT+MIPSEND=1,"' + "61" * 1000 + '"')
    assert "+MIPSEND: 1,1,48\r\n" in one.ask('AT+MIPSEND=1,"' + "61" * 100 + '"')
    one.until(b"\r\n+MIPXOFF: 1\r\n")
    one.until(b"\r\n+MIPXON: 1\r\n")
    one.ask("AT+MIPPUSH=1")
    assert heard(far, 2000) == b"a" * 2000


def test_fibocom_online_escaped_told_and_online_again(host, peer):
    one = host("fibocom")
    one.ask("AT+MIPCALL=1", "+MIPCALL:127.0.0.1")
    one.ask(f'AT+MIPODM=1,,"127.0.0.1",{peer.port},0', "+MIPODM: 1,1")
    far = peer.accept()
    one.type(b"typed")
    assert heard(far, 5) == b"typed"
    one.escape()
    one.until(b"\r\nOK\r\n")
    far.sendall(b"late")
    one.until(b"\r\n+MIPDATA: 1,4\r\n")
    one.type(b"ATO\r")
    one.until(b"\r\nCONNECT\r\n")
    assert one.exactly(4) == b"late"


def test_fibocom_without_pseudo_command_mode_has_no_escape(host, peer):
    one = host("fibocom")
    one.ask("AT+MIPCALL=1", "+MIPCALL:127.0.0.1")
    one.ask(f'AT+MIPODM=1,,"127.0.0.1",{peer.port},0,1', "+MIPODM: 1,1")
    far = peer.accept()
    one.escape()
    assert heard(far, 3) == b"+++"


def test_fibocom_hangs_up_with_its_sockets(host, peer):
    one = host("fibocom")
    Fibocom.open(one, peer.port)
    far = peer.accept()
    one.ask("AT+MIPCALL=0", "+MIPCALL:0")
    assert far.recv(1) == b""
    assert "+MIPCLOSE: 0\r\n" in one.ask("AT+MIPCLOSE?")


def test_fibocom_packets_have_size_and_time(host, peer):
    one = host("fibocom")
    Fibocom.open(one, peer.port)
    far = peer.accept()
    one.ask("AT+MIPDSETS=1,3,10")
    far.sendall(b"abcdefgh")
    expected = b"\r\n+MIPRTCP: 1,3,abc\r\n\r\n+MIPRTCP: 1,3,def\r\n\r\n+MIPRTCP: 1,2,gh\r\n"
    assert one.exactly(len(expected)) == expected


# ---- OneMO ------------------------------------------------------------------------------------


def test_onemo_prompt_reports_what_it_took(host, peer):
    one = host("onemo")
    Onemo.open(one, peer.port)
    far = peer.accept()
    one.type(b"AT+MIPSEND=0\r")
    one.until(b">")
    one.type(b"hello\x1a")
    one.until(b"\r\n+MIPSEND: 0,5\r\n\r\nOK\r\n")
    assert heard(far, 5) == b"hello"


def test_onemo_sends_what_came_in_time(host, peer):
    one = host("onemo")
    Onemo.open(one, peer.port)
    far = peer.accept()
    one.ask('AT+MIPCFG="timeout",0,1')
    one.type(b"AT+MIPSEND=0,10\r")
    one.until(b">")
    one.type(b"abc")
    one.until(b"\r\n+MIPSEND: 0,3\r\n\r\nOK\r\n")
    assert heard(far, 3) == b"abc"


def test_onemo_send_buffer_ends_the_prompt(host, peer):
    one = host("onemo")
    Onemo.open(one, peer.port)
    far = peer.accept()
    one.ask('AT+MIPCFG="sndbuf",0,1024')
    one.type(b"AT+MIPSEND=0\r")
    one.until(b">")
    one.type(b"x" * 1024)
    one.until(b"\r\n+MIPSEND: 0,1024\r\n\r\nOK\r\n")
    assert heard(far, 1024) == b"x" * 1024


def test_onemo_waits_for_names_as_long_as_it_is_told(host, tmp_path):
    names = tmp_path / "names"
    names.write_text("slow.example 127.0.0.1 dns=2500\nquick.example 127.0.0.1 dns=10\n")
    one = host("onemo", "--names", str(names))
    one.ask('AT+MDNSCFG="timeout",1,1')
    one.ask('AT+MIPOPEN=0,"TCP","slow.example",7', "+MIPOPEN: 0,580")
    one.ask('AT+MDNSCFG="cached",1,60')
    one.ask('AT+MDNSGIP="quick.example"', '+MDNSGIP: "quick.example","127.0.0.1"')


# ---- Quectel ----------------------------------------------------------------------------------


def transparent(host, server):
    host.ask("AT+QIACT=1")
    host.type(f'AT+QIOPEN=1,0,"TCP","127.0.0.1",{server.port},0,2\r'.encode())
    far = server.accept()
    host.until(b"\r\nCONNECT\r\n")
    return far


def test_quectel_packets_of_transparent_mode(host, peer):
    one = host("quectel")
    one.ask('AT+QICFG="transpktsize",4')
    one.ask('AT+QICFG="transwaittm",20')
    far = transparent(one, peer)
    one.type(b"abcdef")
    assert heard(far, 4) == b"abcd"  # a packet at once, the rest when its time has passed
    assert heard(far, 2) == b"ef"


def test_quectel_name_servers_of_a_context(host):
    one = host("quectel")
    one.ask('AT+QIDNSCFG=1,"1.1.1.1"', "ERROR")  # not before it is active
    one.ask("AT+QIACT=1")
    assert one.ask("AT+QIDNSCFG=1").startswith('\r\n+QIDNSCFG: 1,"8.8.8.8","8.8.4.4"\r\n')
    one.ask('AT+QIDNSCFG=1,"1.1.1.1","9.9.9.9"')
    assert one.ask("AT+QIDNSCFG=1").startswith('\r\n+QIDNSCFG: 1,"1.1.1.1","9.9.9.9"\r\n')


def test_quectel_counts_what_is_acknowledged(controlled, echo):
    one, operator = controlled("quectel")
    Quectel.open(one, echo.port)
    operator.say("air latency 400")
    Quectel.send(one, b"12345")
    assert "+QISEND: 5,0,5\r\n" in one.ask("AT+QISEND=0,0")
    all_of(one, Quectel, 5)
    assert "+QISEND: 5,5,0\r\n" in one.ask("AT+QISEND=0,0")


@pytest.mark.parametrize("size", [100, 4096])
def test_quectel_a_full_buffer_lets_the_peer_wait(controlled, peer, size):
    one, operator = controlled("quectel")
    operator.say(f"buffer {size}")
    one.ask("AT+QIACT=1")
    one.ask(f'AT+QIOPEN=1,0,"TCP","127.0.0.1",{peer.port},0,0', "+QIOPEN: 0,0")
    far, sent = peer.accept(), os.urandom(20000)
    far.sendall(sent)
    came = b""
    while len(came) < len(sent):
        one.type(b"AT+QIRD=0,1500\r")
        one.until(b"+QIRD: ")
        length = int(one.until(b"\r\n"))
        assert length <= 1500
        came += one.exactly(length)
        one.until(b"OK\r\n")
    assert came == sent


# ---- SIMCom -----------------------------------------------------------------------------------


def test_simcom_gives_up_opening_in_time(controlled, echo):
    one, operator = controlled("simcom")
    one.ask("AT+NETOPEN", "+NETOPEN: 0")
    one.ask("AT+CIPTIMEOUT=3000,3000,3000")
    operator.say("air latency 60000")
    one.ask(f'AT+CIPOPEN=0,"TCP","127.0.0.1",{echo.port}', "+CIPOPEN: 0,10")


def test_simcom_confirms_when_the_peer_has_acknowledged(controlled, echo):
    one, operator = controlled("simcom")
    Simcom.open(one, echo.port)
    one.ask("AT+CIPSENDMODE=1")
    operator.say("air latency 300")
    one.type(b"AT+CIPSEND=0,3\r")
    one.until(b">")
    one.type(b"abc")
    one.until(b"\r\nOK\r\n")
    assert not one.more(0.05)
    one.until(b"\r\n+CIPSEND: 0,3,3\r\n")


def test_simcom_network_lost_and_opened_again(controlled, echo):
    one, operator = controlled("simcom")
    Simcom.open(one, echo.port)
    operator.say("network lose")
    one.until(Simcom.lost)
    assert "+NETOPEN: 1\r\n" in one.ask("AT+NETOPEN?")
    one.ask("AT+CIPCLOSE=0", "+CIPCLOSE: 0,0")
    one.ask("AT+NETCLOSE", "+NETCLOSE: 0")
    Simcom.open(one, echo.port)
    Simcom.send(one, b"again")
    assert all_of(one, Simcom, 5) == b"again"


# ---- the line and the network ---------------------------------------------------------------------


@each_dialect
def test_latency_and_bandwidth_delay_and_lose_nothing(controlled, echo, dialect):
    one, operator = controlled(dialect.name)
    dialect.open(one, echo.port)
    operator.say("air latency 100")
    operator.say("air bandwidth 20000")
    dialect.send(one, bytes(range(256)) * 4)
    assert all_of(one, dialect, 1024) == bytes(range(256)) * 4
    operator.say("air latency 3600000")
    dialect.send(one, b"far away")
    assert not one.more(0.3)


# how it is opened once more, and closed, and what says of each that it has worked
ONCE_MORE = {
    "quectel": ('AT+QIOPEN=1,0,"TCP","127.0.0.1",{},0,1', "+QIOPEN: 0,0", "AT+QICLOSE=0", "OK"),
    "simcom": (
        'AT+CIPOPEN=0,"TCP","127.0.0.1",{}',
        "+CIPOPEN: 0,0",
        "AT+CIPCLOSE=0",
        "+CIPCLOSE: 0,0",
    ),
    "fibocom": (
        'AT+MIPOPEN=1,,"127.0.0.1",{},0',
        "+MIPOPEN: 1,1",
        "AT+MIPCLOSE=1",
        "+MIPCLOSE: 1,0",
    ),
    "onemo": (
        'AT+MIPOPEN=0,"TCP","127.0.0.1",{}',
        "+MIPOPEN: 0,0",
        "AT+MIPCLOSE=0",
        "+MIPCLOSE: 0",
    ),
}


@each_dialect
def test_what_is_closed_while_it_is_opened_never_opens(controlled, echo, dialect):
    one, operator = controlled(dialect.name)
    open_it, opened, close_it, closed = ONCE_MORE[dialect.name]
    dialect.open(one, echo.port)
    one.ask(close_it, closed)
    operator.say("air latency 700")
    one.ask(open_it.format(echo.port))
    one.ask(close_it, closed)
    operator.say("air latency 0")
    assert not one.more(2)
    one.ask(open_it.format(echo.port), opened)


@each_dialect
def test_what_the_host_types_can_be_lost_and_damaged(controlled, dialect):
    one, operator = controlled(dialect.name)
    operator.say("line drop-host 1")
    one.type(b"AT\r")
    assert not one.more(0.2)
    operator.say("line drop-host 0")
    operator.say("line corrupt-host 1")
    one.type(b"AT\r")
    one.more(0.2)
    operator.say("line corrupt-host 0")
    one.type(b"\x1b\r")
    one.more(0.2)
    one.heard = b""
    assert one.ask("AT") == "\r\nOK\r\n"


@each_dialect
@pytest.mark.parametrize("how", ["every-byte", "random"])
def test_what_the_host_types_can_come_in_pieces_and_late(host, echo, dialect, how):
    one = host(dialect.name, "--split-host", how, "--delay-host", "1")
    dialect.open(one, echo.port)
    dialect.send(one, b"\r\npiece by piece")
    assert all_of(one, dialect, 16) == b"\r\npiece by piece"


@each_dialect
def test_the_same_seed_is_the_same_line(host, dialect):
    """URCs and damage come from the seed: two modems say the same to the same host."""
    said = []
    for _ in range(2):
        one = host(dialect.name, "--urc", "--corrupt", "0.01", "--seed", "42", echo=True)
        for _ in range(20):
            one.type(b"AT+CSQ\r")
            one.more()
        while one.more(0.3):
            continue
        said.append(one.heard)
    assert said[0] == said[1] and len(said[0]) > 500
