# SPDX-License-Identifier: MIT
"""The commands that every host types first, with state behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atbind.simulator.cellular import seen
from atbind.simulator.cellular.calls import Calls

if TYPE_CHECKING:
    from atbind.simulator.device import Device


class Cellular(Calls):
    """What a modem is besides its manual's chapter."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._seen = [] if self.setup.strict else seen.rows(self.dialect.name)
        device.radio.changed = self._world_changed

    def _world_changed(self, what: str) -> None:
        if self.awake:
            if what == "sim":
                self.sim_changed()
            self.registration_changed()

    def answer_seen(self, text: str) -> bool:
        """Answers what no table has; False: nor was it seen."""
        return seen.answer(self, text, self._seen)
