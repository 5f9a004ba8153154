# SPDX-License-Identifier: MIT
"""The modem's clock: this machine's, moved by what sets it."""

from __future__ import annotations

import datetime

UTC = datetime.timezone.utc


class Clock:
    """Counts in UTC; `quarters` is the zone that it shows, in quarters of an hour."""

    def __init__(self) -> None:
        self._offset = datetime.timedelta()
        self.quarters = 0

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(UTC) + self._offset

    def set(self, utc: datetime.datetime) -> None:
        if utc.tzinfo is None:
            utc = utc.replace(tzinfo=UTC)
        self._offset = utc - datetime.datetime.now(UTC)

    def text(self) -> str:
        """As AT+CCLK? prints it: yy/MM/dd,hh:mm:ss±zz, local time and its zone."""
        local = self.now() + datetime.timedelta(minutes=15 * self.quarters)
        return f"{local:%y/%m/%d,%H:%M:%S}{self.quarters:+03d}"

    def set_text(self, text: str) -> bool:
        """From what AT+CCLK= gives; False: it is no time."""
        stamp, zone = (text[:17], text[17:]) if len(text) > 17 else (text, "+00")
        try:
            local = datetime.datetime.strptime(stamp, "%y/%m/%d,%H:%M:%S")
            quarters = int(zone)
        except ValueError:
            return False
        self.quarters = quarters
        self.set(local - datetime.timedelta(minutes=15 * quarters))
        return True
