# SPDX-License-Identifier: MIT
"""A fault in the generator: what it then says and writes, against tests that know it from elsewhere.

Comparing with the committed C would see everything that changes it, so that is left out: the
C that a fault generates is put in its place, built, and tested.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from faults import Fault

MOST_SECONDS = 900
# The quick ones that know the tables from elsewhere, or say what is wrong with a table.
TESTS = """names notation facts_quectel facts_simcom facts_fibocom facts_onemo registration
payload_limits success tasks build bad_tables one_mistake bringup_tables socket_tables bound
compete on_model models_onemo overlay overlay_verbs odd_names tags limit_defaults""".split()
# What compares with the committed C.
LEFT_OUT = "not check and not committed and not up_to_date"


class GeneratorTrial:
    """Judges faults of the generator in a copy of the tree."""

    def __init__(self, tree: Path):
        self.tree = tree
        self.generated = tree / "generated.right"
        shutil.copytree(tree / "generated", self.generated)
        configure = "cmake -S . -B build.generator -G Ninja -DATBIND_EXAMPLES=OFF"
        configure += " -DCMAKE_DISABLE_FIND_PACKAGE_Threads=ON"
        if self.fails(configure) or self.c_tests_fail():
            raise SystemExit("a C test fails without a fault")
        if self.python_tests_fail():
            raise SystemExit("a Python test fails without a fault")

    def fails(self, command: str, *more: str) -> bool:
        """One that hangs has failed, with all that it has started; `more` may hold blanks."""
        run = subprocess.Popen(
            [*command.split(), *more],
            cwd=self.tree,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return run.wait(timeout=MOST_SECONDS) != 0
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            return True

    def python_tests_fail(self) -> bool:
        files = " ".join(f"tests/generator/test_{name}.py" for name in TESTS)
        test = "/usr/bin/python3 -m pytest -q -x -p no:cacheprovider"
        return self.fails(f"{test} {files} -k", LEFT_OUT)

    def c_tests_fail(self) -> bool:
        return self.fails("ninja -j1 -C build.generator") or self.fails(
            "ctest --test-dir build.generator --stop-on-failure --timeout 60"
        )

    def is_seen(self, fault: Fault) -> bool | None:
        """None: it is no fault, because it does not even parse."""
        if self.fails(f"/usr/bin/python3 -m py_compile {fault.file}"):
            return None
        if self.fails("generator/atbind generate") or self.python_tests_fail():
            return True
        changed = self.fails(f"diff -r generated {self.generated.name}")
        return changed and self.c_tests_fail()

    def restore(self, fault: Fault) -> None:
        shutil.rmtree(self.tree / "generated")
        shutil.copytree(self.generated, self.tree / "generated")
