# SPDX-License-Identifier: MIT
"""What good tables become: names, roles, limits, settings, models."""

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from atbind.build.spec import load
from atbind.c.files import all_files
from atbind.c.parameters import allowed_text
from atbind.tables.mistakes import Mistakes

HEAD = """\
dialect: toy
title: A dialect for tests
manual: {title: A manual, version: "1.2", error_codes: {err: "3"}}
default_timeout: 10 s
finals: {SEND OK: {final: success, section: "2"}, 'CONNECT[ <text>]': {final: connect, section: "2"}}
models: {A1: {lacks: [+Y, +X <b>]}, B2: {lacks: [toy_x_read]}, C3: {}}
model_groups: {new: [B2, C3]}
settings:
  mode: {of: id, assume: 0, lifetime: connection}
  wait: {assume: 3, lifetime: stored}
error_codes: {err: {1: busy, 2: {text: late, doc: too late}}}
parameters:
  id: {type: integer, range: 1..4, closed: true, models: {new: {range: 2..3, note: "7"}}}
  err: {type: integer, error: err}
urcs:
  closed: {section: "1.3", line: 'CLOSED: <id>'}
commands:
  +X:
    title: A command
    section: "1.1"
    parameters:
      a: {type: integer, range: 0..9, default: 2}
      b: {type: integer, values: {0: off, 1: on}}
      host: {type: host}
      free: {type: string, assumed_length: 0..8}
      some: {type: word, assumed_length: 9}
      n: {type: integer}
      d: {type: data, length: n}
    lines:
      xr: {line: '+XR: <a>,<b>,<err>,<n>,<d>'}
"""

REPLIES = """\
      x_reply: {line: '+X: 1,<a>'}
      x_all: {line: '+X: 2,<a>'}
"""

FOOT = """\
  +Y:
    title: Another command
    section: "1.2"
    parameters: {p: {type: string, values: {TCP: stream, UDP: packets}}}
    forms: [{syntax: AT+Y=<p>, answers: [OK]}]
"""


@pytest.fixture
def toy(tmp_path):
    """Builds a dialect of the forms of +X, given as they stand in the table."""

    def build(*forms: str, lines: str = ""):
        folder = tmp_path / "toy"
        folder.mkdir(exist_ok=True)
        used = "{syntax: AT+X?, answers: [xr then OK]}"
        used_too = "{syntax: 'AT+X=<host>,<b>,<free>,<some>', name: by_host, answers: [OK]}"
        rows = "".join(f"      - {form}\n" for form in (*forms, used, used_too))
        (folder / "dialect.yaml").write_text(HEAD + lines + "    forms:\n" + rows + FOOT, "utf-8")
        (dialect,) = load(tmp_path)
        return dialect

    return build


def form_of(dialect, id_):
    return next(form for form in dialect.forms if form.id == id_)


def ids(lines):
    return [line.id for line in lines]


def owes(form):
    return form.owed.oks, form.owed.results, form.owed.connects


def places(form):
    names = ("before", "behind", "pays", "pays_alone")
    return {
        listed.line.id: " ".join(name for name in names if getattr(listed, name))
        for listed in form.owed.lines
    }


def test_a_line_before_ok_is_info_and_one_behind_it_a_result(toy):
    form = form_of(
        toy("{syntax: AT+X=<a>, answers: ['+X: <b> then OK then +X: <a>,<b>']}"), "toy_x"
    )
    assert [(line.id, line.role) for line in form.infos] == [("toy_x_info", "info")]
    assert [(line.id, line.role) for line in form.results] == [("toy_x_result", "result")]
    assert owes(form) == (1, 1, False)
    assert places(form) == {"toy_x_info": "before", "toy_x_result": "behind pays"}


def test_a_line_on_both_sides_of_ok_is_one_line_of_role_result(toy):
    form = form_of(
        toy(
            "{syntax: AT+X=<a>, answers: ['+X: <err> then OK', 'OK then +X: <err>',"
            " '+X: <err> then ERROR']}"
        ),
        "toy_x",
    )
    assert form.infos == form.results
    assert (form.results[0].id, form.results[0].role) == ("toy_x_result", "result")
    assert (form.results[0].error_field, form.results[0].error_set) == ("err", "err")
    assert owes(form) == (1, 1, False)
    assert places(form) == {"toy_x_result": "before behind pays"}


def test_the_same_text_in_two_forms_is_one_line(toy):
    dialect = toy(
        "{syntax: AT+X=<a>, answers: ['+X: <b> then OK']}",
        "{syntax: AT+X, answers: ['+X: <b> then OK']}",
    )
    assert form_of(dialect, "toy_x").infos[0] is form_of(dialect, "toy_x_execute").infos[0]


