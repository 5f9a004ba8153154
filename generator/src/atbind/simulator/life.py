# SPDX-License-Identifier: MIT
"""What every room of a modem stands on: from boot to the loss of power."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from atbind.simulator.network.links import Link
from atbind.simulator.output import Output
from atbind.simulator.values import Values

if TYPE_CHECKING:
    from atbind.simulator.device import Device


class Fails(Exception):
    """The command ends with ERROR; `code` is the dialect's error code."""

    def __init__(self, code: int = 0, *before: str):
        super().__init__(code)
        self.code = code
        self.before = before  # lines before ERROR


class Life(Output):
    """The device around it, work that goes on beside commands, what is stored, how an answer ends."""

    def __init__(self, device: Device):
        setup = device.setup
        super().__init__(setup.dialect.on(setup.model), device.wire)
        self.device = device
        self.setup = setup
        self.net = device.net()
        self.names = device.names
        self.host = device.host
        self.awake = False
        self.failed = False  # the command under way said ERROR
        before: dict[tuple[str, ...], Values] = device.stored.get("settings", {})
        self.store = {key: values for key, values in before.items() if self.survives(key)}
        device.stored["settings"] = self.store
        self.links: Mapping[int, Link] = {}  # what is open
        self._tasks: set[asyncio.Future[None]] = set()

    def end(self) -> None:
        """The power is gone: connections break, nothing is said any more."""
        for task in list(self._tasks):
            task.cancel()
        self.net.close()
        self.device.radio.changed = lambda what: None

    # ---- work beside commands ------------------------------------------------------

    def later(self, work: Coroutine[Any, Any, None]) -> asyncio.Future[None]:
        """Runs after the answer, beside further commands: late results and URCs."""
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """A fault of the simulator is told to the person who runs it, and ends nothing else."""
        try:
            await work
        except Fails:
            pass
        except Exception:
            traceback.print_exc(file=sys.stderr)

    def ordered_failure(self) -> int:
        """The code that the control channel wants for this late result; 0: none."""
        failures = self.device.orders.failures
        return failures.popleft() if failures else 0

    # ---- what it keeps ----------------------------------------------------------------

    def kept(self, *key: str) -> Values:
        """What is stored of a command under its literal selector and first id; empty: nothing."""
        return self.store.get(key, Values())

    def survives(self, key: tuple[str, ...]) -> bool:
        """Whether what is stored under this key outlives the loss of power."""
        return False

    # ---- what ends an answer ----------------------------------------------------------

    def ok(self) -> None:
        if self.chained:
            return  # the last command of the line says it
        if self.device.orders.lost_oks:
            self.device.orders.lost_oks -= 1
            return
        self.final("OK")

    def error(self, code: int) -> None:
        self.failed = True
        self.final(self.error_text(code) or "ERROR")

    # ---- what happens to it -------------------------------------------------------------

    def lose_network(self) -> None:
        """The network takes the data connection away."""

    def peer_closes(self, number: int) -> bool:
        """The peer of a connection closes it; False: there is no such connection."""
        link = self.links.get(number)
        if link is None or link.connection is None:
            return False
        link.connection.hang_up()
        return True
