# SPDX-License-Identifier: MIT
"""Values of parameters, by the names that the manual gives them."""

from __future__ import annotations

Value = int | str | bytes  # bytes: data inside a command line


class Values(dict[str, Value]):
    """What a command line gives, or what is stored of it. What was not typed is not there."""

    def number(self, name: str, default: int | None = None) -> int:
        """KeyError: it is not given, and nothing stands for it."""
        value = self.get(name, default)
        if value is None:
            raise KeyError(name)
        return int(value)

    def optional(self, name: str) -> int | None:
        """A number; None: it is not given."""
        return self.number(name) if name in self else None

    def text(self, name: str, default: str = "") -> str:
        value = self.get(name, default)
        return value.decode("latin-1") if isinstance(value, bytes) else str(value)

    def data(self, name: str) -> bytes:
        """Bytes as they were typed. KeyError: there are none."""
        value = self[name]
        return value if isinstance(value, bytes) else str(value).encode("latin-1")
