# SPDX-License-Identifier: MIT
"""SIM, functionality, clock: +CPIN, +CFUN, +CCLK, +CMEE, and what the modem says as it boots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atbind.simulator.cellular.clock import Clock
from atbind.simulator.cellular.radio import PIN, PUK, READY
from atbind.simulator.parse import Request
from atbind.simulator.render import Value
from atbind.simulator.settings import Settings
from atbind.simulator.values import Values

if TYPE_CHECKING:
    from atbind.simulator.device import Device

NOT_ALLOWED, SIM_MISSING, WRONG_PASSWORD, INCORRECT = 3, 10, 16, 50  # 27.007 9.2.1
FULL = (1, 128)  # <fun> of 27.007 8.2 with radio
RESTARTS = range(5, 128)  # the maker's own: here all of them start the modem again


class Power(Settings):
    """27.007 chapter 8, and V.250's settings."""

    # lines of a boot, before and behind the SIM's state: names of URCs and their values
    banner: tuple[tuple[str, dict[str, Value]], ...] = ()
    banner_end: tuple[str, ...] = ()

    def __init__(self, device: Device):
        super().__init__(device)
        self.clock = Clock()
        self.fun = 1
        self._unlocked = not self.device.radio.pin

    # ---- what the network makes of it: Registration ------------------------------------

    def search(self) -> None:
        """The network is looked for from now on."""
        raise NotImplementedError

    def registration_changed(self) -> None:
        """Something has changed that registration hangs on."""
        raise NotImplementedError

    # ---- boot ----------------------------------------------------------------------------

    def say_banner(self) -> None:
        for name, values in self.banner:
            self.say(name, **values)
        if self.device.radio.inserted:
            self.say("urc_cpin", code=self.sim_state)
        for name in self.banner_end:
            self.say(name)

    async def restart(self, farewell: str = "") -> None:
        """As if the power had been off for a moment, once the answer and a last URC are out."""
        if farewell:
            self.say(farewell)
        await self.wire.drained()
        self.device.reboot()

    async def switch_off(self, farewell: str = "") -> None:
        if farewell:
            self.say(farewell)
        await self.wire.drained()
        self.device.power(False)

    def restarts(self, farewell: str = "") -> None:
        self.ok()
        self.device.deafen()
        self.later(self.restart(farewell))

    def goes_off(self, farewell: str = "") -> None:
        self.ok()
        self.device.deafen()
        self.later(self.switch_off(farewell))

    # ---- SIM -------------------------------------------------------------------------------

    @property
    def sim_state(self) -> str:
        if self._unlocked:
            return READY
        return PIN if self.device.radio.tries else PUK

    @property
    def sim_ready(self) -> bool:
        return self.device.radio.inserted and self.sim_state == READY

    def sim_changed(self) -> None:
        """A card that is put in again asks for its PIN again."""
        self._unlocked = not self.device.radio.pin
        inserted = self.device.radio.inserted
        self.say("urc_cpin", code=self.sim_state if inserted else self.removed)

    removed = "NOT READY"  # what +CPIN says when the card is taken out

    def do_cpin_read(self, request: Request) -> None:
        if not self.device.radio.inserted:
            self.error(SIM_MISSING)
            return
        self.say("cpin_read_info", code=self.sim_state)
        self.ok()

    def do_cpin(self, request: Request) -> None:
        radio = self.device.radio
        if not radio.inserted:
            self.error(SIM_MISSING)
        elif self._unlocked:
            self.error(NOT_ALLOWED)
        elif request.text("pin") != radio.pin or not radio.tries:
            radio.tries = max(0, radio.tries - 1)
            self.error(WRONG_PASSWORD)
        else:
            self._unlocked = True
            radio.tries = 3
            self.ok()
            self.say("urc_cpin", code=READY)
            self.search()

    # ---- functionality ------------------------------------------------------------------------

    @property
    def has_radio(self) -> bool:
        return self.fun in FULL

    def do_cfun_read(self, request: Request) -> None:
        self.say("cfun_read_info", fun=self.fun)
        self.ok()

    def do_cfun(self, request: Request) -> None:
        was, self.fun = self.fun, request.number("fun")
        self.ok()
        if request.optional("rst") or self.fun in RESTARTS:
            self.device.deafen()
            self.later(self.restart())
        elif self.has_radio and was not in FULL:
            self.search()
        else:
            self.registration_changed()

    # ---- power saving ---------------------------------------------------------------------------

    def do_cpsms(self, request: Request) -> None:
        self._save_power(request, forgets=2)

    def do_cedrxs(self, request: Request) -> None:
        self._save_power(request, forgets=3)

    def _save_power(self, request: Request, forgets: int) -> None:
        """What one <mode> forgets, a command without parameters does, too: 27.007 7.38 and 7.40."""
        if request.optional("mode") in (None, forgets):
            self.store.pop(self.key(request.form, Values()), None)
            self.ok()
        else:
            self.generic(request)

    # ---- settings -------------------------------------------------------------------------------

    def do_cmee(self, request: Request) -> None:
        self.cmee = request.number("n")
        self.ok()

    def do_cmee_read(self, request: Request) -> None:
        self.say("cmee_read_info", n=self.cmee)
        self.ok()

    def do_ipr(self, request: Request) -> None:
        self.device.stored["rate"] = request.number("rate")
        self.ok()

    def do_ipr_read(self, request: Request) -> None:
        self.say("ipr_read_info", rate=self.device.stored.get("rate", 115200))
        self.ok()

    def do_cclk_read(self, request: Request) -> None:
        self.say("cclk_read_info", time=self.clock.text())
        self.ok()

    def do_cclk(self, request: Request) -> None:
        if self.clock.set_text(request.text("time")):
            self.ok()
        else:
            self.error(INCORRECT)
