# SPDX-License-Identifier: MIT
"""The section `sockets` of the tables: command lines with open values, what lines say, selections."""

import pytest
from atbind.build.prepared import NUMBER, TEXT, Preparer, Unknown
from atbind.build.sockets import OPEN_VALUES
from atbind.build.spec import load
from atbind.c.files import all_files
from atbind.c.prepared import letters
from atbind.model.selection import only
from atbind.tables.mistakes import Mistakes

HEAD = """\
dialect: toy
title: A dialect for tests
manual: {title: null, version: "1"}
default_timeout: 10 s
parameters: {id: {type: integer, range: 0..16}, word: {type: string, values: [TCP]}}
urcs: {closed: {line: '+GONE: <id>'}}
commands:
  +OPEN:
    title: Opens
    parameters: {host: {type: host}, port: {type: integer, range: 1..65535}}
    forms:
      - {syntax: 'AT+OPEN=<id>,<word>,<host>,<port>', answers: [OK]}
  +SHUT:
    title: Closes
    forms:
      - {syntax: AT+SHUT=<id>, answers: [OK]}
  +SEND:
    title: Sends
    parameters: {n: {type: integer, range: 1..100}}
    forms:
      - {syntax: 'AT+SEND=<id>,<n>', answers: ['> then OK'], payload: {ends: length, length: n}}
  +SENDX:
    title: Sends less than its length may say
    parameters: {n: {type: integer, range: 1..100}}
    forms:
      - {syntax: 'AT+SENDX=<id>,<n>', answers: ['> then OK'], payload: {ends: length, length: n, max: 80}}
  +READ:
    title: Reads
    parameters: {n: {type: integer, range: 1..50}, d: {type: data, length: n}}
    forms:
      - {syntax: 'AT+READ=<id>,<n>', answers: [read_info then OK]}
      - {syntax: AT+READ=<id>, name: all, answers: [read_info then OK]}
    lines: {read_info: {line: '+READ: <n><CR><LF><d>'}}
"""

GOOD = """\
sockets:
  ids: 0..5
  kinds:
    tcp: {open: 'AT+OPEN=<id>,"TCP",<host>,<port>', close: AT+SHUT=<id>,
          send: 'AT+SEND=<id>,<length>', read: 'AT+READ=<id>,<length>',
          send_max: 100,
          read_max: 50}
  lines:
    urc_closed: closed of <id>
    read_info: data
"""

