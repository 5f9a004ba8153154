# SPDX-License-Identifier: MIT
"""`atbind show`, `atbind site` and `atbind export` as commands."""

import pytest

from atbind.build.spec import load


def test_a_command_is_shown_whole(atbind):
    text = atbind("show", "+QIOPEN").stdout
    for fact in (
        "AT+QIOPEN  Start a socket service",
        "quectel, TCPIP AT Commands, 2.4",
        "<contextID>     PDP context; 1 to 16",
        "C: quectel_qiopen(modem, answer, context_id, connect_id,",
        "OK then +QIOPEN: <connectID>,<err>",
        "time limit  155 s; 155 s, from OK to the result",
        '<service_type> = "TCP LISTENER" requires <local_port> given',
        "struct quectel_qiopen_result",
        'C: quectel_qiopen(&modem, &answer, 1, 0, "TCP", "61.190.19.174", 8705, 0, 0)',
        "Errata",
    ):
        assert fact in text


def test_each_call_says_what_it_fills(atbind):
    """Also where the line itself was told at another form above."""
    text = atbind("show", "--dialect", "fibocom", "+MIPSEND").stdout
    length = text.partition("C: fibocom_mipsend_length(")[2].partition("\n\n")[0]
    assert "\n      fills       struct fibocom_mipsend_sent\n" in length
    assert text.count("fills ") == 5
    assert "fills" not in atbind("show", "+QISENDHEX").stdout


def test_what_a_command_is_as_a_whole_is_told(atbind):
    text = atbind("show", "+MIPTKA").stdout
    assert "\nWhat it sets holds until the modem restarts. Not for UDP connections.\n" in text


def test_a_command_that_no_manual_has_is_not_the_manuals(atbind):
    """Who says it stands once, above its forms; beside those that somebody else was seen to say."""
    text = atbind("show", "--dialect", "onemo", "+MIPCALL").stdout
    assert "\nonemo\nSeen: China Mobile ML302, ML305, ML307 series, in the manual of " in text
    assert text.count("ML302, ML305, ML307") == 1 and "Mobile ML307R.\n" in text
    text = atbind("show", "+QPOWD").stdout
    assert "\nquectel, TCPIP AT Commands, 1.1\n" in text
    assert "The same as with 1. Seen: UC20, EC20, EC25, BG96.\n" in text


def test_one_name_is_told_behind_a_blank_line(atbind):
    text = atbind("show", "+QISWTMD", "+QIGETERROR").stdout
    assert "\n\nAT+QIGETERROR  " in text and "\n\n\n" not in text


def test_what_comes_unasked_says_where_it_stands(atbind):
    text = atbind("show", "+QIURC").stdout
    assert "+QIURC: comes unasked (quectel, 2.16.1)\n" in text
    assert "RDY comes unasked (quectel)\n" in atbind("show", "--dialect", "quectel", "RDY").stdout


@pytest.mark.parametrize(
    "name",
    [
        "+QIOPEN",
        "qiopen",
        "AT+QIOPEN",
        "quectel_qiopen",
        "qiopen_test",
        "AT+QIOPEN=?",
        "+QIOPEN: 0,554",
    ],
)
def test_it_has_several_names(atbind, name):
    assert atbind("show", name).stdout.startswith("AT+QIOPEN  ")


def test_two_dialects_with_one_command(atbind):
    both = atbind("show", "+MIPOPEN").stdout
    assert "fibocom, " in both and "onemo, " in both
    one = atbind("show", "--dialect", "onemo", "+MIPOPEN").stdout
    assert "fibocom" not in one and "0 to 4" in one and "MN316, MN316-S, MN326" in one


def test_what_comes_unasked_and_an_error_code(atbind):
    assert '+QIURC: "closed",<connectID>' in atbind("show", "+QIURC").stdout
    assert "554 Open connection failed  (quectel, <err> of 3)" in atbind("show", "554").stdout


@pytest.mark.parametrize("dialect", ("fibocom", "onemo"))
def test_every_model_that_is_listed_is_shown_by_its_name(atbind, home, dialect):
    (loaded,) = load(home / "spec", dialect)
    names = [model.name for model in loaded.models]
    shown = [line for line in atbind("show", *names).stdout.splitlines() if " speaks " in line]
    assert shown == [f"{name} speaks {dialect}" for name in names]


