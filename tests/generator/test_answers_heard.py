# SPDX-License-Identifier: MIT
"""Answers of the shared chapter as modems were heard to give them: operators, eDRX, numbers."""

import pytest

from heard import cases, check, expected_of

HEARD = """\
# an operator's number without quotes: Huawei sticks under smstools
? +COPS: 0,2,22201 | info cops_read mode=0 format=2 oper=22201 AcT=None
? +COPS: 0,2,"26201",7 | info cops_read mode=0 format=2 oper=26201 AcT=7
? +COPS: 0,0,"AT&T, Inc",2 | info cops_read format=0 oper=AT&T,_Inc AcT=2
? +COPS: 0 | info cops_read mode=0 oper=None
# Quectel BG95, BG96: off; EC200: the mode before the kind of network
? +CEDRXS: 0 | info cedrxs_read AcT-type=0 Requested_eDRX_value=None
? +CEDRXS: 4,"0101" | info cedrxs_read AcT-type=4 Requested_eDRX_value=0101 mode=None
? +CEDRXS: 5,"0010","0101","0001" | info cedrxs_read AcT-type=5 Paging_time_window=0001
? +CEDRXS: 0,4,"0101" | info cedrxs_read mode=0 AcT-type=4 Requested_eDRX_value=0101
# the year in four digits, where +CSDF asked for it; no zone; no quotes
? +CCLK: "2026/07/22,11:42:15+08" | info cclk_read time=2026/07/22,11:42:15+08
? +CCLK: "26/07/22,11:42:15" | info cclk_read time=26/07/22,11:42:15
? +CCLK: 26/07/22,11:42:15+08 | info cclk_read time=26/07/22,11:42:15+08
"""

# The serial number that is asked for: China Mobile OneMO, Quectel BC66.
NUMBERS = """\
AT+CGSN=1 | +CGSN: 861536030196001 | cgsn_number_info number=861536030196001
AT+CGSN=1 | +CGSN: "861536030196001" | cgsn_number_info number=861536030196001
AT+CGSN=3 | +CGSN: 07 | cgsn_number_info number=07
AT+CGSN=0 | 861536030196001 | cgsn_number_info number=861536030196001
# the card's number: SIMCom SIM800, SIM7000, SIM7080 without the name; u-blox, Quectel BC26 and Fibocom with it
AT+CCID | 8986001234567890123F | ccid_info iccid=8986001234567890123F
AT+CCID | +CCID: 89860012345678901234 | ccid_info iccid=89860012345678901234
AT+CCID | +CCID: "8986001234567890123F" | ccid_info iccid=8986001234567890123F
AT+ICCID | +ICCID: 8986001234567890123 | iccid_info iccid=8986001234567890123
ATI | IMEI: 351602000330570 | ati_info information=IMEI:_351602000330570
ATI | Information: none | ati_info information=Information:_none
AT+CGSN=? | +CGSN: (0-3) | cgsn_test_info numbers=(0-3)
AT+CGMM | +CGMM: SIMCOM_SIM7600E | cgmm_info model=SIMCOM_SIM7600E
"""


@pytest.mark.parametrize(("line", "expected"), cases(HEARD))
def test_heard(line, expected):
    check(line, expected)


@pytest.mark.parametrize(("command", "line", "expected"), cases(NUMBERS))
def test_an_answer_without_a_keyword(command, line, expected):
    expected_of(f"> {command}\n< {line}\n", f"info {expected}")
