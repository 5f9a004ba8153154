# SPDX-License-Identifier: MIT
"""Public drivers' ways of talking get through: power-on, open, 20 KB out and back, close, reopen."""

import time

import pytest
from drivers.esp_ec801e import EspEc801e
from drivers.esp_ml307 import EspMl307
from drivers.line import Line
from drivers.rt_thread_devices import Ec20, L610, Ml307, Sim76xx
from drivers.tinygsm_bg96 import Bg96
from drivers.tinygsm_simcom import A7672x, Sim7600
from drivers.zephyr import Bg9x
from hosts import PATIENCE

DRIVERS = (Bg96, Sim7600, A7672x, Ec20, Sim76xx, L610, Ml307, EspMl307, EspEc801e, Bg9x)
# What crosses on the line is misread, as it is by their sources: +CIPRXGET: begins the announcement
# and the answer (TinyGSM), and a line ends at any > while a prompt is awaited (RT-Thread).
MISREADS_ANNOUNCEMENTS = (Sim7600, A7672x)
MISREADS_WHAT_CROSSES = (*MISREADS_ANNOUNCEMENTS, Ec20, Sim76xx, L610, Ml307)
POWER_ON = ("--boot", "200", "--register", "300")
LENGTH = 20 * 1024

# CR LF, prompts and result codes in the data; text, as one of the drivers reads it as such
TEXT = b"".join(b'%05d \r\nOK\r\n> +QIURC: "recv",0\r\nERROR SEND OK; ' % n for n in range(500))


@pytest.fixture
def driver(bench):
    lines = []

    def start(kind, *options):
        lines.append(Line(bench.start(kind.dialect, *POWER_ON, *kind.options, *options)))
        return kind(lines[-1])

    yield start
    for line in lines:
        line.close()


def pieces(one, data: bytes):
    for at in range(0, len(data), one.chunk):
        yield data[at : at + one.chunk]


def received(one, length: int) -> bytes:
    """What the driver reads until `length` bytes are there, or nothing comes for too long."""
    back, limit = b"", time.monotonic() + PATIENCE
    while len(back) < length and time.monotonic() < limit:
        more = one.receive()
        back += more
        limit = time.monotonic() + PATIENCE if more else limit
    return back


def there_and_back(one, peer, data: bytes) -> bytes:
    """Everything written, and what comes back meanwhile."""
    if isinstance(one, MISREADS_WHAT_CROSSES):
        return b"".join(in_turn(one, peer, piece) for piece in pieces(one, data))
    back, sent = b"", 0
    for piece in pieces(one, data):
        assert one.write(piece) == len(piece)
        back += one.receive() if len(back) < sent else b""
        sent += len(piece)
    return back + received(one, len(data) - len(back))


def in_turn(one, peer, piece: bytes) -> bytes:
    """The peer speaks, and the modem announces it, only while the driver listens."""
    peer.may_speak.clear()
    assert one.write(piece) == len(piece)
    peer.may_speak.set()
    assert one.line.available(PATIENCE), "nothing was announced"
    if isinstance(one, MISREADS_ANNOUNCEMENTS):
        one.maintain()  # hears it
    return received(one, len(piece))


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.__name__)
def test_a_public_drivers_way_from_power_on(driver, echo, kind):
    one = driver(kind)
    one.bring_up()
    one.connect("127.0.0.1", echo.port)
    data = TEXT[:LENGTH]
    assert there_and_back(one, echo, data) == data
    assert bytes(echo.seen) == data
    one.close()
    one.connect("127.0.0.1", echo.port)
    assert there_and_back(one, echo, b"again") == b"again"
    one.close()
