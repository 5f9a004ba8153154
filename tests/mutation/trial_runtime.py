# SPDX-License-Identifier: MIT
"""A fault in the runtime: one file is compiled, one library linked, and the C tests run on it.

The tests run in the order in which they saw faults of that file before, then the quickest first,
so that most faults cost one or two programs. What none of them sees runs once more under the
sanitizers.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections import Counter
from pathlib import Path

from faults import Fault

MOST_SECONDS = 10  # a program that takes longer hangs: the slowest takes one
LIBRARY = "runtime/libatbind_runtime.so"


class Build:
    """A build folder of the copied tree, its tests, and what makes the library."""

    def __init__(self, tree: Path, name: str, flags: str):
        self.tree, self.folder = tree, tree / name
        configure = ["cmake", "-S", ".", "-B", name, "-G", "Ninja", "-DATBIND_EXAMPLES=OFF"]
        configure += ["-DCMAKE_C_COMPILER=gcc", f"-DCMAKE_C_FLAGS={flags}"]
        configure += ["-DCMAKE_POSITION_INDEPENDENT_CODE=ON"]
        configure += ["-DCMAKE_PROJECT_INCLUDE=" + str(tree / "tests/mutation/shared.cmake")]
        # Without threads: their program has a runtime of its own.
        configure += ["-DCMAKE_DISABLE_FIND_PACKAGE_Threads=ON"]
        for command in (configure, ["ninja", "-j1", "-C", name]):
            subprocess.run(command, cwd=tree, check=True, stdout=subprocess.DEVNULL)
        self.commands = self.output("ninja", "-t", "commands", LIBRARY).splitlines()
        shown = json.loads(self.output("ctest", "--show-only=json-v1"))
        self.tests = [test["command"] for test in shown["tests"]]
        self.saw: dict[Path, Counter] = {}  # how often each test saw a fault of a file
        self.cost = [0.0] * len(self.tests)  # seconds
        self.sound: dict[Path, bytes] = {}  # what the fault's object and library were before it
        failing = self.first_that_fails(Path())
        if failing is not None:
            raise SystemExit(f"{self.tests[failing]} fails without a fault")

    def output(self, *command: str) -> str:
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout

    def make_library(self, file: Path) -> bool:
        """False: the fault does not compile."""
        compiling = [c for c in self.commands if f" -c {self.tree / file}" in c]
        if len(compiling) != 1:
            raise SystemExit(f"{file} is not of the library")
        made = [self.folder / re.search(r" -o (\S+)", compiling[0])[1], self.folder / LIBRARY]
        self.sound = {path: path.read_bytes() for path in made}
        return all(
            subprocess.run(c, shell=True, cwd=self.folder, capture_output=True).returncode == 0
            for c in (compiling[0], self.commands[-1])
        )

    def is_sound(self) -> bool:
        return all(path.read_bytes() == content for path, content in self.sound.items())

    def restore(self) -> None:
        """What make_library() made is again what it was."""
        for path, content in self.sound.items():
            path.unlink(missing_ok=True)
            path.write_bytes(content)
        self.sound = {}

    def first_that_fails(self, file: Path) -> int | None:
        saw = self.saw.setdefault(file, Counter())
        for number in sorted(range(len(self.tests)), key=lambda n: (-saw[n], self.cost[n])):
            started = time.monotonic()
            passes = self.passes(self.tests[number])
            self.cost[number] = time.monotonic() - started
            if not passes:
                saw[number] += 1
                return number
        return None

    def passes(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(
                command, cwd=self.folder, capture_output=True, timeout=MOST_SECONDS
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


class RuntimeTrial:
    """Judges faults of runtime/*.c in a copy of the tree."""

    def __init__(self, tree: Path):
        self.tree = tree
        sanitizers = "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"
        self.builds = [Build(tree, "fast", "-O2"), Build(tree, "checked", sanitizers)]

    def is_seen(self, fault: Fault) -> bool | None:
        """None: it is no fault: it does not compile, or to the very same instructions."""
        for build in self.builds:
            if not build.make_library(fault.file) or build.is_sound():
                return None
            if build.first_that_fails(fault.file) is not None:
                return True
        return False

    def restore(self, fault: Fault) -> None:
        """The file is as it was; so is what was made of it."""
        for build in self.builds:
            build.restore()
