# SPDX-License-Identifier: MIT
"""Quectel's manual, fact by fact: read from the manual's pages, first to last, not from the tables."""

from collections import Counter

import pytest
from atbind.build import spec as build
from atbind.cli import modem as cli_modem
from atbind.modem import decoder, native, transcript
from atbind.places import GENERATED, SPEC
from heard import cases

# Chapter: how many ways to write its command the pages show (query and setting are two).
FORMS = {
    "1.2": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 2,
    "2.4": 3,
    "2.5": 2,
    "2.6": 3,
    "2.7": 5,
    "2.8": 4,
    "2.9": 3,
    "2.10": 2,
    "2.11": 3,
    "2.12": 3,
    "2.13": 2,
    "2.14": 5,
    "2.15": 2,
}

# A line that the pages allow, and the form that it is.
RIGHT = """
+++ | escape
ATO | ato
AT+QICSGP=? | qicsgp_test
AT+QICSGP=1 | qicsgp_query
AT+QICSGP=16 | qicsgp_query
AT+QICSGP=1,1,"UNINET","","",1 | qicsgp
AT+QICSGP=1,1, | qicsgp
AT+QICSGP=1,1,"UNINET" | qicsgp
AT+QICSGP=1,1,"UNINET","user","password" | qicsgp
AT+QICSGP=16,1,"UNINET","","",3 | qicsgp
AT+QIACT=? | qiact_test
AT+QIACT? | qiact_read
AT+QIACT=1 | qiact
AT+QIACT=16 | qiact
AT+QIDEACT=? | qideact_test
AT+QIDEACT=16 | qideact
AT+QIOPEN=? | qiopen_test
AT+QIOPEN? | qiopen_read
AT+QIOPEN=1,0,"TCP","61.190.19.174",8705,0,0 | qiopen
AT+QIOPEN=1,0,"TCP","61.190.19.174",8705 | qiopen
AT+QIOPEN=16,11,"UDP","example.com",65535,65535,2 | qiopen
AT+QIOPEN=1,1,"TCP LISTENER","127.0.0.1",0,2020,0 | qiopen
AT+QIOPEN=1,2,"UDP SERVICE","127.0.0.1",0,3030,1 | qiopen
AT+QICLOSE=? | qiclose_test
AT+QICLOSE=0 | qiclose
AT+QICLOSE=11,0 | qiclose
AT+QICLOSE=11,65535 | qiclose
AT+QISTATE=? | qistate_test
AT+QISTATE=0,1 | qistate_context
AT+QISTATE=0,16 | qistate_context
AT+QISTATE=1,0 | qistate
AT+QISTATE=1,11 | qistate
AT+QISEND=? | qisend_test
AT+QISEND=0 | qisend_ctrl_z
AT+QISEND=11,1 | qisend
AT+QISEND=11,1460 | qisend
AT+QISEND=2,10,"10.7.157.1",6000 | qisend_to
AT+QISEND=0,0 | qisend_query
AT+QIRD=? | qird_test
AT+QIRD=0,1 | qird
AT+QIRD=11,1500 | qird
AT+QIRD=11 | qird_packet
AT+QIRD=0,0 | qird_query
AT+QISWTMD=? | qiswtmd_test
AT+QISWTMD? | qiswtmd_read
AT+QISWTMD=11,2 | qiswtmd
AT+QPING=? | qping_test
AT+QPING=1,"www.baidu.com" | qping
AT+QPING=16,"220.181.111.86",1,1 | qping
AT+QPING=1,"www.baidu.com",255,10 | qping
AT+QNTP=? | qntp_test
AT+QNTP? | qntp_read
AT+QNTP=1,"202.112.10.60" | qntp
AT+QNTP=1,"202.112.10.60",123 | qntp
AT+QNTP=1,"202.112.10.60",123,1 | qntp
AT+QNTP=1,"202.112.10.60",,0 | qntp
AT+QIDNSCFG=? | qidnscfg_test
AT+QIDNSCFG=1 | qidnscfg_query
AT+QIDNSCFG=1,"202.102.192.68" | qidnscfg
AT+QIDNSCFG=16,"202.102.192.68","202.102.192.69" | qidnscfg
AT+QIDNSGIP=? | qidnsgip_test
AT+QIDNSGIP=1,"www.baidu.com" | qidnsgip
AT+QIDNSGIP=20,"www.baidu.com" | qidnsgip
AT+QICFG=? | qicfg_test
AT+QICFG="transpktsize" | qicfg_transpktsize_query
AT+QICFG="transpktsize",1 | qicfg_transpktsize
AT+QICFG="transpktsize",1460 | qicfg_transpktsize
AT+QICFG="transwaittm" | qicfg_transwaittm_query
AT+QICFG="transwaittm",0 | qicfg_transwaittm
AT+QICFG="transwaittm",20 | qicfg_transwaittm
AT+QIGETERROR=? | qigeterror_test
AT+QIGETERROR | qigeterror
"""

