# SPDX-License-Identifier: MIT
"""What hosts do that the simulated modem of version 0.1.0 did not survive."""

import os
import select
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
from bringup import DIALECTS, all_of
from hosts import PATIENCE, free_port

HOME = Path(__file__).resolve().parents[2]
HASTE = bytes(range(250)) * 12
each_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)


class WithLf:
    """A host whose command lines end with CR LF, in pieces if wanted."""

    def __init__(self, host, late: bool):
        self.host = host
        self.late = late

    def type(self, data: bytes) -> None:
        if data.endswith(b"\r"):
            self.host.type(data if self.late else data + b"\n")
            if self.late:
                self.host.type(b"\n")
        else:
            self.host.type(data)

    def __getattr__(self, name):
        return getattr(self.host, name)


@each_dialect
@pytest.mark.parametrize("late", [False, True], ids=["together", "apart"])
def test_lf_behind_cr_is_no_payload(host, echo, dialect, late):
    one = host(dialect.name)
    one.ask("AT", line_end=b"\r\n")  # known as a host of CR LF from here on
    dialect.open(one, echo.port)
    dialect.send(WithLf(one, late), b"first")
    assert all_of(one, dialect, 5) == b"first"
    dialect.send(WithLf(one, late), b"\nsecond\r")
    assert all_of(one, dialect, 8) == b"\nsecond\r"


