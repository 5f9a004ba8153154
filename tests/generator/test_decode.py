# SPDX-License-Identifier: MIT
"""`decode` tells what a modem sent: single facts, and all examples of the manuals."""

import json
import subprocess

import pytest
from atbind.build import spec as build
from atbind.modem import decoder
from atbind.modem import native
from atbind.modem import transcript

ATBIND = "generator/atbind"
KEYS = ["kind", "id", "fields", "text", "offset", "line"]
DIALECTS = ("quectel", "simcom", "fibocom", "onemo")


@pytest.fixture(scope="module")
def decode(home):
    """Runs the command on standard input; gives the events."""

    def run(dialect: str, data: bytes, *options: str) -> list[dict]:
        done = subprocess.run(
            [home / ATBIND, "decode", "--dialect", dialect, "--json", *options, "-"],
            input=data,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def test_a_urc_has_typed_fields_and_its_place(decode):
    [event] = decode("quectel", b'\r\n+QIURC: "recv",0\r\n')
    assert event == {
        "kind": "urc",
        "id": "quectel_urc_recv",
        "fields": {"connectID": 0},
        "text": '+QIURC: "recv",0',
        "offset": 2,
        "line": 2,
    }


def test_every_event_has_every_key(decode):
    events = decode("quectel", b'AT+X\r\n\r\nOK\r\n+QIURC: "recv",99\r\nhello\r\n')
    assert all(list(event)[:6] == KEYS for event in events)
    assert [e["kind"] for e in events][-2:] == ["malformed", "text"]


def test_a_field_that_does_not_fit_is_malformed_and_named(decode):
    [event] = decode("quectel", b'+QIURC: "recv",99\r\n')
    assert (event["kind"], event["id"]) == ("malformed", "quectel_urc_recv")
    assert "connectID" in event["reason"]


@pytest.mark.parametrize(
    ("dialect", "line", "reason"),
    [
        ("quectel", '+QIURC: "recv",77', "<connectID> is outside its range"),
        ("quectel", '+QIURC: "recv",x', "<connectID> is not of its type"),
        ("quectel", '+QIURC: "recv"', "<connectID> is missing"),
        ("onemo", '+MIPURC: "rtcp",0,4', "<recv_length> is not the length of what follows"),
        ("quectel", "a" * 9000, "the line is longer than any that the tables know"),
    ],
)
def test_why_a_line_is_malformed(decode, dialect, line, reason):
    events = decode(dialect, f"{line}\r\n".encode())
    assert {event["reason"] for event in events} == {reason}


def test_the_pending_command_makes_a_line_its_answer(decode):
    text = b'> AT+QIACT?\n< +QIACT: 1,1,1,"10.0.0.1"\n< OK\n'
    info, final = decode("quectel", text, "--transcript")
    assert (info["kind"], info["id"], info["line"]) == ("info", "quectel_qiact_read_info", 2)
    assert info["fields"]["contextID"] == 1
    assert (final["kind"], final["id"], final["line"]) == ("final", "quectel_final_ok", 3)


def test_a_result_after_ok_is_a_urc(decode):
    text = b'> AT+QIOPEN=1,0,"TCP","192.0.2.7",7\n< OK\n< +QIOPEN: 0,0\n'
    events = decode("quectel", text, "--transcript")
    assert [(e["kind"], e["id"]) for e in events] == [
        ("final", "quectel_final_ok"),
        ("urc", "quectel_qiopen_result"),
    ]


def test_payload_is_one_event_whatever_it_holds(decode):
    payload = b'\r\nOK\r\n+QIURC: "closed",0\r\n>\x00\xff'
    text = b'+QIURC: "recv",0,%d\r\n' % len(payload) + payload + b'\r\n+QIURC: "closed",0\r\n'
    urc, data, closed = decode("quectel", text, "--set", "access_mode.0=1")
    assert urc["id"] == "quectel_urc_recv_data"
    assert (data["kind"], data["hex"]) == ("payload", payload.hex())
    assert data["text"] == payload.decode("latin-1")
    assert closed["id"] == "quectel_urc_closed"


@pytest.mark.parametrize("digits", [b"66726F6D20", b"66726f6d20"])
def test_payload_in_digits_is_where_they_are(decode, digits):
    head, payload = decode("simcom", b"\r\n+CIPRXGET: 3,1,5,6\r\n" + digits + b"\r\n")
    assert (head["offset"], payload["offset"]) == (2, 22)
    assert (payload["text"], payload["line"]) == ("from ", 3)


@pytest.mark.parametrize("digits", [b"31", b"3133", b"aB", b"AbCd"])
def test_payload_whose_digits_look_like_itself_is_where_they_are(decode, digits):
    _, payload = decode("fibocom", b"+MIPRTCP: 1,0," + digits + b"\r\n")
    assert (payload["offset"], payload["hex"].encode()) == (14, digits.lower())


def test_the_prompt_is_an_event(decode):
    text = b"> AT+QISEND=0,4\n< >\n>> test\n< SEND OK\n"
    events = decode("quectel", text, "--transcript")
    assert [e["kind"] for e in events] == ["prompt", "final"]


@pytest.mark.parametrize(
    ("line", "fields", "extra"),
    [
        (b'+QIURC: "closed",0,7,"x"\r\n', {"connectID": 0}, '7,"x"'),
        (b'+QIURC: "closed",0,\r\n', {"connectID": 0}, None),
        (b'+CREG: 1,"12","34",7\r\n', {"stat": 1, "lac": "12", "ci": "34", "AcT": 7}, None),
    ],
)
def test_what_stands_behind_the_last_field_is_told(decode, line, fields, extra):
    [event] = decode("quectel", line)
    assert event["fields"].items() >= fields.items()
    assert event.get("extra") == extra


def test_a_line_as_another_device_writes_it_has_nothing_extra(decode):
    events = decode("quectel", b'+CEREG: 5,"12","0","34",7\r\n+CEREG: 1,"12","34",7,,,"1","2"\r\n')
    assert [event.get("extra") for event in events] == [None, None]


def test_people_see_what_no_field_is_for(home):
    shown = subprocess.run(
        [home / ATBIND, "decode", "--dialect", "quectel", "-"],
        input=b'+QIURC: "closed",0,7\r\n',
        capture_output=True,
        check=True,
    )
    assert shown.stdout.rstrip().endswith(b"connectID=0  (and no field: 7)")


@pytest.mark.parametrize(
    ("dialect", "command", "said", "unasked"),
    [
        ("fibocom", "AT+MIPCALL=1", ["OK", "+MIPCALL:0", "+MIPCALL:0"], [False, False, True]),
        ("fibocom", "AT+MIPCALL=0", ["OK", "+MIPCALL:0"], [False, False]),
        ("onemo", "AT+MPOF=0", ["OK", "POWER OFF", "+MATREADY"], [False, False, True]),
        ("onemo", "AT+MPOF=0", ["OK", "REBOOTING"], [False, True]),
        ("quectel", "ATD*99#", ["BUSY"], [False]),
    ],
)
def test_people_see_what_nobody_asked_for(home, dialect, command, said, unasked):
    text = f"> {command}\n" + "".join(f"< {line}\n" for line in said)
    shown = subprocess.run(
        [home / ATBIND, "decode", "--dialect", dialect, "--transcript", "-"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    lines = shown.stdout.decode().splitlines()[1:]
    assert [line.endswith("(unasked)") for line in lines] == unasked


@pytest.mark.parametrize(
    ("dialect", "line", "words"),
    [
        ("quectel", b"+CME ERROR: 13", b"err=13  (SIM failure)"),
        ("quectel", b"+CME ERROR: 558", b"err=558  (Invalid parameters)"),
        ("quectel", b"+CMS ERROR: 310", b"err=310  (No SIM card)"),
        ("quectel", b"+CME ERROR: 9999", b"err=9999"),
        ("quectel", b"+CME ERROR: SIM failure", b'text="SIM failure"'),
        ("onemo", b"+CIS ERROR: 550", b"err=550  (Unknown TCP/IP error)"),
        ("simcom", b"+IP ERROR: 4", b"err_info=4  (Network is already opened)"),
        ("fibocom", b"+CME ERROR: 2000", b"err=2000  (TCPIP Param wrong)"),
    ],
)
def test_people_see_what_a_failures_number_means(home, dialect, line, words):
    shown = subprocess.run(
        [home / ATBIND, "decode", "--dialect", dialect, "-"],
        input=b"\r\n" + line + b"\r\n",
        capture_output=True,
        check=True,
    )
    assert shown.stdout.rstrip().endswith(b"  " + words)


@pytest.mark.parametrize("payload", [b"\r\n", b"\na\r\n"])
def test_people_see_line_ends_of_payload(home, payload):
    shown = subprocess.run(
        [home / ATBIND, "decode", "--dialect", "quectel", "--set", "access_mode.0=1", "-"],
        input=b'\r\n+QIURC: "recv",0,%d\r\n%s' % (len(payload), payload),
        capture_output=True,
        check=True,
    )
    assert shown.stdout.splitlines()[-1] == b"<< " + payload.decode().encode("unicode_escape")


BROKEN = [
    ("quectel", b'\r\n+QIURC: "recv",0,9\r\nab', "its payload stops here: more was announced"),
    ("simcom", b"\r\n+CIPRXGET: 3,1,5,6\r\n66zz\r\n", "what follows is no hex digit"),
]


@pytest.mark.parametrize("dialect, data, words", BROKEN)
def test_payload_that_breaks_off_is_told_as_such(decode, dialect, data, words):
    [event] = [e for e in decode(dialect, data) if e["kind"] == "malformed"]
    assert event["reason"] == words


@pytest.mark.parametrize("dialect, data, words", BROKEN)
def test_people_see_that_payload_breaks_off(home, dialect, data, words):
    done = subprocess.run(
        [home / ATBIND, "decode", "--dialect", dialect, "-"],
        input=data,
        capture_output=True,
        check=True,
    )
    assert f"!! {words}".encode() in done.stdout


def test_a_new_command_drops_the_pending_one(decode):
    text = b'> AT+QISEND=0,4\n> AT+QIACT?\n< +QIACT: 1,1,1,"10.0.0.1"\n< OK\n'
    assert [e["kind"] for e in decode("quectel", text, "--transcript")] == ["info", "final"]


def test_a_setting_may_be_stated_in_the_transcript(decode):
    text = b"# set: IPRFMT=2\n< +MIPRTCP: 1,4,test\n"
    urc, payload = decode("fibocom", text, "--transcript")
    assert (urc["kind"], payload["text"]) == ("urc", "test")


IMPOSSIBLE = [
    ("quectel", "access_mode.0=9", "access_mode is 0, 1 or 2"),
    ("quectel", "access_mode.0=-1", "access_mode is 0, 1 or 2"),
    ("simcom", "CIPHEAD=2", "CIPHEAD is 0 or 1"),
    ("simcom", "cipopen_timeout=2999", "cipopen_timeout is 3000 to 120000"),
    ("fibocom", "IPRFMT=3", "IPRFMT is 0, 1, 2 or 5"),
    ("fibocom", "online=2", "online is 0 or 1"),
    ("onemo", "access_mode.5=4", "access_mode is 0, 1, 2 or 3"),
]


@pytest.mark.parametrize("dialect, statement, values", IMPOSSIBLE)
def test_a_value_that_a_setting_cannot_have_is_refused(home, tmp_path, dialect, statement, values):
    """On the command line, and stated in a transcript."""
    decode = [home / ATBIND, "decode", "--dialect", dialect]
    session = tmp_path / "session.txt"
    session.write_text(f"> AT\n# set: {statement}\n")
    for options, place in (["--set", statement, "/dev/null"], ""), (
        ["--transcript", session],
        f"{session}:2: ",
    ):
        done = subprocess.run([*decode, *options], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == f"atbind: {place}{statement}: {values}"


@pytest.mark.parametrize(
    ("dialect", "statements"),
    [
        ("quectel", ["access_mode.11=2"]),
        ("simcom", ["CIPRXGET=1", "HeaderType=1", "errMode=0", "netopen_timeout=3000"]),
        ("fibocom", ["IPRFMT=5", "SENDTIME=30", "MIPREAD_Hexmode=1", "online=1"]),
        ("onemo", ["access_mode.0=1", "send_format.1=2", "recv_format.2=1"]),
    ],
)
def test_a_value_that_a_command_can_set_is_taken(decode, dialect, statements):
    options = [word for statement in statements for word in ("--set", statement)]
    assert [e["kind"] for e in decode(dialect, b"\r\nOK\r\n", *options)] == ["final"]


@pytest.mark.parametrize(
    "statement",
    [
        *("nonsense=1", "access_mode=1", "access_mode.99=1", "IPRFMT=2", "x"),
        *("access_mode.0=4294967298", "access_mode.4294967296=2"),
    ],
)
def test_a_wrong_setting_is_told(home, statement):
    done = subprocess.run(
        [home / ATBIND, "decode", "--dialect", "onemo", "--set", statement, "-"],
        input=b"",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2 and done.stderr.startswith(b"atbind: ")
    assert b"Traceback" not in done.stderr


def test_a_wrong_setting_in_a_transcript_is_told_with_its_place(home, tmp_path):
    (tmp_path / "session.txt").write_text("> AT\n# set: nothing=1\n")
    command = [home / "generator/atbind", "decode", "--dialect", "onemo", "--transcript"]
    done = subprocess.run(
        [*command, tmp_path / "session.txt"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"{tmp_path / 'session.txt'}:2: nothing=1: the dialect has no setting" in done.stderr


def test_a_folder_without_generated_c_is_told(home, tmp_path):
    done = subprocess.run(
        [home / ATBIND, "decode", "--dialect", "onemo", "--generated", tmp_path, "-"],
        input=b"",
        capture_output=True,
        check=False,
    )
    said = f"atbind: no generated C for the dialect onemo in {tmp_path.resolve()}\n"
    assert (done.returncode, done.stderr.decode()) == (2, said)


def test_a_debugger_finds_what_the_compiler_has_put_into_its_caller(home):
    """runtime/README.md: `break read_digits` stops a transcript that is decoded."""
    native.load("quectel", None, home / "generated")
    built = (home / "build/native/quectel").glob("quectel-*.so")
    newest = max(built, key=lambda path: path.stat().st_mtime)
    assert b"\0read_digits\0" in newest.read_bytes()


def test_a_missing_file_is_told(home):
    done = subprocess.run(
        [home / ATBIND, "decode", "--dialect", "quectel", "/no/such"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2 and b"/no/such: No such file" in done.stderr


def transcripts(home):
    for dialect in DIALECTS:
        for path in sorted((home / "spec" / dialect / "transcripts").glob("*.txt")):
            yield dialect, path


@pytest.fixture(scope="module")
def excused(home):
    """The example lines that an erratum names."""
    return {d.name: {x for e in d.errata for x in e.examples} for d in build.load(home / "spec")}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_example_of_the_manual_is_unknown(home, excused, dialect):
    library = native.load(dialect, None, home / "generated")
    strange = []
    for name, path in transcripts(home):
        if name != dialect:
            continue
        events: list[dict] = []
        entries = transcript.parse(path.read_bytes(), path.name)
        decoder.decode(library, entries, [], events.append)
        strange += [
            (path.name, e["line"], e["kind"], e["text"])
            for e in events
            if e["kind"] in ("text", "malformed") and e["text"] not in excused[dialect]
        ]
    assert strange == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_command_of_the_examples_is_right(home, excused, dialect):
    library = native.load(dialect, None, home / "generated")
    wrong = []
    for name, path in transcripts(home):
        if name != dialect:
            continue
        for entry in transcript.parse(path.read_bytes(), path.name):
            found = library.explain(entry.data) if entry.kind == transcript.SENT else None
            if found and found.reason and entry.data.decode("latin-1") not in excused[dialect]:
                wrong.append((path.name, entry.line, entry.data, found.message))
    assert wrong == []
