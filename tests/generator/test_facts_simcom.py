# SPDX-License-Identifier: MIT
"""SIMCom's manual, fact by fact: read from the manual's pages, not from the tables."""

from collections import Counter

import pytest
from atbind.build import spec as build
from atbind.cli import modem as cli_modem
from atbind.modem import decoder
from atbind.modem import native
from atbind.modem import transcript
from heard import cases

LONG_LABEL = "a" * 63
LONGEST_NAME = ".".join([LONG_LABEL] * 3 + ["b" * 62])

# Chapter: forms printed there. Chapter 1.2 has +++ and ATO.
FORMS = {
    **{"1.2": 2, "2.1": 2, "2.2": 1, "2.3": 4, "2.4": 5, "2.5": 6, "2.6": 3, "2.7": 1, "2.8": 4},
    **{"2.9": 4, "2.10": 4, "2.11": 3, "2.12": 2, "2.13": 4, "2.14": 3, "2.15": 1, "2.16": 2},
    **{"2.17": 2},
}

RIGHT = """
AT+NETOPEN? | netopen_read
AT+NETOPEN | netopen
AT+NETCLOSE | netclose
AT+CIPOPEN=? | cipopen_test
AT+CIPOPEN? | cipopen_read
AT+CIPOPEN=1,"TCP","117.131.85.139",5253 | cipopen_tcp
AT+CIPOPEN=0,"TCP","www.example.com",0,65535 | cipopen_tcp
AT+CIPOPEN=9,"TCP","a-b.c",65535,0 | cipopen_tcp
AT+CIPOPEN=1,"UDP",,,5000 | cipopen_udp
AT+CIPOPEN=0,"UDP","117.131.85.139",5254,5000 | cipopen_udp
at+cipopen=1,"UDP",,,0 | cipopen_udp
AT+CIPSEND=? | cipsend_test
AT+CIPSEND=1 | cipsend
AT+CIPSEND=1,5 | cipsend_length
AT+CIPSEND=0,1 | cipsend_length
AT+CIPSEND=9,1500 | cipsend_length
AT+CIPSEND=1,,"117.131.85.139",5254 | cipsend_udp
AT+CIPSEND=1,5,"117.131.85.139",5254 | cipsend_udp_length
AT+CIPRXGET=? | ciprxget_test
AT+CIPRXGET? | ciprxget_read
AT+CIPRXGET=0 | ciprxget
AT+CIPRXGET=1 | ciprxget
AT+CIPRXGET=2,1 | ciprxget_data
AT+CIPRXGET=2,2 | ciprxget_data
AT+CIPRXGET=2,1,5 | ciprxget_data
AT+CIPRXGET=2,1,1500 | ciprxget_data
AT+CIPRXGET=3,1 | ciprxget_hex
AT+CIPRXGET=3,1,5 | ciprxget_hex
AT+CIPRXGET=3,1,750 | ciprxget_hex
AT+CIPRXGET=4,1 | ciprxget_rest
AT+CIPCLOSE=? | cipclose_test
AT+CIPCLOSE? | cipclose_read
AT+CIPCLOSE=0 | cipclose
AT+CIPCLOSE=9 | cipclose
AT+IPADDR | ipaddr
AT+CIPHEAD=? | ciphead_test
AT+CIPHEAD? | ciphead_read
AT+CIPHEAD=0 | ciphead
AT+CIPHEAD | ciphead_execute
AT+CIPSRIP =? | cipsrip_test
AT+CIPSRIP? | cipsrip_read
AT+CIPSRIP =1 | cipsrip
AT+CIPSRIP | cipsrip_execute
AT+CIPMODE =? | cipmode_test
AT+CIPMODE? | cipmode_read
AT+CIPMODE=1 | cipmode
AT+CIPMODE | cipmode_execute
AT+CIPSENDMODE =? | cipsendmode_test
AT+CIPSENDMODE? | cipsendmode_read
AT+CIPSENDMODE=1 | cipsendmode
AT+CIPTIMEOUT? | ciptimeout_read
AT+CIPTIMEOUT=3000 | ciptimeout
AT+CIPTIMEOUT=120000,3000,120000 | ciptimeout
AT+CIPTIMEOUT=,3000 | ciptimeout
AT+CIPTIMEOUT=,,3000 | ciptimeout
AT+CIPTIMEOUT=3000, | ciptimeout
AT+CIPTIMEOUT=3000,4000, | ciptimeout
AT+CIPCCFG=? | cipccfg_test
AT+CIPCCFG? | cipccfg_read
AT+CIPCCFG | cipccfg_execute
AT+CIPCCFG=10,1000,0,1,1,1,120000 | cipccfg
AT+CIPCCFG=0,0,0,0,0,0,500 | cipccfg
AT+CIPCCFG=,,,,1 | cipccfg
AT+CIPCCFG=10,0,0,1,0,0, | cipccfg
AT+SERVERSTART=? | serverstart_test
AT+SERVERSTART? | serverstart_read
AT+SERVERSTART=8080, 0 | serverstart
AT+SERVERSTART=6060,3 | serverstart
AT+SERVERSTART=0,0,1 | serverstart
AT+SERVERSTART=65535,3,3 | serverstart
AT+SERVERSTOP=0 | serverstop
AT+SERVERSTOP=3 | serverstop
AT+CIPACK=? | cipack_test
AT+CIPACK=9 | cipack
AT+CDNSGIP=? | cdnsgip_test
AT+CDNSGIP="www.baidu.com" | cdnsgip
AT+CDNSGIP="aa.bb.cc" | cdnsgip
AT+CGDCONT=1,"IP","CMNET" | cellular_cgdcont
AT+CSQ | cellular_csq
AT+CIPOPEN=1,"TCP","my_host.-example",80 | cipopen_tcp
AT+CPSI? | cpsi_read
+++ | escape
ATO | ato
"""

