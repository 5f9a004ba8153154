# SPDX-License-Identifier: MIT
"""`atbind record` between a program and a modem, and `atbind decode` for people on what it wrote."""

import os
import select
import subprocess
import time
import tty

import pytest

SESSION = [b"ATE0\r", b'AT+CPIN="1234"\r', b"AT+CIMI\r", b"AT+QIACT=17\r", b"AT+CSQ\r"]
SOME = """\
> AT+QIOPEN=1,0,"TCP","192.0.2.7",7
< OK
< +QIOPEN: 0,554
> AT+QISEND=0,4
< >
>> test
< SEND FAIL
< +QIURC: "recv",99
"""


def run(home, *arguments, **more):
    command = [home / "generator/atbind", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)


def read_until(file: int, end: bytes) -> bytes:
    got, limit = b"", time.monotonic() + 10
    while end not in got and time.monotonic() < limit:
        if select.select([file], [], [], 0.1)[0]:
            got += os.read(file, 4096)
    return got


@pytest.fixture
def tap(home, modem, tmp_path):
    """`record` before a modem, with a program's end at tmp_path / "program"."""
    device = modem("quectel").device

    def begin(*options):
        command = [home / "generator/atbind", "record", "--dialect", "quectel"]
        command += ["--device", device, "--pty", tmp_path / "program", *options]
        begun = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        while "may open" not in (told := begun.stderr.readline()):
            assert begun.poll() is None, told
        return begun

    return begin


def test_killed_it_takes_its_link_with_it(tap, tmp_path):
    begun = tap("--output", tmp_path / "session.txt")
    assert (tmp_path / "program").is_symlink()
    begun.terminate()
    assert begun.wait(10) == 0 and begun.stderr.read() == ""
    assert not (tmp_path / "program").is_symlink()


def test_a_link_that_a_killed_one_left_is_replaced(tap, tmp_path):
    os.symlink("/dev/pts/nowhere", tmp_path / "program")
    begun = tap("--output", tmp_path / "session.txt")
    assert (tmp_path / "program").exists()
    begun.terminate()
    assert begun.wait(10) == 0


def test_a_file_at_the_links_place_is_kept(home, modem, tmp_path):
    (tmp_path / "program").write_text("mine")
    device = modem("quectel").device
    where = ("--device", device, "--pty", tmp_path / "program")
    done = run(home, "record", "--dialect", "quectel", *where)
    assert done.returncode == 2 and "program: cannot be made: File exists" in done.stderr
    assert (tmp_path / "program").read_text() == "mine"


@pytest.fixture
def wire(home, tmp_path):
    """`record` before a pseudo terminal that is the test's: the modem's end of it, and the process."""
    modem, device = os.openpty()
    tty.setraw(device)
    command = [home / "generator/atbind", "record", "--dialect", "quectel"]
    command += ["--device", os.ttyname(device), "--output", tmp_path / "session.txt"]
    begun = subprocess.Popen(
        [*command, "--pty", tmp_path / "program"], stderr=subprocess.PIPE, text=True
    )
    while "may open" not in (told := begun.stderr.readline()):
        assert begun.poll() is None, told
    os.close(device)
    yield modem, begun
    begun.kill()
    begun.wait()


def wait_for(word, count, transcript):
    limit = time.monotonic() + 10
    while transcript.read_text().count(word) < count:
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_what_no_program_reads_is_recorded(wire, tmp_path):
    """More than a terminal holds; a program that comes later is heard."""
    modem, _ = wire
    for _ in range(1000):
        os.write(modem, b'\r\n+QIURC: "recv",0\r\n')
    program = os.open(tmp_path / "program", os.O_RDWR | os.O_NOCTTY)
    os.write(program, b"AT\r")
    assert read_until(modem, b"AT\r") == b"AT\r"
    os.close(program)
    wait_for("recv", 1000, tmp_path / "session.txt")


def test_a_modem_that_is_gone_ends_it_with_a_word(wire, tmp_path):
    modem, begun = wire
    os.write(modem, b"\r\nRDY\r\n\r\n+CFUN")
    wait_for("RDY", 1, tmp_path / "session.txt")
    os.close(modem)
    assert begun.wait(10) == 2 and "/dev/pts/" in begun.stderr.read()
    assert (tmp_path / "session.txt").read_text() == "< RDY\n<< \\x0d\\x0a\n<< +CFUN\n"
    assert not (tmp_path / "program").is_symlink()


