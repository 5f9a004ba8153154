# SPDX-License-Identifier: MIT
"""Overlays: what each of the four verbs does to a dialect's tables, and what a wrong one says."""

from pathlib import Path

import pytest
from atbind.build.spec import load
from atbind.tables.errors import Problem
from atbind.tables.mistakes import Mistakes
from bad_tables.toy import COMMAND, HEAD
from test_overlay_schema import errors

TOY = (
    HEAD.replace("models: {A1: {}, B2: {}}", "models: {A1: {lacks: [+W]}, B2: {}}").replace(
        "id: {type: integer, range: 0..5}",
        "id: {type: integer, range: 0..5, models: {B2: {range: 0..3}}}",
    )
    + "errata:\n  - {section: '1', manual: a, decision: b}\n"
    + COMMAND
    + """\
      - {syntax: 'AT+X=<a>[,<b>]', timeout: 5 s, rules: [<a> = 1 requires <b> given], answers: [OK, ERROR]}
      - {syntax: AT+X=<a>, name: x_long, timeout: 50 s, answers: [CONNECT]}
  +W:
    title: One that overlays remove
    parameters:
      w: {type: integer, range: 1..2}
    forms:
      - {syntax: AT+W=<w>, answers: [OK]}
""".replace(
        "AT+X=<a>, name", "'AT+X=<a>,,<id>', name"
    )
)


@pytest.fixture
def spec(tmp_path) -> Path:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "dialect.yaml").write_text(TOY, "utf-8")
    return tmp_path


def laid(spec: Path, text: str):
    """The toy dialect with an overlay over it."""
    (spec / "over.yaml").write_text("overlay: toy\n" + text, "utf-8")
    dialect = load(spec, "toy", [spec / "over.yaml"])[0]
    assert errors("overlay: toy\n" + text, spec) == []  # an editor agrees
    return dialect


def forms(dialect) -> dict:
    return {form.id: form for form in dialect.forms}


def parameter(dialect, form: str, name: str):
    return next(p for p in forms(dialect)[form].parameters if p.name == name)


# ---- add ----------------------------------------------------------------------


def test_a_command_is_added(spec):
    dialect = laid(
        spec,
        "add:\n  commands:\n    +N:\n      title: New\n"
        "      forms: [{syntax: AT+N=<id>, answers: [OK]}]\n",
    )
    assert "toy_n" in forms(dialect) and "toy_x" in forms(dialect)


def test_a_form_is_added_to_a_command(spec):
    dialect = laid(spec, "add: {commands: {+X: {forms: [{syntax: AT+X=?, answers: [OK]}]}}}\n")
    assert list(forms(dialect))[:4] == ["toy_x_read", "toy_x", "toy_x_long", "toy_x_test"]


def test_an_answer_is_added_to_a_form(spec):
    dialect = laid(
        spec,
        "add: {finals: {SEND FAIL: failure}, commands: {+X: {forms: {set: {answers: [SEND FAIL]}}}}}\n",
    )
    assert [o.text for o in forms(dialect)["toy_x"].outcomes] == ["OK", "ERROR", "SEND FAIL"]


def test_a_urc_is_added(spec):
    dialect = laid(spec, "add: {urcs: {low: {line: 'LOW: <id>'}}}\n")
    assert [line.id for line in dialect.urcs] == ["toy_urc_closed", "toy_urc_low"]
    assert dialect.urcs[-1].where.file.endswith("over.yaml")


def test_a_value_is_added_to_an_enumeration(spec):
    dialect = laid(spec, "add: {commands: {+X: {parameters: {b: {values: {2: auto}}}}}}\n")
    assert parameter(dialect, "toy_x", "b").values == {0: "off", 1: "on", 2: "auto"}


def test_an_erratum_is_added_to_a_section_that_has_one(spec):
    dialect = laid(spec, "add: {errata: [{section: '1', manual: c, decision: d}]}\n")
    assert [e.decision for e in dialect.errata] == ["b", "d"]


def test_a_model_is_added_with_its_ranges(spec):
    dialect = laid(
        spec,
        "add:\n  models: {C3: {lacks: [+X]}}\n"
        "  parameters: {id: {models: {C3: {range: 0..1}}}}\n",
    )
    assert [m.name for m in dialect.models] == ["A1", "B2", "C3"]
    assert "C3" in forms(dialect)["toy_x"].lacking
    assert parameter(dialect, "toy_x_long", "id").models["C3"].maximum == 1


