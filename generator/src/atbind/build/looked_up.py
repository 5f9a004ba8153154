# SPDX-License-Identifier: MIT
"""What the firmware looks up in each such line must stand in each such line.

A number that is absent reads as 0: it would select element 0, or say that no payload comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from atbind.build.scope import Context
from atbind.model.dialect import Line, Success


def check_looked_up(context: Context, lines: Iterable[Line]) -> None:
    for line in {line.id: line for line in lines}.values():
        absent = {f.name for f in line.members if f.may_lack}
        for name, role in _numbers(line):
            if name in absent:
                context.mistake(
                    line.where,
                    f"`{line.syntax}`: <{name}> {role}, but may be missing; write a line of its own "
                    "for the layout without it",
                )


def _numbers(line: Line) -> Iterator[tuple[str | None, str]]:
    """Names, and what each is needed for."""
    if line.payload is not None:
        yield line.payload.data_length, f"counts <{line.payload.name}>"
        yield line.payload.data_index, f"selects the coding of <{line.payload.name}>"
    if line.when is not None:
        yield line.when.index, f"selects the element of {line.when.setting}"
    for effect in line.reads:
        yield effect.index, f"selects the element of {effect.setting}"
        yield effect.parameter, f"tells {effect.setting}"
    if line.success is not None and _needs_number(line.success):
        yield line.success.field, "says whether the command has succeeded"
        yield line.success.least, "says whether the command has succeeded"


def _needs_number(success: Success) -> bool:
    """An error code that is absent is none."""
    return success.test == ">=" or (success.test == "=" and success.value != 0)
