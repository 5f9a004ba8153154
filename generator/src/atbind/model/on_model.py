# SPDX-License-Identifier: MIT
"""What a model does differently, applied to a tree of rows: for Dialect.on() alone."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from atbind.model.parameter import Parameter


class OnModel:
    """Rows as one model has them; a row that nothing changes in stays the same object."""

    def __init__(self, model: str):
        self.model = model
        self.made: dict[int, Any] = {}  # by id(): rows that share a row share what it becomes

    def __call__(self, node: Any) -> Any:
        if not isinstance(node, tuple) and not is_dataclass(node):
            return node
        if id(node) not in self.made:
            self.made[id(node)] = self._make(node)
        return self.made[id(node)]

    def _make(self, node: Any) -> Any:
        if isinstance(node, Parameter):
            return node.on(self.model)
        if isinstance(node, tuple):
            kept = tuple(self(each) for each in node if not self._lacks(each))
            same = len(kept) == len(node) and all(a is b for a, b in zip(kept, node))
            return node if same else kept
        changes = {f.name: self(getattr(node, f.name)) for f in fields(node)}
        changes = {name: to for name, to in changes.items() if to is not getattr(node, name)}
        return replace(node, **changes) if changes else node

    def _lacks(self, row: Any) -> bool:
        return self.model in getattr(row, "lacking", ())