def test_a_firmware_revision_is_like_its_model_but_for_what_is_said(spec):
    dialect = laid(
        spec,
        "add:\n  models: {A1-R2: {like: A1, lacks: [x_long]}, B2-R2: {like: B2}}\n"
        "  parameters: {id: {models: {A1-R2: {range: 0..1}}}}\n",
    )
    differences = parameter(dialect, "toy_x_long", "id").models
    assert differences["B2-R2"] == differences["B2"]
    assert differences["A1-R2"].maximum == 1
    assert forms(dialect)["toy_w"].lacking == ("A1", "A1-R2")
    assert forms(dialect)["toy_x_long"].lacking == ("A1-R2",)


# ---- change, replace, remove ----------------------------------------------------


def test_a_range_is_narrowed(spec):
    dialect = laid(spec, "change: {commands: {+X: {parameters: {a: {range: 1..4}}}}}\n")
    assert (parameter(dialect, "toy_x", "a").minimum, parameter(dialect, "toy_x", "a").maximum) == (
        1,
        4,
    )
    assert parameter(dialect, "toy_x", "a").where.file.endswith("dialect.yaml")


@pytest.mark.parametrize(
    "name, form", [("set", "toy_x"), ("x_long", "toy_x_long"), ("'AT+X=<a>[,<b>]'", "toy_x")]
)
def test_a_form_is_named_by_type_c_name_or_syntax(spec, name, form):
    dialect = laid(spec, f"change: {{commands: {{+X: {{forms: {{{name}: {{timeout: 9 s}}}}}}}}}}\n")
    changed = [f.id for f in dialect.forms if f.timeout.ms == 9000]
    assert changed == [form]


def test_an_error_code_and_the_head_are_changed(spec):
    dialect = laid(spec, "change: {title: Other, error_codes: {err: {1: very busy}}}\n")
    assert dialect.title == "Other" and dialect.error_codes[0].text == "very busy"


def test_a_parameter_is_replaced_whole(spec):
    dialect = laid(spec, "replace: {parameters: {id: {type: integer, range: 1..2}}}\n")
    found = parameter(dialect, "toy_x_long", "id")
    assert (found.minimum, found.models) == (1, {})


def test_a_command_with_a_title_is_replaced_whole(spec):
    row = "{title: New, forms: [{syntax: AT+X, answers: [OK]}]}"
    assert list(forms(laid(spec, f"replace: {{commands: {{+X: {row}}}}}\n"))) == ["toy_x", "toy_w"]


def test_a_form_is_replaced_in_its_place(spec):
    row = "{syntax: AT+X=<b>, answers: [OK]}"
    dialect = laid(spec, f"replace: {{commands: {{+X: {{forms: {{set: {row}}}}}}}}}\n")
    assert [f.syntax for f in dialect.forms][1] == "AT+X=<b>"
    assert forms(dialect)["toy_x"].rules == ()


def test_rows_are_removed_and_what_the_tables_say_of_them_is_no_mistake(spec):
    dialect = laid(spec, "remove: {commands: [+W], urcs: [closed]}\n")
    assert "toy_w" not in forms(dialect) and dialect.urcs == ()
    assert dialect.models[0].lacks == ("+W",)


def test_a_form_an_answer_and_a_fact_are_removed(spec):
    dialect = laid(
        spec,
        "remove:\n  commands:\n    +X:\n      forms: {x_long: , set: {answers: [ERROR], rules: }}\n"
        "  parameters: {id: [models]}\n",
    )
    assert list(forms(dialect)) == ["toy_x_read", "toy_x", "toy_w"]
    assert [o.text for o in forms(dialect)["toy_x"].outcomes] == ["OK"]
    assert forms(dialect)["toy_x"].rules == ()


def test_later_overlays_see_what_earlier_ones_made(spec):
    (spec / "a.yaml").write_text("overlay: toy\nadd: {urcs: {low: {line: 'LOW: <id>'}}}\n")
    (spec / "b.yaml").write_text("overlay: toy\nchange: {urcs: {low: {line: 'LOWER: <id>'}}}\n")
    dialect = load(spec, "toy", [spec / "a.yaml", spec / "b.yaml"])[0]
    assert dialect.urcs[-1].syntax == "LOWER: <id>"
    assert dialect.digest != load(spec, "toy", [spec / "a.yaml"])[0].digest


def test_the_shared_part_can_be_overlaid(spec):
    (spec / "c.yaml").write_text("overlay: cellular\nadd: {finals: {NO SIM: failure}}\n")
    dialect = load(spec, "toy", [spec / "c.yaml"])[0]
    assert "toy_final_no_sim" in [line.id for line in dialect.finals]


def test_the_chapter_that_all_share_can_be_overlaid(spec):
    (spec / "c.yaml").write_text(
        "overlay: cellular\nadd: {commands: {+CIND: {title: Indicators, "
        "forms: [{syntax: AT+CIND=?, answers: [OK]}]}}}\nremove: {commands: [+CSQ]}\n"
    )
    names = [c.name for c in load(spec, "toy", [spec / "c.yaml"])[0].chapter.commands]
    assert "+CIND" in names and "+CSQ" not in names


