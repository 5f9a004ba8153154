# SPDX-License-Identifier: MIT
"""Examples, which are copied, touch no member that its header calls private."""

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
HEADERS = {  # what examples call it, and where `struct atb_` of that name is
    "session": "atb_session.h",
    "net": "atb_net.h",
    "bringup": "atb_bringup.h",
    "socket": "atb_net.h",
}
EXAMPLES = sorted(
    path for path in (HOME / "examples").rglob("*") if path.suffix in (".c", ".h", ".cpp", ".ino")
)


def public(name: str) -> set[str]:
    """What the comment above the struct allows."""
    text = (HOME / "runtime" / HEADERS[name]).read_text()
    before = text.partition(f"\nstruct atb_{name} {{")[0]
    comment = before[before.rindex("/**") :]
    allowed = set(re.findall(r"`(\w+)`", comment))
    assert "all else is private" in re.sub(r"\s+\*\s+", " ", comment) and allowed
    return allowed


@pytest.mark.parametrize("name", HEADERS)
def test_members_that_examples_use_are_public(name):
    used = {
        (path.name, member)
        for path in EXAMPLES
        for member in re.findall(rf"\b{name}(?:\.|->)(\w+)\b", path.read_text())
        if member not in ("h", "c")
    }
    assert [(file, member) for file, member in sorted(used) if member not in public(name)] == []
