# SPDX-License-Identifier: MIT
"""What simulated modems send is what their tables decode."""

import pytest

WAYS = [(), ("--split", "every-byte"), ("--urc", "--split", "random")]


@pytest.mark.parametrize("options", WAYS)
def test_simcom_pushes_what_comes_back(recorded, echo_server, options):
    port, seen = echo_server
    uart = recorded("simcom", *options)
    uart.send("AT+NETOPEN", "+NETOPEN: 0\r\n")
    uart.send(f'AT+CIPOPEN=1,"TCP","127.0.0.1",{port}', "+CIPOPEN: 1,0\r\n")
    uart.send("AT+CIPSEND=1,5", ">")
    uart.pay(b"he\nlo", "+IPD5\r\nhe\nlo")
    assert bytes(seen) == b"he\nlo"
    uart.send("AT+CIPCLOSE=1", "+CIPCLOSE: 1,0\r\n")
    uart.assert_all_known()
    assert "".join(uart.payloads()) == "he\nlo"


def test_simcom_buffers_and_gives_raw_and_hex(recorded, echo_server):
    port, seen = echo_server
    uart = recorded("simcom")
    uart.send("AT+NETOPEN", "+NETOPEN: 0\r\n")
    uart.send("AT+CIPRXGET=1", "OK\r\n")
    uart.send(f'AT+CIPOPEN=0,"TCP","127.0.0.1",{port}', "+CIPOPEN: 0,0\r\n")
    uart.send("AT+CIPSEND=0", ">")
    uart.pay(b"abc\x03\x1adef\x1a", "+CIPRXGET: 1,0\r\n")  # ETX keeps the first Ctrl-Z
    assert bytes(seen) == b"abc\x1adef"
    uart.send("AT+CIPRXGET=4,0", "+CIPRXGET: 4,0,7\r\n\r\nOK\r\n")
    uart.send("AT+CIPRXGET=2,0,4", "+CIPRXGET: 2,0,4,3\r\nabc\x1a\r\nOK\r\n")
    uart.send("AT+CIPRXGET=3,0", "646566\r\nOK\r\n")
    uart.send("AT+CIPRXGET=2,0", "+IP ERROR: No data\r\n\r\nERROR\r\n")
    uart.assert_all_known()
    assert "".join(uart.payloads()) == "abc\x1adef"


def test_simcom_says_why_not(recorded):
    uart = recorded("simcom")
    uart.send('AT+CIPOPEN=1,"TCP","127.0.0.1",1', "+CIPOPEN: 1,2\r\n\r\nERROR\r\n")
    uart.send("AT+CIPCLOSE=1", "ERROR\r\n")
    uart.send("AT+CIPOPEN=?", '+CIPOPEN: (0-9),("TCP","UDP")')
    uart.send("AT+CIPSEND=10,5", "ERROR\r\n")
    uart.assert_all_known()


@pytest.mark.parametrize("options", WAYS)
def test_onemo_pushes_raw_and_hex(recorded, echo_server, options):
    port, seen = echo_server
    uart = recorded("onemo", *options)
    uart.send(f'AT+MIPOPEN=0,"TCP","127.0.0.1",{port}', "+MIPOPEN: 0,0\r\n")
    uart.send('AT+MIPSEND=0,3,"abc"', '+MIPURC: "rtcp",0,3,abc\r\n')
    uart.send('AT+MIPCFG="encoding",0,1,1', "OK\r\n")
    uart.send('AT+MIPSEND=0,3,"0d0a22"', '+MIPURC: "rtcp",0,3,0D0A22\r\n')
    assert bytes(seen) == b'abc\r\n"'
    uart.send("AT+MIPCLOSE=0", "+MIPCLOSE: 0\r\n")
    uart.assert_all_known()
    assert "".join(uart.payloads()) == 'abc\r\n"'


