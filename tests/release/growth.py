#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the library costs now beside the last release: tests/release/growth.py [--all]

Compares tests/measure/figures.txt with the figures of the last release, column by column;
without --all only what is linked, RAM and stack, and chunks of 64 bytes and of one."""

import re
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path += [str(HOME / "tests" / "measure"), str(HOME / "tests" / "release")]
from check import last_release  # noqa: E402

# A command without an ending, and a module all the same.
_loader = SourceFileLoader("figures", str(HOME / "tests" / "measure" / "figures"))
figures = module_from_spec(spec_from_loader("figures", _loader))
_loader.exec_module(figures)

TOLD = re.compile(r"Flash, linked|Flash|RAM|chunks of (1|64)$")


def rows(text: str) -> dict[str, list[float]]:
    """Every figure of a file, by its heading and name."""
    found = {}
    for part in text.split("== ")[1:]:
        found |= figures.rows_of("== " + part)
    return found


def change(old: float, new: float) -> str:
    return f"{new:g} ({(new - old) / old:+.0%})" if old else f"{new:g}"


def table(old: dict[str, list[float]], new: dict[str, list[float]], everything: bool) -> list[str]:
    """A line for each figure that both have."""
    both = [name for name in new if name in old and len(old[name]) == len(new[name])]
    shown = [name for name in both if everything or TOLD.search(name)]
    width = max(map(len, shown), default=0)
    return [
        f"{name:<{width}}" + "".join(f"{change(a, b):>18}" for a, b in zip(old[name], new[name]))
        for name in shown
    ]


def main() -> int:
    release = last_release()
    old = rows(release.with_suffix(".figures").read_text())
    print(f"since {release.stem}:")
    print("\n".join(table(old, rows(figures.FILE.read_text()), "--all" in sys.argv[1:])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
