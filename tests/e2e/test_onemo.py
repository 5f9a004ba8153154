# SPDX-License-Identifier: MIT
"""The simulated OneMO modem, byte for byte over a pseudo-terminal, and through the generated decoder."""

import re
import socket
import time

import pytest
from hosts import PATIENCE, free_port


@pytest.fixture
def line(host):
    """line("--urc"): a host at a modem that no longer echoes."""
    return lambda *options: host("onemo", *options)


@pytest.fixture
def datagrams():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        one.settimeout(PATIENCE)
        yield one


def tcp(line, peer, tail=""):
    """Opens connection 0; the peer's end of it."""
    line.ask(
        f'AT+MIPOPEN=0,"TCP","127.0.0.1",{peer.port}{tail}',
        "CONNECT" if ",1" in tail else "+MIPOPEN: 0,0",
    )
    return peer.accept()


def udp(line, datagrams, mode=0):
    """Opens connection 1; the address to answer to."""
    port = datagrams.getsockname()[1]
    line.ask(f'AT+MIPOPEN=1,"UDP","127.0.0.1",{port},60,{mode}', "+MIPOPEN: 1,0")
    line.ask('AT+MIPSEND=1,2,"hi"')
    return datagrams.recvfrom(100)[1]


def test_the_manual_s_first_example(line, peer):
    uart = line()
    far = tcp(uart, peer)
    port = peer.port
    assert uart.ask("AT+MIPSTATE=0") == (
        f'\r\n+MIPSTATE: 0,"TCP","127.0.0.1",{port},"CONNECTED"\r\n\r\nOK\r\n'
    )
    assert uart.ask('AT+MIPSEND=0,11,"12345678900"') == "\r\n+MIPSEND: 0,11\r\n\r\nOK\r\n"
    assert far.recv(100) == b"12345678900"
    far.sendall(b"ABCDE12345")
    assert uart.until(b"12345\r\n") == b'\r\n+MIPURC: "rtcp",0,10,ABCDE12345\r\n'
    assert uart.ask("AT+MIPSACK=0") == "\r\n+MIPSACK: 11,11,0,10\r\n\r\nOK\r\n"
    assert uart.ask("AT+MIPCLOSE=0", "+MIPCLOSE: 0") == "\r\nOK\r\n\r\n+MIPCLOSE: 0\r\n"
    assert far.recv(1) == b""


def test_data_comes_and_goes_in_the_format_that_is_set(line, peer):
    uart = line()
    far = tcp(uart, peer)
    uart.ask('AT+MIPCFG="encoding",0,1,1')
    uart.ask('AT+MIPSEND=0,3,"0D0A22"')
    assert far.recv(100) == b'\r\n"'
    far.sendall(b"OK\r\n")
    assert b'"rtcp",0,4,4F4B0D0A\r\n' in uart.until(b"0D0A\r\n")
    uart.ask('AT+MIPCFG="encoding",0,2,0')
    uart.ask('AT+MIPSEND=0,8,"a\\"\\r\\nb"')
    assert far.recv(100) == b'a"\r\nb'
    uart.ask('AT+MIPSEND=0,5,"a\\"\\r\\nb"', "+CME ERROR: 50")
    assert 'encoding",0,2,0' in uart.ask('AT+MIPCFG="encoding"')


def test_lengths_that_are_stated_or_not(line, peer):
    uart = line()
    far = tcp(uart, peer)
    for text, sent in (('0,"abc"', b"abc"), (',"de"', b"de"), ('1,"f"', b"f")):
        uart.ask(f"AT+MIPSEND=0,{text}")
        assert far.recv(100) == sent
    uart.ask('AT+MIPSEND=0,4,"abc"', "+CME ERROR: 50")


