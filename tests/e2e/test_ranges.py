# SPDX-License-Identifier: MIT
"""What test commands print: ranges of the model, as a modem does, and no name that stands for one."""

import re
from pathlib import Path

import pytest
from atbind.build import spec

HOME = Path(__file__).resolve().parents[2]
PRINTED = {
    "IP",
    "IP/URL",
}  # names that the manuals' own examples print, in 2.3 and 2.9 of Fibocom's
NAME = re.compile(r"\((?:<(.+?)>|([A-Za-z_]+))\)")

DIALECTS = {d.name: d for d in spec.load(HOME / "spec")}
CASES = [(d.name, m) for d in DIALECTS.values() for m in (None, *(each.name for each in d.models))]


@pytest.mark.parametrize("dialect, model", CASES)
def test_no_name_stands_for_a_range(host, dialect, model):
    uart = host(dialect, *(("--model", model) if model else ()))
    names = set()
    for command in DIALECTS[dialect].on(model).known_commands:
        for form in (form for form in command.forms if form.type == "test"):
            for one, other in NAME.findall(uart.ask(form.syntax)):
                names.add((form.syntax, one or other))
    assert {each for each in names if each[1] not in PRINTED} == set()


@pytest.mark.parametrize(
    "model, selectors", (("MN316", "ip ipv6 priority timeout"), ("ML307G", "priority"))
)
def test_selectors_that_the_model_lacks_are_not_listed(host, model, selectors):
    said = host("onemo", "--model", model).ask("AT+MDNSCFG=?")
    assert re.findall(r'\+MDNSCFG: "(\w+)"', said) == selectors.split()
