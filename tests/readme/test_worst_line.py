# SPDX-License-Identifier: MIT
"""runtime/README.md: what the worst line costs that was found, in instructions a byte."""

import re
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
PAGE = (HOME / "runtime/README.md").read_text()
WORST, MOST = re.search(
    r"may begin inside the line \(`(\S+ \S+)`\),\s+less than (\d+)", PAGE
).groups()
TIMES = 200  # worst_line.c


@pytest.fixture(scope="module")
def cost(tmp_path_factory):
    """cost(line): instructions a byte, its line end counted."""
    folder = tmp_path_factory.mktemp("worst")
    parts = [HOME / part for part in ("runtime", "generated/cellular", "generated/onemo")]
    sources = [p for part in parts for p in part.glob("*.c") if not p.stem.endswith("_names")]
    command = ["gcc", "-std=c11", "-O2", "-g", *(f"-I{part}" for part in parts), *sources]
    program = folder / "worst_line"
    subprocess.run([*command, HOME / "tests/readme/worst_line.c", "-o", program], check=True)

    def measure(line: str) -> float:
        told = folder / "callgrind.out"
        tool = ["--tool=callgrind", "--toggle-collect=measured", f"--callgrind-out-file={told}"]
        subprocess.run(["valgrind", "-q", *tool, program, line], check=True)
        total = int(re.search(r"^summary: (\d+)", told.read_text(), re.M)[1])
        return total / TIMES / (len(line) + 2)

    return measure


def test_the_worst_line_is_as_bad_as_the_page_says(cost):
    assert 0.8 * float(MOST) < cost(WORST) < float(MOST)


@pytest.mark.parametrize(
    "line", ["+MIPRD: 1,2,3", '+MIPRD: ",",",",",', "+CREG: ,,,,,,", '+MIPURC: "rtcp",,,', ",,,,,,"]
)
def test_no_other_is_worse(cost, line):
    assert cost(line) < float(MOST)
