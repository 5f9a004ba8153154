# SPDX-License-Identifier: MIT
"""The portable application on four simulated modems, through every kind of loss.

Short here: each kind once, a fixed seed. `tests/long` takes a hundred losses and a thousand
messages, once with this seed and once with one of its own (losses.py, ATBIND_SEED).
"""

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]
MESSAGES, LOSSES, SEED = "75", "13", "1"
KINDS = ["another network", "deregistered", "deregistered while it opens", "hung", "network"]
KINDS += ["peer", "peer while it speaks"]
KINDS += ["reboot", "reboot while it listens", "reboot while it speaks"]
KINDS += ["refused", "refused again", "stalled"]


@pytest.fixture(scope="module")
def outcomes(examples):
    """All four at once: most of the time passes in waiting."""
    program = HOME / "tests/sockets/losses.py"
    running = {
        dialect: subprocess.Popen(
            [sys.executable, program, dialect, MESSAGES, LOSSES, SEED, examples],
            stdout=subprocess.PIPE,
            text=True,
        )
        for dialect in DIALECTS
    }
    return {
        dialect: (one.communicate(timeout=300)[0], one.returncode)
        for dialect, one in running.items()
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_all_messages_arrive_in_order_through_every_loss(outcomes, dialect):
    output, code = outcomes[dialect]
    assert code == 0, output


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_time_to_recover_is_told_by_kind_of_loss(outcomes, dialect):
    output, _ = outcomes[dialect]
    for kind in KINDS:
        assert f"\n  {kind} " in output
