# SPDX-License-Identifier: MIT
"""The network of the SIMCom modem, and what asks it: AT+NETOPEN, AT+CDNSGIP, AT+CPSI."""

from __future__ import annotations

from atbind.simulator.network.links import Link
from atbind.simulator.network.names import NoSuchName
from atbind.simulator.parse import Request
from atbind.simulator.simcom import base as codes
from atbind.simulator.simcom.base import SimcomBase

# what AT+CPSI? tells behind <operation mode> on LTE: cell, band, channel and signal (6.1.1)
CELL = "0x1816,27593483,139,EUTRAN-BAND39,38400,5,5,-88,-868,-578,18"


class Network(SimcomBase):
    """The one context."""

    def do_netopen_read(self, request: Request) -> None:
        self.say("netopen_read_info", net_state=int(self.opened))
        self.ok()

    def do_netopen(self, request: Request) -> None:
        if self.opened:
            raise self.ip_error(codes.IS_OPENED)
        self.ok()
        code = self.ordered_failure() or (0 if self.is_registered else codes.NETWORK_FAILURE)
        self.opened = not code
        self.say("netopen_result", err=code)

    def do_netclose(self, request: Request) -> None:
        if not self.opened:
            raise self.fails("netclose_result", codes.NOT_OPENED)
        self.opened = self.lost = False
        self.ok()
        transparent = [link for link in self.links.values() if link.mode]
        for link in list(self.links.values()):
            self.drop(link)
        for index in list(self.servers):
            self.servers.pop(index)[1].close()
        for link in transparent:
            self.say("urc_closed")
            self.say("cipclose_result", link_num=link.id, err=0)
        self.say("netclose_result", err=0)

    def do_ipaddr(self, request: Request) -> None:
        if not self.opened:
            raise self.ip_error(codes.NO_NETWORK)
        self.say("ipaddr_info", ip_address=self.setup.address)
        self.ok()

    async def do_cdnsgip(self, request: Request) -> None:
        name = request.text("domain name")
        try:
            address = await self.resolve(name)
        except NoSuchName:
            raise self.dns_failure(codes.DNS_GENERAL_ERROR) from None
        self.say("cdnsgip_info", domain_name=name, ip_address=address)
        self.ok()

    def do_cpsi_read(self, request: Request) -> None:
        if self.is_registered:
            operator = self.setup.identity.operator
            place = f"{operator[:3]}-{operator[3:]},{CELL}"
            self.say("cpsi_read_info", system_mode="LTE", operation_mode="Online", details=place)
        else:
            self.say("cpsi_read_info", system_mode="NO SERVICE", operation_mode="Online")
        self.ok()

    def drop(self, link: Link) -> None:
        link.close()
        self.links.pop(link.id, None)
