# SPDX-License-Identifier: MIT
"""A signal ends a modem in order, whatever it is doing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
PATIENCE = 20.0  # seconds before a test is given up; nothing is measured by it


def run(program: str) -> subprocess.CompletedProcess:
    head = "import asyncio, os, signal\nfrom atbind.modem.ending import run_until_ended\n"
    return subprocess.run(
        [sys.executable, "-c", head + program],
        env={**os.environ, "PYTHONPATH": str(HOME / "generator/src")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


IN_THE_MIDST_OF_A_LINE = """
async def beside():
    os.kill(os.getpid(), signal.{end})
    print("a line", end=" ")
    print("and its rest")
    await asyncio.sleep(3600)

async def work():
    asyncio.ensure_future(beside())
    try:
        await asyncio.sleep(3600)
    finally:
        print("its link is gone")

run_until_ended(work())
"""


@pytest.mark.parametrize("end", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_no_task_is_interrupted_in_the_midst_of_a_line(end):
    done = run(IN_THE_MIDST_OF_A_LINE.format(end=end))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "a line and its rest\nits link is gone\n"


LOSES_ITS_CANCELLATION = """
async def stubborn():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        await asyncio.sleep(3600)

async def work():
    asyncio.ensure_future(stubborn())
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(3600)

run_until_ended(work())
"""


def test_a_task_that_loses_its_cancellation_ends_all_the_same():
    done = run(LOSES_ITS_CANCELLATION)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_fails_is_told():
    done = run(
        "async def work():\n    raise OSError('the port is taken')\nrun_until_ended(work())\n"
    )
    assert done.returncode == 1 and "OSError: the port is taken" in done.stderr
