# SPDX-License-Identifier: MIT
"""Every error code of every dialect can be made to happen; many happen as the manuals say."""

import socket

import pytest
from atbind.build.spec import load
from hosts import HOME

TABLES = {dialect.name: dialect for dialect in load(HOME / "spec")}


def codes(dialect: str, kind: str) -> list:
    known = [e for e in TABLES[dialect].error_codes if e.set == kind and e.code]
    return [pytest.param(e, id=str(e.code)) for e in known]


@pytest.mark.parametrize("error", codes("quectel", "err"))
def test_quectel_refuses_and_fails_with_each_code(controlled, error):
    host, operator = controlled("quectel")
    operator.say(f"refuse {error.code}")
    host.ask("AT+QIACT=1", "ERROR")
    told = host.ask("AT+QIGETERROR")
    assert told == f"\r\n+QIGETERROR: {error.code}, {error.text}\r\n\r\nOK\r\n"
    host.ask("AT+QIACT=1")
    operator.say(f"fail {error.code}")
    host.ask('AT+QIOPEN=1,3,"TCP","127.0.0.1",9', f"+QIOPEN: 3,{error.code}")


@pytest.mark.parametrize("error", codes("simcom", "err"))
def test_simcom_refuses_and_fails_with_each_code(controlled, error):
    host, operator = controlled("simcom")
    operator.say(f"refuse {error.code}")
    assert host.ask("AT+CIPSEND=1,5", "ERROR") == f"\r\n+CIPERROR: {error.code}\r\n\r\nERROR\r\n"
    operator.say(f"refuse {error.code}")
    assert f"+CIPCLOSE: 7,{error.code}\r\n" in host.ask("AT+CIPCLOSE=7", "ERROR")
    operator.say(f"fail {error.code}")
    host.ask("AT+NETOPEN", f"+NETOPEN: {error.code}")


@pytest.mark.parametrize("error", codes("simcom", "err_info"))
def test_simcom_says_each_ip_error(controlled, error):
    host, operator = controlled("simcom")
    operator.say(f"refuse {error.code}")
    assert host.ask("AT+IPADDR", "ERROR") == f"\r\n+IP ERROR: {error.text}\r\n\r\nERROR\r\n"
    host.ask("AT+CIPCCFG=,,,0")
    operator.say(f"refuse {error.code}")
    assert host.ask("AT+CIPACK=1", "ERROR") == f"\r\n+IP ERROR: {error.code}\r\n\r\nERROR\r\n"


@pytest.mark.parametrize("error", codes("simcom", "dns error code"))
def test_simcom_says_each_dns_error(controlled, error):
    host, operator = controlled("simcom")
    operator.say(f"refuse {error.code}")
    assert str(error.code) in host.ask('AT+CDNSGIP="localhost"', "ERROR")


@pytest.mark.parametrize("dialect", ["fibocom", "onemo"])
def test_each_code_as_cme_error(controlled, dialect):
    host, operator = controlled(dialect)
    command = {"fibocom": "AT+MIPCALL=1", "onemo": "AT+MIPCLOSE=0"}[dialect]
    for error in TABLES[dialect].error_codes:
        host.ask("AT+CMEE=1")
        operator.say(f"refuse {error.code}")
        host.ask(command, f"+CME ERROR: {error.code}")
        host.ask("AT+CMEE=2")
        operator.say(f"refuse {error.code}")
        host.ask(command, f"+CME ERROR: {error.text}")
        host.ask("AT+CMEE=0")
        operator.say(f"refuse {error.code}")
        host.ask(command, "ERROR")


@pytest.mark.parametrize("error", codes("onemo", "err"))
def test_onemo_fails_with_each_code(controlled, error):
    host, operator = controlled("onemo")
    operator.say(f"fail {error.code}")
    host.ask('AT+MIPOPEN=0,"TCP","127.0.0.1",9', f"+MIPOPEN: 0,{error.code}")


# ---- as the manuals say ---------------------------------------------------------------------

CLOSED_PORT = 1
QUECTEL = [
    (556, [], 'AT+QIOPEN=1,0,"TCP","127.0.0.1",7'),
    (556, ["AT+QIACT=1", "AT+QIACT=2", "AT+QIACT=3"], "AT+QIACT=4"),
    (557, ["AT+QIACT=1"], 'AT+QIOPEN=1,0,"TCP","1.2.3.999",7'),
    (558, [], "AT+QIACT=99"),
    (561, [], "AT+QISEND=4,5"),
    (561, [], "AT+QIRD=4,5"),
    (566, [], "AT+QNTP?"),
]


@pytest.mark.parametrize("code, before, command", QUECTEL, ids=[q[2] for q in QUECTEL])
def test_quectel_says_why_it_refused(host, code, before, command):
    one = host("quectel")
    for line in before:
        one.ask(line)
    one.ask(command, "ERROR")
    assert f"+QIGETERROR: {code}," in one.ask("AT+QIGETERROR")


def test_quectel_tells_of_the_last_tcp_ip_command_alone(host):
    one = host("quectel")
    one.ask('AT+QIOPEN=1,0,"TCP","127.0.0.1",7', "ERROR")
    one.ask("AT+CFUN=300", "ERROR")
    for _ in range(2):
        assert "+QIGETERROR: 556," in one.ask("AT+QIGETERROR")
    one.ask("AT+QIACT=1")
    assert "+QIGETERROR: 0, Operate successfully" in one.ask("AT+QIGETERROR")


