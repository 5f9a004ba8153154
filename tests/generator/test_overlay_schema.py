# SPDX-License-Identifier: MIT
"""spec/overlay.json, which editors complete and check overlays with."""

import json
import re

import jsonschema
import pytest

from atbind.places import SPEC
from atbind.tables.overlay_schema import overlay_schema
from atbind.tables.reader import read_file
from atbind.tables.mistakes import Report

SCHEMA = json.loads((SPEC / "overlay.json").read_text("utf-8"))
PAGE = (SPEC / "OVERLAYS.md").read_text("utf-8")


def errors(text: str, folder) -> list[str]:
    (folder / "over.yaml").write_text(text, "utf-8")
    report = Report()
    table = read_file(folder / "over.yaml", report)
    assert not report.mistakes
    return [e.message for e in jsonschema.Draft202012Validator(SCHEMA).iter_errors(table)]


def test_it_agrees_with_the_schema_of_tables():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    made = overlay_schema()
    assert SCHEMA == made, "python3 -m atbind.tables.overlay_schema > spec/overlay.json"


def test_the_readmes_overlay_is_one_and_names_it(tmp_path):
    (example,) = re.findall(r"```yaml\n(# yaml-language-server: \S+\noverlay:.*?)```", PAGE, re.S)
    assert "$schema=" in example and "spec/overlay.json" in example
    assert errors(example, tmp_path) == []


GOOD = [
    "remove: {commands: [+W], error_codes: {err: [571]}}",
    "remove: {commands: {+X: {forms: {x_long: , set: {answers: [ERROR], rules: }}}}}",
    "change: {commands: {+X: {forms: {'AT+X=<a>[,<b>]': {timeout: 9 s}}}}}",
    "change: {parameters: {id: {range: 1..4}}, title: Other}",
    "replace: {commands: {+X: {title: New, forms: [{syntax: AT+X, answers: [OK]}]}}}",
    "add: {models: {C3: {lacks: [+X]}}, finals: {SEND FAIL: failure}}",
    "add: {modules: {EC21: {seen: own tests}}, errata: [{section: '1', manual: a, decision: b}]}",
    "change: {bringup: {steps: {register: {tries: 200}}}}",
    "doc: nothing at all",
]
BAD = {
    "a verb that is none": ("adds: {urcs: {}}", "'adds' was unexpected"),
    "a section beside the verbs": ("urcs: {low: {line: 'LOW'}}", "'urcs' was unexpected"),
    "an unknown section": ("add: {ursc: {low: {line: 'LOW'}}}", "'ursc' was unexpected"),
    "an unknown fact": ("change: {parameters: {id: {ragne: 1..4}}}", "'ragne' was unexpected"),
    "a fact of another kind": (
        "change: {commands: {+X: {forms: {set: {answers: OK}}}}}",
        "{'set': {'answers': 'OK'}} is not valid",
    ),
    "the name of the dialect": ("change: {dialect: mine}", "'dialect' was unexpected"),
    "something removed by a number with a fraction": (
        "remove: {urcs: [1.5]}",
        "[1.5] is not valid",
    ),
    "a row in place of a name": ("remove: {urcs: {low: LOW}}", "{'low': 'LOW'} is not valid"),
}


@pytest.mark.parametrize("text", GOOD)
def test_a_right_overlay_fits(text, tmp_path):
    assert errors(f"overlay: toy\n{text}\n", tmp_path) == []


@pytest.mark.parametrize("name", BAD)
def test_an_editor_underlines(name, tmp_path):
    text, said = BAD[name]
    (error,) = errors(f"overlay: toy\n{text}\n", tmp_path)
    assert said in error


def test_an_overlay_names_its_dialect(tmp_path):
    assert errors("add: {title: x}\n", tmp_path) == ["'overlay' is a required property"]
