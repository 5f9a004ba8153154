# SPDX-License-Identifier: MIT
"""The manual's notation: command lines, received lines, outcomes and the short phrases."""

import pytest
from atbind.notation.line import (
    NotationError,
    dialled_value,
    parse_answer,
    parse_command,
    split_prefix,
)
from atbind.notation.outcome import parse_outcome
from atbind.notation.phrases import (
    PhraseError,
    parse_coding,
    parse_duration,
    parse_effect,
    parse_limit,
    parse_range,
    parse_rule,
    parse_when,
)
from hypothesis import given
from hypothesis import strategies as st


def shown(elements):
    """An element as its name or literal, with `?` optional, `e` may be empty, `+` grouped."""
    return [
        ("/".join(e.names) or e.literal)
        + "?" * e.optional
        + "e" * e.may_be_empty
        + "+" * e.grouped
        + (f"{{{e.many}}}" if e.many else "")
        for e in elements
    ]


# ---- command lines ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "type_", "name"),
    [
        ("AT+QIOPEN=?", "test", "+QIOPEN"),
        ("AT+QIOPEN?", "read", "+QIOPEN"),
        ("AT+QIOPEN=<a>", "set", "+QIOPEN"),
        ("AT+NETOPEN", "execute", "+NETOPEN"),
        ("ATO", "execute", "O"),
        ("ATD", "execute", "D"),
        ("ATD*99***1#", "execute", "D*99***1#"),
        ("ATD*99***<cid>#", "execute", "D*99***<cid>#"),
        ("+++", "data", "+++"),
    ],
)
def test_the_type_follows_from_the_writing(text, type_, name):
    parsed = parse_command(text)
    assert (parsed.type, parsed.name) == (type_, name)


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("<a>,<b>", ["a", "b"]),
        ("<a>[,<b>,<c>[,<d>][,<e>]]", ["a", "b?", "c?+", "d?e", "e?"]),
        ("[<a>[,<b>][,<c>]]", ["a?", "b?e", "c?"]),
        ("<a>[,<b>[,<c>]][,<d>]", ["a", "b?e", "c?e", "d?"]),
        ("<User name>,< b >", ["User name", "b"]),
        ("<a>/<b>,<c>", ["a/b", "c"]),
        ("<Destination_IP/hostname>", ["Destination_IP/hostname"]),
        ("<a>[,<b>]", ["a", "b?"]),
        ("<a>[,<b>[,<c>]]", ["a", "b?", "c?"]),
        ("<a>[,<b>,<c>]", ["a", "b?", "c?+"]),
        ("<a>[,<b>][,<c>]", ["a", "b?e", "c?"]),
        ("<a>[,<b>[,<c>]][,<d>]", ["a", "b?e", "c?e", "d?"]),
        ("<a>[[,<b>][,<c>]]", ["a", "b?e", "c?"]),
        ("<a>[,<b>/<c>[,<d>,<e>[,<f>]]]", ["a", "b/c?", "d?", "e?+", "f?"]),
        ("<a>,[<b>],<c>", ["a", "be", "c"]),
        ("<a>,[<b>]", ["a", "be"]),
        ("<a>[,[<b>],<c>]", ["a", "b?e", "c?+"]),
        ("<a>[,[<b>]]", ["a", "b?e"]),
        ("[<a>][,<b>][,<c>]", ["a?e", "b?e", "c?"]),
        ("[<a>],<b>", ["ae", "b"]),
        ("[<a>]", ["a?e"]),
        ("[<a>,<b>]", ["a?", "b?+"]),
        ('<a>,"UDP",,,<b>', ["a", '"UDP"', "", "", "b"]),
        ("2,<a>,", ["2", "a", ""]),
        ('"a,b",<c>', ['"a,b"', "c"]),
    ],
)
def test_places_between_the_commas(text, elements):
    assert shown(parse_command("AT+X=" + text).elements) == elements


