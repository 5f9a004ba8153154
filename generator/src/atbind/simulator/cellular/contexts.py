# SPDX-License-Identifier: MIT
"""Attachment and packet contexts: +CGATT, +CGDCONT, +CGACT, +CGPADDR, +CGCONTRDP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atbind.simulator.cellular.registration import Registration
from atbind.simulator.parse import Request
from atbind.simulator.values import Values

if TYPE_CHECKING:
    from atbind.simulator.device import Device

FIRST = Values(cid=1, PDP_type="IP", APN="internet")
NO_SERVICE = 30  # 27.007 9.2.1


def named(request: Request) -> list[int]:
    """The contexts that a command line names, in its order."""
    return [request.number(name) for name in request.values if name.startswith("cid")]


class Contexts(Registration):
    """27.007 chapter 10."""

    def __init__(self, device: Device):
        super().__init__(device)
        self._attached = True  # wanted; it is so while registered
        self.contexts: dict[int, Values] = device.stored.setdefault("contexts", {1: FIRST})
        self.active_contexts: set[int] = {1}

    def do_cgatt_read(self, request: Request) -> None:
        self.say("cgatt_read_info", state=int(self._attached and self.is_registered))
        self.ok()

    def do_cgatt(self, request: Request) -> None:
        self._attached = bool(request.number("state"))
        if self._attached and not self.is_registered:
            self.error(NO_SERVICE)
        else:
            self.ok()

    def do_cgdcont(self, request: Request) -> None:
        cid = request.number("cid")
        if len(request.values) == 1:
            self.contexts.pop(cid, None)
        else:
            self.contexts[cid] = request.values
        self.ok()

    do_cgdcont_phone = do_cgdcont_ims = do_cgdcont_non_ip = do_cgdcont
    do_cgdcont_5g = do_cgdcont_session = do_cgdcont_frames = do_cgdcont

    def do_cgdcont_read(self, request: Request) -> None:
        for cid, context in sorted(self.contexts.items()):
            texts = {name: context.text(name) for name in ("APN", "PDP_addr")}
            texts["PDP_type"] = context.text("PDP_type", "IP")
            self.say("cgdcont_read_info", cid=cid, d_comp=0, h_comp=0, **texts)
        self.ok()

    def do_cgact(self, request: Request) -> None:
        meant = set(named(request) or self.contexts)
        if not request.number("state"):
            self.active_contexts -= meant
        elif self.is_registered:
            self.active_contexts |= meant
        else:
            self.error(NO_SERVICE)
            return
        self.ok()

    do_cgact_several = do_cgact

    def do_cgact_read(self, request: Request) -> None:
        for cid in sorted(self.contexts):
            state = int(cid in self.active_contexts and self.is_registered)
            self.say("cgact_read_info", cid=cid, state=state)
        self.ok()

    def do_cgpaddr(self, request: Request) -> None:
        for cid in named(request) or sorted(self.contexts):
            self._address(cid)
        self.ok()

    do_cgpaddr_all = do_cgpaddr_several = do_cgpaddr

    def _address(self, cid: int) -> None:
        has = cid in self.active_contexts and self.is_registered
        address = f'"{self.setup.address}"' if has else None
        self.say("cgpaddr_info", cid=cid, PDP_addr_1=address)

    def do_cgcontrdp(self, request: Request) -> None:
        self._dynamic([request.number("cid")])

    def do_cgcontrdp_all(self, request: Request) -> None:
        self._dynamic(sorted(self.contexts))

    def _dynamic(self, cids: list[int]) -> None:
        """What the network gave: only contexts that are active have it."""
        for cid in cids:
            if cid in self.active_contexts and cid in self.contexts and self.is_registered:
                texts = {"APN": self.contexts[cid].text("APN")}
                texts["local_addr and subnet_mask"] = f'"{self.setup.address}.255.0.0.0"'
                self.say("cgcontrdp_info", cid=cid, bearer_id=5, **texts)
        self.ok()
