# SPDX-License-Identifier: MIT
"""An EC801E: its context is active by itself, data comes in the line, sending ends behind OK."""

from __future__ import annotations

from atbind.simulator.network.sockets import Peer
from atbind.simulator.parse import Request
from atbind.simulator.quectel.modem import Quectel
from atbind.simulator.quectel.sockets import Socket


class Ec801e(Quectel):
    maker = ("Quectel", "EC801E", "EC801ECNCGR03A01M02")

    def need_context(self, request: Request) -> None:
        if self.is_registered:
            self.active.add(request.number("contextID"))
        super().need_context(request)

    def sent(self, socket: Socket) -> None:
        self.ok()
        self.say("qisend_result", connectID=socket.id, result=0, free=self.room)

    def push(self, socket: Socket, data: bytes, remote: Peer) -> None:
        digits = data.hex().upper().encode()
        self.say("urc_recv_hex", digits, connectID=socket.id, currentrecvlength=len(data))

    def do_qiclose(self, request: Request) -> None:
        was_open = request.number("connectID") in self.sockets
        super().do_qiclose(request)
        if was_open:
            self.say("urc_closed", connectID=request.number("connectID"))
