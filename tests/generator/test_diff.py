# SPDX-License-Identifier: MIT
"""What a change of the tables means for callers."""

from dataclasses import replace

import models
import pytest
from atbind.build.spec import load
from atbind.tell.diff import as_json, diff, summary
from atbind.model.dialect import Command, Limit, Parameter, Position
from atbind.model.manual import ErrorCode, Model
from atbind.model.parameter import Difference


def changes(old, new):
    return [(c.severity, c.param, c.models) for c in diff([old], [new])]


def with_context(**facts):
    context = replace(models.CONTEXT, **facts)
    return models.dialect(models.form(positions=(Position((context,)),)))


def with_positions(*positions):
    return models.dialect(models.form(positions=positions))


CONTEXT, MODE = models.CONTEXT, models.MODE
WORD = Parameter("word", "word", "string", min_length=1, max_length=9)


def test_the_same_tables_have_no_change():
    assert diff([models.dialect()], [models.dialect()]) == []


@pytest.mark.parametrize(
    "facts, severity",
    [
        ({"maximum": 15}, "breaking"),
        ({"minimum": 2}, "breaking"),
        ({"minimum": 0}, "widened"),
        ({"maximum": 17}, "widened"),
        ({"minimum": 0, "maximum": 15}, "breaking"),
        ({"default": 1}, "breaking"),
        ({"unit": "s"}, "breaking"),
        ({"type": "hex"}, "breaking"),
    ],
)
def test_a_changed_parameter_is_as_severe_as_what_callers_lose(facts, severity):
    assert changes(with_context(), with_context(**facts)) == [(severity, "contextID", None)]


def test_a_chapter_that_dialects_share_is_compared_once():
    two = [replace(models.dialect(), name=name) for name in ("first", "second")]
    old, new = (
        [replace(dialect, chapter=replace(chapter, name="shared")) for dialect in two]
        for chapter in (with_context(), with_context(maximum=15))
    )
    [change] = diff(old, new)
    assert (change.severity, change.dialect, change.param) == ("breaking", "shared", "contextID")
    [gone] = diff(old, two)
    assert (gone.severity, gone.dialect, gone.what) == ("breaking", "shared", "chapter")


def test_a_value_more_is_added_and_one_less_is_breaking():
    less = with_positions(Position((replace(MODE, values={0: "buffer", 1: "push"}),)))
    more = with_positions(Position((replace(MODE, values={0: "buffer", 1: "push", 2: "t"}),)))
    assert changes(less, more) == [("added", "access_mode", None)]
    assert changes(more, less) == [("breaking", "access_mode", None)]


def test_a_shorter_string_is_breaking_and_a_longer_one_widened():
    short = with_positions(Position((WORD,)))
    long = with_positions(Position((replace(WORD, max_length=20),)))
    assert changes(short, long) == [("widened", "word", None)]
    assert changes(long, short) == [("breaking", "word", None)]


def test_becoming_optional_is_widened_and_the_reverse_breaking():
    needed, optional = Position((CONTEXT,)), Position((CONTEXT,), optional=True)
    assert changes(with_positions(needed), with_positions(optional))[0][0] == "widened"
    assert changes(with_positions(optional), with_positions(needed))[0][0] == "breaking"


def test_a_new_parameter_at_the_end_is_added_only_when_optional():
    old = with_positions(Position((CONTEXT,)))
    optional = with_positions(Position((CONTEXT,)), Position((MODE,), optional=True))
    needed = with_positions(Position((CONTEXT,)), Position((MODE,)))
    assert changes(old, optional) == [("added", "access_mode", None)]
    assert changes(old, needed) == [("breaking", "access_mode", None)]


def test_a_new_parameter_in_front_is_breaking():
    old = with_positions(Position((CONTEXT,)))
    new = with_positions(Position((MODE,), optional=True), Position((CONTEXT,)))
    assert ("breaking", "access_mode", None) in changes(old, new)


def test_another_order_is_breaking():
    old = with_positions(Position((CONTEXT,)), Position((MODE,)))
    new = with_positions(Position((MODE,)), Position((CONTEXT,)))
    assert [c[0] for c in changes(old, new)] == ["breaking"]


def test_a_second_kind_in_a_position_is_added():
    old = with_positions(Position((models.ADDRESS,)))
    new = with_positions(Position((models.ADDRESS, models.DOMAIN)))
    assert changes(old, new) == [("added", "domain_name", None)]


def test_a_shorter_time_limit_is_breaking():
    old, new = models.dialect(), models.dialect(models.form(timeout=Limit("10 s", 10_000)))
    assert [c[0] for c in changes(old, new)] == ["breaking"]
    assert [c[0] for c in changes(new, old)] == ["widened"]


