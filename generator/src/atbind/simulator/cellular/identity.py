# SPDX-License-Identifier: MIT
"""Who the modem says it is: bare text, which no layout of a table can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from atbind.simulator.setup import Identity

if TYPE_CHECKING:
    from atbind.simulator.modem import Modem

SIM_MISSING = 10  # 27.007 9.2.1

_ANSWERS = {
    "AT+CGMI": "manufacturer",
    "AT+GMI": "manufacturer",
    "AT+CGMM": "model",
    "AT+GMM": "model",
    "AT+CGMR": "revision",
    "AT+GMR": "revision",
    "AT+CGSN": "imei",
    "AT+GSN": "imei",
    "AT+CIMI": "imsi",
}


def identity_of(modem: Modem) -> Identity:
    """What the options say; the dialect's own where they say nothing."""
    told = modem.setup.identity
    manufacturer, model, revision = modem.maker
    return replace(
        told,
        manufacturer=told.manufacturer or manufacturer,
        model=told.model or modem.setup.model or model,
        revision=told.revision or revision,
    )


def answer(modem: Modem, line: str) -> bool:
    """AT+CGMI and its like; False: the line is none of them."""
    name = _ANSWERS.get(line.strip().upper().removesuffix("=?"))
    if name is None:
        return False
    if name == "imsi" and not modem.sim_ready:
        modem.error(SIM_MISSING)
        return True
    if not line.strip().endswith("=?"):
        modem.text(getattr(modem.identity, name))
    modem.ok()
    return True
