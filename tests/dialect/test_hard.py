# SPDX-License-Identifier: MIT
"""The test-only dialect: what its command lines and transcripts must give."""

import json
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1]


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hard")
    subprocess.run(
        [HOME / "generator/atbind", "generate", "--spec", HERE, "--output", folder]
        + ["--dialect", "hard"],
        check=True,
        capture_output=True,
    )
    return folder


def run(generated, verb, *arguments, stdin=""):
    done = subprocess.run(
        [HOME / "generator/atbind", verb, "--dialect", "hard", "--generated", generated, "--json"]
        + list(arguments),
        input=stdin,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


RIGHT = """\
AT+MIPCALL=1,"CMNET"
AT+MIPCALL=1,3
AT+MIPCALL=1,"CMNET","user","secret",1
AT+CIPOPEN=1,"UDP",,,5000
AT+CIPCCFG=,,,,1
AT+CIPCCFG=10
AT+MNTP
AT+MNTP="cn.ntp.org.cn",,0
AT+MIPCONF=1,,,500
AT+MIPSEND=0,3,"abc"
AT+GTSET="IPRFMT",5"""

WRONG = {
    "AT+MIPCALL=1,8": ("cid", "range"),
    'AT+MIPCALL=1,3,"user"': ("Password", "missing"),
    'AT+CIPOPEN=1,"UDP",,,65536': ("localPort", "range"),
    "AT+CIPCCFG=,,,,,,499": ("TimeoutVal", "range"),
    "AT+MIPCONF=1,,,9": ("max_TO", "range"),
    'AT+MIPOPEN=0,"TCP","h",7,10,3': ("proto_type", "combination"),
    'AT+GTSET="IPRFMT",3': ("value", "value"),
}


def test_every_right_line_is_taken(generated):
    results = run(generated, "explain", "-", stdin=RIGHT)
    assert [r for r in results if not r["ok"]] == []
    assert len(results) == len(RIGHT.splitlines())


def test_of_every_wrong_line_the_parameter_and_the_reason_are_told(generated):
    results = run(generated, "explain", "-", stdin="\n".join(WRONG))
    found = {line: (r["error"]["param"], r["error"]["reason"]) for line, r in zip(WRONG, results)}
    for line, (parameter, reason) in WRONG.items():
        assert found[line][1] == reason, (line, found[line])
        if reason != "combination":  # which of the two is named is the rule's business
            assert found[line][0] == parameter, (line, found[line])


@pytest.mark.parametrize("name", ["rtcp", "rest"])
def test_transcripts_hold_nothing_unknown(generated, name):
    events = run(generated, "decode", "--transcript", str(HERE / f"hard/transcripts/{name}.txt"))
    assert events
    assert [e for e in events if e["kind"] in ("text", "malformed")] == []
