# SPDX-License-Identifier: MIT
"""TinyGSM's BG96 and BG95: buffer access mode (src/TinyGsmClientBG96.h)."""

from __future__ import annotations

from drivers.tinygsm import TinyGsm


class Bg96(TinyGsm):
    dialect, options = "quectel", ()
    data: str

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
        self.wait_for_network("CEREG", "CREG")
        self.send_at("+QIDEACT=1")
        self.need(ms=40000)
        self.send_at('+QICSGP=1,1,"internet","user","password"')
        self.need()
        self.send_at("+QIACT=1")
        self.need(ms=150000)
        self.send_at("+CGATT=1")
        self.need(ms=60000)

    def connect(self, host: str, port: int) -> None:
        self.stop()
        self.send_at(f'+QIOPEN=1,{self.mux},"TCP","{host}",{port},0,0')
        self.wait()
        self.need("\r\n+QIOPEN:", ms=75000)
        assert self.integer_before(",") == self.mux
        assert self.integer_before("\n") == 0
        self.connected = True

    def stop(self) -> None:
        self.send_at("+QICLOSE=", self.mux)
        self.connected = False
        self.wait(ms=15000)

    close = stop

    def modem_send(self, data: bytes) -> int:
        self.send_at("+QISEND=", self.mux, ",", len(data))
        self.need(">")
        self.line.write(data)
        self.need("\r\nSEND OK")
        return len(data)

    def modem_read(self, size: int) -> bytes:
        self.send_at("+QIRD=", self.mux, ",", size)
        self.need("+QIRD:")
        data = self.payload(self.integer_before("\n"))
        self.wait()
        self.available_there = self.modem_available()
        return data

    def modem_available(self) -> int:
        self.send_at("+QIRD=", self.mux, ",0")
        result = 0
        if self.wait("+QIRD:") == 1:
            self.until(",")
            self.until(",")
            result = self.integer_before("\n")
            self.wait()
        if not result:
            self.connected = self._is_connected()
        return result

    def _is_connected(self) -> bool:
        self.send_at("+QISTATE=1,", self.mux)
        if self.wait("+QISTATE:") != 1:
            return False
        for _ in range(5):
            self.until(",")
        state = self.integer_before(",")
        self.wait()
        return state == 2

    def handle_urc(self, data: str) -> bool:
        if not data.endswith("\r\n+QIURC:"):
            return False
        self.until('"')
        urc = self.until('"')
        self.until(",")
        if urc == "recv":
            self.got_data = self.integer_before("\n") == self.mux
        elif urc == "closed":
            self.connected = self.integer_before("\n") != self.mux
        else:
            self.until("\n")
        return True
