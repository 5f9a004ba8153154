#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs examples/tcp_client.c against the simulated modem and a real echo server, and shows the UART."""

import re
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
COLOUR = sys.stdout.isatty()

# What a line of the exchange means, for whoever sees it the first time.
NOTES = [
    (r"> AT\+QIACT=", "activate the PDP context"),
    (r"> AT\+QIOPEN=", "open a TCP socket in buffer access mode"),
    (r"< \+QIOPEN: \d+,0", "the result comes after OK: connected"),
    (r"> AT\+QISEND=", "send: the modem will ask for the bytes"),
    (r"< >", "the prompt; exactly the announced bytes follow"),
    (r"< SEND OK", "this dialect's own final result code"),
    (r'< \+QIURC: "recv"', "unasked: data has arrived -> on_recv()"),
    (r"> AT\+QIRD=", "fetch it"),
    (r"< \+QIRD: \d+", "that many raw bytes follow, whatever they look like"),
    (r"> AT\+QICLOSE=", "close the socket"),
    (r"> AT\+QIDEACT=", "deactivate the context"),
]


def echo_server() -> int:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            connection, _ = server.accept()
            with connection:
                while data := connection.recv(4096):
                    connection.sendall(data)

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1]


def paint(text: str, code: str) -> str:
    return f"\033[{code}m{text}\033[0m" if COLOUR else text


def show(log: str) -> None:
    """The UART traffic, one wire line each, with notes."""
    for direction, piece in re.findall(r"^([<>]) (.*)$", log, re.MULTILINE):
        for line in re.split(r"\\r\\n|\\r|\\n", piece):
            if line.strip():
                show_line(f"{direction} {line.strip()}")


def show_line(line: str) -> None:
    note = next((text for pattern, text in NOTES if re.match(pattern, line)), "")
    coloured = paint(f"{line:<44}", "36" if line[0] == ">" else "32")
    print(f"  {coloured} {paint('// ' + note, '90') if note else ''}".rstrip())


def main() -> int:
    folder = tempfile.mkdtemp(prefix="atbind-")
    device, log_path = Path(folder, "modem"), Path(folder, "uart.log")
    port = echo_server()
    print(f"An echo server listens on 127.0.0.1:{port}, a simulated modem on {device}.")
    with log_path.open("w") as log:
        modem = subprocess.Popen(
            [HOME / "generator/atbind", "simulate", "--dialect", "quectel"]
            + ["--pty", device, "--verbose"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert modem.stdout is not None
            modem.stdout.readline()
            client = [HOME / "build/demo/examples/tcp_client", device, "127.0.0.1", str(port)]
            result = subprocess.run(client, capture_output=True, text=True, timeout=60)
            if "--keep" in sys.argv:
                print(f"The modem stays on {device}; Ctrl-C ends it.")
                modem.wait()
        finally:
            modem.terminate()
            modem.wait()
    print(paint("\nWhat went over the UART (> to the modem, < from it):", "1"))
    show(log_path.read_text())
    print(paint("\nWhat the program printed:", "1"))
    print("  " + result.stdout.strip(), result.stderr.strip())
    ok = result.returncode == 0 and "received: hello, modem" in result.stdout
    print(paint("\nIt works." if ok else "\nIt failed.", "1;32" if ok else "1;31"))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
