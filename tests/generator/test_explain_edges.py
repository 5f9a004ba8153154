# SPDX-License-Identifier: MIT
"""Every parameter of every form, at and beyond its edges, for every model: from the tables alone."""

import lines
import pytest
from atbind.build import spec as build
from atbind.modem import building, native
from atbind.tables.errors import Problem
from atbind.tell.export import export

DIALECTS = ("quectel", "simcom", "fibocom", "onemo")


@pytest.fixture(scope="module")
def tables(home):
    return export(build.load(home / "spec"))["dialects"]


@pytest.fixture(scope="module")
def library(home):
    return lambda dialect, model=None: native.load(dialect, model, home / "generated")


def explain(c, form, values):
    return c.explain(lines.line(form, values).encode("latin-1"))


def right_lines(c, form):
    """The values of lines that are taken."""
    return list(lines.right_lines(form, lambda text: c.explain(text.encode()).reason is None))


def with_value(values, place, value):
    return [*values[:place], value, *values[place + 1 :]]


def forms(tables, dialect):
    for command in tables[dialect]["commands"]:
        for form in command["forms"]:
            if form["type"] in ("set", "execute"):
                yield form


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_form_has_a_right_line(tables, library, dialect):
    c = library(dialect)
    assert [form["id"] for form in forms(tables, dialect) if not right_lines(c, form)] == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_edge_violation_is_refused_at_its_parameter(tables, library, dialect):
    c = library(dialect)
    wrong = []
    for form in forms(tables, dialect):
        all_places = lines.places(form)
        for values in right_lines(c, form):
            for place in range(len(values)):
                wrong += _violations(c, form, all_places[place], values, place)
    assert wrong == []


def _violations(c, form, params, values, place):
    """What `explain` says otherwise than it should about values beyond the edges of one place."""
    names = {p["name"] for p in params}
    for param in params if len(params) == 1 else []:
        for bad, reasons in lines.wrong_values(param):
            found = explain(c, form, with_value(values, place, bad))
            if found.id != form["id"] and found.reason in (None, *reasons):
                continue  # another form of the command is nearer
            if found.reason not in reasons or found.param not in names:
                yield form["id"], param["name"], bad, found.reason, found.param, found.message


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_edge_itself_is_accepted(tables, library, dialect):
    c = library(dialect)
    wrong = []
    for form in forms(tables, dialect):
        for values in right_lines(c, form):
            wrong += _refused(c, form, values)
    assert wrong == []


def _refused(c, form, values):
    """What `explain` has against values at the edges of each place."""
    for place, params in enumerate(lines.places(form)[: len(values)]):
        for good in (value for param in params for value in lines.choices(param)):
            found = explain(c, form, with_value(values, place, good))
            if found.reason not in (None, "combination", "missing", "extra", "length"):
                yield form["id"], good, found.param, found.message


@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_argument_too_few_or_too_many_is_told(tables, library, dialect):
    c = library(dialect)
    wrong = []
    for form in forms(tables, dialect):
        found = right_lines(c, form)
        if not found or any(p["type"] == "data" for p in form["params"]):
            continue
        more = explain(c, form, [*found[0], "1"])
        if more.reason not in (None, "extra", "missing", "value", "range", "combination"):
            wrong.append((form["id"], "extra", more.reason, more.message))
        less = explain(c, form, found[-1][:-1]) if len(found[-1]) > 1 else None
        if less and less.reason not in (None, "missing", "combination", "value"):
            wrong.append((form["id"], "missing", less.reason, less.message))
    assert wrong == []


@pytest.mark.parametrize("dialect", ("fibocom", "onemo"))
def test_every_difference_of_every_model_is_told(tables, library, dialect):
    wrong = []
    for model in (m["name"] for m in tables[dialect]["models"]):
        c = library(dialect, model)
        lacks = {
            form
            for command in tables[dialect]["commands"]
            for form in command["models"].get(model, {}).get("lacks", ())
        }
        for form in forms(tables, dialect):
            wrong += _model_violations(library(dialect), c, form, lacks, model)
    assert wrong == []


def _model_violations(default, c, form, lacks, model):
    right = right_lines(default, form)
    if form["id"] in lacks:
        for values in right:
            found = explain(c, form, values)
            if found.reason != "unsupported_by_model" and found.id == form["id"]:
                yield model, form["id"], values, found.reason
        return
    for place, params in enumerate(lines.places(form)):
        if params[0]["type"] == "literal":
            continue
        changed = form["models"].get(model, {}).get(params[0]["name"])
        if changed:
            yield from _parameter_violations(c, form, right, place, params[0], changed, model)


def _parameter_violations(c, form, right, place, param, changed, model):
    for values in (v for v in right if len(v) > place):
        for bad, reasons in _beyond(param, changed):
            found = explain(c, form, with_value(values, place, bad))
            if found.reason is None and found.id != form["id"]:
                continue
            if found.reason not in reasons:
                yield model, form["id"], param["name"], bad, found.reason, found.message


def _beyond(param, changed):
    """Values that this model refuses, whatever the others do."""
    refused = {"range", "value", "unsupported_by_model"}
    if changed.get("unsupported"):
        yield lines.choices(param)[0], {"unsupported_by_model"}
    if "max" in changed:
        yield str(changed["max"] + 1), refused
    if changed.get("min", 0) > 0:
        yield str(changed["min"] - 1), refused
    for value in changed.get("without", ()):
        yield f'"{value}"' if param["quoted"] else str(value), refused


def test_a_library_that_cannot_be_loaded_is_told_with_its_folder(home, tmp_path, monkeypatch):
    """Left by a build that sources changed under: the loader's error has no number of the system's."""

    def leave_garbage(built, library):
        library.write_bytes(b"no library")

    monkeypatch.setattr(building, "build_root", lambda: tmp_path)
    monkeypatch.setattr(building, "_build", lambda *_: None)
    monkeypatch.setattr(building, "_keep", leave_garbage)
    with pytest.raises(Problem, match=f"; remove {tmp_path}/quectel, it is built again"):
        native.load("quectel", None, home / "generated")
