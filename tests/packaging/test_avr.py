# SPDX-License-Identifier: MIT
"""The runtime's own tests on an AVR: an int has 16 bits there, a size_t and a pointer too, and
structs have no gaps. simavr runs them; avr/ has what they use of cmocka. Left out are those that
want more memory than 16 bits reach, files, or a printf that knows more than avr-libc's."""

import re
from pathlib import Path

import pytest

from user_project import HOME, run

HERE = Path(__file__).parent / "avr"
TESTS = HOME / "tests/runtime"
PARTS = "arguments callers edges engine escape layouts main_loop power read time transparent unusual writer"
FLAGS = "-mmcu=atmega2560 -Os -std=gnu11 -ffunction-sections -fdata-sections".split()
ROOM = [f"-Wl,--defsym={name}" for name in ("__DATA_REGION_LENGTH__=0xfc00", "__stack=0xffff")]


@pytest.fixture(scope="module")
def bench(tmp_path_factory) -> Path:
    """A folder with the simulator, the runtime, the bench and its dialect."""
    folder = tmp_path_factory.mktemp("avr")
    run("gcc", HERE / "simulate.c", "-lsimavr", "-lelf", "-o", folder / "simulate")
    tables = ["--spec", TESTS, "--dialect", "toy", "--output", folder]
    run(HOME / "generator/atbind", "generate", *tables)
    sources = [*HOME.glob("runtime/*.c"), *folder.glob("toy/*.c"), HERE / "cmocka.c"]
    names = HOME / "generator/native"
    compiler = ["avr-gcc", *FLAGS, *includes(folder), f"-I{names}"]
    run(*compiler, "-c", *sources, TESTS / "bench.c", cwd=folder)
    run("avr-ar", "rc", "bench.a", *folder.glob("*.o"), cwd=folder)
    return folder


def includes(folder: Path) -> list[str]:
    return [f"-I{path}" for path in (HERE, HOME / "runtime", TESTS, folder / "toy")]


@pytest.mark.parametrize("part", PARTS.split())
def test_the_runtime_on_an_avr(bench, part):
    program = bench / f"{part}.elf"
    compiler = ["avr-gcc", *FLAGS, *includes(bench), "-Wl,--gc-sections", *ROOM]
    run(*compiler, TESTS / f"test_{part}.c", bench / "bench.a", "-o", program)
    said = run("timeout", "60", bench / "simulate", program)
    failures = re.findall(r"^\d+ tests, (\d+) failed$", said, re.M)
    assert failures and set(failures) == {"0"}, said
