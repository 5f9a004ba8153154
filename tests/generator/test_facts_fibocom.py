# SPDX-License-Identifier: MIT
"""Facts of the Fibocom manual, taken from its pages: ranges, lengths, examples, combinations."""

import json
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]

RIGHT = """\
AT+MIPCALL=1,"CMNET"
AT+MIPCALL=0
AT+MIPCALL=0,7
AT+MIPCALL=0,"CMNET"
AT+MIPCALL=0,"APN","user","password",2
AT+MIPCALL=3,7
AT+MIPCALL=1,"APN","user","password",2
AT+MIPOPEN=1,,"47.110.234.36",3417,0
AT+MIPOPEN=6,65535,"47.110.234.36",65535,63
AT+MIPOPEN=1,0,"a.b",0,60
AT+MIPCLOSE=1
AT+MIPCLOSE=1,2
AT+MIPSETS=1,1024,300
AT+MIPSETS=1,2048
AT+MIPDSETS=1,1024,300
AT+MIPSEND=1,"31323334"
AT+MIPSEND=1
AT+MIPSEND=1,32
AT+MIPPUSH=1
AT+MIPPUSH=1,"1.2.3.4",65535
AT+MIPFLUSH=1
AT+MIPCONF=1,4,10,500,50,2
AT+MIPCONF=1,12,1,10,1,0
AT+MIPCONF=1,,,,75
AT+MIPKEEPCONF=1,20,65,9
AT+MIPKEEPCONF=0
AT+MPING=1,"www.fibocom.com"
AT+MPING=0
AT+MPING=2,"a.b",255,1372,255,255,65535
AT+MSDNS=7
AT+MSDNS=1,"114.114.114.114","8.8.8.8"
AT+MIPODM=1,,"47.110.234.36",3417,0
AT+MIPODM=1,,"a.b",1,62,1
AT+MIPDNS="www.fibocom.com"
AT+MIPNTP="ntp.ntsc.ac.cn",123
AT+MIPREAD=1,32
AT+MIPREAD=1,32,1
AT+GTSACK=6
AT+GTSET="SENDTIME",30
AT+GTSET="IPRFMT",5
AT+MIPCALL=3,7,"u","p",
AT+MIPOPEN=3,1023,"2001:db8::1",0,61
AT+MIPSEND=6,0
AT+MIPPUSH=1,"001.02.3.4",0
AT+MIPPUSH=1,"ABCD:EF01:2345:6789:ABCD:EF01:2345:6789",80
AT+MIPCONF=6
AT+MIPCONF=6,1,,10,,2
AT+MIPKEEPCONF=0,36000,750,50
AT+MPING=2,"::1",1,0,1,0,1
AT+MSV6DNS=7,"2001:4860:4860::8888"
AT+MIPNTP="2001:db8::1",65535,1
AT+MIPREAD=6,1,0""".splitlines()

