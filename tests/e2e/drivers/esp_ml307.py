# SPDX-License-Identifier: MIT
"""esp-ml307's ML307: data in hex both ways, without quotes.

https://github.com/78/esp-ml307 at 7bc2fd6d7a892f5536697677894e050ff0349a74:
src/ml307/ml307_at_modem.cc, src/ml307/ml307_tcp.cc.
"""

from __future__ import annotations

from drivers.esp_uart import EspUart

PACKET = 1460 // 2


class EspMl307(EspUart):
    dialect, options, chunk = "onemo", (), PACKET

    # ---- src/ml307/ml307_at_modem.cc ------------------------------------------------------------

    def bring_up(self) -> None:
        self.starts()
        assert self.response.startswith("ML307"), self.response
        for number in range(4):
            self.command(f"AT+MHTTPDEL={number}")  # nothing is there to delete
        self.registers()
        assert self.command("AT+MIPCALL?")
        assert self.urc("MIPCALL")[1] == "1"

    def is_data(self, name: str, values: list[str]) -> bool:
        if name != "MIPURC" or values[0] != "rtcp":
            return False
        self.came.append(bytes.fromhex(values[3]))
        return True

    # ---- src/ml307/ml307_tcp.cc -----------------------------------------------------------------

    def connect(self, host: str, port: int) -> None:
        assert self.command("AT+MIPSTATE=0")
        if self.urc("MIPSTATE")[4] != "INITIAL":
            self.close()
        assert self.command('AT+MIPCFG="ssl",0,0,0')
        assert self.command('AT+MIPCFG="encoding",0,1,1')
        assert self.command(f'AT+MIPOPEN=0,"TCP","{host}",{port},,0'), self.cme
        assert self.urc("MIPOPEN") == ["0", "0"]

    def write(self, data: bytes) -> int:
        text = f"AT+MIPSEND=0,{len(data)},{data.hex().upper()}\r\n"
        assert self.command(text, len(text) * 10 // 115 + 100), self.cme
        self.urc("MIPSEND")
        return len(data)

    def close(self) -> None:
        assert self.command("AT+MIPCLOSE=0")
        self.urc("MIPCLOSE")
