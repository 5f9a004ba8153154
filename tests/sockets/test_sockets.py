# SPDX-License-Identifier: MIT
"""The socket layer against the simulated modems: the same program, four dialects."""

import socket
import subprocess
import threading

import pytest

DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]
LISTENERS = ["quectel", "simcom"]


@pytest.fixture
def run(clients, modem):
    """Runs a client against a new modem; gives what it printed."""

    def go(dialect, port, *arguments, options=()):
        device = modem(dialect, *options).device
        command = [clients / f"client_{dialect}", device, str(port), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return go


@pytest.fixture
def echo_port():
    """A TCP echo server for several connections at a time."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve(connection):
        with connection:
            while data := connection.recv(65536):
                connection.sendall(data)

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_bytes_come_back_in_order(run, echo_server, dialect):
    port, seen = echo_server
    assert run(dialect, port, "tcp", 20000) == "20000 bytes came back\n"
    assert len(seen) == 20000


@pytest.mark.parametrize("cut", ["every-byte", "random", "7"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_bytes_come_back_however_the_line_is_cut(run, echo_server, dialect, cut):
    output = run(dialect, echo_server[0], "tcp", 3000, options=["--split", cut, "--urc"])
    assert output == "3000 bytes came back\n"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_four_sockets_at_a_time(run, echo_port, dialect):
    assert run(dialect, echo_port, "many", 2000) == "2000 bytes came back\n" * 4


@pytest.mark.parametrize("how", ["udp", "udp-name"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_datagrams_keep_their_length(run, dialect, how):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def echo():
            while True:
                data, peer = server.recvfrom(4096)
                if not data:
                    return
                server.sendto(data, peer)

        threading.Thread(target=echo, daemon=True).start()
        port = server.getsockname()[1]
        lengths = [1, 4, 13, 40, 121, 364, 1093]
        expected = "".join(f"a datagram of {n} bytes came back\n" for n in lengths)
        assert run(dialect, port, how) == expected
        server.sendto(b"", server.getsockname())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_names_become_addresses(run, dialect):
    output = run(dialect, 1, "resolve")
    assert output == "localhost: 127.0.0.1\nno.such.name: the modem refused\n"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_arrived_before_the_peer_closed_is_delivered_before_the_end(run, dialect):
    count = 9000
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.sendall(bytes((i * 7 + i // 251) % 256 for i in range(count)))

        threading.Thread(target=serve, daemon=True).start()
        output = run(dialect, server.getsockname()[1], "peer", count)
    assert output == f"{count} bytes, then: connection closed\n"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_refused_connection_is_told(run, dialect):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert run(dialect, port, "refused") == "open: the modem refused\n"


@pytest.mark.parametrize("dialect", LISTENERS)
def test_a_listener_hands_over_its_peer(clients, modem, dialect):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    device = modem(dialect).device
    command = [clients / f"client_{dialect}", device, str(port), "listen", "3000"]
    listener = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert listener.stdout.readline() == "listening\n"
        with socket.create_connection(("127.0.0.1", port), timeout=30) as peer:
            left = 3000
            while left:
                data = peer.recv(4096)
                left -= len(data)
                peer.sendall(data)
            assert listener.stdout.readline() == "3000 bytes came back\n"
        assert listener.wait(timeout=30) == 0
    finally:
        listener.kill()


@pytest.mark.parametrize("dialect", sorted(set(DIALECTS) - set(LISTENERS)))
def test_a_dialect_without_listeners_says_so(clients, modem, dialect):
    command = [clients / f"client_{dialect}", modem(dialect).device, "1", "listen"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.stdout == "listen: not supported by this model\n"


def test_a_model_without_a_prompt_sends_inside_the_line(clients, modem, echo_server):
    one = modem("onemo", "--model", "MN316")
    command = [clients / "client_onemo_mn316", one.device, str(echo_server[0]), "tcp", "3000"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.stdout == "3000 bytes came back\n"
    assert 'AT+MIPSEND=0,1460,"' in one.log.read_text()


@pytest.mark.parametrize(
    "client, options, count",
    [
        ("quectel", [], 12),
        ("simcom", [], 10),
        ("fibocom", [], 6),
        ("onemo", [], 6),
        ("onemo_mn316", ["--model", "MN316"], 5),
    ],
)
def test_one_more_than_the_modem_has_is_refused_at_once(
    clients, modem, echo_server, client, options, count
):
    one = modem(client.partition("_")[0], *options)
    command = [clients / f"client_{client}", one.device, str(echo_server[0]), "full"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout == f"{count} sockets, then: buffer too small\n"
