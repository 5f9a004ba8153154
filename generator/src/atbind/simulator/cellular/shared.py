# SPDX-License-Identifier: MIT
"""The commands that every host types first, with state behind them."""

from __future__ import annotations

from atbind.simulator.cellular import seen
from atbind.simulator.cellular.contexts import Contexts
from atbind.simulator.cellular.identity import Identified
from atbind.simulator.cellular.power import Power
from atbind.simulator.cellular.registration import Registration


class Cellular(Power, Registration, Contexts, Identified):
    """What a modem is besides its manual's chapter."""

    def __init__(self) -> None:
        Power.__init__(self)
        Registration.__init__(self)
        Contexts.__init__(self)
        Identified.__init__(self)
        self._seen = [] if self.setup.strict else seen.rows(self.dialect.name)
        self.device.radio.changed = self._world_changed

    def _world_changed(self, what: str) -> None:
        if self.awake:
            if what == "sim":
                self.sim_changed()
            self.registration_changed()

    def answer_seen(self, text: str) -> bool:
        """Answers what no table has; False: nor was it seen."""
        return seen.answer(self, text, self._seen)
