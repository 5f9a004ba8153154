# SPDX-License-Identifier: MIT
"""What the SIMCom modem remembers, and how it refuses: settings, connections, error lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from atbind.simulator.modem import Fails, Modem
from atbind.simulator.parse import Request
from atbind.simulator.render import line_text
from atbind.simulator.sockets import Connection

LINKS, MOST_AT_ONCE = 10, 1500
# <err>
NETWORK_FAILURE, NOT_OPENED, WRONG_PARAMETER, NOT_SUPPORTED = 1, 2, 3, 4
BIND_FAILED, LISTENING, SOCKETS_OPENED, DNS_FAILED = 6, 7, 9, 11
# <err_info>
IS_OPENED, NO_NETWORK, NOT_CREATED, INVALID, UNSUPPORTED, NO_DATA = 4, 8, 11, 12, 13, 22
DNS_GENERAL_ERROR = 10
CLIENT = -1  # <index> of a connection that no server accepted


@dataclass
class Link:
    """One <link_num>."""

    number: int
    type: str
    address: str
    port: int
    index: int = CLIENT
    transparent: bool = False
    connection: Connection = field(init=False)
    sent: int = 0
    received: int = 0


class SimcomBase(Modem):
    """Settings and error lines; what the commands do is in simcom.py."""

    prompt = b"\r\n>"
    connect = "CONNECT 115200"

    def __init__(self, *args):
        super().__init__(*args)
        self.opened = False
        self.links: dict[int, Link] = {}
        self.buffers: dict[int, bytearray] = {n: bytearray() for n in range(LINKS)}
        self.servers: dict[int, tuple[int, object]] = {}  # index -> port, listener
        self.wire.urc = lambda: self.unit(
            self.lines["urc_ipclose"], None, {"client_index": LINKS - 1, "close_reason": 1}
        )

    # ---- settings and errors ------------------------------------------------------

    def setting(self, command: str, name: str = "mode") -> int:
        stored = self.store.get((command,), {})
        if name in stored:
            return stored[name]
        forms = [f for f in self.dialect.forms if f.command == command and f.type == "set"]
        return next(p.default for f in forms for p in f.parameters if p.name == name)

    def _defaults(self, request: Request) -> None:
        self.store.pop((request.form.command,), None)
        self.ok()

    do_ciphead_execute = do_cipsrip_execute = do_cipmode_execute = _defaults
    do_cipccfg_execute = _defaults

    def error(self, code: int) -> None:
        self.last_error = code
        self.text("ERROR")

    def ip_error(self, code: int) -> Fails:
        """ "+IP ERROR:" in words or as a number, as errMode says."""
        words = {c.code: c.text for c in self.dialect.error_codes if c.set == "err_info"}
        shown = words[code] if self.setting("+CIPCCFG", "errMode") else str(code)
        return Fails(code, line_text(self.lines["ip_error"], {"err_info": shown}))

    def fails(self, name: str, code: int, **values) -> Fails:
        """A line with <err>, then ERROR."""
        return Fails(code, line_text(self.lines[name], {"err": code, **values}))

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
            failure = Fails(WRONG_PARAMETER)
        for before in failure.before:
            self.text(before)
        self.error(failure.code)

    def do_cpsi_read(self, request: Request) -> None:
        self.say("cpsi_read_info", system_mode="LTE", operation_mode="Online")
        self.ok()
