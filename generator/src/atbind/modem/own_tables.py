# SPDX-License-Identifier: MIT
"""The generated C of a user's own tables, for explain and decode: written on first use."""

from __future__ import annotations

from pathlib import Path

from atbind import __version__
from atbind.build.spec import load
from atbind.c.files import all_files
from atbind.modem.building import build_root


def generated_from(spec: Path, dialect: str, overlays: list[Path]) -> Path:
    """A folder with the generated C of one dialect with its overlays. Raises Mistakes."""
    made = load(spec, dialect, overlays)[0]
    root = build_root() / f"tables-{made.digest[:16]}"
    for part in filter(None, (made, made.chapter)):
        for name, text in all_files(part, __version__).items():
            _write(root / part.name / name, text)
    return root


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