BAD = {
    "a command that nobody knows": (
        ("close: AT+SHUT=<id>", "close: AT+CLOSE=<id>"),
        "`+CLOSE` is no command of these tables",
    ),
    "too few values": (
        ('"TCP",<host>,<port>', '"TCP"'),
        '`AT+OPEN=<id>,"TCP"` fits no form of +OPEN',
    ),
    "a word that is none of the values": (
        ('"TCP"', '"TLS"'),
        '`AT+OPEN=<id>,"TLS",<host>,<port>`: <word> takes "TCP", not "TLS"',
    ),
    "a number outside its range": (
        ('<id>,"TCP"', '17,"TCP"'),
        '`AT+OPEN=17,"TCP",<host>,<port>`: <id> takes 0..16, not 17',
    ),
    "two values that none takes": (
        ('<id>,"TCP"', '17,"TLS"'),
        "fits no form of +OPEN; write it as",
    ),
    "a curly quote": (('"TCP"', "“TCP”"), "(LEFT DOUBLE QUOTATION MARK) is no ASCII"),
    "more in one send than it takes": (
        ("send_max: 100", "send_max: 101"),
        "`send_max`: <n>: 101 is outside 1..100 in `AT+SEND=<id>,<length>`; write what it takes",
    ),
    "more in one send than its payload may have": (
        ("send_max: 100", "send_else: 'AT+SENDX=<id>,<length>', send_max: 100"),
        "`send_max`: 100: 80 bytes of payload are the most in `AT+SENDX=<id>,<length>`",
    ),
    "more in one read than it takes": (
        ("read_max: 50", "read_max: 51"),
        "`read_max`: <n>: 51 is outside 1..50 in `AT+READ=<id>,<length>`",
    ),
    "ids that no command takes": (
        ("0..5\n  kinds", "0..17\n  kinds"),
        "`ids`: <id>: 17 is outside 0..16",
    ),
    "ids of a kind that no command takes": (
        ("send_max: 100", "ids: 18, send_max: 100"),
        "`ids`: <id>: 17 is outside 0..16",
    ),
    "a number where a text belongs": (
        ('"TCP",<host>', '"TCP",<port>'),
        "<host> takes a text in quotes, not <port>",
    ),
    "an open value that nobody fills": (("<host>", "<address>"), "<address> is no open value"),
    "no command line": (("close: AT+SHUT=<id>", "close: ATX=<id>;+Y"), "is no command of these"),
    "no command line at all": (
        ("close: AT+SHUT=<id>", "close: SHUT"),
        "`SHUT` must be a command line such as AT+X=<id>, with <id>, <host>, <port>",
    ),
    "a kind whose name is none in C": (("    tcp:", "    t-cp:"), "`t-cp` is not a C name"),
    "a kind without open": (("open: 'AT+OPEN=<id>,\"TCP\",<host>,<port>', ", ""), "lacks `open`"),
    "a line that nobody knows": (("urc_closed:", "urc_gone:"), "there is no line `urc_gone`"),
    "a word that means nothing": (("closed of", "finished of"), "says nothing of sockets"),
    "a field that the line lacks": (("of <id>", "of <n>"), "<n> is no field of +GONE: <id>"),
    "peers of no kind": (
        ("close: AT+SHUT=<id>", "close: AT+SHUT=<id>, accepts: tls"),
        "no kind `tls`",
    ),
    "an address that nobody looks up": (
        ("close: AT+SHUT=<id>", "close: AT+SHUT=<id>, by_address: true"),
        "nothing looks names up",
    ),
    "peers whose numbers nobody remembers": (
        (
            "0..5\n  kinds:\n",
            "0..16\n  kinds:\n    all: {open: AT+SHUT=<id>, close: AT+SHUT=<id>, accepts: tcp}\n",
        ),
        "where peers are accepted ids end at 15",
    ),
    "ids that are no range": (("0..5\n  kinds", "many\n  kinds"), "many"),
}


@pytest.fixture
def mistakes(tmp_path):
    def of(text):
        folder = tmp_path / "toy"
        folder.mkdir()
        (folder / "dialect.yaml").write_text(HEAD + text)
        try:
            load(tmp_path)
        except Mistakes as found:
            return [str(mistake) for mistake in found]
        return []

    return of


# What the commands or the lines leave out, without which no byte would ever come or go.
INCOMPLETE = {
    "a socket that is not named": (
        ("AT+SHUT=<id>", "AT+SHUT=1"),
        "`AT+SHUT=1` does not say which socket; write <id> in its place",
    ),
    "a port that is not told": (("<host>,<port>", "<host>,7"), "nothing tells the modem <port>"),
    "a host that is not told": (("<host>,<port>", '"a",<port>'), "nothing tells the modem <host>"),
    "a send without payload": (("AT+SEND=<id>,<length>", "AT+SHUT=<id>"), "sends no payload"),
    "a read without payload": (("AT+READ=<id>,<length>", "AT+SHUT=<id>"), "brings no payload"),
    "payload that no line brings": (("    read_info: data\n", ""), "what `read` asks for"),
    "an end that no line tells": (("closed of", "readable of"), "that a peer has closed"),
    "data without payload": (
        (
            "    urc_closed: closed of <id>\n    read_info: data",
            "    urc_closed: [closed of <id>, data]",
        ),
        "`+GONE: <id>` brings no payload; write `data` at the line that does",
    ),
    "an end of no socket": (("closed of <id>", "closed"), "write `closed of <field>`"),
    "a name's address that no line tells": (
        ("  kinds:", "  resolve: 'AT+OPEN=1,\"TCP\",<host>,7'\n  kinds:"),
        "what `resolve` asks for",
    ),
    "what the peer has that no line tells": (
        ("close: AT+SHUT=<id>", "acked: AT+SHUT=<id>, close: AT+SHUT=<id>"),
        "what `acked` asks for",
    ),
    "a listener's peer that no line tells": (
        ("close: AT+SHUT=<id>", "accepts: tcp, close: AT+SHUT=<id>"),
        "no line tells a listener's peer",
    ),
}


