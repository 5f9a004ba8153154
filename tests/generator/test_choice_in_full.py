# SPDX-License-Identifier: MIT
"""What spares the firmware a choice never changes what it tells.

Each line is told once by the tables as they are, and once by tables in which nothing is tried
before the choice and nothing ends it early. With ATBIND_LONG set: thirty times as many lines.
"""

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from atbind.build.spec import load
from atbind.model.dialect import Line
from atbind.simulator.render import line_text

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "tests" / "generated"))

from make_lines import values_of  # noqa: E402

LINES = 60_000 if "ATBIND_LONG" in os.environ else 2_000
SEED = int(os.environ.get("ATB_SEED", 1))
END = "\x1e"
KEYWORD = re.compile(r"^(    \{ATB_BEHIND_\w+, \w+, )\w+(, TAIL\(\w+\), \d+, \d+, )\d+\}", re.M)
FIELDS = [
    *("0 1 2 7 16 1500 99999 4294967295 -1 +3 x 0A closed recv OK CONNECT ERROR 192.0.2.1").split(),
    *('"" "x" "1" "192.0.2.1" "2001:db8::1" "a,b" "closed" "recv" "incoming" "un').split(),
    *("", " 1", "1 ", "a b", "ME PDN ACT 1"),
]
PROGRAM = """
#include <stdio.h>
#include <string.h>
#include "{name}.h"
#include "cellular.h"

#define END 0x1e /* payload has line ends of its own */

static char memory[4096];

static int take(void *context, const void *bytes, size_t length)
{{
    (void)context;
    (void)bytes;
    return (int)length;
}}

static uint32_t stand_still(void *context)
{{
    (void)context;
    return 0;
}}

static void tell(void *app, const struct atb_event *event)
{{
    (void)app;
    printf("%d %d %d %.*s|", event->kind, event->line, event->field, (int)event->length,
           event->text);
}}

static void done(void *app, int status)
{{
    struct {name} *modem = app;
    printf("%d %ld %d", status, (long)modem->session.error.code, modem->session.error.set);
}}

static void hear(const char *line, int waits)
{{
    static const struct atb_port port = {{.write = take, .now = stand_still}};
    struct {name} modem;
    {name}_init(&modem, &port, memory, sizeof memory, NULL, 0, &modem);
    {name}_on_event(&modem, tell);
    cellular_use(&modem.session);
    if (waits) {{
        atb_raw(&modem.session, "AT", NULL, done, &modem);
    }}
    {name}_feed(&modem, line, strlen(line));
    {name}_feed(&modem, "\\r\\nOK\\r\\n", 6);
    putchar(END);
}}

int main(void)
{{
    char line[1024];
    while (fgets(line, sizeof line, stdin) != NULL) {{
        line[strcspn(line, "\\n")] = 0;
        hear(line, 0);
        hear(line, 1);
    }}
    return 0;
}}
"""


def run(*command: object, **options) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, encoding="latin-1", **options
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def with_every_choice(text: str) -> str:
    """A file of lines whose keywords have neither lines without choice nor such as are alike."""
    full, count = KEYWORD.subn(r"\1false\g<2>0}", text)
    assert count > 0
    return full


def folder_of(tree: Path, name: str) -> Path:
    """A copy of what is generated for a dialect, with every choice."""
    folder = tree / name
    folder.mkdir(parents=True)
    for file in (HOME / "generated" / name).glob("*.[ch]"):
        text = file.read_text()
        folder.joinpath(file.name).write_text(
            with_every_choice(text) if file.name.endswith("_lines.c") else text
        )
    return folder


@pytest.fixture(scope="module")
def runtime(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("runtime")
    run("gcc", "-c", f"-I{HOME}/runtime", *(HOME / "runtime").glob("*.c"), cwd=folder)
    return list(folder.glob("*.o"))


def program(folders: list[Path], runtime: list[Path], output: Path) -> Path:
    name = folders[0].name
    source = output.with_suffix(".c")
    source.write_text(PROGRAM.format(name=name))
    parts = [
        file
        for folder in folders
        for file in folder.glob("*.c")
        if not file.name.endswith("_names.c")
    ]
    includes = [f"-I{folder}" for folder in (HOME / "runtime", *folders)]
    run("gcc", "-std=c11", *includes, source, *parts, *runtime, "-o", output)
    return output


def changed(text: str, line: Line, chance: random.Random) -> str:
    """A line with some of its fields as they should not be."""
    fields = text[len(line.prefix) :].split(",")
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        place = chance.randrange(len(fields))
        field = fields[place]
        fields[place : place + 1] = chance.choice(
            [
                [chance.choice(FIELDS)],
                [chance.choice(FIELDS), field],
                [field, chance.choice(FIELDS)],
                [field.replace('"', "")],
                [f'"{field.strip()}"'],
                [] if len(fields) > 1 else [field],
            ]
        )
    text = line.prefix + ",".join(fields)
    return text.lower() if chance.random() < 0.1 else text


def made_lines(name: str, chance: random.Random) -> list[str]:
    (dialect,) = load(HOME / "spec", name)
    lines = [line for line in dialect.lines if line.prefix and line.role != "test"]
    made = []
    for line in (chance.choice(lines) for _ in range(LINES)):
        given = {name: value for name, value in values_of(line).items() if chance.random() < 0.9}
        made.append(changed(line_text(line, given), line, chance))
    return made


@pytest.mark.parametrize("name", ["quectel", "simcom", "fibocom", "onemo"])
def test_a_choice_that_is_spared_would_have_been_the_same(name, runtime, tmp_path):
    as_is = [HOME / "generated" / part for part in (name, "cellular")]
    in_full = [folder_of(tmp_path / "full", part) for part in (name, "cellular")]
    lines = made_lines(name, random.Random(SEED))
    text = "".join(f"{line}\n" for line in lines)
    told = [
        run(program(folders, runtime, tmp_path / which), input=text).split(END)[:-1]
        for which, folders in (("spared", as_is), ("chosen", in_full))
    ]
    assert len(told[0]) == len(told[1]) == 2 * LINES
    differ = [
        (lines[i // 2], one, other) for i, (one, other) in enumerate(zip(*told)) if one != other
    ]
    assert differ == []
