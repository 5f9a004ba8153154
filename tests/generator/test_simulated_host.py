# SPDX-License-Identifier: MIT
"""The receiving side of the simulated modem, whose bytes may come at any moment."""

import asyncio

from atbind.simulator.host import Host


async def listening(host, takes):
    """Begins to take; what is fed from now on comes before it has begun to wait."""
    taken = asyncio.ensure_future(takes)
    await asyncio.sleep(0)
    return taken


def test_the_lf_of_a_line_is_heard_when_it_comes_as_its_wait_begins():
    async def scene():
        host = Host()
        host.feed(b"AT\r\nAT\r")
        assert [await host.line(), await host.line()] == ["AT", "AT"]
        settled = await listening(host, host.settled())
        host.feed(b"\n")
        await settled
        host.feed(b"\nab")
        return await host.exactly(3)

    assert asyncio.run(scene()) == b"\nab"


def test_data_that_comes_as_its_wait_begins_is_taken():
    async def scene():
        host = Host()
        taken = await listening(host, host.some(0.5))
        host.feed(b"data")
        return await taken

    assert asyncio.run(scene()) == b"data"
