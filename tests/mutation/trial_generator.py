# SPDX-License-Identifier: MIT
"""A fault in the generator: what it then says and writes, against tests that know it from elsewhere.

Comparing with the committed C would see everything that changes it, so that is left out: the
C that a fault generates is put in its place, built, and tested. What sees it costs least when it
is asked first: tests run in the order in which they saw faults of that file before, then of its
room, then the quickest first; what the quick ones do not see is shown to all others.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import xml.etree.ElementTree as xml
from collections import Counter
from pathlib import Path

from faults import Fault

HANGS, MOST_SECONDS = 120, 1800  # of the generator, which takes three; of tests and what they build
# They know the tables from elsewhere, or say what is wrong with a table, and are quick.
QUICK = """names notation facts_quectel facts_simcom facts_fibocom facts_onemo registration
payload_limits success tasks build bad_tables one_mistake bringup_tables socket_tables bound
compete on_model models_onemo overlay overlay_verbs odd_names tags limit_defaults problems
selection emit docs""".split()
# What compares with the committed C.
LEFT_OUT = "not check and not committed and not up_to_date"
PYTEST = "/usr/bin/python3 -m pytest -q -p no:cacheprovider --junitxml=tried.xml"
FEW = 20  # tests that a copy of the tree cannot pass, because they ask git


class GeneratorTrial:
    """Judges faults of the generator in a copy of the tree."""

    def __init__(self, tree: Path):
        self.tree = tree
        self.generated = tree / "generated.right"
        self.saw: dict[Path, Counter[str]] = {}  # how often each test saw a fault of a file, a room
        self.cost: Counter[str] = Counter()  # seconds
        every = {path.stem for path in (tree / "tests/generator").glob("test_*.py")}
        self.quick = [f"test_{name}" for name in QUICK]
        self.slow = sorted(every.difference(self.quick))
        shutil.copytree(tree / "generated", self.generated)
        configure = "cmake -S . -B build.generator -G Ninja -DATBIND_EXAMPLES=OFF"
        configure += " -DCMAKE_DISABLE_FIND_PACKAGE_Threads=ON"
        if self.fails(configure) or self.c_tests_fail():
            raise SystemExit("a C test fails without a fault")
        self.left_out = ["-k", LEFT_OUT]
        for test in self.fail_without_fault():
            self.left_out += ["--deselect", test]

    def fails(self, command: str, *more: str, within: int = MOST_SECONDS) -> bool:
        """One that hangs has failed, with all that it has started; `more` may hold blanks."""
        run = subprocess.Popen(
            [*command.split(), *more],
            cwd=self.tree,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return run.wait(timeout=within) != 0
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            return True

    def fail_without_fault(self) -> list[str]:
        """What each costs is told by the way."""
        tried = self.tree / "tried.xml"
        self.fails(PYTEST, *map(path_of, self.quick + self.slow), *self.left_out)
        for case in xml.parse(tried).iter("testcase"):
            self.cost[test_of(case)] += float(case.get("time", "0"))
        failing = [f"{path_of(test_of(case))}::{case.get('name')}" for case in failures(tried)]
        if len(failing) > FEW:
            raise SystemExit(f"{len(failing)} tests fail without a fault, {failing[0]} first")
        return failing

    def seen_by(self, tests: list[str], file: Path) -> bool:
        """Whether some test fails; what hangs has failed, too."""
        tried = self.tree / "tried.xml"
        tried.unlink(missing_ok=True)
        files = map(path_of, self.in_order(tests, file))
        if not self.fails(PYTEST, "-x", *files, *self.left_out):
            return False
        for case in failures(tried):
            for place in (file, file.parent):
                self.saw.setdefault(place, Counter())[test_of(case)] += 1
        return True

    def in_order(self, tests: list[str], file: Path) -> list[str]:
        own, room = (self.saw.get(place, Counter()) for place in (file, file.parent))
        return sorted(tests, key=lambda test: (-own[test], -room[test], self.cost[test]))

    def c_tests_fail(self) -> bool:
        return self.fails("ninja -j1 -C build.generator") or self.fails(
            "ctest --test-dir build.generator --stop-on-failure --timeout 60"
        )

    def is_seen(self, fault: Fault) -> bool | None:
        """None: it is no fault, because it does not even parse."""
        if self.fails(f"/usr/bin/python3 -m py_compile {fault.file}"):
            return None
        if self.fails("generator/atbind generate", within=HANGS):
            return True
        if self.seen_by(self.quick, fault.file):
            return True
        if self.fails(f"diff -r generated {self.generated.name}") and self.c_tests_fail():
            return True
        return self.seen_by(self.slow, fault.file)

    def restore(self, fault: Fault) -> None:
        shutil.rmtree(self.tree / "generated")
        shutil.copytree(self.generated, self.tree / "generated")


def path_of(test: str) -> str:
    return f"tests/generator/{test}.py"


def test_of(case: xml.Element) -> str:
    """The file in which a test stands; one that cannot even be read has no class."""
    return (case.get("classname") or case.get("name", "")).split(".")[-1]


def failures(tried: Path) -> list[xml.Element]:
    cases = xml.parse(tried).iter("testcase") if tried.exists() else iter(())
    return [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
