# SPDX-License-Identifier: MIT
"""Wrong constants do not compile, and the message says what would be right; right ones do.

For each compiler setting all wrong lines stand in one file and all right ones
in another, in C11 and C++11.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

from cases import HERE, Case, model_cases, right, wrong

from atbind.build.spec import load

HOME = HERE.parents[1]
WARNINGS = """-Wall -Wextra -Wpedantic -Wconversion -Wsign-compare -Wtype-limits -Wshadow -Wcast-qual
-Wundef -Wdouble-promotion""".split()
INCLUDES = ["-I", str(HOME / "runtime"), "-I", str(HERE)] + [
    word
    for folder in sorted((HOME / "generated").glob("*/"))
    if folder.is_dir()
    for word in ("-I", str(folder))
]
SETTINGS = {
    "gcc -O0": ["gcc", "-std=c11", "-O0"],
    "gcc -Os": ["gcc", "-std=c11", "-Os", "-fshort-enums"],
    "clang -O0": ["clang", "-std=c11", "-O0"],
    "clang -Os": ["clang", "-std=c11", "-Os", "-fshort-enums"],
    "arm-none-eabi-gcc -O0": ["arm-none-eabi-gcc", "-std=c11", "-O0", "-mcpu=cortex-m4"],
    "arm-none-eabi-gcc -Os": ["arm-none-eabi-gcc", "-std=c11", "-Os", "-mcpu=cortex-m0plus"],
    "g++": ["g++", "-std=c++11", "-Os", "-x", "c++"],
    "clang++": ["clang++", "-std=c++11", "-O0", "-x", "c++"],
    "arm-none-eabi-g++": ["arm-none-eabi-g++", "-std=c++11", "-O0", "-mcpu=cortex-m4", "-x", "c++"],
}
ALL_ERRORS = {"clang": ["-ferror-limit=0", "-fno-caret-diagnostics", "-fmacro-backtrace-limit=1"]}
GCC_ALL_ERRORS = ["-fmax-errors=0", "-fno-diagnostics-show-caret", "-ftrack-macro-expansion=0"]


@lru_cache(maxsize=None)
def dialects() -> tuple:
    return tuple(load(HOME / "spec"))


@lru_cache(maxsize=None)
def hand_written() -> tuple[Case, ...]:
    found = []
    for line in (HERE / "hand_written.cases").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            code, told = (part.strip() for part in line.rsplit("->", 1))
            expected = {"compiles": None, "error": ""}.get(told, told)
            found.append(Case(f"{'' if code.startswith('on(') else '(void)'}{code};", expected))
    return tuple(found)


@lru_cache(maxsize=None)
def all_cases() -> tuple[Case, ...]:
    forms = [form for dialect in dialects() for form in dialect.forms]
    return (
        *hand_written(),
        *(case for form in forms for case in wrong(form)),
        *(case for form in forms for case in right(form)),
    )


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr[:4000]


def write(path: Path, cases: list[Case]) -> dict[int, Case]:
    """The file, and which case stands on which line."""
    lines = ['#include "hand_written.h"']
    by_line: dict[int, Case] = {}
    for number, case in enumerate(cases):
        if number % 40 == 0:
            lines += ["}"] if by_line else []
            lines += [f"CASES(from_{number})"]
        lines.append(f"    {case.code}")
        by_line[len(lines)] = case
    path.write_text("\n".join([*lines, "}\n"]))
    return by_line


def compiler(setting: str) -> list[str]:
    command = SETTINGS[setting]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return command


def errors(command: list[str], path: Path) -> dict[int, str]:
    """What the compiler complains about, by line."""
    family = "clang" if "clang" in command[0] else "gcc"
    options = ALL_ERRORS.get(family, GCC_ALL_ERRORS)
    done = subprocess.run(
        [*command, *options, *INCLUDES, "-fsyntax-only", str(path)], capture_output=True, text=True
    )
    found: dict[int, str] = {}
    for line in done.stderr.splitlines():
        match = re.match(rf"{re.escape(str(path))}:(\d+):\d+: error: (.*)", line)
        if match:
            number = int(match.group(1))
            found[number] = found.get(number, "") + match.group(2).replace("\\", "") + "\n"
    return found


def wanted(case: Case, setting: str) -> str:
    """The message; "" where only the compiler has words for it."""
    message = (case.message or "").removeprefix("in C: ")
    return "" if message != case.message and "++" in setting else message


@pytest.mark.parametrize("setting", SETTINGS)
def test_wrong_constants_stop_the_build(setting, tmp_path):
    cases = [case for case in all_cases() if case.message is not None]
    by_line = write(tmp_path / "wrong.c", cases)
    told = errors(compiler(setting), tmp_path / "wrong.c")
    missing = [
        f"{case.code}\n  wanted {wanted(case, setting) or 'an error'}\n  got    {told.get(number)}"
        for number, case in by_line.items()
        if number not in told or wanted(case, setting) not in told[number]
    ]
    assert len(by_line) > 1000
    assert not missing, f"{len(missing)} of {len(by_line)}:\n" + "\n".join(missing[:20])


@pytest.mark.parametrize("setting", SETTINGS)
def test_right_constants_compile_without_a_warning(setting, tmp_path):
    cases = [case for case in all_cases() if case.message is None]
    write(tmp_path / "right.c", cases)
    command = [*compiler(setting), *WARNINGS, "-Werror", *INCLUDES, "-c", "-o", "/dev/null"]
    run([*command, str(tmp_path / "right.c")])


NO_ARGUMENTS = """    (void)quectel_qiact(q, 1.5f);
    (void)quectel_qiact(q, std::string("1"));
    (void)quectel_qiact(q, &q);
    (void)quectel_qiact(q, scoped::one);
    (void)quectel_qiact(q, nullptr);
    (void)quectel_qiopen(q, nullptr, 1, 0, std::string("TCP"), "192.0.2.7", 7);
    (void)quectel_qiopen(q, q, 1, 0, "TCP", "192.0.2.7", 7);
    (void)quectel_qiopen(q, 1, 0, "TCP", "192.0.2.7", 7);
