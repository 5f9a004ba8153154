# SPDX-License-Identifier: MIT
"""Dialect.on(model): what a model does differently is applied in one place, to everything."""

import pytest
from atbind.build.spec import load
from atbind.places import SPEC
from atbind.simulator.parse import Parser, Refused
from bad_tables.toy import dialect_of

DIALECTS = {dialect.name: dialect for dialect in load(SPEC)}
MODELS = [(d.name, m.name) for d in DIALECTS.values() for m in d.models]


def parameters(dialect):
    """Of forms, lines and payload, with the place of each."""
    for form in dialect.forms:
        for place, position in enumerate(form.positions):
            yield from (((form.id, place, p.name), p) for p in position.parameters)
    for line in dialect.lines:
        found = [*(f.parameter for f in line.fields if f.parameter), line.payload]
        yield from (((line.id, p.name), p) for p in found if p)


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_forms_that_it_lacks_are_gone_and_all_else_is_its_own(name, model):
    general, own = DIALECTS[name], DIALECTS[name].on(model)
    had = {form.id for form in general.forms if model not in form.lacking}
    assert {form.id for form in own.forms} == had
    assert {line.id for line in own.lines} == {line.id for line in general.lines}
    before = dict(parameters(general))
    after = dict(parameters(own))
    assert after and all(before[place].on(model) == p for place, p in after.items())


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_a_line_of_an_outcome_is_still_the_forms_line(name, model):
    for form in DIALECTS[name].on(model).forms:
        steps = [s.line for o in form.outcomes for s in o.steps if s.line]
        assert all(any(line is own for own in (*form.infos, *form.results)) for line in steps)


def test_without_a_model_nothing_is_made_anew():
    assert all(dialect.on(None) is dialect for dialect in DIALECTS.values())
    assert DIALECTS["quectel"].on("EC20") is DIALECTS["quectel"]


def test_limits_and_values_of_one_model():
    own = dict(parameters(DIALECTS["onemo"].on("MN316A")))
    assert {p.maximum for place, p in own.items() if place[-1] == "connect_id"} == {3}
    hexmode = dict(parameters(DIALECTS["fibocom"].on("NL66x")))["fibocom_mipread", 2, "Hexmode"]
    assert hexmode.unsupported


def test_what_a_model_lacks_is_refused():
    line = "AT+MIPREAD=1,32,1"
    assert Parser(DIALECTS["fibocom"]).parse(line).values["Hexmode"] == 1
    with pytest.raises(Refused, match="the model lacks Hexmode"):
        Parser(DIALECTS["fibocom"].on("NL66x")).parse(line)


LIKE = """\
dialect: toy
title: Models that are like others
manual: {title: null, version: null}
default_timeout: 5 s
models: {A1: {lacks: [+Y]}, B2: {like: A1}, C3: {like: B2}}
notes: {"1": {A1: slow}}
parameters: {a: {type: integer, range: 0..9, models: {A1: {range: 0..4}, C3: {unsupported: true}}}}
commands:
  +X: {title: Lacking, lacking: {A1: "1"}, forms: [{syntax: AT+X, answers: [OK]}]}
  +Y: {title: Lacked, forms: [{syntax: AT+Y, answers: [OK]}]}
  +Z: {title: For all, forms: [{syntax: 'AT+Z=<a>', answers: [OK]}]}
"""


@pytest.mark.parametrize("model", ["A1", "B2", "C3"])
def test_a_model_is_like_all_that_the_other_is_like(tmp_path, model):
    dialect = dialect_of(tmp_path, LIKE)
    (own,) = [each for each in dialect.models if each.name == model]
    assert (set(own.lacks), own.notes) == ({"+X", "+Y"}, ("note 1: slow",))
    assert [form.id for form in dialect.on(model).forms] == ["toy_z"]
    (a,) = dialect.on(model).forms[0].parameters
    assert (a.maximum, a.unsupported) == ((9, True) if model == "C3" else (4, False))
