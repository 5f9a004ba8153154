# SPDX-License-Identifier: MIT
"""What firmware takes beyond its table is taken; --strict refuses it. V.250's command lines."""

import pytest

BEYOND = [
    ("quectel", ["AT+QIACT=1"], 'AT+QIOPEN=1,0,"TCP","127.0.0.1",{port},,0', "+QIOPEN: 0,0"),
    ("quectel", ["AT+QIACT=1"], "AT+QIOPEN=1,0,TCP,127.0.0.1,{port}", "+QIOPEN: 0,0"),
    ("quectel", ["AT+QIACT=1"], 'AT+QIOPEN=1,0,"tcp","127.0.0.1","{port}"', "+QIOPEN: 0,0"),
    ("simcom", ["AT+NETOPEN"], "AT+CIPOPEN=0,TCP,127.0.0.1,{port}", "+CIPOPEN: 0,0"),
    ("fibocom", ["AT+MIPCALL=1"], "AT+MIPOPEN=1,,127.0.0.1,{port},0", "+MIPOPEN: 1,1"),
    ("onemo", [], "AT+MIPOPEN=0,tcp,127.0.0.1,{port}", "+MIPOPEN: 0,0"),
]
REFUSALS = {"quectel": "ERROR", "simcom": "ERROR", "fibocom": "ERROR", "onemo": "+CME ERROR: 50"}


@pytest.mark.parametrize("dialect, before, command, end", BEYOND)
def test_firmware_takes_it(host, echo, dialect, before, command, end):
    one = host(dialect)
    for line in before:
        one.ask(line)
    one.ask(command.format(port=echo.port), end)


@pytest.mark.parametrize("dialect, before, command, end", BEYOND)
def test_strict_refuses_it(host, echo, dialect, before, command, end):
    one = host(dialect, "--strict")
    for line in before:
        one.ask(line)
    one.ask(command.format(port=echo.port), REFUSALS[dialect])


@pytest.mark.parametrize("options", [(), ("--strict",)])
def test_onemo_takes_an_empty_timeout_as_its_table_does(host, echo, options):
    one = host("onemo", *options)
    one.ask(f'AT+MIPOPEN=0,"TCP","127.0.0.1",{echo.port},,0', "+MIPOPEN: 0,0")


def test_onemo_takes_hex_without_quotes(host, echo):
    one = host("onemo")
    one.ask(f'AT+MIPOPEN=0,"TCP","127.0.0.1",{echo.port}', "+MIPOPEN: 0,0")
    one.ask('AT+MIPCFG="encoding",0,1,1')
    one.ask("AT+MIPSEND=0,3,616263")
    one.until(b'+MIPURC: "rtcp",0,3,616263\r\n')


def test_what_no_table_has_but_hosts_type(host):
    assert host("quectel").ask("AT+QCCID").startswith("\r\n+QCCID: 8986")


def test_strict_knows_only_tables(host):
    host("quectel", "--strict").ask("AT+QCCID", "ERROR")


@pytest.mark.parametrize("dialect", ["quectel", "simcom", "fibocom", "onemo"])
@pytest.mark.parametrize("command", ["AT+CREG=99", "AT+CGDCONT=277", "AT+CPIN"])
def test_out_of_range_is_refused_by_everybody(host, dialect, command):
    host(dialect).ask(command, REFUSALS[dialect])


def test_a_number_too_large_is_no_text_without_quotes(host, echo):
    """2049 bytes to come were two of hex digits, and the host waited for a prompt; context 8 an APN."""
    one = host("fibocom")
    one.ask("AT+MIPCALL=1,8", "ERROR")
    one.ask("AT+MIPCALL=1", "+MIPCALL:127.0.0.1")
    one.ask(f'AT+MIPOPEN=1,,"127.0.0.1",{echo.port},0', "+MIPOPEN: 1,1")
    one.ask("AT+MIPSEND=1,2049", "ERROR")


