# SPDX-License-Identifier: MIT
"""`atbind decode` of what other programs write down: logs with marks, and echoes without any."""

import subprocess

import pytest


def shown(home, dialect, log, *marks):
    command = [home / "generator/atbind", "decode", "--dialect", dialect, *marks, "-"]
    done = subprocess.run(command, input=log, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


ASKED = ["> AT+CSQ", "< +CSQ: 20,99 rssi=20 ber=99", "< OK"]
LOGS = {
    "times and arrows": (
        "12:00:01.1 > AT+CSQ\n12:00:01.2 < +CSQ: 20,99\n12:00:01.3 < OK\n",
        ">",
        "<",
    ),
    "long arrows": ("--> AT+CSQ\n<-- +CSQ: 20,99\n<-- OK\n", "-->", "<--"),
    "of two marks the longer": ("> AT+CSQ\n>> +CSQ: 20,99\n>> OK\n", ">", ">>"),
    "words, and chatter": (
        "[TX] AT+CSQ\r\nidle\r\n[RX] +CSQ: 20,99\r\n[RX] OK\r\n",
        "[TX]",
        "[RX]",
    ),
    "line ends in writing": (
        r"TX: AT+CSQ\r" + "\n" + r"RX: \r\n+CSQ: 20,99\r\n<CR><LF>OK",
        "TX:",
        "RX:",
    ),
    "esp-idf": (
        "D (9) dte: >> AT+CSQ\nD (12) dte: << +CSQ: 20,99\nD (13) dte: << OK\n",
        ">>",
        "<<",
    ),
    "only what was sent": ("# AT+CSQ\n+CSQ: 20,99\n\nOK\n", "#", ""),
}


@pytest.mark.parametrize("log,sent,received", LOGS.values(), ids=LOGS)
def test_a_log_with_marks(home, log, sent, received):
    assert shown(home, "quectel", log, f"--sent={sent}", f"--received={received}") == ASKED


def test_behind_a_prompt_what_was_sent_is_payload(home):
    log = "> AT+QISEND=0,4\n< >\n> ATE0\n< SEND OK\n> ATE0\n"
    lines = shown(home, "quectel", log, "--sent", ">", "--received", "<")
    assert lines[1:] == ["< >", ">> ATE0", "< SEND OK", "> ATE0"]


def test_a_log_that_tells_the_modems_lines_alone(home):
    log = "rx AT+CSQ\nrx +CSQ: 20,99\ntx 4 bytes\n"
    assert shown(home, "quectel", log, "--received", "rx") == ["< AT+CSQ", ASKED[1]]


def test_of_a_log_that_is_taken_for_a_modem_it_is_told_what_to_say(home):
    command = [home / "generator/atbind", "decode", "--dialect", "quectel", "-"]
    for log, told in (
        ("1.2 [RX] +CSQ: 20,99\r\n", True),
        ("x\r\n+CSQ: 20,99\r\n", False),
        ("", False),
    ):
        done = subprocess.run(command, input=log, capture_output=True, text=True, timeout=120)
        assert ("--sent, --received" in done.stderr) == told


def test_an_echo_says_what_the_answer_is_for(home):
    """A terminal's screen."""
    log = "AT+CIPMODE?\r\n+CIPMODE: 0\r\n\r\nOK\r\nAT+CIPMODE=1\r\n"
    lines = shown(home, "simcom", log)
    assert lines[1] == "< +CIPMODE: 0 mode=0" and lines[3] == "< AT+CIPMODE=1 mode=1"
