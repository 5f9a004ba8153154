# SPDX-License-Identifier: MIT
"""The section `bringup` of the tables: mistakes are told where they stand, steps lead where they say."""

import pytest
from atbind.build.spec import load
from atbind.c.bringup import cards
from atbind.model.bringup import GIVEN, kept, names
from atbind.tables.mistakes import Mistakes

HEAD = """\
dialect: toy
title: A dialect for tests
manual: {title: null, version: "1"}
default_timeout: 10 s
parameters: {stat: {type: integer, range: 0..11}, n: {type: integer, range: 0..2}}
urcs: {ready: {line: READY, boots: true}, gone: {line: '+GONE: <n>'}}
commands:
  +UP:
    title: Tells
    forms:
      - {syntax: AT+UP?, answers: ['+UP: <stat> then OK']}
  +DOWN:
    title: Tells, too
    forms:
      - {syntax: AT+DOWN?, answers: ['+DOWN: <stat> then OK']}
  +QUIET:
    title: Is quiet
    forms:
      - {syntax: AT+QUIET=<n>, answers: [OK]}
"""

GOOD = """\
bringup:
  reset: restart
  again: quiet
  echo: quiet
  pauses: [0 s, 60 s]
  steps:
    - {step: quiet, stage: set up, command: ATE0, tries: 3, every: 500 ms}
    - {step: ask, stage: up, command: 'AT+UP?', wants: '<stat> = 1, 5', then: ask, fails: quiet}
    - {step: restart, stage: reset, press: reset, for: 500 ms, then: quiet, fails: quiet}
  losses:
    - {line: urc_ready, step: quiet}
    - {line: urc_gone, when: <n> = 1, step: quiet}
"""

BAD = {
    "a command that nobody knows": (("AT+UP?", "AT+UPS?"), "`+UPS` is no command"),
    "two steps of one name": (
        ("{step: ask, stage: up", "{step: quiet, stage: up"),
        "the step `quiet` stands twice; name one of them otherwise",
    ),
    "a step that nobody knows": (
        ("fails: quiet}\n    - {step: restart", "fails: loud}\n    - {step: restart"),
        "there is no step `loud`",
    ),
    "a value that the command does not take": (
        ("command: ATE0", "command: AT+QUIET=3"),
        "`AT+QUIET=3`: <n> takes 0..2, not 3",
    ),
    "an answer without the field": (
        ("'<stat> = 1, 5'", "'<n> = 1'"),
        "no line of AT+UP? has this field",
    ),
    "a value beyond the mask": (("'<stat> = 1, 5'", "'<stat> = 15'"), "up to 14"),
    "a time that is no multiple": (("every: 500 ms", "every: 550 ms"), "no multiple of 100 ms"),
    "no time": (("every: 500 ms", "every: soon"), "soon"),
    "a time beyond what a step keeps": (("every: 500 ms", "every: 25600 ms"), "up to 25500 ms"),
    "neither command nor key": (("press: reset, ", ""), "give one of them"),
    "a command and a key": (
        ("press: reset, ", "press: reset, command: ATE0, "),
        "give one of them",
    ),
    "a step that no other leads to": (
        (
            "    - {step: restart,",
            "    - {step: alone, stage: up, command: ATE0, then: ask}\n    - {step: restart,",
        ),
        "no step leads to `alone`; lead one there, or remove it",
    ),
    "a line that nobody knows": (("urc_gone", "urc_lost"), "there is no line `urc_lost`"),
    "a loss by a field that the line lacks": (
        ("<n> = 1", "<stat> = 1"),
        "is no field of +GONE: <n>",
    ),
    "a pause that is no minutes": (("0 s, 60 s", "0 s, 90 s"), "no multiple of 60 s"),
    "commands of a step that need different values": (
        ("command: 'AT+UP?', wants", "command: ['AT+UP?', AT+QUIET=<baud>], wants"),
        "leave different values open",
    ),
    "lines where no step has as many commands": (
        ("line: urc_ready", "line: [urc_ready, urc_gone]"),
        "2 lines, and 1 commands of a step",
    ),
    "a key's time where there is none": (
        ("every: 500 ms", "for: 500 ms"),
        "`for` is how long a key is pressed; the pause between two tries is `every`",
    ),
    "a pause between keys": (
        ("press: reset, for: 500 ms", "press: reset, every: 500 ms"),
        "`every` says nothing of a key",
    ),
    "a key for no time": (("reset, for: 500 ms", "reset"), "`press` does not say how long"),
    "a reset of another stage": (
        ("stage: reset", "stage: power"),
        "`restart` is the `reset`; write `stage: reset`, or name another",
    ),
    "a restart amid the steps": (
        ("    - {step: ask", "    - {step: early, stage: reset, command: ATE0}\n    - {step: ask"),
        "`early` is of stage `reset`; put it behind `restart`",
    ),
    "data that is told too early": (
        ("    - {step: ask", "    - {step: early, stage: up, command: ATE0}\n    - {step: ask"),
        "`early` is of stage `up`, and leads on: data does not flow yet",
    ),
    "a PIN that no card asks for": (
        ("command: ATE0", "command: AT+CPIN=<pin>, kind: pin"),
        "`quiet` stands behind no step of `kind: sim`",
    ),
    "a PIN that would be sent again": (
        ("command: ATE0", "command: AT+CPIN=<pin>"),
        "`AT+CPIN=<pin>` is sent by a step of `kind: pin` alone",
    ),
    "a step for a PIN without it": (
        ("command: ATE0", "command: ATE0, kind: pin"),
        "`ATE0` has no <pin>; a step of `kind: pin` sends it",
    ),
    "a speed that the UART does not follow": (
        ("command: ATE0", "command: AT+IPR=<baud>"),
        "`AT+IPR=<baud>` is sent by a step of `kind: speed` alone",
    ),
    "a card whose state nothing tells": (
        ("command: ATE0", "command: ATE0, kind: sim"),
        "`ATE0` is answered by no line that tells the card's state; write AT+CPIN?",
    ),
    "two steps that want different things of a line": (
        (
            "    - {step: restart,",
            "    - {step: more, stage: up, command: 'AT+UP?', wants: '<stat> = 1'}\n    - {step: restart,",
        ),
        "`more` wants something else of a line than `ask`; write the same",
    ),
    "an application that cannot ask for it again": (
        ("again: quiet", "again: ask"),
        "`ask` does not stand before the step in which data flows",
    ),
    "a loss that leads forward": (
        ("urc_ready, step: quiet", "urc_ready, step: restart"),
        "`restart` does not stand before the step in which data flows",
    ),
    "an answer as a loss": (
        ("urc_gone, when: <n> = 1", "up_read_info"),
        "`up_read_info` is an answer, which comes where it is asked for; name a URC",
    ),
    "a loss by two conditions": (
        ("when: <n> = 1", "when: <n> = 1, unless: <n> = 2"),
        "`when` and `unless` say the same; give one of them",
    ),
    "a stage that nobody knows": (("stage: reset", "stage: rest"), "rest"),
}


