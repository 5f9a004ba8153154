# SPDX-License-Identifier: MIT
"""The runtime's own tests on machines that are unlike a PC.

An AVR: int, size_t and pointers have 16 bits, structs have no gaps; simavr runs them. An s390x:
the most significant byte comes first, a char has no sign; qemu runs them. machines/ has what they
use of cmocka. Left out are those that want threads or a system, on the AVR also those that want
more memory than 16 bits reach or a printf that knows more than avr-libc's."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from user_project import HOME, run

HERE = Path(__file__).parent / "machines"
TESTS = HOME / "tests/runtime"
COMMON = "arguments callers edges engine escape layouts main_loop power read time transparent unusual writer"
ROOM = [f"-Wl,--defsym={name}" for name in ("__DATA_REGION_LENGTH__=0xfc00", "__stack=0xffff")]


@dataclass(frozen=True)
class Machine:
    prefix: str
    flags: str
    link: list[str]
    runs: list[str]  # what runs a program; {} is the bench's folder
    parts: str


MACHINES = {
    "avr": Machine(
        "avr-",
        "-mmcu=atmega2560 -Os -std=gnu11 -ffunction-sections -fdata-sections",
        ["-Wl,--gc-sections", *ROOM],
        ["{}/simulate"],
        COMMON,
    ),
    "s390x": Machine(
        "s390x-linux-gnu-",
        "-O1 -std=gnu11 -static",
        [],
        ["qemu-s390x"],
        COMMON + " echo end forgotten odd_answers odd_moments payload raw reboot"
        " rules secrets sending setup tap watch",
    ),
}
CASES = [(name, part) for name, machine in MACHINES.items() for part in machine.parts.split()]


@dataclass(frozen=True)
class Bench:
    """A folder with the runtime, the bench and its dialect, built for a machine."""

    machine: Machine
    folder: Path

    def compiler(self) -> list[str | Path]:
        names = HOME / "generator/native"
        paths = (HERE, HOME / "runtime", TESTS, self.folder / "toy", names)
        command = [f"{self.machine.prefix}gcc", *self.machine.flags.split()]
        return [*command, *(f"-I{path}" for path in paths)]


@pytest.fixture(scope="module")
def benches(tmp_path_factory) -> dict[str, Bench]:
    folders = {name: tmp_path_factory.mktemp(name) for name in MACHINES}
    run("gcc", HERE / "simulate.c", "-lsimavr", "-lelf", "-o", folders["avr"] / "simulate")
    return {name: built(MACHINES[name], folder) for name, folder in folders.items()}


def built(machine: Machine, folder: Path) -> Bench:
    tables = ["--spec", TESTS, "--dialect", "toy", "--output", folder]
    run(HOME / "generator/atbind", "generate", *tables)
    bench = Bench(machine, folder)
    sources = [*HOME.glob("runtime/*.c"), *folder.glob("*/*.c"), HERE / "cmocka.c"]
    helpers = [TESTS / "bench.c", TESTS / "modem.c"]
    run(*bench.compiler(), "-c", *sources, *helpers, cwd=folder)
    run(f"{machine.prefix}ar", "rc", "bench.a", *folder.glob("*.o"), cwd=folder)
    return bench


@pytest.mark.parametrize("name, part", CASES)
def test_the_runtime_on(benches, name, part):
    bench = benches[name]
    program = bench.folder / f"{part}.elf"
    sources = [TESTS / f"test_{part}.c", bench.folder / "bench.a"]
    run(*bench.compiler(), *sources, *bench.machine.link, "-o", program)
    simulator = [word.format(bench.folder) for word in bench.machine.runs]
    said = run("timeout", "60", *simulator, program)
    failures = re.findall(r"^\d+ tests, (\d+) failed$", said, re.M)
    assert failures and set(failures) == {"0"}, said
