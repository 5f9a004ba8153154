# SPDX-License-Identifier: MIT
"""The settings of the OneMO modem: per connection, with the defaults of its model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from atbind.model.dialect import Form, Line
from atbind.model.parameter import Parameter
from atbind.simulator.life import Fails
from atbind.simulator.modem import Modem
from atbind.simulator.network.links import Link
from atbind.simulator.parse import Request
from atbind.simulator.render import range_of
from atbind.simulator.values import Values

if TYPE_CHECKING:
    from atbind.simulator.device import Device

RAW, HEX, ESCAPED = 0, 1, 2
NOT_CONNECTED = 553
QUOTE = "\0"  # stands for an escaped quote while the line is taken apart
NAME_SERVERS = {
    '"ip"': ("119.29.29.29", "114.114.114.114"),
    '"ipv6"': ("2400:3200::1", "2001:4860:4860::8888"),
}


class OnemoSettings(Modem):
    """What a model has, and what AT+MIPCFG, AT+MIPTKA and AT+MDNSCFG set and tell."""

    parameter_error = 50  # 3GPP: incorrect parameters
    maker = ("CMCC", "ML307A", "ML307A-DSLN_1.0.0")
    banner = (("urc_matready", {}),)
    prompt = b"\r\n>"

    def __init__(self, device: Device):
        super().__init__(device)
        self.links: dict[int, Link] = {}
        self.opening: dict[int, Link] = {}
        self.cmee = 1
        self.lost: dict[int, Link] = {}  # gone, but still to be closed
        self.escaped: Link | None = None

    @property
    def is_nb(self) -> bool:
        return (self.setup.model or "").startswith("MN")

    def numbers(self) -> range:
        """The connections that this model has."""
        return range((self.lines["mipstate_info"].parameters["connect_id"].maximum or 0) + 1)

    def stored(self, name: str, number: int, what: str, otherwise: int) -> int:
        """A setting of one connection: AT+MIPCFG="name",number,…"""
        values = self.kept("+MIPCFG", f'"{name}"', str(number))
        return int(values.get(what, otherwise))

    def coded(self, number: int, data: bytes) -> bytes:
        is_hex = self.stored("encoding", number, "recv_format", RAW) == HEX
        return data.hex().upper().encode() if is_hex else data

    def link_of(self, request: Request) -> Link:
        link = self.links.get(request.number("connect_id"))
        if link is None:
            raise Fails(NOT_CONNECTED)
        return link

    async def execute(self, line: str) -> None:
        await super().execute(self._with_marked_quotes(line))

    def _with_marked_quotes(self, line: str) -> str:
        """An escaped quote does not end the data."""
        found = re.match(r"AT\+MIPSEND=(\d),", line, re.IGNORECASE)
        if not found or self.stored("encoding", int(found[1]), "send_format", RAW) != ESCAPED:
            return line
        return re.sub(r"\\(.)", lambda m: "\\" + QUOTE if m[1] == '"' else m[0], line)

    # ---- settings --------------------------------------------------------------

    def _ids(self, line: Line, request: Request) -> list[dict[str, int]]:
        """AT+MIPCFG tells of the connections that exist."""
        ids = super()._ids(line, request)
        if request.form.command != "+MIPCFG":
            return ids
        return [i for i in ids if not i or i["connect_id"] in self.links]

    def _known(self, parameter: Parameter, stored: Values, given: Values) -> int | str | None:
        unset = parameter.name == "cid" and "cid" not in stored  # none unless given
        if parameter.default is None:  # models have their own: it is the one that it says it is
            parameter = parameter.on(self.maker[1])
        return None if unset else super()._known(parameter, stored, given)

    def _test(self, form: Form) -> None:
        if form.command != "+MIPCFG":
            super()._test(form)
            return
        connections = self.lines["mipstate_info"].parameters["connect_id"]
        words = ",".join(self._selectors("+MIPCFG"))
        line = form.infos[0].syntax.replace("(<cmd>)", f"({words})")
        self.text(line.replace("(<connect_id>)", range_of(connections)))

    def _has_what(self, line: Line) -> bool:
        """Each line of AT+MDNSCFG=? is about one selector."""
        about = re.match(r'\+MDNSCFG: ("\w+")', line.syntax)
        return about is None or about[1] in self._selectors("+MDNSCFG")

    def _selectors(self, command: str) -> list[str]:
        """The words that this model lets a command begin with."""
        forms = [f for f in self.dialect.forms if f.command == command and f.type == "set"]
        return list(dict.fromkeys(f.positions[0].literal or "" for f in forms))

    # ---- what is refused, what is kept ------------------------------------------

    def do_mipcfg_rcvbuf(self, request: Request) -> None:
        """The buffer has its size from the connection's beginning on (3.1)."""
        if request.number("connect_id") in self.links:
            raise Fails(self.parameter_error)
        self._remember(request)
        self.ok()

    def survives(self, key: tuple[str, ...]) -> bool:
        """Name servers are stored; which kind of address comes first not on 4G models (3.10)."""
        is_4g = (self.setup.model or "").startswith("ML")
        return key[0] == "+MDNSCFG" and not (is_4g and key[1] == '"priority"')

    def do_miptka_read(self, _: Request) -> None:
        for number in self.numbers():
            self._keep_alive(number)
        self.ok()

    def do_miptka_query(self, request: Request) -> None:
        self._keep_alive(request.number("connect_id"))
        self.ok()

    def _keep_alive(self, number: int) -> None:
        stored = self.kept("+MIPTKA", str(number))
        on = stored.number("keepalive", 0)
        times = self._times(stored) if on else {}
        self.say("miptka_info", connect_id=number, keepalive=on, **times)

    def _times(self, stored: Values) -> dict[str, int | str | None]:
        """The seconds and the tries of AT+MIPTKA, in their order."""
        rows = list(self.lines["miptka_info"].parameters.items())[2:]
        return {name: self._known(parameter, stored, Values()) for name, parameter in rows}

    def do_mdnscfg_ip_query(self, request: Request) -> None:
        self._name_servers('"ip"', "mdnscfg_ip_info")

    def do_mdnscfg_ipv6_query(self, request: Request) -> None:
        self._name_servers('"ipv6"', "mdnscfg_ipv6_info")

    def _name_servers(self, kind: str, line: str) -> None:
        stored = self.kept("+MDNSCFG", kind)
        first, second = NAME_SERVERS[kind]  # an empty text brings these back
        self.say(
            line,
            server_address1=stored.text("address1") or first,
            server_address2=stored.text("address2") or second,
        )
        self.ok()
