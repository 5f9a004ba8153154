# SPDX-License-Identifier: MIT
"""Programs to link and weigh: one that only scans and decodes, one with the whole dialect and its engine.

Both have a handler for each line of the dialect; the whole one also names every form.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOME / "generator" / "src"), str(HOME / "tests" / "generated")]

from atbind.build.spec import load  # noqa: E402
from atbind.model.dialect import Dialect, Line  # noqa: E402
from make_lines import handler_macro, received_by  # noqa: E402

TEXT = """/* Made by tests/measure/programs.py; not part of the library. */
#include "{name}.h"
#include "sink.h"

static struct {name} modem;
static char memory[{upper}_MEMORY];

__attribute__((noinline)) static void on_line(void *app)
{{
    ++*(int *)app;
}}

static void on_event(void *app, const struct atb_event *event)
{{
    *(int *)app += event->kind;
}}
{handlers}
static const struct atb_handler handlers[] = {{
{rows}}};
{forms}
int main(void)
{{
    static int seen;
    {name}_init(&modem, &sink, memory, sizeof memory, handlers, ATB_LENGTH(handlers), &seen);
    {name}_on_event(&modem, on_event);
    for (;;) {{
        static char bytes[16];
{body}        {name}_feed(&modem, bytes, sizeof bytes);
    }}
}}
"""

# A handler's code is the application's: a jump each.
HANDLER = """
static void on_{id}(void *app, const struct {struct} *it)
{{
    (void)it;
    on_line(app);
}}
"""

START = """        static struct atb_value values[ATB_VALUES_MAX];
        static struct atb_command command;
        static unsigned next;
        command.form = forms[next++ % ATB_LENGTH(forms)];
        command.values = values;
        atb_start(&modem.session, &command, NULL, NULL, NULL);
        {name}_tick(&modem);
"""


def row(dialect: Dialect, line: Line) -> str:
    function = f"on_{line.id}" if line.values else "on_line"
    return f"    {handler_macro(dialect, line)}({function}),\n"


def form_names(name: str) -> list[str]:
    """Every form of the dialect."""
    folder = HOME / "generated" / name
    text = (folder / f"{name}_commands.h").read_text()
    return re.findall(r"^extern const struct atb_form (\S+);", text, re.M)


def program(name: str, whole: bool) -> str:
    (dialect,) = load(HOME / "spec", name)
    lines = [line for line in dialect.lines if line.role != "test"]
    forms = "".join(f"    &{form},\n" for form in form_names(name))
    table = f"\nstatic const struct atb_form *const forms[] = {{\n{forms}}};\n"
    return TEXT.format(
        name=name,
        upper=name.upper(),
        handlers="".join(
            HANDLER.format(id=line.id, struct=received_by(dialect, line))
            for line in lines
            if line.values
        ),
        rows="".join(row(dialect, line) for line in lines),
        forms=table if whole else "",
        body=START.format(name=name) if whole else "",
    )
