# SPDX-License-Identifier: MIT
"""`explain` accepts what is right and names what is wrong: single facts."""

import json
import re
import subprocess

import pytest

ATBIND = "generator/atbind"


@pytest.fixture(scope="module")
def explain(home):
    """Runs the command; gives exit code and objects."""

    def run(*arguments: str, stdin: str = ""):
        done = subprocess.run(
            [home / ATBIND, "explain", "--json", *arguments],
            input=stdin.encode("latin-1"),
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    return run


def test_a_right_line_gives_typed_values(explain):
    code, [found] = explain("--dialect", "quectel", 'AT+QIOPEN=1,0,"TCP","192.0.2.7",7,0,1')
    assert code == 0
    assert found == {
        "ok": True,
        "command": "+QIOPEN",
        "type": "set",
        "form": "quectel_qiopen",
        "params": {
            "contextID": 1,
            "connectID": 0,
            "service_type": "TCP",
            "IP_address": "192.0.2.7",
            "remote_port": 7,
            "local_port": 0,
            "access_mode": 1,
        },
        "error": None,
    }


def test_a_wrong_number_is_named_with_its_range(explain):
    code, [found] = explain("--dialect", "quectel", 'AT+QIOPEN=17,0,"TCP","192.0.2.7",7')
    assert code == 1 and not found["ok"]
    assert found["params"]["contextID"] == 17
    assert (found["error"]["param"], found["error"]["reason"]) == ("contextID", "range")
    assert "1 to 16" in found["error"]["message"]


@pytest.mark.parametrize(
    "dialect, line, told",
    [
        ("quectel", 'AT+QIOPEN=1,0,"TCP","ü.de",7', "ASCII letters, digits and . - : _"),
        ("quectel", 'AT+QICSGP=1,1,"a\\b"', "no control character, '\"' or '\\'"),
        ("onemo", 'AT+MIPOPEN=0,"TCP","ü.de",7', "ASCII letters, digits and . - : _"),
    ],
)
def test_a_wrong_character_is_told_with_the_right_ones(explain, dialect, line, told):
    code, [found] = explain("--dialect", dialect, line)
    assert code == 1 and found["error"]["reason"] == "characters"
    assert told in found["error"]["message"]


@pytest.mark.parametrize("name", (b"\xc3\xbc.de", b"\xfc.de"))
def test_what_was_typed_comes_back_as_it_was(home, name):
    """In UTF-8, or a character a byte."""
    command = [home / "generator/atbind", "explain", "--dialect", "quectel"]
    line = b'AT+QICSGP=1,1,"' + name + b'"'
    people = subprocess.run([*command, line], capture_output=True, check=False)
    assert people.stdout.decode().splitlines()[0].endswith('AT+QICSGP=1,1,"ü.de"')
    assert 'APN="ü.de"' in people.stdout.decode()
    programs = subprocess.run([*command, "--json", line], capture_output=True, check=False)
    assert json.loads(programs.stdout)["params"]["APN"] == "ü.de"


@pytest.mark.parametrize(
    "line, param, reason",
    [
        ("AT+QIACT=0", "contextID", "range"),
        ("AT+QIACT=4294967297", "contextID", "range"),
        ("AT+QIACT=", "contextID", "missing"),
        ("AT+QIACT", "contextID", "missing"),
        ("AT+QIACT=1,2", None, "extra"),
        ("AT+QIACT=one", "contextID", "value"),
        ('AT+QIOPEN=1,0,"FTP","192.0.2.7",7', "service_type", "value"),
        ("AT+QIOPEN=1,0,TCP,192.0.2.7,7", "service_type", "value"),
        ('AT+QIOPEN=1,0,"TCP","192.0.2.7",7,0,3', "access_mode", "value"),
        ('AT+QIOPEN=1,0,"TCP","a\x01b",7', "domain_name", "characters"),
        ('AT+QIOPEN=1,0,"TCP","192.0.2.7', "IP_address", "syntax"),
        ('AT+QIOPEN=1,0,"TCP LISTENER","127.0.0.1",0', "local_port", "combination"),
        ("AT+NOSUCH=1", None, "unknown_command"),
        ("hello", None, "syntax"),
        ("AT+QIOPEN!", None, "unknown_command"),
    ],
)
def test_what_is_wrong_is_named(explain, line, param, reason):
    code, [found] = explain("--dialect", "quectel", line)
    assert code == 1 and found["ok"] is False
    assert found["error"]["reason"] == reason
    assert found["error"]["param"] in (param, param)
    assert found["error"]["message"]


@pytest.mark.parametrize(
    "line, told",
    [
        (r'AT+QIOPEN=1,0,"TCP","192.0.2.7",7\r\n', r"leave out \r and \n: the line ends by itself"),
        (r"AT+QIACT?\r", r"leave out \r and \n: the line ends by itself"),
        ("AT+QIACT=1;", "leave out the ';': nothing follows it"),
        ("AT+QIOPEN=1,0,'TCP','192.0.2.7',7", "a text stands between two \", not '"),
    ],
)
def test_what_a_drivers_source_leaves_in_a_line_is_told(explain, line, told):
    code, [found] = explain("--dialect", "quectel", line)
    assert code == 1
    assert found["error"] == {"param": None, "reason": "syntax", "message": told}


def test_curly_quotes_of_a_pdf_are_told(home):
    line = "AT+QIOPEN=1,0,\u201cTCP\u201d,\u201c192.0.2.7\u201d,7"
    command = [home / ATBIND, "explain", "--dialect", "quectel", line]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "curly quotes; a modem knows straight ones alone (syntax)" in done.stdout


def test_such_marks_are_fine_within_a_text(explain):
    """A backslash is not, for the manual does not say what it does there."""
    assert explain("--dialect", "quectel", """AT+QICSGP=1,1,"it's; a" """)[1][0]["error"] is None
    [found] = explain("--dialect", "quectel", r'AT+QICSGP=1,1,"a\r"')[1]
    assert (found["error"]["param"], found["error"]["reason"]) == ("APN", "characters")


@pytest.mark.parametrize(
    "dialect, line, told",
    [
        ("quectel", "AT+CIPSEND=0,4", "; AT+CIPSEND is in simcom"),
        ("simcom", "AT+MIPOPEN?", "; AT+MIPOPEN is in fibocom, onemo"),
        ("quectel", "AT+QIOPNE?", "; did you mean AT+QIOPEN?"),
    ],
)
def test_a_command_of_another_dialect_is_told_as_that(home, dialect, line, told):
    command = [home / ATBIND, "explain", "--dialect", dialect, line]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1].endswith("(unknown_command)" + told)