@pytest.mark.parametrize("what", INCOMPLETE)
def test_what_a_section_cannot_do_without_is_told(mistakes, what):
    (old, new), message = INCOMPLETE[what]
    assert old in GOOD
    (told,) = mistakes(GOOD.replace(old, new, 1))
    assert message in told


def test_a_destination_may_be_told_before_it_is_opened(mistakes):
    before = GOOD.replace("open: ", "prepare: ").replace("close:", "open: AT+SHUT=<id>, close:")
    assert mistakes(before) == []


def test_a_name_is_looked_up_in_the_place_of_what_prepares(mistakes):
    looked_up = GOOD.replace("  kinds:", "  resolve: 'AT+OPEN=1,\"TCP\",<host>,7'\n  kinds:")
    looked_up = looked_up.replace("closed of <id>", "[closed of <id>, address <id>]")
    looked_up = looked_up.replace("open: ", "by_address: true, open: ")
    (told,) = mistakes(looked_up.replace("close:", "prepare: AT+SHUT=<id>, close:"))
    assert "`by_address` looks the name up in the place of `prepare`; use `prepare_too`" in told


def test_packets_are_taken_without_a_line_that_tells_their_end(mistakes):
    packets = GOOD.replace("send_max: 100,", "packets: true, send_max: 100,")
    assert mistakes(packets.replace("    urc_closed: closed of <id>\n", "")) == []


def test_a_good_section_is_taken(mistakes):
    assert mistakes(GOOD) == []


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_told_where_it_stands(mistakes, what):
    (old, new), message = BAD[what]
    assert old in GOOD
    bad = GOOD.replace(old, new, 1)
    lines = [n for n, (a, b) in enumerate(zip(GOOD.splitlines(), bad.splitlines()), 1) if a != b]
    (told,) = mistakes(bad)
    assert message in told
    assert f"dialect.yaml:{HEAD.count(chr(10)) + lines[0]}:" in told


def test_a_read_without_a_length_is_held_by_what_counts_its_answer(mistakes):
    unasked = GOOD.replace("'AT+READ=<id>,<length>'", "AT+READ=<id>")
    (told,) = mistakes(unasked.replace("read_max: 50", "read_max: 51"))
    assert "`read_max`: <n>: 51 is outside 1..50 in `AT+READ=<id>`" in told


@pytest.mark.parametrize(
    "ids, of_models, count",
    [
        ("0..5", "0..3", "TOY_ID_MAX < 5 ? TOY_ID_MAX + 1 : 6"),
        ("0..16", "0..3", "TOY_ID_MAX + 1"),
        ("1..16", "1..3", "TOY_ID_MAX"),
        ("2..16", "2..3", "TOY_ID_MAX + 1 - 2"),
        ("0..2", "0..3", "3"),
    ],
)
def test_a_model_has_as_many_sockets_as_numbers(tmp_path, ids, of_models, count):
    less = f"range: 0..16, models: {{T1: {{range: {of_models}}}}}"
    head = HEAD.replace("range: 0..16", less).replace(
        "title: A", "models: {T1: {}, T2: {}}\ntitle: A"
    )
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "dialect.yaml").write_text(head + GOOD.replace("0..5", ids))
    (dialect,) = load(tmp_path)
    made = all_files(dialect, "0")
    assert f".ids = {count}," in made["toy_sockets.c"]
    assert ("fewer on some models" in made["toy_sockets.h"]) == ("TOY" in count)


