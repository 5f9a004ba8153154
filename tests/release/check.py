#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the tree with the last release: tests/release/check.py

Fails when something that callers rely on is gone and the version does not say so (0.x: the
second number; from 1.0: the first), or when a shape changed and ATB_ABI did not. To release:
set the version, then write facts.py's output to tests/release/VERSION.txt."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from facts import facts  # noqa: E402

HOME = Path(__file__).resolve().parents[2]


def numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def last_release() -> Path:
    return max(HOME.glob("tests/release/*.txt"), key=lambda path: numbers(path.stem))


def says_breaking(old: str, new: str) -> bool:
    """Whether the step between two versions tells a caller that something breaks."""
    length = 2 if numbers(old)[0] == 0 else 1
    return numbers(new)[:length] > numbers(old)[:length]


def complaints(old: list[str], new: list[str]) -> list[str]:
    """Why the tree may not be called what it is called."""
    (old_version, old_abi), (new_version, new_abi) = (
        [line.split()[1] for line in lines[:2]] for lines in (old, new)
    )
    gone = [line for line in old[2:] if line not in set(new)]
    shapes = [line for line in gone if line.startswith("shape ")]
    broken = [line for line in gone if line not in shapes]
    told = []
    if broken and not says_breaking(old_version, new_version):
        told.append(f"version {new_version} does not say that it breaks {len(broken)} facts:")
        told += [f"  {line}" for line in broken]
    if shapes and old_abi == new_abi:
        told.append(f"ATB_ABI is still {old_abi}, and {len(shapes)} shapes changed:")
        told += [f"  {line}" for line in shapes]
    return told


def main() -> int:
    release = last_release()
    old, new = release.read_text().splitlines(), facts(HOME)
    told = complaints(old, new)
    gone, come = len(set(old) - set(new)), len(set(new) - set(old))
    print(f"since {release.stem}: {gone} facts gone or changed, {come} new or changed")
    print("\n".join(told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
