# SPDX-License-Identifier: MIT
"""Command lines as drivers and their users type them: legal by the standard, whatever our forms are called."""

import subprocess

import pytest

from heard import cases

# LINE | FORM
CHAPTER = """\
# 27.007 7.3: automatic, and how AT+COPS? writes the operator
AT+COPS=0 | cellular_cops_automatic
AT+COPS=0,2 | cellular_cops_automatic
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
AT+C5GREG? | cellular_c5greg_read
"""

WRONG = """\
AT+COPS=0,3 | AT+COPS <format>
AT+CFUN=130 | AT+CFUN <fun>: 0 to 129
AT+CCLK="26/7/22,11:42:15" | AT+CCLK <time>: 17 to 22 bytes
AT+CGAUTH=1,4 | AT+CGAUTH <auth_prot>: 0 to 3
AT+C5GREG=6 | AT+C5GREG <n>: 0 to 5
"""


def explain(home, line: str) -> str:
    command = [home / "generator/atbind", "explain", "--dialect", "quectel", line]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(("line", "form"), cases(CHAPTER))
def test_it_is_taken(home, line, form):
    said = explain(home, line).split()
    assert said[0] == "ok" and form in said


@pytest.mark.parametrize(("line", "told"), cases(WRONG))
def test_it_is_refused(home, line, told):
    assert told in explain(home, line)