def test_onemo_buffers(recorded, echo_server):
    port, _ = echo_server
    uart = recorded("onemo")
    uart.send(f'AT+MIPOPEN=2,"TCP","127.0.0.1",{port},10,2', "+MIPOPEN: 2,0\r\n")
    uart.send("AT+MIPSEND=2,7", ">")
    uart.pay(b"one,two", '+MIPURC: "rtcp",2,7,7\r\n')
    uart.send("AT+MIPRD=2", "+MIPRD: 2,7\r\n\r\nOK\r\n")
    uart.send("AT+MIPRD=2,4", "+MIPRD: 2,3,4,one,\r\n\r\nOK\r\n")
    uart.send("AT+MIPRD=2,0", "+MIPRD: 2,0,3,two\r\n\r\nOK\r\n")
    uart.send("AT+MIPSTATE?", '+MIPSTATE: 5,,,,"INITIAL"\r\n\r\nOK\r\n')
    uart.assert_all_known()
    assert "".join(uart.payloads()) == "one,two"


def test_onemo_model_refuses_what_it_lacks(recorded):
    uart = recorded("onemo", "--model", "MN316")
    uart.send("AT+MIPCLOSE=5", "+CME ERROR: 50\r\n")
    uart.send("AT+MIPSACK=0", "+CME ERROR: 50\r\n")
    uart.send('AT+MIPCFG="autofree",0,1', "OK\r\n")
    uart.send('AT+MIPCFG="autofree",0', '+MIPCFG: "autofree",0,1\r\n\r\nOK\r\n')
    uart.assert_all_known()


@pytest.mark.parametrize("options", WAYS)
def test_fibocom_sends_in_hex_mode_and_receives_hex_and_raw(recorded, echo_server, options):
    port, seen = echo_server
    uart = recorded("fibocom", *options)
    uart.send("AT+MIPCALL=1", "+MIPCALL:127.0.0.1\r\n")
    uart.send(f'AT+MIPOPEN=1,,"127.0.0.1",{port},0', "+MIPOPEN: 1,1\r\n")
    uart.send("AT+MIPSEND=1,4", "> \r\n")
    uart.pay(b"test", "+MIPRTCP: 1,0,74657374\r\n")
    uart.send('AT+GTSET="IPRFMT",2', "OK\r\n")
    uart.send('AT+MIPSEND=1,"0d0a2c"', "OK\r\n")
    uart.send("AT+MIPPUSH=1", "+MIPRTCP: 1,3,\r\n,\r\n")
    assert bytes(seen) == b"test\r\n,"
    uart.send("AT+MIPCLOSE=1", "+MIPCLOSE: 1,0\r\n")
    uart.assert_all_known()
    assert "".join(uart.payloads()) == "test\r\n,"


def test_fibocom_buffers(recorded, echo_server):
    port, _ = echo_server
    uart = recorded("fibocom")
    uart.send("AT+MIPCALL=1", "+MIPCALL:127.0.0.1\r\n")
    uart.send('AT+GTSET="IPRFMT",5', "OK\r\n")
    uart.send(f'AT+MIPOPEN=2,,"127.0.0.1",{port},0', "+MIPOPEN: 2,1\r\n")
    uart.send("AT+MIPSEND=2", "> \r\n")
    uart.pay(b"abcdef\x1a", "+MIPREAD: 2,6\r\n")
    uart.send("AT+MIPREAD=2,4", "abcd\r\nOK\r\n")
    uart.send("AT+MIPREAD=2,4,1", "6566\r\nOK\r\n")
    uart.send("AT+MIPREAD=2,4", "+MIPREAD: 2,0\r\n\r\nOK\r\n")
    uart.send("AT+MIPOPEN?", "+MIPOPEN: 1,3,4,5,6\r\n\r\nOK\r\n")
    uart.send('AT+MIPDNS="localhost"', "OK\r\n")
    uart.assert_all_known()
    assert "".join(uart.payloads()) == "abcdef"


def test_fibocom_says_error(recorded):
    uart = recorded("fibocom")
    uart.send('AT+MIPOPEN=1,,"127.0.0.1",7,0', "ERROR\r\n")
    uart.send("AT+MIPOPEN=7", "ERROR\r\n")
    uart.send("AT+MIPCONF=?", "+MIPCONF: (1-6),(1-12),(1-10),(10-600),(1-75),(0-2)\r\n\r\nOK\r\n")
    uart.assert_all_known()