def test_data_behind_the_prompt(line, peer):
    uart = line("--model", "ML307A")
    far = tcp(uart, peer)
    for command, data, sent in (
        ("AT+MIPSEND=0", b"one\r\n\x1a", b"one\r\n"),
        ("AT+MIPSEND=0,0", b"two\x1a", b"two"),
        ("AT+MIPSEND=0,5", b"\x1a\x1b\r\nx", b"\x1a\x1b\r\nx"),
    ):
        uart.type(command.encode() + b"\r")
        uart.until(b"\r\n>")
        uart.type(data)
        uart.until(b"\r\nOK\r\n")
        assert far.recv(100) == sent
    uart.ask('AT+MIPCFG="timeout",0,1')
    uart.type(b"AT+MIPSEND=0,9\r")
    uart.until(b"\r\n>")
    uart.type(b"short")
    uart.until(b"\r\nOK\r\n")
    assert far.recv(100) == b"short"


def test_a_buffer_counts_what_has_come(line, peer):
    uart = line()
    far = tcp(uart, peer, ",60,2")
    far.sendall(b"0123456789")
    uart.until(b'\r\n+MIPURC: "rtcp",0,10,10\r\n')
    far.sendall(b"ABCDE")
    uart.until(b'\r\n+MIPURC: "rtcp",0,5,15\r\n')
    assert uart.ask("AT+MIPRD=0") == "\r\n+MIPRD: 0,15\r\n\r\nOK\r\n"
    assert uart.ask("AT+MIPRD=0,4") == "\r\n+MIPRD: 0,11,4,0123\r\n\r\nOK\r\n"
    uart.type(b"AT+MIPMODE=0,0\r")
    assert uart.until(b"ABCDE\r\n") == b"\r\nOK\r\n\r\n+MIPRD: 0,0,11,456789ABCDE\r\n"
    assert uart.ask("AT+MIPMODE=0") == "\r\n+MIPMODE: 0,0\r\n\r\nOK\r\n"
    assert uart.ask("AT+MIPRD=0,0") == "\r\nOK\r\n"
    uart.ask("AT+MIPMODE=0,3", "+CME ERROR: 50")


def test_an_empty_buffer_is_ok_alone(line, peer, datagrams):
    uart = line()
    tcp(uart, peer, ",60,2")
    udp(uart, datagrams, 3)
    for command in ("AT+MIPRD=0", "AT+MIPRD=0,0", "AT+MIPRD=1", "AT+MIPRD=1,1"):  # 3.6
        assert uart.ask(command) == "\r\nOK\r\n"


def test_each_packet_is_announced_and_read_alone(line, datagrams):
    uart = line()
    back = udp(uart, datagrams, 3)
    datagrams.sendto(b"one", back)
    uart.until(b'\r\n+MIPURC: "rudp",1,1\r\n')
    datagrams.sendto(b"two", back)
    uart.until(b'\r\n+MIPURC: "rudp",1,2\r\n')
    assert uart.ask("AT+MIPRD=1") == "\r\n+MIPRD: 1,2\r\n\r\nOK\r\n"
    assert uart.ask("AT+MIPRD=1,1") == "\r\n+MIPRD: 1,1,3,one\r\n\r\nOK\r\n"
    assert uart.ask("AT+MIPRD=1,0") == "\r\n+MIPRD: 1,0,3,two\r\n\r\nOK\r\n"
    assert uart.ask("AT+MIPSACK=1") == "\r\n+MIPSACK: 2,0,2,6\r\n\r\nOK\r\n"


def test_numbered_and_empty_packets(line, datagrams):
    uart = line("--model", "MN319")
    udp(uart, datagrams)
    uart.type(b'AT+MIPSEND=1,1,"x",,7\r')
    uart.until(b'\r\nOK\r\n\r\n+MIPURC: "seq",1,7,0\r\n')
    assert datagrams.recv(10) == b"x"
    assert uart.ask("AT+MIPSEND=1,0") == "\r\n+MIPSEND: 1,0\r\n\r\nOK\r\n"
    assert datagrams.recv(10) == b""


def test_in_transparent_mode_bytes_are_the_peers(line, peer):
    uart = line()
    far = tcp(uart, peer)
    uart.ask("AT+MIPMODE=0,1", "CONNECT")
    uart.type(b"AT\r\n+MIPURC")
    assert far.recv(100) == b"AT\r\n+MIPURC"
    far.sendall(b"OK\r\n>")
    assert uart.until(b">") == b"OK\r\n>"
    uart.escape()
    uart.until(b"\r\nOK\r\n")
    assert uart.ask("AT+MIPMODE=0") == "\r\n+MIPMODE: 0,0\r\n\r\nOK\r\n"


