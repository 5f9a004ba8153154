# SPDX-License-Identifier: MIT
"""Echo server, simulated modem, firmware, emulator: one after the other."""

import socket
import subprocess
import sys
import threading
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
HERE = HOME / "examples" / "cortex-m3"
BUILD = HOME / "build" / "cortex-m3"
LIMIT_S = 120  # for the whole run, on a slow machine


def echo_server() -> int:
    """A TCP server on loopback that sends everything back; its port."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with connection:
            while data := connection.recv(4096):
                connection.sendall(data)

    def accept() -> None:
        while True:
            threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return server.getsockname()[1]


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
    command = [HOME / "generator" / "atbind", "simulate", "--dialect", "quectel"]
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
    firmware = build(echo_server())
    modem = simulate(modem_port)
    try:
        code = emulate(firmware, modem_port)
    finally:
        modem.terminate()
        modem.wait()
    print("It works." if code == 0 else f"The firmware ended with {code}.")
    return code


if __name__ == "__main__":
    sys.exit(main())