@pytest.mark.parametrize(
    "cmee, shared", [(0, "ERROR"), (1, "+CME ERROR: 50"), (2, "+CME ERROR: Wrong parameters")]
)
@pytest.mark.parametrize("dialect, own", [("quectel", "+QIACT"), ("simcom", "+CIPHEAD")])
def test_tcp_ip_commands_say_error_alone(host, dialect, own, cmee, shared):
    """Both manuals print it so, and have their own ways to the reason; wherever in a chain it is."""
    one = host(dialect)
    one.ask(f"AT+CMEE={cmee}")
    assert one.ask(f"AT{own}=99", "ERROR") == "\r\nERROR\r\n"
    assert one.ask(f"AT+CSQ;{own}=99", "ERROR").startswith("\r\n+CSQ: ")
    assert one.ask(f"AT{own}=?;+CFUN=300", shared).startswith(f"\r\n{own}: ")


OPENS = [
    (554, f'"TCP","127.0.0.1",{CLOSED_PORT}'),
    (565, '"TCP","nowhere.example",7'),
    (571, '"TCP","mute.example",7'),
    (574, '"TCP","asked.example",7'),
]
NAMES = """
mute.example    timeout
asked.example   busy
stopped.example 127.0.0.1 ntp=timeout
clock.example   127.0.0.1,127.0.0.2 ntp=2026/01/31,12:00:00 ping=12,lost,14
"""


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names"
    path.write_text(NAMES)
    return ("--names", str(path))


@pytest.mark.parametrize("code, where", OPENS)
def test_quectel_fails_to_open(host, names, code, where):
    one = host("quectel", *names)
    one.ask("AT+QIACT=1")
    one.ask(f"AT+QIOPEN=1,0,{where}", f"+QIOPEN: 0,{code}")


def test_quectel_in_use_bound_and_closed(host, echo):
    one = host("quectel")
    one.ask("AT+QIACT=1")
    one.ask(f'AT+QIOPEN=1,0,"TCP","127.0.0.1",{echo.port},0,0', "+QIOPEN: 0,0")
    one.ask(f'AT+QIOPEN=1,0,"TCP","127.0.0.1",{echo.port}', "ERROR")
    assert "+QIGETERROR: 562," in one.ask("AT+QIGETERROR")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        one.ask(f'AT+QIOPEN=1,1,"TCP LISTENER","127.0.0.1",0,{port},0', "+QIOPEN: 1,568")
    echo.await_connection()
    echo.hang_up()
    one.until(b'+QIURC: "closed",0\r\n')
    one.ask("AT+QISEND=0,5", "ERROR")
    assert "+QIGETERROR: 555," in one.ask("AT+QIGETERROR")


def test_quectel_time_names_and_pings(host, names):
    one = host("quectel", *names)
    one.ask("AT+QIACT=1")
    one.ask('AT+QNTP=1,"stopped.example"', "+QNTP: 572")
    one.ask('AT+QNTP=1,"clock.example"', '+QNTP: 0,"2026/01/31,12:00:00+00"')
    one.ask('AT+QIDNSGIP=1,"clock.example"', '+QIURC: "dnsgip",0,2,600')
    one.until(b'+QIURC: "dnsgip","127.0.0.1"\r\n\r\n+QIURC: "dnsgip","127.0.0.2"\r\n')
    one.ask('AT+QPING=1,"clock.example",1,3', "+QPING: 2,3,2,1,12,14,13")
    one.ask('AT+QPING=1,"nowhere.example"', "+QPING: 4")


def test_onemo_time_names_and_pings(host, names):
    one = host("onemo", *names)
    one.ask('AT+MNTP="stopped.example"', "+MNTP: 1")
    one.ask('AT+MNTP="clock.example"', '+MNTP: 0,"26/01/31,12:00:00+00"')
    one.ask('AT+MDNSGIP="clock.example"', '+MDNSGIP: "clock.example","127.0.0.1","127.0.0.2"')
    one.ask('AT+MPING="clock.example",1,3', '+MPING: "statistics",3,1,12,14,13')
    one.ask('AT+MIPOPEN=0,"TCP","asked.example",7', "+MIPOPEN: 0,581")


def test_fibocom_time_names_and_pings(host, names):
    one = host("fibocom", *names)
    one.ask("AT+MIPCALL=1", "+MIPCALL:127.0.0.1")
    one.ask('AT+MIPNTP="stopped.example",123', "+MIPNTP: 0")
    one.ask('AT+MIPNTP="clock.example",123', "+MIPNTP: 1")
    assert '"26/01/31,12:00:0' in one.ask("AT+CCLK?")  # the clock is set, and goes
    one.ask('AT+MPING=1,"clock.example",3', '+MPINGSTAT: 0,"127.0.0.1",3,2,13')
    one.ask("AT+CMEE=1")
    one.ask('AT+MIPDNS="mute.example"', "+CME ERROR: 2002")


def test_simcom_resolves_the_names_it_was_given(host, names):
    one = host("simcom", *names)
    one.ask('AT+CDNSGIP="clock.example"')
    one.ask('AT+CDNSGIP="mute.example"', "ERROR")
    one.ask("AT+NETOPEN", "+NETOPEN: 0")
    one.ask('AT+CIPOPEN=0,"TCP","mute.example",7', "+CIPOPEN: 0,11")


def test_a_names_file_with_mistakes_says_where(bench, tmp_path):
    path = tmp_path / "names"
    path.write_text("good.example 127.0.0.1\nbad.example 127.0.0.999\n")
    with pytest.raises(Exception, match=r"names:2: 127.0.0.999 is no address"):
        bench.start("quectel", "--names", str(path))
