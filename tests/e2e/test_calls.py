# SPDX-License-Identifier: MIT
"""A data call on every dialect: into PPP's bytes, to commands and back, and out on every way there is."""

import subprocess

import pytest

from echo import Echo

DIALECTS = ["quectel", "simcom", "fibocom", "onemo"]
CONNECTED = "CONNECT 150000000"
DIALLED = ["ATD*99#", "ATD*99***1#", 'AT+CGDATA="PPP",1', 'AT+CGDATA="PPP"']
each_dialect = pytest.mark.parametrize("dialect", DIALECTS)


@pytest.fixture
def called(controlled, echo):
    """called("quectel"): a host whose call to an echo server is up, and its operator."""

    def start(dialect, dial="ATD*99#"):
        one, operator = controlled(dialect, "--ppp", str(echo.port))
        one.ask(dial, CONNECTED)
        return one, operator

    return start


def comes_back(one, data: bytes) -> None:
    one.type(data)
    assert one.exactly(len(data)) == data


def escape(one) -> None:
    assert not one.more(1.1), one.heard  # the silence before
    one.ask("+++", line_end=b"")


@each_dialect
@pytest.mark.parametrize("dial", DIALLED)
def test_a_call_carries_every_byte(called, dialect, dial):
    one, _ = called(dialect, dial)
    comes_back(one, bytes(range(256)) + b"\r\nOK\r\n~+++~")


@each_dialect
def test_a_call_is_left_for_commands_and_entered_again(called, dialect):
    one, _ = called(dialect)
    comes_back(one, b"~there")
    escape(one)
    assert "+CSQ: " in one.ask("AT+CSQ")
    one.ask("ATO", CONNECTED)
    comes_back(one, b"~and back")


@each_dialect
def test_a_call_that_was_hung_up_is_over(called, dialect):
    one, _ = called(dialect)
    escape(one)
    one.ask("ATH0")
    one.ask("ATO", "ERROR" if dialect == "simcom" else "NO CARRIER")
    one.ask("ATD*99#", CONNECTED)
    comes_back(one, b"~another")


@each_dialect
@pytest.mark.parametrize("options", [[], ["--ppp", "9"]], ids=["no network", "nobody there"])
def test_a_call_that_reaches_nobody_has_no_carrier(host, dialect, options):
    one = host(dialect, *options)
    one.ask("ATD*99#", "NO CARRIER")
    one.ask("AT")


@each_dialect
@pytest.mark.parametrize("how", ["BUSY", "NO ANSWER", "NO DIALTONE", "NO CARRIER"])
def test_a_call_is_refused_once_as_it_was_ordered(controlled, echo, dialect, how):
    one, operator = controlled(dialect, "--ppp", str(echo.port))
    assert "\r\n+CEER: No report available\r\n" in one.ask("AT+CEER")
    operator.say(f"call {how}")
    one.ask("ATD*99***1#", how)
    assert f"\r\n+CEER: {how}\r\n" in one.ask("AT+CEER")
    one.ask("ATD*99***1#", CONNECTED)


def test_a_call_is_refused_in_no_other_way(controlled):
    _, operator = controlled("quectel")
    assert operator.ask("call MAYBE").startswith("error: usage: call BUSY|")


@each_dialect
def test_a_network_that_is_lost_ends_a_call(called, dialect):
    one, operator = called(dialect)
    operator.say("network lose")
    one.until(b"\r\nNO CARRIER\r\n")
    one.ask("AT")


@each_dialect
def test_what_the_network_says_meanwhile_waits_for_the_way_back(called, echo, dialect):
    one, _ = called(dialect)
    echo.may_speak.clear()
    one.type(b"~late")
    escape(one)
    echo.may_speak.set()
    one.ask("AT")
    one.ask("ATO", CONNECTED)
    assert one.exactly(5) == b"~late"


# ---- the example -----------------------------------------------------------------------


def run(program, device, typed):
    return subprocess.run(
        [program, device, "internet"], input=typed, capture_output=True, text=True, timeout=60
    )


@each_dialect
@pytest.mark.parametrize("cut", ["4096", "every-byte"])
def test_the_example_goes_in_out_back_and_hangs_up(examples, modem, echo_server, dialect, cut):
    port, seen = echo_server
    device = modem(dialect, "--ppp", str(port), "--split", cut).device
    done = run(examples / f"ppp_{dialect}", device, "~one\n+++ two\n")
    assert done.stdout == "~one\n+++ two\nsignal 25\nback again\nend: all right\n"
    assert bytes(seen) == b"~one\n+++ two\nback again\n"


@each_dialect
def test_the_example_hears_that_there_is_no_carrier(examples, modem, dialect):
    done = run(examples / f"ppp_{dialect}", modem(dialect).device, "~one\n")
    assert (done.returncode, done.stdout) == (1, "end: the modem refused\n"), done.stdout


@each_dialect
def test_the_example_hears_the_end_of_a_call(examples, modem, dialect):
    network = Echo(last=b"~one\n")
    device = modem(dialect, "--ppp", str(network.port)).device
    for _ in range(2):  # behind the first one the line takes commands again
        done = run(examples / f"ppp_{dialect}", device, "~one\n")
        assert done.stdout == "end: connection closed\n"
    network.close()
