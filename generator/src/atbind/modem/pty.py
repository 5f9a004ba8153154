# SPDX-License-Identifier: MIT
"""A pseudo-terminal that a program opens instead of a device: what `simulate`, `fuzz` and `record` are
behind. However they end, its link goes with them."""

from __future__ import annotations

import os
import tty
from pathlib import Path

from atbind.tables.errors import Problem


class Terminal:
    """Raw, and reached through a link at the path the user names."""

    def __init__(self, path: Path):
        """A link that stands there, as of a modem that was killed, is replaced. Raises Problem."""
        self.ours, self._theirs = os.openpty()  # theirs stays open: programs may come and go
        tty.setraw(self._theirs)
        self._link = path
        self._name = os.ttyname(self._theirs)
        try:
            if path.is_symlink():
                path.unlink()
            path.symlink_to(self._name)
        except OSError as error:
            raise Problem(f"{path}: cannot be made: {error.strerror}") from None

    def close(self) -> None:
        """The link goes, unless another modem has taken the path."""
        if self._link.is_symlink() and os.readlink(self._link) == self._name:
            self._link.unlink()
        os.close(self.ours)
        os.close(self._theirs)
