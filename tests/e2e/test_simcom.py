# SPDX-License-Identifier: MIT
"""The simulated SIMCom modem, byte for byte over a pseudo-terminal, and through the generated decoder."""

import re
import socket

import pytest
from hosts import PATIENCE, Host, free_port


@pytest.fixture
def line(host):
    """line("--urc"): a host at a modem that no longer echoes; the network is open."""

    def start(*options: str, network: bool = True) -> Host:
        one = host("simcom", *options)
        if network:
            one.ask("AT+NETOPEN", "+NETOPEN: 0")
        return one

    return start


def tcp(line, peer, number=1):
    answer = line.ask(f'AT+CIPOPEN={number},"TCP","127.0.0.1",{peer.port}', f"+CIPOPEN: {number},0")
    assert answer == f"\r\nOK\r\n\r\n+CIPOPEN: {number},0\r\n"
    return peer.accept()


# ---- as in chapter 6 of the manual ---------------------------------------------------------


def test_in_push_mode_data_comes_by_itself(line, peer):
    modem = line()
    remote = tcp(modem, peer)
    modem.type(b"AT+CIPSEND=1,5\r")
    modem.until(b"\r\n>")
    modem.type(b"HELLO")
    assert modem.until(b"+CIPSEND: 1,5,5\r\n") == b"\r\nOK\r\n\r\n+CIPSEND: 1,5,5\r\n"
    assert remote.recv(100) == b"HELLO"
    modem.type(b"AT+CIPSEND=1\r")
    modem.until(b"\r\n>")
    modem.type(b"a\x03\x1ab\x03\x1bc\x03\x03\x1a")
    modem.until(b"\r\n+CIPSEND: 1,6,6\r\n")
    assert remote.recv(100) == b"a\x1ab\x1bc\x03"
    remote.sendall(b"data\r\nOK\r\n server")
    expected = f"\r\nRECV FROM:127.0.0.1:{peer.port}\r\n+IPD17\r\ndata\r\nOK\r\n server".encode()
    assert modem.until(b" server") == expected
    assert modem.ask("AT+CIPACK=1", "OK") == "\r\n+CIPACK: 11,11,17\r\n\r\nOK\r\n"
    assert modem.ask("AT+CIPCLOSE=1", "+CIPCLOSE: 1,0") == "\r\nOK\r\n\r\n+CIPCLOSE: 1,0\r\n"
    assert remote.recv(100) == b""


def test_escape_cancels_sending(line, peer):
    modem = line()
    tcp(modem, peer)
    modem.type(b"AT+CIPSEND=1\r")
    modem.until(b"\r\n>")
    modem.type(b"abc\x1b")
    assert modem.until(b"ERROR\r\n") == b"\r\nERROR\r\n"


def test_in_buffer_mode_data_is_announced_and_fetched(line, peer):
    modem = line()
    modem.ask("AT+CIPRXGET=1", "OK")
    remote = tcp(modem, peer)
    remote.sendall(b"data from server")
    assert modem.until(b"1,1\r\n") == b"\r\n+CIPRXGET: 1,1\r\n"
    assert modem.ask("AT+CIPRXGET=4,1", "OK") == "\r\n+CIPRXGET: 4,1,16\r\n\r\nOK\r\n"
    read = modem.ask("AT+CIPRXGET=2,1,5", "OK")
    assert read == "\r\n+CIPRXGET: 2,1,5,11\r\ndata \r\nOK\r\n"
    read = modem.ask("AT+CIPRXGET=3,1,5", "OK")
    assert read == "\r\n+CIPRXGET: 3,1,5,6\r\n66726F6D20\r\nOK\r\n"
    assert modem.ask("AT+CIPRXGET=2,2", "ERROR") == "\r\n+IP ERROR: No data\r\n\r\nERROR\r\n"
    read = modem.ask("AT+CIPRXGET=2,1", "OK")
    assert read == "\r\n+CIPRXGET: 2,1,6,0\r\nserver\r\nOK\r\n"
    remote.sendall(b"more")
    modem.until(b"\r\n+CIPRXGET: 1,1\r\n")
    modem.ask("AT+CIPRXGET=0", "OK")
    assert modem.until(b"more").endswith(b"\r\n+IPD4\r\nmore")


