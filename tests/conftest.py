# SPDX-License-Identifier: MIT
"""What several test folders share: the tree, a build of the examples, a simulated modem, an echo server."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from echo import Echo

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME / "generator" / "src"))


def pytest_configure() -> None:
    """What a shell starts in the background ignores interrupts, what nohup starts a closed window,
    and so would all that tests start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def home() -> Path:
    return HOME


@pytest.fixture(scope="session")
def atbind(home):
    """Runs the command as a user does; whatever it is told, it never ends in a traceback."""

    def run(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
        command = [home / "generator" / "atbind", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


LOGIN = """overlay: quectel
add:
  commands:
    +QMTCONN:
      title: To a broker
      parameters:
        client: {{type: string, length: 0..23}}
        user: {{type: string, length: 0..23, secret: true}}
        word: {{type: string, length: 0..23, secret: true}}
      forms:
        - {{syntax: '{command}', answers: [OK]}}
"""


@pytest.fixture
def login(tmp_path):
    """Writes an overlay: a command of Quectel's with secrets, in this syntax."""

    def of(command: str) -> Path:
        overlay = tmp_path / "login.yaml"
        overlay.write_text(LOGIN.format(command=command))
        return overlay

    return of


@pytest.fixture(scope="session")
def examples(tmp_path_factory) -> Path:
    """The folder with the built examples; built once for all workers."""
    import fcntl

    build = HOME / "build" / "examples"
    build.mkdir(parents=True, exist_ok=True)
    with open(build / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (
            ["cmake", "-S", HOME, "-B", build, "-G", "Ninja", "-DATBIND_TESTS=OFF"],
            ["cmake", "--build", build],
        ):
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
    return build / "examples"


class Modem:
    """A simulator process on a pseudo-terminal."""

    def __init__(self, folder: Path, dialect: str, *options: str):
        self.device = folder / "modem"
        self.log = folder / "modem.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [HOME / "generator/atbind", "simulate", "--dialect", dialect]
                + ["--pty", self.device, "--verbose", *options],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        assert "modem on" in first, self.log.read_text()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


@pytest.fixture
def modem(tmp_path):
    """Starts modems; stops them at the end."""
    started: list[Modem] = []

    def start(dialect: str, *options: str) -> Modem:
        started.append(Modem(tmp_path, dialect, *options))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="module")
def modems(tmp_path_factory):
    """The same for all tests of a file, each modem in a folder of its own."""
    started: list[Modem] = []

    def start(dialect: str, *options: str) -> Modem:
        started.append(Modem(tmp_path_factory.mktemp(dialect), dialect, *options))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def echo_server():
    """The port of an echo server and the bytes it saw."""
    echo = Echo()
    yield echo.port, echo.seen
    echo.close()


@pytest.fixture(scope="module")
def echo_ports():
    """Starts echo servers for all tests of a file; gives the port of each."""
    started: list[Echo] = []

    def start() -> int:
        started.append(Echo())
        return started[-1].port

    yield start
    for one in started:
        one.close()
