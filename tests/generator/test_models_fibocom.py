# SPDX-License-Identifier: MIT
"""Every series at the head of the Fibocom manual, with every note that stands at it."""

import json
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]

# What the manual's table of applicable models denies, by series, in its order.
GTSACK, MIPCONF, HEXMODE = "AT+GTSACK=1", "AT+MIPCONF=1,5", "AT+MIPREAD=1,32,1"
MIPFLUSH, MSV6DNS = "AT+MIPFLUSH=1", "AT+MSV6DNS=1"
MIN_TO, MAX_TO = "AT+MIPCONF=1,,5", "AT+MIPCONF=1,,,600"
DENIED = {
    "L61x": {GTSACK},
    "LC61x": {GTSACK},
    "LG61x": {GTSACK},
    "MC61x": {GTSACK},
    "MG61x": {GTSACK},
    "NL66x": {GTSACK, HEXMODE},
    "MC11x": {GTSACK, HEXMODE},
    "MG11x": {GTSACK, HEXMODE},
    "MC10x": {GTSACK, HEXMODE},
    "LC11x": {GTSACK, HEXMODE},
    "MA51x": {GTSACK, HEXMODE},
    "L71x": {GTSACK, MIPCONF, MIN_TO, MAX_TO},
    "LE": {GTSACK},
    "FG13x": {GTSACK, MIPCONF, MIN_TO, MAX_TO},
    "MS18x": {GTSACK, MIPCONF, MIN_TO, MAX_TO},
    "MC66x": {GTSACK},
    "MG66x": {GTSACK},
    "MC91x": {GTSACK},
    # modules that the notes name
    "NL668-AM": {GTSACK, HEXMODE, MSV6DNS},
    "LE370-CN-1D7": {GTSACK, MIPFLUSH, MSV6DNS},
    "LE270-CN-1D2": {GTSACK, MIPFLUSH, MSV6DNS},
    "LE270-CN-1D21": {GTSACK, MIPFLUSH, MSV6DNS},
    "LE371-CN-1D8GW-00-GOODWAY": {GTSACK, MIPFLUSH, MSV6DNS},
}
# "Please contact technical support": recorded, nothing enforced; and what nobody denies.
OPEN = [
    "AT+MIPCALL=3",
    'AT+MIPOPEN=1,,"192.0.2.7",7,3',
    'AT+MIPODM=1,,"192.0.2.7",7,2',
    'AT+MIPDNS="a.b",2',
    'AT+MPING=2,"a.b"',
    "AT+MIPREAD=1,32",
    "AT+MIPCLOSE=6,2",
]
LINES = sorted(set().union(*DENIED.values())) + OPEN


def explain(model: str | None) -> dict[str, dict]:
    options = ["--model", model] if model else []
    done = subprocess.run(
        [HOME / "generator/atbind", "explain", "--dialect", "fibocom", "--json", *options, "-"],
        input="\n".join(LINES),
        capture_output=True,
        text=True,
    )
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == len(LINES), done.stderr
    return dict(zip(LINES, results))


def test_all_series_of_the_manual_are_here():
    exported = subprocess.run(
        [HOME / "generator/atbind", "export", "--json", "--dialect", "fibocom"],
        capture_output=True,
        text=True,
    )
    names = [m["name"] for m in json.loads(exported.stdout)["dialects"]["fibocom"]["models"]]
    assert sorted(names) == sorted(DENIED)


def test_no_model_takes_everything():
    assert [line for line, r in explain(None).items() if not r["ok"]] == []


@pytest.mark.parametrize("model", DENIED)
def test_a_model_refuses_what_the_manual_denies_it_and_no_more(model):
    results = explain(model)
    refused = {line for line, r in results.items() if not r["ok"]}
    assert refused == DENIED[model]
    for line in refused:
        error = results[line]["error"]
        assert error["reason"] == "unsupported_by_model", (line, error)
        assert model in error["message"], (line, error)