@pytest.fixture
def built(tmp_path):
    def of(text):
        folder = tmp_path / "toy"
        folder.mkdir()
        (folder / "dialect.yaml").write_text(HEAD + text)
        (dialect,) = load(tmp_path)
        return dialect.bringup

    return of


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_told_where_it_stands(built, what):
    (old, new), message = BAD[what]
    assert old in GOOD
    bad = GOOD.replace(old, new, 1)
    lines = [n for n, (a, b) in enumerate(zip(GOOD.splitlines(), bad.splitlines()), 1) if a != b]
    with pytest.raises(Mistakes) as found:
        built(bad)
    told = [str(mistake) for mistake in found.value]
    at = f"dialect.yaml:{HEAD.count(chr(10)) + lines[0]}:"
    assert any(message in one and at in one for one in told), told


def test_a_list_in_which_data_never_flows_is_told_at_its_last_step(built):
    bad = GOOD.replace("then: ask, fails: quiet", "then: quiet, fails: quiet")
    with pytest.raises(Mistakes) as found:
        built(bad)
    (told,) = found.value
    assert told.message == (
        "no step of stage `up` leads to itself: data would never flow; add one that does"
    )
    assert told.where.line == (HEAD + bad).splitlines().index(bad.splitlines()[8]) + 1


def test_steps_lead_where_they_say(built):
    steps = built(GOOD).steps
    assert [(s.name, s.then, s.fails) for s in steps] == [
        ("quiet", 1, 2),  # the next one; the restart, unless told
        ("ask", 1, 0),
        ("restart", 0, 0),
    ]
    assert [command.form.id for command in steps[0].commands] == ["cellular_ate0"]


def test_what_an_answer_must_say(built):
    (wants,) = built(GOOD).steps[1].wants
    assert (wants.line.id, wants.field, wants.values) == ("toy_up_read_info", "stat", (1, 5))