# ---- V.250 -----------------------------------------------------------------------------------


def test_echo_is_on_at_boot(host):
    one = host("quectel", echo=True)
    assert one.ask("AT") == "AT\r\r\nOK\r\n"
    assert one.ask("ATE0") == "ATE0\r\r\nOK\r\n"
    assert one.ask("AT") == "\r\nOK\r\n"


def test_numbers_instead_of_words(host):
    one = host("quectel")
    one.type(b"ATV0\r")
    assert one.until(b"0\r") == b"0\r"
    one.type(b"AT+CSQ\r")
    assert one.until(b"0\r") == b"+CSQ: 25,99\r\n0\r"
    one.type(b"AT+QIACT=99\r")
    assert one.until(b"4\r") == b"4\r"
    one.type(b"ATV1\r")
    one.until(b"\r\nOK\r\n")


def test_words_instead_of_numbers_or_nothing(host):
    one = host("quectel")
    for otherwise in (b"ATV0\r", b"ATQ1\r"):
        one.type(otherwise)
        assert one.ask("ATQ0V1").endswith("\r\nOK\r\n")


@pytest.mark.parametrize("strict", [False, True])
def test_power_saving_is_forgotten(host, strict):
    """By a command without parameters, or by the <mode> for it: 27.007 7.38 and 7.40."""
    one = host("quectel", *(["--strict"] if strict else []))
    for forget in ("AT+CPSMS=", "AT+CPSMS=2"):
        one.ask('AT+CPSMS=1,,,"00100010","00000010"')
        assert '+CPSMS: 1,"","","00100010","00000010"\r\n' in one.ask("AT+CPSMS?")
        one.ask(forget)
        assert '+CPSMS: 0,"","","",""\r\n' in one.ask("AT+CPSMS?")
    for forget in ("AT+CEDRXS=", "AT+CEDRXS=3"):
        one.ask('AT+CEDRXS=1,5,"0010"')
        assert '+CEDRXS: 5,"0010"\r\n' in one.ask("AT+CEDRXS?")
        one.ask(forget)
        assert '+CEDRXS: 0,""\r\n' in one.ask("AT+CEDRXS?")


def test_chained_commands_have_one_ok(host):
    one = host("quectel")
    answer = one.ask("ATE0V1+CSQ;+CREG?;+CMEE=1")
    assert answer == "\r\n+CSQ: 25,99\r\n\r\n+CREG: 0,1\r\n\r\nOK\r\n"


def test_the_first_failure_ends_a_chain(host):
    one = host("quectel")
    assert one.ask("AT+CSQ;+QIACT=99;+CREG?", "ERROR") == "\r\n+CSQ: 25,99\r\n\r\nERROR\r\n"


def test_the_last_line_again(host):
    one = host("quectel")
    one.ask("AT+CSQ")
    one.type(b"A/")  # no CR ends it
    assert one.until(b"OK\r\n") == b"\r\n+CSQ: 25,99\r\n\r\nOK\r\n"


def test_the_profile_survives_a_reboot(controlled):
    one, operator = controlled("quectel")
    one.ask("AT&W")
    operator.say("reboot")
    one.until(b"+CPIN: READY\r\n")
    assert one.ask("AT") == "\r\nOK\r\n"
    one.ask("ATE1")
    one.ask("ATZ")
    assert one.ask("AT") == "\r\nOK\r\n"


def test_errors_as_nothing_a_number_and_words(host):
    one = host("fibocom")
    one.ask("AT+MIPCLOSE=99", "ERROR")
    one.ask("AT+CMEE=1")
    one.ask("AT+MIPCLOSE=99", "+CME ERROR: 2000")
    one.ask("AT+CMEE=2")
    one.ask("AT+MIPCLOSE=99", "+CME ERROR: TCPIP Param wrong")


