# SPDX-License-Identifier: MIT
"""Where the session keeps its settings, and the effects of commands and answers on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atbind.model import names
from atbind.model.dialect import Dialect, Effect, Setting

NO_INDEX = "ATB_NO_INDEX"
LIFETIMES = ("connection", "power", "stored")  # as they stand in the session
VALUES = 8  # on which lines can depend: struct atb_framing has a bit for each


@dataclass(frozen=True)
class SettingView:
    """One setting in the session's array: element k stands at `base` + k."""

    setting: Setting
    base: int
    constant: str  # QUECTEL_SETTING_ACCESS_MODE

    @property
    def elements(self) -> int:
        return self.setting.elements

    @property
    def first(self) -> int:
        """Of the first element that exists."""
        return self.base + self.setting.first_index


class Settings:
    def __init__(self, dialect: Dialect):
        self.views: dict[str, SettingView] = {}
        used = 0
        for setting in sorted(dialect.settings, key=lambda s: LIFETIMES.index(s.lifetime)):
            constant = names.constant(dialect.name, "setting", setting.name)
            self.views[setting.name] = SettingView(setting, used, constant)
            used += self.views[setting.name].elements
        self.count = used
        self.lost = sum(s.elements for s in self.all() if s.setting.lifetime != "stored")
        self.connections = sum(s.elements for s in self.all() if s.setting.lifetime == "connection")

    def all(self) -> list[SettingView]:
        return list(self.views.values())

    def assumed(self) -> list[str]:
        """The whole array as it is assumed to be. On larger numbers only time limits depend, and
        these know for themselves what is assumed."""
        small = [s.setting.assumed if s.setting.assumed < VALUES else 0 for s in self.all()]
        return [str(n) for n, s in zip(small, self.all()) for _ in range(s.elements)]

    def constant(self, name: str) -> str:
        return self.views[name].constant

    def elements(self, name: str) -> int:
        return self.views[name].elements

    def effect(self, effect: Effect, place: Callable[[str], int | None]) -> tuple[str, ...]:
        """A row of struct atb_effect; `place` finds a parameter's position or field."""
        value = place(effect.parameter) if effect.parameter is not None else None
        index = place(effect.index) if effect.index is not None else None
        return (
            "ATB_KEEP" if effect.value is None else str(effect.value),
            self.constant(effect.setting),
            NO_INDEX if index is None else str(index),
            NO_INDEX if value is None else str(value),
            str(self.elements(effect.setting)),
        )