def test_what_a_model_lacks_is_not_told_as_other_too(atbind):
    text = atbind("show", "MN316").stdout
    assert "  lacks       AT+MIPSACK\n" in text and "differs     AT+MIPSACK" not in text
    assert "<send_buffer>" not in text.partition("differs")[2]  # a form of AT+MIPCFG that it lacks
    assert "  differs     AT+MIPCFG <recv_buffer>: 4096 to 8192; default 4096\n" in text


def test_a_module_of_a_series(atbind):
    """As the modem says it (AT+CGMM), as it is printed on it, as C has the series."""
    for name in ("L610", "l610-CN-00-00", "L61X"):
        assert atbind("show", name).stdout.startswith("L61x speaks fibocom\n")
    assert atbind("show", "MN316-S-DLVS").stdout.startswith("MN316-S speaks onemo\n")
    assert "nothing is called L6100" in atbind("show", "L6100").stderr


def test_a_module_by_what_is_printed_on_it(atbind):
    assert atbind("show", "EC25-E").stdout.startswith("EC25 speaks quectel ")


@pytest.mark.parametrize(
    "module, alike",
    [
        ("EC200U-CN", "EC20 speaks quectel"),
        ("A7670E-LASA", "A7672 speaks simcom"),
        ("ML307", "ML307A, ML307S, ML307R, ML307G speak onemo"),
    ],
)
def test_a_module_that_no_table_names_is_told_those_that_are_alike(atbind, module, alike):
    done = atbind("show", module)
    told = f"nothing is called {module}; {alike}: `atbind probe` tells whether yours does"
    assert (done.returncode, done.stderr) == (2, f"atbind: {told}\n")


def test_a_dialect(atbind):
    shown = atbind("show", "simcom").stdout
    assert shown == atbind("show", "--dialect", "simcom").stdout.split("\n\ncellular: ")[0] + "\n"
    assert atbind("show", "cellular").stdout.startswith("cellular: ")


def test_a_module(atbind):
    text = atbind("show", "mn316-s").stdout
    assert text.count("<send_length=0>") == 1  # two forms that are written alike
    for fact in (
        "MN316-S speaks onemo\n",
        "build with  -DONEMO_MODEL=MN316_S",
        "lacks       AT+MIPSEND=<connect_id>",
        "lacks       AT+MIPSACK\n",
        "differs     AT+MIPOPEN <connect_id>: 0 to 4",
        "manual      note 18: one MSL is 5.5 s",
    ):
        assert fact in text
    assert atbind("show", "EC21").stdout == (
        "EC21 speaks quectel (seen: 1NCE developer hub, EC25 and EC21 examples)\n"
    )
    assert "BG95, BG96 speak quectel" in atbind("show", "BG97").stderr


@pytest.mark.parametrize(
    ("module", "difference"),
    [
        ("ML305U", "AT+MIPSEND <send_length>: 1 to 4096"),  # note 20; the inline form has 0 to 1460
        ("MN316A", '+MIPURC: "ack",<connect_id>,<length> <length>: not supported'),  # note 41
        ("ML307R", '+MIPURC: "seq",<connect_id>,<seq>,<result> <seq>: not supported'),  # 4.2
        ("ML305M", '+MIPURC: "rudp",<connect_id>,<recv_count> <recv_count>: 0 to 128'),  # note 40
    ],
)
def test_a_module_is_told_all_that_it_has_otherwise(atbind, module, difference):
    assert f"  differs     {difference}\n" in atbind("show", module).stdout


def test_a_model_of_an_overlay_stands_beside_the_modules(atbind, tmp_path):
    overlay = tmp_path / "more.yaml"
    overlay.write_text("overlay: quectel\nadd: {models: {EG25-G: {}}}\n")
    shown = atbind("show", "--dialect", "quectel", "--overlay", overlay).stdout
    assert "modules: EG25-G, UC20, EC20, " in shown


