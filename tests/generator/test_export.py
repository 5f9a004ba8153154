# SPDX-License-Identifier: MIT
"""The exported JSON: keys, types and nulls that tools outside the tree rely on."""

import json
from dataclasses import replace

import models
from atbind.build.spec import load
from atbind.tell import export
from atbind.model.dialect import Limit, Position
from atbind.model.parameter import Difference


def exported(*forms, **changes):
    found = export.export([models.dialect(*forms, **changes)])
    return json.loads(json.dumps(found))["dialects"]["q"]


def params(**changes):
    return exported(models.form(**changes))["commands"][0]["forms"][0]["params"]


def test_a_dialect_has_the_promised_keys():
    assert set(exported()) == {
        "title",
        "manual",
        "models",
        "commands",
        "urcs",
        "final_results",
        "error_codes",
        "errata",
        "modules",
        "module_sources",
        "tasks",
        "transcripts",
        "sockets",
        "bringup",
    }


def test_a_command_and_its_form_have_the_promised_keys():
    command = exported()["commands"][0]
    assert {
        "name",
        "section",
        "title",
        "timeout_ms",
        "result_timeout_ms",
        "forms",
        "models",
    } <= set(command)
    form = command["forms"][0]
    assert {"id", "type", "syntax", "params", "answers", "finals"} <= set(form)
    assert form["answers"] == ["+OPEN: <contextID>,<err>"]
    assert form["finals"] == ["OK"]


def test_every_parameter_has_every_key():
    keys = {
        "name",
        "c_name",
        "position",
        "type",
        "min",
        "max",
        "values",
        "min_len",
        "max_len",
        "default",
        "unit",
        "optional",
        "may_be_empty",
        "quoted",
    }
    assert all(keys <= set(p) for p in params())


def test_an_enumeration_has_min_and_max_and_its_values():
    mode = params()[-1]
    assert (mode["type"], mode["min"], mode["max"]) == ("enum", 0, 2)
    assert mode["values"] == {"0": "buffer", "1": "direct push", "2": "transparent"}
    assert mode["optional"] and mode["default"] == 0


def test_a_literal_keeps_the_manuals_name():
    literal = params()[0]
    assert (literal["type"], literal["name"], literal["position"]) == ("literal", "mode", 0)
    assert literal["values"] == {"1": ""}


def test_alternatives_share_their_position():
    by_name = {p["name"]: p["position"] for p in params()}
    assert by_name["IP_address"] == by_name["domain_name"] == 2


def test_what_the_manual_does_not_give_is_null():
    context = params()[1]
    assert [context[k] for k in ("values", "min_len", "max_len", "default", "unit")] == [None] * 5


def test_a_time_limit_of_our_own_is_null():
    ours = models.form(timeout=Limit("10 s", 10_000, ours=True))
    assert exported(ours)["commands"][0]["timeout_ms"] is None
    assert exported()["commands"][0]["timeout_ms"] == 150_000


def test_the_acting_form_gives_the_commands_time_limit():
    read = models.form(id="q_open_read", type="read", positions=(), timeout=Limit("1 s", 1000))
    assert exported(read, models.form())["commands"][0]["timeout_ms"] == 150_000


def test_urcs_include_results_after_ok():
    urcs = {urc["id"]: urc for urc in exported()["urcs"]}
    assert set(urcs) == {"q_urc_recv", "q_open_result"}
    assert urcs["q_open_result"]["payload"] is None
    assert [f["name"] for f in urcs["q_urc_recv"]["fields"]] == ["contextID"]
    payload = urcs["q_urc_recv"]["payload"]
    assert (payload["length"], payload["where"], payload["encoding"]) == (
        "len",
        "after_line",
        "raw",
    )


def test_a_models_differences_stand_with_the_command():
    context = replace(models.CONTEXT, models={"M1": Difference(maximum=3, note="2")})
    form = models.form(positions=(Position((context,)),), lacking=("M2",))
    assert exported(form)["commands"][0]["models"] == {
        "M1": {"params": {"contextID": {"max": 3, "note": "2"}}},
        "M2": {"unsupported": True, "lacks": ["q_open"]},
    }


def test_a_models_differences_stand_with_the_urc_that_they_are_about(home):
    (onemo,) = [d for d in load(home / "spec") if d.name == "onemo"]
    urcs = {urc["id"]: urc["models"] for urc in export.export_dialect(onemo)["urcs"]}
    assert urcs["onemo_urc_ack"]["MN316A"] == {
        "connect_id": {"min": 0, "max": 3, "note": "2, 8, 12, 16, 21, 25, 28, 32, 33, 38"},
        "length": {"unsupported": True, "note": "41"},
    }
    assert urcs["onemo_urc_rudp_buffered"]["ML305M"] == {
        "recv_count": {"min": 0, "max": 128, "note": "40"}
    }
    assert urcs["onemo_mping_reply"] == {}


def test_syntax_is_as_the_manual_prints_it():
    assert exported()["commands"][0]["forms"][0]["syntax"] == (
        "AT+OPEN=1,<contextID>,<IP_address>/<domain_name>[,<access_mode>]"
    )
    assert export.printed('+X: <cmd="cid">,<id> then OK') == '+X: "cid",<id> then OK'


# ---- the layers -----------------------------------------------------------------------


def test_a_dialect_without_layers_has_null():
    assert exported()["sockets"] is None and exported()["bringup"] is None


def of(home, name):
    (dialect,) = load(home / "spec", name)
    return json.loads(json.dumps(export.export_dialect(dialect)))


def test_sockets_say_what_is_sent_and_what_lines_mean(home):
    sockets = of(home, "simcom")["sockets"]
    assert (sockets["first_id"], sockets["set_up"]) == (0, "AT+CIPRXGET=1")
    assert sockets["kinds"]["tcp"]["jobs"]["send"] == "AT+CIPSEND=<id>,<length>"
    assert sockets["kinds"]["listener"]["accepts"] == "tcp"
    assert sockets["kinds"]["udp"]["packets"] is True
    row = {"line": "simcom_urc_client", "says": "incoming", "id": "server_index"}
    assert {**row, "value": "link_num"} in sockets["lines"]


def test_bring_up_names_its_steps(home):
    bringup = of(home, "quectel")["bringup"]
    steps = {step["step"]: step for step in bringup["steps"]}
    assert steps["register"]["commands"] == ["AT+CEREG?", "AT+CGREG?", "AT+CREG?"]
    assert steps["register"]["wants"][0]["values"] == [1, 5]
    assert (steps["probe"]["then"], steps["probe"]["fails"]) == ("echo", "words")
    assert bringup["pauses_s"] == [0, 0, 0, 0, 600, 1800, 3600] and bringup["reset"] == "reset"
    losses = {loss["line"]: loss for loss in bringup["losses"]}
    assert losses["quectel_urc_rdy"]["boots"] is True
    assert losses["cellular_urc_cgreg"]["command"] == 1
    assert losses["quectel_urc_pdpdeact"]["values"] == [1]
