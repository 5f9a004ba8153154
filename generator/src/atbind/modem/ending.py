# SPDX-License-Identifier: MIT
"""How `simulate`, `fuzz` and `record` end: Ctrl-C, a plain `kill` and a closed window leave alike, what
they have made goes with them, and none is an error."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any


def _heard(*ends: signal.Signals) -> list[signal.Signals]:
    """Those that nobody ignores for us, as nohup does."""
    return [end for end in ends if signal.getsignal(end) != signal.SIG_IGN]


@contextmanager
def until_ended() -> Iterator[None]:
    """For a loop that waits for bytes: it is left wherever it stands."""
    for end in _heard(signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        pass


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def run_until_ended(work: Coroutine[Any, Any, None]) -> None:
    """For tasks: they are cancelled where they wait, none in the midst of a line."""
    with suppress(asyncio.CancelledError):
        asyncio.run(_until_ended(work))


async def _until_ended(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    for end in _heard(signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(end, task.cancel)
    try:
        await task
    finally:
        await _end_all()


async def _end_all() -> None:
    """What comes to its end in the same moment can lose its cancellation: it gets another."""
    while left := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=0.05)
