# SPDX-License-Identifier: MIT
"""The portable sensor, unchanged, on a dialect that lies outside spec/: examples/fifth_modem/portable."""

import socket
import subprocess
import threading

import pytest


@pytest.fixture
def fifth(home):
    return home / "examples" / "fifth_modem" / "portable"


@pytest.fixture
def sensor(home, fifth, tmp_path):
    out = tmp_path / "generated"
    words = f"generate --spec {fifth / 'tables'} --dialect fifth --port posix --output {out}"
    subprocess.run([home / "generator" / "atbind", *words.split()], check=True, capture_output=True)
    sources = [*out.rglob("*.c"), home / "examples/sensor.c", home / "examples/sensor_posix.c"]
    folders = {f"-I{path.parent}" for path in [*out.rglob("*.h"), *sources]}
    subprocess.run(["cc", *folders, *sources, "-o", tmp_path / "sensor"], check=True)
    return tmp_path / "sensor"


def answer_and_leave(server):
    """Two peers: the first goes in the midst of it, and the sensor comes back."""
    for messages in (2, 9):
        connection, _ = server.accept()
        with connection, connection.makefile() as lines:
            for line, _ in zip(lines, range(messages)):
                number, acked, _ = line.split()
                connection.sendall(f"{int(acked) + 1} {number}\n".encode())


def test_the_sensor_runs_on_tables_from_outside_and_outlives_its_peer(bench, fifth, sensor):
    options = ["--spec", str(fifth / "tables"), "--behaviour", str(fifth / "modem.py")]
    device = bench.start("fifth", *options, "--register", "100")
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer_and_leave, args=[server], daemon=True).start()
        command = [sensor, device, "127.0.0.1", str(server.getsockname()[1]), "5"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "disconnected\n" in done.stdout and "acknowledged 5\n" in done.stdout