WRONG = """
AT+NETOPEN=? | - | syntax
AT+NETOPEN=1 | - | extra
AT+NETCLOSE? | - | syntax
AT+CIPOPEN= | link_num | missing
AT+CIPOPEN=10,"TCP","1.2.3.4",80 | link_num | range
AT+CIPOPEN=-1,"UDP",,,80 | link_num | range
AT+CIPOPEN=1,"SCTP","1.2.3.4",80 | type | value
AT+CIPOPEN=1,TCP,"1.2.3.4",80 | type | value
AT+CIPOPEN=1,"TCP","1.2.3.4" | serverPort | missing
AT+CIPOPEN=1,"TCP","1.2.3.4",65536 | serverPort | range
AT+CIPOPEN=1,"TCP","1.2.3.4",80,65536 | localPort | range
AT+CIPOPEN=1,"TCP","1.2.3.4",80, | localPort | missing
AT+CIPOPEN=1,"TCP","1.2.3.4",80,1,2 | - | extra
AT+CIPOPEN=1,"TCP","",80 | serverIP | length
AT+CIPOPEN=1,"TCP",,80 | serverIP | missing
AT+CIPOPEN=1,"TCP","a"b",80 | serverIP | characters
AT+CIPOPEN=1,"UDP",, | localPort | missing
AT+CIPOPEN=1,"UDP","1.2.3.4",80 | localPort | missing
AT+CIPOPEN=1,"UDP",,,65536 | localPort | range
AT+CIPOEPN=0,"TCP","117.131.85.139",5253 | - | unknown_command
AT+CIPSEND | link_num | missing
AT+CIPSEND=10 | link_num | range
AT+CIPSEND=1, | length | missing
AT+CIPSEND=1,0 | length | range
AT+CIPSEND=1,1501 | length | range
AT+CIPSEND=1,,"1.2.3.4" | serverPort | missing
AT+CIPSEND=1,,"1.2.3.4",65536 | serverPort | range
AT+CIPSEND=1,5,"1.2.3",80 | serverIP | value
AT+CIPSEND=1,5,"::1",80 | serverIP | value
AT+CIPSEND=1,5,"example.com",80 | serverIP | value
AT+CIPSEND=1,1501,"1.2.3.4",80 | length | range
AT+CIPSEND=1,5,"1.2.3.4",80,1 | - | extra
AT+CIPRXGET | mode | missing
AT+CIPRXGET=2 | mode | value
AT+CIPRXGET=5 | mode | value
AT+CIPRXGET=5,1 | mode | value
AT+CIPRXGET=1,1 | - | extra
AT+CIPRXGET=2,10 | link_num | range
AT+CIPRXGET=2,1,0 | len | range
AT+CIPRXGET=2,1,1501 | len | range
AT+CIPRXGET=3,1,751 | len | range
AT+CIPRXGET=4,10 | link_num | range
AT+CIPRXGET=4,1,5 | - | extra
AT+CIPCLOSE=10 | link_num | range
AT+IPADDR? | - | syntax
AT+CIPHEAD=2 | mode | value
AT+CIPSRIP=2 | mode | value
AT+CIPMODE=-1 | mode | value
AT+CIPSENDMODE=2 | mode | value
AT+CIPSENDMODE | mode | missing
AT+CIPTIMEOUT | - | syntax
AT+CIPTIMEOUT=2999 | netopen_timeout | range
AT+CIPTIMEOUT=,120001 | cipopen_timeout | range
AT+CIPTIMEOUT=,,2999 | cipsend_timeout | range
AT+CIPTIMEOUT=3000,3000,3000,1 | - | extra
AT+CIPCCFG=11 | NmRetry | range
AT+CIPCCFG=0,1001 | DelayTm | range
AT+CIPCCFG=0,0,1 | Ack | value
AT+CIPCCFG=0,0,0,2 | errMode | value
AT+CIPCCFG=0,0,0,0,2 | HeaderType | value
AT+CIPCCFG=0,0,0,0,0,2 | AsyncMode | range
AT+CIPCCFG=0,0,0,0,0,0,499 | TimeoutVal | range
AT+CIPCCFG=0,0,0,0,0,0,120001 | TimeoutVal | range
AT+SERVERSTART=8080 | server_index | missing
AT+SERVERSTART=65536,0 | port | range
AT+SERVERSTART=8080,4 | server_index | range
AT+SERVERSTART=8080,0,0 | backlog | range
AT+SERVERSTART=8080,0,4 | backlog | range
AT+SERVERSTOP | server_index | missing
AT+SERVERSTOP=4 | server_index | range
AT+CIPACK=10 | link_num | range
AT+CDNSGIP="" | domain name | length
AT+CDNSGIP="a_b.com" | domain name | characters
AT+CDNSGIP="a:b" | domain name | characters
AT+CDNSGIP="-a.b" | domain name | characters
AT+CDNSGIP="a.-b" | domain name | characters
AT+CDNSGIP="a..b" | domain name | characters
AT+CDNSGIP=a.b | domain name | value
"""