def test_a_lost_connection_is_kept_where_autofree_is_1(line, peer):
    uart = line()
    tcp(uart, peer).close()
    uart.until(b'\r\n+MIPURC: "disconn",0,1\r\n')
    uart.ask("AT+MIPCLOSE=0", "+CME ERROR: 553")
    uart.ask('AT+MIPCFG="autofree",0,1')
    tcp(uart, peer).close()
    uart.until(b'\r\n+MIPURC: "disconn",0,1\r\n')
    uart.ask('AT+MIPOPEN=0,"TCP","127.0.0.1",7', "+CME ERROR: 552")
    uart.ask("AT+MIPCLOSE=0", "+MIPCLOSE: 0")


@pytest.mark.parametrize(("model", "code"), (("MN318", 1), ("ML307R", 557)))
def test_what_cannot_be_opened(line, model, code):
    uart = line("--model", model)
    uart.ask(f'AT+MIPOPEN=0,"TCP","127.0.0.1",{free_port()}', f"+MIPOPEN: 0,{code}")
    name = 1 if code == 1 else 580
    uart.ask('AT+MIPOPEN=0,"TCP","no.such.name",7', f"+MIPOPEN: 0,{name}")
    uart.ask('AT+MIPSEND=0,1,"a"', "+CME ERROR: 553")


def test_acknowledged_data_is_reported(line, peer):
    uart = line("--model", "ML305A")
    far = tcp(uart, peer)
    uart.ask('AT+MIPCFG="ackmode",0,1')
    uart.type(b'AT+MIPSEND=0,3,"abc"\r')
    uart.until(b'\r\nOK\r\n\r\n+MIPURC: "ack",0,3\r\n')
    assert far.recv(10) == b"abc"


def test_the_model_s_ranges_and_defaults(line):
    uart = line("--model", "MN316")
    assert "(0-4)" in uart.ask("AT+MIPTKA=?")
    uart.ask("AT+MIPTKA=1,1")
    read = uart.ask("AT+MIPTKA?")
    assert read.count("+MIPTKA:") == 5 and "+MIPTKA: 1,1,30,90,3\r\n" in read
    assert '"timeout",30,3' in uart.ask('AT+MDNSCFG="timeout"')
    assert "(0,2,3)" in uart.ask("AT+MIPMODE=?")
    for refused in ("AT+MIPCLOSE=5", "AT+MIPSACK=0", 'AT+MIPCFG="cid",0', "AT+MIPSEND=0"):
        uart.ask(refused, "+CME ERROR: 50")


def test_names_pings_and_time_are_answered_or_refused(line):
    uart = line()
    uart.ask('AT+MDNSGIP="localhost"', '+MDNSGIP: "localhost","127.0.0.1"')
    uart.ask('AT+MDNSGIP="www.baidu.com"', "+MDNSGIP: www.baidu.com")
    uart.ask('AT+MPING="localhost",10,2', '+MPING: "statistics",2,0,1,1,1')
    uart.ask('AT+MPING="nowhere"', "+MPING: 1")
    uart.ask('AT+MNTP="nowhere"', "+MNTP: 1")
    uart.type(b"AT+MNTP\r")
    assert b"+MNTP: 0," in uart.until(b'+00"\r\n')
    uart.ask('AT+MDNSCFG="ip","1.1.1.1","8.8.8.8"')
    assert '"1.1.1.1","8.8.8.8"' in uart.ask('AT+MDNSCFG="ip"')
    uart.ask('AT+MDNSCFG="ip","",""')
    assert '"119.29.29.29","114.114.114.114"' in uart.ask('AT+MDNSCFG="ip"')


