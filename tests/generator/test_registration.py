"""Registration lines as modems really print them: shapes that drivers and their users met.

`?` in front: the line answers AT+CxREG?; else it came unasked. A device stands where it
is known; two that no layout can tell apart are said to be so.
"""

import pytest

from heard import cases, check

HEARD = """\
# release 4 and 99: state alone, state and place, with and without quotes
+CREG: 3 | urc creg stat=3
+CREG: 1,"CE00","00005449" | urc creg stat=1 lac=CE00 ci=00005449
? +CREG: 0,1 | info creg_read n=0 stat=1
? +CREG: 2,1,"CE00","01CEAD8F" | info creg_read n=2 stat=1 lac=CE00 ci=01CEAD8F
# Sierra and Huawei: hex digits without quotes
+CREG: 1,84CD,00D30156 | urc creg stat=1 lac=84CD ci=00D30156
? +CREG: 1,1,84CD,00D30173 | info creg_read n=1 stat=1 lac=84CD ci=00D30173
? +CREG: 2,0,00,0 | info creg_read n=2 stat=0 lac=00 ci=0
? +CREG: 2,1,8BE3,2BAF | info creg_read n=2 stat=1 lac=8BE3 ci=2BAF
# digits that could be numbers
? +CREG:2,1,0001,0010 | info creg_read n=2 stat=1 lac=0001 ci=0010
+CREG: 1,0001,0010,0 | urc creg stat=1 lac=0001 ci=0010 AcT=0
# and a place that is no state: the report that crosses with the question
? +CREG: 1,1234,5678 | urc creg stat=1 lac=1234 ci=5678
? +CREG: 5,0216,5678,7 | urc creg stat=5 lac=0216 ci=5678 AcT=7
? +CGREG: 1,1234,5678,7,01 | urc cgreg stat=1 lac=1234 ci=5678 AcT=7 rac=01
? +CEREG:5,0216,01538039,9 | urc cereg stat=5 tac=0216 ci=01538039 AcT=9
? +C5GREG: 1,100012,12345678,11 | urc c5greg stat=1 tac=100012 ci=12345678 AcT=11
? +CREG: 2,1,1234,5678,7 | info creg_read n=2 stat=1 lac=1234 ci=5678 AcT=7
# Iridium: leading zeros, no blank
? +CREG:002,001,"18d8","ffff" | info creg_read n=2 stat=1 lac=18d8 ci=ffff
+CREG: 001,"0001","0010",000 | urc creg stat=1 lac=0001 ci=0010 AcT=0
# u-blox TOBY-L2, Fibocom L850: state 6, LTE
? +CREG: 2,6,"8B37","0A265185",7 | info creg_read n=2 stat=6 lac=8B37 ci=0A265185 AcT=7
+CREG: 6,"8B37","0A265185",7 | urc creg stat=6 lac=8B37 ci=0A265185 AcT=7
# Novatel XU870: places that stay empty
+CREG: 2,, | urc creg stat=2
# Sony Ericsson MD400: unasked, but laid out as an answer
+CREG: 2,5,"0502","0404736D" | info creg_read n=2 stat=5 lac=0502 ci=0404736D
# a cause of the refusal
? +CREG: 3,3,"ABCD","0ABCDEF0",7,0,15 | info creg_read stat=3 AcT=7 cause_type=0 reject_cause=15
# blanks behind commas: Alcatel X220D, Thuraya, Motorola
? +CREG: 2,5, "0113", "6614" | info creg_read n=2 stat=5 lac=0113 ci=6614
? +CGREG: 2, 1, "0426", "F00F" | info cgreg_read n=2 stat=1 lac=0426 ci=F00F
+CGREG: 1, "0426", "F00F" | urc cgreg stat=1 lac=0426 ci=F00F
# Qualcomm Gobi: a blank inside
? +CREG: 2,1,  0 5, 2715 | info creg_read n=2 stat=1 ci=2715
# Samsung S8500: laid out as an answer, with radio controller and cell behind the cell
+CREG: 2,1,000B,2816, B, C2816 | info creg_read n=2 stat=1 lac=000B ci=2816 AcT=None
? +CREG: 2,11,003F,8FE3, B, C2816 | info creg_read n=2 stat=11 lac=003F ci=8FE3 cause_type=None
# states of two digits, with and without leading zeros
+CREG: 11 | urc creg stat=11
+CREG: 11,"33FE","a3fb477" | urc creg stat=11 lac=33FE ci=a3fb477
+CREG: 10,0001,0010,0 | urc creg stat=10 AcT=0
+CREG: 0011,"0001","0010",000 | urc creg stat=11 lac=0001
? +CGREG:2,10,ebbd,f025 | info cgreg_read n=2 stat=10 lac=ebbd ci=f025
? +CGREG:002,0011,"0f0d","14c3" | info cgreg_read n=2 stat=11 ci=14c3
+CGREG: 11,"B092","00000697",3,"00" | urc cgreg stat=11 AcT=3 rac=00
# Ericsson F3607gw, Sony Ericsson MD400, Alcatel X220D
? +CGREG: 2,1,"8BE3","00002B5D",3 | info cgreg_read stat=1 ci=00002B5D AcT=3
+CGREG: 5,"0502","0404736D",2 | urc cgreg stat=5 lac=0502 AcT=2
? +CGREG: 2,1, 81ED, 1A9CEB | info cgreg_read stat=1 lac=81ED ci=1A9CEB
# routing areas: Quectel UC20, u-blox LISA
+CGREG: 1,"1422","00000142",3,"00" | urc cgreg stat=1 AcT=3 rac=00
? +CGREG: 2,1,"D5D5","8054BBF",2,"0" | info cgreg_read n=2 stat=1 lac=D5D5 ci=8054BBF AcT=2 rac=0
? +CGREG: 2,1,"001F","0219038",2,"1F" | info cgreg_read stat=1 AcT=2 rac=1F
? +CGREG: 2,1,"ABCD","0ABCDEF0",7,"01",0,7 | info cgreg_read AcT=7 rac=01 cause_type=0 reject_cause=7
+CGREG: 3 | urc cgreg stat=3
? +CGREG: 0,11 | info cgreg_read n=0 stat=11
# LTE: Sequans, Altair, SIMCom
+CEREG: 3 | urc cereg stat=3
? +CEREG: 1,3 | info cereg_read n=1 stat=3
? +CEREG: 2,1, 1F00, 79D903 ,7 | info cereg_read n=2 stat=1 tac=1F00 AcT=7
+CEREG: 1, 1F00, 79D903 ,7 | urc cereg stat=1 tac=1F00 AcT=7
? +CEREG: 1, 2, 0001, 00000100, 7 | info cereg_read n=1 stat=2 tac=0001 ci=00000100 AcT=7
+CEREG: 2, 0001, 00000100, 7 | urc cereg stat=2 tac=0001 ci=00000100 AcT=7
? +CEREG: 2,10,"8d83","671f98a",7 | info cereg_read n=2 stat=10 tac=8d83 rac=None ci=671f98a AcT=7
# areas of 24 bits, as 5G has them
? +CEREG: 2,1,"10002B","00592002",11 | info cereg_read stat=1 tac=10002B ci=00592002 AcT=11
# Novatel E362: the routing area between area and cell
? +CEREG: 2,1, 1F00, 20 ,79D903 ,7 | info cereg_read n=2 stat=1 tac=1F00 rac=20 ci=79D903 AcT=7
+CEREG: 1, 1F00, 20 ,79D903 ,7 | urc cereg stat=1 tac=1F00 rac=20 ci=79D903 AcT=7
? +CEREG: 2,10, 2CA8, 20 ,B5583D ,7 | info cereg_read stat=10 tac=2CA8 rac=20 ci=B5583D AcT=7
+CEREG: 11, 78FE, 20 ,14419E ,7 | urc cereg stat=11 tac=78FE rac=20 ci=14419E AcT=7
# and a cell whose digits could be a number: no network is of kind 790903
+CEREG: 1, 1F00, 20 ,790903 ,7 | urc cereg stat=1 rac=20 ci=790903 AcT=7
? +CEREG: 2,1, 1F00, 20 ,790903 ,7 | info cereg_read stat=1 rac=20 ci=790903 AcT=7
# SIMCom SIM7070, SIM7080: so too, with quotes; timers; nothing but the state
+CEREG: 1,"122D","A","2845C10",7 | urc cereg stat=1 tac=122D rac=A ci=2845C10 AcT=7 cause_type=None
? +CEREG: 2,1,"122D","A","2845C10",9 | info cereg_read n=2 stat=1 rac=A ci=2845C10 AcT=9
? +CEREG: 4,1,"122D","A","2845C10",9,,,"00100001","01000111" | info cereg_read rac=A AcT=9 Active-Time=00100001 Periodic-TAU=01000111
? +CEREG: 2,1,"122D",,"2845C10",9 | info cereg_read tac=122D rac=None ci=2845C10 AcT=9
? +CEREG: 2,0 | info cereg_read n=2 stat=0 rac=None
# SIMCom SIM7020, SIM7028: an area behind the access technology, which is read past
? +CEREG: 5,1,"00A0","0002920C",9,"00",0,0,"00100010","00010010" | info cereg_read tac=00A0 rac=None ci=0002920C AcT=9 cause_type=0 Active-Time=00100010 Periodic-TAU=00010010
+CEREG: 1,"00A0","0002920C",9,"00",0,0,"00100010","00010010" | urc cereg AcT=9 reject_cause=0 Active-Time=00100010 Periodic-TAU=00010010
? +CEREG: 4,5,"C350","0001766A",9,"00",,,"00000001","00001100" | info cereg_read stat=5 AcT=9 cause_type=None Active-Time=00000001 Periodic-TAU=00001100
+CEREG: 1,"A1B2","0123ABCD",7,"00" | urc cereg stat=1 AcT=7 cause_type=None
# and without quotes: nothing tells it from a cause
+CEREG: 1,00A0,0002920C,9,00 | urc cereg AcT=9 cause_type=0
# unasked, but laid out as an answer: the cell is no routing area
+CEREG: 2,1,"1F00","79D903",7 | info cereg_read n=2 stat=1 tac=1F00 ci=79D903 AcT=7
# Quectel BC66: a comma too many
? +CEREG: 1,1, | info cereg_read n=1 stat=1
# Nordic nRF91: causes and timers, empty ones, states of its own
+CEREG: 2,"412D","03382810",7 | urc cereg stat=2 tac=412D ci=03382810 AcT=7
+CEREG: 5,"412D","03382810",7,,,"11100000","11100000" | urc cereg stat=5 AcT=7 Active-Time=11100000 Periodic-TAU=11100000
+CEREG: 0,"FFFF","FFFFFFFF",9,0,0,, | urc cereg stat=0 AcT=9 cause_type=0 reject_cause=0
? +CEREG: 5,3,"0A0B","01020304",9,0,0,, | info cereg_read n=5 stat=3 ci=01020304 cause_type=0
+CEREG: 90,,"FFFFFFFF",,,,, | urc cereg stat=90 ci=FFFFFFFF
? +CEREG: 5,90,,"FFFFFFFF",,,,, | info cereg_read n=5 stat=90
# a cause without a place
+CEREG: 3,,,,0,15 | urc cereg stat=3 cause_type=0 reject_cause=15
? +CEREG: 2,1,"002F","0012BEEF",7,,,"00000001","00100010" | info cereg_read stat=1 Active-Time=00000001 Periodic-TAU=00100010
# u-blox LARA-R6, Nordic: timers without a place
? +CEREG: 4,5,,,,,,,"00000000","01100000" | info cereg_read stat=5 tac=None rac=None AcT=None Active-Time=00000000 Periodic-TAU=01100000
+CEREG: 2,,,,,,"00100011", | urc cereg stat=2 tac=None AcT=None Active-Time=00100011 Periodic-TAU=None
# u-blox SARA-N2, LENA-R8: no blank, no quotes; not registered, with a place of zeros
+CEREG:2,0000,00000000,9 | urc cereg stat=2 tac=0000 ci=00000000 AcT=9
+CEREG:5,0216,0153803F,9 | urc cereg stat=5 tac=0216 ci=0153803F AcT=9
? +CEREG:5,1,213D,0318886E,9,,,, | info cereg_read n=5 stat=1 tac=213D ci=0318886E AcT=9
+CGREG: 0,"0000","0000" | urc cgreg stat=0 lac=0000 ci=0000
# an area alone, a place without its cell, every place empty
+CEREG: 1,"FFFE" | urc cereg stat=1 tac=FFFE ci=None
+CEREG: 3,"6216",,9 | urc cereg stat=3 tac=6216 ci=None AcT=9
? +CEREG: 4,5,,,,,,, | info cereg_read n=4 stat=5 tac=None Periodic-TAU=None
? +CGREG: 4,5,,,,,,,,, | info cgreg_read n=4 stat=5 lac=None
# 2G and 3G with power saving; the access technology in quotes
? +CGREG: 4,5,"54DB","0F6B0578",7,"f0",,,"00100100","01000111","01000011" | info cgreg_read rac=f0 Active-Time=00100100 Periodic-RAU=01000111 GPRS-READY-timer=01000011
? +CGREG: 4,5,"66C0","1042","0",,,,"00000000","01100000","00000000" | info cgreg_read ci=1042 AcT=0 rac=None Active-Time=00000000 Periodic-RAU=01100000
? +CGREG: 3,5,,,,,1,2 | info cgreg_read stat=5 rac=None cause_type=1 reject_cause=2
# 5G: release 15 of 27.007; without quotes; slices as digits or parted by a point; areas and cells of any length
+C5GREG: 3 | urc c5greg stat=3
? +C5GREG: 0,0 | info c5greg_read n=0 stat=0
? +C5GREG: 2,1,"0000C3","000000010000001A",11,4,"01.010203" | info c5greg_read n=2 stat=1 tac=0000C3 ci=000000010000001A AcT=11 Allowed_NSSAI_length=4 Allowed_NSSAI=01.010203
+C5GREG: 1,"4301D","065472283",11,9,01.000000 | urc c5greg stat=1 tac=4301D ci=065472283 AcT=11 Allowed_NSSAI_length=9 Allowed_NSSAI=01.000000
? +C5GREG: 2,1,1F00,79D903,11,6,ABCDEF | info c5greg_read n=2 stat=1 tac=1F00 ci=79D903 AcT=11 Allowed_NSSAI=ABCDEF
+C5GREG: 1,1F00,79D903,11,6,ABCDEF | urc c5greg stat=1 tac=1F00 Allowed_NSSAI_length=6
? +C5GREG: 1,3 | info c5greg_read n=1 stat=3
? +C5GREG: 2,1,"175006" | info c5greg_read n=2 stat=1 tac=175006 ci=None
? +C5GREG: 3,3,"0000C3","00000001A",11,,,0,62 | info c5greg_read stat=3 Allowed_NSSAI=None cause_type=0 reject_cause=62 cag_stat=None
+C5GREG: 1,"0000C3","00000001A",11,1,"01",,,1,"group" | urc c5greg Allowed_NSSAI=01 reject_cause=None cag_stat=1 caginfo=group
# access over a satellite, which 27.007 has named since release 17
+CEREG: 5,"0010","00001234",14 | urc cereg stat=5 AcT=14
# states of closed groups: what stands behind the causes is left
? +CREG: 7,10,"54DB","0F6B0578",7,1,3,0,"abc" | info creg_read n=7 stat=10 AcT=7 cause_type=1 reject_cause=3
# an answer and a report in one breath
? +CEREG: 5,"0010","1234",7 | urc cereg stat=5 tac=0010 ci=1234 AcT=7
"""


@pytest.mark.parametrize(("line", "expected"), cases(HEARD))
def test_a_state_is_read_in_every_order(line, expected):
    check(line, expected)
