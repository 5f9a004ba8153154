# SPDX-License-Identifier: MIT
"""Code of 0.1.0 gets the messages of CHANGELOG.md's table, and the remedies there compile."""

import re
import subprocess

from check import HOME

OLD = """#include "onemo.h"
#include "quectel.h"
#include "simcom.h"

int old(struct quectel *q, struct onemo *o, struct simcom *s)
{
    int32_t code = q->session.error;
    const char *name = q->session.refusal.parameter;
    if (atb_in_data_mode(&q->session)) {
        return ATB_NOT_IN_DATA_MODE;
    }
    onemo_cclk_read(o, NULL);
    quectel_cclk_read(q, NULL);
    simcom_cgdcont(s, 1, "IP", "internet");
    simcom_cgreg_read(s, NULL);
    simcom_creg_read(s, NULL);
    return simcom_csq(s, NULL) + (name != NULL) + code;
}
"""

NEW = """#include "onemo.h"
#include "quectel.h"
#include "simcom.h"
#include "cellular.h"

int old(struct quectel *q, struct onemo *o, struct simcom *s)
{
    int32_t code = q->session.error.code;
    const char *name = quectel_parameter_name(&q->session.refusal);
    if (atb_is_transparent(&q->session)) {
        return ATB_NOT_TRANSPARENT;
    }
    cellular_cclk_read(o, NULL);
    cellular_cclk_read(q, NULL);
    cellular_cgdcont(s, 1, "IP", "internet");
    cellular_cgreg_read(s, NULL);
    cellular_creg_read(s, NULL);
    return cellular_csq(s, NULL) + (name != NULL) + code;
}
"""

FOLDERS = ("runtime", "generated/quectel", "generated/simcom", "generated/onemo")


def messages(folder, source: str, *options: str) -> str:
    file = folder / "moving.c"
    file.write_text(source)
    flags = ["-std=c11", "-Wall", "-fsyntax-only", *options]
    done = subprocess.run(
        ["gcc", *flags, file],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin"},
    )
    return done.stderr


def includes(*folders: str) -> list[str]:
    return [f"-I{HOME / folder}" for folder in folders]


def rows() -> list[list[str]]:
    """What gcc says, of each row of the table."""
    text = (HOME / "CHANGELOG.md").read_text().partition("### Moving from")[2].partition("\n###")[0]
    return [
        re.findall(r"`([^`]+)`", row.split("|")[1]) for row in text.splitlines() if "| `" in row
    ]


def test_each_message_of_the_table_is_one_that_gcc_gives(tmp_path):
    every = includes(*FOLDERS, "generated/cellular")
    said = messages(tmp_path, OLD, *every)
    said += messages(tmp_path, OLD, "-DONEMO_MODEL_MN316", *every)
    said += messages(tmp_path, '#include "quectel_bringup.h"\n', *includes(*FOLDERS))
    assert len(rows()) >= 6
    assert [text for row in rows() for text in row if text not in said] == []


def test_what_the_table_says_to_write_compiles(tmp_path):
    every = includes(*FOLDERS, "generated/cellular")
    assert messages(tmp_path, NEW, "-DONEMO_MODEL=MN316", *every) == ""