# A line that they forbid, which parameter is wrong, and why.
WRONG = """
AT+QICSGP=0 | contextID | range
AT+QICSGP=17 | contextID | range
AT+QICSGP=1,2,"UNINET" | context_type | value
AT+QICSGP=1,1 | APN | missing
AT+QICSGP=1,1,"UNINET","user" | password | missing
AT+QICSGP=1,1,"UNINET","","",4 | authentication | value
AT+QICSGP=1,1,"UNI"NET" | APN | characters
AT+QICSGP=1,1,,"user","password" | APN | combination
AT+QIACT=0 | contextID | range
AT+QIACT=17 | contextID | range
AT+QIDEACT=17 | contextID | range
AT+QIOPEN=17,0,"TCP","61.190.19.174",8705 | contextID | range
AT+QIOPEN=1,12,"TCP","61.190.19.174",8705 | connectID | range
AT+QIOPEN=1,0,"TCP INCOMING","61.190.19.174",8705 | service_type | value
AT+QIOPEN=1,0,"TCP","61.190.19.174",65536 | remote_port | range
AT+QIOPEN=1,0,"TCP","61.190.19.174",1,65536 | local_port | range
AT+QIOPEN=1,0,"TCP","61.190.19.174",1,0,3 | access_mode | value
AT+QIOPEN=1,0,"TCP","61.190.19.174" | remote_port | missing
AT+QIOPEN=1,1,"TCP LISTENER","127.0.0.1",0 | local_port | combination
AT+QIOPEN=1,2,"UDP SERVICE","127.0.0.1",0 | local_port | combination
AT+QICLOSE=12 | connectID | range
AT+QICLOSE=0,65536 | timeout | range
AT+QISTATE=2,1 | query_type | value
AT+QISTATE=0,0 | contextID | range
AT+QISTATE=1,12 | connectID | range
AT+QISEND=12 | connectID | range
AT+QISEND=0,1461 | send_length | range
AT+QISEND=0,10,"10.7.157.1" | remote_port | missing
AT+QIRD=0,1501 | read_length | range
AT+QISWTMD=0,3 | access_mode | value
AT+QPING=1,"a",0 | timeout | range
AT+QPING=1,"a",256 | timeout | range
AT+QPING=1,"a",1,0 | pingnum | range
AT+QPING=1,"a",1,11 | pingnum | range
AT+QNTP=17,"a" | contextID | range
AT+QNTP=1,"a",123,2 | autosettime | value
AT+QNTP=1,"a",123,0,1 | - | extra
AT+QIDNSCFG=17 | contextID | range
AT+QIDNSGIP=21,"a" | contextID | range
AT+QICFG="transpktsize",0 | transpktsize | range
AT+QICFG="transpktsize",1461 | transpktsize | range
AT+QICFG="transwaittm",21 | transwaittm | range
"""