@pytest.fixture
def recorded(tap, tmp_path):
    """The transcript of a session, with --secrets or without."""

    def of(*options):
        transcript = tmp_path / "session.txt"
        begun = tap("--output", transcript, *options)
        program = os.open(tmp_path / "program", os.O_RDWR | os.O_NOCTTY)
        tty.setraw(program)
        for line in SESSION:
            os.write(program, line)
            answer = read_until(program, b"\r\n")
            while not (b"OK\r\n" in answer or b"ERROR" in answer):
                more = read_until(program, b"\r\n")
                assert more, answer
                answer += more
        os.close(program)
        begun.terminate()
        begun.wait()
        return transcript

    return of


def test_what_passes_is_written_and_secrets_are_masked(home, recorded):
    transcript = recorded()
    text = transcript.read_text()
    assert '> AT+CPIN="0000"\n' in text and "1234" not in text
    assert "> AT+CIMI\n" in text and "\n< 000000000000000\n" in text
    assert "> AT+CSQ\n< +CSQ: " in text
    shown = run(home, "decode", "--dialect", "quectel", "--json", "--transcript", transcript)
    assert shown.returncode == 0, shown.stderr
    assert '"cellular_csq_info"' in shown.stdout


def test_secrets_are_kept_for_whoever_asks(recorded):
    assert '> AT+CPIN="1234"\n' in recorded("--secrets").read_text()


def test_secrets_of_an_overlays_commands_are_masked(tap, login, tmp_path):
    overlay = login("AT+QMTCONN=<client>,<user>,<word>")
    transcript = tmp_path / "session.txt"
    begun = tap("--output", transcript, "--overlay", overlay)
    program = os.open(tmp_path / "program", os.O_RDWR | os.O_NOCTTY)
    tty.setraw(program)
    os.write(program, b'AT+QMTCONN="me","you","open"\r')
    assert b"ERROR" in read_until(program, b"ERROR\r\n")
    os.close(program)
    begun.terminate()
    begun.wait()
    assert '> AT+QMTCONN="me","***","****"\n' in transcript.read_text()


def test_people_see_commands_fields_and_errors_in_words(home):
    shown = run(home, "decode", "--dialect", "quectel", "--transcript", "-", input=SOME)
    lines = shown.stdout.splitlines()
    assert (
        lines[0].startswith('>  AT+QIOPEN=1,0,"TCP","192.0.2.7",7') and "remote_port=7" in lines[0]
    )
    assert (
        lines[2] == "<  +QIOPEN: 0,554".ljust(45) + "connectID=0  err=554  (Open connection failed)"
    )
    assert ">> test" in lines
    assert "!! <connectID> is outside its range" in lines[-1]


TELLS = """\
> AT+CIPMODE?
< +CIPMODE: 0
< OK
> AT+CSQ
< +CIPMODE: 1
"""


def test_people_see_where_an_answer_that_nobody_asked_for_changes_nothing(home):
    shown = run(home, "decode", "--dialect", "simcom", "--transcript", "-", input=TELLS)
    asked, unasked = (line for line in shown.stdout.splitlines() if "< " in line and "mode" in line)
    assert asked.endswith("mode=0")
    assert unasked.endswith("mode=1  (unasked: CIPMODE stays as it was)")


def test_a_growing_file_is_followed(home, tmp_path):
    growing = tmp_path / "growing.txt"
    growing.write_text("> AT+CSQ\n")
    command = [home / "generator/atbind", "decode", "--dialect", "quectel", "--transcript"]
    reader = subprocess.Popen([*command, "--follow", growing], stdout=subprocess.PIPE, text=True)
    try:
        assert reader.stdout.readline().startswith(">  AT+CSQ")
        with growing.open("a") as more:
            more.write("< +CSQ: 20,99\n")
        assert "rssi=20  ber=99" in reader.stdout.readline()
    finally:
        reader.terminate()
        reader.wait()


@pytest.mark.parametrize("no_color,coloured", [("", True), ("1", False)])
def test_colours_are_for_those_who_look_and_want_them(home, tmp_path, no_color, coloured):
    (tmp_path / "session.txt").write_text(SOME)
    ours, theirs = os.openpty()
    command = [home / "generator/atbind", "decode", "--dialect", "quectel", "--transcript"]
    environment = {**os.environ, "NO_COLOR": no_color}
    done = subprocess.run(
        [*command, tmp_path / "session.txt"], stdout=theirs, env=environment, timeout=120
    )
    os.close(theirs)
    assert done.returncode == 0
    assert (b"\x1b[31m<  SEND FAIL\x1b[0m" in read_until(ours, b"recv")) == coloured
