# SPDX-License-Identifier: MIT
"""Data calls: D*99#, +CGDATA, O, H, +CEER. The line's bytes go to a server of this machine, in place of PPP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atbind.simulator.cellular.contexts import Contexts
from atbind.simulator.network.sockets import Connection, Peer
from atbind.simulator.parse import Request
from atbind.simulator.transparent import Transparent

if TYPE_CHECKING:
    from atbind.simulator.device import Device

FIRST = 1  # the context of ATD*99#
CONNECT = "CONNECT 150000000"  # with the rate, as LTE modems write it


class Calls(Contexts, Transparent):
    """V.250 6.3, 27.007 10.1.12 and 10.2.1.1."""

    def __init__(self, device: Device):
        super().__init__(device)
        self.call: Connection | None = None
        self._report = "No report available"  # of AT+CEER
        self._unheard = bytearray()  # from the network, while the host types commands

    async def do_atd_99(self, request: Request) -> None:
        await self._dial(FIRST)

    async def do_cgdata(self, request: Request) -> None:
        await self._dial(request.number("cid", FIRST))

    do_atd_99_cid = do_cgdata

    async def _dial(self, cid: int) -> None:
        self.hang_up()
        if self.device.orders.calls:
            self._refuse(self.device.orders.calls.popleft())
            return
        call = self.net.connection(self._hear_network, self._on_hung_up)
        try:
            if not (self.setup.ppp and self.is_registered and cid in self.contexts):
                raise ConnectionError
            await call.connect("127.0.0.1", self.setup.ppp)
        except OSError:
            self._refuse()
            return
        self.call = call
        self.active_contexts.add(cid)
        await self._talk(call)
        call.deliver()

    async def do_ato(self, request: Request) -> None:
        """Back to the call; a dialect's own connections come before it."""
        if self.call is None:
            self._refuse()
        else:
            await self._talk(self.call)

    async def _talk(self, call: Connection) -> None:
        self.final(CONNECT)
        await self.enter_transparent(call.send, paced=call.drained, say=False)
        self._hear_network(b"", ("", 0))

    def _refuse(self, how: str = "NO CARRIER") -> None:
        self.failed = True
        self._report = how
        self.final(how)

    async def do_ceer(self, request: Request) -> None:
        """27.007 6.10: in the words of the last refusal, for want of a network's causes."""
        self.say("ceer_info", report=self._report)
        self.ok()

    def _hear_network(self, data: bytes, peer: Peer) -> None:
        self._unheard += data
        if self.on_data and self._unheard:
            self.wire.send(bytes(self._unheard), interruptible=False)
            self._unheard.clear()

    def _on_hung_up(self) -> None:
        self.hang_up()
        self.leave_transparent("NO CARRIER")

    def hang_up(self) -> None:
        """ATH; the network hears it."""
        if self.call is not None:
            self.call.close()
        self.call = None
        self._unheard.clear()

    def lose_network(self) -> None:
        super().lose_network()
        if self.call is not None:
            self._on_hung_up()
