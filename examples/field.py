# SPDX-License-Identifier: MIT
"""A sensor in the field: the portable application, a simulated modem with a control channel, its server.

The server counts: every message must come in order and, by its number, count once;
what is lost on the way is said again. It sends as many numbered commands itself.
"""

from __future__ import annotations

import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

PATIENCE_MS = 2000
HOME = Path(__file__).resolve().parent.parent


class Server:
    """Takes lines `NUMBER ACKNOWLEDGED VALUE`, answers `NUMBER ACKNOWLEDGED`."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.heard = 0  # the last message that counted
        self.sent = 0  # the last command that was acknowledged
        self.again = 0  # messages that had counted before
        self.wrong: list[str] = []
        self.delay = 0.004  # before each answer: the network is not next door
        self.allowed: float = float("inf")  # messages up to here are answered
        self.last: int | None = None  # bytes of an answer, behind which the server closes
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        rest = b""
        try:
            while data := connection.recv(4096):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    time.sleep(self.delay)
                    self._hold(line)
                    self._say(connection, self._answer(line.decode("latin-1")))
        except OSError:
            pass
        connection.close()

    def _say(self, connection: socket.socket, answer: bytes) -> None:
        last, self.last = self.last, None
        connection.sendall(answer[:last])
        if last is not None:
            raise ConnectionAbortedError

    def cut(self, last: int) -> None:
        """Closes behind so many bytes of an answer, be it the next or one that is held back."""
        self.last = last

    def _hold(self, line: bytes) -> None:
        while line[:1].isdigit() and int(line.split()[0]) > self.allowed:
            time.sleep(0.01)

    def _answer(self, line: str) -> bytes:
        try:
            number, acked, _ = (int(part) for part in line.split())
        except ValueError:
            self.wrong.append(f"no message: {line!r}")
            return b""
        if number == self.heard + 1:
            self.heard = number
        elif number == self.heard:
            self.again += 1
        else:
            self.wrong.append(f"message {number} behind {self.heard}")
        self.sent = max(self.sent, acked)
        return f"{acked + 1} {number}\n".encode()

    def hang_up(self) -> None:
        """Closes what is open, as a server that is restarted."""
        for connection in self._open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self._open.clear()

    def close(self) -> None:
        self._server.close()
        self.hang_up()


class Field:
    """One dialect's modem with its sensor. `programs` is the folder with sensor_<dialect>; what
    goes over the wire between them is written to the file `wire`."""

    def __init__(self, dialect: str, programs: Path, wire: Path, messages: int, *options: str):
        self.dialect = dialect
        self.wire = wire
        self._lasting = tempfile.TemporaryDirectory(prefix=f"atbind-{dialect}-")
        self.folder = Path(self._lasting.name)  # a path that a socket may have
        self.server = Server()
        self.log: list[tuple[float, str]] = []
        control = self.folder / "orders"
        modem = [HOME / "generator/atbind", "simulate", "--dialect", dialect]
        modem += ["--pty", self.folder / "modem", "--control", control, "--verbose", *options]
        self._wire = wire.open("w")
        self.modem = subprocess.Popen(
            [str(part) for part in modem], stdout=subprocess.PIPE, stderr=self._wire, text=True
        )
        self._wait_for_modem(control)
        self._answers = self._orders.makefile("r")
        self._lock = threading.Lock()
        pull = f"python3 {HOME}/examples/order.py {control} reboot"
        command = [programs / f"sensor_{dialect}", self.folder / "modem", "127.0.0.1"]
        command += [self.server.port, messages, PATIENCE_MS, pull]
        self.sensor = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.PIPE, text=True
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _wait_for_modem(self, control: Path) -> None:
        limit = time.monotonic() + 30
        while not self._is_there(control):
            if time.monotonic() > limit or self.modem.poll() is not None:
                raise RuntimeError(f"no modem: {self.wire.read_text()}")
            time.sleep(0.05)

    def _is_there(self, control: Path) -> bool:
        """The line, and the door for orders, which can be seen a moment before somebody opens."""
        if not (self.folder / "modem").exists():
            return False
        self._orders = socket.socket(socket.AF_UNIX)
        try:
            self._orders.connect(str(control))
        except (FileNotFoundError, ConnectionRefusedError):
            self._orders.close()
            return False
        return True

    def _listen(self) -> None:
        assert self.sensor.stdout is not None
        for line in self.sensor.stdout:
            self.log.append((time.monotonic(), line.strip()))

    def order(self, text: str) -> str:
        """Gives the modem an order; its answer."""
        with self._lock:
            self._orders.sendall(text.encode() + b"\n")
            return self._answers.readline().strip()

    def lines(self, begin: str) -> list[str]:
        return [line for _, line in list(self.log) if line.startswith(begin)]

    @property
    def acknowledged(self) -> int:
        found = self.lines("acknowledged ")
        return int(found[-1].split()[1]) if found else 0

    @property
    def stage(self) -> str:
        found = self.lines("stage ")
        return found[-1].split(" ", 1)[1] if found else ""

    @property
    def ended(self) -> bool:
        if self.sensor.poll() is None:
            return False
        self._listener.join()
        return True

    def wait(self, condition, seconds: float) -> bool:
        limit = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > limit or self.ended:
                return bool(condition())
            time.sleep(0.01)
        return True

    def commands(self) -> list[int]:
        """What the sensor obeyed, in its order."""
        return [int(line.split()[1]) for line in self.lines("command ")]

    def close(self) -> None:
        for process in (self.sensor, self.modem):
            process.terminate()
            process.wait()
        self._wire.close()
        self._orders.close()
        self.server.close()
        self._lasting.cleanup()