def test_in_transparent_mode_bytes_are_the_peers(line, peer):
    modem = line(network=False)
    modem.ask("AT+CIPMODE=1", "OK")
    modem.ask("AT+NETOPEN", "+NETOPEN: 0")
    modem.type(f'AT+CIPOPEN=0,"TCP","127.0.0.1",{peer.port}\r'.encode())
    assert modem.until(b"115200\r\n") == b"\r\nCONNECT 115200\r\n"
    remote = peer.accept()
    modem.type(b"AT+CIPCLOSE=0\r")
    assert remote.recv(100) == b"AT+CIPCLOSE=0\r"
    remote.sendall(b"DATA\r\nOK\r\n")
    assert modem.until(b"OK\r\n") == b"DATA\r\nOK\r\n"
    modem.escape()
    assert modem.until(b"OK\r\n") == b"\r\nOK\r\n"
    states = modem.ask("AT+CIPOPEN?", "OK")
    assert f'+CIPOPEN: 0,"TCP","127.0.0.1",{peer.port},-1\r\n' in states
    assert modem.ask("ATO", "CONNECT 115200") == "\r\nCONNECT 115200\r\n"
    remote.close()
    assert modem.until(b"CLOSED\r\n") == b"\r\nCLOSED\r\n"
    assert modem.ask("AT+CIPMODE?", "OK") == "\r\n+CIPMODE: 1\r\n\r\nOK\r\n"


def test_transparent_connection_is_closed(line, peer):
    modem = line(network=False)
    modem.ask("AT+CIPMODE=1", "OK")
    modem.ask("AT+NETOPEN", "+NETOPEN: 0")
    modem.ask('AT+CIPOPEN=0,"TCP","127.0.0.1",1', "CONNECT FAIL")
    modem.ask(f'AT+CIPOPEN=0,"TCP","127.0.0.1",{peer.port}', "CONNECT 115200")
    modem.escape()
    modem.until(b"\r\nOK\r\n")
    closed = "\r\nOK\r\n\r\nCLOSED\r\n\r\n+CIPCLOSE: 0,0\r\n"
    assert modem.ask("AT+CIPCLOSE=0", "+CIPCLOSE: 0,0") == closed


def test_packets_go_to_whom_the_send_names(line):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as remote:
        remote.bind(("127.0.0.1", 0))
        remote.settimeout(PATIENCE)
        port = remote.getsockname()[1]
        modem = line()
        assert modem.ask('AT+CIPOPEN=1,"UDP",,,0', "OK") == "\r\n+CIPOPEN: 1,0\r\n\r\nOK\r\n"
        modem.type(f'AT+CIPSEND=1,,"127.0.0.1",{port}\r'.encode())
        modem.until(b"\r\n>")
        modem.type(b"HELLOSERVER\x1a")
        assert modem.until(b"11,11\r\n") == b"\r\nOK\r\n\r\n+CIPSEND: 1,11,11\r\n"
        data, module = remote.recvfrom(100)
        assert data == b"HELLOSERVER"
        modem.type(f'AT+CIPSEND=1,5,"127.0.0.1",{port}\r'.encode())
        modem.until(b"\r\n>")
        modem.type(b"HELLO")
        modem.until(b"\r\n+CIPSEND: 1,5,5\r\n")
        remote.sendto(b"HELLO CLIENT\r\n", module)
        expected = f"\r\nRECV FROM:127.0.0.1:{port}\r\n+IPD14\r\nHELLO CLIENT\r\n".encode()
        assert modem.until(b"CLIENT\r\n") == expected
        assert modem.ask("AT+CIPCLOSE=1", "OK") == "\r\n+CIPCLOSE: 1,0\r\n\r\nOK\r\n"


def test_a_server_is_listed_and_hears_of_its_clients(line):
    modem = line()
    port = free_port()
    assert modem.ask(f"AT+SERVERSTART={port},1", "OK") == "\r\nOK\r\n"
    listed = f"\r\n+SERVERSTART: 1,{port}\r\n\r\nOK\r\n"
    assert modem.ask("AT+SERVERSTART?", "OK") == listed
    with socket.create_connection(("127.0.0.1", port)) as client:
        own = client.getsockname()[1]
        assert modem.until(b"\r\n") == b"\r\n"
        assert modem.until(b"\r\n") == f"+CLIENT: 0,1,127.0.0.1:{own}\r\n".encode()
        states = modem.ask("AT+CIPOPEN?", "OK")
        assert f'+CIPOPEN: 0,"TCP","127.0.0.1",{own},1\r\n\r\n+CIPOPEN: 1\r\n' in states
        modem.type(b"AT+CIPSEND=0,5\r")
        modem.until(b">")
        modem.type(b"HELLO")
        modem.until(b"+CIPSEND: 0,5,5\r\n")
        assert client.recv(100) == b"HELLO"
        refused = "\r\n+SERVERSTOP: 1,9\r\n\r\nERROR\r\n"
        assert modem.ask("AT+SERVERSTOP=1", "ERROR") == refused
    assert modem.until(b"0,1\r\n") == b"\r\n+IPCLOSE: 0,1\r\n"
    assert modem.ask("AT+SERVERSTOP=1", "OK") == "\r\n+SERVERSTOP: 1,0\r\n\r\nOK\r\n"


