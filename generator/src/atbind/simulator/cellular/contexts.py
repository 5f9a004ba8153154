# SPDX-License-Identifier: MIT
"""Attachment and packet contexts: +CGATT, +CGDCONT, +CGACT, +CGPADDR, +CGCONTRDP."""

from __future__ import annotations

from atbind.simulator.parse import Request

FIRST = {"cid": 1, "PDP_type": "IP", "APN": "internet"}
NO_SERVICE = 30  # 27.007 9.2.1


class Contexts:
    """27.007 chapter 10."""

    def __init__(self) -> None:
        self._attached = True  # wanted; it is so while registered
        self.contexts: dict[int, dict] = self.device.stored.setdefault("contexts", {1: FIRST})
        self.active_contexts: set[int] = {1}

    def do_cgatt_read(self, request: Request) -> None:
        self.say("cgatt_read_info", state=int(self._attached and self.is_registered))
        self.ok()

    def do_cgatt(self, request: Request) -> None:
        self._attached = bool(request.values["state"])
        if self._attached and not self.is_registered:
            self.error(NO_SERVICE)
        else:
            self.ok()

    def do_cgdcont(self, request: Request) -> None:
        cid = int(request.values["cid"])
        if len(request.values) == 1:
            self.contexts.pop(cid, None)
        else:
            self.contexts[cid] = dict(request.values)
        self.ok()

    def do_cgdcont_read(self, request: Request) -> None:
        for cid, context in sorted(self.contexts.items()):
            values = {"cid": cid, "PDP_type": context.get("PDP_type", "IP")}
            values |= {"APN": context.get("APN", ""), "PDP_addr": context.get("PDP_addr", "")}
            self.say("cgdcont_read_info", d_comp=0, h_comp=0, **values)
        self.ok()

    def do_cgact(self, request: Request) -> None:
        every = list(self.contexts) if "cid" not in request.values else [request.values["cid"]]
        if request.values["state"] and not self.is_registered:
            self.error(NO_SERVICE)
            return
        change = self.active_contexts.update if request.values["state"] else self._deactivate
        change({int(cid) for cid in every})
        self.ok()

    def _deactivate(self, cids: set[int]) -> None:
        self.active_contexts -= cids

    def do_cgact_read(self, request: Request) -> None:
        for cid in sorted(self.contexts):
            state = int(cid in self.active_contexts and self.is_registered)
            self.say("cgact_read_info", cid=cid, state=state)
        self.ok()

    def do_cgpaddr(self, request: Request) -> None:
        self._address(int(request.values["cid"]))
        self.ok()

    def do_cgpaddr_all(self, request: Request) -> None:
        for cid in sorted(self.contexts):
            self._address(cid)
        self.ok()

    def _address(self, cid: int) -> None:
        has = cid in self.active_contexts and self.is_registered
        self.say(
            "cgpaddr_info", cid=cid, **({"PDP_addr_1": f'"{self.setup.address}"'} if has else {})
        )

    def do_cgcontrdp(self, request: Request) -> None:
        self._dynamic([int(request.values["cid"])])

    def do_cgcontrdp_all(self, request: Request) -> None:
        self._dynamic(sorted(self.contexts))

    def _dynamic(self, cids: list[int]) -> None:
        """What the network gave: only contexts that are active have it."""
        for cid in cids:
            if cid in self.active_contexts and cid in self.contexts and self.is_registered:
                name = self.contexts[cid].get("APN", "")
                values = {"cid": cid, "bearer_id": 5, "APN": name}
                values["local_addr and subnet_mask"] = f'"{self.setup.address}.255.0.0.0"'
                self.say("cgcontrdp_info", **values)
        self.ok()
