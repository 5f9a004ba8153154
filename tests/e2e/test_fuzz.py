# SPDX-License-Identifier: MIT
"""`atbind fuzz`: nasty, yet true to the tables: the generated decoder knows every line it says."""

import functools
import json
import os
import re
import select
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from atbind.build.spec import load
from atbind.tell.export import export_dialect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "generator"))
import lines  # noqa: E402  (command lines made from the tables)

DIALECTS = ("quectel", "simcom", "fibocom", "onemo")
KNOWN = {"echo", "final", "info", "urc", "prompt", "payload"}


class Driver:
    """Types every command of a dialect and lets the modem talk itself out."""

    def __init__(self, home, folder, dialect: str, seed: int, *options: str):
        self.said = folder / f"said-{seed}.txt"
        self.command = [str(home / "generator/atbind")]
        device = folder / "fuzz"
        self.process = subprocess.Popen(
            [*self.command, "fuzz", "--dialect", dialect, "--pty", device, "--seed", str(seed)]
            + ["--transcript", self.said, "--late", "0", *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert "fuzzing modem on" in self.process.stdout.readline()
        assert self.process.stdout.readline() == f"seed {seed}\n"
        self.device = os.open(device, os.O_RDWR | os.O_NOCTTY)
        self.dialect = dialect

    def type(self, data: bytes) -> bytes:
        os.write(self.device, data)
        got = b""
        while select.select([self.device], [], [], 0.04 if got else 2)[0]:
            got += os.read(self.device, 65536)
        return got

    def type_all(self, home) -> None:
        for line in command_lines(home, self.dialect):
            if self.type(line.encode() + b"\r").endswith(b"> "):
                self.type(b"payload\x1a".ljust(1500, b"x"))
                self.type(b"\x1a")

    def end(self) -> str:
        os.close(self.device)
        self.process.terminate()
        self.process.wait(timeout=10)
        return self.said.read_text(encoding="latin-1")

    def decoded(self) -> list[dict]:
        options = ["decode", "--json", "--dialect", self.dialect, "--transcript", self.said]
        done = subprocess.run([*self.command, *options], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


def command_lines(home, dialect: str) -> list[str]:
    """One right command line for each form, without those that begin transparent mode."""
    exported = export_dialect(load(home / "spec", dialect)[0])
    forms = [f for c in exported["commands"] for f in c["forms"] if f["type"] != "data"]
    return [_line(form) for form in forms if form["id"] != f"{dialect}_ato"]


def _line(form: dict) -> str:
    if form["type"] == "set":
        return lines.line(form, next(lines.candidates(form)))
    return form["syntax"].split("[")[0]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_generated_decoder_knows_every_line(home, tmp_path, dialect):
    driver = Driver(home, tmp_path, dialect, seed=DIALECTS.index(dialect) + 3)
    driver.type_all(home)
    driver.end()
    events = driver.decoded()
    strange = [e for e in events if e["kind"] not in KNOWN]
    assert not strange, strange[:3]
    kinds = Counter(e["kind"] for e in events)
    assert kinds["final"] >= 40 and kinds["urc"] >= 5 and kinds["info"] >= 15
    assert any(e["kind"] == "urc" and e["id"].startswith("cellular_") for e in events)


def test_it_fails_and_goes_well_prompts_and_repeats(home, tmp_path):
    driver = Driver(home, tmp_path, "quectel", 5)
    for _ in range(2):
        driver.type_all(home)
    said = driver.end()
    finals = re.findall(r"^< (OK|ERROR|SEND OK|SEND FAIL|\+CM[ES] ERROR: .*)$", said, re.M)
    assert len(set(finals)) >= 5
    assert "\n< >\n" in said and " bytes were sent" in said


def test_the_same_seed_gives_the_same_answers(home, tmp_path):
    said = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        driver = Driver(home, tmp_path / folder, "simcom", 11)
        for line in command_lines(home, "simcom")[:8]:
            driver.type(line.encode() + b"\r")
        said.append(driver.end())
    assert said[0] == said[1] and said[0].count("\n> ") == 8


def test_every_error_code_comes_in_its_turn(home, tmp_path):
    driver = Driver(home, tmp_path, "quectel", 1)
    for _ in range(40):
        driver.type(b'AT+QIOPEN=1,0,"TCP","192.0.2.7",7\r')
    said = driver.end()
    codes = {int(code) for code in re.findall(r"^< \+QIOPEN: 0,(\d+)$", said, re.M)}
    assert 0 in codes and len(codes) > 5


def test_what_the_table_refuses_is_refused(home, tmp_path):
    driver = Driver(home, tmp_path, "quectel", 1)
    for line in (b"AT+QICLOSE=99\r", b"AT+NOTHING\r"):
        assert b"ERROR\r\n" in driver.type(line)
    assert driver.type(b"ATE0\r").endswith(b"OK\r\n")
    assert b"AT+QICLOSE=99" not in driver.type(b"AT+QICLOSE=99\r")
    driver.end()


def test_on_a_port_each_connection_has_the_same_seed(home):
    process = subprocess.Popen(
        [home / "generator/atbind", "fuzz", "--dialect", "quectel", "--listen", "127.0.0.1:0"]
        + ["--seed", "4", "--late", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        port = int(process.stdout.readline().rsplit(":", 1)[1])
        assert _over_tcp(port) == _over_tcp(port)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _over_tcp(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"AT+QISTATE=0,1\r")
        line.settimeout(0.5)
        return b"".join(iter(functools.partial(_heard, line), b""))


def _heard(line: socket.socket) -> bytes:
    """What comes next; nothing behind a silence."""
    try:
        return line.recv(65536)
    except TimeoutError:
        return b""


@pytest.fixture(scope="module")
def fuzzed(home, tmp_path_factory):
    """A program on this library, with sanitizers."""
    program = tmp_path_factory.mktemp("fuzzed") / "fuzzed"
    folders = [home / "runtime", home / "runtime/port", *(home / "generated").glob("*/")]
    made = [home / "generated/quectel", home / "generated/cellular", home / "runtime"]
    sources = [path for folder in made for path in folder.glob("*.c")]
    sources = [str(path) for path in sources if not path.name.endswith("_names.c")]
    subprocess.run(
        [
            "gcc",
            "-std=c11",
            "-g",
            "-O1",
            "-fsanitize=address,undefined",
            "-fno-sanitize-recover=all",
        ]
        + [f"-I{folder}" for folder in folders]
        + [*sources, home / "runtime/port/atb_posix.c", home / "tests/e2e/fuzzed.c", "-o", program],
        check=True,
    )
    return program


@pytest.mark.parametrize("seed", range(4))
def test_this_library_ends_every_command_and_mistakes_nothing(home, tmp_path, fuzzed, seed):
    driver = Driver(home, tmp_path, "quectel", seed, "--late", "20")
    try:
        done = subprocess.run([fuzzed, tmp_path / "fuzz", "10"], capture_output=True, timeout=120)
    finally:
        driver.end()
    assert done.returncode == 0, done.stdout + done.stderr
    counts = {what: int(n) for n, what in re.findall(r"(\d+) (.+)", done.stdout.decode())}
    assert sum(counts.values()) == 80 and counts["all right"] > 20
