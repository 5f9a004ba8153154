# SPDX-License-Identifier: MIT
"""The OneMO modem: connections with their own access mode and data format."""

from __future__ import annotations

from atbind.simulator.onemo.connections import CONTEXT_LOST
from atbind.simulator.onemo.receiving import Receiving
from atbind.simulator.onemo.sending import Sending
from atbind.simulator.onemo.services import Services
from atbind.simulator.parse import Request


class Onemo(Services, Receiving, Sending):
    """All that AT+MIP… does."""

    def do_mpof(self, request: Request) -> None:
        self.goes_off("urc_power_off")

    def do_mreboot(self, request: Request) -> None:
        self.restarts("urc_rebooting")

    def unused(self, name: str) -> int | None:
        if name != "connect_id":
            return None
        taken = {*self.links, *self.lost}
        return next((n for n in reversed(self.numbers()) if n not in taken), None)

    def lose_network(self) -> None:
        super().lose_network()
        for link in list(self.links.values()):
            self.lose(link, CONTEXT_LOST)
