# SPDX-License-Identifier: MIT
"""`generate`, `check`, `export` and `diff`: what needs the tables only."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from atbind import __version__
from atbind.build.selection import select
from atbind.build.spec import load
from atbind.model.dialect import Dialect
from atbind.places import GENERATED, HOME, PORTS, RUNTIME, SPEC
from atbind.tables.errors import Problem, counted
from atbind.tables.mistakes import Mistake, Mistakes, alternatives, near
from atbind.tell import diff as differences
from atbind.tell import export as exports


def _names(root: Path) -> list[str]:
    if (root / "dialect.yaml").is_file():
        return [root.resolve().name]  # the folder of one dialect
    return sorted(path.parent.name for path in root.glob("*/dialect.yaml"))


def load_wanted(root: Path, wanted: list[str] | None, overlays: list[Path]) -> list[Dialect]:
    """All dialects, or the wanted ones in their usual order. Raises Problem and Mistakes."""
    require(wanted or [], root)
    return load(root, wanted, overlays)


def require(wanted: list[str], root: Path) -> None:
    """Raises Problem unless all wanted dialects are there."""
    if not root.is_dir():
        raise Problem(f"{root}: no such folder")
    known = _names(root)
    for name in wanted:
        if name not in known:
            raise Problem(f"no dialect {name} in {root}; {_meant(name, known, root)}")


def _meant(name: str, known: list[str], root: Path) -> str:
    """By a name that is near, or a module that speaks it."""
    from atbind.tell.modules import speaker

    try:
        spoken = "" if near(name, known) else speaker(name, load(root))
    except Mistakes:  # there will be time to tell these
        spoken = ""
    return f"{name} speaks it: --dialect {spoken}" if spoken else alternatives(name, known)


# ---- generate --------------------------------------------------------------------


def _existing(folder: Path) -> set[Path]:
    """The generated files that are there: only such may be removed."""
    return {
        p for p in folder.glob("**/*") if p.is_file() and p.suffix in (".c", ".cpp", ".h", ".re")
    }


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _put(folder: Path, files: dict[str, str], check: bool) -> list[str]:
    """Makes `folder` hold exactly `files`. Returns what differed, for people."""
    wanted = {folder / name: text for name, text in files.items()}
    changed = [path for path, text in wanted.items() if not _is(path, text)]
    stale = sorted(_existing(folder) - set(wanted))
    told = [f"{'missing' if not p.exists() else 'differs'}: {p}" for p in changed]
    if not check:
        told = [f"wrote {path}" for path in changed]
        for path in changed:
            _write(path, wanted[path])
        for path in stale:
            path.unlink()
    return told + [f"{'stale' if check else 'removed'}: {path}" for path in stale]


def _selected(dialects: list[Dialect], args: argparse.Namespace) -> list[Dialect]:
    """What --only leaves of the dialects, said on standard error."""
    made = select(dialects, args.only)
    whole = {dialect.name: dialect for dialect in dialects}
    for d in made:
        forms, lines = len(d.forms), len(d.lines)
        all_forms, all_lines = len(whole[d.name].forms), len(whole[d.name].lines)
        counts = f"{forms} of {all_forms} forms, {lines} of {all_lines} lines"
        print(f"atbind: {d.name}: {counts}; the rest is text", file=sys.stderr)
    return made


def with_chapter(dialects: list[Dialect]) -> list[Dialect]:
    """The dialects, and the chapter that they share."""
    return [*dialects, *{d.chapter.name: d.chapter for d in dialects if d.chapter}.values()]


def runtime_files(wanted: list[str]) -> dict[str, str]:
    """The runtime's sources, and in port/ those of the wanted ports."""
    files = sorted(RUNTIME.glob("*.[ch]"))
    files += [path for port in wanted for path in sorted(PORTS.glob(f"atb_{port}.*"))]
    return {str(path.relative_to(RUNTIME)): path.read_text("utf-8") for path in files}


def _made(dialects: list[Dialect], own: bool) -> dict[str, dict[str, str]]:
    """Folder -> file -> text."""
    from atbind.c.files import all_files

    return {d.name: all_files(d, __version__, own) for d in with_chapter(dialects)}


