# SPDX-License-Identifier: MIT
"""Whether the modem is in a network, and what it says when that changes: +CREG and its sisters, +COPS."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from atbind.simulator.cellular.identity import Identified
from atbind.simulator.cellular.radio import HOME, LTE, NOT_SEARCHING, ROAMING, SEARCHING
from atbind.simulator.parse import Request
from atbind.simulator.render import Value

if TYPE_CHECKING:
    from atbind.simulator.device import Device

AUTOMATIC, DEREGISTERED = 0, 2  # <mode> of +COPS
LONG_NAME, NUMERIC = 0, 2  # <format> of +COPS
IN_USE = 2  # <stat> of +COPS=?
COMMANDS = ("creg", "cgreg", "cereg", "c5greg")


class Registration(Identified):
    """27.007 7.2, 7.3, 8.5, 10.1.20, 10.1.22, 10.1.47."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._found = False  # the search is over
        self._told = dict.fromkeys(COMMANDS, NOT_SEARCHING)
        self._reports = dict.fromkeys(COMMANDS, 0)  # <n>
        self._mode, self._format = AUTOMATIC, LONG_NAME

    # ---- state ------------------------------------------------------------------------

    @property
    def stat(self) -> int:
        if not self.has_radio or self._mode == DEREGISTERED or not self.sim_ready:
            return NOT_SEARCHING
        return self.device.radio.cell if self._found else SEARCHING

    def _stat_of(self, command: str) -> int:
        """What one of the registers says: that of LTE knows of no other network, none has 5G."""
        if command == "c5greg":
            return NOT_SEARCHING
        elsewhere = self.is_registered and self.device.radio.technology != LTE
        return NOT_SEARCHING if command == "cereg" and elsewhere else self.stat

    @property
    def is_registered(self) -> bool:
        return self.stat in (HOME, ROAMING)

    def search(self) -> None:
        """Looks for a network from now on; takes the time that the options say."""
        self._found = not self.setup.register
        self.registration_changed()
        if self.setup.register:
            self.later(self._find())

    async def _find(self) -> None:
        await asyncio.sleep(self.setup.register)
        self._found = True
        self.registration_changed()

    def registration_changed(self) -> None:
        """Tells whoever wants to know; a network that is lost takes the data contexts with it."""
        told, self._told = self._told, {name: self._stat_of(name) for name in COMMANDS}
        for command, n in self._reports.items():
            stat = self._told[command]
            if n and told[command] != stat:
                self.say(f"urc_{command}", stat=stat, **self._place(command, n))
        if told["creg"] in (HOME, ROAMING) and not self.is_registered:
            self.lose_network()

    def _place(self, command: str, n: int) -> dict[str, Value]:
        if n < 2 or self._stat_of(command) not in (HOME, ROAMING):
            return {}
        radio = self.device.radio
        area = "tac" if command == "cereg" else "lac"
        return {area: f'"{radio.lac}"', "ci": f'"{radio.ci}"', "AcT": radio.technology}

    # ---- +CREG, +CGREG, +CEREG, +C5GREG -----------------------------------------------------

    def _reports_set(self, request: Request) -> None:
        self._reports[request.form.command[1:].lower()] = request.number("n")
        self.ok()

    def _reports_read(self, request: Request) -> None:
        command = request.form.command[1:].lower()
        n = self._reports[command]
        self.say(
            f"{command}_read_info", n=n, stat=self._stat_of(command), **self._place(command, n)
        )
        self.ok()

    do_creg = do_cgreg = do_cereg = do_c5greg = _reports_set
    do_creg_read = do_cgreg_read = do_cereg_read = do_c5greg_read = _reports_read

    # ---- +COPS ------------------------------------------------------------------------------

    def do_cops_read(self, request: Request) -> None:
        if not self.is_registered:
            self.say("cops_read_info", mode=self._mode)
        else:
            identity = self.identity
            name = identity.operator if self._format == NUMERIC else identity.operator_name
            technology = self.device.radio.technology
            quoted, modes = f'"{name}"', {"mode": self._mode, "format": self._format}
            self.say("cops_read_info", AcT=technology, oper=quoted, **modes)
        self.ok()

    def do_cops_test(self, request: Request) -> None:
        told = self.identity
        technology = self.device.radio.technology
        names = (told.operator_name, told.operator_name[:8], told.operator)
        quoted = ",".join(f'"{name}"' for name in names)
        own = f"({IN_USE},{quoted},{technology})"
        self.say("cops_test_info", operators=f"{own},,(0-4),(0-2)")
        self.ok()

    def do_cops_automatic(self, request: Request) -> None:
        self._format = request.number("format", self._format)
        self._choose(AUTOMATIC)

    do_cops_automatic_in = do_cops_automatic

    def do_cops_deregister(self, request: Request) -> None:
        self._choose(DEREGISTERED)

    def do_cops_manual(self, request: Request) -> None:
        self._format = request.number("format")
        self._choose(1)

    do_cops_manual_or_automatic = do_cops_manual

    def do_cops_format(self, request: Request) -> None:
        self._format = request.number("format")
        self.ok()

    def _choose(self, mode: int) -> None:
        self._mode = mode
        self.ok()
        self.registration_changed()

    # ---- signal -------------------------------------------------------------------------------

    def do_csq(self, request: Request) -> None:
        self.say("csq_info", rssi=self.device.radio.rssi if self.has_radio else 99, ber=99)
        self.ok()

    def do_cesq(self, request: Request) -> None:
        unknown = {"rxlev": 99, "ber": 99, "rscp": 255, "ecno": 255}
        self.say("cesq_info", rsrq=20, rsrp=50, **unknown)
        self.ok()