def test_a_line_with_a_name_is_added_changed_and_removed(spec):
    (spec / "a.yaml").write_text(
        "overlay: toy\nadd:\n  commands:\n    +X:\n      lines: {x_busy: {line: '+XB: <a>'}}\n"
        "      forms: {set: {answers: [x_busy then OK]}}\n"
    )
    (spec / "b.yaml").write_text(
        "overlay: toy\nchange: {commands: {+X: {lines: {x_busy: {line: '+XC: <a>'}}}}}\n"
    )
    dialect = load(spec, "toy", [spec / "a.yaml", spec / "b.yaml"])[0]
    assert [line.syntax for line in forms(dialect)["toy_x"].infos] == ["+XC: <a>"]
    (spec / "c.yaml").write_text("overlay: toy\nremove: {commands: {+X: {lines: [x_buzy]}}}\n")
    with pytest.raises(Mistakes, match="did you mean x_busy"):
        load(spec, "toy", [spec / name for name in ("a.yaml", "c.yaml")])


# ---- mistakes -------------------------------------------------------------------

# what is wrong: (the overlay; #! marks the one line that is told; what is said)
WRONG = {
    "a command that is there": (
        "add: {commands: {+X: {title: New}}}  #!\n",
        "`title` of commands +X stands in",
    ),
    "a form that is there": (
        "add: {commands: {+X: {forms: [{syntax: AT+X?, answers: [OK]}]}}}  #!\n",
        "`AT+X?` of commands +X forms stands in",
    ),
    "a misspelt command to add to": (
        "add:\n  commands:\n    +XX:  #!\n      forms: [{syntax: AT+XX, answers: [OK]}]\n",
        "`+XX` lacks `title`",
    ),
    "a misspelt parameter": (
        "change:\n  parameters:\n    idd: {range: 0..1}  #!\n",
        "there is no `idd` in parameters of toy: did you mean id?; a new row stands below `add`",
    ),
    "a parameter of all commands": (
        "change: {commands: {+X: {parameters: {id: {range: 0..1}}}}}  #!\n",
        "there is no `id` in commands +X parameters of toy: it stands in `parameters` at the top, for"
        " all commands; a new row stands below `add`",
    ),
    "a section that is not there": (
        "change: {commandos: {}}  #!\n",
        "there is no `commandos` in the table of toy: did you mean commands?",
    ),
    "a form that is not there": (
        "change: {commands: {+X: {forms: {test: {timeout: 1 s}}}}}  #!\n",
        "known: read, AT+X?, set",
    ),
    "nothing to replace": (
        "replace: {urcs: {close: {line: 'CLOSE: <id>'}}}  #!\n",
        "there is no `close` in urcs of toy: did you mean closed?; a new row stands below `add`",
    ),
    "nothing to remove": (
        "remove:\n  commands: [+XW]  #!\n",
        "there is no `+XW` in commands of toy",
    ),
    "an answer that is not there": (
        "remove: {commands: {+X: {forms: {set: {answers: [ERR]}}}}}  #!\n",
        "did you mean ERROR?; nothing is left to remove",
    ),
    "something below a fact": (
        "remove: {urcs: {closed: {line: {x: }}}}  #!\n",
        "`line` of urcs closed has nothing below it; write it as `closed: [line]`",
    ),
    "a map for a text": (
        "replace:\n  manual: {version: {x: 1}}  #!\n",
        "`version` is a map; it must be a text",
    ),
    "something below the head": (
        "remove: {title: [x]}  #!\n",
        "`title` of the table has nothing below it; write it as `remove: [title]`",
    ),
    "a fact that no row has": (
        "change: {parameters: {id: {rnage: 0..1}}}  #!\n",
        "`parameters id` has no key `rnage`; did you mean range?".replace("parameters ", ""),
    ),
    "a model's range outside the parameter's": (
        "change: {parameters: {id: {range: 0..2}}}  #!\n",
        "breaks a row of the table",
    ),
    "a parameter taken away that many rows have": (
        "change: {title: T}\nremove:\n  commands: [+W]\n  parameters: [id]  #!\n",
        ":7: <id> is no parameter with a range; define it or correct `of`; and 2 rows more",
    ),
    "one that is another now, beside a row that is none's concern": (
        "replace:\n  settings:\n    layout: {assume: 0, lifetime: power}\n"
        "  parameters:\n    id:  #!\n      {type: string, length: 1..3}\n",
        "breaks a row of the table",
    ),
    "a wrong line": (
        "add:\n  urcs:\n    low: {line: 'LOW: <idd>'}  #!\n",
        "<idd> is not defined",
    ),
    "a URC shaped like a result": (
        "add:\n  urcs:\n    x: {line: 'CLOSED: <id>'}  #!\n",
        "cannot be told apart unasked",
    ),
    "a dialect's head": (
        "dialect: toy  #!\ncommands: {}\n",
        "an overlay begins with `overlay:` and the name of one",
    ),
    "a section outside the verbs": (
        "commands: {}  #!\n",
        "`commands` cannot stand alone in an overlay; write it below `add`",
    ),
    "a verb without rows": ("add: +X  #!\n", "`add` is no map; write sections of a table below it"),
    "a list where the table has a map": (
        "add: {models: [C3]}  #!\n",
        "`models` is a map in the table; write it as a map",
    ),
    "a map where the table has a list": (
        "add: {commands: {+X: {forms: {set: {answers: {SEND OK: }}}}}}  #!\n",
        "is a list in the table; write it as a list",
    ),
    "a number where the table has a map": (
        "add: {commands: {+X: {parameters: {a: 5}}}}  #!\n",
        "stands in",
    ),
    "a text where the table has forms": (
        "change: {commands: {+X: {forms: set}}}  #!\n",
        "`+X forms` is `set`; it must be a list",
    ),
    "what goes, written as a text": (
        "remove: {commands: +W}  #!\n",
        "write what goes as a list: `commands: [+W]`",
    ),
    "what goes, with nothing below it": (
        "remove: {commands: {+W: {}}}  #!\n",
        "nothing of `+W` goes; all of it: `commands: [+W]`",
    ),
    "a command that all dialects share": (
        "change: {commands: {+CSQ: {timeout: 2 s}}}  #!\n",
        "there is no `+CSQ` in commands of toy: all dialects share it, and an overlay with "
        "`overlay: cellular` changes it; a new row stands below `add`",
    ),
    "a parameter of one command": (
        "change: {parameters: {w: {range: 1..1}}}  #!\n",
        "there is no `w` in parameters of toy: it stands in `parameters` of +W in `commands`; a new",
    ),
    "a URC with the whole name that it has in C": (
        "change: {urcs: {toy_urc_closed: {doc: x}}}  #!\n",
        "there is no `toy_urc_closed` in urcs of toy: did you mean closed?",
    ),
    "a model like none": (
        "add:\n  models:\n    A1-R2: {like: A11}  #!\n",
        "`A11` is no model above A1-R2; did you mean A1?",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_once_at_the_overlays_line(spec, name):
    text, message = WRONG[name]
    with pytest.raises(Mistakes) as wrong:
        laid(spec, text)
    (mistake,) = wrong.value.list
    assert mistake.where.file == str(spec / "over.yaml")
    whole = ("overlay: toy\n" + text).split("\n")
    assert mistake.where.line == next((n for n, row in enumerate(whole, 1) if "#!" in row), 1)
    assert message in mistake.message


def test_an_overlay_for_a_dialect_that_is_not_there(spec):
    (spec / "over.yaml").write_text("overlay: tory\nadd: {title: x}\n")
    with pytest.raises(Mistakes) as wrong:
        load(spec, "toy", [spec / "over.yaml"])
    assert "over.yaml:1: `tory` is no dialect here; did you mean toy?" in str(wrong.value)


def test_an_overlay_without_its_dialect(spec):
    (spec / "over.yaml").write_text("add: {title: x}\n")
    with pytest.raises(Mistakes) as wrong:
        load(spec, "toy", [spec / "over.yaml"])
    assert str(wrong.value) == (
        f"{spec / 'over.yaml'}:1: "
        "`overlay` is missing; begin with the dialect that it changes: `overlay: quectel`"
    )


def test_a_missing_overlay_file(spec):
    with pytest.raises(Problem, match="nowhere.yaml: cannot be read: No such file"):
        load(spec, "toy", [spec / "nowhere.yaml"])


def test_what_a_setting_is_assumed_to_be_may_be_what_an_overlay_takes_away(spec):
    """It is the shipped table's row: the overlay's author cannot mend it."""
    text = "change:\n  commands:\n    +X:\n      parameters: {b: {values: {1: on}}}\n"
    text += "      forms: {set: {sets: [layout = <b>]}}\n"
    (effect,) = forms(laid(spec, text))["toy_x"].sets
    assert (effect.setting, effect.parameter) == ("layout", "b")


def test_a_mistake_of_the_table_itself_is_not_the_overlays(spec):
    table = spec / "toy" / "dialect.yaml"
    table.write_text(TOY.replace("range: 1..9}", "range: 9..1}"))
    with pytest.raises(Mistakes) as wrong:
        laid(spec, "add: {urcs: {low: {line: 'LOW: <id>'}}}\n")
    assert [p.where.file for p in wrong.value.list] == [str(table)]
