# SPDX-License-Identifier: MIT
"""From a folder of tables to Dialect objects: the one entry for everything behind.

    dialects = load(Path("spec"))          # or load(Path("spec"), "quectel")

raises atbind.problems.Problems with every mistake at once.
"""

from __future__ import annotations

import sys
from pathlib import Path

from atbind.build.dialect import build_dialect
from atbind.model.dialect import Dialect
from atbind.tables.where import Where
from atbind.tables.problems import Problems, Report, alternatives
from atbind.tables.reader import Map, digest, read_folder
from atbind.tables.schema import check

COMMON = Path(__file__).resolve().parents[4] / "spec" / "common"


def load(spec_dir: Path | str, dialect: str | None = None) -> list[Dialect]:
    """All dialects of a spec folder, or one; Problems if anything is wrong with them."""
    report = Report()
    spec_dir = Path(spec_dir)
    folders = _folders(spec_dir, dialect, report)
    common_folder = spec_dir / "common"
    if not any(common_folder.glob("*.yaml")):
        common_folder = COMMON
    common = read_folder(common_folder, report)
    check(common, report)
    if not report.problems:
        built = [_load(folder, common, common_folder, report) for folder in folders]
    report.finish()
    return [dialect for dialect in built if dialect is not None]


def _folders(spec_dir: Path, dialect: str | None, report: Report) -> list[Path]:
    """The dialects' folders; a folder that holds dialect.yaml itself is one dialect."""
    where = Where(str(spec_dir), 1)
    if not spec_dir.is_dir():
        report.add(where, "there is no such folder; give the one that holds the dialects' folders")
        return []
    if (spec_dir / "dialect.yaml").is_file():
        return [spec_dir]
    found = {
        path.name: path
        for path in sorted(spec_dir.iterdir())
        if path.name != "common" and path.is_dir() and any(path.glob("*.yaml"))
    }
    if dialect is None:
        if not found:
            report.add(where, "holds no dialect; a dialect is a folder with a dialect.yaml")
        return list(found.values())
    if dialect not in found:
        report.add(where, f"there is no dialect `{dialect}`; {alternatives(dialect, found)}")
        return []
    return [found[dialect]]


def _load(folder: Path, common: Map, common_folder: Path, report: Report) -> Dialect | None:
    before = len(report.problems)
    table = read_folder(folder, report)
    check(table, report)
    where = table.at("dialect") if "dialect" in table else Where(str(folder / "dialect.yaml"), 1)
    if "dialect" not in table and len(report.problems) == before:
        report.add(where, f"`dialect` is missing; begin dialect.yaml with `dialect: {folder.name}`")
    if len(report.problems) > before:
        return None
    if table["dialect"] != folder.name and folder.name != folder.parent.name:
        report.add(
            where,
            f"the dialect is `{table['dialect']}` but its folder {folder.name}; "
            "give both the same name",
        )
    return build_dialect(table, common, folder, digest([folder, common_folder]), report)


def main(arguments: list[str]) -> int:
    """Prints problems, or counts of what was read."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python3 -m atbind.build SPECDIR [DIALECT]", file=sys.stderr)
        return 2
    try:
        dialects = load(Path(arguments[0]), arguments[1] if len(arguments) == 2 else None)
    except Problems as problems:
        print(problems)
        print(f"{len(problems)} problems", file=sys.stderr)
        return 1
    for d in dialects:
        print(
            f"{d.name}: {len(d.commands)} commands, {len(d.forms)} forms, {len(d.urcs)} URCs, "
            f"{len(d.lines)} lines, {len(d.models)} models, {len(d.error_codes)} error codes, "
            f"{len(d.errata)} errata, {len(d.transcripts)} transcripts"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
