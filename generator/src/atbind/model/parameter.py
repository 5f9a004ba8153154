# SPDX-License-Identifier: MIT
"""Parameters, and what single models do differently with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from atbind.tables.where import Where

PAYLOAD_MAX = 65535  # bytes that the runtime can count, for tables that give no limit

# What a model's difference puts in place of the parameter's own.
_REPLACED = ("minimum", "maximum", "min_length", "max_length", "default", "unsupported")


@dataclass(frozen=True)
class Difference:
    """What one model does differently with a parameter. None: as the others."""

    unsupported: bool = False
    no_effect: bool = False
    minimum: int | None = None
    maximum: int | None = None
    without: tuple[int | str, ...] = ()  # values that this model lacks
    min_length: int | None = None
    max_length: int | None = None
    default: int | str | None = None
    unknown: str = ""  # the manual says "ask technical support": recorded, nothing enforced
    note: str = ""  # footnote number or place in the manual


@dataclass(frozen=True)
class Parameter:
    """One row of a parameter table."""

    name: str  # as the manual spells it
    c_name: str
    type: str  # integer string word hex ip ipv4 ipv6 host domain data rest
    minimum: int | None = None  # integers
    maximum: int | None = None
    values: dict[int | str, str] | None = None  # enumeration: wire value -> meaning
    min_length: int | None = None  # strings: bytes between the quotes
    max_length: int | None = None  # None: the manual gives none
    assumed_length: int | None = None  # our own limit where the manual is silent
    default: int | str | None = None
    unit: str | None = None  # unit of the wire number: "s", "100 ms", "bytes"
    doc: str = ""
    closed: bool = False  # received: ids and lengths; outside the range is malformed
    received: tuple[int, int] | None = None  # the same of values: where others may lie
    backslash: bool = False  # a backslash may be sent in it
    secret: bool = False  # nobody may read it in a record
    digits: int = 0  # received without a keyword: so many in a row tell it from other lines
    success: int | None = None  # received: what means success; None: it says nothing of it
    counts: str | None = None  # integers: the data parameter whose length this one states
    data_length: str | None = None  # data: name of the field that counts it
    data_coding: str = "raw"  # data: raw | hex | escaped | "<setting>" (see data_setting)
    data_setting: str | None = None  # data: setting that says 0 raw, 1 hex, 2 escaped
    data_index: str | None = None  # data: parameter that selects the setting's element
    unsupported: bool = False  # the model it is of lacks it
    models: dict[str, Difference] = field(default_factory=dict)
    where: Where | None = None

    @property
    def is_text(self) -> bool:
        return self.type not in ("integer", "data")

    @property
    def span(self) -> tuple[int, int] | None:
        """The lowest and the highest number; None: the table gives no limits."""
        if self.minimum is None or self.maximum is None:
            return None
        return self.minimum, self.maximum

    @property
    def as_received(self) -> Parameter:
        """As a modem may send it: of values that are held to a range, the range."""
        if self.received is None:
            return self
        low, high = self.received
        return replace(self, minimum=low, maximum=high, values=None, closed=True)

    @property
    def is_id(self) -> bool:
        """A number from 0 on, which can say whose something is."""
        return self.type == "integer" and (self.minimum or 0) >= 0

    @property
    def quoted(self) -> bool:
        return self.type in ("string", "ip", "ipv4", "ipv6", "host", "domain")

    def of(self, model: str | None) -> Difference:
        """What the model does differently; None or a model without a difference: nothing."""
        return self.models.get(model or "", Difference())

    def on(self, model: str | None) -> Parameter:
        """The parameter as the model has it; of a whole dialect: Dialect.on()."""
        if model not in self.models:
            return self
        difference = self.models[model]
        kept = {key: getattr(difference, key) for key in _REPLACED}
        changes: dict[str, Any] = {key: value for key, value in kept.items() if value is not None}
        return replace(self, **changes, **self._without(difference.without))

    def _without(self, lacked: tuple[int | str, ...]) -> dict[str, Any]:
        """Values, and the range that they leave, without those that a model lacks."""
        if self.values is None or not lacked:
            return {}
        values = {value: text for value, text in self.values.items() if value not in lacked}
        numbers = [value for value in values if isinstance(value, int)]
        if self.type != "integer":
            return {"values": values}
        return {"values": values, "minimum": min(numbers), "maximum": max(numbers)}