def test_losses_have_their_values_and_pauses_are_minutes(built):
    bringup = built(GOOD)
    ready, gone = bringup.losses
    assert ready.boots and set(ready.answer.values) == set(range(16))
    assert gone.answer.values == (1,)
    assert bringup.pauses_min == (0, 1)


def test_a_step_of_several_commands_has_a_loss_for_each(built):
    several = GOOD.replace("command: 'AT+UP?'", "command: ['AT+UP?', 'AT+DOWN?']")
    bringup = built(several.replace("line: urc_ready", "line: [urc_ready, urc_gone]"))
    assert bringup.ways == 2
    assert [a.line.id for a in bringup.steps[1].wants] == ["toy_up_read_info", "toy_down_read_info"]
    assert [loss.way for loss in bringup.losses] == [0, 1, None]


def test_steps_of_several_commands_have_as_many(built):
    two = "command: ['AT+UP?', 'AT+DOWN?']"
    three = "    - {step: more, stage: up, command: ['AT+UP?', 'AT+DOWN?', ATE0]}\n"
    several = GOOD.replace("command: 'AT+UP?'", two).replace(
        "    - {step: restart", three + "    - {step: restart"
    )
    with pytest.raises(Mistakes, match="has 3 commands where a step before has 2; give as many"):
        built(several)


def test_every_dialect_has_a_list_that_ends_in_data(home):
    for dialect in load(home / "spec"):
        ends = [n for n, step in enumerate(dialect.bringup.steps) if step.then == n]
        assert [dialect.bringup.steps[n].stage for n in ends] == ["up"], dialect.name
        assert dialect.bringup.reset > ends[0]


def test_every_list_sends_what_the_application_may_give(home):
    for dialect in load(home / "spec"):
        texts = " ".join(step.text for step in dialect.bringup.steps)
        for open_value in ("<apn>", "<user>", "<password>", "<pin>", "<baud>", "AT+IFC=2,2"):
            assert open_value in texts, (dialect.name, open_value)


# ---- what a program's set-up does not give ---------------------------------------------


def led(bringup):
    """Where each step leads, by name."""
    called = [step.name for step in bringup.steps]
    return {s.name: (called[s.then], called[s.fails]) for s in bringup.steps}


@pytest.fixture(scope="module")
def quectel(home):
    (dialect,) = load(home / "spec", "quectel")
    return dialect.bringup


def test_the_whole_list_has_all_that_a_set_up_may_give(quectel):
    assert kept(quectel, {"bringup", "bringup_apn"}) == quectel
    assert kept(quectel, {f"bringup_{given}" for given in GIVEN}) == quectel
    assert (
        kept(quectel, {"tcp"}) is None and kept(None, {"bringup_apn"}) is None and not names(None)
    )


def test_steps_for_what_is_not_given_are_gone_and_those_before_lead_behind_them(quectel):
    steps = led(kept(quectel, {"bringup_apn"}))
    gone = {"wake", "speed", "flow", "pin", "credentials"}
    assert set(led(quectel)) - set(steps) == gone
    assert steps["probe"] == ("echo", "words")
    assert steps["words"] == ("echo", "answer")  # without a power key there is time for an answer
    assert steps["errors"] == ("sim", "sim")
    assert steps["configure"] == ("activate", "reset")
    assert steps["reset"] == ("probe", "restart")  # by its command, behind the same pause


def test_losses_and_places_are_counted_anew(quectel):
    made = kept(quectel, {"bringup_pin"})
    called = [step.name for step in made.steps]
    assert [called[n] for n in (made.reset, made.again, made.echo)] == ["reset", "check", "echo"]
    whole = [quectel.steps[loss.step].name for loss in quectel.losses]
    assert [called[loss.step] for loss in made.losses] == whole


def test_steps_that_only_lead_to_each_other_lead_to_the_first(built):
    bad = GOOD.replace("command: 'AT+UP?'", "kind: flow, command: 'AT+UP?'")
    made = kept(built(bad), {"bringup_apn"})
    assert led(made) == {"quiet": ("quiet", "restart"), "restart": ("quiet", "quiet")}


def test_a_card_that_wants_its_pin_locks_a_list_that_has_none():
    assert "ATB_LINE_ASKS" not in cards(has_pin=False)
    assert (
        cards(False)["ATB_LINE_LOCKS"]
        == cards(True)["ATB_LINE_LOCKS"] | cards(True)["ATB_LINE_ASKS"]
    )
