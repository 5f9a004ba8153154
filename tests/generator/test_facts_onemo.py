# SPDX-License-Identifier: MIT
"""OneMO's manual, fact by fact: read from the manual's pages, not from the tables."""

from collections import Counter

import pytest
from atbind.build import spec as build
from atbind.modem import native
from atbind.modem import decoder
from atbind.modem import transcript
from atbind.tell.export import export
from heard import cases

# Command: chapter, and its forms (a query and a setting are two; data inside the line or at the prompt, too).
COMMANDS = {
    "+MIPCFG": ("3.1", 17),
    "+MIPTKA": ("3.2", 4),
    "+MIPOPEN": ("3.3", 2),
    "+MIPCLOSE": ("3.4", 2),
    "+MIPSEND": ("3.5", 6),
    "+MIPRD": ("3.6", 3),
    "+MIPMODE": ("3.7", 4),
    "+MIPSTATE": ("3.8", 2),
    "+MIPSACK": ("3.9", 2),
    "+MDNSCFG": ("3.10", 11),
    "+MDNSGIP": ("3.11", 2),
    "+MPING": ("3.12", 2),
    "+++": ("3.13", 1),
    "+MNTP": ("3.15", 3),
}

RIGHT = """
AT+MIPCFG=?
AT+MIPCFG="cid"
AT+MIPCFG="cid",5
AT+MIPCFG="cid",0,1
AT+MIPCFG="encoding",0,2,1
AT+MIPCFG="encoding",5,0,0
AT+MIPCFG="timeout",0,1
AT+MIPCFG="timeout",0,180
AT+MIPCFG="autofree",0,1
AT+MIPCFG="autofree",0
AT+MIPCFG="sndbuf",0,1
AT+MIPCFG="sndbuf",0,8192
AT+MIPCFG="rcvbuf",0,1
AT+MIPCFG="rcvbuf",0,65535
AT+MIPCFG="ackmode",0,1
AT+MIPCFG="ssl",0,1,0
AT+MIPTKA=?
AT+MIPTKA?
AT+MIPTKA=0
AT+MIPTKA=5,0
AT+MIPTKA=0,1,30
AT+MIPTKA=0,1,7200,600,9
AT+MIPTKA=0,1,120,60,1
AT+MIPOPEN=?
AT+MIPOPEN=0,"TCP","120.27.12.119",2040
AT+MIPOPEN=1,"UDP","120.27.12.119",2040
AT+MIPOPEN=5,"TCP","example.com",0,1
AT+MIPOPEN=0,"TCP","example.com",65535,180,1
AT+MIPOPEN=0,"TCP","120.27.12.119",2040,10,2
AT+MIPOPEN=0,"UDP","120.27.12.119",2040,10,3
AT+MIPOPEN=0,"UDP","2001:db8::7",7,60,0,65535
AT+MIPCLOSE=?
AT+MIPCLOSE=0
AT+MIPCLOSE=5,4
AT+MIPSEND=?
AT+MIPSEND=0
AT+MIPSEND=0,0
AT+MIPSEND=0,1
AT+MIPSEND=0,8192
AT+MIPSEND=0,10,"0123456789"
AT+MIPSEND=0,11,"12345678900",0,1
AT+MIPSEND=0,0,"abc"
AT+MIPSEND=0,,"abc"
AT+MIPSEND=0,3,"abc",2,255,3
AT+MIPSEND=0,,"abc",,255
AT+MIPSEND=0,3,"a,;",1
AT+MIPSEND=0,5,"3132333435"
AT+MIPRD=?
AT+MIPRD=0
AT+MIPRD=0,0
AT+MIPRD=0,20
AT+MIPRD=0,4096
AT+MIPMODE=?
AT+MIPMODE=0
AT+MIPMODE=0,2
AT+MIPMODE=0,1,512,0
AT+MIPMODE=0,1,1460,2000
AT+MIPSTATE?
AT+MIPSTATE=0
AT+MIPSACK=?
AT+MIPSACK=5
AT+MDNSCFG=?
AT+MDNSCFG="ip","114.114.114.114","8.8.8.8"
AT+MDNSCFG="ip",""
AT+MDNSCFG="ip","1.1.1.1",""
AT+MDNSCFG="ip"
AT+MDNSCFG="ip","","8.8.8.8"
AT+MDNSCFG="ipv6"
AT+MDNSCFG="ipv6","2400:3200::1"
AT+MDNSCFG="ipv6","2400:3200::1","2001:4860:4860::8888"
AT+MDNSCFG="ipv6","",""
AT+MDNSCFG="priority"
AT+MDNSCFG="priority",0
AT+MDNSCFG="cached",1
AT+MDNSCFG="cached",0,65535
AT+MDNSCFG="timeout",1
AT+MDNSCFG="timeout",60,9
AT+MDNSGIP=?
AT+MDNSGIP="iot.10086.cn"
AT+MDNSGIP="iot.10086.cn",1
AT+MPING=?
AT+MPING="ipv6.sjtu.edu.cn"
AT+MPING="ipv6.sjtu.edu.cn",30,1
AT+MPING="a",60,65535,1400
+++
AT+MNTP=?
AT+MNTP
AT+MNTP="cn.ntp.org.cn"
AT+MNTP="cn.ntp.org.cn",,0
AT+MNTP="cn.ntp.org.cn",123,1,30
AT+MNTP="cn.ntp.org.cn",,,300
AT+MNTP="cn.ntp.org.cn",65535,1,1
AT+CCLK?
"""

