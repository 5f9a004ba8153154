# SPDX-License-Identifier: MIT
"""The orders of the control channel. `help` lists them as they stand here."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from atbind.simulator import interruption
from atbind.simulator.cellular import radio
from atbind.tables.mistakes import alternatives

if TYPE_CHECKING:
    from atbind.simulator.device import Device
    from atbind.simulator.modem import Modem


class Misunderstood(Exception):
    """What is wrong with an order, and what would be right."""


Order = Callable[["Device", list[str]], str | None]
_ORDERS: dict[str, tuple[str, Order]] = {}  # name -> usage, function


def order(usage: str) -> Callable[[Order], Order]:
    """An order's usage; its first word names it."""

    def keep(function: Order) -> Order:
        _ORDERS[usage.split()[0]] = (usage, function)
        return function

    return keep


def obey(device: Device, words: list[str]) -> str:
    """Does what the words say; the answer's text. Misunderstood tells what would be right."""
    name, *rest = words
    if name not in _ORDERS:
        raise Misunderstood(f"no order {name}; one of: {', '.join(_ORDERS)}")
    usage, function = _ORDERS[name]
    try:
        return function(device, rest) or ""
    except (ValueError, IndexError, KeyError):
        raise Misunderstood(f"usage: {usage}") from None


@order("help")
def _help(device: Device, words: list[str]) -> str:
    return "| " + " | ".join(usage for usage, _ in _ORDERS.values())


# ---- power -----------------------------------------------------------------------


@order("reboot [said N|heard N]")
def _reboot(device: Device, words: list[str]) -> None:
    """Now; or behind the N-th byte from here that the modem says, or that the host types."""
    if not words:
        device.reboot()
        return
    count = int(words[1])
    if words[0] == "said":
        device.wire.limit = device.wire.said + count
    elif words[0] == "heard":
        device.heard_limit = count
    else:
        raise ValueError


@order("power on|off")
def _power(device: Device, words: list[str]) -> None:
    device.power({"on": True, "off": False}[words[0]])


@order("hang [SECONDS]")
def _hang(device: Device, words: list[str]) -> None:
    device.hang(float(words[0]) if words else None)


@order("resume")
def _resume(device: Device, words: list[str]) -> None:
    device.resume()


# ---- network ------------------------------------------------------------------------


@order("network lose")
def _network(device: Device, words: list[str]) -> None:
    """The network takes the data contexts away, and with them every connection."""
    if words != ["lose"]:
        raise ValueError
    _living(device).lose_network()


@order("registration home|roaming|searching|denied|none|unknown [gsm|utran|lte]")
def _registration(device: Device, words: list[str]) -> None:
    state, technology = [*words, "lte"][:2]
    device.radio.set_cell(radio.STATES[state], radio.TECHNOLOGIES[technology])


@order("sim removed|inserted")
def _sim(device: Device, words: list[str]) -> None:
    device.radio.insert({"removed": False, "inserted": True}[words[0]])


@order("close ID")
def _close(device: Device, words: list[str]) -> None:
    """The peer of connection ID closes it."""
    if not _living(device).peer_closes(int(words[0])):
        raise Misunderstood(f"connection {words[0]} is not open")


@order("air latency MS|bandwidth BYTES_PER_SECOND")
def _air(device: Device, words: list[str]) -> None:
    if words[0] == "latency":
        device.air.latency = int(words[1]) / 1000
    elif words[0] == "bandwidth":
        device.air.bandwidth = int(words[1])
    else:
        raise ValueError


# ---- the next time ---------------------------------------------------------------------


@order("refuse CODE")
def _refuse(device: Device, words: list[str]) -> None:
    """The next command ends with this code of the dialect."""
    device.orders.refusals.append(int(words[0]))


@order("fail CODE")
def _fail(device: Device, words: list[str]) -> None:
    """The next result behind OK (an open, a name, a ping) says this code of the dialect."""
    device.orders.failures.append(int(words[0]))


@order("prompt lose|damage|stall SECONDS")
def _prompt(device: Device, words: list[str]) -> None:
    seconds = float(words[1]) if words[0] == "stall" else 0.0
    if words[0] not in ("lose", "damage", "stall"):
        raise ValueError
    device.orders.prompts.append((words[0], seconds))


CALL_REFUSALS = ("BUSY", "NO ANSWER", "NO DIALTONE", "NO CARRIER")  # V.250 5.7.1


@order("call BUSY|NO ANSWER|NO DIALTONE|NO CARRIER")
def _call(device: Device, words: list[str]) -> None:
    """The next data call ends so."""
    if " ".join(words) not in CALL_REFUSALS:
        raise ValueError
    device.orders.calls.append(" ".join(words))


@order("ok lose")
def _ok(device: Device, words: list[str]) -> None:
    if words != ["lose"]:
        raise ValueError
    device.orders.lost_oks += 1


@order("buffer BYTES")
def _buffer(device: Device, words: list[str]) -> None:
    """The size of every connection's buffers; 0: the modem's own."""
    device.orders.buffer = int(words[0])


# ---- the line ---------------------------------------------------------------------------


@order("line split HOW|delay MS|drop P|corrupt P (and split-host ...)|urc on|off")
def _line(device: Device, words: list[str]) -> None:
    what, _, side = words[0].partition("-")
    if side not in ("", "host"):
        raise ValueError
    if what == "split":
        known = words[1] in ("none", "random", "every-byte")
        value: object = words[1] if known else str(int(words[1]))
        setattr(device.faults, "heard_split" if side else "split", value)
    elif what == "delay":
        setattr(device.faults, "heard_delay" if side else "delay", int(words[1]) / 1000)
    elif what in ("drop", "corrupt"):
        setattr(device.faults.heard if side else device.faults.said, what, float(words[1]))
    elif words[0] == "urc":
        device.faults.urc = {"on": True, "off": False}[words[1]]
    else:
        raise ValueError


@order("urc NAME [FIELD=VALUE ...] [payload=TEXT]")
def _urc(device: Device, words: list[str]) -> None:
    """Any URC of the tables; fields that are not given get values that the table allows."""
    modem = _living(device)
    known = {modem.short(line.id).removeprefix("urc_"): line for line in modem.urcs}
    if words[0] not in known:
        raise Misunderstood(f"no URC {words[0]}; one of: {', '.join(known)}")
    line = known[words[0]]
    given = dict(word.split("=", 1) for word in words[1:])
    names = [*line.parameters, *(["payload"] if line.payload else [])]
    for name in (name for name in given if name not in names):
        raise Misunderstood(f"no field {name}; {alternatives(name, names)}")
    payload = given.pop("payload", "").encode() if line.payload else None
    fields = interruption.values(modem, line, device.dice)
    if line.payload and line.payload.data_length:
        fields[line.payload.data_length] = len(payload or b"")
    modem.wire.send(modem.unit(line, payload, {**fields, **given}))


@order("say TEXT")
def _say(device: Device, words: list[str]) -> None:
    _living(device).text(" ".join(words))


@order("state")
def _state(device: Device, words: list[str]) -> str:
    """What is open, as JSON."""
    modem = device.modem
    return json.dumps(
        {
            "on": bool(modem and modem.awake),
            "hung": device.wire.hung,
            "seed": device.setup.seed,
            "said": device.wire.said,
            "connections": sorted(modem.links) if modem else [],
        }
    )


def _living(device: Device) -> Modem:
    if device.modem is None or not device.modem.awake:
        raise Misunderstood("the modem is off, or still booting")
    return device.modem