# What comes back, and how it is understood.
HEARD = """
> AT+QICSGP=1 / < +QICSGP: 1,"","","",0 / < OK | info qicsgp_query_info 1 0; final final_ok
> AT+QIACT? / < +QIACT: 1,1,1,"10.7.157.1" / < OK | info qiact_read_info 1 1 1 10.7.157.1; final final_ok
> AT+QIACT? / < +QIACT: 2,0,1 / < OK | info qiact_read_info 2 0 1; final final_ok
> AT+QIOPEN=1,0,"TCP","1.2.3.4",7 / < OK / < +QIOPEN: 0,0 | final final_ok; urc qiopen_result 0 0
> AT+QIOPEN=1,0,"TCP","1.2.3.4",7 / < OK / < +QIOPEN: 0,566 | final final_ok; urc qiopen_result 0 566
> AT+QIOPEN=1,0,"TCP","1.2.3.4",7,0,2 / < CONNECT | final final_connect
> AT+QISTATE=1,0 / < +QISTATE: 0,"TCP","1.2.3.4",7,0,2,1,0,0,"usbmodem" / < OK | info qistate_info 0 TCP 1.2.3.4 7 0 2 1 0 0 usbmodem; final final_ok
> AT+QISTATE=0,1 / < +QISTATE: 1,"TCP INCOMING","1.2.3.4",7,2020,4,1,1,1,"cmux4" / < OK | info qistate_info 1 TCP INCOMING 1.2.3.4 7 2020 4 1 1 1 cmux4; final final_ok
> AT+QISTATE=1,4 / < OK | final final_ok
> AT+QISEND=0,0 / < +QISEND: 9,9,0 / < OK | info qisend_query_info 9 9 0; final final_ok
> AT+QIRD=0,1500 / < +QIRD: 0 / < OK | info qird_info 0; final final_ok
> AT+QIRD=0,0 / < +QIRD: 9,9,0 / < OK | info qird_query_info 9 9 0; final final_ok
> AT+QIRD=2 / < +QIRD: 0 / < OK | info qird_from_info 0; final final_ok
> AT+QIRD=2,1500 / < +QIRD: 4,"10.7.76.34",7687 / << AAAA / < OK | info qird_info 4; payload qird_info; final final_ok
> AT+QPING=1,"a" / < OK / < +QPING: 0,"1.2.3.4",32,192,255 / < +QPING: 1 / < +QPING: 2,4,3,1,103,192,136 | final final_ok; urc qping_reply 0 1.2.3.4 32 192 255; urc qping_reply 1; urc qping_summary 2 4 3 1 103 192 136
> AT+QPING=1,"a" / < OK / < +QPING: 4 | final final_ok; urc qping_summary 4
> AT+QNTP=1,"a",123 / < OK / < +QNTP: 0,"2014/08/13,10:45:05+32" | final final_ok; urc qntp_result 0 2014/08/13,10:45:05+32
> AT+QNTP=1,"a",123 / < OK / < +QNTP: 0,"2014/08/13,10:45:05-48" | final final_ok; urc qntp_result 0 2014/08/13,10:45:05-48
> AT+QNTP=1,"a",123 / < OK / < +QNTP: 572 | final final_ok; urc qntp_result 572
> AT+QNTP? / < +QNTP: "202.112.10.60",123 / < OK | info qntp_read_info 202.112.10.60 123; final final_ok
> AT+QIDNSCFG=1 / < +QIDNSCFG: 1,"1.1.1.1","2.2.2.2" / < OK | info qidnscfg_query_info 1 1.1.1.1 2.2.2.2; final final_ok
> AT+QIDNSGIP=1,"a" / < OK / < +QIURC: "dnsgip",0,1,600 / < +QIURC: "dnsgip","1.2.3.4" | final final_ok; urc urc_dnsgip 0 1 600; urc urc_dnsgip_address 1.2.3.4
> AT+QIDNSGIP=1,"a" / < OK / < +QIURC: "dnsgip",565 | final final_ok; urc urc_dnsgip 565
> AT+QICFG="transpktsize" / < +QICFG: "transpktsize",1024 / < OK | info qicfg_transpktsize_query_info 1024; final final_ok
> AT+QICFG="transwaittm" / < +QICFG: "transwaittm",2 / < OK | info qicfg_transwaittm_query_info 2; final final_ok
> AT+QIGETERROR / < +QIGETERROR: 552, unknown error / < OK | info qigeterror_info 552 unknown error; final final_ok
> AT+QIOPEN=1,3,"TCP","1.2.3.4",7,0,1 / < OK / < +QIOPEN: 3,0 / < +QIURC: "recv",3,2 / << ab | final final_ok; urc qiopen_result 3 0; urc urc_recv_data 3 2; payload urc_recv_data
> AT+QIOPEN=1,3,"TCP","1.2.3.4",7 / < OK / < +QIOPEN: 3,0 / < +QIURC: "recv",3,2 | final final_ok; urc qiopen_result 3 0; urc urc_recv 3
< +QIURC: "incoming",3,1,"1.2.3.4",7 / < +QIURC: "recv",3,2 / << ab / < +QIURC: "recv",3 | urc urc_incoming 3 1 1.2.3.4 7; urc urc_recv_data 3 2; payload urc_recv_data; urc urc_recv 3
> AT+QIOPEN=1,3,"TCP","1.2.3.4",7,0,0 / < OK / < +QIOPEN: 3,0 / > AT+QICLOSE=3 / < OK / < +QIURC: "recv",3,2 / << ab | final final_ok; urc qiopen_result 3 0; final final_ok; urc urc_recv_data 3 2; payload urc_recv_data
< +QIURC: "closed",11 | urc urc_closed 11
< +QIURC: "recv",0 | urc urc_recv 0
< +QIURC: "incoming full" | urc urc_incoming_full
< +QIURC: "incoming",0,1,"1.2.3.4",7 | urc urc_incoming 0 1 1.2.3.4 7
< +QIURC: "pdpdeact",16 | urc urc_pdpdeact 16
< +QIURC: "closed",12 | malformed urc_closed
< +QIURC: "pdpdeact",17 | malformed urc_pdpdeact
"""

