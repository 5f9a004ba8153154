# SPDX-License-Identifier: MIT
"""The SIMCom modem: one context, ten connections, four servers, three ways to hand out data."""

from __future__ import annotations

from atbind.simulator.parse import Request
from atbind.simulator.simcom.base import LINKS
from atbind.simulator.simcom.data import Data


class Simcom(Data):
    """All that AT+NET…, AT+CIP… and AT+SERVER… do."""

    def do_cpof(self, request: Request) -> None:
        self.goes_off("urc_power_down")

    def do_creset(self, request: Request) -> None:
        self.restarts()

    def unused(self, name: str) -> int | None:
        if name not in ("link_num", "client_index", "link num"):
            return None
        return next((n for n in range(LINKS - 1, -1, -1) if n not in self.links), None)

    def lose_network(self) -> None:
        """Told once; the connections are dead, and the host has to close them and the network."""
        super().lose_network()
        if not self.opened:
            return
        self.lost = True
        for link in self.links.values():
            link.close()
        if self.on_data:
            self.leave_transparent("CLOSED")
        self.say("urc_cipevent")
