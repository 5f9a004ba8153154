# SPDX-License-Identifier: MIT
"""Overlays over sections that hold no commands: what they do not name stays as it is."""

import pytest
from atbind.build.spec import load
from atbind.places import SPEC
from atbind.tables.mistakes import Mistakes
from test_overlay_schema import errors


@pytest.fixture
def laid(tmp_path):
    """A shipped dialect with an overlay over it."""

    def lay(name: str, text: str):
        over = tmp_path / "over.yaml"
        over.write_text(f"overlay: {name}\n{text}", "utf-8")
        (dialect,) = load(SPEC, name, [over])
        assert errors(over.read_text("utf-8"), tmp_path) == []  # an editor agrees
        return dialect

    return lay


def steps(dialect) -> dict:
    return {step.name: step for step in dialect.bringup.steps}


def test_the_pauses_of_bring_up_are_changed_and_its_steps_stay(laid):
    dialect = laid("quectel", "change: {bringup: {pauses: [0 s, 120 s]}}\n")
    assert dialect.bringup.pauses_min == (0, 2) and "undo" in steps(dialect)


STEP = "add: {bringup: {steps: [{step: urcs, stage: set up, command: %s, then: errors, fails: next}]}}\n"


@pytest.mark.parametrize(
    "echo", ("{echo: {then: urcs, tries: 3}}", "[{step: echo, then: urcs, tries: 3}]")
)
def test_a_step_is_added_where_another_leads_to_it(laid, echo):
    command = '\'AT+QURCCFG="urcport","uart1"\''
    dialect = laid("quectel", f"change: {{bringup: {{steps: {echo}}}}}\n" + STEP % command)
    found, order = steps(dialect), list(steps(dialect))
    assert order[found["echo"].then] == "urcs" and order[found["urcs"].then] == "errors"
    assert (found["echo"].tries, found["echo"].limit_ms) == (3, 2000)


def test_what_one_kind_of_socket_sends_at_most_is_changed(laid):
    dialect = laid("quectel", "change: {sockets: {ids: 0..5, kinds: {tcp: {send_max: 512}}}}\n")
    kinds = {kind.name: kind for kind in dialect.sockets.kinds}
    assert (kinds["tcp"].send_max, kinds["udp"].send_max, kinds["tcp"].ids) == (512, 1460, 6)
    assert kinds["tcp"].jobs["open"].text.startswith("AT+QIOPEN=1,<id>")


def test_a_kind_of_socket_is_replaced_whole(laid):
    tcp = "open: 'AT+QIOPEN=2,<id>,\"TCP\",<host>,<port>', close: AT+QICLOSE=<id>"
    dialect = laid("quectel", f"replace: {{sockets: {{kinds: {{tcp: {{{tcp}}}}}}}}}\n")
    (kind,) = (kind for kind in dialect.sockets.kinds if kind.name == "tcp")
    assert list(kind.jobs) == ["open", "close"] and kind.send_max == 0


def test_a_task_and_the_manuals_version_are_changed(laid):
    dialect = laid("quectel", "change: {tasks: {open: [qiopen]}, manual: {version: '3.1'}}\n")
    assert {"open", "send", "ping"} <= {task.name for task in dialect.tasks}
    assert (dialect.manual_title, dialect.manual_version) == ("TCPIP AT Commands", "3.1")


def test_a_footnote_is_changed_for_one_model(laid):
    dialect = laid("onemo", "change: {notes: {'7': {ML305U: the window is 1000 bytes}}}\n")
    notes = {model.name: model.notes for model in dialect.models}
    assert "note 7: the window is 1000 bytes" in notes["ML305U"]
    assert any(note.startswith("note 7: the TCP window") for note in notes["MN316"])
    assert any(note.startswith("note 18: ") for note in notes["MN316"])


def test_what_to_do_when_a_step_fails_is_changed_for_that_step(laid):
    dialect = laid("quectel", "change: {recovery: {Power off: {wait: 20 s}}}\n")
    (row,) = (row for row in dialect.recovery if row.step == "Power off")
    assert row.wait_ms == 20000 and row.action == "cut power" and len(dialect.recovery) > 10


def losses(dialect) -> dict:
    return {loss.answer.line.id: loss for loss in dialect.bringup.losses}


def test_a_loss_is_removed_and_changed_by_its_line(laid):
    shipped = losses(laid("quectel", ""))
    fewer = losses(laid("quectel", "remove: {bringup: {losses: [urc_app_rdy]}}\n"))
    assert set(shipped) - set(fewer) == {"quectel_urc_app_rdy"}
    row = "{line: urc_pdpdeact, when: <contextID> = 3}"
    for new in (f"[{row}]", "{urc_pdpdeact: {when: <contextID> = 3}}"):
        changed = losses(laid("quectel", f"change: {{bringup: {{losses: {new}}}}}\n"))
        (pdpdeact, before) = (each["quectel_urc_pdpdeact"] for each in (changed, shipped))
        assert pdpdeact.answer.values == (3,) and pdpdeact.step == before.step
        assert set(changed) == set(shipped)


def test_a_loss_of_several_lines_is_named_by_each(laid):
    dialect = laid("quectel", "change: {bringup: {losses: {cellular_urc_cgreg: {step: check}}}}\n")
    assert losses(dialect)["cellular_urc_creg"].step == list(steps(dialect)).index("check")


def test_a_step_that_is_there_is_not_added_a_second_time(laid):
    with pytest.raises(Mistakes) as told:
        laid("quectel", "add: {bringup: {steps: [{step: echo, stage: set up, command: ATE0}]}}\n")
    assert "`stage` of bringup steps echo stands in " in str(told.value)


@pytest.mark.parametrize(
    "text, said",
    [
        ("bringup: {steps: {ecko: {tries: 3}}}", "there is no `ecko` in bringup steps of quectel"),
        ("sockets: {kinds: {tls: {send_max: 3}}}", "there is no `tls` in sockets kinds of quectel"),
        ("errata: [{section: '9', manual: a, decision: b}]", "rows of errata have no names"),
        ("tasks: {opne: [qiopen]}", "there is no `opne` in tasks of quectel"),
    ],
)
def test_a_row_that_is_not_there_is_told_with_the_nearest(laid, text, said):
    with pytest.raises(Mistakes) as told:
        laid("quectel", f"change: {{{text}}}\n")
    (mistake,) = told.value
    assert said in str(mistake) and "a new row stands below `add`" in str(mistake)
