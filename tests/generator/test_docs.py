# SPDX-License-Identifier: MIT
"""The comments of the generated headers say of each parameter what its own row says."""

import re
from functools import lru_cache
from pathlib import Path

import pytest

from atbind.build.spec import load
from atbind.c import files as emit

HOME = Path(__file__).resolve().parents[2]
DIALECTS = {d.name: d for d in load(HOME / "spec")}


@lru_cache(maxsize=None)
def comments(dialect: str) -> dict[str, str]:
    """By form: what stands above its call, as one line."""
    header = emit.all_files(DIALECTS[dialect], "0.0.0")[f"{dialect}_commands.h"]
    found = re.findall(r"/\*\*\n(.*?)\*/\n\w[^(]*?\*?(\w+)\(", header, re.S)
    return {name: " ".join(re.sub(r"\n \* +", " ", text).split()) for text, name in found}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_parameter_is_explained_by_its_own_row(dialect):
    """Two rows of one name and range share a constant, and one got the other's words."""
    told = comments(dialect)
    rows = [(form.id, p) for form in DIALECTS[dialect].forms for p in form.parameters]
    assert rows
    wrong = [(form, p.name, p.doc) for form, p in rows if " ".join(p.doc.split()) not in told[form]]
    assert wrong == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_unit_that_begins_with_a_number_stands_apart(dialect):
    """min_TO of AT+MIPCONF was `1 to 10 100 ms` beside its member."""
    text = "\n".join(emit.all_files(DIALECTS[dialect], "0.0.0").values())
    assert re.findall(r".*\d to \d+ \d+ \w+.*", text) == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_call_says_what_it_does_or_what_comes_back(dialect):
    """Above AT+CIPOPEN=? stood its time limit alone, though its line is a layout of the table."""
    told = comments(dialect)
    forms = DIALECTS[dialect].forms
    assert [f.id for f in forms if not f.doc and "Answers: " not in told[f.id]] == []


def test_a_number_that_modules_mean_otherwise_says_so_in_the_header():
    """566 is no invalid operation on an EC20; `show` knew it, and who compares with the constant did not."""
    header = emit.all_files(DIALECTS["quectel"], "0.0.0")["quectel_codes.h"]
    told = (
        "/** EC20, BG96 (seen): the connection was not made */\n    QUECTEL_ERR_INVALID_OPERATION "
    )
    assert told in header
    assert "*/\n    QUECTEL_ERR_DNS_PARSE_FAILED " not in header


def test_the_words_behind_connect_are_no_error():
    told = emit.all_files(DIALECTS["fibocom"], "0.0.0")["fibocom_lines.h"]
    (connect,) = re.findall(r" \* CONNECT.*?\*/", told, re.S)
    assert "error" not in connect


def test_what_is_left_out_together_stands_in_one_bracket():
    """AT+MIPPUSH takes an address and a port, or neither; the comment let the port alone be left out."""
    told = comments("fibocom")
    assert (
        "(modem, answer, socket_id[, destination_ip, destination_port])" in told["fibocom_mippush"]
    )
    assert "(modem, mode[, keepidle, keepintvl, keepcnt])" in told["fibocom_mipkeepconf"]
    assert "[, cid_or_apn[, user_name, password[, auth]]])" in told["fibocom_mipcall"]
    assert "[, max_close_delay[, is_nack_ind_req]]]]])" in told["fibocom_mipconf"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_call_with_payload_says_how_much_it_takes(dialect):
    paying = [form for form in DIALECTS[dialect].forms if form.payload]
    assert paying
    for form in paying:
        most = f"Payload: at most {form.payload.maximum} bytes."
        assert most in comments(dialect)[form.id]


def test_what_the_manual_leaves_to_technical_support_is_told():
    models = "NL66x, NL668-AM, MC11x, MG11x, MC10x, LC11x"
    told = comments("fibocom")
    assert f"{models}: some modules take 0 to 2 only" in told["fibocom_mipopen"]
    assert f"{models}: some modules do not take it" in told["fibocom_mipdns"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_call_that_models_lack_says_which(dialect):
    """Six OneMO models have no prompt, and nothing above onemo_mipsend_prompt() said so."""
    for form in (form for form in DIALECTS[dialect].forms if form.lacking):
        assert f"Not on {', '.join(form.lacking)}." in comments(dialect)[form.id]


@pytest.mark.parametrize("dialect", ["fibocom", "onemo"])
def test_a_parameter_that_models_lack_says_which(dialect):
    rows = [(form, p) for form in DIALECTS[dialect].forms for p in form.parameters]
    lacked = [(f, [m for m, d in p.models.items() if d.unsupported]) for f, p in rows]
    wanted = [(form.id, ", ".join(models)) for form, models in lacked if models]
    assert wanted
    told = comments(dialect)
    assert [one for one in wanted if f"{one[1]}: not supported" not in told[one[0]]] == []


def test_answers_are_told_apart():
    """Commas stood between the answers, and inside them."""
    told = comments("simcom")["simcom_cipopen_udp"]
    assert (
        "Answers: +CIPOPEN: <link_num>,<err> then OK | +IP ERROR: <err_info> then ERROR"
        " | +CIPOPEN: <link_num>,<err> then ERROR | CONNECT | CONNECT FAIL | ERROR." in told
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_number_without_a_range_is_in_its_unit(dialect):
    """<drop_length> was `number bytes: how much`."""
    text = "\n".join(emit.all_files(DIALECTS[dialect], "0.0.0").values())
    assert re.findall(r".*  number [^:].*", text) == []


@pytest.mark.parametrize("dialect", ["quectel", "fibocom", "onemo"])
def test_a_call_says_its_rules(dialect):
    """That "TCP LISTENER" needs a port of its own stood in `atbind show`, not above the call."""
    told = comments(dialect)
    rules = [(form.id, rule.text) for form in DIALECTS[dialect].forms for rule in form.rules]
    assert rules
    assert [(form, rule) for form, rule in rules if f"Rule: {rule}." not in told[form]] == []


def test_a_text_says_how_long_it_may_be():
    """An APN of 100 bytes was refused by a bound that the comment kept to itself."""
    told = comments("quectel")
    assert "<APN> text, up to QUECTEL_APN_LENGTH bytes: access point name" in told["quectel_qicsgp"]
    domain = "<domain_name> name or address, up to 253 bytes: server"
    assert domain in told["quectel_qiopen"]


def test_a_time_for_the_result_is_told_where_one_comes():
    """AT+MIPCONF answers OK and no more; its comment gave it a second for the result behind OK."""
    late = " for the result"
    told = comments("fibocom")
    for answered in ("mipsets", "mipsend", "mippush", "mipconf", "msdns", "mipdns", "gtset_iprfmt"):
        assert late not in told[f"fibocom_{answered}"]
    for waited in ("mipcall", "mipopen", "mipclose", "mipsend_length", "mping", "mipntp"):
        assert late in told[f"fibocom_{waited}"]
    assert late in comments("onemo")["onemo_mipmode_transparent"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_said_of_parameters_begins_in_one_column(dialect):
    """Names of more than 24 characters pushed their own text one further than the others'."""
    header = emit.all_files(DIALECTS[dialect], "0.0.0")[f"{dialect}_commands.h"]
    ragged = []
    for text in re.findall(r"/\*\*\n(.*?)\*/", header, re.S):
        columns = {len(row) for row in re.findall(r"^ \*   <[^>]+> +(?=\S)", text, re.M)}
        ragged += [text] if len(columns) > 1 else []
    assert ragged == []