def test_mistakes_in_another_dialects_table_are_not_told_here(home, tmp_path):
    """They were read for whose command it may be."""
    for name in ("quectel", "common"):
        (tmp_path / name).symlink_to(home / "spec" / name)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/dialect.yaml").write_text("dialect: broken\n")
    options = ["--spec", tmp_path, "--dialect", "quectel", "AT+QIOPNE?"]
    done = subprocess.run(
        [home / ATBIND, "explain", *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "did you mean AT+QIOPEN?" in done.stdout and "broken" not in done.stderr


def test_a_blank_line_of_input_has_its_object_too(explain):
    """A program that pairs lines and objects stays in step."""
    code, found = explain("--dialect", "quectel", "-", stdin="AT\n\n \t\r\nATI\n")
    assert [each["command"] for each in found] == ["", None, None, "I"]
    nothing = {"param": None, "reason": "syntax", "message": "a command line begins with AT"}
    assert code == 1 and found[1]["error"] == found[2]["error"] == nothing


@pytest.mark.parametrize(
    "line, command, kind",
    [
        ("at+qiopen=?", "+QIOPEN", "test"),
        ("AT+QIACT?", "+QIACT", "read"),
        ("AT+QIACT =1", "+QIACT", "set"),
        ("AT+QIACT= 1", "+QIACT", "set"),
        ("AT+QISEND=0, 4", "+QISEND", "set"),
        ("ATO", "O", "execute"),
        ("+++", "+++", "data"),
    ],
)
def test_small_letters_and_blanks_are_fine(explain, line, command, kind):
    code, [found] = explain("--dialect", "quectel", line)
    assert code == 0, found
    assert (found["command"], found["type"]) == (command, kind)


@pytest.mark.parametrize(
    "line, form",
    [
        ("AT+QISEND=0", "quectel_qisend_ctrl_z"),
        ("AT+QISEND=0,4", "quectel_qisend"),
        ("AT+QISEND=0,0", "quectel_qisend_query"),
        ('AT+QISEND=2,10,"10.7.89.10",6969', "quectel_qisend_to"),
        ("AT+QIRD=0,0", "quectel_qird_query"),
        ("AT+QIRD=0,1500", "quectel_qird"),
    ],
)
def test_the_form_is_found_by_literals_and_number_of_arguments(explain, line, form):
    code, [found] = explain("--dialect", "quectel", line)
    assert (code, found["form"]) == (0, form)


@pytest.mark.parametrize(
    "line, form",
    [
        ("ATE", "cellular_ate0"),
        ("AT&D", "cellular_at_and_d0"),
        ("ATI0", "cellular_ati"),
        ("ATZ0", "cellular_atz"),
        ("AT&F0", "cellular_at_and_f"),
        ("ATO0", "quectel_ato"),
    ],
)
def test_the_number_0_of_a_basic_command_may_be_left_out(explain, line, form):
    code, [found] = explain("--dialect", "quectel", line)
    assert (code, found["form"]) == (0, form)


@pytest.mark.parametrize(
    "line, form", [("AT+CPSMS=", "cellular_cpsms"), ("AT+CEDRXS= ", "cellular_cedrxs")]
)
def test_all_parameters_may_be_left_out_behind_the_sign(explain, line, form):
    code, [found] = explain("--dialect", "quectel", line)
    assert (code, found["form"], found["params"]) == (0, form, {})


def test_none_of_them_is_empty(explain):
    code, [found] = explain("--dialect", "quectel", 'AT+CPSMS=,,,"00100010"')
    assert (code, found["error"]["param"], found["error"]["reason"]) == (1, "mode", "missing")


@pytest.mark.parametrize("line", ["AT0", "AT&", "ATE10", "ATI1", "AT+CSQ0", "AT+CSQ0?"])
def test_no_other_number_is_left_out(explain, line):
    code, [found] = explain("--dialect", "quectel", line)
    assert (code, found["error"]["reason"]) == (1, "unknown_command")


@pytest.mark.parametrize(
    "line, cid", [("ATD*99***1#", 1), ("atd*99***16#", 16), ("ATD*99***0#", 0)]
)
def test_what_is_dialled_has_its_context_within(explain, line, cid):
    code, [found] = explain("--dialect", "quectel", line)
    assert (code, found["form"], found["params"]) == (0, "cellular_atd_99_cid", {"cid": cid})


@pytest.mark.parametrize(
    "line, reason, param",
    [
        ("ATD*99***256#", "range", "cid"),
        ("ATD*99***4294967297#", "range", "cid"),
        ("ATD*99***#", "missing", "cid"),
        ("ATD*99***1", "unknown_command", None),
        ("ATD*99***1#2", "unknown_command", None),
        ("ATD*99***x#", "unknown_command", None),
        ("ATD*99***-1#", "unknown_command", None),
        ("ATD*99***1#=1", "syntax", None),
    ],
)
def test_what_is_wrong_with_what_is_dialled(explain, line, reason, param):
    code, [found] = explain("--dialect", "quectel", line)
    assert (code, found["error"]["reason"], found["error"]["param"]) == (1, reason, param)


def test_of_several_forms_the_nearest_one_explains(explain):
    _, [found] = explain("--dialect", "quectel", "AT+QISEND=0,1461")
    assert (found["form"], found["error"]["param"]) == ("quectel_qisend", "send_length")


def test_lines_come_back_in_order_from_standard_input(explain):
    code, found = explain(
        "--dialect", "quectel", "-", stdin="AT+QIACT=1\r\nAT+QIACT=17\nAT+QIACT?\n"
    )
    assert code == 1
    assert [f["ok"] for f in found] == [True, False, True]


def test_payload_inside_the_line_is_a_parameter(explain):
    code, [found] = explain("--dialect", "onemo", 'AT+MIPSEND=0,10,"01234,,,89"')
    assert code == 0, found
    assert found["params"] == {"connect_id": 0, "send_length": 10, "data": "01234,,,89"}


def test_payload_of_another_length_is_refused(explain):
    code, [found] = explain("--dialect", "onemo", 'AT+MIPSEND=0,9,"0123456789"')
    assert code == 1
    assert found["error"]["param"] in ("send_length", "data")


def test_a_named_literal_is_among_the_values(explain):
    code, [found] = explain("--dialect", "simcom", "AT+CIPRXGET=2,0,100")
    assert (code, found["params"]["mode"]) == (0, 2)


def test_two_kinds_in_one_place_are_told_apart(explain):
    _, found = explain(
        "--dialect", "quectel", 'AT+QIOPEN=1,0,"TCP","192.0.2.7",7', 'AT+QIOPEN=1,0,"TCP","a.b",7'
    )
    assert [sorted(set(f["params"]) & {"IP_address", "domain_name"}) for f in found] == [
        ["IP_address"],
        ["domain_name"],
    ]


def test_a_model_lacks_what_another_has(explain):
    line = 'AT+MIPCFG="ssl",0,1,1'
    assert explain("--dialect", "onemo", line)[1][0]["ok"]
    code, [found] = explain("--dialect", "onemo", "--model", "MN316", line)
    assert (code, found["error"]["reason"]) == (1, "unsupported_by_model")
    assert found["error"]["param"] == "cmd" and "MN316" in found["error"]["message"]


def test_a_models_own_range_holds(explain):
    line = 'AT+MIPOPEN=5,"TCP","192.0.2.7",7'
    assert explain("--dialect", "onemo", line)[1][0]["ok"]
    _, [found] = explain("--dialect", "onemo", "--model", "MN316", line)
    assert (found["error"]["param"], found["error"]["reason"]) == ("connect_id", "range")
    assert "0 to 4" in found["error"]["message"]


@pytest.mark.parametrize(
    "arguments", [("--dialect", "nokia"), ("--dialect", "onemo", "--model", "X9")]
)
def test_an_unknown_dialect_or_model_is_told_in_one_line(home, arguments):
    done = subprocess.run(
        [home / ATBIND, "explain", *arguments, "AT"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and done.stdout == ""
    what, name = arguments[-2].removeprefix("--"), arguments[-1]
    assert done.stderr.startswith("atbind: ") and len(done.stderr.splitlines()) == 1
    assert re.search(rf"\bno (\w+ )*{what} {name}( in \S+)?; (there is|known): \w", done.stderr)


@pytest.mark.parametrize(
    "line, hint",
    [
        ("AT+QIOPN=1,0", "; did you mean AT+QIOPEN?"),
        ("AT+CERG=2", "; did you mean AT+CEREG?"),
        ("AT+NOSUCH=1", ""),
        ("AT#X", ""),
    ],
)
def test_people_are_told_the_command_that_is_most_like(home, line, hint):
    done = subprocess.run(
        [home / ATBIND, "explain", "--dialect", "quectel", line],
        capture_output=True,
        text=True,
        check=False,
    )
    message = f"is not in the tables of Quectel TCP/IP (unknown_command){hint}"
    assert done.stdout.rstrip().endswith(message)


def test_people_get_text(home):
    done = subprocess.run(
        [home / ATBIND, "explain", "--dialect", "quectel", "AT+QIACT=17", "AT+QIACT=1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "wrong  AT+QIACT=17\n       AT+QIACT <contextID>: 1 to 16 (range)" in done.stdout
    assert "ok     AT+QIACT=1\n       quectel_qiact  contextID=1" in done.stdout


def test_a_broken_rule_is_printed(explain):
    _, [found] = explain("--dialect", "quectel", 'AT+QIOPEN=1,0,"TCP LISTENER","127.0.0.1",0')
    rule = '<service_type> = "TCP LISTENER" requires <local_port> given'
    assert found["error"]["message"].endswith(rule)


@pytest.mark.parametrize(
    "dialect, line, message",
    [
        ("fibocom", "AT+MIPCALL=4", "AT+MIPCALL <operation>: 1 to 3; in another form 0"),
        ("quectel", "AT+QISEND=0,1461", "AT+QISEND <send_length>: 1 to 1460; in another form 0"),
        ("simcom", "AT+CIPRXGET=9", "AT+CIPRXGET <mode>: 0 to 1; in another form 2, 3, 4"),
        (
            "fibocom",
            "AT+MIPCALL=",
            "AT+MIPCALL <operation>: missing: a number, 1 to 3; in another form 0",
        ),
        ("quectel", "AT+QIACT=17", "AT+QIACT <contextID>: 1 to 16"),
        ("quectel", 'AT+QICSGP=1,2,"apn"', "AT+QICSGP <context_type>: 1"),
    ],
)
def test_numbers_that_another_form_takes_are_not_denied(explain, dialect, line, message):
    _, [found] = explain("--dialect", dialect, line)
    assert found["error"]["message"] == message


NUMBER_OR_TEXT = "a number, 1 to 7, or a text in quotes, 1 to 99 bytes"


@pytest.mark.parametrize(
    "dialect, line, param, message",
    [
        # nothing tells which of the two was meant: both
        ("fibocom", "AT+MIPCALL=1,", "cid", f"<cid>/<APN>: missing: {NUMBER_OR_TEXT}"),
        ("fibocom", "AT+MIPCALL=1,abc", "cid", f"<cid>/<APN>: must be {NUMBER_OR_TEXT}"),
        (
            "quectel",
            'AT+QIOPEN=1,0,"TCP",5,80',
            "IP_address",
            "<IP_address>/<domain_name>: must be a text in quotes, 1 to 253 bytes",
        ),
        (
            "quectel",
            'AT+QIOPEN=1,0,"TCP",,80',
            "IP_address",
            "<IP_address>/<domain_name>: missing: a text in quotes, 1 to 253 bytes",
        ),
        ("onemo", "AT+MIPRD=0,5000", "read_len", "<read_len>/<pack_count>: 0 to 4096"),
        (
            "onemo",
            "AT+MIPRD=0,",
            "read_len",
            "<read_len>/<pack_count>: missing: a number, 0 to 4096, or a number, 0 to 256",
        ),
        # what was written tells it: that one
        ("fibocom", "AT+MIPCALL=1,9", "cid", "<cid>: 1 to 7"),
        ("fibocom", 'AT+MIPCALL=1,""', "APN", "<APN>: 1 to 99 bytes"),
        ("quectel", 'AT+QIOPEN=1,0,"TCP","",80', "domain_name", "<domain_name>: 1 to 253 bytes"),
        (
            "quectel",
            'AT+QIOPEN=1,0,"TCP","a b",80',
            "domain_name",
            "<domain_name>: ASCII letters, digits and . - : _",
        ),
    ],
)
def test_of_two_in_one_place_the_one_that_was_meant_or_both(explain, dialect, line, param, message):
    _, [found] = explain("--dialect", dialect, line)
    command = line.split("=")[0]
    assert found["error"]["message"] == f"{command} {message}"
    assert found["error"]["param"] == param