# Line | parameter | reason.
WRONG = """
AT+MIPCFG | cmd | missing
AT+MIPCFG? | - | syntax
AT+MIPCFG="nosuch",0 | cmd | value
AT+MIPCFG="encoding",0,1 | recv_format | missing
AT+MIPCFG="encoding",0,3,0 | send_format | value
AT+MIPCFG="encoding",0,0,2 | recv_format | value
AT+MIPCFG="encoding",6 | connect_id | range
AT+MIPCFG="timeout",0,0 | send_timeout | range
AT+MIPCFG="timeout",0,181 | send_timeout | range
AT+MIPCFG="autofree",0,2 | free_mode | value
AT+MIPCFG="sndbuf",0,0 | send_buffer | range
AT+MIPCFG="sndbuf",0,8193 | send_buffer | range
AT+MIPCFG="rcvbuf",0,0 | recv_buffer | range
AT+MIPCFG="rcvbuf",0,65536 | recv_buffer | range
AT+MIPCFG="ackmode",0,2 | ack_mode | value
AT+MIPCFG="ssl",0,2,0 | ssl_enable | value
AT+MIPCFG="ssl",0,1 | ssl_id | missing
AT+MIPTKA=6 | connect_id | range
AT+MIPTKA=0,2 | keepalive | value
AT+MIPTKA=0,1,29 | keepidle | range
AT+MIPTKA=0,1,7201 | keepidle | range
AT+MIPTKA=0,1,30,29 | keepinterval | range
AT+MIPTKA=0,1,30,601 | keepinterval | range
AT+MIPTKA=0,1,30,30,0 | keepcount | range
AT+MIPTKA=0,1,30,30,10 | keepcount | range
AT+MIPTKA=0,1,30,30,9,1 | - | extra
AT+MIPTKA=0,1,,600 | keepidle | missing
AT+MIPOPEN=6,"TCP","a",1 | connect_id | range
AT+MIPOPEN=-1,"TCP","a",1 | connect_id | range
AT+MIPOPEN=0,"tcp","a",1 | proto_type | value
AT+MIPOPEN=0,TCP,"a",1 | proto_type | value
AT+MIPOPEN=0,"TCP",,1 | address | missing
AT+MIPOPEN=0,"TCP","a" | remote_port | missing
AT+MIPOPEN=0,"TCP","a",65536 | remote_port | range
AT+MIPOPEN=0,"TCP","a",1,0 | timeout | range
AT+MIPOPEN=0,"TCP","a",1,181 | timeout | range
AT+MIPOPEN=0,"TCP","a",1,60,4 | access_mode | value
AT+MIPOPEN=0,"UDP","a",1,60,2 | access_mode | combination
AT+MIPOPEN=0,"TCP","a",1,60,3 | access_mode | combination
AT+MIPOPEN=0,"TCP","a",1,60,0,65536 | local_port | range
AT+MIPOPEN=0,"TCP","a",4294967297 | remote_port | range
AT+MIPCLOSE=6 | connect_id | range
AT+MIPCLOSE=0,5 | mode | value
AT+MIPCLOSE | connect_id | missing
AT+MIPSEND=0,8193 | send_length | range
AT+MIPSEND=0,1461,"a" | send_length | range
AT+MIPSEND=0,4,"abc" | data | length
AT+MIPSEND=0,3,"a"b" | data | characters
AT+MIPSEND=0,3,"abc",3 | rai | value
AT+MIPSEND=0,3,"abc",0,0 | seq | range
AT+MIPSEND=0,3,"abc",0,256 | seq | range
AT+MIPSEND=0,3,"abc",0,1,4 | pri_flag | value
AT+MIPRD=0,-1 | read_len | range
AT+MIPRD=0,4097 | read_len | range
AT+MIPMODE=0,4 | access_mode | value
AT+MIPMODE=0,1,511,0 | packet_size | range
AT+MIPMODE=0,1,1461,0 | packet_size | range
AT+MIPMODE=0,1,512 | waittm | missing
AT+MIPMODE=0,1,512,2001 | waittm | range
AT+MIPSTATE=6 | connect_id | range
AT+MIPSACK? | - | syntax
AT+MDNSCFG="ip","1.2.3" | address1 | value
AT+MDNSCFG="ip","2400:3200::1" | address1 | value
AT+MDNSCFG="ip","1.1.1.1","2400:3200::1" | address2 | value
AT+MDNSCFG="ip",,"1.1.1.1" | address1 | missing
AT+MDNSCFG="ipv6","1.1.1.1" | address1 | value
AT+MDNSCFG="ipv6","2400:3200::1","1.1.1.1" | address2 | value
AT+MDNSCFG="priority",2 | priority | value
AT+MDNSCFG="cached",2 | cached_mode | value
AT+MDNSCFG="cached",0,0 | cached_period | range
AT+MDNSCFG="cached",0,65536 | cached_period | range
AT+MDNSCFG="timeout",0 | time | range
AT+MDNSCFG="timeout",61 | time | range
AT+MDNSCFG="timeout",1,0 | retries | range
AT+MDNSCFG="timeout",1,10 | retries | range
AT+MDNSGIP="" | domainname | length
AT+MDNSGIP=a | domainname | value
AT+MPING="a",0 | timeout | range
AT+MPING="a",61 | timeout | range
AT+MPING="a",1,0 | ping_num | range
AT+MPING="a",1,65536 | ping_num | range
AT+MPING="a",1,1,0 | packet_len | range
AT+MPING="a",1,1,1401 | packet_len | range
AT+MNTP="a",65536 | port | range
AT+MNTP="a",1,2 | sync | value
AT+MNTP="a",1,1,0 | timeout | range
AT+MNTP="a",1,1,301 | timeout | range
AT+MIPURC=1 | - | unknown_command
"""

