# SPDX-License-Identifier: MIT
"""The SIM and the cell: what the modem finds around it, whatever it is told and however often it boots."""

from __future__ import annotations

from collections.abc import Callable

NOT_SEARCHING, HOME, SEARCHING, DENIED, UNKNOWN, ROAMING = range(6)
STATES = {"none": NOT_SEARCHING, "home": HOME, "searching": SEARCHING, "denied": DENIED}
STATES |= {"unknown": UNKNOWN, "roaming": ROAMING}
TECHNOLOGIES = {"gsm": 0, "utran": 2, "lte": 7}  # <AcT>
LTE = TECHNOLOGIES["lte"]
READY, PIN, PUK = "READY", "SIM PIN", "SIM PUK"
MOST_TRIES = 3


class Radio:
    """`changed` is called with what has changed: "sim" or "registration"."""

    def __init__(self, pin: str = ""):
        self.pin = pin
        self.tries = MOST_TRIES
        self.inserted = True
        self.cell = HOME  # what a modem that searches here becomes
        self.lac, self.ci, self.technology = "1A2B", "01C3D4E5", LTE
        self.rssi = 25
        self.changed: Callable[[str], None] = lambda what: None

    def set_cell(self, state: int, technology: int = LTE) -> None:
        self.cell, self.technology = state, technology
        self.changed("registration")

    def insert(self, inserted: bool) -> None:
        self.inserted = inserted
        self.changed("sim")