@pytest.mark.parametrize("options", ((), ("--split", "every-byte"), ("--urc", "--split", "3")))
def test_the_decoder_hears_what_was_said(recorded, peer, options):
    uart = recorded("onemo", *options)
    uart.send(f'AT+MIPOPEN=0,"TCP","127.0.0.1",{peer.port}', "+MIPOPEN: 0,0\r\n")
    far = peer.accept()
    uart.send('AT+MIPSEND=0,5,"hello"', "\r\nOK\r\n")
    uart.send('AT+MIPCFG="encoding",0,0,1', "\r\nOK\r\n")
    far.sendall(b"\r\nOK\r\n")
    uart.until(b"0D0A4F4B0D0A\r\n")
    uart.send("AT+MIPCLOSE=0", "+MIPCLOSE: 0\r\n")
    uart.assert_all_known()
    assert uart.payloads() == ["\r\nOK\r\n"]
    results = [e["id"] for e in uart.events() if (e["id"] or "").endswith("_result")]
    assert results == ["onemo_mipopen_result", "onemo_mipclose_result"]


def test_keep_alive_is_for_tcp(line, datagrams):
    uart = line()
    uart.ask("AT+MIPTKA=1,1")
    udp(uart, datagrams)
    uart.ask("AT+MIPTKA=1,0", "+CME ERROR: 50")
    assert "+MIPTKA: 1,1,90,75,3\r\n" in uart.ask("AT+MIPTKA=1")


def test_a_receive_buffer_is_set_before_the_connection_opens(line, peer):
    uart = line()
    uart.ask('AT+MIPCFG="rcvbuf",0,2000')
    with tcp(uart, peer):
        uart.ask('AT+MIPCFG="rcvbuf",0,3000', "+CME ERROR: 50")
        assert '"rcvbuf",0,2000\r\n' in uart.ask('AT+MIPCFG="rcvbuf",0')


@pytest.mark.parametrize("size", (100, 4096))
def test_a_full_stream_buffer_lets_the_peer_wait(controlled, peer, size):
    """It is TCP's window: bytes are dropped of packets alone."""
    uart, operator = controlled("onemo")
    operator.say(f"buffer {size}")
    with tcp(uart, peer, ",60,2") as far:
        sent, came = "0123456789" * 2000, ""
        far.sendall(sent.encode())
        while len(came) < len(sent):
            answer = uart.ask("AT+MIPRD=0,1460")
            assert "drop" not in answer
            came += "".join(re.findall(r"\+MIPRD: 0,\d+,\d+,(\d+)", answer))
    assert came == sent


@pytest.mark.parametrize("model, most", (("MN319", 1), ("MN316", 12), ("ML305M", 128)))
def test_no_more_packets_are_read_than_the_model_reads(line, datagrams, model, most):
    uart = line("--model", model)
    udp(uart, datagrams, 3)
    uart.ask(f"AT+MIPRD=1,{most}")
    uart.ask(f"AT+MIPRD=1,{most + 1}", "+CME ERROR: 50")


def test_name_servers_are_kept_over_a_restart(controlled):
    uart, operator = controlled("onemo", "--model", "MN316")
    uart.ask('AT+MDNSCFG="ip","1.1.1.1"')
    uart.ask('AT+MDNSCFG="priority",0')
    uart.ask("AT+MIPTKA=1,1")
    operator.say("reboot")
    uart.until(b"\r\n+MATREADY\r\n")
    assert '"1.1.1.1","114.114.114.114"' in uart.ask('AT+MDNSCFG="ip"')
    assert '"priority",0' in uart.ask('AT+MDNSCFG="priority"')
    assert "+MIPTKA: 1,0\r\n" in uart.ask("AT+MIPTKA=1")


def test_models_of_4g_forget_which_address_comes_first(controlled):
    uart, operator = controlled("onemo", "--model", "ML307R")
    uart.ask('AT+MDNSCFG="priority",0')
    operator.say("reboot")
    uart.until(b"\r\n+MATREADY\r\n")
    assert '"priority",1' in uart.ask('AT+MDNSCFG="priority"')


@pytest.fixture
def slow_name(tmp_path):
    """A name that a server takes a second and a half to find, in a file of names."""
    names = tmp_path / "names"
    names.write_text("slow.example 127.0.0.1 dns=1500\n")
    return str(names)