# What goes over the wire (a transcript) | what it means: kind id {fields}, payload: its bytes.
HEARD = [
    ('< +MIPURC: "rtcp",0,10,0123456789', "urc urc_rtcp 0 10, payload 0123456789"),
    ('# set: access_mode.0=2\n< +MIPURC: "rtcp",0,10,10', "urc urc_rtcp_buffered 0 10 10"),
    ('< +MIPURC: "rtcp",0,2,10', "urc urc_rtcp 0 2, payload 10"),
    ('< +MIPURC: "rudp",0,10,ABCDE12345', "urc urc_rudp 0 10, payload ABCDE12345"),
    ('# set: access_mode.0=3\n< +MIPURC: "rudp",0,2', "urc urc_rudp_buffered 0 2"),
    ('# set: recv_format.0=1\n< +MIPURC: "rtcp",0,3,414B0D', "urc urc_rtcp 0 3, payload AK\r"),
    ('< +MIPURC: "drop",0,10', "urc urc_drop 0 10"),
    ('< +MIPURC: "seq",0,1,0', "urc urc_seq 0 1 0"),
    ('< +MIPURC: "ack",5,1460', "urc urc_ack 5 1460"),
    ('< +MIPURC: "disconn",0,3', "urc urc_disconn 0 3"),
    ('< +MIPURC: "disconn",6,1', "malformed urc_disconn"),
    ('< +MIPURC:"drop",0,10', "urc urc_drop 0 10"),
    ("< BOOT", "text"),
    (
        '> AT+MIPOPEN=0,"TCP","a",1\n< OK\n< +MIPOPEN: 0,557',
        "final final_ok, urc mipopen_result 0 557",
    ),
    (
        '> AT+MIPOPEN=0,"TCP","a",1\n< OK\n< +MIPOPEN: 0,-1',
        "final final_ok, urc mipopen_result 0 -1",
    ),
    (
        "> AT+MIPOPEN=?\n< +MIPOPEN: (0-4),,,(0-65535)\n< OK",
        "info mipopen_test_info, final final_ok",
    ),
    ("> AT+MIPCLOSE=0\n< OK\n< +MIPCLOSE: 0", "final final_ok, urc mipclose_result 0"),
    ("> AT+MIPCLOSE=0,3\n< OK\n< +MIPCLOSE: 0,2", "final final_ok, urc mipclose_result 0 2"),
    ("> AT+MIPCLOSE=0\n< +CME ERROR: 551", "final final_cme_error 551"),
    ("> AT+MIPCLOSE=0\n< +CIS ERROR:551", "final final_cis_error 551"),
    ("> AT+MIPTKA=0\n< +MIPTKA: 0,1,90,75,3\n< OK", "info miptka_info 0 1 90 75 3, final final_ok"),
    ("> AT+MIPTKA?\n< +MIPTKA: 1,0\n< OK", "info miptka_info 1 0, final final_ok"),
    (
        '> AT+MIPSEND=0,10,"0123456789"\n< +MIPSEND: 0,10\n< OK',
        "info mipsend_info 0 10, final final_ok",
    ),
    (
        "> AT+MIPSEND=0,5\n< >\n>> hello\n< +MIPSEND: 0,5\n< OK",
        "prompt, info mipsend_info 0 5, final final_ok",
    ),
    (
        "# set: access_mode.0=2\n> AT+MIPRD=0\n< +MIPRD: 0,20\n< OK",
        "info miprd_unread 0 20, final final_ok",
    ),
    (
        "# set: access_mode.0=2\n> AT+MIPRD=0,20\n< +MIPRD: 0,10,20,01234567890123456789\n< OK",
        "info miprd_stream 0 10 20, payload 01234567890123456789, final final_ok",
    ),
    (
        "# set: access_mode.0=3\n> AT+MIPRD=0\n< +MIPRD: 0,2\n< OK",
        "info miprd_unread_packets 0 2, final final_ok",
    ),
    ("> AT+MIPRD=0,0\n< OK", "final final_ok"),
    ("> AT+MIPMODE=0\n< +MIPMODE: 0,0\n< OK", "info mipmode_query_info 0 0, final final_ok"),
    (
        '> AT+MIPSTATE?\n< +MIPSTATE: 2,,,,"INITIAL"\n< OK',
        "info mipstate_info 2 INITIAL, final final_ok",
    ),
    (
        "> AT+MIPSACK=0\n< +MIPSACK: 10,10,0,30\n< OK",
        "info mipsack_info 10 10 0 30, final final_ok",
    ),
    (
        '> AT+MDNSCFG="ip"\n< +MIPCFG: "ip","1.1.1.1","8.8.8.8"\n< OK',
        "info mdnscfg_ip_info 1.1.1.1 8.8.8.8, final final_ok",
    ),
    (
        '> AT+MDNSCFG="ip"\n< +MIPCFGDNSCFG: "ip","1.1.1.1","8.8.8.8"\n< OK',
        "info mdnscfg_ip_info 1.1.1.1 8.8.8.8, final final_ok",
    ),
    (
        '> AT+MDNSCFG=?\n< +MDNSCFG: "ip",,\n< +MDNSCFG: "timeout",(1-60),(1-9)\n< OK',
        "info mdnscfg_test_ip, info mdnscfg_test_timeout, final final_ok",
    ),
    ("< +MDNSGIP: www.baidu.com", "urc mdnsgip_result www.baidu.com"),
    (
        '< +MDNSGIP: "a.b","1.1.1.1","2409:8060::5464"',
        "urc mdnsgip_result a.b ['1.1.1.1', '2409:8060::5464']",
    ),
    ('< +MPING: 0,"202.120.35.204",16,607,235', "urc mping_reply 0 202.120.35.204 16 607 235"),
    ("< +MPING: 3", "urc mping_failure 3"),
    ('< +MPING: "statistics",4,0,320,607,402', "urc mping_statistics 4 0 320 607 402"),
    ('< +MNTP: 0,"19/02/21,07:29:20+32"', "urc mntp_result 0 19/02/21,07:29:20+32"),
    ("< +MNTP: 2", "urc mntp_result 2"),
    (
        "> AT+CCLK?\n< +CCLK: 19/02/21,07:35:03+32\n< OK",
        "info cellular_cclk_read_info 19/02/21,07:35:03+32, final final_ok",
    ),
]


