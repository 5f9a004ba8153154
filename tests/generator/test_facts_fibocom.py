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
AT+GTSET="IPRFMT",5""".splitlines()

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
    "AT+FOO=1": (None, "unknown_command"),
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


def test_error_codes_are_all_there():
    done = subprocess.run(
        [HOME / "generator/atbind", "export", "--json", "--dialect", "fibocom"],
        capture_output=True,
        text=True,
    )
    codes = json.loads(done.stdout)["dialects"]["fibocom"]["error_codes"]
    assert [c["code"] for c in codes] == list(range(2000, 2034))
