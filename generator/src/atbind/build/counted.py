# SPDX-License-Identifier: MIT
"""Numbers that say how long payload is."""

from __future__ import annotations

from atbind.build.scope import Context
from atbind.model.parameter import PAYLOAD_MAX, Parameter
from atbind.tables.mistakes import alternatives
from atbind.tables.where import Where


def check_counter(
    length: str | None, parameters: dict[str, Parameter], where: Where, context: Context
) -> None:
    """What a form names as its payload's length."""
    numbers = [p.name for p in parameters.values() if p.type == "integer"]
    if length is not None and length not in numbers:
        context.mistake(
            where,
            f"<{length}> shall state the payload's length but is no number of this form; "
            f"{alternatives(length, numbers)}",
        )
    elif length is not None:
        check_count(parameters[length], context)


def check_count(counter: Parameter, context: Context) -> None:
    """It must not say more than the runtime can count."""
    most = counter.maximum or 0
    if most > PAYLOAD_MAX:
        told = f"<{counter.name}> counts up to {most} bytes of payload"
        context.mistake(counter.where, f"{told}; the most is {PAYLOAD_MAX}: end its range there")
