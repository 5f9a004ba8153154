# SPDX-License-Identifier: MIT
"""How each dialect opens, sends, receives and closes: the same words for four modems."""

from __future__ import annotations

from hosts import Host


class Quectel:
    name = "quectel"

    @staticmethod
    def open(host: Host, port: int) -> None:
        host.ask("AT+QIACT=1")
        host.ask(f'AT+QIOPEN=1,0,"TCP","127.0.0.1",{port},0,1', "+QIOPEN: 0,0")

    @staticmethod
    def send(host: Host, data: bytes) -> None:
        host.type(b"AT+QISEND=0,%d\r" % len(data))
        host.until(b"> ")
        host.type(data)
        host.until(b"\r\nSEND OK\r\n")

    @staticmethod
    def receive(host: Host) -> bytes:
        host.until(b'+QIURC: "recv",0,')
        return host.exactly(int(host.until(b"\r\n")))

    closed = b'+QIURC: "closed",0\r\n'
    lost = b'+QIURC: "pdpdeact",1\r\n'


class Simcom:
    name = "simcom"

    @staticmethod
    def open(host: Host, port: int) -> None:
        host.ask("AT+NETOPEN", "+NETOPEN: 0")
        host.ask("AT+CIPSRIP=0")
        host.ask(f'AT+CIPOPEN=0,"TCP","127.0.0.1",{port}', "+CIPOPEN: 0,0")

    @staticmethod
    def send(host: Host, data: bytes) -> None:
        host.type(b"AT+CIPSEND=0,%d\r" % len(data))
        host.until(b">")
        host.type(data)
        host.until(b"+CIPSEND: 0,%d,%d\r\n" % (len(data), len(data)))

    @staticmethod
    def receive(host: Host) -> bytes:
        host.until(b"+IPD")
        return host.exactly(int(host.until(b"\r\n")))

    closed = b"+IPCLOSE: 0,1\r\n"
    lost = b"+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n"


class Fibocom:
    name = "fibocom"

    @staticmethod
    def open(host: Host, port: int) -> None:
        host.ask('AT+GTSET="IPRFMT",2')
        host.ask("AT+MIPCALL=1", "+MIPCALL:127.0.0.1")
        host.ask(f'AT+MIPOPEN=1,,"127.0.0.1",{port},0', "+MIPOPEN: 1,1")

    @staticmethod
    def send(host: Host, data: bytes) -> None:
        host.type(b"AT+MIPSEND=1,%d\r" % len(data))
        host.until(b"> \r\n")
        host.type(data)
        host.until(b"+MIPSEND: 1,0,2048\r\n")
        host.until(b"\r\nOK\r\n")

    @staticmethod
    def receive(host: Host) -> bytes:
        host.until(b"+MIPRTCP: 1,")
        data = host.exactly(int(host.until(b",")[:-1]))
        host.until(b"\r\n")
        return data

    closed = b"+MIPSTAT: 1,2\r\n"
    lost = b"+MIPSTAT: 1,1\r\n"


class Onemo:
    name = "onemo"

    @staticmethod
    def open(host: Host, port: int) -> None:
        host.ask(f'AT+MIPOPEN=0,"TCP","127.0.0.1",{port}', "+MIPOPEN: 0,0")

    @staticmethod
    def send(host: Host, data: bytes) -> None:
        host.type(b"AT+MIPSEND=0,%d\r" % len(data))
        host.until(b">")
        host.type(data)
        host.until(b"+MIPSEND: 0,%d\r\n" % len(data))
        host.until(b"\r\nOK\r\n")

    @staticmethod
    def receive(host: Host) -> bytes:
        host.until(b'+MIPURC: "rtcp",0,')
        data = host.exactly(int(host.until(b",")[:-1]))
        host.until(b"\r\n")
        return data

    closed = b'+MIPURC: "disconn",0,1\r\n'
    lost = b'+MIPURC: "disconn",0,3\r\n'


DIALECTS = (Quectel, Simcom, Fibocom, Onemo)


def all_of(host: Host, dialect, length: int) -> bytes:
    """Pushed data until there are `length` bytes of it."""
    came = b""
    while len(came) < length:
        came += dialect.receive(host)
    return came
