# SPDX-License-Identifier: MIT
"""What the network knows: names with their addresses, how long an answer takes, and what fails.

A file says it, one name a line:

    NAME     ADDRESS[,ADDRESS]…|fail|timeout|busy  [dns=MS] [ping=MS|lost[,…]] [ntp=TIME|fail|timeout]
             [via=PORT]

`#` begins a comment. TIME is yyyy/mm/dd,hh:mm:ss in UTC; without it the clock of this machine
answers. `via` is the port of this machine that stands for the addresses, whatever port is asked for.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from pathlib import Path

from atbind.tables.errors import Problem
from atbind.tables.text import Unreadable, read_text

FAILURES = ("fail", "timeout", "busy")


class NoSuchName(Exception):
    """A name that is not found; `why` is one of FAILURES."""

    def __init__(self, name: str, why: str = "fail"):
        super().__init__(name)
        self.why = why


@dataclass(frozen=True)
class Name:
    """One row. Times are in milliseconds; a ping of None is lost."""

    addresses: tuple[str, ...] = ()
    failure: str = ""
    dns_ms: int = 0
    pings: tuple[int | None, ...] = (1,)
    ntp: str = ""  # a time, or one of FAILURES
    via: int = 0


class Names:
    """localhost and the table's names; everything else does not resolve."""

    def __init__(self, rows: dict[str, Name] | None = None):
        self._rows = {"localhost": Name(("127.0.0.1",)), **(rows or {})}

    def row(self, host: str) -> Name:
        """What is known of a name or an address."""
        if host in self._rows:
            return self._rows[host]
        if is_address(host):
            return next((r for r in self._rows.values() if host in r.addresses), Name((host,)))
        return Name(failure="fail")

    def all(self, host: str) -> tuple[str, ...]:
        """Every address of a name; an address is its own."""
        row = self.row(host)
        if row.failure or not row.addresses:
            raise NoSuchName(host, row.failure or "fail")
        return (host,) if is_address(host) else row.addresses

    def routes(self) -> dict[str, int]:
        """Addresses elsewhere, and the ports of this machine that stand for them."""
        return {a: row.via for row in self._rows.values() if row.via for a in row.addresses}

    def resolve(self, host: str) -> str:
        return self.all(host)[0]


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def read(path: str) -> dict[str, Name]:
    """The rows of a file. Raises Problem."""
    try:
        text = read_text(Path(path))
    except Unreadable as problem:
        raise Problem(f"{path}:{problem.line}: {problem.message}") from None
    rows = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if words:
            rows[words[0]] = _row(words[1:], f"{path}:{number}")
    return rows


def _row(words: list[str], where: str) -> Name:
    if not words:
        raise Problem(f"{where}: a name and an address, or {', '.join(FAILURES)}")
    fails = words[0] in FAILURES
    name = Name(failure=words[0]) if fails else Name(_addresses(words[0], where))
    for word in words[1:]:
        key, _, value = word.partition("=")
        name = _with(name, key, value, where)
    return name


def _addresses(text: str, where: str) -> tuple[str, ...]:
    addresses = tuple(text.split(","))
    for address in addresses:
        if not is_address(address):
            raise Problem(f"{where}: {address} is no address (or one of {', '.join(FAILURES)})")
    return addresses


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError
    return port


def _with(name: Name, key: str, value: str, where: str) -> Name:
    try:
        if key == "dns":
            return replace(name, dns_ms=int(value))
        if key == "via":
            return replace(name, via=_port(value))
        if key == "ping":
            pings = tuple(None if p == "lost" else int(p) for p in value.split(","))
            return replace(name, pings=pings)
        if key == "ntp" and value:
            return replace(name, ntp=value)
    except ValueError:
        pass
    known = "dns=MS, ping=MS|lost, ntp=TIME, via=PORT (1 to 65535)"
    raise Problem(f"{where}: {key}={value} is none of {known}")
