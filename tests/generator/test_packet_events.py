# SPDX-License-Identifier: MIT
"""+CGEV and +CGDCONT as 27.007 has them since release 99, and as modems were heard to say them."""

import subprocess

import pytest

from heard import cases, check

HEARD = """\
# the whole of packet services
+CGEV: NW DETACH | urc cgev event=NW_DETACH
+CGEV: ME DETACH | urc cgev event=ME_DETACH
# its class; with quotes: Telit
+CGEV: NW CLASS B | urc cgev_class event=NW_CLASS class=B
+CGEV: ME CLASS CG | urc cgev_class event=ME_CLASS class=CG
+CGEV: ME CLASS "B" | urc cgev_class event=ME_CLASS class=B
# a context, since release 8
+CGEV: NW PDN ACT 1 | urc cgev_context event=NW_PDN_ACT cid=1 second=None
+CGEV: ME PDN ACT 1,0 | urc cgev_context event=ME_PDN_ACT cid=1 second=0 third=None
+CGEV: ME PDN ACT 2,3,1 | urc cgev_context event=ME_PDN_ACT cid=2 second=3 third=1
+CGEV: ME PDN ACT 2,3,1,0 | urc cgev_context third=1 WLAN_Offload=0
+CGEV: NW PDN DEACT 2 | urc cgev_context event=NW_PDN_DEACT cid=2
+CGEV: ME PDN DEACT 8, 0 | urc cgev_context event=ME_PDN_DEACT cid=8 second=0
+CGEV: NW ACT 6,2,0 | urc cgev_context event=NW_ACT cid=6 second=2 third=0
+CGEV: ME ACT 6, 2, 1 | urc cgev_context event=ME_ACT cid=6 second=2 third=1
+CGEV: NW DEACT 6,2,0 | urc cgev_context event=NW_DEACT cid=6 second=2 third=0
+CGEV: NW MODIFY 1,2,0,1 | urc cgev_context event=NW_MODIFY cid=1 second=2 third=0 WLAN_Offload=1
+CGEV: ME MODIFY 1,1,0 | urc cgev_context event=ME_MODIFY cid=1 second=1
# an address, before that
+CGEV: NW DEACT "IP","1.2.3.4",1 | urc cgev_address event=NW_DEACT PDP_type=IP PDP_addr=1.2.3.4 cid=1
+CGEV: ME DEACT "IP", "1.2.3.4", 1 | urc cgev_address event=ME_DEACT PDP_addr=1.2.3.4 cid=1
+CGEV: NW REACT "IPV6","2001:db8::1", | urc cgev_address event=NW_REACT PDP_type=IPV6 cid=None
+CGEV: REJECT "IP","1.2.3.4" | urc cgev_address event=REJECT PDP_type=IP PDP_addr=1.2.3.4 cid=None
+CGEV: REJECT IP, 1.2.3.4 | urc cgev_address event=REJECT PDP_type=IP PDP_addr=1.2.3.4
# SIMCom A76xx, Nordic nRF91
+CGEV: EPS PDN ACT 1 | urc cgev_context event=EPS_PDN_ACT cid=1
+CGEV: IPV6 0 | urc cgev_context event=IPV6 cid=0
+CGEV: IPV6 FAIL 0 | urc cgev_context event=IPV6_FAIL cid=0
+CGEV: RESTR 2,2 | urc cgev_context event=RESTR cid=2 second=2
+CGEV: APNRATECTRL CFG 0,100,3 | urc cgev_context event=APNRATECTRL_CFG cid=0 second=100 third=3
+CGEV: APNRATECTRL STAT 0,1,30 | urc cgev_context event=APNRATECTRL_STAT cid=0 second=1 third=30
+CGEV: ME OVERHEATED | urc cgev event=ME_OVERHEATED
+CGEV: ME BATTERY LOW | urc cgev event=ME_BATTERY_LOW
# Quectel EC25; Nordic nRF91
+CGEV: PDN ACT 1 | urc cgev_context event=PDN_ACT cid=1
+CGEV: ME BATTERY LOW | urc cgev event=ME_BATTERY_LOW
+CGEV: RESTR 2,2 | urc cgev_context event=RESTR cid=2 second=2
# contexts of high numbers: SIMCom SIM7600 has 1 to 24 and 100 to 179, Unisoc 0 to 31, Sierra and Huawei a 16
? +CGACT: 31,0 | info cgact_read cid=31 state=0
? +CGDCONT: 16,"IP","example.com","0.0.0.0",0,0 | info cgdcont_read cid=16 APN=example.com
? +CGDCONT: 179,"IPV4V6","","",0,0 | info cgdcont_read cid=179
? +CGAUTH: 24,0 | info cgauth_read cid=24 auth_prot=0
? +CGAUTH: 1,3,"u","p","id@example" | info cgauth_read auth_prot=3 password=p DN_id=id@example
? +CGAUTH: 1,1,"u","p", | info cgauth_read password=p DN_id=None
# and places that are empty: a Nokia stick under ModemManager
? +CGDCONT: 1,"IP",,,0,0 | info cgdcont_read cid=1 PDP_type=IP APN=None PDP_addr=None d_comp=0 h_comp=0
# contexts: of release 99, with what release 14 knows, and of a 5G module
? +CGDCONT: 1,"IP","internet","",0,0 | info cgdcont_read cid=1 APN=internet h_comp=0 request_type=None
? +CGDCONT: 1,"IP","a","",0,0,0,0,1,0,1,0,1,0,0 | info cgdcont_read request_type=0 P-CSCF_discovery=1 NSLPI=1 securePCO=0 IPv4_MTU_discovery=1 further=0,0
? +CGDCONT: 2,"IPV4V6","ims","0.0.0.0",0,0,0,0,,,,,,,,,,"",,,,0 | info cgdcont_read cid=2 request_type=0 P-CSCF_discovery=None further=,,,,"",,,,0
"""

