# SPDX-License-Identifier: MIT
"""Lines of the four dialects as public drivers and logs show them, beyond what the manuals print."""

import pytest

from heard import cases, expected_of

# DIALECT | COMMAND or - | LINE | KIND NAME FIELD=VALUE …
HEARD = """\
# EC20 by RT-Thread, BG96 by TinyGSM, EC200 logs
quectel | AT+QISTATE=1,0 | +QISTATE: 0,"TCP","example.com",80,5087,2,1,0,1,"usbmodem" | info qistate IP_address=example.com AT_port=usbmodem
quectel | AT+QISTATE=1,0 | +QISTATE: 0,"TCP","",0,0,0,1,0,0,"uart1" | info qistate socket_state=0
quectel | AT+QICSGP=1 | +QICSGP: 3,"cmnet","","",0 | info qicsgp_query context_type=3 APN=cmnet
quectel | AT+QICSGP=1 | +QICSGP: 1,"","","",0,"","" | info qicsgp_query context_type=1 authentication=0
quectel | AT+QIDNSCFG=1 | +QIDNSCFG: 1,"192.0.2.1","" | info qidnscfg_query pridnsaddr=192.0.2.1
quectel | AT+QIGETERROR | +QIGETERROR: 566,socket connect failed | info qigeterror err=566
# AT+QINDCFG of EC2x and EG9x: what has changed, in one keyword
quectel | - | +QIND: PB DONE | urc qind event=PB_DONE details=None
quectel | - | +QIND: "csq",20,99 | urc qind event=csq details=20,99
quectel | - | +QIND: "act","LTE" | urc qind event=act details="LTE"
quectel | - | +QIURC:"recv",0 | urc recv connectID=0
# EC20 and BG96 drivers: a ping ends with 0 and its statistics, or with an error code alone
quectel | AT+QPING=1,"192.0.2.7" | +QPING: 0,4,4,0,192,193,192 | urc qping_summary finresult=0 sent=4 rcvd=4 avg=192
quectel | AT+QPING=1,"192.0.2.7" | +QPING: 565 | urc qping_summary finresult=565 sent=None
# a request without reply: EC20, BG95, BG96, BG770A; none had one: BG96
quectel | AT+QPING=1,"192.0.2.7" | +QPING: 569 | urc qping_lost result=569
quectel | AT+QPING=1,"192.0.2.7" | +QPING: 0,4,0,4 | urc qping_summary finresult=0 sent=4 rcvd=0 lost=4 min=None
quectel | AT+QPING=1,"192.0.2.7" | +QPING: 569,4,0,4,0,0,0 | urc qping_summary finresult=569 lost=4 avg=0
# SIM7600 by TinyGSM; A7670 by RT-Thread and esp_modem
simcom | AT+NETOPEN? | +NETOPEN: 1, 0 | info netopen_read net_state=1
simcom | AT+CIPOPEN? | +CIPOPEN: 7 | info cipopen_read link_num=7 type=None
simcom | AT+CPSI? | +CPSI: NO SERVICE,Online | info cpsi_read
simcom | - | +CIPEVENT:NETWORK CLOSED UNEXPECTEDLY | urc cipevent
# L610 by RT-Thread and others
fibocom | AT+MIPCALL? | +MIPCALL: 1,192.0.2.9 | info mipcall_read
fibocom | AT+MIPDNS="example.com" | +MIPDNS: "example.com",192.0.2.7 | info mipdns
fibocom | - | +SIM READY | urc sim_ready
# ML307A, ML307R by RT-Thread, esp-ml307 and test logs
onemo | AT+MIPSTATE=0 | +MIPSTATE: 0,,,,"INITIAL" | info mipstate connect_id=0
onemo | AT+MDNSCFG="ip" | +MDNSCFG: "ip","192.0.2.1",,"192.0.2.2" | info mdnscfg_ip server_address1=192.0.2.1 server_address2=None
onemo | AT+MDNSCFG="ip" | +MDNSCFG: "ip","192.0.2.1" | info mdnscfg_ip server_address1=192.0.2.1 server_address2=None
onemo | - | +MIPCALL: 1,1,"10.10.0.2" | urc mipcall cid=1 state=1 ipv4_addr=10.10.0.2 ipv6_addr=None
onemo | - | +MIPCALL: 1,1,"10.10.0.2","2001:db8::2" | urc mipcall state=1 ipv6_addr=2001:db8::2
onemo | - | +MIPCALL: 1,0 | urc mipcall cid=1 state=0 ipv4_addr=None
onemo | AT+MDNSCFG=? | +MDNSCFG: "ip",, | info mdnscfg_test_ip
onemo | AT+MDNSGIP="a.b" | +MDNSGIP: "a.b","2001:db8::2","192.0.2.1","192.0.2.2","192.0.2.3" | urc mdnsgip_result domainname=a.b
"""


@pytest.mark.parametrize(("dialect", "command", "line", "expected"), cases(HEARD))
def test_a_line_is_fields_in_each_dialect(dialect, command, line, expected):
    sent = "" if command == "-" else f"> {command}\n"
    expected_of(f"{sent}< {line}\n", expected, dialect)