# Chapter 3.
CODES = {0: "Operate successfully", 552: "Unknown error", 574: "DNS parse busy"}

# Seconds that the pages give; all other commands have the flow chart's 60.
LIMITS = {
    "quectel_qiact": 150,
    "quectel_qideact": 40,
    "quectel_qiopen": 150,
    "quectel_qntp": 125,
    "quectel_qidnsgip": 60,
}


@pytest.fixture(scope="module")
def library():
    return native.load("quectel", None, GENERATED)


@pytest.fixture(scope="module")
def dialect():
    return build.load(SPEC, "quectel")[0]


@pytest.mark.parametrize("line, form", cases(RIGHT))
def test_a_right_line_is_taken_as_its_form(library, line, form):
    found = cli_modem.explanation(library.explain(line.encode()))
    assert (found["error"], found["form"]) == (None, f"quectel_{form}")


@pytest.mark.parametrize("line, parameter, reason", cases(WRONG))
def test_a_wrong_line_names_parameter_and_reason(library, line, parameter, reason):
    error = cli_modem.explanation(library.explain(line.encode()))["error"]
    assert error is not None
    assert (error["param"] or "-", error["reason"]) == (parameter, reason)


def told(event: dict) -> str:
    name = (event["id"] or "").removeprefix("quectel_")
    values = [] if event["kind"] == "malformed" else event["fields"].values()
    shown = [str(value) for value in values if value not in (None, "")]
    return " ".join([event["kind"], name, *shown]).strip()


@pytest.mark.parametrize("heard, expected", cases(HEARD))
def test_a_line_is_told_with_its_fields(library, heard, expected):
    events: list[dict] = []
    text = heard.replace(" / ", "\n").encode()
    decoder.decode(library, transcript.parse(text, "heard"), [], events.append)
    assert "; ".join(told(event) for event in events) == expected


