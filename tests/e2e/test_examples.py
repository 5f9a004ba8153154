# SPDX-License-Identifier: MIT
"""The examples against the simulated modem: the whole way from main() to a real socket and back."""

import socket
import subprocess
import threading
import time

import pytest
from hosts import free_port

CUTS = ["4096", "every-byte", "random", "2", "7"]


def run(program, *arguments, stdin=""):
    return subprocess.run(
        [program, *map(str, arguments)], input=stdin, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("cut", CUTS)
def test_client_gets_its_bytes_back_however_the_line_is_cut(examples, modem, echo_server, cut):
    port, seen = echo_server
    device = modem("quectel", "--split", cut).device
    result = run(examples / "tcp_client", device, "127.0.0.1", port)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "received: hello, modem\n"
    assert bytes(seen) == b"hello, modem"


def test_the_client_in_cpp_gets_its_bytes_back(examples, modem, echo_server):
    port, seen = echo_server
    result = run(examples / "cpp17", modem("quectel").device, "127.0.0.1", port)
    assert result.stdout == "received: hello, modem\n", result.stderr
    assert bytes(seen) == b"hello, modem"


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
@pytest.mark.parametrize("standard", ["c++17", "c++20"])
def test_the_client_in_cpp_compiles_without_a_warning(home, compiler, standard):
    warnings = "-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Werror".split()
    folders = ["runtime", "runtime/port", "generated/quectel", "generated/cellular"]
    include = [f"-I{home / folder}" for folder in folders]
    source = str(home / "examples" / "cpp17.cpp")
    done = subprocess.run(
        [compiler, f"-std={standard}", *warnings, *include, "-fsyntax-only", source],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


LISTEN = """
#define main main_of_the_example
#include "cpp17.cpp"
#undef main

int main(int, char **argv)
{
    size_t count = 0;
    Modem modem{argv[1]};
    Connection connection{modem, "127.0.0.1", std::atoi(argv[2])};
    while (auto text = connection.receive()) {
        count += text->size();
    }
    std::printf("%zu\\n", count);
}
"""


@pytest.fixture
def talker():
    """The port of a server that says 4,000 bytes, more than one read takes, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"x" * 4000)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


@pytest.mark.parametrize("cut", CUTS)
def test_the_client_in_cpp_hears_all_that_its_peer_said(
    home, examples, modem, talker, tmp_path, cut
):
    (tmp_path / "listen.cpp").write_text(LISTEN)
    folders = ["examples", "runtime", "runtime/port", "generated/quectel", "generated/cellular"]
    libraries = [f"atbind_{name}" for name in ("posix", "quectel", "cellular", "runtime")]
    program = tmp_path / "listen"
    subprocess.run(
        ["g++", "-std=c++17", *(f"-I{home / folder}" for folder in folders), "-o", program]
        + [
            tmp_path / "listen.cpp",
            f"-L{examples.parent}",
            f"-L{examples.parent}/runtime",
            *(f"-l{name}" for name in libraries),
        ],
        check=True,
    )
    result = run(program, modem("quectel", "--split", cut).device, talker)
    assert result.stdout == "4000\n", result.stderr


def test_client_survives_a_urc_between_any_two_lines(examples, modem, echo_server):
    port, _ = echo_server
    device = modem("quectel", "--urc", "--split", "random").device
    result = run(examples / "tcp_client", device, "127.0.0.1", port)
    assert result.stdout == "received: hello, modem\n", result.stderr


def test_client_says_what_the_modem_says_when_nobody_listens(examples, modem):
    port = free_port()
    device = modem("quectel").device
    result = run(examples / "tcp_client", device, "127.0.0.1", port)
    assert result.returncode == 1
    assert "Open connection failed" in result.stderr


@pytest.mark.parametrize("program", ["tcp_client", "cpp17", "transparent"])
def test_client_connects_after_a_run_that_could_not(examples, modem, echo_server, program):
    """A socket that was not opened keeps its number, until it is closed."""
    nobody = free_port()
    port, _ = echo_server
    device = modem("quectel").device
    assert run(examples / program, device, "127.0.0.1", nobody, stdin="").returncode == 1
    result = run(examples / program, device, "127.0.0.1", port, stdin="hello, modem\n")
    assert result.returncode == 0, result.stderr
    assert "hello, modem\n" in result.stdout


def test_listener_listens_after_a_run_that_was_killed(examples, modem):
    port = free_port()
    device = modem("quectel").device
    for _ in range(2):
        command = [examples / "tcp_listener", device, str(port)]
        listener = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert listener.stdout.readline() == "listening\n"
        listener.kill()
        listener.communicate()


def answer_with_carriage_returns(server):
    connection, _ = server.accept()
    for line in connection.makefile():
        number, acked, _ = line.split()
        connection.sendall(f"{int(acked) + 1} {number}\r\n".encode())


def test_the_sensor_obeys_a_server_that_ends_lines_with_a_carriage_return_too(examples, modem):
    device = modem("quectel", "--register", "100").device
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer_with_carriage_returns, args=[server], daemon=True).start()
        port = server.getsockname()[1]
        result = run(examples / "sensor_quectel", device, "127.0.0.1", port, 3)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "command 3\n" in result.stdout and "acknowledged 3\n" in result.stdout


@pytest.mark.parametrize("program", ["tcp_listener", "transparent", "sensor_quectel", "rtos"])
def test_a_device_that_is_not_there_is_named(examples, tmp_path, program):
    missing = tmp_path / "modem"
    arguments = {"tcp_listener": ["7"], "rtos": []}.get(program, ["127.0.0.1", "7"])
    result = run(examples / program, missing, *arguments)
    assert result.returncode == 1
    assert result.stderr == f"{missing}: No such file or directory\n"


def test_client_refuses_an_address_that_breaks_out_and_sends_nothing(examples, modem):
    one = modem("quectel")
    result = run(examples / "tcp_client", one.device, '1.2.3.4",7\rAT+QPOWD=1', 7)
    assert result.returncode == 1
    assert "AT+QIOPEN" in result.stderr and "IP_address" in result.stderr
    assert "QIOPEN" not in one.log.read_text()
    assert "QPOWD" not in one.log.read_text()


def test_client_refuses_a_port_that_a_narrow_type_would_wrap(examples, modem):
    one = modem("quectel")
    result = run(examples / "tcp_client", one.device, "127.0.0.1", 65536 + 7)
    assert result.returncode == 1
    assert "remote_port" in result.stderr
    assert "QIOPEN" not in one.log.read_text()


def test_transparent_mode_and_back_in(examples, modem, echo_server):
    port, seen = echo_server
    device = modem("quectel").device
    text = 'OK\n+QIURC: "recv",0\n> ERROR\n'
    result = run(examples / "transparent", device, "127.0.0.1", port, stdin=text)
    assert result.returncode == 0, result.stderr
    assert result.stdout == text + "socket 0 is in state 2\n" + "back again\n"
    assert bytes(seen) == text.encode() + b"back again\n"


@pytest.mark.parametrize("cut", ["4096", "every-byte"])
def test_listener_serves_a_peer(examples, modem, cut):
    port = free_port()
    device = modem("quectel", "--split", cut).device
    listener = subprocess.Popen(
        [examples / "tcp_listener", device, str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert listener.stdout.readline() == "listening\n"
        peer = connect(port)
        payload = b"\r\nOK\r\n+QIRD: 3\r\n> \x00\x1a" * 20
        peer.sendall(payload)
        assert receive(peer, len(payload)) == payload
        peer.close()
        assert listener.wait(timeout=20) == 0
    finally:
        listener.kill()


def connect(port):
    for _ in range(50):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=10)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("nobody listens")


def receive(peer, length):
    data = b""
    while len(data) < length:
        piece = peer.recv(65536)
        assert piece, data
        data += piece
    return data


def test_a_task_sleeps_on_a_semaphore_while_it_waits(examples, modem):
    result = run(examples / "rtos", modem("quectel").device)
    assert result.returncode == 0, result.stdout
    assert result.stdout.startswith("signal ") and "slept 0 times" not in result.stdout