def test_a_line_between_two_oks_is_info(toy):
    form = form_of(toy("{syntax: AT+X=<a>, answers: ['OK then +X: <b> then OK']}"), "toy_x")
    assert owes(form) == (2, 0, False)
    assert places(form) == {"toy_x_info": "behind"} and not form.results
    assert [step.kind for step in form.outcomes[0].steps] == ["final", "line", "final"]


@pytest.mark.parametrize(
    "answers,informs",
    [
        ("'+X: <b> then OK', ERROR", True),
        ("'+X: <b> ... then OK'", False),
        ("'[+X: <b>] then OK'", False),
        ("'+X: <b> then OK', OK", False),
        ("'OK then +X: <b>'", False),
    ],
)
def test_a_line_that_every_success_has_before_ok_is_owed(toy, answers, informs):
    form = form_of(toy("{syntax: AT+X=<a>, answers: [%s]}" % answers), "toy_x")
    assert form.owed.informs == informs


def test_connect_in_place_of_ok_owes_no_result(toy):
    form = form_of(toy("{syntax: AT+X=<a>, answers: [OK, CONNECT]}"), "toy_x")
    assert owes(form) == (1, 0, True)
    form = form_of(toy("{syntax: AT+X=<a>, answers: [CONNECT]}"), "toy_x")
    assert owes(form) == (0, 0, True) and form.owed.final is None


def test_replies_come_before_the_line_that_pays(toy):
    outcome = "OK then x_reply ... then x_all"
    form = form_of(toy("{syntax: AT+X=<a>, answers: [%s]}" % outcome, lines=REPLIES), "toy_x")
    assert owes(form) == (1, 1, False)
    assert places(form) == {"toy_x_reply": "behind", "toy_x_all": "behind pays"}


def test_where_the_last_line_may_lack_one_reply_pays_alone(toy):
    outcome = "'OK then x_reply ... then [x_all]'"
    form = form_of(toy("{syntax: AT+X=<a>, answers: [%s]}" % outcome, lines=REPLIES), "toy_x")
    assert places(form) == {"toy_x_reply": "behind pays_alone", "toy_x_all": "behind pays"}


def test_connect_behind_ok(toy):
    form = form_of(toy("{syntax: AT+X=<a>, answers: [OK then CONNECT, ERROR]}"), "toy_x")
    assert owes(form) == (1, 1, True)
    assert ids(form.finals)[:3] == ["toy_final_ok", "toy_final_connect", "toy_final_error"]
    assert form.result_timeout is not None


def test_shared_failures_end_every_command_but_ok_only_where_listed(toy):
    dialect = toy(
        "{syntax: AT+X=<a>, answers: ['> then SEND OK'], payload: {ends: ctrl_z, max: 99}}"
    )
    form = form_of(dialect, "toy_x")
    assert ids(form.finals)[:3] == [
        "toy_final_send_ok",
        "toy_final_error",
        "toy_final_cme_error",
    ]
    assert "toy_final_ok" not in ids(form.finals)
    assert (form.payload.mode, form.payload.maximum) == ("ctrl_z", 99)


def test_only_repeated_lines_and_the_last_are_waited_for(toy):
    form = form_of(
        toy(
            "{syntax: AT+X=<a>, answers: ['OK then CLOSED: <id> then xb ... then xs']}",
            lines="      xb: {line: '+X: <b>'}\n      xs: {line: '+X: <a>,<b>'}\n",
        ),
        "toy_x",
    )
    assert ids(form.results) == ["toy_xb", "toy_xs"]
    assert form.outcomes[0].steps[1].line.id == "toy_urc_closed"


def test_a_urc_at_the_end_of_an_answer_is_the_result(toy):
    form = form_of(toy("{syntax: AT+X=<a>, answers: ['OK then CLOSED: <id>']}"), "toy_x")
    assert [(line.id, line.role) for line in form.results] == [("toy_urc_closed", "urc")]


def test_lines_of_one_shape_may_be_told_apart_by_a_setting(toy):
    def row(name, value):
        return f"      {name}: {{line: '+XW: <id>,<n>', when: mode of <id> = {value}}}\n"

    answers = "{syntax: AT+X, answers: [x_off then x_on then OK]}"
    dialect = toy(answers, lines=row("x_off", 0) + row("x_on", 1))
    assert ids(form_of(dialect, "toy_x_execute").infos) == ["toy_x_off", "toy_x_on"]
    with pytest.raises(Mistakes, match="cannot be told apart"):
        toy(answers, lines=row("x_off", 1) + row("x_on", 1))