"""
TOLD = """AT+QIACT <contextID>: an integer
AT+QIACT <contextID>: an integer
AT+QIACT <contextID>: an integer
AT+QIACT <contextID>: an integer
AT+QIACT <contextID>: an integer
AT+QIOPEN <service_type>: a text
behind the modem: a struct quectel_qiopen_result for the answer, or NULL
behind the modem: a struct quectel_qiopen_result for the answer, or NULL
"""


@pytest.mark.parametrize("setting", [name for name in SETTINGS if "++" in name])
def test_what_is_no_argument_in_cpp_is_told_in_one_error(setting, tmp_path):
    head = '#include <string>\n#include "quectel.h"\nenum class scoped { one };\n'
    head += "void f(struct quectel *q)\n{\n"
    (tmp_path / "no.cpp").write_text(head + NO_ARGUMENTS + "}\n")
    told = errors(compiler(setting), tmp_path / "no.cpp")
    first = head.count("\n") + 1
    for number, expected in enumerate(TOLD.splitlines(), first):
        errors_of_line = told.get(number, "").splitlines()
        assert errors_of_line, f"line {number} compiles"
        assert expected in errors_of_line[0], told[number]
        if "behind the modem" not in expected:  # there the next arguments are wrong, too
            assert len(errors_of_line) == 1, told[number]


FORGOTTEN = """    (void)quectel_qiopen(q, 1, 0, "TCP", "192.0.2.7", 7);
    (void)quectel_qiopen(q, 17, 0, "tcp", "192.0.2.7", 7);
    (void)quectel_qiact_read(q, 2, 3);
    (void)quectel_qiopen(q, 1, quectel_qiact(q, 1), "TCP", "192.0.2.7", 7);
    (void)quectel_qiopen_encode(line, sizeof line, 1, 0, "TCP", "192.0.2.7", 7);
    (void)quectel_qiact_encode(line, sizeof line, 17);
    (void)quectel_qiact_read_encode(line, sizeof line);
    (void)quectel_qiact_read(q, contexts);
    (void)quectel_qiact_read_start(q, contexts, done, NULL);
    (void)quectel_qiopen_start(q, NULL, done, 1, 0, "TCP", "192.0.2.7", 7);
    (void)quectel_qiopen_start(q, 1, done, 1, 0, "TCP", "192.0.2.7", 7);
    (void)quectel_qiact_start(q, done, 1);