@pytest.mark.parametrize(
    "line,means",
    [
        ("+CME ERROR: 30", "30 No network service  (cellular, <cme> of 27.007 9.2)"),
        ("+CMS ERROR: 30", "30 Subscriber unknown  (cellular, <cms> of 27.005 3.2.5)"),
        ("+CME ERROR: 3", "3 Operation not allowed  (cellular, <cme> of 27.007 9.2)"),
        (
            "+cme error: no network service",
            "30 No network service  (cellular, <cme> of 27.007 9.2)",
        ),
    ],
)
def test_an_errors_whole_line_is_its_code_alone(atbind, line, means):
    assert [text for text in atbind("show", line).stdout.splitlines() if text[:1] > " "] == [means]


def test_a_modems_own_number_behind_cme_error(atbind):
    text = atbind("show", "+CME ERROR: 554").stdout
    assert "554 Open connection failed  (quectel, <err> of 3)" in text and "+QIOPEN" not in text


def test_a_number_that_no_error_has(atbind):
    done = atbind("show", "+CME ERROR: 99999")
    assert done.returncode == 2 and "nothing is called +CME ERROR: 99999" in done.stderr


@pytest.mark.parametrize("name", ["recv", "urc_recv", "quectel_urc_recv", '+QIURC: "recv",0'])
def test_a_line_has_several_names(atbind, name):
    assert '    +QIURC: "recv",<connectID>\n' in atbind("show", "--dialect", "quectel", name).stdout


def test_ato_and_the_escape(atbind):
    assert atbind("show", "--dialect", "quectel", "ATO").stdout.startswith("ATO  Return to")
    assert atbind("show", "--dialect", "quectel", "+++").stdout.startswith("+++  Leave")


def test_what_the_layers_send(atbind):
    text = atbind("show", "--dialect", "simcom", "sockets").stdout
    assert "Sockets (simcom)" in text and "send       AT+CIPSEND=<id>,<length>" in text
    text = atbind("show", "--dialect", "quectel", "bringup").stdout
    assert "  register  (register)\n      AT+CEREG? or AT+CGREG? or AT+CREG?: waits for" in text
    assert "AT+QIDEACT=1: 3 times, every 2 s; then activate again" in text


def test_what_the_layers_set_up_and_hear(atbind):
    text = atbind("show", "--dialect", "fibocom", "sockets").stdout
    assert '  at a start\n      set up  AT+GTSET="IPRFMT",5\n' in text
    assert "      at most    2048 bytes a send, 2048 a read\n" in text
    assert "closed of <Socket_ID>     +MIPSTAT: <Socket_ID>,<Status>[," in text
    text = atbind("show", "--dialect", "simcom", "sockets").stdout
    assert "      at a time  4\n      peers      tcp\n" in text


def test_what_throws_bringup_back(atbind):
    text = atbind("show", "--dialect", "quectel", "bringup").stdout
    back = text.partition("  thrown back by\n")[2]
    assert '+QIURC: "pdpdeact",<contextID>, where <contextID> = 1: deactivate\n' in back
    assert (
        "+CEREG: <stat>…, unless <stat> = 1 or 5: register\n" in back
        and "\n      RDY: echo\n" in back
    )
    assert "  restarts that do not help\n      4 at once, then 10, 30, 60 min apart\n" in text


def test_a_misspelt_name_is_told_the_nearest(atbind):
    done = atbind("show", "+QIOPN")
    assert done.returncode == 2
    assert done.stderr == "atbind: nothing is called +QIOPN; did you mean +QIOPEN?\n"


@pytest.mark.parametrize(
    "name, meant",
    [
        ("qiopne", "qiopen"),
        ("+QIOPENN", "+QIOPEN"),
        ("urc_recvv", "urc_recv"),
        ("quectel_urc_rcv", "quectel_urc_recv"),
        ("send ko", "SEND OK"),
        ("+CME ERORR", "+CME ERROR"),
        ("dns parse faild", "DNS parse failed"),
    ],
)
def test_whatever_it_shows_is_near_a_misspelt_name(atbind, name, meant):
    done = atbind("show", name)
    assert (done.returncode, done.stderr.split("; ")[1]) == (2, f"did you mean {meant}?\n")
    assert atbind("show", meant).returncode == 0