@pytest.fixture(scope="module")
def library(home):
    return native.load("onemo", None, home / "generated")


@pytest.fixture(scope="module")
def tables(home):
    return export(build.load(home / "spec"))["dialects"]["onemo"]


@pytest.mark.parametrize("line", [row[0] for row in cases(RIGHT)])
def test_a_right_line_is_taken_as_its_form(library, line):
    found = library.explain(line.encode())
    assert (found.reason, found.message) == (None, "")


@pytest.mark.parametrize("stated", ("", "0"))
@pytest.mark.parametrize(
    ("character", "right", "wrong"),
    (("x", 1460, 1461), ("a", 2920, 2922)),  # "a" is a hex digit: two are a byte
)
def test_data_whose_length_is_not_stated(library, stated, character, right, wrong):
    found = library.explain(f'AT+MIPSEND=0,{stated},"{character * right}"'.encode())
    assert (found.reason, found.message) == (None, "")
    found = library.explain(f'AT+MIPSEND=0,{stated},"{character * wrong}"'.encode())
    assert (found.reason, found.message) == ("length", "AT+MIPSEND <data>: 0 to 1460 bytes")


@pytest.mark.parametrize(("line", "parameter", "reason"), cases(WRONG))
def test_a_wrong_line_names_parameter_and_reason(library, line, parameter, reason):
    found = library.explain(line.encode())
    assert (found.param or "-", found.reason) == (parameter, reason)