# A transcript (" / " between its lines) and its events: kind, id and fields in order, or the text.
HEARD = r"""
< +NETOPEN: 0 | urc netopen_result 0
> AT+NETOPEN? / < +NETOPEN: 1 / < OK | info netopen_read_info 1; final final_ok
> AT+NETOPEN / < OK / < +NETOPEN: 0,0 | final final_ok; urc netopen_result 0
< +NETOPEN: 77 | urc netopen_result 77
> AT+NETOPEN / < +IP ERROR: Network is already opened / < ERROR | info ip_error Network is already opened; final final_error
> AT+IPADDR / < +IP ERROR: 8 / < ERROR | info ip_error_code 8; final final_error
> AT+NETCLOSE / < OK / < CLOSED / < +CIPCLOSE: 0,0 / < +NETCLOSE: 0 | final final_ok; urc urc_closed; urc cipclose_result 0 0; urc netclose_result 0
> AT+NETCLOSE / < +NETCLOSE: 2 / < ERROR | info netclose_result 2; final final_error
> AT+CIPOPEN=1,"TCP","1.2.3.4",80 / < OK / < +CIPOPEN: 2,0 / < +CIPOPEN: 1,10 | final final_ok; urc cipopen_result 2 0; urc cipopen_result 1 10
> AT+CIPOPEN=1,"UDP",,,5000 / < +CIPOPEN: 1,0 / < OK | info cipopen_result 1 0; final final_ok
> AT+CIPOPEN=1,"UDP",,,5000 / < +CIPOPEN: 1,4 / < ERROR | info cipopen_result 1 4; final final_error
> AT+CIPOPEN=0,"TCP","1.2.3.4",80 / < CONNECT FAIL | final final_connect_fail
> AT+CIPOPEN=0,"TCP","1.2.3.4",80 / < CONNECT 115200 / << OK, then\r\nmore | final final_connect 115200; payload OK, then\r\nmore
> AT+CIPOPEN=0,"UDP","1.2.3.4",80,1 / < CONNECT / << ab | final final_connect; payload ab
> ATO / < CONNECT115200 | text CONNECT115200
> AT+CIPOPEN=9,"UDP",,,5 / < +IP ERROR: Invalid parameter / < ERROR | info ip_error Invalid parameter; final final_error
> AT+CIPOPEN? / < +CIPOPEN: 0,"TCP","1.2.3.4",80,-1 / < +CIPOPEN: 1 / < OK | info cipopen_read_info 0 TCP 1.2.3.4 80 -1; info cipopen_read_info 1; final final_ok
> AT+CIPOPEN? / < +CIPOPEN: 0,"TCP","1.2.3.4",80,1 | info cipopen_read_info 0 TCP 1.2.3.4 80 1
< +CIPOPEN: 10,0 | malformed cipopen_result
> AT+CIPSEND=1,5 / < > / >> HELLO / < OK / < +CIPSEND: 1,5,-1 | prompt; final final_ok; urc cipsend_result 1 5 -1
> AT+CIPSEND=1 / < > / < +CIPRXGET: 1,1 / >> HI<CTRL+Z> / < OK / < +CIPSEND: 1,2,0 | prompt; urc urc_ciprxget 1 1; final final_ok; urc cipsend_result 1 2 0
> AT+CIPSEND=1,5 / < +CIPERROR: 4 / < ERROR | info ciperror 4; final final_error
> AT+CIPSEND=? / < AT+CIPSEND: (0-9),(1-1500) / < OK | info cipsend_test_info; final final_ok
> AT+CIPSEND=? / < +CIPSEND: (0-9),(1-1500) | info cipsend_test_info
> AT+CIPOPEN=? / < +CIPOPEN: (0-9),("TCP","UDP") / < OK | info cipopen_test_info; final final_ok
> AT+CIPRXGET=? / < +CIPRXGET: (0-4),(0-9),(1-1500) / < OK | info ciprxget_test_info; final final_ok
> AT+CIPCLOSE=? / < +CIPCLOSE: (0-9) / < OK | info cipclose_test_info; final final_ok
> AT+CIPHEAD=? / < +CIPHEAD: (0-1) / < OK | info ciphead_test_info; final final_ok
> AT+CIPSRIP =? / < +CIPSRIP: (0-1) / < OK | info cipsrip_test_info; final final_ok
> AT+CIPMODE =? / < +CIPMODE: (0-1) / < OK | info cipmode_test_info; final final_ok
> AT+CIPSENDMODE =? / < +CIPSENDMODE: (0-1) / < OK | info cipsendmode_test_info; final final_ok
> AT+CIPCCFG=? / < +CIPCCFG: (0-10),(0-1000),(0),(0-1),(0-1),(0-1),(500-120000) / < OK | info cipccfg_test_info; final final_ok
> AT+SERVERSTART=? / < +SERVERSTART: (0-65535),(0-3) / < OK | info serverstart_test_info; final final_ok
> AT+CIPACK=? / < +CIPACK: (0-9) / < OK | info cipack_test_info; final final_ok
> AT+CDNSGIP=? / < OK | final final_ok
> AT+CIPRXGET? / < +CIPRXGET: 1 / < OK | info ciprxget_read_info 1; final final_ok
> AT+CIPRXGET=2,1,5 / < +CIPRXGET: 1,1 / < +CIPRXGET: 2,1,5,11 / << data\x20 / < OK | urc urc_ciprxget 1 1; info ciprxget_data_info 2 1 5 11; payload data; final final_ok
> AT+CIPRXGET=2,1 / < +CIPRXGET: 2,1,6,0 / << \r\nOK\r\n / < OK | info ciprxget_data_info 2 1 6 0; payload \r\nOK\r\n; final final_ok
> AT+CIPRXGET=3,1,5 / < +CIPRXGET: 3,1,5,6 / << 66726F6d20 / < OK | info ciprxget_hex_info 3 1 5 6; payload from; final final_ok
> AT+CIPRXGET=4,1 / < +CIPRXGET: 4,1,16 / < OK | info ciprxget_rest_info 4 1 16; final final_ok
> AT+CIPRXGET=2,2 / < +IP ERROR: No data / < ERROR | info ip_error No data; final final_error
< +CIPRXGET: 1,10 | malformed urc_ciprxget
> AT+CIPCLOSE? / < +CIPCLOSE:0,1,0,0,0,0,0,0,0,1 / < OK | info cipclose_read_info 0 1 0 0 0 0 0 0 0 1; final final_ok
> AT+CIPCLOSE=1 / < OK / < +CIPCLOSE: 1,0 | final final_ok; urc cipclose_result 1 0
> AT+CIPCLOSE=1 / < +CIPCLOSE: 1,0 / < OK | info cipclose_result 1 0; final final_ok
> AT+CIPCLOSE=0 / < CLOSED / < +CIPCLOSE: 0,0 / < OK | urc urc_closed; info cipclose_result 0 0; final final_ok
> AT+CIPCLOSE=1 / < +CIPCLOSE: 1,2 / < ERROR | info cipclose_result 1 2; final final_error
> AT+CIPTIMEOUT? / < +CIPTIMEOUT: 1,2,3 | info ciptimeout_read_info 1 2 3
> AT+CIPCCFG? / < +CIPCCFG:10,0,0,1,0,0,500 / < OK | info cipccfg_read_info 10 0 0 1 0 0 500; final final_ok
> AT+SERVERSTART? / < +SERVERSTART: 0,8080 / < +SERVERSTART: 3,6060 / < OK | info serverstart_read_info 0 8080; info serverstart_read_info 3 6060; final final_ok
> AT+SERVERSTART? / < +CIPERROR: 2 / < ERROR | info ciperror 2; final final_error
> AT+SERVERSTART=8080,0 / < +CIPERROR: 7 / < ERROR | info ciperror 7; final final_error
> AT+SERVERSTOP=0 / < OK / < +SERVERSTOP: 0,0 | final final_ok; urc serverstop_result 0 0
> AT+SERVERSTOP=0 / < +SERVERSTOP: 0,9 / < ERROR | info serverstop_result 0 9; final final_error
> AT+CIPACK=1 / < +CIPACK: 9,8,7 / < OK | info cipack_info 9 8 7; final final_ok
> AT+CDNSGIP="a.b" / < +CDNSGIP: 1,"a.b","1.2.3.4" / < OK | info cdnsgip_info a.b 1.2.3.4; final final_ok
> AT+CDNSGIP="a.b" / < +CDNSGIP: 0,10 / < ERROR | info cdnsgip_failure 10; final final_error
< RECV FROM:1.2.3.4:5253 / < +IPD16 / << data\r\nOK\r\n+IPD9\x20 | urc urc_recv_from 1.2.3.4 5253; urc urc_ipd 16; payload data\r\nOK\r\n+IPD9
< +RECV FROM:1.2.3.4:80 / < +IPD3 / << abc | urc urc_recv_from 1.2.3.4 80; urc urc_ipd 3; payload abc
< +RECEIVE,9,4 / << a\r\nb | urc urc_receive 9 4; payload a\r\nb
< +IPD1501 | malformed urc_ipd
> AT+CIPCCFG=,,,,1 / < OK / < +IPD2 / << ab | final final_ok; urc urc_ipd 2; payload ab
> AT+CIPCCFG=,,,,0 / < OK / < +RECEIVE,1,2 / << ab | final final_ok; urc urc_receive 1 2; payload ab
> AT+CIPHEAD=0 / < OK / << +IPD5\r\nhello\r\n | final final_ok; text +IPD5; text hello
> AT+CIPHEAD? / < +CIPHEAD: 0 / < OK / << +RECEIVE,1,5\r\n | info ciphead_read_info 0; final final_ok; text +RECEIVE,1,5
> AT+CIPHEAD=0 / < OK / > AT+CIPHEAD / < OK / < +IPD2 / << ab | final final_ok; final final_ok; urc urc_ipd 2; payload ab
< +CLIENT: 0,1,192.168.108.5:57202 | urc urc_client 0 1 192.168.108.5 57202
< +CLIENT: 0,4,192.168.108.5:57202 | malformed urc_client
< +IPCLOSE: 1,2 | urc urc_ipclose 1 2
< +IPCLOSE: 9,0 | urc urc_ipclose 9 0
< +IPCLOSE: 10,1 | malformed urc_ipclose
< +CIPEVENT: NETWORK CLOSED UNEXPECTEDLY | urc urc_cipevent
< CONNECT 115200 | final final_connect 115200
< PB DONE | urc urc_pb_done
"""