@pytest.fixture(scope="module")
def dialects(home):
    return {dialect.name: dialect for dialect in load(home / "spec")}


@pytest.mark.parametrize(
    "dialect, text, form, places",
    [
        ("quectel", 'AT+QIOPEN=1,<id>,"TCP",<host>,<port>,0,0', "quectel_qiopen", "aAb"),
        ("quectel", "AT+QISEND=<id>,0", "quectel_qisend_query", "a"),
        ("quectel", "AT+QISEND=<id>,<length>", "quectel_qisend", "ac"),
        ("quectel", "AT+QIRD=<id>", "quectel_qird_packet", "a"),
        ("simcom", 'AT+CIPOPEN=<id>,"UDP",,,0', "simcom_cipopen_udp", "a"),
        ("simcom", "AT+NETOPEN", "simcom_netopen", ""),
        ("fibocom", "AT+MIPOPEN=<id>,,<host>,<port>,60", "fibocom_mipopen", "aAb"),
        ("onemo", "AT+MIPSEND=<id>,<length>,<data>", "onemo_mipsend", "ac$"),
        ("onemo", 'AT+MIPCFG="encoding",<id>,1,0', "onemo_mipcfg_encoding", "a"),
    ],
)
def test_a_command_line_is_the_form_that_it_looks_like(dialects, dialect, text, form, places):
    prepared = Preparer(dialects[dialect].forms, OPEN_VALUES).prepare(text)
    assert prepared.origin == form
    assert letters(prepared) == places


def test_a_number_outside_its_range_is_refused(dialects):
    preparer = Preparer(dialects["quectel"].forms, {"id": NUMBER, "host": TEXT})
    with pytest.raises(Unknown, match="<contextID> takes 1..16, not 17"):
        preparer.prepare("AT+QIACT=17")


def test_a_fixed_word_that_is_mistyped_is_told_by_the_one_that_is_meant(dialects):
    preparer = Preparer(dialects["fibocom"].forms, OPEN_VALUES)
    with pytest.raises(Unknown, match='"IPRFMX" cannot stand there; did you mean "IPRFMT"?'):
        preparer.prepare('AT+GTSET="IPRFMX",5')


def test_a_selection_of_a_kind_brings_its_commands_and_lines(dialects):
    kept = only(dialects["quectel"], ["quectel_tcp"])
    assert [kind.name for kind in kept.sockets.kinds] == ["tcp"]
    assert kept.sockets.resolve is None
    wanted = {"quectel_qiopen", "quectel_qisend", "quectel_qird", "quectel_qiclose"}
    assert wanted < {form.id for form in kept.forms}
    assert "quectel_urc_closed" in {line.id for line in kept.lines}


def test_lines_of_what_is_not_kept_are_gone(dialects):
    def said(*names):
        return {row.word for row in only(dialects["quectel"], names).sockets.lines}

    others = {"incoming", "address", "no_name"}
    assert not said("quectel_tcp") & others
    assert said("quectel_tcp", "quectel_resolve") & others == {"address", "no_name"}
    assert said("quectel_listener") & others == {"incoming"}
    udp = only(dialects["simcom"], ["simcom_udp"]).sockets.lines
    assert "address" in {row.word for row in udp}  # its modem takes no name


def test_a_listener_brings_the_kind_of_its_peers(dialects):
    kept = only(dialects["simcom"], ["simcom_listener", "simcom_resolve"])
    assert [kind.name for kind in kept.sockets.kinds] == ["tcp", "listener"]
    assert kept.sockets.resolve.text == "AT+CDNSGIP=<host>"


def test_a_selection_without_sockets_has_none(dialects):
    assert only(dialects["quectel"], ["quectel_qiact"]).sockets is None
