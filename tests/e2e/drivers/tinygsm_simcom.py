# SPDX-License-Identifier: MIT
"""TinyGSM's SIM7600 and A7672X (src/TinyGsmClientSIM7600.h, src/TinyGsmClientA7672x.h)."""

from __future__ import annotations

from drivers.tinygsm import TinyGsm


class _Simcom(TinyGsm):
    """Both fetch what has come by AT+CIPRXGET."""

    dialect = "simcom"
    options: tuple[str, ...] = ()

    def modem_read(self, size: int) -> bytes:
        self.send_at("+CIPRXGET=2,", self.mux, ",", size)
        self.need("+CIPRXGET:")
        self.until(",")
        self.until(",")
        length = self.integer_before(",")
        self.available_there = self.integer_before("\n")
        data = self.payload(length)
        self.wait()
        return data

    def modem_available(self) -> int:
        self.send_at("+CIPRXGET=4,", self.mux)
        result = 0
        if self.wait("+CIPRXGET:") == 1:
            self.until(",")
            self.until(",")
            result = self.integer_before("\n")
            self.wait()
        if not result:
            self.connected = self.is_connected()
        return result

    def is_connected(self) -> bool:
        raise NotImplementedError

    def close(self) -> None:
        self.send_at("+CIPCLOSE=", self.mux)
        self.connected = False
        self.wait()

    def handle_urc(self, data: str) -> bool:
        if data.endswith("\r\n+CIPRXGET:"):
            mode = self.integer_before(",")
            if mode == 1:
                self.got_data = self.integer_before("\n") == self.mux
            return mode == 1
        if data.endswith("+IPCLOSE:"):
            self.connected = self.integer_before(",") != self.mux
            self.until("\n")
            return True
        return False


class Sim7600(_Simcom):
    def bring_up(self) -> None:
        self.test_at()
        self.send_at("E0")
        self.need()
        self.send_at("+CMEE=0")
        self.wait()
        self.name()
        for command in ("+CTZR=0", "+CTZU=1"):
            self.send_at(command)
            self.need(ms=10000)
        self.sim_status()
        self.wait_for_network("CGREG")
        self.send_at("+NETCLOSE")  # whatever comes of it
        self.wait("\r\n+NETCLOSE: 0", "ERROR\r\n", ms=60000)
        self.send_at('+CGAUTH=1,0,"password","user"')
        self.wait()
        self.send_at('+CGDCONT=1,"IP","internet","0.0.0.0",0,0')
        self.wait()
        for command in ("+CIPMODE=0", "+CIPSENDMODE=0"):
            self.send_at(command)
            self.wait()
        self.send_at("+CIPCCFG=10,0,0,0,1,0,75000")
        self.need()
        self.send_at("+CIPTIMEOUT=75000,15000,15000")
        self.wait()
        self.send_at("+NETOPEN")
        self.need("\r\n+NETOPEN: 0", ms=75000)

    def connect(self, host: str, port: int) -> None:
        self.close()
        self.send_at("+CIPRXGET=1")
        self.need()
        self.send_at(f'+CIPOPEN={self.mux},"TCP","{host}",{port}')
        self.need("\r\n+CIPOPEN:", ms=15000)
        assert self.integer_before(",") == self.mux
        assert self.integer_before("\n") == 0
        self.connected = True

    def modem_send(self, data: bytes) -> int:
        self.send_at("+CIPSEND=", self.mux, ",", len(data))
        self.need(">")
        self.line.write(data)
        self.need("\r\n+CIPSEND:")
        self.until(",")
        self.until(",")
        return self.integer_before("\n")

    def is_connected(self) -> bool:
        self.send_at("+CIPCLOSE?")
        self.wait("+CIPCLOSE:")
        states = [self.parse_int() for _ in range(10)]
        self.wait()
        return bool(states[self.mux])


class A7672x(_Simcom):
    """Built with TINY_GSM_DEBUG as its examples are: ATV1, not ATV0.

    The count of the answer is read in six characters: only writes below 100 bytes succeed.
    """

    chunk = 99

    def bring_up(self) -> None:
        self.test_at()
        self.send_at("E0")
        self.need()
        self.send_at("V1")
        self.wait()
        self.name()
        self.sim_status()
        self.wait_for_network("CREG")
        self.send_at("+NETCLOSE")
        if self.wait(ms=60000) == 1:
            self.send_at("+CGATT=0")
            self.wait(ms=60000)
        self.send_at('+CGDCONT=1,"IP","internet"')
        self.wait()
        self.send_at("+CGACT=1,1")
        self.wait(ms=60000)
        for command in ("+CGATT=1", "+CIPRXGET=1", "+CGPADDR=1", '+CDNSCFG="8.8.8.8","8.8.4.4"'):
            self.send_at(command)
            self.need(ms=10000)

    def connect(self, host: str, port: int) -> None:
        self.close()
        self.send_at("+CTCPKA=1,2,5,1")
        self.need(ms=2000)
        self.send_at("+NETOPEN")
        if not self.connected_once:
            self.need(ms=2000)
        else:
            self.wait(ms=2000)  # already open: an ERROR that it has to live with
        self.send_at("+NETOPEN?")
        self.need(ms=2000)
        self.send_at(f'+CIPOPEN=0,"TCP","{host}",{port}')
        answers = ("0,0\r\n", "0,1\r\n", "0,4\r\n")
        self.need(*("+CIPOPEN: " + answer for answer in answers), "ERROR\r\n", ms=75000)
        self.connected = self.connected_once = True

    connected_once = False

    def modem_send(self, data: bytes) -> int:
        self.send_at("+CIPSEND=", self.mux, ",", len(data))
        self.need(">")
        self.line.write(data)
        self.need()
        self.until(",")
        return self.integer_before("\n")

    def is_connected(self) -> bool:
        self.send_at("+CIPACK=", self.mux)
        self.wait("+CIPACK:")
        connected = self.wait(ms=2000) == 1
        self.wait(ms=50, patient=False)  # a second OK that never comes: a second of its time
        return connected
