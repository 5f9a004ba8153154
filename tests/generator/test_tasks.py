# SPDX-License-Identifier: MIT
"""Tasks: what a program needs for open, send, receive, … in each dialect."""

import pytest
from atbind.build.spec import load
from bad_tables.toy import COMMAND, HEAD, mistakes_of


def test_every_dialect_opens_sends_receives_and_closes(home):
    for dialect in load(home / "spec"):
        tasks = {task.name: task.uses for task in dialect.tasks}
        assert {"activate", "open", "send", "receive", "close", "deactivate"} <= set(tasks)


def test_a_task_may_use_the_chapter_that_all_share(home):
    quectel = load(home / "spec", "quectel")[0]
    assert {t.name: t.uses for t in quectel.tasks}["time"] == ("quectel_qntp", "cellular_cclk_read")


@pytest.mark.parametrize(
    "row, message",
    [
        ("open: [x_raed]", "`x_raed` is no form and no line of toy; did you mean x_read?"),
        ("opne: [x_read]", "has no key `opne`; did you mean open?"),
    ],
)
def test_a_mistake_is_told(tmp_path, row, message):
    (found,) = mistakes_of(tmp_path / "toy", f"{HEAD}{COMMAND}tasks:\n  {row}\n")
    assert message in str(found)