def test_server_in_transparent_mode(line):
    modem = line(network=False)
    modem.ask("AT+CIPMODE=1", "OK")
    modem.ask("AT+NETOPEN", "+NETOPEN: 0")
    port = free_port()
    modem.ask(f"AT+SERVERSTART={port}, 0", "OK")
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.settimeout(PATIENCE)
        heard = modem.until(b"CONNECT 115200\r\n")
        assert heard.startswith(b"\r\n+CLIENT: 0,0,127.0.0.1:")
        modem.type(b"to the client")
        assert client.recv(100) == b"to the client"
        client.sendall(b"to the host")
        assert modem.until(b"host") == b"to the host"
    assert modem.until(b"CLOSED\r\n") == b"\r\nCLOSED\r\n"


# ---- settings, refusals ----------------------------------------------------------------------

ANSWERS = """
AT+NETOPEN? | +NETOPEN: 1 | OK
AT+NETOPEN | +IP ERROR: Network is already opened | ERROR
AT+IPADDR | +IPADDR: 127.0.0.1 | OK
AT+CIPOPEN=? | +CIPOPEN: (0-9),("TCP","UDP") | OK
AT+CIPRXGET=? | +CIPRXGET: (0-4),(0-9),(1-1500) | OK
AT+CIPSEND=? | +CIPSEND: (0-9),(1-1500) | OK
AT+CIPCLOSE=? | +CIPCLOSE: (0-9) | OK
AT+CIPHEAD=? | +CIPHEAD: (0-1) | OK
AT+CIPCCFG=? | +CIPCCFG: (0-10),(0-1000),(0),(0-1),(0-1),(0-1),(500-120000) | OK
AT+SERVERSTART=? | +SERVERSTART: (0-65535),(0-3) | OK
AT+CDNSGIP=? | | OK
AT+CIPCLOSE? | +CIPCLOSE: 0,0,0,0,0,0,0,0,0,0 | OK
AT+CIPHEAD? | +CIPHEAD: 1 | OK
AT+CIPSRIP? | +CIPSRIP: 1 | OK
AT+CIPRXGET? | +CIPRXGET: 0 | OK
AT+CIPTIMEOUT? | +CIPTIMEOUT: 120000,120000,120000 | OK
AT+CIPTIMEOUT=,3000 | | OK
AT+CIPTIMEOUT? | +CIPTIMEOUT: 120000,3000,120000 | OK
AT+CIPTIMEOUT=2999 | | ERROR
AT+CIPCCFG? | +CIPCCFG: 10,0,0,1,0,0,500 | OK
AT+CIPOPEN=10,"TCP","127.0.0.1",80 | +IP ERROR: Invalid parameter | ERROR
AT+CIPOPEN=1,"TCP","127.0.0.1",65536 | +CIPOPEN: 1,3 | ERROR
AT+CIPSEND=1,5 | +CIPERROR: 4 | ERROR
AT+CIPSEND=1,1501 | +CIPERROR: 3 | ERROR
AT+CIPCLOSE=1 | +CIPCLOSE: 1,4 | ERROR
AT+CIPACK=1 | +IP ERROR: Connection is not created | ERROR
AT+CIPRXGET=2,1 | +IP ERROR: Operation not supported | ERROR
AT+CIPRXGET=2,1,1501 | +IP ERROR: Invalid parameter | ERROR
AT+SERVERSTOP=0 | +SERVERSTOP: 0,4 | ERROR
AT+CDNSGIP="localhost" | +CDNSGIP: 1,"localhost","127.0.0.1" | OK
AT+CDNSGIP="no.such.name" | +CDNSGIP: 0,10 | ERROR
AT+CDNSGIP="no_name" | | ERROR
AT+NOSUCH | | ERROR
AT+CIPCCFG=,,,0 | | OK
AT+CIPACK=1 | +IP ERROR: 11 | ERROR
AT+CIPCCFG | | OK
AT+CIPACK=1 | +IP ERROR: Connection is not created | ERROR
AT+CIPHEAD=0 | | OK
AT+CIPHEAD? | +CIPHEAD: 0 | OK
AT+CIPHEAD | | OK
AT+CIPHEAD? | +CIPHEAD: 1 | OK
"""


