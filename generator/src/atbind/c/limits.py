# SPDX-License-Identifier: MIT
"""Time limits of a form: a fixed one is a number of the form, one that moves a constant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atbind.model import names
from atbind.model.dialect import Limit

if TYPE_CHECKING:
    from atbind.c.forms import FormView
    from atbind.c.parameters import Argument

SECONDS_MAX = 191  # of a fixed one in seconds; what is longer is an even number of minutes


class Limits:
    """What the runtime is told of the time limits of one form."""

    def __init__(self, view: FormView):
        self.view = view

    def moves(self, limit: Limit | None) -> bool:
        """It depends on a parameter or a setting."""
        if limit is None:
            return False
        of_parameter = limit.parameter is not None and self.view.place(limit.parameter) is not None
        return limit.setting is not None or of_parameter

    def time(self, limit: Limit | None) -> str:
        """A fixed time limit as the runtime has it, rounded up; 0: none, or it moves."""
        if limit is None or self.moves(limit):
            return "0"
        seconds, pairs_of_minutes = (-(-limit.ms // unit) for unit in (1_000, 120_000))
        return str(seconds) if seconds <= SECONDS_MAX else f"ATB_MINUTES({2 * pairs_of_minutes})"

    def constant(self) -> str:
        """The limit that moves: a form has one such."""
        found = {f"&{name}" for name, _ in self.constants()}
        assert len(found) < 2, f"{self.view.id}: two time limits that move"
        return next(iter(found), "")

    def constants(self) -> list[tuple[str, tuple[str, ...]]]:
        """Names and rows of struct atb_limit."""
        form = self.view.form
        moving = [limit for limit in (form.timeout, form.result_timeout) if self.moves(limit)]
        return [(self._name(limit), self._row(limit)) for limit in moving if limit]

    def _name(self, limit: Limit) -> str:
        """within_sendtime for what forms share, else the form's own."""
        if limit.setting is not None:
            extra = f"_and_{limit.extra_ms}_ms" if limit.extra_ms else ""
            return f"within_{names.snake(limit.setting)}{extra}"
        which = "result_limit" if limit == self.view.form.result_timeout else "limit"
        return f"{self.view.id}_{which}"

    def _row(self, limit: Limit) -> tuple[str, ...]:
        unit, extra = str(limit.unit_ms or 1), str(limit.extra_ms)
        if limit.setting is not None:
            kept = self.view.settings.views[limit.setting]
            assumed = str(kept.setting.assumed)
            return "atb_limit_setting", unit, extra, assumed, "0", kept.constant, "0"
        field, value = self._heard(limit.parameter), self._default(limit.parameter)
        if limit.factor is None or self.view.place(limit.factor) is None:
            return "atb_limit_parameter", unit, extra, value, "0", field, "0"
        factor, other = self._heard(limit.factor), self._default(limit.factor)
        return "atb_limit_product", unit, extra, value, other, field, factor

    def _heard(self, name: str | None) -> str:
        """The field it stands in; none for a model on which it has no effect."""
        argument = self._argument(name)
        if argument is None:
            return "0"
        field = str(self.view.field(argument.parameter.name))
        return f"{argument.stem}_HEARD({field})" if argument.ever_ignored else field

    def _default(self, name: str | None) -> str:
        """What stands for a parameter that was left out, or has no effect."""
        argument = self._argument(name)
        return argument.default() if argument else "0"

    def _argument(self, name: str | None) -> Argument | None:
        index = self.view.place(name) if name else None
        if index is None:
            return None
        arguments = self.view.arguments_of(self.view.variable[index])
        return next(a for a in arguments if a.parameter.name == name)