def test_what_is_dialled_may_have_a_value_in_it():
    (place,) = parse_command("ATD*99***< cid >#").elements
    assert (place.names, place.column) == (("cid",), 10)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("D*99***1#", "1"),
        ("d*99***255#", "255"),
        ("D*99***#", None),
        ("D*99***x#", None),
        ("D*99***1", None),
        ("D*99#", None),
        ("D*99***1#1", None),
    ],
)
def test_the_value_of_what_is_dialled(line, value):
    assert dialled_value("D*99***<cid>#", line) == value
    assert dialled_value("D*99***1#", line) is None


def test_a_literal_may_have_the_manuals_name():
    first, second = parse_command('AT+X=<mode=2>,<cmd="cid">').elements
    assert (first.literal, first.literal_name) == ("2", "mode")
    assert (second.literal, second.literal_name) == ('"cid"', "cmd")


WRONG_COMMANDS = [
    ("QIOPEN=<a>", 1, "begins with `AT`"),
    ("AT+X<a>", 5, "come `=?`, `?`, `=…` or nothing"),
    ("ATD*99***<a>", 10, "come `=?`, `?`, `=…` or nothing"),
    ("ATD<a>,<b>#", 4, "come `=?`, `?`, `=…` or nothing"),
    ("AT+X=", 6, "the parameters after `=` are missing"),
    ("AT+X=<a>[,<b>", 9, "this `[` has no `]`"),
    ("AT+X=<a>]", 9, "does not fit here"),
    ("AT+X=<a", 6, "this `<` has no `>`"),
    ("AT+X=<a<b>>", 6, "this `<` has no `>`"),
    ("AT+X=<>", 6, "a parameter's name is missing"),
    ("AT+X=<a><b>", 9, "`,` is missing before `<b>`"),
    ("AT+X=<a>, <b>", 10, "no blank"),
    ("AT+X=<a>[]", 9, "the brackets are empty"),
    ("AT+X=<a>[,<b>],<c>", 15, "cannot follow what may be left out"),
    ("AT+X=<a>[,<b>]...", 15, "nothing repeats within a line; write each place out"),
    ("AT+X=<a>...", 9, "nothing repeats within a line"),
    ('AT+X=<a>[,"b"]', 11, "a literal cannot be left out"),
    ('AT+X="a', 6, 'this `"` has no closing `"`'),
    ("AT+X=<a>{4}", 6, "for received lines only"),
    ("AT+X=<a>,[2]", 10, "only a parameter may stay empty"),
    ("AT+X[=<a>]", 5, "write two forms: `AT+X` and `AT+X=…`"),
    ('AT+X=<m="cid>,<a>', 6, 'a literal with a name is `<mode=2>` or `<cmd="cid">`'),
    ("AT+X=<m=>,<a>", 6, "a literal with a name"),
    ("AT+X=<=1>,<a>", 6, "a literal with a name"),
    ("AT+X=<m=a,b>", 6, "a literal with a name"),
    ("AT+X=<m=1 2>", 6, "a literal with a name"),
    ('AT+X="50%",<a>', 9, "`%` stands for a value in the C; no command line has one"),
    ("AT+X=<m=5%>", 10, "`%` stands for a value"),
    ('AT+X="a\tb"', 8, "a tab stands here; write a blank"),
    ('AT+X="a\x01b"', 8, "a control character (U+0001) stands here; remove it"),
]


@pytest.mark.parametrize(("text", "column", "message"), WRONG_COMMANDS)
def test_a_wrong_command_line_is_told_with_its_column(text, column, message):
    with pytest.raises(NotationError) as error:
        parse_command(text)
    assert error.value.column == column
    assert message in str(error.value)
    assert f"column {column} of `{text}`" in str(error.value)