def test_what_is_set_is_shown_and_what_is_wrong_refused(line):
    modem = line()
    for row in ANSWERS.strip().splitlines():
        command, *answer = [cell.strip() for cell in re.split(r" \|", row)]
        expected = "".join(f"\r\n{text}\r\n" for text in answer if text)
        assert modem.ask(command, answer[-1]) == expected, command


def test_without_a_network_each_call_says_so(line):
    modem = line(network=False)
    refusals = {
        "AT+NETCLOSE": "+NETCLOSE: 2",
        "AT+IPADDR": "+IP ERROR: Network not opened",
        'AT+CIPOPEN=1,"TCP","127.0.0.1",80': "+CIPOPEN: 1,2",
        'AT+CIPOPEN=1,"UDP",,,5000': "+CIPOPEN: 1,2",
        "AT+CIPSEND=1": "+CIPERROR: 2",
        "AT+SERVERSTART?": "+CIPERROR: 2",
        "AT+SERVERSTART=8080,0": "+CIPERROR: 2",
        "AT+CIPCLOSE=1": "+CIPCLOSE: 1,2",
    }
    for command, refusal in refusals.items():
        assert modem.ask(command, "ERROR") == f"\r\n{refusal}\r\n\r\nERROR\r\n"


def test_a_name_or_port_that_nobody_has(line):
    modem = line()
    modem.ask('AT+CIPOPEN=1,"TCP","no.such.name",80', "+CIPOPEN: 1,11")
    modem.ask('AT+CIPOPEN=1,"TCP","127.0.0.1",1', "+CIPOPEN: 1,1")


# ---- headers, and the same through the generated decoder ------------------------------------------


def test_headers_of_received_data(line, peer):
    modem = line()
    remote = tcp(modem, peer)
    modem.ask("AT+CIPSRIP=0", "OK")
    modem.ask("AT+CIPCCFG=,,,,1", "OK")
    remote.sendall(b"abc")
    assert modem.until(b"abc") == b"\r\n+RECEIVE,1,3\r\nabc"
    modem.ask("AT+CIPHEAD=0", "OK")
    remote.sendall(b"raw")
    assert modem.until(b"raw") == b"raw"


@pytest.mark.parametrize("options", [[], ["--split", "every-byte"], ["--urc"]])
def test_the_decoder_hears_what_was_said(recorded, peer, options):
    modem = recorded("simcom", *options)
    modem.send("AT+CIPRXGET=1", "OK\r\n")
    modem.send("AT+NETOPEN", "+NETOPEN: 0\r\n")
    modem.send(f'AT+CIPOPEN=1,"TCP","127.0.0.1",{peer.port}', "+CIPOPEN: 1,0\r\n")
    peer.accept().sendall(b"xOK\r\n+IPD5\r\n")
    modem.until(b"+CIPRXGET: 1,1\r\n")
    modem.send("AT+CIPRXGET=2,1,6", "\r\nOK\r\n")
    modem.send("AT+CIPRXGET=3,1", "\r\nOK\r\n")
    modem.send("AT+CIPCLOSE=1", "+CIPCLOSE: 1,0\r\n")
    events = modem.events()
    urcs = [e for e in events if e["kind"] == "urc"]
    noise = [e for e in urcs if 9 in e["fields"].values()]  # of a connection that nobody opened
    assert bool(noise) == ("--urc" in options)
    assert [e["id"] for e in urcs if e not in noise] == [
        "simcom_netopen_result",
        "simcom_cipopen_result",
        "simcom_urc_ciprxget",
        "simcom_cipclose_result",
    ]
    assert modem.payloads() == ["xOK\r\n+", "IPD5\r\n"]
    assert [e["text"] for e in events if e["kind"] == "final"] == ["OK"] * 6
    modem.assert_all_known()