def _for_firmware(made: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Without the names, which want a header of the tools: whatever is there can be compiled."""
    return {
        folder: {file: text for file, text in files.items() if not file.endswith("_names.c")}
        for folder, files in made.items()
    }


def generate(args: argparse.Namespace) -> int:
    dialects = load_wanted(args.spec, args.dialect, args.overlay)
    own = bool(args.overlay or args.only)
    if own and args.output == GENERATED:
        raise Problem(
            "with --overlay or --only, give --output DIR: generated/ is the whole tables'"
        )
    if args.only:
        dialects = _selected(dialects, args)
    made = _made(dialects, own or args.spec != SPEC)
    if args.with_runtime or args.port:
        made = _for_firmware(made) | {"runtime": runtime_files(args.port)}
    told: list[str] = []
    for name, files in made.items():
        told += _put(args.output / name, files, args.check)
    for line in told:
        print(line)
    if args.check and told:
        print("atbind: generated files are not up to date; run atbind generate", file=sys.stderr)
        return 1
    return 0


# ---- check, export ------------------------------------------------------------------


def _without_numbers(dialects: list[Dialect]) -> list[Mistake]:
    """What the generated C has no numbers for."""
    from atbind.c.dialect import DialectView
    from atbind.c.form_tables import FormTables
    from atbind.c.line_tables import LineTables

    views = [DialectView(dialect, __version__) for dialect in with_chapter(dialects)]
    found = [(*FormTables(view.forms).mistakes(), *LineTables(view).mistakes()) for view in views]
    return [mistake for mistakes in found for mistake in mistakes]


def check(args: argparse.Namespace) -> int:
    dialects = load_wanted(args.spec, args.dialect, args.overlay)
    if found := _without_numbers(dialects):
        raise Mistakes(found)
    for d in dialects:
        rows = {"command": d.commands, "form": d.forms, "line": d.lines}
        held = ", ".join(counted(len(each), name) for name, each in rows.items())
        print(f"{d.name}: {held}")
    return 0


def export(args: argparse.Namespace) -> int:
    dialects = load_wanted(args.spec, args.dialect, args.overlay)
    if args.json:
        print(json.dumps(exports.export(dialects), ensure_ascii=False, indent=1))
    else:
        from atbind.tell.show import dialect_text

        print("\n\n".join("\n".join(dialect_text(d)) for d in with_chapter(dialects)))
    return 0


# ---- diff ---------------------------------------------------------------------------


def _git(arguments: list[str]) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(HOME), *arguments], capture_output=True, check=True)
    except FileNotFoundError:
        raise Problem("git revisions need git: sudo apt-get install git") from None
    return done.stdout


def _is_revision(name: str) -> bool:
    try:
        _git(["rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"])
    except subprocess.CalledProcessError:
        return False
    return not name.startswith("-")


@contextmanager
def _tree(name: str) -> Iterator[Path]:
    """The folder `name`, or spec/ as it was in that revision."""
    if Path(name).is_dir():
        yield Path(name)
        return
    if not _is_revision(name):
        raise Problem(f"{name}: neither a folder nor a revision of {HOME}")
    try:
        archive = _git(["archive", name, "spec"])
    except subprocess.CalledProcessError:
        raise Problem(f"{name}: has no spec/") from None
    with tempfile.TemporaryDirectory(prefix="atbind-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder)
        yield Path(folder) / "spec"


def _load_tree(name: str, wanted: list[str] | None, overlays: list[Path]) -> list[Dialect]:
    """A dialect that only one of the two trees has is no mistake."""
    with _tree(name) as root:
        names = [n for n in _names(root) if n in wanted] if wanted else None
        return load(root, names, overlays)


def _check_wanted(wanted: list[str] | None, *trees: list[Dialect]) -> None:
    for name in wanted or ():
        if not any(dialect.name == name for tree in trees for dialect in tree):
            raise Problem(f"neither has a dialect {name}")


def diff(args: argparse.Namespace) -> int:
    old = _load_tree(args.old, args.dialect, [])
    new = _load_tree(args.new, args.dialect, args.overlay)
    _check_wanted(args.dialect, old, new)
    changes = differences.diff(old, new)
    if args.json:
        print(json.dumps(differences.as_json(changes), ensure_ascii=False))
    else:
        for change in changes:
            print(change.text())
        print(differences.summary(changes))
    return 1 if any(change.severity == differences.BREAKING for change in changes) else 0