def test_every_form_of_every_chapter(dialect):
    others = ("+QPOWD", "+QURCCFG")  # of the figure, and of other manuals
    commands = (command for command in dialect.commands if command.name not in others)
    forms = (form for command in commands for form in command.forms)
    assert Counter(form.section for form in forms) == FORMS


def test_the_manuals_text_names_no_module(dialect):
    assert {module.name for module in dialect.modules} == {
        *("UC20", "EC20", "EC21", "EC25", "BG95", "BG96"),
    }
    assert all(module.seen and not module.section for module in dialect.modules)


def test_numbers_that_modules_mean_otherwise_say_so(dialect):
    """As RT-Thread's driver of EC20 and a driver of BG96 have them; 565 is the same in both."""
    docs = {code.code: code.doc for code in dialect.error_codes}
    told = {code for code, doc in docs.items() if doc.startswith("EC20, BG96 (seen): ")}
    assert told == {*range(552, 575)} - {565}
    assert docs[563].endswith("the socket is in use")
    assert docs[566].endswith("the connection was not made")


def test_codes_urcs_and_final_results(dialect):
    texts = {code.code: code.text for code in dialect.error_codes}
    assert sorted(texts) == [0, *range(552, 575)]
    assert {code: texts[code] for code in CODES} == CODES
    sections = Counter(urc.section for urc in dialect.urcs if not urc.seen)
    assert sections == {
        **{"2.13": 2, "2.16.1": 1, "2.16.2": 3, "2.16.3": 1},
        **{"2.16.4": 1, "2.16.5": 1},
    }
    finals = {line.syntax for line in dialect.finals}
    assert {"SEND OK", "SEND FAIL", "CONNECT[ <text>]", "NO CARRIER"} <= finals


@pytest.mark.parametrize(
    "name, default, unit",
    [
        ("pingnum", 4, None),
        ("transpktsize", 1024, None),
        ("transwaittm", 2, "100 ms"),
    ],
)
def test_the_default_of_a_parameter(dialect, name, default, unit):
    found = [p for form in dialect.forms for p in form.parameters if p.name == name]
    assert found and {p.default for p in found} == {default}
    assert unit is None or {p.unit for p in found} == {unit}


@pytest.mark.parametrize("form, default", [("qiclose", 10), ("qping", 1)])
def test_the_default_of_a_time(dialect, form, default):
    parameters = next(f.parameters for f in dialect.forms if f.id == f"quectel_{form}")
    [timeout] = [p for p in parameters if p.name == "timeout"]
    assert (timeout.default, timeout.unit) == (default, "s")


def test_time_limits_that_the_pages_give(dialect):
    forms = {form.id: form for form in dialect.forms}
    for name, seconds in LIMITS.items():  # the module gives up first, and says so
        assert forms[name].timeout.text == f"{seconds} s + 5 s"
    for name in ("quectel_qiopen", "quectel_qntp"):
        assert forms[name].result_timeout == forms[name].timeout
    assert forms["quectel_qiclose"].timeout.parameter == "timeout"
    assert not any(form.timeout.ours for form in dialect.forms)
    assert forms["quectel_qisend"].timeout.source == "figure of 1.1"


def test_the_most_bytes_of_a_send_and_a_read(dialect):
    forms = {form.id: form for form in dialect.forms}
    assert {forms[f"quectel_{name}"].payload.maximum for name in ("qisend", "qisend_ctrl_z")} == {
        1460
    }
    assert forms["quectel_qisend"].payload.mode == "length"
    assert forms["quectel_qisend_ctrl_z"].payload.mode == "ctrl_z"


def test_guard_times_of_the_escape(dialect):
    escape = next(form for form in dialect.forms if form.id == "quectel_escape")
    assert escape.guard_ms == (1000, 1000)