SLOW = 'AT+MDNSGIP="slow.example"'
FOUND = '+MDNSGIP: "slow.example","127.0.0.1"'
SHORT = 'AT+MDNSCFG="timeout",1,1'  # in which nobody finds it
NOT_IN_TIME = "+MDNSGIP: slow.example"


def test_a_name_is_asked_for_as_often_as_retries_says(line, slow_name):
    uart = line("--names", slow_name)
    uart.ask(SHORT)
    uart.ask(SLOW, NOT_IN_TIME)
    uart.ask('AT+MDNSCFG="timeout",1,2')
    uart.ask(SLOW, FOUND)


@pytest.mark.parametrize("mode, answer", ((0, FOUND), (1, NOT_IN_TIME)))
def test_names_are_remembered_where_they_are_to_be(line, slow_name, mode, answer):
    uart = line("--names", slow_name)
    uart.ask(f'AT+MDNSCFG="cached",{mode}')
    uart.ask(SLOW, FOUND)
    uart.ask(SHORT)
    uart.ask(SLOW, answer)


def test_what_is_remembered_grows_old(line, slow_name):
    uart = line("--names", slow_name)
    uart.ask('AT+MDNSCFG="cached",0,1')
    uart.ask(SLOW, FOUND)
    uart.ask(SHORT)
    time.sleep(1.1)
    uart.ask(SLOW, NOT_IN_TIME)


def test_without_a_model_defaults_are_those_of_the_one_it_says_it_is(line):
    uart = line()
    assert "\r\nML307A\r\n" in uart.ask("AT+CGMM")
    assert '"timeout",10,3\r\n' in uart.ask('AT+MDNSCFG="timeout"')
    assert '"rcvbuf",0,65535\r\n' in uart.ask('AT+MIPCFG="rcvbuf",0')


# ---- the data connection ------------------------------------------------------------------------


def test_a_4g_model_is_connected_when_it_starts_and_behind_a_loss_when_it_is_told_to(
    controlled, peer
):
    uart, operator = controlled("onemo", "--model", "ML307R")
    told = '\r\n+MIPCALL: 1,1,"127.0.0.1"\r\n'
    assert uart.ask("AT+MIPCALL=?") == "\r\n+MIPCALL: (0-1),(0-16)\r\n\r\nOK\r\n"
    assert uart.ask("AT+MIPCALL?") == told + "\r\nOK\r\n"
    assert uart.ask("AT+MIPCALL=1,1") == "\r\nOK\r\n"
    operator.say("network lose")
    uart.until(b"\r\n+MIPCALL: 1,0\r\n")
    assert uart.ask("AT+MIPCALL?") == "\r\n+MIPCALL: 1,0\r\n\r\nOK\r\n"
    uart.ask(f'AT+MIPOPEN=0,"TCP","127.0.0.1",{peer.port}', "+CME ERROR: 570")
    assert uart.ask("AT+MIPCALL=1,1", told.strip()) == "\r\nOK\r\n" + told
    tcp(uart, peer)
    assert uart.ask("AT+MIPCALL=0,1", "+MIPCALL: 1,0") == "\r\nOK\r\n\r\n+MIPCALL: 1,0\r\n"
    uart.ask("AT+MIPCALL=1,3", "+CME ERROR: 50")


def test_without_a_network_nothing_is_connected(controlled):
    uart, operator = controlled("onemo", "--model", "ML307R")
    operator.say("registration searching")
    uart.until(b"\r\n+MIPCALL: 1,0\r\n")
    assert uart.ask("AT+MIPCALL?") == "\r\nOK\r\n"
    uart.ask("AT+MIPCALL=1,1", "+CME ERROR: 570")


def test_an_nb_model_needs_a_network_alone(controlled, peer):
    uart, operator = controlled("onemo", "--model", "MN316")
    uart.ask("AT+MIPCALL?", "+CME ERROR: 50")
    uart.ask("AT+MIPCALL=1,1", "+CME ERROR: 50")
    operator.say("network lose")
    tcp(uart, peer)
