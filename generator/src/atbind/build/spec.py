# SPDX-License-Identifier: MIT
"""From a folder of tables to Dialect objects: the one entry for everything behind.

    dialects = load(Path("spec"))          # or load(Path("spec"), "quectel")

raises Mistakes (atbind.tables.mistakes) with all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from atbind.build.dialect import Common, build_dialect
from atbind.model.dialect import Dialect
from atbind.places import COMMON
from atbind.tables.errors import counted
from atbind.tables.mistakes import Mistake, Report, alternatives
from atbind.tables.overlay import apply, read_overlays, touched
from atbind.tables.reader import Map, digest, read_folder
from atbind.tables.schema import check
from atbind.tables.where import Where

FINALS = "finals.yaml"


def load(
    spec_dir: Path | str,
    dialects: str | Iterable[str] | None = None,
    overlays: Sequence[Path] = (),
) -> list[Dialect]:
    """Dialects of a spec folder (None: all) with overlays merged into their tables.

    Raises Mistakes if anything is wrong with any of them.
    """
    report = Report()
    wanted = [dialects] if isinstance(dialects, str) else dialects
    root = _Root(Path(spec_dir), wanted, list(overlays), report)
    built = root.build()
    report.finish()
    return built


class _Root:
    """The folder that holds the dialects' folders, and the overlays over them."""

    def __init__(
        self, folder: Path, wanted: Iterable[str] | None, overlays: list[Path], report: Report
    ):
        self.report = report
        self.folder = folder
        self.overlay_files = overlays
        self.folders = _folders(folder, wanted, report)
        self.common_folder = folder / "common"
        if not any(self.common_folder.glob("*.yaml")):
            self.common_folder = COMMON
        self.overlays = read_overlays(overlays, report)
        self.chapter = Map(Where(str(folder), 1))  # its table, once that is read

    def _check_overlays(self, chapter: str) -> None:
        names = [*(folder.name for folder in self.folders), chapter]
        for overlay in self.overlays:
            if self.folders and overlay["overlay"] not in names:
                self.report.add(overlay.at("overlay"), self._is_for(overlay["overlay"], names))

    def _is_for(self, other: str, names: list[str]) -> str:
        """What is wrong with an overlay of another dialect than these."""
        if (self.folder / other / "dialect.yaml").is_file():
            asked = ", ".join(folder.name for folder in self.folders)
            return f"this overlay is for {other}, and {asked} was asked for; give --dialect {other}"
        return f"`{other}` is no dialect here; {alternatives(other, names)}"

    def build(self) -> list[Dialect]:
        table = self._table(self.common_folder, self.report)
        self.chapter = table
        common = Common(table)
        self._check_overlays(str(table.get("chapter")))
        if not self.report.mistakes:
            common.chapter = self._chapter(common)
        if self.report.mistakes:
            return []
        built = [self._dialect(folder, common) for folder in self.folders]
        return [dialect for dialect in built if dialect is not None]

    def _chapter(self, common: Common) -> Dialect:
        files = [*sorted(self.common_folder.glob("*.yaml")), *self.overlay_files]
        overlaid = frozenset(str(path) for path in self.overlay_files)
        return build_dialect(
            common.table, common, self.common_folder, digest(files), overlaid, self.report
        )

    def _table(self, folder: Path, report: Report, with_overlays: bool = True) -> Map:
        """A folder's table as it is meant: overlays merged, the schema checked."""
        table = read_folder(folder, report)
        for overlay in self.overlays if with_overlays else ():
            if overlay["overlay"] == table.get("dialect", table.get("chapter")):
                apply(overlay, table, self.chapter, report)
        check(table, report)
        return table

    def _dialect(self, folder: Path, common: Common) -> Dialect | None:
        report = Report()
        made = self._build(folder, common, report)
        self.report.mistakes += self._blamed(folder, common, report.mistakes)
        return made

    def _build(
        self, folder: Path, common: Common, report: Report, with_overlays: bool = True
    ) -> Dialect | None:
        table = self._table(folder, report, with_overlays)
        _check_name(table, folder, report)
        if report.mistakes:
            return None
        overlaid = frozenset(str(path) for path in self.overlay_files if with_overlays)
        files = [*sorted(folder.glob("*.yaml")), self.common_folder / FINALS, *self.overlay_files]
        return build_dialect(table, common, folder, digest(files), overlaid, report)

    def _blamed(self, folder: Path, common: Common, mistakes: list[Mistake]) -> list[Mistake]:
        """What is wrong with a table only since an overlay lies over it is the overlay's mistake."""
        if not mistakes or not self.overlays:
            return mistakes
        before = Report()
        self._build(folder, common, before, with_overlays=False)
        files = {str(path) for path in self.overlay_files}
        told = [m for m in mistakes if m.where.file in files or m in before.mistakes]
        broken: dict[Where, list[Mistake]] = {}
        for mistake in (m for m in mistakes if m not in told):
            broken.setdefault(self._breaker(mistake, folder.name), []).append(mistake)
        return [*told, *(_broken(where, rows) for where, rows in broken.items())]

    def _breaker(self, mistake: Mistake, dialect: str) -> Where:
        """The row of an overlay that broke one of the table: the one whose name is told."""
        own = [overlay for overlay in self.overlays if overlay["overlay"] == dialect]
        rows = [row for overlay in own for row in touched(overlay)]
        named = [row for row in rows if _tells_of(mistake.message, row[0])]
        if not named and len(rows) != 1:
            return (own or self.overlays)[-1].at("overlay")
        return max(named or rows, key=lambda row: len(row[0]))[1]


def _tells_of(message: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", message))


def _broken(where: Where, rows: list[Mistake]) -> Mistake:
    """One row of an overlay, and the first of those that it broke."""
    more = f"; and {counted(len(rows) - 1, 'row')} more" if len(rows) > 1 else ""
    first = min(rows, key=lambda row: (row.where.file, row.where.line))
    return Mistake(where, f"breaks a row of the table, {first}{more}")


def _check_name(table: Map, folder: Path, report: Report) -> None:
    where = table.at("dialect") if "dialect" in table else Where(str(folder / "dialect.yaml"), 1)
    if report.mistakes:
        return
    if "dialect" not in table:
        report.add(where, f"`dialect` is missing; begin dialect.yaml with `dialect: {folder.name}`")
    elif table["dialect"] != folder.name and folder.name != folder.parent.name:
        report.add(
            where,
            f"the dialect is `{table['dialect']}` but its folder {folder.name}; "
            "give both the same name",
        )


def _folders(root: Path, wanted: Iterable[str] | None, report: Report) -> list[Path]:
    """The dialects' folders; a folder that holds dialect.yaml itself is one dialect."""
    where = Where(str(root), 1)
    if not root.is_dir():
        report.add(where, "there is no such folder; give the one that holds the dialects' folders")
        return []
    if (root / "dialect.yaml").is_file():
        return [root.resolve()]
    found = {
        path.name: path
        for path in sorted(root.iterdir())
        if path.name != "common" and path.is_dir() and any(path.glob("*.yaml"))
    }
    if not found and wanted is None:
        report.add(where, "holds no dialect; a dialect is a folder with a dialect.yaml")
    names = list(found) if wanted is None else list(wanted)
    for name in names:
        if name not in found:
            report.add(where, f"there is no dialect `{name}`; {alternatives(name, found)}")
    return [path for name, path in found.items() if name in names]
