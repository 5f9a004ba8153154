# SPDX-License-Identifier: MIT
"""RT-Thread's ec20, sim76xx, l610 and ml307: class/*/at_device_*.c and at_socket_*.c."""

from __future__ import annotations

import re

from drivers.rt_thread import FAST, LONG, AtClient


def numbers(line: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", line)]


class Ec20(AtClient):
    """Direct push mode."""

    dialect, chunk = "quectel", 1460
    urcs = {"SEND OK": "sent", "SEND FAIL": "failed", "+QIOPEN:": "opened", "+QIURC:": "urc"}

    def bring_up(self) -> None:
        self.wait_connect()
        for command in ("ATV1", "ATE0", "AT+CMEE=2", "AT+IPR?", "ATI", "AT+GSN"):
            self.command(command)
        self.until_ready(LONG, 2)
        for _ in self.tries(10, 1000):
            if self.try_command("AT+CIMI")[-1:] == ["OK\r"]:
                break
        for command in ("AT+QCCID", "AT+CSQ"):
            self.command(command)
        self.until_registered("CREG")
        self.until_registered("CGREG")
        for command in ("AT+CEREG?", "AT+COPS?", 'AT+QICSGP=1,1,"CMNET","","",0'):
            self.command(command)
        for command in ("AT+CTZU=3", "AT+CCLK?"):
            self.command(command)
        self.command("AT+QIDEACT=1", 40000)
        self.command("AT+QIACT=1", 150000)
        assert self.find(self.command("AT+QIACT?", 150000), "+QIACT:", '"([0-9.]+)"')

    def connect(self, host: str, port: int) -> None:
        self.events.clear()
        self.command(f'AT+QIOPEN=1,0,"TCP","{host}",{port},0,1', LONG)
        self.event("open 0", 10000)

    def write(self, data: bytes) -> int:
        self.events.clear()
        self.end_sign = ">"
        self.command(f"AT+QISEND=0,{len(data)}", LONG, 2)
        self.line.write(data)
        self.event("sent", 10000)
        self.end_sign = ""
        return len(data)

    def close(self) -> None:
        self.command("AT+QICLOSE=0,1", LONG)

    def sent(self, line: str) -> None:
        self.events.add("sent")

    def failed(self, line: str) -> None:
        raise AssertionError(line)

    def opened(self, line: str) -> None:
        self.events.add(f"open {numbers(line)[1]}")

    def urc(self, line: str) -> None:
        if line[9] == "r":
            self.came.append(self.raw(numbers(line)[1]))


class Sim76xx(AtClient):
    """Push with a header, without the peer's address."""

    dialect = "simcom"
    urcs = {"+CIPSEND:": "sent", "+CIPOPEN:": "opened", "+IPCLOSE": "lost", "+IPD": "pushed"}

    def bring_up(self) -> None:
        self.wait_connect()
        for command in ("ATE0", "ATI"):
            self.command(command)
        self.until_ready(FAST, 0)
        for command in ("AT+CSQ", "AT+CIPSRIP=0"):
            self.command(command)
        self.until_registered("CREG")
        self.until_registered("CGREG")
        assert self.find(self.command("AT+CGATT?"), "+CGATT:", ": 1")
        self.command('AT+CGDCONT=1,"IP","CMNET"')
        if self.find(self.command("AT+NETOPEN?"), "+NETOPEN:", ": 0"):
            self.command("AT+NETOPEN")
        self.command("AT+CSOCKSETPN=1")
        assert self.find(self.command("AT+CCLK?", LONG), "+CCLK:", r'"\d+/\d+/\d+,\d+:\d+:\d+')

    def _states(self) -> list[int]:
        lines = self.command("AT+CIPCLOSE?", 1000)
        return numbers(next(line for line in lines if "+CIPCLOSE:" in line))

    def connect(self, host: str, port: int) -> None:
        self.close()
        self.events.clear()
        self.command(f'AT+CIPOPEN=0,"TCP","{host}",{port}', LONG)
        self.event("open 0", 10000)

    def write(self, data: bytes) -> int:
        self.events.clear()
        self.end_sign = ">"
        self.command(f"AT+CIPSEND=0,{len(data)}", LONG, 2)
        self.line.write(data)
        self.event("sent", 5000)
        self.end_sign = ""
        return len(data)

    def close(self) -> None:
        if self._states()[0]:
            self.command("AT+CIPCLOSE=0", 1000)
            assert any(self._states()[0] == 0 for _ in range(5))

    def sent(self, line: str) -> None:
        self.events.add("sent")

    def opened(self, line: str) -> None:
        self.events.add(f"open {numbers(line)[1]}")

    def lost(self, line: str) -> None:
        self.events.add("lost")

    def pushed(self, line: str) -> None:
        self.came.append(self.raw(numbers(line)[0]))


class L610(AtClient):
    """Buffered: it is told how much has come, and reads that."""

    dialect, chunk = "fibocom", 2048
    urcs = {
        "+MIPPUSH: ": "sent",
        "+MIPCLOSE: ": "closed",
        "+MIPREAD: ": "told",
        "+MIPDATA: ": "data",
    }
    socket = -1

    def bring_up(self) -> None:
        self.wait_connect()
        for command in ("ATE0", "ATI"):
            self.command(command)
        self.until_ready(LONG, 2)
        self.until_registered("CREG")
        self.until_registered("CGREG")
        self.command("AT+CSQ?")
        self.command('AT+GTSET="IPRFMT",5', LONG, 2)
        if self.find(self.command("AT+MIPCALL?"), "+MIPCALL:", r":\s*0"):
            found = self.find(self.command("AT+COPS?"), "+COPS:", r'"([^"]*)"')
            assert found and found[1] == "CHINA MOBILE"
            self.command('AT+MIPCALL=1,"CMNET"')
        self.command("AT+MIPCALL?")

    def connect(self, host: str, port: int) -> None:
        found = self.find(self.command("AT+MIPOPEN?", 2000), "+MIPOPEN: ", r"\+MIPOPEN: (\d+)")
        assert found
        self.socket = int(found[1])
        lines = self.command(f'AT+MIPOPEN={self.socket},,"{host}",{port},0', 45000, 4)
        assert self.find(lines, "+MIPOPEN: ", rf"\+MIPOPEN: {self.socket},1"), lines

    def write(self, data: bytes) -> int:
        self.events.clear()
        self.end_sign = ">"
        self.command(f"AT+MIPSEND={self.socket},{len(data)}", LONG, 2)
        self.line.write(data)
        self.event("sent", 15000)
        self.end_sign = ""
        return len(data)

    def close(self) -> None:
        self.just_type(f"AT+MIPCLOSE={self.socket}")
        self.event("closed", 900)

    def sent(self, line: str) -> None:
        assert numbers(line)[1] == 0
        self.events.add("sent")

    def closed(self, line: str) -> None:
        self.events.add("closed")

    def told(self, line: str) -> None:
        number, length = numbers(line)[:2]
        if length:
            self.just_type(f"AT+MIPREAD={number},{length}")

    def data(self, line: str) -> None:
        self.came.append(self.raw(numbers(line)[1]))


class Ml307(AtClient):
    """Pushed inside the URC's line."""

    dialect, chunk = "onemo", 4096
    urcs = {
        "+MIPOPEN:": "opened",
        "+MIPSEND:": "sent",
        "+MIPCLOSE:": "closed",
        "+MIPURC:": "urc",
    }

    def bring_up(self) -> None:
        self.wait_connect()
        self.command("ATE0", 500)
        self.command("ATI", 1000, 4)
        self.until_ready(LONG, 2)
        for _ in self.tries(10, 1000):
            if self.find(self.command("AT+ICCID", 10000, 2), "+ICCID:", r"\d{19}"):
                break
        self.command("AT+CSQ", 1500)
        self._wait_for_link()

    def _wait_for_link(self) -> None:
        """Its netdev is up once there is an address; nobody connects before."""
        for _ in self.tries(1, 10000):
            if self.find(self.command("AT+CGPADDR=1"), "+CGPADDR:", r':\s*\d+,"[^"]+'):
                break
        self.command('AT+MDNSCFG="priority",0')
        assert self.find(self.command('AT+MDNSCFG="ip"'), "+MDNSCFG:", '"ip","[^"]+"')

    def connect(self, host: str, port: int) -> None:
        self.events.clear()
        self.just_type(f'AT+MIPOPEN=0,"TCP","{host}",{port}')
        self.event("open 0", 10000)

    def write(self, data: bytes) -> int:
        self.events.clear()
        self.end_sign = ">"
        self.command(f"AT+MIPSEND=0,{len(data)}", LONG, 2)
        self.line.write(data)
        self.event("sent", 15000)
        self.end_sign = ""
        return len(data)

    def close(self) -> None:
        self.just_type("AT+MIPCLOSE=0")
        self.event("closed", 1000)

    def opened(self, line: str) -> None:
        self.events.add(f"open {numbers(line)[1]}")

    def sent(self, line: str) -> None:
        self.events.add("sent")

    def closed(self, line: str) -> None:
        self.events.add("closed")

    def urc(self, line: str) -> None:
        """The data follows the third comma; its line ends where the first CR LF stands in it."""
        if line[10] != "r":
            return
        length, data = numbers(line)[1], line.split(",", 3)[3].encode("latin-1")
        if len(data) - 2 == length:
            self.came.append(data[:-2])
        else:
            assert len(data) < length, "data that ends with CR LF is lost"
            self.came.append(data + self.raw(length - len(data)))