"""
WANTED = """behind the modem: a struct quectel_qiopen_result
behind the modem: a struct quectel_qiopen_result
behind the modem: a struct quectel_qiact_read_info
behind the modem: a struct quectel_qiopen_result
behind buffer and size: a struct atb_refusal, or NULL
behind buffer and size: a struct atb_refusal, or NULL
behind buffer and size: a struct atb_refusal, or NULL
behind the answers: for how many there is room
behind the answers: for how many there is room
behind done: what it gets, a pointer or NULL
behind the modem: a struct quectel_qiopen_result
behind done: what it gets, a pointer or NULL
"""


@pytest.mark.parametrize("setting", [name for name in SETTINGS if "++" not in name])
def test_what_was_forgotten_is_all_that_is_told(setting, tmp_path):
    """The other arguments are one place off; also where one of them is a call of its own."""
    head = '#include "quectel.h"\nvoid done(void *app, int status);\n'
    head += "void f(struct quectel *q);\nvoid f(struct quectel *q)\n{\n"
    head += "    char line[99];\n    struct quectel_qiact_read_info contexts[3];\n"
    (tmp_path / "forgotten.c").write_text(head + FORGOTTEN + "}\n")
    told = errors(compiler(setting), tmp_path / "forgotten.c")
    assert len(told) == FORGOTTEN.count("\n")
    for wanted, text in zip(WANTED.splitlines(), told.values()):
        assert text.count("\n") == 1 and wanted in text, told


@pytest.mark.parametrize("language", [["gcc", "-std=c11"], ["g++", "-std=c++11", "-x", "c++"]])
def test_a_message_is_short_and_names_the_callers_line(language, tmp_path):
    """With the headers of a system, as CMake and pkg-config give them."""
    (tmp_path / "wrong.c").write_text(
        '#include "quectel.h"\nint f(struct quectel *q);\n'
        "int f(struct quectel *q)\n{\n    return quectel_qiact(q, 17);\n}\n"
    )
    includes = [word.replace("-I", "-isystem") for word in INCLUDES]
    done = subprocess.run(
        [*language, *includes, "-fsyntax-only", str(tmp_path / "wrong.c")],
        capture_output=True,
        text=True,
    )
    lines = done.stderr.splitlines()
    errors_at = [line for line in lines if "error:" in line]
    assert len(errors_at) == 1 and len(lines) <= 7, done.stderr
    assert errors_at[0].startswith(f"{tmp_path}/wrong.c:5:")
    assert "AT+QIACT <contextID>: 1 to 16" in errors_at[0]


def models() -> list[tuple[str, str]]:
    return [(d.name, m.name) for d in dialects() for m in d.models]


@pytest.mark.parametrize("dialect_name,model", models())
def test_a_model_has_its_own_limits(dialect_name, model, tmp_path):
    dialect = next(d for d in dialects() if d.name == dialect_name)
    c_name = next(m.c_name for m in dialect.models if m.name == model)
    select = f"-D{dialect_name.upper()}_MODEL={c_name.upper()}"
    cases = list(dict.fromkeys(model_cases(dialect, model)))
    by_line = write(tmp_path / "model.c", cases)
    told = errors(["gcc", "-std=c11", select], tmp_path / "model.c")
    bad = [
        f"{case.code}\n  wanted {case.message}\n  got    {told.get(number)}"
        for number, case in by_line.items()
        if (case.message or "") not in told.get(number, "")
        or (case.message is None) != (number not in told)
    ]
    assert cases, "this model has nothing of its own"
    assert not bad, f"{len(bad)} of {len(by_line)}:\n" + "\n".join(bad[:20])


@pytest.mark.parametrize(
    "chosen,told",
    [
        ("-DFIBOCOM_MODEL=NL668AM", "FIBOCOM_MODEL is none of L61X, LC61X,"),
        ("-DFIBOCOM_MODEL=NL668-AM", "FIBOCOM_MODEL is none of"),
        ("-DFIBOCOM_MODEL=", "FIBOCOM_MODEL is none of"),
        ("-DFIBOCOM_MODEL", "FIBOCOM_MODEL is none of"),
        ("-DONEMO_MODEL=MN999", "ONEMO_MODEL is none of MN316, MN316_S,"),
        ("-DFIBOCOM_MODEL_NL668_AM", "a model is chosen with FIBOCOM_MODEL=NAME"),
    ],
)
@pytest.mark.parametrize("compiler_", ["gcc", "clang", "g++"])
def test_a_mistyped_model_is_one_error_that_lists_the_models(chosen, told, compiler_, tmp_path):
    (tmp_path / "mistyped.cpp").write_text('#include "fibocom.h"\n#include "onemo.h"\n')
    done = subprocess.run(
        [compiler_, chosen, *INCLUDES, "-fsyntax-only", str(tmp_path / "mistyped.cpp")],
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    (error,) = [line for line in done.stderr.splitlines() if "error:" in line]
    assert told in error


def test_a_mistyped_model_is_an_error_in_cmake(tmp_path):
    lists = "cmake_minimum_required(VERSION 3.16)\nproject(mistyped C)\n"
    (tmp_path / "CMakeLists.txt").write_text(f"{lists}add_subdirectory({HOME} atbind)\n")
    done = subprocess.run(
        ["cmake", "-S", tmp_path, "-B", tmp_path / "build", "-DATBIND_FIBOCOM_MODEL=NOSUCH"],
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "NOSUCH: no such model of fibocom" in done.stderr and "NL668_AM" in done.stderr


def test_another_abi_is_an_error(tmp_path):
    runtime = tmp_path / "runtime"
    shutil.copytree(HOME / "runtime", runtime)
    atb = runtime / "atb.h"
    atb.write_text(re.sub(r"#define ATB_ABI +\d+", "#define ATB_ABI 999", atb.read_text()))
    for source in sorted(HOME.glob("generated/quectel/*.[ch]")):
        done = subprocess.run(
            [
                "gcc",
                "-I",
                str(runtime),
                "-I",
                str(HOME / "generator/native"),
                "-fsyntax-only",
                str(source),
            ],
            capture_output=True,
            text=True,
        )
        assert "was generated for ABI" in done.stderr, source.name


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> list[Path]:
    """Objects of runtime, chapter and Quectel's dialect: C, whatever the program is."""
    folder = tmp_path_factory.mktemp("library")
    folders = ("generated/quectel", "generated/cellular", "runtime")
    sources = [source for name in folders for source in HOME.glob(f"{name}/*.c")]
    sources = [str(source) for source in sources if not source.name.endswith("_names.c")]
    subprocess.run(["gcc", "-std=c11", *INCLUDES, "-c", *sources], cwd=folder, check=True)
    return list(folder.glob("*.o"))


@pytest.mark.parametrize("command", [["gcc", "-std=c11"], ["g++", "-std=c++11", "-x", "c++"]])
def test_arguments_are_evaluated_once_and_saturated(command, library, tmp_path):
    main, program = str(tmp_path / "main.o"), str(tmp_path / "program")
    build = [*command, *WARNINGS, "-Werror", *INCLUDES, "-c"]
    run([*build, str(HERE / "arguments.c"), "-o", main])
    run([command[0], main, *map(str, library), "-o", program])
    run([program])
