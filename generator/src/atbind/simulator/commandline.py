# SPDX-License-Identifier: MIT
"""What V.250 says of a command line: AT, basic commands, extended commands chained by semicolons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atbind.simulator.modem import Modem

# ATD and ATO are commands of the tables; E? and E=? are no basic commands
_BASIC = re.compile(r"S(\d+)=(\d*)|(&?[A-CE-NP-Z]|&D)(\d*)(?![=?\d])", re.IGNORECASE)
_PROFILE = {"E": 1, "V": 1, "Q": 0}


@dataclass(frozen=True)
class TypedCommand:
    """One command of a command line: AT+QIOPEN=…, or the basic command that E0 is of ATE0V1."""

    text: str
    name: str = ""  # of a basic command: E, &F, S24; empty for AT alone
    value: int = 0
    is_basic: bool = False


def split_line(line: str) -> list[TypedCommand]:
    """The commands of a line, in order; what is no AT command line stays whole."""
    if line[:2].upper() != "AT":
        return [TypedCommand(line)]
    parts: list[TypedCommand] = []
    for text in _chained(line[2:]):
        parts += _commands(text)
    return parts or [TypedCommand("AT", is_basic=True)]


def _chained(text: str) -> list[str]:
    """The parts between semicolons that stand outside quotes."""
    parts = re.findall(r'(?:"[^"]*"?|[^;"])+', text)
    return [part.strip() for part in parts if part.strip()]


def _commands(text: str) -> list[TypedCommand]:
    """Basic commands may stand before an extended one without a separator."""
    parts = []
    while match := _BASIC.match(text):
        parts.append(_basic(match))
        text = text[match.end() :].lstrip()
    return parts + ([TypedCommand("AT" + text)] if text else [])


def _basic(match: re.Match[str]) -> TypedCommand:
    if match[1]:
        return TypedCommand("AT" + match[0], "S" + match[1], int(match[2] or 0), True)
    return TypedCommand("AT" + match[0], match[3].upper(), int(match[4] or 0), True)


def basic(modem: Modem, line: TypedCommand) -> None:
    """E, V, Q, H and the profile; other basic commands are taken and change nothing."""
    if line.name == "I":
        modem.identify()
    elif line.name == "H":
        modem.hang_up()
    elif line.name in ("Z", "&F"):
        stored = modem.device.stored.get("profile", {}) if line.name == "Z" else {}
        _set_profile(modem, {**_PROFILE, **stored})
    elif line.name == "&W":
        now = {"E": int(modem.echo), "V": int(modem.verbose), "Q": int(modem.quiet)}
        modem.device.stored["profile"] = now
    elif line.name in _PROFILE:
        _set_profile(modem, {line.name: line.value})
    modem.ok()


def restore(modem: Modem) -> None:
    """What AT&W has stored holds from the start on."""
    _set_profile(modem, modem.device.stored.get("profile", {}))


def _set_profile(modem: Modem, values: dict[str, int]) -> None:
    modem.echo = bool(values.get("E", modem.echo))
    modem.verbose = bool(values.get("V", modem.verbose))
    modem.quiet = bool(values.get("Q", modem.quiet))
