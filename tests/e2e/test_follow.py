# SPDX-License-Identifier: MIT
"""`atbind decode --follow` of a file whose name passes to another, or that begins anew: logrotate."""

import signal
import subprocess

import pytest

DECODE = ["generator/atbind", "decode", "--dialect", "quectel", "--transcript", "--follow"]


class Follower:
    def __init__(self, home, file):
        command = [home / DECODE[0], *DECODE[1:], file]
        self.file = file
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def shows(self, text):
        """The next line, which it waits for."""
        assert text in self.process.stdout.readline()

    def writes(self, text, file=None):
        with (file or self.file).open("a") as more:
            more.write(text)


@pytest.fixture
def follower(home, tmp_path):
    file = tmp_path / "session.txt"
    file.write_text("> AT+CSQ\n")
    one = Follower(home, file)
    one.shows("AT+CSQ")
    yield one
    one.process.kill()
    one.process.wait()


def test_another_file_of_the_name_is_read_on(follower):
    follower.file.rename(follower.file.with_suffix(".1"))
    follower.writes("< +CSQ: 20,99\n")
    follower.shows("rssi=20")


def test_what_the_first_still_gets_comes_before_the_other(follower):
    """Its writer has it open until it is told of the rotation; the other is there, and empty."""
    first = follower.file.with_suffix(".1")
    follower.file.rename(first)
    follower.file.touch()
    follower.writes("< +CSQ: 20,99\n", first)
    follower.shows("rssi=20")
    follower.writes("< +CSQ: 21,99\n", first)
    follower.writes("< OK\n")
    follower.shows("rssi=21")
    follower.shows("OK")


def test_a_file_that_begins_anew_is_read_from_its_beginning(follower):
    follower.writes("< +CSQ: 20,99\n")
    follower.shows("rssi=20")
    follower.file.write_text("< OK\n")
    follower.shows("OK")


def test_a_line_may_go_on_in_the_other(follower):
    follower.writes("< +CSQ: 2")
    follower.file.rename(follower.file.with_suffix(".1"))
    follower.writes("0,99\n")
    follower.shows("rssi=20")


def test_a_wrong_line_is_told_with_its_number(follower):
    follower.writes("< OK\nnothing of the kind\n")
    follower.shows("OK")
    assert follower.process.wait(timeout=60) == 2
    assert f"{follower.file}:3: a line begins with" in follower.process.stderr.read()


def test_an_interrupt_is_its_end(follower):
    follower.process.send_signal(signal.SIGINT)
    assert follower.process.wait(timeout=60) == 0
    assert follower.process.stderr.read() == ""


def test_an_interrupt_ends_what_machines_read_too(home, tmp_path):
    file = tmp_path / "session.txt"
    file.write_text("> AT+CSQ\n< +CSQ: 20,99\n")
    command = [home / DECODE[0], *DECODE[1:], file, "--json"]
    one = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert "rssi" in one.stdout.readline()
    one.send_signal(signal.SIGINT)
    assert one.wait(timeout=60) == 0
    assert one.stderr.read() == ""


def test_standard_input_is_followed_to_its_end(home):
    command = [home / DECODE[0], *DECODE[1:], "-"]
    one = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    one.stdin.write("> AT+CSQ\n< +CSQ: 20,99\n")
    one.stdin.flush()
    assert "AT+CSQ" in one.stdout.readline()
    assert "rssi=20" in one.stdout.readline()
    rest, _ = one.communicate("< OK\n", timeout=60)
    assert "OK" in rest
    assert one.returncode == 0


def test_a_file_that_is_not_there_is_told(home, tmp_path):
    done = subprocess.run(
        [home / DECODE[0], *DECODE[1:], tmp_path / "nowhere.txt"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "nowhere.txt: No such file or directory" in done.stderr
    assert "Traceback" not in done.stderr