def test_a_name_that_is_near_none(atbind):
    said = "atbind: nothing is called mqtt; `atbind show` lists what there is"
    assert (
        atbind("show", "mqtt").stderr == said + "; what it lacks is an overlay (spec/OVERLAYS.md)\n"
    )


@pytest.mark.parametrize(
    "word, told",
    [
        ("signal", ["AT+CSQ   Signal quality (cellular)", "AT+CESQ  Signal quality in each"]),
        ("Signal quality", ["AT+CSQ", "AT+CESQ"]),
        ("imei", ["AT+CGSN  Serial number (cellular)", "AT+GSN   Serial number"]),
        ("ntp", ["AT+MIPNTP", "AT+MNTP", "AT+QNTP"]),
        ("operators", ["AT+COPS"]),
        (
            "dns",
            ["AT+MSDNS", "AT+MSV6DNS", "AT+MIPDNS", "AT+MDNSGIP", "AT+QIDNSCFG", "AT+QIDNSGIP"],
        ),
    ],
)
def test_a_word_of_their_titles_or_texts_finds_commands(atbind, word, told):
    """Where it is nobody's name: of titles first, of all that they say else."""
    head, *rows = atbind("show", word).stdout.splitlines()
    assert head == f"{word} is nobody's name; it is said of"
    assert all(row.startswith(f"  {each}") for row, each in zip(rows, told)), rows
    assert len(rows) == len(told) + (word == "dns")  # SIMCom's


def test_a_word_is_looked_for_in_the_dialect_that_is_named(atbind):
    rows = atbind("show", "--dialect", "onemo", "ntp").stdout.splitlines()[1:]
    assert rows == ["  AT+MNTP  Set the clock from a time server (onemo)"]


@pytest.mark.parametrize(
    "name, told",
    [
        ("SEND FAIL", "SEND FAIL ends a command: refused (quectel)\n    AT+QISEND\n"),
        ("no carrier", "NO CARRIER ends a command: refused (fibocom)\n    ATO\n"),
        ("+CME ERROR", "+CME ERROR: <err> ends a command: refused (cellular)\n    <err>"),
        ("+CIS ERROR", "(onemo)\n    <err>  error number; number\n    any command\n"),
    ],
)
def test_a_final_result_code(atbind, name, told):
    assert told in atbind("show", name).stdout


def test_a_line_by_its_c_name(atbind):
    assert atbind("show", "quectel_qiopen_result").stdout == atbind("show", "+QIOPEN").stdout


def test_no_line_is_wider_than_a_terminal(atbind):
    lines = atbind("show", "+QICSGP", "+MIPSEND").stdout.splitlines()
    ours = [line for line in lines if line[4:5] not in ("<", ">")]  # the others are the wire's own
    assert len(ours) > 40 and max(map(len, ours)) <= 96


@pytest.mark.parametrize("verb", ["show", "export"])
def test_without_a_name_everything_there_is(atbind, verb):
    text = atbind(verb).stdout
    assert "modules: UC20, EC20, EC21, EC25" in text and "modules: A7600" in text
    assert "A7600 (manual, title)" in text and "A7672 (seen: TinyGSM, client A7672X)" in text
    assert "AT+QIOPEN" in text and "Start a socket service (3 forms)" in text
    assert "Return to transparent access mode (1 form)\n" in text
    assert "codes of err: 0 Operate successfully; 552 Unknown error" in text


def test_site_writes_pages(atbind, tmp_path):
    done = atbind("site", "--output", tmp_path, "--dialect", "quectel")
    assert done.returncode == 0 and done.stdout.endswith(f"open {tmp_path}/index.html\n")
    assert (tmp_path / "quectel" / "qiopen.html").is_file() and not (tmp_path / "onemo").exists()


def test_site_takes_an_overlay(atbind, tmp_path):
    over = tmp_path / "over.yaml"
    over.write_text("overlay: quectel\nremove: {commands: [+QNTP]}\n")
    done = atbind("site", "--output", tmp_path / "s", "--dialect", "quectel", "--overlay", over)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "s" / "quectel" / "qntp.html").exists()
