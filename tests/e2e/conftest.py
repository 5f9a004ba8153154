# SPDX-License-Identifier: MIT
"""Fixtures of the simulator's tests: a host on a modem's line, with an operator beside it."""

import asyncio
import functools
import threading
import time

import pytest
from atbind.build import spec
from atbind.cli.main import parser
from atbind.simulator import main as simulator

from echo import PATIENCE, Echo
from hosts import Host, Operator, Server
from recorded import Recorded

_tables = functools.cache(lambda folder, dialect: spec.load(folder, dialect))


def cached_load(folder, dialect, overlays):
    """The tables are read once a session."""
    return spec.load(folder, dialect, overlays) if overlays else _tables(folder, dialect)


class Bench:
    """Modems in a thread of this process: as `atbind simulate`, without the time it takes to start."""

    def __init__(self, folder):
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._running: list = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def start(self, dialect: str, *options: str):
        """The path of the modem's terminal."""
        device = self._folder / f"modem{len(self._running)}"
        words = ["simulate", "--dialect", dialect, "--pty", str(device), *options]
        work = simulator.serve(parser().parse_args(words))
        self._running.append(asyncio.run_coroutine_threadsafe(work, self._loop))
        limit = time.monotonic() + PATIENCE
        while not device.is_symlink():
            if self._running[-1].done():
                self._running[-1].result()
            assert time.monotonic() < limit
            time.sleep(0.002)
        return device

    def close(self) -> None:
        for work in self._running:
            work.cancel()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()


@pytest.fixture
def bench(tmp_path, monkeypatch):
    monkeypatch.setattr(simulator, "load", cached_load)
    one = Bench(tmp_path)
    yield one
    one.close()


@pytest.fixture
def host(bench):
    """host("quectel", "--split", "random"): a host at a modem that no longer echoes."""
    opened = []

    def start(dialect: str, *options: str, echo: bool = False) -> Host:
        one = Host(bench.start(dialect, *options))
        opened.append(one)
        if not echo:
            one.ask("ATE0")
        return one

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def recorded(bench):
    """recorded("quectel", "--urc"): a host that keeps the exchange, at a modem that echoes."""
    opened = []

    def start(dialect: str, *options: str) -> Recorded:
        opened.append(Recorded(dialect, bench.start(dialect, *options)))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def controlled(host, tmp_path):
    """controlled("quectel"): a host and an operator for one modem."""
    operators = []

    def start(dialect: str, *options: str, echo: bool = False) -> tuple[Host, Operator]:
        path = tmp_path / f"control{len(operators)}"
        one = host(dialect, "--control", str(path), *options, echo=echo)
        operators.append(Operator(path))
        return one, operators[-1]

    yield start
    for one in operators:
        one.close()


@pytest.fixture
def echo():
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def peer():
    server = Server()
    yield server
    server.close()
