# SPDX-License-Identifier: MIT
"""What the SIMCom modem remembers, and how it refuses: settings, connections, error lines."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from atbind.simulator.life import Fails
from atbind.simulator.modem import Modem
from atbind.simulator.network.links import Link
from atbind.simulator.parse import Request
from atbind.simulator.render import Said

if TYPE_CHECKING:
    from atbind.simulator.device import Device

LINKS, MOST_AT_ONCE = 10, 1500
ROOM = 16384  # bytes that a connection's receive buffer holds
CLOSED_BY_PEER, SEND_TIMED_OUT = 1, 2  # <close_reason>
# <err>
NETWORK_FAILURE, NOT_OPENED, WRONG_PARAMETER, NOT_SUPPORTED = 1, 2, 3, 4
BIND_FAILED, LISTENING, SOCKETS_OPENED, TIMED_OUT, DNS_FAILED = 6, 7, 9, 10, 11
# <err_info>
IS_OPENED, NO_NETWORK, NOT_CREATED, INVALID, UNSUPPORTED, NO_DATA = 4, 8, 11, 12, 13, 22
DNS_GENERAL_ERROR = 10
# the line with <err> that each command fails with
_FAILURES = {
    "AT+CIPOPEN": "cipopen_result",
    "AT+CIPCLOSE": "cipclose_result",
    "AT+CIPSEND": "ciperror",
    "AT+SERVERSTART": "ciperror",
    "AT+SERVERSTOP": "serverstop_result",
    "AT+NETCLOSE": "netclose_result",
}
_IP_ERRORS = ("AT+CIPACK", "AT+CIPRXGET", "AT+IPADDR", "AT+NETOPEN")


class SimcomBase(Modem):
    """Settings and error lines; what the commands do is in the files beside this one."""

    prompt = b"\r\n>"
    plain_errors = True
    maker = ("SIMCOM INCORPORATED", "A7600E", "LE20B04A7600M7")
    banner = (("urc_atready", {"state": 1}),)
    banner_end = ("urc_sms_done", "urc_pb_done")
    removed = "SIM REMOVED"
    connect = "CONNECT 115200"

    def __init__(self, device: Device):
        super().__init__(device)
        self.links: dict[int, Link] = {}
        self.opened = False
        self.buffers: dict[int, bytearray] = {n: bytearray() for n in range(LINKS)}
        self.servers: dict[int, tuple[int, asyncio.AbstractServer]] = {}  # index: port, listener
        self.lost = False  # the network is gone, AT+NETCLOSE has still to come

    # ---- settings ---------------------------------------------------------------------

    def setting(self, command: str, name: str = "mode") -> int:
        stored = self.kept(command)
        return stored.number(name) if name in stored else self.default(command, name)

    def default(self, command: str, name: str) -> int:
        """What the table has for a parameter that is not given."""
        forms = [f for f in self.dialect.forms if f.command == command and f.type == "set"]
        known = [p.default for f in forms for p in f.parameters if p.name == name]
        return next(default for default in known if isinstance(default, int))

    def _defaults(self, request: Request) -> None:
        self.store.pop((request.form.command,), None)
        self.ok()

    do_ciphead_execute = do_cipsrip_execute = do_cipmode_execute = _defaults
    do_cipccfg_execute = _defaults

    # ---- errors -----------------------------------------------------------------------

    def ip_error(self, code: int) -> Fails:
        """ "+IP ERROR:" in words or as a number, as errMode says."""
        words = {c.code: c.text for c in self.dialect.error_codes if c.set == "err_info"}
        in_words = self.setting("+CIPCCFG", "errMode") and code in words
        shown = words[code] if in_words else str(code)
        return Fails(code, self.rendered("ip_error", err_info=shown))

    def fails(self, name: str, code: int, /, **values: Said) -> Fails:
        """A line with <err>, then ERROR."""
        return Fails(code, self.rendered(name, err=code, **values))

    def ordered(self, code: int, line: str) -> Fails:
        """The error line that this command has, with the code."""
        command, _, rest = line.upper().partition("=")
        number = re.match(r"\d+", rest.strip())
        first = int(number[0]) if number else 0
        if command in _FAILURES:
            return self.fails(_FAILURES[command], code, link_num=first, server_index=first)
        if command in _IP_ERRORS:
            return self.ip_error(code)
        if command == "AT+CDNSGIP":
            return self.dns_failure(code)
        return Fails(code)

    def dns_failure(self, code: int) -> Fails:
        return Fails(code, self.rendered("cdnsgip_failure", **{"dns error code": code}))

    def refused(self, line: str) -> None:
        command, _, rest = line.upper().replace(" ", "").partition("=")
        first = re.match(r"\d+", rest)
        if command == "AT+CIPOPEN" and first and int(first[0]) < LINKS:
            failure = self.fails("cipopen_result", WRONG_PARAMETER, link_num=int(first[0]))
        elif command in ("AT+CIPOPEN", "AT+CIPACK") or re.match(r"AT\+CIPRXGET=[234],", line):
            failure = self.ip_error(INVALID)
        elif command in ("AT+CIPSEND", "AT+SERVERSTART"):
            failure = self.fails("ciperror", WRONG_PARAMETER)
        else:
            super().refused(line)
            return
        for before in failure.before:
            self.text(before)
        self.error(failure.code)