# ---- received lines ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "prefix", "fields", "payload"),
    [
        ("CLOSED", "CLOSED", [], None),
        ("NO CARRIER", "NO CARRIER", [], None),
        ("CONNECT[ <text>]", "CONNECT", ["text?"], None),
        ("+QIACT: <a>,<b>", "+QIACT:", ["a", "b"], None),
        ("+MIPCALL:<a>[,<b>]", "+MIPCALL:", ["a", "b?"], None),
        ('+QIURC: "recv",<a>', "+QIURC:", ['"recv"', "a"], None),
        ("+CIPRXGET: 1,<a>", "+CIPRXGET:", ["1", "a"], None),
        ("MIPXOFF: <a>", "MIPXOFF:", ["a"], None),
        ("+RECEIVE,<a>,<b>", "+RECEIVE,", ["a", "b"], None),
        ("RECV FROM:<a>:<b>", "RECV FROM:", ["a", "b"], None),
        ("+IPD<n><CR><LF><d>", "+IPD", ["n"], "d"),
        ("+QIRD: <n><CR><LF><d>", "+QIRD:", ["n"], "d"),
        ("+QIRD: <n>[,<a>,<b>]<CR><LF><d>", "+QIRD:", ["n", "a?", "b?+"], "d"),
        ("+MIPOPEN: <a>{6}", "+MIPOPEN:", ["a{6}"], None),
        ("+X: <a>[,<b>{4}]", "+X:", ["a", "b?{4}"], None),
        ("+X: <a>,[<b>],[<c>],<d>", "+X:", ["a", "be", "ce", "d"], None),
        (
            "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY",
            "+CIPEVENT:",
            ["NETWORK CLOSED UNEXPECTEDLY"],
            None,
        ),
    ],
)
def test_a_received_line_is_taken_apart(text, prefix, fields, payload):
    parsed = parse_answer(text)
    assert parsed.prefix == prefix
    assert shown(parsed.elements) == fields
    assert parsed.payload == payload


def test_what_stands_before_a_field_is_kept():
    assert [e.separator for e in parse_answer("+CLIENT: <a>,<b>:<c>").elements] == ["", ",", ":"]


WRONG_LINES = [
    ("<a>,<b>", "begins with a word"),
    (" +X: <a>", "begins with a word"),
    ("+X: <a>{4},<b>", "a list `{…}` goes to the line's end"),
    ("+X: <a>[,<b>],<c>", "cannot follow what may be left out"),
    ("+X: <CR><LF><d>", "payload needs a field that counts it"),
    ("+X: <n><CR><LF>", "`<` of a parameter's name is missing"),
    ("+X: <n><CR><LF><d>,<e>", "one line is one entry"),
    ("+X: <a> ", "is missing before"),
    ("+X: <a> b", "is missing before"),
    ("+X <a>", "column 3 of `+X <a>`: behind a keyword comes `:`, or the value at once"),
    ('+X "b",<a>', "write `+X: …`, or `+X…` for a modem that has no colon there"),
    ("CLOSED [<a>]", "write `CLOSED: …`, or `CLOSED…`"),
]


@pytest.mark.parametrize(("text", "message"), WRONG_LINES)
def test_a_wrong_received_line_is_told(text, message):
    with pytest.raises(NotationError, match="column") as error:
        parse_answer(text)
    assert message in str(error.value)


def test_the_prefix_ends_where_the_fields_begin():
    assert split_prefix('+QIOPEN:  (<a>),"TCP"') == ("+QIOPEN:", 10)


# ---- outcomes ---------------------------------------------------------------


def test_an_outcome_is_what_arrives_in_order():
    steps = parse_outcome("> then OK then [+X: <a>] then ys ... then OK")
    assert [s.text for s in steps] == [">", "OK", "+X: <a>", "ys", "OK"]
    assert [s.optional for s in steps] == [False, False, True, False, False]
    assert [s.repeated for s in steps] == [False, False, False, True, False]
    assert [s.is_name for s in steps] == [False, False, False, True, False]


def test_a_line_may_be_missing_and_come_several_times():
    (step,) = parse_outcome("[+X: <a>] ...")
    assert (step.text, step.optional, step.repeated) == ("+X: <a>", True, True)


