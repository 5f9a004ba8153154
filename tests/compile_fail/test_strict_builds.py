# SPDX-License-Identifier: MIT
"""Warnings that users' own builds ask for: sources, headers and calls are silent under them."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from test_compile_fail import HOME, INCLUDES, all_cases, write
from test_plain import SOURCES

BOTH = """-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wundef -Wcast-qual -Wvla
-Wredundant-decls -Wswitch-default -Wdouble-promotion -Wformat=2 -Wnull-dereference""".split()
C = "-Wstrict-prototypes -Wmissing-prototypes -Wmissing-variable-declarations".split()
GCC = "-Wcast-align=strict -Wduplicated-cond -Wduplicated-branches -Wlogical-op".split()
GCC_C = "-Wswitch-enum -Wjump-misses-init -Wbad-function-cast -Winline".split()
CPP = "-Wold-style-cast -Wzero-as-null-pointer-constant -Wextra-semi".split()
# Not of clang's: layout (C pads), older standards, functions called as what they are through a
# pointer to any, what only C++ has (nullptr, buffers that know their size), Doxygen's tags, which
# are the manual's words, and macros that a model decides on.
EVERYTHING = (
    ["-Weverything"]
    + """-Wno-padded -Wno-declaration-after-statement -Wno-pre-c11-compat
-Wno-c++98-compat -Wno-c++98-compat-pedantic -Wno-cast-function-type-strict -Wno-documentation
-Wno-documentation-html -Wno-unsafe-buffer-usage -Wno-zero-as-null-pointer-constant
-Wno-unused-macros -Wno-unknown-warning-option""".split()
)
COMPILERS = {
    "gcc": ["gcc", "-std=c11", "-O2", *BOTH, *C[:2], *GCC, *GCC_C],
    "clang": ["clang", "-std=c11", "-O1", *EVERYTHING],
    "g++": ["g++", "-x", "c++", "-std=c++11", "-O2", *BOTH, *GCC, *CPP],
    "clang++": ["clang++", "-x", "c++", "-std=c++11", *EVERYTHING],
}
IN_C = ("gcc", "clang")
# For the runtime itself; an application includes the others.
PRIVATE = "check_cpp deliver engine field framer hide kind match net_private payload rare validate".split()
OF_RUNTIME = [h.name for h in sorted((HOME / "runtime").glob("*.h"))]
PUBLIC = [name for name in OF_RUNTIME if name[4:-2] not in PRIVATE]
# A call of the cases that casts itself, or hands over a plain 0 for a pointer.
CASTS = re.compile(r"\((size_t|long|unsigned( char| long long)?)\)|done, 0,")


def said(compiler: str, *files) -> str:
    command = COMPILERS[compiler]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        [*command, *INCLUDES, "-fsyntax-only", *map(str, files)], capture_output=True, text=True
    )
    return done.stderr


@pytest.mark.parametrize("compiler", IN_C)
def test_the_librarys_sources(compiler):
    assert said(compiler, *SOURCES)[:3000] == ""


@pytest.mark.parametrize("compiler", COMPILERS)
def test_an_applications_calls(compiler, tmp_path):
    right = [case for case in all_cases() if case.message is None]
    plain = [case for case in right if not CASTS.search(case.code)]
    assert len(plain) > 400
    write(tmp_path / "calls.c", plain)
    assert said(compiler, tmp_path / "calls.c")[:3000] == ""


# glibc's _Static_assert for C before C11 is none inside a struct, where the checks have theirs.
IN_C99 = """
#include <assert.h>
#include "quectel.h"
#include "cellular.h"

static void on_recv(void *app, const struct quectel_urc_recv *urc)
{
    (void)app, (void)urc;
}

const struct atb_handler handlers[] = {QUECTEL_ON_RECV(on_recv)};

int start(struct quectel *modem)
{
    return cellular_ate0(modem) | quectel_qiact(modem, CONTEXT);
}
"""


@pytest.mark.parametrize("compiler", IN_C)
def test_an_application_in_strict_c99(compiler, tmp_path):
    (tmp_path / "main.c").write_text(IN_C99)
    command = [compiler, "-std=c99", "-Wall", "-Wextra", *INCLUDES, "-fsyntax-only"]

    def told(context):
        done = subprocess.run(
            [*command, f"-DCONTEXT={context}", tmp_path / "main.c"], capture_output=True, text=True
        )
        return done.stderr

    assert told(1) == ""
    assert "AT+QIACT <contextID>: 1 to 16" in told(17)


@pytest.mark.parametrize("compiler", COMPILERS)
def test_an_applications_headers(compiler, tmp_path):
    for folder in sorted((HOME / "generated").glob("*/")):
        names = [*PUBLIC, *(h.name for h in sorted(folder.glob("*.h")))]
        includes = "".join(f'#include "{name}"\n' for name in names)
        (tmp_path / f"{folder.name}.c").write_text(includes)
    assert said(compiler, *sorted(tmp_path.glob("*.c")))[:3000] == ""
