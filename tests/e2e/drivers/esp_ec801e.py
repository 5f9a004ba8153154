# SPDX-License-Identifier: MIT
"""esp-ml307's EC801E: options of its own, counted data typed as it is, told in hex.

https://github.com/78/esp-ml307 at 7bc2fd6d7a892f5536697677894e050ff0349a74:
src/ec801e/ec801e_at_modem.cc, src/ec801e/ec801e_tcp.cc.
"""

from __future__ import annotations

from pathlib import Path

from drivers.esp_uart import EspUart
from drivers.line import Line

HERE = Path(__file__).with_name("ec801e")
SETUP = 'AT+QICFG="close/mode",1;+QICFG="viewmode",1;+QICFG="sendinfo",1;+QICFG="dataformat",0,1'


class EspEc801e(EspUart):
    """The rows that its modem has beyond the manual stand in an overlay, with what they do."""

    dialect, chunk = "quectel", 1460
    options = ("--overlay", str(HERE / "rows.yaml"), "--behaviour", str(HERE / "modem.py"))

    def __init__(self, line: Line):
        super().__init__(line)
        self._was_opened = False

    # ---- src/ec801e/ec801e_at_modem.cc ------------------------------------------------------------

    def bring_up(self) -> None:
        self.starts()
        assert self.response.startswith("EC801E"), self.response
        assert self.command("ATE0")
        assert self.command('AT+QURCCFG="urcport","uart1"')
        self.registers()

    # ---- src/ec801e/ec801e_tcp.cc -------------------------------------------------------------------

    def is_data(self, name: str, values: list[str]) -> bool:
        if name != "QIURC" or values[0] != "recv" or len(values) < 4:
            return False
        self.came.append(bytes.fromhex(values[3]))
        return True

    def connect(self, host: str, port: int) -> None:
        assert self.command(SETUP), self.cme
        assert self.command("AT+QISTATE=1,0")
        if self._was_opened:
            self.close()
        assert self.command(f'AT+QIOPEN=1,0,"TCP","{host}",{port},0,1'), self.cme
        assert self.urc("QIOPEN") == ["0", "0"]
        self._was_opened = True

    def write(self, data: bytes) -> int:
        assert self.command(f"AT+QISEND=0,{len(data)}"), "no prompt"
        assert self.typed(data), self.cme
        assert self.urc("QISEND")[:2] == ["0", "0"]
        return len(data)

    def close(self) -> None:
        assert self.command("AT+QICLOSE=0")
        self.urc("QIURC")
        self._was_opened = False