def test_brackets_within_a_line_do_not_make_it_optional():
    (step,) = parse_outcome("[+X: <a>],[<b>]")
    assert not step.optional


def test_then_inside_quotes_is_text():
    assert [s.text for s in parse_outcome('+X: "a then b" then OK')] == ['+X: "a then b"', "OK"]


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("OK then  then OK", 9, "something is missing before or after `then`"),
        ("> OK", 1, "the prompt stands alone; write `> then …`"),
        ("> THEN OK", 1, "the prompt stands alone; write `> then …`"),
        ("OK THEN +X: <a>", 4, "write `then` in small letters"),
        ("> then OK | ERROR", 11, "each outcome is an entry of the list: `[…, …]`"),
    ],
)
def test_a_wrong_outcome_is_told(text, column, message):
    with pytest.raises(NotationError, match=f"column {column} of ") as error:
        parse_outcome(text)
    assert message in str(error.value)


# ---- what is written comes out again ----------------------------------------

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_ ]{0,8}[A-Za-z0-9]", fullmatch=True).filter(
    lambda name: name not in ("CR", "LF")
)
LITERALS = st.one_of(
    st.just(""),
    st.integers(0, 99).map(str),
    st.from_regex(r'"[A-Za-z ,.]{0,6}"', fullmatch=True),
)


def written(place):
    kind, value = place
    if kind == "names":
        return "/".join(f"<{name}>" for name in value)
    return f"[<{value}>]" if kind == "maybe" else value


PLACES = st.one_of(
    st.tuples(st.just("names"), st.lists(NAMES, min_size=1, max_size=2)),
    st.tuples(st.just("maybe"), NAMES),
    st.tuples(st.just("literal"), LITERALS),
)


@given(st.lists(PLACES, min_size=1, max_size=6), st.lists(NAMES, max_size=4))
def test_any_command_line_keeps_its_places(required, tail):
    """Required places, then a nested tail: `[,<x>[,<y>]]`."""
    if len(required) == 1:
        required = [("names", ["first"])]  # `[<a>]` alone is optional; "" alone is nothing
    if required[0][0] == "maybe":
        required[0] = ("names", [required[0][1]])
    text = "AT+X=" + ",".join(written(place) for place in required)
    text += "".join(f"[,<{name}>" for name in tail) + "]" * len(tail)
    elements = parse_command(text).elements
    assert len(elements) == len(required) + len(tail)
    for (kind, value), element in zip(required, elements):
        assert not element.optional
        if kind == "literal":
            assert element.literal == value
        else:
            assert list(element.names) == (value if kind == "names" else [value])
            assert element.may_be_empty == (kind == "maybe")
    for name, element in zip(tail, elements[len(required) :]):
        assert element.names == (name,) and element.optional and not element.grouped


@given(st.lists(NAMES, min_size=2, max_size=6))
def test_any_sequence_of_optional_groups_may_be_empty_but_for_the_last(names):
    text = f"AT+X=<{names[0]}>" + "".join(f"[,<{name}>]" for name in names[1:])
    tail = parse_command(text).elements[1:]
    assert [e.may_be_empty for e in tail] == [True] * (len(tail) - 1) + [False]
    assert all(e.optional for e in tail)


@given(
    st.lists(st.tuples(st.sampled_from(",:"), NAMES), min_size=1, max_size=6),
    st.sampled_from(["+X: ", "+X:", "RECV FROM:", "+IPD", "WORD: "]),
)
def test_any_received_line_keeps_its_fields(fields, start):
    text = start + "".join((s if i else "") + f"<{n}>" for i, (s, n) in enumerate(fields))
    parsed = parse_answer(text)
    assert parsed.prefix == start.rstrip()
    assert [e.names[0] for e in parsed.elements] == [name for _, name in fields]
    assert [e.separator for e in parsed.elements[1:]] == [s for s, _ in fields[1:]]


