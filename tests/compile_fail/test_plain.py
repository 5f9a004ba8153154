# SPDX-License-Identifier: MIT
"""-DATB_NO_CHECKS: functions in strict ISO C, which check when the program runs, and no builtin."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
STRICT = "-std=c11 -pedantic-errors -Wall -Wextra -Wconversion -Werror -DATB_NO_CHECKS".split()
FOLDERS = [HOME / "runtime", *sorted(p for p in HOME.glob("generated/*/") if p.is_dir())]
INCLUDES = [word for folder in FOLDERS for word in ("-I", str(folder))]
SOURCES = sorted(
    source
    for folder in FOLDERS
    for source in folder.glob("*.c")
    if not source.name.endswith("_names.c")
)
# offsetof() is standard C; what the compiler's own header makes of it is its business
EXTENSIONS = re.compile(r"__builtin_(?!offsetof)\w+|__extension__|__typeof__|__attribute__|\(\{")
PROGRAM = """#include <stdio.h>
#include "fibocom.h"
#include "quectel.h"

static char line[QUECTEL_COMMAND_MAX];
static struct atb_refusal refusal;

static void tell(int status)
{
    if (status < 0) {
        printf("%d %s\\n", status, quectel_parameter_name(&refusal));
    } else {
        printf("%.*s\\n", status - 1, line);
    }
}

int main(void)
{
    tell(quectel_qiopen_encode(line, sizeof line, &refusal, 1, 0, "TCP", "192.0.2.7", 7,
                               ATB_NO_NUMBER, ATB_NO_NUMBER));
    tell(quectel_qiopen_encode(line, sizeof line, &refusal, 1, 0, "TCP", "192.0.2.7", 7, 0, 2));
    tell(quectel_qiopen_encode(line, sizeof line, &refusal, 17, 0, "TCP", "192.0.2.7", 7, 0, 2));
    tell(quectel_qicsgp_encode(line, sizeof line, &refusal, 1, 1, "", ATB_NO_TEXT, ATB_NO_TEXT,
                               ATB_NO_NUMBER));
    tell(quectel_qicsgp_encode(line, sizeof line, &refusal, 1, 1, NULL, ATB_NO_TEXT, ATB_NO_TEXT,
                               ATB_NO_NUMBER));
    tell(quectel_qisend_encode(line, sizeof line, &refusal, 0, 1461));
    tell(fibocom_mipcall_encode(line, sizeof line, &refusal, 1, atb_given_text("cmnet"),
                                ATB_NO_TEXT, ATB_NO_TEXT, ATB_NO_NUMBER));
    return 0;
}
"""
TOLD = [
    'AT+QIOPEN=1,0,"TCP","192.0.2.7",7',
    'AT+QIOPEN=1,0,"TCP","192.0.2.7",7,0,2',
    "-3 contextID",
    'AT+QICSGP=1,1,""',
    "-7 APN",
    "-3 send_length",
    'AT+MIPCALL=1,"cmnet"',
]


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_everything_is_strict_iso_c(compiler):
    for source in SOURCES:
        done = subprocess.run(
            [compiler, *STRICT, *INCLUDES, "-fsyntax-only", str(source)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{source.name}: {done.stderr[:2000]}"


def ours(preprocessed: str) -> str:
    """The lines that come from this tree, not from the C library."""
    kept, keep = [], False
    for line in preprocessed.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            keep = marker.group(1).startswith(str(HOME))
        elif keep:
            kept.append(line)
    return "\n".join(kept)


def test_no_builtin_and_no_extension_is_left(tmp_path):
    (tmp_path / "all.c").write_text(
        "".join(f'#include "{folder.name}.h"\n' for folder in FOLDERS[1:])
    )
    sources = [tmp_path / "all.c", *(s for s in SOURCES if s.name.endswith("_plain.c"))]
    for source in sources:
        done = subprocess.run(
            ["gcc", *STRICT, *INCLUDES, "-E", str(source)], capture_output=True, text=True
        )
        text = re.sub(r'"([^"\\\n]|\\.)*"', '""', ours(done.stdout))
        assert len(text) > 10_000
        assert EXTENSIONS.findall(text) == [], source.name


def test_the_functions_check_when_the_program_runs(tmp_path):
    (tmp_path / "main.c").write_text(PROGRAM)
    used = [s for s in SOURCES if s.parent.name in ("runtime", "quectel", "fibocom", "cellular")]
    program = tmp_path / "program"
    subprocess.run(
        ["gcc", *STRICT, *INCLUDES, str(tmp_path / "main.c"), *map(str, used), "-o", str(program)],
        check=True,
    )
    told = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == TOLD
