# SPDX-License-Identifier: MIT
"""The Fibocom modem: a radio link, six sockets, an accumulation buffer before each of them."""

from __future__ import annotations

from atbind.simulator.fibocom.receiving import Receiving
from atbind.simulator.fibocom.sending import Sending
from atbind.simulator.fibocom.services import Services
from atbind.simulator.fibocom.sockets import DAMAGED, SOCKETS
from atbind.simulator.parse import Request


class Fibocom(Services, Receiving, Sending):
    """All that AT+MIP… does."""

    def do_cpwroff(self, request: Request) -> None:
        self.goes_off()

    def do_reset(self, request: Request) -> None:
        self.restarts()

    def unused(self, name: str) -> int | None:
        if name != "Socket_ID":
            return None
        return next((n for n in reversed(SOCKETS) if n not in self.links), None)

    def lose_network(self) -> None:
        """The link is down: every socket tells that its connection is gone, then the link itself."""
        super().lose_network()
        if self.on_data:
            self.leave_transparent("NO CARRIER")
        self.lose_ping()
        for link in list(self.links.values()):
            self.drop(link)
            self.say("urc_mipstat", Socket_ID=link.id, Status=DAMAGED)
        if self.linked:
            self.linked = False
            self.say("mipcall_disconnected")