@pytest.fixture(scope="module")
def library(home):
    return native.load("simcom", None, home / "generated")


@pytest.fixture(scope="module")
def dialect(home):
    return build.load(home / "spec", "simcom")[0]


def explain(library, line: str) -> dict:
    return cli_modem.explanation(library.explain(line.encode()))


@pytest.mark.parametrize("line, form", cases(RIGHT))
def test_a_right_line_is_taken_as_its_form(library, line, form):
    found = explain(library, line)
    assert (found["error"], found["form"]) == (
        None,
        form if form.startswith("cellular_") else f"simcom_{form}",
    )


@pytest.mark.parametrize("line, parameter, reason", cases(WRONG))
def test_a_wrong_line_names_parameter_and_reason(library, line, parameter, reason):
    error = explain(library, line)["error"]
    assert error is not None
    assert (error["param"] or "-", error["reason"]) == (parameter, reason)


def test_the_longest_names_that_the_manual_allows(library):
    assert len(LONGEST_NAME) == 254
    assert explain(library, f'AT+CDNSGIP="{LONGEST_NAME}"')["ok"]
    for name in (LONGEST_NAME + "b", "a" * 64 + ".b"):
        assert explain(library, f'AT+CDNSGIP="{name}"')["error"]["reason"] == "length"