@given(st.text(alphabet='AT+X=<>[]{},:/"ab 1?', max_size=24))
def test_no_text_at_all_upsets_the_parsers(text):
    for parse in (parse_command, parse_answer, parse_outcome):
        try:
            parse(text)
        except NotationError as error:
            assert 1 <= error.column <= len(text) + 1


# ---- phrases ----------------------------------------------------------------


@given(st.integers(-999, 999), st.integers(-999, 999))
def test_a_range_goes_upwards(low, high):
    if low <= high:
        assert parse_range(f"{low}..{high}") == (low, high)
    else:
        with pytest.raises(PhraseError, match="wrong way round"):
            parse_range(f"{low}..{high}")


def test_a_time_is_a_number_a_blank_and_a_unit():
    assert [parse_duration(t) for t in ("150 s", "300 ms", "2 min")] == [150000, 300, 120000]
    for text in ("150", "150s", "-1 s", "1.5 s", ""):
        with pytest.raises(PhraseError, match="write it as 150 s"):
            parse_duration(text)


def test_a_limit_counts_a_number_a_parameter_or_a_setting():
    product = parse_limit("<timeout> s * <pingnum> + 5 s")
    assert (product.parameter, product.unit_ms) == ("timeout", 1000)
    assert (product.factor, product.extra_ms) == ("pingnum", 5000)
    setting = parse_limit("cipopen_timeout ms")
    assert (setting.setting, setting.unit_ms, setting.extra_ms) == ("cipopen_timeout", 1, 0)
    assert parse_limit("150 s").number == 150
    tenths = parse_limit("<timeout> 100 ms * <retryNum>")
    assert (tenths.unit_ms, tenths.factor) == (100, "retryNum")
    for text in ("150 100 ms", "<a> 0 s", "soon", "<a>", "<a> * <b>", "5 s * <b>", "5 s + <a> s"):
        with pytest.raises(PhraseError, match="is not a time limit"):
            parse_limit(text)


def test_a_rule_is_a_condition_or_one_that_requires_another():
    when, must = parse_rule('<a> = "TCP LISTENER" requires <b> given')
    assert (when.name, when.op, when.value) == ("a", "=", "TCP LISTENER")
    assert (must.name, must.op) == ("b", "given")
    when, must = parse_rule("<a> <= -3")
    assert when is None and (must.op, must.value) == ("<=", -3)
    for text in ("a given", "<a> is 3", "<a> given requires", "<a> = x", "<a> = 1 and <b> = 2"):
        with pytest.raises(PhraseError, match="is not a test; write"):
            parse_rule(text)
    with pytest.raises(PhraseError, match="more than one `requires`"):
        parse_rule("<a> given requires <b> given requires <c> given")


def test_effects_and_conditions_are_parsed():
    effect = parse_effect("access_mode of <id> = <mode> or 0")
    assert (effect.setting, effect.index) == ("access_mode", "id")
    assert (effect.parameter, effect.value) == ("mode", 0)
    assert parse_effect("IPRFMT = 2").value == 2
    assert parse_when("access_mode of <id> = 0, 1").values == (0, 1)
    assert parse_when("IPRFMT = 2 or 3").values == (2, 3)
    for parse in (parse_effect, parse_when):
        with pytest.raises(PhraseError, match="write NAME = "):
            parse("IPRFMT")


def test_a_coding_is_hex_or_a_setting_of_a_parameter():
    assert parse_coding("hex") == ("hex", None, None)
    assert parse_coding("recv_format of <id>") == ("setting", "recv_format", "id")
    with pytest.raises(PhraseError, match="is not a coding"):
        parse_coding("recv_format <id>")


def test_a_blank_parts_two_fields():
    line = parse_answer("+X: <a> <b>[,<c>]")
    assert [(e.names[0], e.separator) for e in line.elements] == [("a", ""), ("b", " "), ("c", ",")]
    assert parse_answer("+X: <a> [<b>]").elements[1].may_be_empty
