# SPDX-License-Identifier: MIT
"""OneMO's manual: what is assumed where a value is left out, how long an answer may take, errata."""

import pytest
from atbind.build import spec as build
from atbind.tell.export import export

DEFAULTS = {
    ("+MIPCFG", "send_timeout"): 10,
    ("+MIPCFG", "send_buffer"): 1460,
    ("+MIPCFG", "free_mode"): 0,
    ("+MIPTKA", "keepidle"): 90,
    ("+MIPTKA", "keepinterval"): 75,
    ("+MIPTKA", "keepcount"): 3,
    ("+MIPOPEN", "timeout"): 60,
    ("+MIPOPEN", "access_mode"): 0,
    ("+MIPOPEN", "local_port"): 0,
    ("+MIPCLOSE", "mode"): 0,
    ("+MIPMODE", "packet_size"): 1024,
    ("+MIPMODE", "waittm"): 200,
    ("+MDNSCFG", "address1"): "119.29.29.29",
    ("+MDNSCFG", "address2"): "114.114.114.114",
    ("+MDNSCFG", "priority"): 1,
    ("+MDNSCFG", "cached_period"): 3600,
    ("+MDNSCFG", "retries"): 3,
    ("+MPING", "timeout"): 10,
    ("+MPING", "ping_num"): 4,
    ("+MPING", "packet_len"): 16,
    ("+MNTP", "server"): "ntp1.aliyun.com",
    ("+MNTP", "port"): 123,
    ("+MNTP", "sync"): 1,
    ("+MNTP", "timeout"): 20,
}

# Command, parameter, model: its own default.
OWN_DEFAULTS = {
    ("+MIPCFG", "recv_buffer", "MN316"): 4096,
    ("+MIPCFG", "recv_buffer", "ML307R"): 65535,
    ("+MIPTKA", "keepidle", "MN326"): 30,
    ("+MIPTKA", "keepinterval", "MN326"): 90,
    ("+MDNSCFG", "time", "MN318"): 30,
    ("+MDNSCFG", "time", "ML305U"): 10,
    ("+MDNSCFG", "cached_mode", "ML307G"): 1,
    ("+MDNSGIP", "cid", "ML302A"): 1,
    ("+MNTP", "timeout", "ML307G"): 30,
}


@pytest.fixture(scope="module")
def tables(home):
    return export(build.load(home / "spec"))["dialects"]["onemo"]


def parameters(tables, command, name):
    forms = next(c for c in tables["commands"] if c["name"] == command)["forms"]
    return [p for f in forms for p in f["params"] if p["name"] == name]


@pytest.mark.parametrize(("of", "default"), DEFAULTS.items())
def test_a_default_is_the_manuals(tables, of, default):
    assert str(parameters(tables, *of)[0]["default"]) == str(default)


@pytest.mark.parametrize(("of", "default"), OWN_DEFAULTS.items())
def test_a_default_of_one_model(tables, of, default):
    command, name, model = of
    models = next(c for c in tables["commands"] if c["name"] == command)["models"]
    assert models[model]["params"][name]["default"] == default


def test_the_manual_gives_no_time_limit_for_the_final_result(tables):
    assert {c["timeout_ms"] for c in tables["commands"]} == {None}


# Command: how long its modem itself may wait before the result. The name server has 30 s a request,
# 3 in all; MN316A closes 2 MSL of 5.5 s behind the buffered data, which NB-IoT may take 10 s for.
OWN_WAITS = {"+MIPOPEN": 60, "+MIPCLOSE": 21, "+MDNSGIP": 90, "+MPING": 90 + 40, "+MNTP": 30}


@pytest.mark.parametrize(("command", "seconds"), OWN_WAITS.items())
def test_the_modem_gives_up_first(home, command, seconds):
    dialect = build.load(home / "spec", "onemo")[0]
    (forms,) = (c.forms for c in dialect.commands if c.name == command)
    limits = [f.result_timeout for f in forms if f.result_timeout]
    assert [limit for limit in limits if limit.ms <= seconds * 1000] == []


def test_errata_stand_in_the_order_of_the_manual(tables):
    sections = [[int(part) for part in e["section"].split(".")] for e in tables["errata"]]
    assert sections == sorted(sections)
