# SPDX-License-Identifier: MIT
"""The world in which each manual's transcript happened, and where the simulated modem differs.

`before` is what the example takes for granted; `peer` says what the other side does before a
line comes: (part of that line, "" for at once; how; data). `differs` maps a line of the manual (or its number
in the file) to a pattern of what comes instead, several lines joined by " / ", nothing for "";
and the reason. NO_SESSIONS cannot be had from one modem as they stand, and say why.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scene:
    before: tuple[str, ...] = ()
    peer: tuple[tuple[str, str, bytes], ...] = ()
    options: tuple[str, ...] = ()
    names: str = ""
    typed: bytes = b""  # what the example leaves out behind its prompt
    behind: bytes = b""  # what comes when the example has ended
    differs: dict[str, tuple[str, str]] = field(default_factory=dict)


PORT = 'the last field is the port that the host is at: "uart" here'
PEERS = "the peer's own port, which the network chooses"
ZONE = "the simulated network knows no zone but UTC"
CONTEXT = ("AT+QIACT=1",)
LOCAL = ("--address", "10.7.157.1")

QUECTEL = {
    "4.1": Scene(options=LOCAL),
    "4.2": Scene(
        CONTEXT,
        (("recv", "tcp", b"test1"),),
        differs={
            '+QISTATE: 0,"TCP","61.190.19.174",8705,0,2,1,0,0,"usbmodem"': (
                r'\+QISTATE: 0,"TCP","61.190.19.174",8705,\d+,2,1,0,0,"uart"',
                PORT + "; the local port is the system's, not 0",
            ),
        },
    ),
    "4.3": Scene(CONTEXT, (("Test 1", "tcp", b"Test 1"),)),
    "4.4": Scene(
        CONTEXT,
        (("recv", "tcp", b"test"),),
        differs={
            '+QISTATE: 0,"TCP","61.190.19.174",8705,0,2,1,0,1,"usbmodem"': (
                r'\+QISTATE: 0,"TCP","61.190.19.174",8705,\d+,2,1,0,1,"uart"',
                PORT + "; the local port is the system's, not 0",
            ),
        },
    ),
    "4.5": Scene(
        CONTEXT,
        (("incoming", "2020", b""), ("recv", "2020", b"test")),
        LOCAL,
        differs={
            '+QISTATE: 1,"TCP LISTENER","10.7.157.1",0,2020,3,1,0,0,"usbmodem"': (
                r'\+QISTATE: 1,"TCP LISTENER","10.7.157.1",0,2020,3,1,0,0,"uart"',
                PORT,
            ),
            '+QIURC: "incoming",11,1,"172.31.242.222",54091': (
                r'\+QIURC: "incoming",11,1,"127.0.0.1",\d+',
                PEERS,
            ),
        },
    ),
    "4.6": Scene(
        CONTEXT,
        (('"recv",2', "udp:3030", b"AAAA"),),
        LOCAL,
        differs={
            '+QISTATE: 2,"UDP SERVICE","10.7.157.1",0,3030,2,1,0,0,"usbmodem"': (
                r'\+QISTATE: 2,"UDP SERVICE","10.7.157.1",0,3030,2,1,0,0,"uart"',
                PORT,
            ),
            '+QIRD: 4,"10.7.76.34",7687': (
                r'\+QIRD: 4,"10.7.89.10",6969',
                "who sends stands for all",
            ),
        },
    ),
    "4.7": Scene(
        CONTEXT,
        names="www.baidu.com 61.135.169.125 ping=147,108,96,96",
        differs={
            f"+QPING: 0,61.135.169.125,0,0,{time}": (
                rf'\+QPING: 0,"61.135.169.125",32,{time},64',
                "the manual's reply has the time where 2.10 has <ttl>; modules print quotes",
            )
            for time in (147, 108, 96)
        },
    ),
    "4.8": Scene(
        CONTEXT,
        names="202.120.2.101 202.120.2.101 ntp=2013/08/19,11:10:10",
        differs={
            '+QNTP: 0,"2013/08/19,11:10:10+32"': (r'\+QNTP: 0,"2013/08/19,11:10:10\+00"', ZONE),
            '+CCLK: "13/08/19,11:10:57+32"': (r'\+CCLK: "../../..,..:..:..\+00"', ZONE),
        },
    ),
    "4.9": Scene(
        CONTEXT,
        differs={
            "+QIGETERROR: 558, invalid parameters": (
                r"\+QIGETERROR: 558, Invalid parameters",
                "the words of the table of error codes, with their capital",
            )
        },
    ),
}

NET = ("AT+NETOPEN",)
ECHOED = (("+CIPRXGET: 1,1", "tcp", b"data from server"),)
SIMCOM = {
    "2.17": Scene(names="www.baidu.com 61.135.169.121"),
    "6.1": Scene(options=("--address", "10.148.0.17")),
    "6.2.1": Scene(peer=(("RECV FROM", "tcp", b"data from server"),)),
    "6.2.2": Scene(peer=ECHOED),
    "6.2.3": Scene(
        peer=(
            ("DATA FROM SERVER", "tcp", b"DATA FROM SERVER" * 2),
            ("HELLO CLIENT", "tcp", b"HELLO CLIENT"),
        )
    ),
    "6.3.1": Scene(peer=(("RECV FROM", "udp", b"HELLO CLIENT\r\n"),)),
    "6.3.2": Scene(
        peer=(("+CIPRXGET: 1,1", "udp", b"data from server"),),
        differs={
            "49": (r"\+CIPCLOSE: 1,0", "6.3.1 has the result before OK for UDP"),
            "50": ("OK", "6.3.1 has the result before OK for UDP"),
        },
    ),
    "6.3.3": Scene(
        peer=(
            ("HELLO CLIENT", "udp:5000", b"HELLO CLIENT\r\n"),
            ("HELLO CLIENT", "udp:5000", b"HELLO CLIENT\r\n"),
        )
    ),
    "6.4.1": Scene(
        peer=(("+CLIENT", "8080", b""),),
        differs={
            "+CLIENT: 0,0,192.168.108.5:57202": (r"\+CLIENT: 0,0,127.0.0.1:\d+", PEERS),
        },
    ),
    "6.4.2": Scene(
        peer=(("+CLIENT", "9090", b""),),
        differs={
            "+NETOPEN: 0,0": (r"\+NETOPEN: 0", "6.1.3 and all others have one number"),
            "+CLIENT: 0,1,192.168.108.5:57202": (r"\+CLIENT: 0,1,127.0.0.1:\d+", PEERS),
            '+CIPOPEN: 0,"TCP","192.168.108.5",57202,1': (
                r'\+CIPOPEN: 0,"TCP","127.0.0.1",\d+,1',
                PEERS,
            ),
            "35": (r"\+SERVERSTOP: 1,9", "2.15: its client has to be closed before"),
            "36": ("ERROR", "2.15: its client has to be closed before"),
        },
    ),
    "6.6": Scene(NET),
}

CALL = ("AT+MIPCALL=1",)
OPEN = (*CALL, 'AT+MIPOPEN=1,,"47.110.234.36",3417,0')
SENT = b"Test Data:1122334455667788990000"
AND = {"+MIPSEND: 1,0 and 2048": (r"\+MIPSEND: 1,0,2048", "a comma is meant")}
MPINGS = "www.fibocom.com 159.138.130.163 ping=481,1238,872,940"
SUM = '"159.138.130.163",4,4,882'
FIBOCOM = {
    "1.01": Scene(options=("--address", "10.173.146.228")),
    "1.02": Scene(CALL),
    "1.09": Scene(CALL, names="# 47.110.234.6 is nowhere"),
    "1.12": Scene(
        CALL,
        names=MPINGS,
        differs={f"+MPINGSTAT:0,{SUM}": (rf"\+MPINGSTAT: 0,{SUM}", "3.3 has the blank")},
    ),
    "1.13": Scene(
        differs={
            f'+MSDNS: {n},"211.137.130.2","211.137.130.18"': (
                rf'\+MSDNS: {n},"",""',
                "the simulated network gives no name servers",
            )
            for n in range(2, 8)
        }
    ),
    "1.16": Scene(CALL, names="www.fibocom.com 47.244.139.197"),
    "1.17": Scene(CALL, names="ntp.ntsc.ac.cn 127.0.0.1"),
    "1.18": Scene(
        (*CALL, 'AT+GTSET="IPRFMT",5'), (("+MIPREAD: 1,32", "tcp", b"1234567890" * 3 + b"12"),)
    ),
    "2.1": Scene(CALL),
    "2.2": Scene((*OPEN, 'AT+GTSET="SENDTIME",1')),
    "3.1": Scene(CALL, (("+MIPRUDP", "udp", SENT),), typed=SENT, differs=AND),
    "3.2": Scene(CALL, (("+MIPRTCP", "tcp", SENT),), typed=SENT, differs=AND),
    "3.3": Scene(
        CALL,
        names=MPINGS,
        differs={
            f'+MPING: "159.138.130.163",0,0,{time}': (
                rf'\+MPING:"159.138.130.163",0,0,{time}',
                "1.12 has no blank",
            )
            for time in (481, 1238, 872, 940)
        },
    ),
    "3.4": Scene(CALL, typed=bytes(2048), behind=b"\r\n+MIPXON: 1\r\n"),
    "3.5": Scene(CALL, typed=bytes(2048)),
}

CONNECTED = ('AT+MIPOPEN=0,"TCP","120.27.12.119",2040',)
NB = ("--model", "MN316")  # connections 0 to 4
MODES = "no model has connections 0 to 4 and the transparent mode"
TTL = "the simulated network's time to live is 64"
V6 = "the simulated network answers by IPv4"
SJTU = "ipv6.sjtu.edu.cn 202.120.35.204 ping=607,334,347,320"
ONEMO = {
    "3.1": Scene(CONNECTED, options=NB),
    "3.2": Scene(("AT+MIPTKA=0,1,90,75,3",), options=NB),
    "3.3": Scene(
        options=NB,
        differs={
            "+MIPOPEN: (0-4),,,(0-65535),(1-180),(0-3),(0-65535)": (
                r"\+MIPOPEN: \(0-4\),,,\(0-65535\),\(1-180\),\(0,2,3\),\(0-65535\)",
                MODES,
            )
        },
    ),
    "3.4": Scene(CONNECTED, options=NB),
    "3.5": Scene(CONNECTED, options=NB),
    "3.6": Scene(
        ('AT+MIPOPEN=0,"TCP","120.27.12.119",2040,10,2',),
        (("", "tcp", b"01234567890123456789" + bytes(10)),),
        NB,
    ),
    "3.7": Scene(
        CONNECTED,
        options=NB,
        differs={
            "+MIPMODE: (0-4),(0-3),(512-1460),(100-2000)": (
                r"\+MIPMODE: \(0-4\),\(0,2,3\),\(512-1460\),\(100-2000\)",
                MODES,
            )
        },
    ),
    "3.8": Scene(
        (*CONNECTED, 'AT+MIPOPEN=3,"UDP","120.27.12.119",2040'),
        options=NB,
        differs={
            '+MIPSTATE: 1,"TCP","120.27.12.119",2040,"CONNECTING"': (
                r'\+MIPSTATE: 1,,,,"INITIAL"',
                "a connection opens within the moment",
            )
        },
    ),
    "3.9": Scene(
        (*CONNECTED, 'AT+MIPSEND=0,10,"0123456789"'),
        differs={"+MIPSACK: 10,10,0,30": (r"\+MIPSACK: 10,10,0,0", "nothing came meanwhile")},
    ),
    "3.10": Scene(),
    "3.11": Scene(
        options=NB,
        names="iot.10086.cn 183.230.40.127",
        differs={
            '+MDNSGIP: "iot.10086.cn","2409:8060:8EA:601:0:3:3E:5464"': (
                r'\+MDNSGIP: "iot.10086.cn","183.230.40.127"',
                V6,
            ),
            '+MDNSGIP: "iot.10086.cn","183.230.40.127","2409:8060:8EA:601:0:3:3E:5464"': (
                r'\+MDNSGIP: "iot.10086.cn","183.230.40.127"',
                V6,
            ),
            "+MDNSGIP: www.baidu.com": ("", "nothing is typed that it would answer"),
        },
    ),
    "3.12": Scene(
        names=SJTU,
        differs={
            **{
                f'+MPING: 0,"202.120.35.204",16,{time},235': (
                    rf'\+MPING: 0,"202.120.35.204",16,{time},64',
                    TTL,
                )
                for time in (607, 334, 347, 320)
            },
            **{
                f'+MPING: 0,"2001:DA8:8000:1::80",16,{time},51': (
                    r'\+MPING: 0,"202.120.35.204",16,\d+,64',
                    V6,
                )
                for time in (548, 187, 178, 156)
            },
            '+MPING: "statistics",4,0,156,548,267': (
                r'\+MPING: "statistics",4,0,320,607,402',
                V6,
            ),
        },
    ),
    "3.15": Scene(
        names="cn.ntp.org.cn 127.0.0.1 ntp=2019/02/21,07:29:20",
        differs={
            '+MNTP: 0,"19/02/21,07:29:20+32"': (r'\+MNTP: 0,"19/02/21,07:29:20\+00"', ZONE),
            '+MNTP: 0,"19/02/21,07:35:02+32"': (r'\+MNTP: 0,"19/02/21,07:29:20\+00"', ZONE),
            "+CCLK: 19/02/21,07:35:03+32": (r'\+CCLK: "19/02/21,07:29:2.\+00"', ZONE + "; quoted"),
            '+CCLK: "19/02/21,07:35:03+32"': (r'\+CCLK: "19/02/21,07:29:2.\+00"', ZONE),
        },
    ),
    "4.1": Scene(peer=(('"rtcp"', "tcp", b"ABCDE12345"),)),
    "4.2": Scene(peer=(('"rudp"', "udp", b"ABCDE12345"),)),
    "4.3": Scene(
        peer=(("ABCDE12345", "tcp", b"ABCDE12345"),),
        differs={
            "12": (
                r"OK / \+MIPSACK: 11,11,0,10 / OK",
                "both OK are left out; 11 bytes were typed, not 22",
            )
        },
    ),
    "4.6": Scene(
        names="www.baidu.com 183.232.231.172",
        differs={
            '+MIPCFG: "ip","114.114.114.114","8.8.8.8"': (
                r'\+MDNSCFG: "ip","114.114.114.114","8.8.8.8" / OK',
                "the command's own name is meant, and its OK left out",
            )
        },
    ),
}

SCENES = {"quectel": QUECTEL, "simcom": SIMCOM, "fibocom": FIBOCOM, "onemo": ONEMO}
NO_SESSIONS: dict[str, dict[str, str]] = {
    "quectel": {},
    "simcom": {},
    "fibocom": {"1.15": "types commands where 1.15 says that the line carries data"},
    "onemo": {
        "3.14": "lines and OK without the commands that they answer; 4.1 and 4.4 have the same lines",
        "4.4": "tells two ways to open one after the other; tests/e2e/test_onemo.py goes both",
        "4.5": "one name is answered by IPv6, by IPv4 and not at all; 3.12 has the same lines",
    },
}
# what an example that opens nothing takes for granted
OPENED = {"quectel": Scene(), "simcom": Scene(), "fibocom": Scene(OPEN), "onemo": Scene(CONNECTED)}