def test_a_difference_of_one_model_names_it():
    narrow = with_context(models={"M2": Difference(maximum=4)})
    assert changes(with_context(), narrow) == [("breaking", "contextID", ("M2",))]


def test_a_form_that_one_model_lacks_now_is_breaking_for_it():
    lacking = models.dialect(models.form(lacking=("M1",)))
    assert changes(models.dialect(), lacking) == [("breaking", None, ("M1",))]


def test_a_removed_line_field_and_code_are_breaking():
    old = models.dialect()
    field_gone = replace(models.RECV, fields=models.RECV.fields[:1])
    assert changes(old, models.dialect(urcs=(field_gone,))) == [("breaking", "contextID", None)]
    assert changes(old, models.dialect(urcs=())) == [("breaking", None, None)]
    assert changes(old, models.dialect(error_codes=())) == [("breaking", None, None)]


def test_a_new_command_code_and_model_are_added():
    old = models.dialect()
    extra = Command("+X", "X", "9", "", (models.form(id="q_x", command="+X"),))
    code = ErrorCode("err", 551, "Other")
    new = replace(
        old,
        commands=(*old.commands, extra),
        error_codes=(*old.error_codes, code),
        models=(*old.models, Model("M3", "m3")),
    )
    assert {c[0] for c in changes(old, new)} == {"added"}
    assert len(changes(old, new)) == 3


def test_a_dialect_that_is_gone_is_breaking():
    assert [c.severity for c in diff([models.dialect()], [])] == ["breaking"]
    assert [c.severity for c in diff([], [models.dialect()])] == ["added"]


def test_breaking_changes_come_first_in_text_and_json():
    found = diff([with_context()], [with_context(maximum=15, doc="words do not matter")])
    assert summary(found) == "1 breaking, 0 widened, 0 added"
    assert found[0].text() == "breaking: q: q_open <contextID>: range 1 to 16 is now 1 to 15"
    assert as_json(found)["breaking"][0] == {
        "dialect": "q",
        "what": "form",
        "id": "q_open",
        "param": "contextID",
        "message": "range 1 to 16 is now 1 to 15",
        "models": None,
    }


# ---- the layers -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def simcom(home):
    (dialect,) = load(home / "spec", "simcom")
    return dialect


def with_kind(dialect, name, **facts):
    kinds = tuple(replace(k, **facts) if k.name == name else k for k in dialect.sockets.kinds)
    return replace(dialect, sockets=replace(dialect.sockets, kinds=kinds))


@pytest.mark.parametrize(
    "kind, facts, severity, message",
    [
        ("tcp", {"ids": 9}, "breaking", "sockets at a time None to 10 is now None to 9"),
        ("tcp", {"ids": 12}, "widened", "sockets at a time"),
        ("udp", {"send_max": 1400}, "breaking", "bytes in one send"),
        ("udp", {"read_max": 1600}, "breaking", "its memory must hold it"),
        ("tcp", {"read_max": 1600}, "widened", "bytes in one read 1500 are now 1600"),
        ("udp", {"packets": False}, "breaking", "packets True is now False"),
        ("listener", {"accepts": "udp"}, "breaking", "accepts tcp is now udp"),
        ("listener", {"jobs": {}}, "widened", "close: AT+SERVERSTOP=<id> is now nothing"),
    ],
)
def test_a_changed_kind_of_socket(simcom, kind, facts, severity, message):
    found = diff([simcom], [with_kind(simcom, kind, **facts)])
    assert {(c.what, c.id) for c in found} == {("kind of socket", kind)}
    assert any(c.severity == severity and message in c.message for c in found), found


def test_a_kind_that_is_gone_is_breaking_and_a_new_one_added(simcom):
    less = replace(simcom, sockets=replace(simcom.sockets, kinds=simcom.sockets.kinds[:-1]))
    assert [(c.severity, c.id) for c in diff([simcom], [less])] == [("breaking", "listener")]
    assert [(c.severity, c.id) for c in diff([less], [simcom])] == [("added", "listener")]


def test_a_step_done_otherwise_breaks_nobody(simcom):
    steps = tuple(replace(s, tries=s.tries + 1) for s in simcom.bringup.steps)
    steps = (*steps[:-1], replace(steps[-1], name="again"))
    changed = replace(simcom, bringup=replace(simcom.bringup, steps=steps))
    found = diff([simcom], [changed])
    assert {c.severity for c in found} == {"widened", "added"}
    told = {c.id: c.message for c in found}
    assert (told["restart"], told["again"]) == ("step is gone", "new step")
    assert told["probe"] == "tries: 2 is now 3"


def test_bring_up_that_is_gone_is_breaking(simcom):
    found = diff([simcom], [replace(simcom, bringup=None)])
    assert {(c.severity, c.what) for c in found} == {("breaking", "step")}
