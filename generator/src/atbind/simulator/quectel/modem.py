# SPDX-License-Identifier: MIT
"""The Quectel modem: contexts, twelve sockets, three access modes, DNS, ping and NTP."""

from __future__ import annotations

from atbind.simulator.parse import Request
from atbind.simulator.quectel.data import Data
from atbind.simulator.quectel.services import Services


class Quectel(Services, Data):
    """All that AT+QI… does."""

    def do_qpowd(self, request: Request) -> None:
        self.goes_off("urc_powered_down")

    do_qpowd_execute = do_qpowd

    def unused(self, name: str) -> int | None:
        if name == "contextID":
            return next((n for n in range(16, 0, -1) if n not in self.active), None)
        if name == "connectID":
            return next((n for n in range(11, -1, -1) if n not in self.sockets), None)
        return None

    def lose_network(self) -> None:
        """A context that the network takes away is told once; its sockets are dead until QIDEACT."""
        super().lose_network()
        for context in sorted(self.active):
            for socket in self.of_context(context):
                socket.close()
                socket.state = self.DEAD
            self.say("urc_pdpdeact", contextID=context)
        if self.on_data:
            self.leave_transparent("NO CARRIER")
        self.active.clear()
