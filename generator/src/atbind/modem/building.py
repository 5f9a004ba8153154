# SPDX-License-Identifier: MIT
"""The generated C of one dialect and model as a shared library, built on first use."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from atbind.model.manual import no_model
from atbind.model.names import model_name
from atbind.places import GENERATED, GLUE, HOME, INSTALLED, RUNTIME
from atbind.tables.errors import Problem
from atbind.tables.mistakes import alternatives

CHAPTER = "cellular"  # what all dialects share
BUILT, BUILT_RUNTIME = "libatbind_native.so", "libatbind_native.a"


def _sources(dialect: str, generated: Path) -> list[Path]:
    own = [(generated / name, "**/*.[ch]") for name in (dialect, CHAPTER)]
    folders = [*own, (RUNTIME, "*.[ch]"), (GLUE, "*")]
    return sorted(p for folder, what in folders for p in folder.glob(what) if p.is_file())


def _digest(sources: list[Path]) -> str:
    total = hashlib.sha256()
    for path in sources:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def build_root() -> Path:
    """build/native of the checkout; the user's cache where that is read-only, or none."""
    root = HOME / "build" / "native"
    try:
        if not INSTALLED:
            root.mkdir(parents=True, exist_ok=True)
            if os.access(root, os.W_OK):
                return root
    except OSError:
        pass
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "atbind"
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"{cache}: {error.strerror}; give XDG_CACHE_HOME a folder to build the generated C in"
        ) from None
    return cache


def _folder(dialect: str, generated: Path) -> Path:
    """One for all models of a dialect: what none of them changes is compiled once."""
    name = dialect
    if INSTALLED or generated != GENERATED:
        name += "-" + hashlib.sha256(str(generated).encode()).hexdigest()[:12]
    return build_root() / name


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One builder at a time; the others wait and find the work done."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(command: list[str], log: Path) -> None:
    with open(log, "ab") as output:
        if subprocess.run(command, stdout=output, stderr=output, check=False).returncode:
            lines = log.read_text(errors="replace").splitlines()
            wrong = [line for line in lines if "error" in line.lower()] or lines[-5:]
            raise Problem("\n".join(["building the generated C failed:", *wrong[:5], f"see {log}"]))


def _cmake(folder: Path, settings: dict[str, object]) -> None:
    """Configures and builds; what is said meanwhile stands in the folder's build.log."""
    log = folder / "build.log"
    log.unlink(missing_ok=True)
    options = [f"-DATBIND_{name}={value}" for name, value in settings.items()]
    _run(["cmake", "-S", str(GLUE), "-B", str(folder), *options], log)
    _run(["cmake", "--build", str(folder), "--parallel", str(os.cpu_count() or 1)], log)


def _runtime() -> Path:
    """The library of what no table changes, compiled once for all dialects and overlays."""
    folder = _folder("_runtime", RUNTIME)
    with _locked(folder):
        _cmake(folder, {"RUNTIME": RUNTIME})
    return folder / BUILT_RUNTIME


def _build(folder: Path, dialect: str, macro: str, generated: Path) -> None:
    if shutil.which("cmake") is None or (shutil.which("cc") or shutil.which("gcc")) is None:
        raise Problem("needs a C compiler and CMake: sudo apt-get install gcc cmake make")
    print(f"atbind: building {macro or dialect} from the generated C …", file=sys.stderr)
    settings = {"DIALECT": dialect, "MODEL": macro, "GENERATED": generated, "RUNTIME": RUNTIME}
    _cmake(folder, {**settings, "BUILT_RUNTIME": _runtime()})


def _keep(built: Path, library: Path) -> None:
    """A name of its own for each content: what another process has loaded is never written to."""
    of_model = library.name.rpartition("-")[0]
    for old in library.parent.glob(f"{of_model}-*.so"):
        old.unlink()
    new = library.with_suffix(".new")
    shutil.copy(built, new)
    os.replace(new, library)


def model_macro(dialect: str, model: str, generated: Path) -> str:
    """MN316-S of onemo: ONEMO_MODEL=MN316_S. Raises Problem for a model nobody knows."""
    header = generated / dialect / f"{dialect}_model.h"
    text = header.read_text(encoding="utf-8") if header.is_file() else ""
    known = re.findall(r'#define \w+_MODEL_(\w+)\(take\) +take\(\d+, "([^"]+)"', text)
    for name, _ in known:
        if model_name(name) == model_name(model):
            return f"{dialect.upper()}_MODEL={name}"
    raise no_model(dialect, model, [told for _, told in known])


def _require(dialect: str, generated: Path) -> None:
    if not (generated / dialect / f"{dialect}_names.c").is_file():
        known = sorted({p.parent.name for p in generated.glob("*/*_names.c")} - {CHAPTER})
        there = f"; {alternatives(dialect, known)}" if known else f" in {generated}"
        raise Problem(f"no generated C for the dialect {dialect}{there}")


@contextmanager
def built(dialect: str, model: str | None, generated: Path) -> Iterator[Path]:
    """The library, built if its sources have changed; nobody replaces it meanwhile. Raises Problem."""
    generated = generated.resolve()
    _require(dialect, generated)
    macro = model_macro(dialect, model, generated) if model else ""
    folder = _folder(dialect, generated)
    name = macro.lower().replace("=", "_") or dialect
    library = folder / f"{name}-{_digest(_sources(dialect, generated))[:32]}.so"
    with _locked(folder):
        if not library.exists():
            _build(folder, dialect, macro, generated)
            _keep(folder / BUILT, library)
        yield library
