# SPDX-License-Identifier: MIT
"""The sensor's server, simulated modem, firmware, emulator: one after the other."""

import socket
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "examples"))
from field import Server  # noqa: E402

HERE = HOME / "examples" / "cortex-m3"
BUILD = HOME / "build" / "cortex-m3"
LIMIT_S = 120  # for the whole run, on a slow machine


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def build(port: int) -> Path:
    """The firmware; it has the server's port in it."""
    print("building the firmware", flush=True)
    (BUILD / "main.o").unlink(missing_ok=True)
    command = ["make", "-s", "-j2", "-C", HERE, f"BUILD={BUILD}", f"SERVER_PORT={port}"]
    subprocess.run(command, check=True)
    return BUILD / "firmware.elf"


def simulate(port: int) -> subprocess.Popen:
    """A simulated modem that listens where the emulator's UART1 connects to."""
    print("starting the simulated modem", flush=True)
    command = [HOME / "generator" / "atbind", "simulate", "--dialect", "quectel", "--boot", "500"]
    modem = subprocess.Popen(
        [*command, "--listen", f"127.0.0.1:{port}"], stdout=subprocess.PIPE, text=True
    )
    assert modem.stdout is not None
    if "modem on" not in modem.stdout.readline():
        sys.exit("the simulated modem did not start")
    return modem


def emulate(firmware: Path, modem_port: int) -> int:
    """Runs the firmware; its exit code."""
    print("starting the emulator; the firmware says:", flush=True)
    command = ["qemu-system-arm", "-machine", "mps2-an385", "-display", "none", "-monitor", "none"]
    command += ["-semihosting-config", "enable=on,target=native", "-kernel", str(firmware)]
    command += ["-serial", "stdio", "-serial", f"tcp:127.0.0.1:{modem_port}"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, timeout=LIMIT_S).returncode


def main() -> int:
    modem_port = free_port()
    server = Server()
    firmware = build(server.port)
    modem = simulate(modem_port)
    try:
        code = emulate(firmware, modem_port)
    finally:
        modem.terminate()
        modem.wait()
    print(f"the server heard {server.heard} messages, {len(server.wrong)} of them wrong")
    print("It works." if code == 0 else f"The firmware ended with {code}.")
    return code or len(server.wrong)


if __name__ == "__main__":
    sys.exit(main())