def told(event: dict) -> str:
    if event["kind"] in ("text", "payload"):
        text = event["text"].replace("\r\n", r"\r\n")
        return f"{event['kind']} {text}".strip()
    name = (event["id"] or "").removeprefix("simcom_")
    values = [] if event["kind"] == "malformed" else event["fields"].values()
    return " ".join([event["kind"], name, *(str(v) for v in values if v is not None)]).strip()


@pytest.mark.parametrize("heard, expected", cases(HEARD))
def test_a_line_is_told_with_its_fields(library, heard, expected):
    events: list[dict] = []
    text = heard.replace(" / ", "\n").encode()
    decoder.decode(library, transcript.parse(text, "heard"), [], events.append)
    assert "; ".join(told(event) for event in events) == expected


def test_every_form_of_every_chapter(dialect):
    own = [form for command in dialect.commands if not command.seen for form in command.forms]
    assert Counter(form.section for form in own) == FORMS


def test_one_module_is_the_manuals_own(dialect):
    named = [module.name for module in dialect.modules if module.section]
    seen = [module.name for module in dialect.modules if module.seen]
    assert named == ["A7600"] and seen == ["A7608", "A7672", "SIM7500", "SIM7600", "SIM7800"]


def test_codes_urcs_and_final_results(dialect):
    sets = Counter(code.set for code in dialect.error_codes)
    assert sets == {"err_info": 23, "err": 13, "dns error code": 1}
    texts = {(code.set, code.code): code.text for code in dialect.error_codes}
    assert texts["err_info", 21] == "Operation failed" and texts["err_info", 22] == "No data"
    assert texts["err", 11] == "DNS parse failed for AT+CIPOPEN"
    assert len([urc for urc in dialect.urcs if not urc.seen]) == 8 and not dialect.models
    assert {"CONNECT[ <text>]", "CONNECT FAIL"} <= {line.syntax for line in dialect.finals}