def test_test_lines_are_numbered(toy):
    form = form_of(
        toy("{syntax: AT+X=?, answers: ['+X: (<a>),(<IP/URL>) then +X: \"b\",(<b>) then OK']}"),
        "toy_x_test",
    )
    assert ids(form.infos) == ["toy_x_test_info", "toy_x_test_info_2"]
    assert form.infos[0].test_text == "(<a>),(<IP/URL>)"
    assert form.infos[0].role == "test"


def test_a_limit_is_milliseconds_and_what_they_count(toy):
    dialect = toy(
        "{syntax: AT+X=<a>, answers: [OK], timeout: '<a> s + 5 s'}",
        "{syntax: AT+X, answers: [OK then OK], timeout: 2 s + 1 s, result_timeout: wait s}",
    )
    form = form_of(dialect, "toy_x")
    assert (form.timeout.ms, form.timeout.unit_ms, form.timeout.extra_ms) == (7000, 1000, 5000)
    form = form_of(dialect, "toy_x_execute")
    assert (form.timeout.ms, form.timeout.extra_ms) == (3000, 0)
    assert (form.result_timeout.setting, form.result_timeout.ms) == ("wait", 3000)
    assert form_of(dialect, "toy_y").timeout.ours


def test_only_what_comes_behind_ok_has_a_limit_of_its_own(toy):
    dialect = toy(
        "{syntax: AT+X=<a>, answers: [OK]}",
        "{syntax: AT+X, answers: [OK then OK]}",
        "{syntax: AT+X=?, answers: [ERROR, '+X: (<a>) then OK']}",
    )
    limits = {form.id: form.result_timeout for form in dialect.forms}
    assert limits["toy_x_execute"] is not None
    assert (limits["toy_x"], limits["toy_x_test"]) == (None, None)


def test_settings_have_an_element_for_each_index(toy):
    mode, wait = toy().settings
    assert (mode.index.name, mode.first_index, mode.count) == ("id", 1, 4)
    assert (wait.index, wait.first_index, wait.count) == (None, 0, 1)


def test_what_a_form_sets_and_a_line_tells(toy):
    dialect = toy(
        "{syntax: 'AT+X=<id>[,<a>]', answers: [xa then OK], sets: [mode of <id> = <a> or 0]}",
        lines="      xa: {line: '+X: <id>,<a>', reads: [mode of <id> = <a>]}\n",
    )
    form = form_of(dialect, "toy_x")
    (effect,) = form.sets
    assert (effect.setting, effect.index, effect.parameter, effect.value) == ("mode", "id", "a", 0)
    assert [effect.parameter for effect in form.infos[0].reads] == ["a"]


def test_a_line_that_tells_one_value_is_believed_in_that_alone(toy):
    row = "      xa: {line: '+X: <id>,<a>', reads: [wait = 2]}\n"
    dialect = toy("{syntax: AT+X, answers: [xa then OK]}", lines=row)
    told = all_files(dialect, "0")["toy_lines.c"].partition("told[] = {")[2].partition("};")[0]
    assert re.fullmatch(
        r"\s*\{2, 2, TOY_SETTING_WAIT, 1, ATB_NO_INDEX, ATB_NO_INDEX\},\s*", told
    ), told


def test_what_models_lack_is_kept_with_form_and_parameter(toy):
    dialect = toy("{syntax: 'AT+X=<a>[,<b>]', answers: [OK]}")
    assert form_of(dialect, "toy_y").lacking == ("A1",)
    assert form_of(dialect, "toy_x_read").lacking == ("B2",)
    a, b = form_of(dialect, "toy_x").parameters
    assert b.models["A1"].unsupported and not a.models


def test_a_group_of_models_has_the_difference_of_each(toy):
    dialect = toy("{syntax: AT+X=<id>, answers: [OK]}")
    (id_,) = form_of(dialect, "toy_x").parameters
    assert {name: (d.minimum, d.maximum, d.note) for name, d in id_.models.items()} == {
        "B2": (2, 3, "7"),
        "C3": (2, 3, "7"),
    }


def test_an_error_code_that_may_be_absent_is_the_structs_alone(toy):
    """0 in the session would be a code; the struct has a flag beside it."""
    row = "      xe: {line: '+X: <a>[,<err>]', success: <a> = 0}\n"
    dialect = toy("{syntax: AT+X, answers: [xe then OK]}", lines=row)
    lines = all_files(dialect, "0")["toy_lines.c"]
    (more,) = re.findall(r"\.error_set = TOY_SET_ERR, \.error_code = ([^,}]+)[^;]*xe", lines) or [
        ""
    ]
    assert more == "ATB_NO_INDEX", lines
    assert "bool has_err;" in all_files(dialect, "0")["toy_lines.h"]