@pytest.fixture
def hasty_peer():
    """A port whose server says 3,000 bytes to each who comes, and closes."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.sendall(HASTE)

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


@each_dialect
def test_what_a_peer_says_at_once_is_told_behind_the_result_of_opening(host, hasty_peer, dialect):
    for _ in range(4):
        one = host(dialect.name)
        dialect.open(one, hasty_peer)
        assert all_of(one, dialect, len(HASTE)) == HASTE
        one.until(dialect.closed)


@each_dialect
def test_first_byte_of_payload_may_be_lf(host, echo, dialect):
    one = host(dialect.name)
    dialect.open(one, echo.port)
    dialect.send(one, b"\n\nx")
    assert all_of(one, dialect, 3) == b"\n\nx"


@each_dialect
def test_stray_ctrl_z_at_a_lines_start(host, dialect):
    one = host(dialect.name)
    one.type(b"\x1a")
    assert one.ask("AT") == "\r\nOK\r\n"


@each_dialect
def test_a_host_that_reads_late_loses_nothing(host, dialect):
    """1 MB pushed while nobody reads: all of it is there once somebody does."""
    sent = os.urandom(1 << 20)
    with socket.create_server(("127.0.0.1", 0)) as server:
        one = host(dialect.name)
        dialect.open(one, server.getsockname()[1])
        peer, _ = server.accept()
        with peer:
            peer.settimeout(PATIENCE)
            peer.setblocking(False)
            left = memoryview(sent)
            while left and select.select([], [peer], [], 0.5)[1]:
                left = left[peer.send(left) :]  # as much as fits between peer and host
            came = b""
            while len(came) < len(sent):
                if left and select.select([], [peer], [], 0)[1]:
                    left = left[peer.send(left) :]
                came += dialect.receive(one)
    assert came == sent


@each_dialect
@pytest.mark.parametrize(
    "line", ["AT+CMEE=?", "AT+CMEE=x", "AT+", "AT=", "A", "\x00\xff", '"', "AT;;"]
)
def test_nothing_typed_ends_it(host, dialect, line):
    one = host(dialect.name)
    one.type(line.encode("latin-1") + b"\r")
    one.more(1.0)
    one.heard = b""
    assert one.ask("AT") == "\r\nOK\r\n"


def test_quectel_time_from_a_name_that_does_not_resolve(host):
    one = host("quectel")
    one.ask("AT+QIACT=1")
    one.ask('AT+QNTP=1,"nowhere.example"', "+QNTP: 565")
    assert one.ask("AT+QIGETERROR").startswith("\r\n+QIGETERROR: 565, DNS parse failed")


def test_datagrams_to_elsewhere_are_lost_and_nothing_else(host):
    one = host("quectel")
    one.ask("AT+QIACT=1")
    one.ask('AT+QIOPEN=1,2,"UDP SERVICE","127.0.0.1",0,0,0', "+QIOPEN: 2,0")
    one.type(b'AT+QISEND=2,3,"192.0.2.1",9\r')
    one.until(b"> ")
    one.type(b"abc")
    one.until(b"SEND OK\r\n")
    assert one.ask("AT") == "\r\nOK\r\n"


def test_fibocom_datagrams_to_elsewhere(host):
    one = host("fibocom")
    one.ask("AT+MIPCALL=1", "+MIPCALL:127.0.0.1")
    one.ask('AT+MIPOPEN=1,,"127.0.0.1",9,1', "+MIPOPEN: 1,1")
    one.ask('AT+MIPSEND=1,"616263"')
    one.ask('AT+MIPPUSH=1,"192.0.2.1",9')
    assert one.ask("AT") == "\r\nOK\r\n"


ELSEWHERE = [
    ("quectel", ["AT+QIACT=1"], 'AT+QIOPEN=1,0,"TCP","192.0.2.1",7', "+QIOPEN: 0,554"),
    ("simcom", ["AT+NETOPEN"], 'AT+CIPOPEN=0,"TCP","192.0.2.1",7', "+CIPOPEN: 0,1"),
    ("fibocom", ["AT+MIPCALL=1"], 'AT+MIPOPEN=1,,"192.0.2.1",7,0', "+MIPSTAT: 1,1"),
    ("onemo", [], 'AT+MIPOPEN=0,"TCP","192.0.2.1",7', "+MIPOPEN: 0,559"),
]


@pytest.mark.parametrize("name, before, command, end", ELSEWHERE, ids=[e[0] for e in ELSEWHERE])
def test_an_address_elsewhere_is_a_failed_connection(host, name, before, command, end):
    one = host(name)
    for line in before:
        one.ask(line)
    one.ask(command, end)


def test_a_delay_comes_before_each_answer(controlled):
    one, operator = controlled("quectel", "--delay", "1")
    assert one.ask("AT") == "\r\nOK\r\n"
    operator.say("line delay 3600000")
    one.type(b"AT\r")
    assert not one.more(0.3)


class Listening:
    """A simulator on a TCP port."""

    def __init__(self, dialect: str):
        self.process = subprocess.Popen(
            [
                HOME / "generator/atbind",
                "simulate",
                "--dialect",
                dialect,
                "--listen",
                "127.0.0.1:0",
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def host(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def hear(connection: socket.socket, end: bytes) -> bytes:
    heard = b""
    while end not in heard:
        data = connection.recv(65536)
        assert data, heard
        heard += data
    return heard


def test_listeners_end_with_their_host():
    port = free_port()
    with Listening("quectel") as modem:
        for _ in range(2):
            with modem.host() as one:
                one.sendall(b"ATE0;+QIACT=1\r")
                hear(one, b"OK\r\n")
                one.sendall(b'AT+QIOPEN=1,0,"TCP LISTENER","127.0.0.1",0,%d,0\r' % port)
                hear(one, b"+QIOPEN: 0,0\r\n")
            wait_until(lambda: can_bind(port))


def wait_until(condition) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def can_bind(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
        return True
    except OSError:
        return False


def test_nothing_typed_over_tcp_silences_the_connection():
    with Listening("quectel") as modem, modem.host() as one:
        one.sendall(b'AT+CMEE=?\rATE0;+QIACT=1\rAT+QNTP=1,"nowhere.example"\rAT+QIGETERROR\r')
        hear(one, b"+QIGETERROR: ")


@pytest.mark.parametrize("ends", [signal.SIGTERM, signal.SIGHUP])
def test_a_modem_that_is_ended_removes_its_link(modem, ends):
    """SIGHUP: its window was closed."""
    one = modem("quectel")
    assert one.device.is_symlink()
    one.process.send_signal(ends)
    one.process.wait(PATIENCE)
    assert not one.device.is_symlink()


@pytest.mark.parametrize("path", ["there/is/no/such/folder", "."])
def test_a_pty_path_that_cannot_be_made_is_said(path, tmp_path):
    done = subprocess.run(
        [HOME / "generator/atbind", "simulate", "--dialect", "quectel", "--pty", path],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"atbind: {path}: cannot be made: ")
    assert "Traceback" not in done.stderr
