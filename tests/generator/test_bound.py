# SPDX-License-Identifier: MIT
"""Prepared lines become forms: the values that stand there are judged when the C is generated."""

import pytest
from atbind.build.prepared import DATA, NUMBER, TEXT, Preparer, Unknown
from atbind.build.spec import load

OPEN = {
    **dict.fromkeys(("id", "port", "length", "seconds", "mode"), NUMBER),
    **dict.fromkeys(("host", "apn", "user", "password"), TEXT),
    "data": DATA,
}


@pytest.fixture(scope="module")
def prepare(home):
    known = {d.name: Preparer(d.known_forms, OPEN) for d in _with_chapter(load(home / "spec"))}
    return lambda dialect, text: known[dialect].prepare(text).form


class _Known:
    def __init__(self, name, forms):
        self.name, self.known_forms = name, forms


def _with_chapter(dialects):
    for dialect in dialects:
        yield _Known(dialect.name, (*dialect.forms, *dialect.chapter.forms))


def places(form):
    return [p.literal if p.literal is not None else f"<{p.parameter.name}>" for p in form.positions]


def test_values_stand_in_the_text_and_open_ones_are_needed(prepare):
    form = prepare("quectel", 'AT+QIOPEN=1,<id>,"TCP",<host>,<port>,0,0')
    assert places(form) == ["1", "<connectID>", '"TCP"', "<IP_address>", "<remote_port>", "0", "0"]
    assert not any(p.optional or p.may_be_empty or p.grouped for p in form.positions)


def test_an_empty_place_stays_empty_and_what_is_left_out_is_gone(prepare):
    assert places(prepare("simcom", 'AT+CIPOPEN=<id>,"UDP",,,0'))[2:] == ["", "", "0"]
    assert places(prepare("quectel", "AT+QICLOSE=<id>")) == ["<connectID>"]


def test_rules_that_are_kept_are_gone(prepare):
    assert prepare("quectel", 'AT+QIOPEN=1,<id>,"UDP",<host>,<port>,0,0').rules == ()
    assert prepare("quectel", "AT+QICSGP=1,1,<apn>,<user>,<password>,1").rules == ()


@pytest.mark.parametrize(
    "dialect, text, message",
    [
        (
            "quectel",
            'AT+QIOPEN=1,<id>,"TCP LISTENER",<host>,0',
            'breaks the rule `<service_type> = "TCP LISTENER" requires <local_port> given`',
        ),
        (
            "onemo",
            'AT+MIPOPEN=<id>,"UDP",<host>,<port>,60,2',
            'breaks the rule `<proto_type> = "UDP" requires <access_mode> != 2`',
        ),
        (
            "onemo",
            'AT+MIPOPEN=<id>,"UDP",<host>,<port>,60,<mode>',
            'leaves the rule `<proto_type> = "UDP" requires <access_mode> != 2` '
            "to values that are open",
        ),
        ("quectel", "AT+QICLOSE=1", "fixes <connectID>, of which access_mode is a setting"),
        (
            "quectel",
            "AT+QPING=1,<host>,4,4",
            "fixes <timeout>, of which the time limit is a product",
        ),
        ("quectel", "SHUT", "is no command line; it begins with AT"),
    ],
)
def test_what_only_a_call_could_tell_is_refused(prepare, dialect, text, message):
    with pytest.raises(Unknown) as error:
        prepare(dialect, text)
    assert str(error.value) == f"`{text}` {message}"


def test_a_setting_has_the_value_that_stands_there(prepare):
    (effect,) = prepare("quectel", 'AT+QIOPEN=1,<id>,"TCP",<host>,<port>,0,1').sets
    assert (effect.index, effect.parameter, effect.value) == ("connectID", None, 1)


def test_a_time_limit_counts_what_stands_there(prepare):
    form = prepare("onemo", 'AT+MIPOPEN=<id>,"TCP",<host>,<port>,30,2')
    assert (form.result_timeout.ms, form.result_timeout.parameter) == (35_000, None)
    assert prepare("quectel", "AT+QICLOSE=<id>,3").timeout.ms == 8_000
    assert prepare("quectel", "AT+QICLOSE=<id>").timeout.ms == 15_000  # its default
    assert prepare("quectel", "AT+QICLOSE=<id>,<seconds>").timeout.parameter == "timeout"


def test_models_that_do_not_take_a_value_lack_the_line(prepare):
    transparent = prepare("onemo", 'AT+MIPOPEN=<id>,"TCP",<host>,<port>,60,1')
    assert "MN316" in transparent.lacking
    assert "MN316" not in prepare("onemo", 'AT+MIPOPEN=<id>,"TCP",<host>,<port>,60,2').lacking
    assert "MN316" in prepare("onemo", "AT+MIPSACK=<id>").lacking  # as the command itself


def test_of_two_numbers_in_one_place_the_first_is_meant(prepare):
    assert places(prepare("onemo", "AT+MIPRD=<id>,<length>")) == ["<connect_id>", "<read_len>"]
    read = prepare("onemo", "AT+MIPRD=<id>,<length>").positions[1]
    assert [parameter.name for parameter in read.parameters] == ["read_len"]


def test_a_length_that_a_layer_states_is_not_checked_but_payload_in_the_line_is(prepare):
    assert prepare("quectel", "AT+QISEND=<id>,<length>").payload.sure
    assert not prepare("onemo", "AT+MIPSEND=<id>,<length>,<data>").payload.sure