def test_other_prefixes_of_a_line(toy, tmp_path):
    (tmp_path / "toy").mkdir()
    erratum = "{section: '1', manual: 'Prints +Z:', decision: both, keywords: ['+Z']}"
    (tmp_path / "toy" / "errata.yaml").write_text(f"errata: [{erratum}]\n", "utf-8")
    form = form_of(
        toy(
            "{syntax: AT+X, answers: [xb then OK]}",
            lines="      xb: {line: '+X: <b>', also: ['+Z:']}\n",
        ),
        "toy_x_execute",
    )
    assert form.infos[0].also == ("+Z:",)


def test_enumerations_have_a_range_and_hosts_a_length(toy):
    form = form_of(toy("{syntax: 'AT+X=<b>', answers: [OK]}"), "toy_x")
    assert (form.parameters[0].minimum, form.parameters[0].maximum) == (0, 1)
    assert form.parameters[0].values == {0: "off", 1: "on"}
    host = form_of(toy(), "toy_by_host").parameters[0]
    assert (host.max_length, host.assumed_length) == (None, 255)
    assert form_of(toy(), "toy_y").parameters[0].values == {"TCP": "stream", "UDP": "packets"}


def test_what_would_be_right_is_said_in_a_few_words(toy):
    dialect = toy("{syntax: AT+X=<a>, answers: [OK]}")
    (a,) = form_of(dialect, "toy_x").parameters
    assert allowed_text(a) == "0 to 9"
    assert allowed_text(replace(a, minimum=None, maximum=None)) == "a number"
    assert allowed_text(replace(a, minimum=9)) == "9"
    assert allowed_text(replace(a, values={0: "off", 2: "on"})) == "0, 2"
    host, _, free, _ = form_of(dialect, "toy_by_host").parameters
    assert [allowed_text(p) for p in (host, free)] == ["1 to 255 bytes", "0 to 8 bytes"]
    assert allowed_text(replace(free, min_length=8)) == "8 bytes"
    assert allowed_text(form_of(dialect, "toy_y").parameters[0]) == '"TCP", "UDP"'


def test_our_own_limit_is_no_length_of_the_manual(toy):
    free, some = form_of(toy(), "toy_by_host").parameters[2:]
    assert (free.min_length, free.max_length, free.assumed_length) == (0, None, 8)
    assert (some.min_length, some.max_length, some.assumed_length) == (None, None, 9)


def test_shared_commands_and_error_codes(toy):
    dialect = toy()
    csq = next(c for c in dialect.known_commands if c.name == "+CSQ")
    assert csq not in dialect.commands and csq.forms[-1].id == "cellular_csq"
    assert [(c.set, c.code, c.text, c.doc) for c in dialect.error_codes] == [
        ("err", 1, "busy", ""),
        ("err", 2, "late", "too late"),
    ]


def test_same_tables_same_digest_wherever_they_lie(toy, tmp_path):
    first = toy()
    again = load(tmp_path / "toy")[0]
    assert first.digest == again.digest and len(first.digest) == 64
    (tmp_path / "toy" / "more.yaml").write_text("errata: []\n", "utf-8")
    assert load(tmp_path)[0].digest != first.digest


def test_the_tables_of_this_tree_load_in_well_under_a_second():
    spec = Path(__file__).resolve().parents[2] / "spec"
    start = time.process_time()
    dialects = load(spec)
    assert [d.name for d in dialects] == ["fibocom", "onemo", "quectel", "simcom"]
    assert time.process_time() - start < 1.0


SPEC = Path(__file__).resolve().parents[2] / "spec"


def entries(node, path=""):
    """Every property that the schema defines, with its path."""
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield f"{path}/{name}", value
        for key, value in node.items():
            yield from entries(value, f"{path}/{key}")
    elif isinstance(node, list):
        for value in node:
            yield from entries(value, path)


def test_the_schema_is_one_and_tells_editors_what_each_key_is():
    schema = json.loads((SPEC / "schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for path, value in entries(schema):
        target = schema["$defs"][value["$ref"].rsplit("/", 1)[1]] if "$ref" in value else value
        assert target.get("description") or value.get("description"), path


def test_the_schema_refuses_unknown_keys_everywhere():
    schema = json.loads((SPEC / "schema.json").read_text("utf-8"))

    def objects(node):
        if isinstance(node, dict):
            if "properties" in node and "type" in node:
                yield node
            for value in node.values():
                yield from objects(value)
        elif isinstance(node, list):
            for value in node:
                yield from objects(value)

    for node in objects(schema):
        assert node.get("additionalProperties") is False, node.get("title")


@pytest.mark.parametrize(
    "path", sorted(SPEC.glob("*/*.yaml")), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_each_file_names_the_schema_for_editors(path):
    assert any("$schema=../schema.json" in line for line in path.read_text("utf-8").split("\n")[:3])