WRONG = {
    "AT+MIPCALL=4": ("operation", "value"),
    "AT+MIPCALL=0,8": ("cid", "range"),
    "AT+MIPCALL=1,8": ("cid", "range"),
    'AT+MIPCALL=1,"a","user"': ("Password", "missing"),
    'AT+MIPCALL=1,"a","u","p",3': ("auth", "value"),
    'AT+MIPOPEN=0,,"a.b",1,0': ("Socket_ID", "range"),
    'AT+MIPOPEN=7,,"a.b",1,0': ("Socket_ID", "range"),
    'AT+MIPOPEN=1,65536,"a.b",1,0': ("Source_Port", "range"),
    'AT+MIPOPEN=1,,"a.b",1,4': ("Protocol", "value"),
    'AT+MIPOPEN=1,,"a.b",1,64': ("Protocol", "value"),
    'AT+MIPOPEN=1,,"a.b",1': ("Protocol", "missing"),
    "AT+MIPCLOSE=1,3": ("Mode", "value"),
    "AT+MIPSETS=1,0": ("Size", "range"),
    "AT+MIPSETS=1,2049": ("Size", "range"),
    "AT+MIPSETS=1,1,1001": ("Timeout", "range"),
    "AT+MIPDSETS=1,1,1001": ("Time span", "range"),
    "AT+MIPSEND=1,2049": ("Data_len", "range"),
    'AT+MIPPUSH=1,"1.2.3.4"': ("Destination_Port", "missing"),
    "AT+MIPFLUSH=7": ("Socket_ID", "range"),
    "AT+MIPCONF=1,13": ("retr_num", "range"),
    "AT+MIPCONF=1,,11": ("min_TO", "range"),
    "AT+MIPCONF=1,,,9": ("max_TO", "range"),
    "AT+MIPCONF=1,,,,76": ("max_close_delay", "range"),
    "AT+MIPCONF=1,,,,,3": ("is_nack_ind_req", "value"),
    "AT+MIPKEEPCONF=1,0,65,9": ("keepidle", "range"),
    "AT+MIPKEEPCONF=1,36001,65,9": ("keepidle", "range"),
    "AT+MIPKEEPCONF=1,20,751,9": ("keepintvl", "range"),
    "AT+MIPKEEPCONF=1,20,65,51": ("keepcnt", "range"),
    'AT+MPING=1,"a.b",256': ("count", "range"),
    'AT+MPING=1,"a.b",1,1373': ("size", "range"),
    'AT+MPING=1,"a.b",1,1,0': ("TTL", "range"),
    'AT+MPING=1,"a.b",1,1,1,256': ("TOS", "range"),
    'AT+MPING=1,"a.b",1,1,1,1,65536': ("TimeOut", "range"),
    "AT+MSDNS=8": ("Socket_ID", "range"),
    'AT+MIPODM=1,,"a.b",0,0': ("Remote_Port", "range"),
    'AT+MIPODM=1,,"a.b",1,3': ("Protocol", "value"),
    'AT+MIPDNS="a.b",3': ("address type", "value"),
    'AT+MIPNTP="a.b",0': ("Remote_Port", "range"),
    "AT+MIPREAD=1,32,2": ("Hexmode", "value"),
    'AT+GTSET="SENDTIME",31': ("value", "range"),
    'AT+GTSET="SENDTIME",0': ("value", "range"),
    'AT+GTSET="IPRFMT",3': ("value", "value"),
    'AT+GTSET="OTHER",1': ("future", "value"),
    'AT+MIPCALL=1,""': ("APN", "length"),
    'AT+MIPCALL=1,,"u","p"': ("cid", "missing"),
    'AT+MIPOPEN=1,"47.110.234.36",3417,0': ("Source_Port", "value"),
    "AT+MIPOPEN=1,,47.110.234.36,3417,0": ("Remote_IP", "value"),
    "AT+MIPCLOSE=1,": ("Mode", "missing"),
    "AT+MIPSETS=1,,300": ("Size", "missing"),
    "AT+MIPSEND=?": (None, "syntax"),
    'AT+MIPSEND=1,"313"': ("Data", "characters"),
    "AT+MIPPUSH=1,,80": ("Destination_IP", "missing"),
    'AT+MIPPUSH=1,"1.2.3.4",FFFF': ("Destination_Port", "value"),
    "AT+MIPKEEPCONF=1": ("keepidle", "combination"),
    "AT+MIPKEEPCONF=0,20,65": ("keepcnt", "missing"),
    'AT+MPING=0,"a.b"': ("Destination_IP/hostname", "combination"),
    "AT+MPING=1": ("Destination_IP/hostname", "combination"),
    'AT+MPING=1,"a.b",,32': ("count", "missing"),
    'AT+MSDNS=1,,"8.8.8.8"': ("Primary_DNS_server_IP", "missing"),
    'AT+MSDNS=1,"2001:db8::1"': ("Primary_DNS_server_IP", "value"),
    "AT+MIPDNS?": (None, "syntax"),
    "AT+MIPREAD=1,0": ("ReadDataLen", "range"),
    "AT+GTSET?": (None, "syntax"),
    "AT+GTSET=IPRFMT,0": ("future", "value"),
    "AT+MICALL=1": (None, "unknown_command"),
    "AT+FOO=1": (None, "unknown_command"),
}

