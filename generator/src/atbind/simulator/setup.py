# SPDX-License-Identifier: MIT
"""Everything that the options of `atbind simulate` say of one modem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atbind.model.dialect import Dialect
from atbind.simulator.faults import Faults
from atbind.simulator.network.names import Name

if TYPE_CHECKING:
    from atbind.simulator.device import Device
    from atbind.simulator.modem import Modem


@dataclass(frozen=True)
class Identity:
    """Who the modem says it is; empty: what its dialect has."""

    manufacturer: str = ""
    model: str = ""
    revision: str = ""
    imei: str = "867648040000017"
    iccid: str = "89860000000000000017"
    imsi: str = "460001234567890"
    operator: str = "46000"
    operator_name: str = "CHINA MOBILE"


@dataclass(frozen=True)
class Setup:
    dialect: Dialect
    model: str | None = None  # a model of the dialect's tables
    strict: bool = False
    seed: int = 0
    boot: float | None = None  # seconds until it hears; None: it is on already, without a banner
    register: float = 0.0  # seconds from there until it is registered
    address: str = "127.0.0.1"  # that the network gave the modem
    ppp: int = 0  # port of this machine that data calls reach; 0: none
    pin: str = ""  # of the SIM; empty: none is asked for
    names: dict[str, Name] = field(default_factory=dict)
    identity: Identity = Identity()
    faults: Faults = field(default_factory=Faults)
    # makes the modem of a device; None: the dialect's own
    behaviour: Callable[[Device], Modem] | None = None
