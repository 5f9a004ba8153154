# SPDX-License-Identifier: MIT
"""Answers of the shared chapter as modems were heard to give them: operators, eDRX, numbers."""

import pytest

from heard import cases, check, event_of, expected_of

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
# a clock that was never set: Telit, Cinterion; no blank, no quotes, no zone: Fibocom L610
? +CCLK: "XX/XX/XX,XX:XX:XX+XX" | info cclk_read time=XX/XX/XX,XX:XX:XX+XX
? +CCLK:24/01/02,03:04:05 | info cclk_read time=24/01/02,03:04:05
# power saving with its timers of 2G empty, or left out
? +CPSMS: 1,,,"10101111","00000001" | info cpsms_read mode=1 Requested_Periodic-RAU=None Requested_Active-Time=00000001
? +CPSMS: 0,,,"","" | info cpsms_read mode=0 Requested_Periodic-TAU=
? +CPSMS: 0 | info cpsms_read mode=0 Requested_Active-Time=None
# a mode behind the state, which AT+CFUN=1,0 has set: Icera under ModemManager
? +CFUN: 19,0 | info cfun_read fun=19
# the paging window that is asked for, as ubxlib reads it; nothing is asked for: u-blox SARA-R4
? +CEDRXS: 2,"0111","0001" | info cedrxs_read AcT-type=2 Requested_eDRX_value=0111 NW-provided_eDRX_value=None Paging_time_window=0001 mode=None
? +CEDRXS: | info cedrxs_read AcT-type=None mode=None Requested_eDRX_value=None
# somebody calls
RING | urc ring
# the time zone: Quectel EC2x; SIMCom SIM7600; with universal time
+CTZV: +32,0 | urc ctzv tz=+32 details=0
+CTZV: "+32","24/01/02,03:04:05" | urc ctzv tz=+32 details="24/01/02,03:04:05"
+CTZE: "+32",0,"2024/01/02,03:04:05" | urc ctze tz=+32 dst=0 time=2024/01/02,03:04:05
# the time that the network told: Cinterion; summer time behind it: Intel XMM
+CTZU: "19/07/09,11:15:40",+08,1 | urc ctzu utime=19/07/09,11:15:40 tz=+08 dst=1
+CTZU: "19/07/09,11:15:40",+08 | urc ctzu utime=19/07/09,11:15:40 tz=+08 dst=None
? +CTZU: 1 | info ctzu_read onoff=1
+CTZV: +08,"19/07/09,11:15:40" | urc ctzv tz=+08 details="19/07/09,11:15:40"
+CTZDST: 1 | urc ctzdst dst=1
+CTZEU: +32,1 | urc ctzeu tz=+32 dst=1 utime=None
"""

# What the network gave: addresses with masks behind a point, and before 9.4.0 of 27.007 in a place of
# their own; IPv6 in sixteen numbers, or as people write it; places that are empty: ModemManager's tests,
# Nordic nRF91, SIMCom SIM7020.
CONTEXTS = """\
AT+CGCONTRDP=4 | +CGCONTRDP: 4,5,"ibox.tim.it.mnc001.mcc222.gprs","2.197.17.49.255.255.255.255","2.197.17.49","10.207.43.46","10.206.56.132","0.0.0.0","0.0.0.0",0 | cgcontrdp_info gw_addr=2.197.17.49 DNS_sec_addr=10.206.56.132 further="0.0.0.0","0.0.0.0",0
AT+CGCONTRDP=4 | +CGCONTRDP: 4,5,"ibox.tim.it","2.197.17.49","255.255.255.255","2.197.17.49","10.207.43.46","10.206.56.132" | cgcontrdp_info gw_addr=255.255.255.255 DNS_prim_addr=2.197.17.49 further="10.206.56.132"
AT+CGCONTRDP=4 | +CGCONTRDP: 4,5,"" | cgcontrdp_info cid=4 APN= gw_addr=None
AT+CGCONTRDP | +CGCONTRDP: 2,6,"a",,,"253.0.151.106.0.0.0.0.0.0.0.0.0.0.0.9" | cgcontrdp_info gw_addr=None DNS_prim_addr=253.0.151.106.0.0.0.0.0.0.0.0.0.0.0.9
AT+CGCONTRDP | +CGCONTRDP: 1,0,"a","2607:FB90::21F4","FE80::4545","fd00:976a::9","fd00:976a::10" | cgcontrdp_info gw_addr=FE80::4545 DNS_sec_addr=fd00:976a::10
AT+CGCONTRDP | +CGCONTRDP: 0,,"iot","","","10.0.0.1","10.0.0.2",,,,,1430 | cgcontrdp_info bearer_id=None DNS_sec_addr=10.0.0.2 further=,,,,1430
AT+CGCONTRDP | +CGCONTRDP: 1,,ctnb.mnc011,,,192.0.2.1 | cgcontrdp_info APN=ctnb.mnc011 DNS_prim_addr=192.0.2.1
AT+CGPADDR=1 | +CGPADDR: 1,10.1.2.3,2001:0db8::1 | cgpaddr_info PDP_addr_1=10.1.2.3 PDP_addr_2=2001:0db8::1
AT+CGPADDR | +CGPADDR: 1,,"2001:db8::1" | cgpaddr_info PDP_addr_1=None PDP_addr_2=2001:db8::1
# as AT+CGPIAF=0 and =1 have them; each context has a line
AT+CGPADDR=1,2 | +CGPADDR: 1,"10.1.1.1","42.1.23.0.0.2.255.255.0.0.0.0.0.0.159.1" | cgpaddr_info PDP_addr_1=10.1.1.1 PDP_addr_2=42.1.23.0.0.2.255.255.0.0.0.0.0.0.159.1
AT+CGPADDR=1,2 | +CGPADDR: 2,"2a01:1700:2:ffff::9f01" | cgpaddr_info cid=2 PDP_addr_1=2a01:1700:2:ffff::9f01 PDP_addr_2=None
AT+CGPADDR=1,2 | +CGPADDR: 1,10.1.1.1,254.128.0.0.0.0.0.0.0.0.0.37.88.136.248.1 | cgpaddr_info PDP_addr_2=254.128.0.0.0.0.0.0.0.0.0.37.88.136.248.1
AT+CGPADDR=3 | +CGPADDR: 3,"","" | cgpaddr_info cid=3 PDP_addr_1= PDP_addr_2=
AT+CGPADDR | +CGPADDR: 1 | cgpaddr_info cid=1 PDP_addr_1=None
AT+CESQ | +CESQ:10,6,255,255,255,255 | cesq_info rxlev=10 rsrp=255 ss_rsrq=None
AT+CESQ | +CESQ: 99,99,255,255,255,255,80,60,90 | cesq_info ss_rsrq=80 ss_sinr=90
AT+COPS=? | +COPS: (1,"T-Mobile","TMO","31026",0),(1,"AT&T","AT&T","310410",2),,(0,1,2,3,4),) | cops_test_info
AT+COPS=? | +COPS: (2,"T - Mobile",,"31026",0), | cops_test_info
# nobody is there: 27.007 lets both the list and what follows it be left out
AT+COPS=? | +COPS: | cops_test_info operators=None
AT+COPS=? | +COPS: ,,(0-4),(0-2) | cops_test_info operators=,,(0-4),(0-2)
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
# cards of China Mobile have a letter anywhere behind the first six: EC20, Air720, SIM7600
AT+CCID | 898600C6112051005816 | ccid_info iccid=898600C6112051005816
AT+ICCID | +ICCID: 898600700907A6019125 | iccid_info iccid=898600700907A6019125
# in quotes: Fibocom; labelled: Sierra
AT+CGSN | +CGSN: "861536030196001" | cgsn_info sn=861536030196001
AT+GSN | "861536030196001" | gsn_info sn=861536030196001
AT+CGSN | IMEI: 351602000330570 | cgsn_info sn=IMEI:_351602000330570
AT+CIMI | +CIMI: 460001234567890 | cimi_info IMSI=460001234567890
AT+CIMI | "460001234567890" | cimi_info IMSI=460001234567890
AT+CLCK="SC",2 | +CLCK: 0 | clck_query_info status=0 class=None
AT+CLCK="AO",2 | +CLCK:1,255 | clck_query_info status=1 class=255
ATI | IMEI: 351602000330570 | ati_info information=IMEI:_351602000330570
ATI | Information: none | ati_info information=Information:_none
AT+CGSN=? | +CGSN: (0-3) | cgsn_test_info numbers=(0-3)
AT+CGMM | +CGMM: SIMCOM_SIM7600E | cgmm_info model=SIMCOM_SIM7600E
"""


ASKED = NUMBERS + CONTEXTS


@pytest.mark.parametrize(("line", "expected"), cases(HEARD))
def test_an_unasked_line_is_fields(line, expected):
    check(line, expected)


@pytest.mark.parametrize(("command", "line", "expected"), cases(ASKED))
def test_an_answer_to_what_was_asked(command, line, expected):
    expected_of(f"> {command}\n< {line}\n", f"info {expected}")


@pytest.mark.parametrize("command", ["+CIMI", "+CGSN", "+CGSN=1", "+GSN", "+CCID", "+ICCID"])
@pytest.mark.parametrize(
    "line, kind", [("SMS Ready", "urc"), ("PB READY", "text"), ("SIM drop", "text")]
)
def test_what_has_no_digits_is_no_number(command, line, kind):
    assert event_of(f"> AT{command}\n< {line}\n")["kind"] == kind