# What is sent, and the form: each of the parameters behind the eighth has one.
FORMS = """\
AT+CGDCONT=1,"IP","a",,,,,1 | cellular_cgdcont
AT+CGDCONT=1,"IP","a",,,,,,1 | cellular_cgdcont_ims
AT+CGDCONT=1,"IP","a",,0,0,,,,,0,1 | cellular_cgdcont_signalling
AT+CGDCONT=1,"IP","a","10.1.2.3",0,0,,,,,1,,1 | cellular_cgdcont_signalling
AT+CGDCONT=1,"IP","a",,,,,,,,1 | cellular_cgdcont_ims
AT+CGDCONT=1,"IP","a",,,,,,,,,,,,,,,"01.000001" | cellular_cgdcont_5g
AT+CGDCONT=1,"IP","a",,,,,,1,0,1,0,1 | cellular_cgdcont_ims
AT+CGDCONT=1,"Non-IP","a",,,,,,,,,,,1,0,1 | cellular_cgdcont_non_ip
AT+CGDCONT=1,"IPV6","a",,,,,,,,,,,,,,2,"01.000001;02",1,0,1 | cellular_cgdcont_5g
AT+CGDCONT=1,"IPV6","a",,,,,,,,,,,,,,,,,,,1,2,3,1,1 | cellular_cgdcont_session
AT+CGDCONT=24,"IP","a" | cellular_cgdcont
AT+CGACT=1,100 | cellular_cgact
# several at once
AT+CGACT=0 | cellular_cgact
AT+CGACT=1,1,2 | cellular_cgact_several
AT+CGACT=0,1,2,3,4,5,6,255 | cellular_cgact_several
AT+CGPADDR | cellular_cgpaddr_all
AT+CGPADDR=1 | cellular_cgpaddr
AT+CGPADDR=1,2 | cellular_cgpaddr_several
AT+CGPADDR=0,1,2,3,4,5,6,7 | cellular_cgpaddr_several
# an address and what IMS needs, as phones and modules of voice send them
AT+CGDCONT=1,"IPV4V6","ims","",0,0,0,0,1,1 | cellular_cgdcont_phone
AT+CGDCONT=1,"IP","a","10.1.2.3",0,0,,,2 | cellular_cgdcont_phone
AT+CGDCONT=1,"IP","a","10.1.2.3",0,0,0,0 | cellular_cgdcont
AT+CGDCONT=1,"Ethernet","a",,,,,,,,,,,,,,,,,,,,,,,,1,0,6,1,1 | cellular_cgdcont_frames
# a facility's lock: asked for, taken away
AT+CLCK=? | cellular_clck_test
AT+CLCK="SC",2 | cellular_clck_query
AT+CLCK="AO",2,"0000",1 | cellular_clck_query
AT+CLCK="AO",2,,7 | cellular_clck_query
AT+CLCK="SC",0,"1234" | cellular_clck
AT+CREG=7 | cellular_creg
AT+CGREG=6 | cellular_cgreg
AT+CEREG=7 | cellular_cereg
AT+COPS=1,2,"90198",16 | cellular_cops_manual
AT+CEDRXS=1,9,"0101" | cellular_cedrxs
"""
WRONG = """\
AT+CGACT=1,1,256 | AT+CGACT <cid2>: 0 to 255 (range)
AT+CGACT=2,1,2 | AT+CGACT <state>: 0 to 1 (value)
AT+CGACT=0,1,2,3,4,5,6,7,8 | AT+CGACT
AT+CGDCONT=1,"IP","a","10.1.2.3",0,0,,,3 | AT+CGDCONT <P-CSCF_discovery>: 0 to 2 (value)
AT+CLCK="SC",3 | AT+CLCK <mode>: 0 to 1; in another form 2 (value)
AT+CLCK="SIM",2 | AT+CLCK <fac>: 2 bytes (length)
AT+CREG=4 | AT+CREG <n>: one of 0, 1, 2, 3, 6, 7 (value)
AT+CEREG=8 | AT+CEREG <n>: 0 to 7 (value)
AT+C5GREG=6 | AT+C5GREG <n>: 0 to 5 (value)
AT+COPS=1,2,"90198",17 | AT+COPS <AcT>: 0 to 16 (value)
AT+CEDRXS=1,0 | AT+CEDRXS <AcT-type>: 1 to 9 (value)
AT+CGDCONT=1,"IP","a",,,,,,3 | AT+CGDCONT <P-CSCF_discovery>: 0 to 2 (value)
AT+CGDCONT=1,"IPV6","a",,,,,,,,,,,,,,3 | AT+CGDCONT <SSC_mode>: 0 to 2 (value)
AT+CGDCONT=1,"Ethernet","a",,,,,,,,,,,,,,,,,,,,,,,,1,0,7 | AT+CGDCONT <PDU_Pair_ID>: 0 to 6 (range)
"""


@pytest.mark.parametrize(("line", "expected"), cases(HEARD))
def test_an_event_is_fields(line, expected):
    check(line, expected)


def explain(home, line: str) -> str:
    command = [home / "generator/atbind", "explain", "--dialect", "quectel", line]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(("line", "form"), cases(FORMS))
def test_every_parameter_has_a_form(home, line, form):
    said = explain(home, line).split()
    assert said[0] == "ok" and form in said


@pytest.mark.parametrize(("line", "told"), cases(WRONG))
def test_its_values_are_held_to(home, line, told):
    assert told in explain(home, line)
