# SPDX-License-Identifier: MIT
"""PROTOCOLS.md: its transport, as it stands there, carries a library's bytes on every dialect."""

import re
import subprocess
from pathlib import Path

import pytest

from echo import Echo

HOME = Path(__file__).resolve().parent.parent.parent
PAGE = (HOME / "runtime" / "PROTOCOLS.md").read_text()
DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]


@pytest.fixture
def server():
    """The port of one that sends back what it gets, and closes behind "bye"."""
    echo = Echo(last=b"bye")
    yield echo.port
    echo.close()


@pytest.fixture
def transport(examples, tmp_path):
    """Builds tests/readme/transport.c around the page's code, for one dialect."""
    (code,) = (text for text in re.findall(r"```c\n(.*?)```", PAGE, re.DOTALL) if "stream" in text)
    (tmp_path / "transport.inc").write_text(code)

    def build(dialect):
        program = tmp_path / f"transport_{dialect}"
        folders = ["runtime", "runtime/port", f"generated/{dialect}", "generated/cellular"]
        built = examples.parent
        libraries = [built / f"libatbind_{name}.a" for name in (dialect, "cellular")]
        libraries += [built / "runtime" / f"libatbind_{name}.a" for name in ("posix", "runtime")]
        command = ["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{tmp_path}"]
        command += [*(f"-I{HOME / folder}" for folder in folders), "-o", program]
        command += [HOME / "tests/readme/transport.c"]
        command += ["-Wl,--start-group", *libraries, "-Wl,--end-group"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return program

    return build


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_transport_carries_any_bytes_and_tells_the_end(transport, modem, server, dialect):
    device = modem(dialect).device
    command = [transport(dialect), device, str(server)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.stdout == "all came back, and the end was told\n", done.stderr


def test_a_call_goes_over_the_wire_as_the_page_shows_it(examples, modem, server):
    """What stands on the right of the flow of PPP, but for its end."""
    wire = re.findall(r"^[-<].{38,}?((?:AT|OK|CONNECT|NO CARRIER)\S*(?: \w+)?)$", PAGE, re.M)
    one = modem("quectel", "--ppp", str(server))
    subprocess.run(
        [examples / "ppp_quectel", one.device, "internet"],
        input="~x\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    log = one.log.read_text()
    at = 0
    for line in wire[:-1]:
        assert line in log[at:], (line, log[at:])
        at = log.index(line, at)
    assert wire[-1] == "NO CARRIER" and len(wire) == 7