def told(event: dict) -> str:
    if event["kind"] == "payload":
        return "payload " + event["text"]
    values = [v for v in event["fields"].values() if v not in (None, [])]
    shown = [] if event["kind"] in ("malformed", "text") else [str(v) for v in values]
    name = [event["id"].removeprefix("onemo_")] if event["id"] else []
    return " ".join([event["kind"], *name, *shown])


@pytest.mark.parametrize(("heard", "expected"), HEARD)
def test_a_line_is_told_with_its_fields(library, heard, expected):
    events: list[dict] = []
    decoder.decode(library, transcript.parse(heard.encode() + b"\n", "heard"), [], events.append)
    assert ", ".join(told(event) for event in events) == expected


def test_every_form_of_every_chapter(tables):
    own = [c for c in tables["commands"] if not c["seen"]]
    found = {c["name"]: (c["section"], len(c["forms"])) for c in own}
    assert found == COMMANDS


def test_codes_urcs_and_final_results(tables):
    codes = sorted(row["code"] for row in tables["error_codes"])
    assert codes == [*range(550, 563), 570, 571, 572, 575, 576, 577, 580, 581, 582]
    kinds = Counter(u["section"] for u in tables["urcs"] if not u["late_result"] and not u["seen"])
    assert kinds == {"3.14": 8, "3.7": 1}
    assert {"+CME ERROR: <err>", "+CMS ERROR: <err>", "+CIS ERROR: <err>"} <= set(
        tables["final_results"]
    )
    for form in (form for command in tables["commands"] for form in command["forms"]):
        assert {"+CME ERROR: <err>", "+CMS ERROR: <err>", "+CIS ERROR: <err>"} <= set(
            form["finals"]
        )
    assert len(tables["models"]) == 15