# Section, "Max Response Duration" and "Max Result Returning Duration" in ms, the types of its table.
COMMANDS = {
    "+MIPCALL": ("1.1", 1000, 30000, "read set test"),
    "+MIPOPEN": ("1.2", 1000, 5000, "read set test"),
    "+MIPCLOSE": ("1.3", 1000, 3000, "read set test"),
    "+MIPSETS": ("1.4", 1000, 1000, "read set test"),
    "+MIPDSETS": ("1.5", 1000, 1000, "read set test"),
    "+MIPSEND": ("1.6", 1000, 1000, "read set"),
    "+MIPPUSH": ("1.7", 1000, 1000, "read set test"),
    "+MIPFLUSH": ("1.8", 1000, 1000, "read set test"),
    "+MIPCONF": ("1.10", 1000, 1000, "read set test"),
    "+MIPKEEPCONF": ("1.11", 1000, 1000, "read set test"),
    "+MPING": ("1.12", 1000, 120000, "read set test"),
    "+MSDNS": ("1.13", 1000, 1000, "read set test"),
    "+MSV6DNS": ("1.14", 1000, 1000, "read set test"),
    "+MIPODM": ("1.15", 1000, 5000, "read set test"),
    "+MIPDNS": ("1.16", 10000, 10000, "set"),
    "+MIPNTP": ("1.17", 1000, 120000, "read set test"),
    "+MIPREAD": ("1.18", 1000, 1000, "read set"),
    "+GTSACK": ("1.19", 1000, 1000, "set"),
    "+GTSET": ("2.4", 1000, 1000, "set"),
    "+++": ("3.6", None, None, "data"),
    "O": ("3.6", None, None, "execute"),
}

# What the parameter tables give besides the range; no other parameter has a default.
DEFAULTS = {
    ("+MIPCLOSE", "Mode"): (0, None),
    ("+MIPSETS", "Size"): (2048, "bytes"),
    ("+MIPSETS", "Timeout"): (0, "ms"),
    ("+MIPDSETS", "Size"): (2048, "bytes"),
    ("+MIPDSETS", "Time span"): (0, "ms"),
    ("+MIPCONF", "retr_num"): (5, None),
    ("+MIPCONF", "min_TO"): (5, "100 ms"),
    ("+MIPCONF", "max_TO"): (600, "100 ms"),
    ("+MIPCONF", "max_close_delay"): (75, "100 ms"),
    ("+MIPCONF", "is_nack_ind_req"): (0, None),
    ("+MIPKEEPCONF", "mode"): (0, None),
    ("+MIPKEEPCONF", "keepidle"): (7200, "s"),
    ("+MIPKEEPCONF", "keepintvl"): (65, "s"),
    ("+MIPKEEPCONF", "keepcnt"): (9, None),
    ("+MPING", "count"): (4, None),
    ("+MPING", "size"): (32, "bytes"),
    ("+MPING", "TTL"): (64, None),
    ("+MPING", "TOS"): (0, None),
    ("+MPING", "TimeOut"): (4000, "ms"),
    ("+MIPODM", "Pseudo-Command Mode"): (0, None),
    ("+MIPDNS", "address type"): (0, None),
    ("+MIPNTP", "address type"): (0, None),
    ("+MIPREAD", "Hexmode"): (0, None),
    ("+GTSET", "value"): (12, "s"),  # of SENDTIME; IPRFMT is 0
}


def explain(lines: list[str]) -> list[dict]:
    done = subprocess.run(
        [HOME / "generator/atbind", "explain", "--dialect", "fibocom", "--json", "-"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
    )
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == len(lines), done.stderr
    return results


def test_what_the_manual_allows():
    refused = [(line, r["error"]) for line, r in zip(RIGHT, explain(RIGHT)) if not r["ok"]]
    assert refused == []


def test_what_the_manual_forbids():
    found = {
        line: r["ok"] or (r["error"]["param"], r["error"]["reason"])
        for line, r in zip(WRONG, explain(list(WRONG)))
    }
    assert found == WRONG


def exported() -> dict:
    done = subprocess.run(
        [HOME / "generator/atbind", "export", "--json", "--dialect", "fibocom"],
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)["dialects"]["fibocom"]


def test_every_command_with_its_section_times_and_types():
    found = {
        c["name"]: (
            c["section"],
            c["timeout_ms"],
            c["result_timeout_ms"],
            " ".join(sorted({f["type"] for f in c["forms"]})),
        )
        for c in exported()["commands"]
        if not c["seen"]
    }
    assert found == COMMANDS


def test_defaults_and_units_are_the_manuals():
    found: dict = {}
    for command in exported()["commands"]:
        for form in command["forms"]:
            for p in form["params"]:
                if p["default"] is not None:
                    found.setdefault((command["name"], p["name"]), (p["default"], p["unit"]))
    assert found == DEFAULTS


def test_error_codes_are_all_there():
    assert [c["code"] for c in exported()["error_codes"]] == list(range(2000, 2034))