@pytest.mark.parametrize("dialect", ["quectel", "simcom", "fibocom", "onemo"])
def test_what_is_not_of_the_dialect_fails_as_the_standard_says(host, dialect):
    one = host(dialect)
    for cmee, told in [("1", "50"), ("2", "Wrong parameters")]:
        one.ask(f"AT+CMEE={cmee}")
        one.ask("AT+CFUN=300", f"+CME ERROR: {told}")
        assert one.ask("AT+NOSUCH", "ERROR") == "\r\nERROR\r\n"


# ---- power-on -------------------------------------------------------------------------------------


def test_boot_then_search_then_registered(host):
    one = host("simcom", "--boot", "100", "--register", "400", echo=True)
    one.until(b"\r\n*ATREADY: 1\r\n\r\n+CPIN: READY\r\n")
    one.ask("ATE0;+CREG=1")
    assert "+CREG: 1,2\r\n" in one.ask("AT+CREG?")
    one.ask("AT+NETOPEN", "+NETOPEN: 1")
    one.until(b"\r\n+CREG: 1\r\n")
    one.ask("AT+NETOPEN", "+NETOPEN: 0")


def test_a_pin_is_asked_for_and_three_wrong_ones_lock(host):
    one = host("quectel", "--pin", "1234")
    one.ask("AT+CMEE=1")
    assert "+CPIN: SIM PIN\r\n" in one.ask("AT+CPIN?")
    assert "+CREG: 0,0\r\n" in one.ask("AT+CREG?")
    for _ in range(3):
        one.ask('AT+CPIN="0000"', "+CME ERROR: 16")
    assert "+CPIN: SIM PUK\r\n" in one.ask("AT+CPIN?")
    two = host("quectel", "--pin", "1234")
    two.ask('AT+CPIN="1234"', "+CPIN: READY")
    assert "+CREG: 0,1\r\n" in two.ask("AT+CREG?")


def test_identity_is_what_the_options_say(host):
    one = host(
        "quectel", "--imei", "123456789012345", "--model-name", "EC25", "--operator-name", "ONE"
    )
    assert one.ask("AT+CGSN") == "\r\n123456789012345\r\n\r\nOK\r\n"
    assert one.ask("AT+CGSN=0") == "\r\n123456789012345\r\n\r\nOK\r\n"
    assert one.ask("AT+CGSN=1") == '\r\n+CGSN: "123456789012345"\r\n\r\nOK\r\n'
    assert one.ask("AT+CGSN=2") == '\r\n+CGSN: "1234567890123401"\r\n\r\nOK\r\n'
    assert one.ask("AT+CGSN=3") == '\r\n+CGSN: "01"\r\n\r\nOK\r\n'
    assert one.ask("AT+CGMM") == "\r\nEC25\r\n\r\nOK\r\n"
    assert one.ask("AT+COPS?") == '\r\n+COPS: 0,0,"ONE",7\r\n\r\nOK\r\n'
    assert one.ask("ATI").startswith("\r\nQuectel\r\nEC25\r\nRevision: ")


def test_functionality_loses_the_registration_and_may_restart(host):
    one = host("quectel")
    one.ask("AT+CREG=1")
    one.ask("AT+CFUN=0", "+CREG: 0")
    one.ask("AT+CFUN=1", "+CREG: 1")
    one.ask("AT+CFUN=129", "+CREG: 0")
    one.ask("AT+CFUN=128", "+CREG: 1")
    one.ask("AT+CFUN=1,1")
    one.until(b"\r\nRDY\r\n")


def test_what_27_007_has_gained(host):
    one = host("quectel")
    assert one.ask("AT+CGSN=?") == "\r\n+CGSN: (0-3)\r\n\r\nOK\r\n"
    assert one.ask("AT+C5GREG?") == "\r\n+C5GREG: 0,0\r\n\r\nOK\r\n"
    one.ask("AT+COPS=0,2")
    assert '+COPS: 0,2,"46000",7\r\n' in one.ask("AT+COPS?")
    one.ask("AT+COPS=2")
    assert "+COPS: 2\r\n" in one.ask("AT+COPS?")
    one.ask("AT+COPS=0,,,7")
    assert '+COPS: 0,2,"46000",7\r\n' in one.ask("AT+COPS?")