@pytest.mark.parametrize(
    "name, default",
    [
        *[("netopen_timeout", 120000), ("cipopen_timeout", 120000), ("cipsend_timeout", 120000)],
        *[("NmRetry", 10), ("DelayTm", 0), ("errMode", 1), ("HeaderType", 0), ("AsyncMode", 0)],
        *[("TimeoutVal", 500), ("backlog", 3), ("localPort", None), ("Ack", None)],
    ],
)
def test_the_default_of_a_parameter(dialect, name, default):
    found = [p.default for form in dialect.forms for p in form.parameters if p.name == name]
    assert found and set(found) == {default}


@pytest.mark.parametrize(
    "form, default",
    [("ciprxget", 0), ("ciphead", 1), ("cipsrip", 1), ("cipmode", 0), ("cipsendmode", 0)],
)
def test_the_default_of_a_mode(dialect, form, default):
    [mode] = [p for f in dialect.forms if f.id == f"simcom_{form}" for p in f.parameters]
    assert (mode.name, mode.default) == ("mode", default)


def test_a_line_of_several_commands_stands_where_its_own_command_does(dialect):
    sections = {line.id.removeprefix("simcom_"): line.section for line in dialect.lines}
    assert (sections["cipclose_result"], sections["netclose_result"]) == ("2.6", "2.2")


def test_time_limits_of_three_commands(dialect):
    limits = {f.id: f.timeout for f in dialect.forms if f.timeout and not f.timeout.ours}
    assert {i.split("_")[1] for i in limits} == {"netopen", "cipopen", "cipsend"}
    assert {limit.ms - limit.extra_ms for limit in limits.values()} == {120000}
    assert min(limit.extra_ms for limit in limits.values()) > 0  # the modem gives up first


def test_more_than_a_second_of_silence_around_the_escape(dialect):
    escape = next(form for form in dialect.forms if form.id == "simcom_escape")
    assert min(escape.guard_ms) > 1000


def test_errata_stand_in_the_order_of_the_manual(dialect):
    sections = [[int(part) for part in erratum.section.split(".")] for erratum in dialect.errata]
    assert sections == sorted(sections)
