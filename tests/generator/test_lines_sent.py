# SPDX-License-Identifier: MIT
"""Command lines as drivers and their users type them: legal by the standard, whatever our forms are called."""

import json
import subprocess
from functools import lru_cache

import pytest

from heard import cases

# LINE | FORM
CHAPTER = """\
# 27.007 7.3: automatic, and how AT+COPS? writes the operator
AT+COPS=0 | cellular_cops_automatic
AT+COPS=0,2 | cellular_cops_automatic
AT+COPS=0,,,7 | cellular_cops_automatic_in
AT+COPS=0,2,,9 | cellular_cops_automatic_in
AT+COPS=3,0 | cellular_cops_format
AT+COPS=1,2,"00101",7 | cellular_cops_manual
AT+COPS=4,2,"00101" | cellular_cops_manual_or_automatic
# 8.2: what +CSRA allows; ready to be switched off
AT+CFUN=128 | cellular_cfun
AT+CFUN=129 | cellular_cfun
AT+CFUN=1,1 | cellular_cfun
# 8.15 and 6.22
AT+CCLK="26/07/22,11:42:15+08" | cellular_cclk
AT+CCLK="2026/07/22,11:42:15+08" | cellular_cclk
AT+CCLK=? | cellular_cclk_test
# 10.1.31, and what SIMCom makes of it
AT+CGAUTH=1 | cellular_cgauth
AT+CGAUTH=1,0 | cellular_cgauth
AT+CGAUTH=1,3,"name","word" | cellular_cgauth
# 10.1.47
AT+C5GREG=5 | cellular_c5greg
AT+CGDCONT=1,"IP","a;b" | cellular_cgdcont
AT+C5GREG? | cellular_c5greg_read
"""

# What the manuals of our dialects have or their modules take: DIALECT | LINE | FORM
DIALECTS = """\
# BG96, EC20, UC20: drivers switch off without a mode
quectel | AT+QPOWD | quectel_qpowd_execute
quectel | AT+QPOWD=0 | quectel_qpowd
# RT-Thread, TinyGSM, FreeRTOS, Zephyr
quectel | AT+QICSGP=1,1,"cmnet","","",0 | quectel_qicsgp
quectel | AT+QICSGP=1,1,"cmnet","name","word" | quectel_qicsgp
quectel | AT+QIOPEN=1,0,"TCP","example.com",7,0,1 | quectel_qiopen
quectel | AT+QIDNSCFG=1,"192.0.2.1" | quectel_qidnscfg
quectel | AT+QPING=1,"example.com",10,1 | quectel_qping
simcom | AT+CIPTIMEOUT=75000,15000,15000 | simcom_ciptimeout
simcom | AT+CIPCCFG=10,0,0,0,1,0,75000 | simcom_cipccfg
simcom | AT+CIPOPEN=1,"UDP",,,5000 | simcom_cipopen_udp
simcom | AT+CIPSEND=0,5,"192.0.2.7",7 | simcom_cipsend_udp_length
fibocom | AT+GTSET="IPRFMT",5 | fibocom_gtset_iprfmt
fibocom | AT+MIPOPEN=1,,"192.0.2.7",7,0 | fibocom_mipopen
fibocom | AT+MIPDNS="example.com",2 | fibocom_mipdns
fibocom | AT+MPING=1,"example.com",1,32,64,0,5 | fibocom_mping
onemo | AT+MIPOPEN=0,"TCP","example.com",80,,0 | onemo_mipopen
onemo | AT+MIPOPEN=0,"UDP","example.com",80, | onemo_mipopen
onemo | AT+MIPCFG="ssl",0,1,0 | onemo_mipcfg_ssl
onemo | AT+MPING="example.com", 10, 1 | onemo_mping
"""

WRONG = """\
AT+COPS=0,3 | AT+COPS <format>
AT+COPS=0,,,17 | AT+COPS <AcT>: 0 to 16
AT+CFUN=130 | AT+CFUN <fun>: 0 to 129
AT+CCLK="26/7/22,11:42:15" | AT+CCLK <time>: 17 to 22 bytes
AT+CGAUTH=1,4 | AT+CGAUTH <auth_prot>: 0 to 3
AT+CREG=1;+CGREG=1 | several commands, joined by ';'
ATE0;+CMEE=1 | several commands, joined by ';'
ATD123456; | ATD123456; is not in the tables
AT+C5GREG=6 | AT+C5GREG <n>: 0 to 5
"""


@lru_cache(maxsize=None)
def judged(home, dialect: str, lines: tuple[str, ...]) -> list[dict]:
    """What explain says of each, in one go."""
    command = [home / "generator/atbind", "explain", "--json", "--dialect", dialect, "-"]
    told = subprocess.run(
        command, input="\n".join(lines), capture_output=True, text=True, check=False
    )
    return [json.loads(answer) for answer in told.stdout.splitlines()]


def judgement(home, line: str, rows: list[tuple[str, ...]], dialect: str = "quectel") -> dict:
    lines = tuple(row[-2] for row in rows if len(row) == 2 or row[0] == dialect)
    return judged(home, dialect, lines)[lines.index(line)]


@pytest.mark.parametrize(("line", "form"), cases(CHAPTER))
def test_a_line_of_the_chapter_is_taken(home, line, form):
    said = judgement(home, line, cases(CHAPTER))
    assert said["ok"] and said["form"] == form


@pytest.mark.parametrize(("dialect", "line", "form"), cases(DIALECTS))
def test_a_dialect_takes_it(home, dialect, line, form):
    said = judgement(home, line, cases(DIALECTS), dialect)
    assert said["ok"] and said["form"] == form


@pytest.mark.parametrize(("line", "told"), cases(WRONG))
def test_a_wrong_line_is_refused_with_its_reason(home, line, told):
    said = judgement(home, line, cases(WRONG))
    assert not said["ok"] and told in said["error"]["message"]
