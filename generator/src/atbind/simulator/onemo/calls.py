# SPDX-License-Identifier: MIT
"""The data connection of the OneMO modem: AT+MIPCALL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atbind.simulator.life import Fails
from atbind.simulator.onemo.settings import OnemoSettings
from atbind.simulator.parse import Request

if TYPE_CHECKING:
    from atbind.simulator.device import Device

NO_CONTEXT = 570


class Calls(OnemoSettings):
    """4G models connect context 1 by themselves when they start, and not again. NB models, which
    nobody was seen to dial with, refuse to, and need a network alone."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._connected: set[int] = {1}

    def require_data(self) -> None:
        if not self.is_registered or not (self.is_nb or self._connected):
            raise Fails(NO_CONTEXT)

    def _require_command(self) -> None:
        if self.is_nb:
            raise Fails(self.parameter_error)

    def do_mipcall_read(self, _: Request) -> None:
        self._require_command()
        for cid in sorted(self.contexts) if self.is_registered else ():
            self._say_call("mipcall_read_info", cid)
        self.ok()

    def _say_call(self, line: str, cid: int) -> None:
        address = f'"{self.setup.address}"' if cid in self._connected else None
        self.say(line, cid=cid, state=int(cid in self._connected), ipv4_addr=address)

    def do_mipcall(self, request: Request) -> None:
        self._require_command()
        cid, wanted = request.number("cid"), request.number("operation")
        if cid not in self.contexts:
            raise Fails(self.parameter_error)
        if wanted and not self.is_registered:
            raise Fails(NO_CONTEXT)
        self.ok()
        if wanted and cid not in self._connected:
            self._connected.add(cid)
            self._say_call("urc_mipcall", cid)
        elif not wanted and cid in self._connected:
            self._hang_up(cid)

    def _hang_up(self, cid: int) -> None:
        self._connected.remove(cid)
        self._say_call("urc_mipcall", cid)

    def lose_network(self) -> None:
        super().lose_network()
        for cid in () if self.is_nb else sorted(self._connected):
            self._hang_up(cid)
