# SPDX-License-Identifier: MIT
"""Who the modem and its card say they are: +CGMI, +CGMM, +CGMR, +CGSN, +CIMI (+GMI and the like), +CCID, ATI."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from atbind.simulator.cellular.power import Power
from atbind.simulator.parse import Request
from atbind.simulator.setup import Identity

if TYPE_CHECKING:
    from atbind.simulator.device import Device

SIM_MISSING = 10  # 27.007 9.2.1
VERSION = "01"  # of the software, behind the first 14 digits of the IMEI


class Identified(Power):
    """27.007 chapter 5: an answer is a line of bare text."""

    maker = (
        "atbind",
        "simulated",
        "1",
    )  # manufacturer; model and revision where no other is asked for

    def __init__(self, device: Device):
        super().__init__(device)
        told = self.setup.identity
        manufacturer, usual, revision = self.maker
        model = told.model or self.setup.model or usual
        own = revision if model == usual else f"{model}_1.0.0"
        self.identity: Identity = replace(
            told,
            manufacturer=told.manufacturer or manufacturer,
            model=model,
            revision=told.revision or own,
        )

    def _tell(self, request: Request, text: str) -> None:
        line = self.lines[self.short(request.form.id) + "_info"]
        self.say(self.short(line.id), **{line.values[0].name: text})
        self.ok()

    def do_cgmi(self, request: Request) -> None:
        self._tell(request, self.identity.manufacturer)

    def do_cgmm(self, request: Request) -> None:
        self._tell(request, self.identity.model)

    def do_cgmr(self, request: Request) -> None:
        self._tell(request, self.identity.revision)

    do_gmi, do_gmm, do_gmr = do_cgmi, do_cgmm, do_cgmr

    def do_cgsn(self, request: Request) -> None:
        self._tell(request, self.identity.imei)

    do_gsn = do_cgsn

    def do_cgsn_test(self, request: Request) -> None:
        self.text("+CGSN: (0-3)")
        self.ok()

    def do_cgsn_number(self, request: Request) -> None:
        """27.007 5.4: behind the command's name, but for the maker's number."""
        imei = self.identity.imei
        numbers = {1: f'"{imei}"', 2: f'"{imei[:14]}{VERSION}"', 3: f'"{VERSION}"'}
        wanted = request.number("snt")
        self.text(f"+CGSN: {numbers[wanted]}" if wanted in numbers else imei)
        self.ok()

    def do_cimi(self, request: Request) -> None:
        if self.sim_ready:
            self._tell(request, self.identity.imsi)
        else:
            self.error(SIM_MISSING)

    def _card_number(self, request: Request) -> None:
        """With the command's name before it, as the modules of these dialects do."""
        if self.sim_ready:
            self.text(f"{request.form.command}: {self.identity.iccid}")
            self.ok()
        else:
            self.error(SIM_MISSING)

    do_ccid = do_iccid = _card_number

    def identify(self) -> None:
        """ATI: maker, model and revision, a line each without an empty one between."""
        own = self.identity
        self.text("\r\n".join((own.manufacturer, own.model, f"Revision: {own.revision}")))