def test_the_cards_number_which_no_standard_has(host):
    assert host("quectel").ask("AT+CCID").startswith("\r\n+CCID: 8986")


def test_contexts_are_told_as_they_were_defined(host):
    one = host("quectel")
    one.ask('AT+CGDCONT=2,"IP","internet"')
    assert '+CGDCONT: 2,"IP","internet","",0,0\r\n' in one.ask("AT+CGDCONT?")
    assert "+CGACT: 2,0\r\n" in one.ask("AT+CGACT?")
    one.ask("AT+CGACT=1,2")
    assert '+CGPADDR: 2,"127.0.0.1"\r\n' in one.ask("AT+CGPADDR=2")
    assert "+CGATT: 1\r\n" in one.ask("AT+CGATT?")
    one.ask("AT+CGATT=0")
    assert "+CGATT: 0\r\n" in one.ask("AT+CGATT?")


def test_several_contexts_at_once(host):
    one = host("quectel")
    one.ask('AT+CGDCONT=2,"IP","internet"')
    one.ask('AT+CGDCONT=3,"IPV4V6","ims","0.0.0.0",0,0,,,1')
    assert '+CGDCONT: 3,"IPV4V6","ims","0.0.0.0",0,0\r\n' in one.ask("AT+CGDCONT?")
    one.ask("AT+CGACT=1,2,3")
    told = one.ask("AT+CGPADDR=3,2")
    assert told.index('+CGPADDR: 3,"127.0.0.1"') < told.index('+CGPADDR: 2,"127.0.0.1"')
    one.ask("AT+CGACT=0,1,3")
    assert "+CGACT: 1,0\r\n\r\n+CGACT: 2,1\r\n\r\n+CGACT: 3,0\r\n" in one.ask("AT+CGACT?")


def test_the_clock_goes_on_from_what_was_set(host):
    one = host("quectel")
    one.ask('AT+CCLK="26/01/31,12:00:00+32"')
    assert '+CCLK: "26/01/31,12:00:0' in one.ask("AT+CCLK?")


OFF = [
    ("quectel", "AT+QPOWD=1", b"\r\nPOWERED DOWN\r\n"),
    ("simcom", "AT+CPOF", b"\r\nNORMAL POWER DOWN\r\n"),
    ("fibocom", "AT+CPWROFF", b""),
    ("onemo", "AT+MPOF=0", b"\r\nPOWER OFF\r\n"),
]
AGAIN = [
    ("quectel", "AT+CFUN=1,1", b"\r\nRDY\r\n"),
    (
        "simcom",
        "AT+CRESET",
        b"\r\n*ATREADY: 1\r\n\r\n+CPIN: READY\r\n\r\nSMS DONE\r\n\r\nPB DONE\r\n",
    ),
    ("fibocom", "AT+RESET", b"\r\n+SIM READY\r\n"),
    ("onemo", "AT+MREBOOT=0", b"\r\nREBOOTING\r\n\r\n+MATREADY\r\n"),
]


@pytest.mark.parametrize("dialect, command, farewell", OFF)
def test_power_off_by_command(host, dialect, command, farewell):
    one = host(dialect)
    one.ask(command)
    assert one.exactly(len(farewell)) == farewell
    one.type(b"AT\r")
    assert not one.more(0.5)


@pytest.mark.parametrize("dialect, command, banner", AGAIN)
def test_a_restart_by_command_says_the_boot_banner(host, dialect, command, banner):
    one = host(dialect)
    one.ask(command)
    assert one.exactly(len(banner)) == banner
