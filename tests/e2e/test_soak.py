# SPDX-License-Identifier: MIT
"""Half a minute of what tests/long does for ten: nothing lost, nothing hung."""

from bringup import DIALECTS
from soak import soak

SECONDS, SEED = 30, 1


def test_cuts_and_urcs_lose_nothing_and_losses_hang_nowhere(bench, echo):
    result = soak(bench.start, echo.port, SECONDS, SEED)
    for dialect in DIALECTS:
        assert result["blocks"][dialect.name] > 0
    assert sum(result["noisy"].values()) > 0
    assert all(reason for reason in result["wrong"])
