# SPDX-License-Identifier: MIT
"""An overlay's own bring-up: other facts of single steps, steps that go, another list."""

import pytest
from atbind.build.spec import load
from atbind.tables.mistakes import Mistakes

LIST = """\
replace:
  bringup:
    steps:
      - {step: echo, stage: set up, command: ATE0, tries: 9}
      - {step: check, stage: context, command: AT+QIACT=1}
      - {step: up, stage: up, command: 'AT+CEREG?', wants: '<stat> = 1', every: 9 s, then: up, fails: echo}
      - {step: reset, stage: reset, press: reset, for: 1 s, then: echo, fails: echo}
    losses:
      - {line: urc_rdy, step: echo}
"""


@pytest.fixture
def laid(home, tmp_path):
    """Quectel's list with an overlay over it; and without."""
    path = tmp_path / "over.yaml"

    def over(text):
        path.write_text("overlay: quectel\n" + text)
        return [load(home / "spec", "quectel", overlays)[0].bringup for overlays in ([path], [])]

    return over


def told(laid, text):
    with pytest.raises(Mistakes) as found:
        laid(text)
    return [(mistake.where.line, mistake.message) for mistake in found.value]


def facts(bringup):
    return {step.name: step for step in bringup.steps}


def test_a_step_has_other_facts_and_all_else_stays(laid):
    changed, shipped = map(facts, laid("change: {bringup: {steps: {register: {tries: 200}}}}"))
    assert changed.pop("register").tries == 200 != shipped.pop("register").tries
    assert changed == shipped


def test_steps_may_be_written_as_a_list(laid):
    changed, _ = laid("change: {bringup: {steps: [{step: reset, for: 2 s}]}}")
    assert facts(changed)["reset"].every_ms == 2000


@pytest.mark.parametrize("verb", ["change", "replace"])
def test_pauses_are_others_and_all_else_stays(laid, verb):
    changed, shipped = laid(f"{verb}: {{bringup: {{pauses: [60 s]}}}}")
    assert changed.pauses_min == (1,)
    assert (changed.steps, changed.losses) == (shipped.steps, shipped.losses)


def test_a_step_that_goes_is_led_behind(laid):
    changed, _ = laid("remove: {bringup: {steps: [words]}}")
    steps = changed.steps
    assert steps[steps[0].fails].name == "wake"


def test_another_list_is_that_alone(laid):
    changed, shipped = laid(LIST)
    assert [step.name for step in changed.steps] == ["echo", "check", "up", "reset"]
    assert [loss.step for loss in changed.losses] == [0]
    assert changed.pauses_min == shipped.pauses_min


def test_a_step_that_is_not_there_is_told(laid):
    ((line, message),) = told(laid, "change:\n  bringup:\n    steps:\n      regster: {tries: 9}\n")
    assert line == 5
    assert "there is no `regster` in bringup steps of quectel: did you mean register?" in message


def test_a_fact_that_no_step_has_is_told(laid):
    ((line, message),) = told(laid, "change:\n  bringup:\n    steps: {wake: {every: 2 s}}\n")
    assert line == 4 and "`every` says nothing of a key" in message


def test_a_new_step_stands_behind_those_of_its_stage(laid):
    """A loss that is heard while it is done leads back, and not over the card."""
    step = "{step: scan, stage: set up, command: AT+CTZU=1, then: sim}"
    new = f"change: {{bringup: {{steps: {{flow: {{then: scan}}}}}}}}\nadd: {{bringup: {{steps: [{step}]}}}}"
    changed, shipped = laid(new)
    names, old = ([step.name for step in one.steps] for one in (changed, shipped))
    at = names.index("scan")
    assert names[at - 1 : at + 2] == ["flow", "scan", "sim"]
    assert [name for name in names if name != "scan"] == old
    assert [names[changed.steps[n].then] for n in (at - 1, at)] == ["scan", "sim"]
    led = [(names[s.then], names[s.fails]) for s in changed.steps if s.name not in ("flow", "scan")]
    assert led == [(old[s.then], old[s.fails]) for s in shipped.steps if s.name != "flow"]
    assert [names[loss.step] for loss in changed.losses] == [old[l.step] for l in shipped.losses]


def test_a_new_step_to_which_none_leads_is_told(laid):
    step = "{step: scan, stage: set up, command: AT+CTZU=1, then: sim}"
    ((line, message),) = told(laid, f"add:\n  bringup:\n    steps:\n      - {step}\n")
    assert line == 5 and "no step leads to `scan`" in message
