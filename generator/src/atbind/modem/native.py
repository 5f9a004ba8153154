# SPDX-License-Identifier: MIT
"""The generated C as a shared library: built on first use, called through ctypes.

What `explain` and `decode` say is what firmware would say: there is no second
implementation. The structures below mirror generator/native/atb_tool.h.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from atbind.model.names import model_name
from atbind.places import GENERATED, GLUE, HOME, INSTALLED, RUNTIME
from atbind.tables.errors import Problem, no_model
from atbind.tables.mistakes import alternatives

CHAPTER = "cellular"  # what all dialects share
BUILT, BUILT_RUNTIME = "libatbind_native.so", "libatbind_native.a"
VALUES = 64
FEW = 8  # numbers that are named one by one
INT32_MAX = 2**31 - 1
TO_LINE_END = ctypes.c_size_t(-1).value


class _Value(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("text", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("number", ctypes.c_int64),
        ("present", ctypes.c_uint8),
        ("list", ctypes.c_uint8),
    ]


class _Range(ctypes.Structure):
    _fields_ = [("min", ctypes.c_int32), ("max", ctypes.c_int32)]


class _Command(ctypes.Structure):
    _fields_ = [
        ("id", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("type", ctypes.c_char_p),
        ("reason", ctypes.c_char_p),
        ("param", ctypes.c_char_p),
        ("values", _Value * VALUES),
        ("value_count", ctypes.c_uint32),
        ("message", ctypes.c_char * 256),
    ]


class _Event(ctypes.Structure):
    _fields_ = [
        ("id", ctypes.c_char_p),
        ("text", ctypes.c_void_p),
        ("bad_field", ctypes.c_char_p),
        ("extra", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("extra_length", ctypes.c_size_t),
        ("remaining", ctypes.c_size_t),
        ("values", _Value * VALUES),
        ("value_count", ctypes.c_uint32),
        ("kind", ctypes.c_uint8),
        ("status", ctypes.c_int8),
    ]


Scalar = int | str | None
Fields = dict[str, Scalar | list[Scalar]]  # by name, as the tables spell it

_PUT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(ctypes.c_char), ctypes.c_size_t)
_ON_EVENT = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Event))

# enum atb_status, and enum atb_event_kind
TIMEOUT, BAD_RANGE, BAD_VALUE, BAD_LENGTH, BAD_CHARACTER, MISSING, EXTRA = range(-2, -9, -1)
ECHO, FINAL, INFO, URC, PROMPT, PAYLOAD, DATA, TEXT, MALFORMED, OVERLONG = range(10)


@dataclass(frozen=True)
class Explanation:
    """A command line, taken apart; `reason` None: it is right."""

    id: str | None
    name: str | None
    type: str | None
    params: Fields
    reason: str | None
    param: str | None
    message: str


@dataclass(frozen=True)
class Event:
    """One event of a session; `remaining` None: more follows, nobody knows how much."""

    kind: int
    id: str | None
    extra: bytes  # behind the last field that the tables know
    bytes: bytes
    fields: Fields
    bad_field: str | None
    status: int  # malformed: why
    remaining: int | None


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", "replace")


def _bytes(address: int | None, length: int) -> bytes:
    return ctypes.string_at(address, length) if address else b""


def typed(data: bytes) -> str:
    """What somebody typed: UTF-8; where it is not, a character a byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return heard(data)


def heard(data: bytes) -> str:
    """What a modem said, in a code that only it knows: a character a byte."""
    return data.decode("latin-1")


def _value(row: _Value, read: Callable[[bytes], str]) -> Scalar:
    if not row.present:
        return None
    if row.text:
        return read(_bytes(row.text, row.length))
    number: int = row.number
    return number


def _values(rows: ctypes.Array[_Value], count: int, read: Callable[[bytes], str]) -> Fields:
    """Names to values; a name that is a list in the tables has a list."""
    found: Fields = {}
    for row in rows[:count]:
        name = _text(row.name) or ""
        if not row.list:
            found[name] = _value(row, read)
            continue
        members = found.setdefault(name, [])
        if row.present and isinstance(members, list):
            members.append(_value(row, read))
    return found


class Library:
    """One dialect's generated C, built for one model."""

    def __init__(self, path: Path) -> None:
        self._c = ctypes.CDLL(str(path))
        self._c.atb_tool_explain.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.POINTER(_Command),
        ]
        self._c.atb_tool_begin.argtypes = [_ON_EVENT]
        self._c.atb_tool_expect.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        self._c.atb_tool_feed.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        self._c.atb_tool_set.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_int32]
        self._c.atb_tool_setting_values.argtypes = [ctypes.c_char_p]
        self._c.atb_tool_setting_values.restype = ctypes.POINTER(_Range)
        self._on_event = _ON_EVENT(self._received)  # C keeps a pointer to it
        self._events: list[Event] = []

    def explain(self, line: bytes) -> Explanation:
        out = _Command()
        self._c.atb_tool_explain(line, len(line), ctypes.byref(out))
        return Explanation(
            id=_text(out.id),
            name=_text(out.name),
            type=_text(out.type),
            params=_values(out.values, out.value_count, typed),
            reason=_text(out.reason),
            param=_text(out.param),
            message=_text(out.message) or "",
        )

    def begin(self) -> None:
        """Starts a session."""
        self._c.atb_tool_begin(self._on_event)

    def _received(self, pointer: ctypes._Pointer[_Event]) -> None:
        """Only keeps the event: an exception cannot leave a callback of C."""
        e = pointer.contents
        event = Event(
            kind=e.kind,
            id=_text(e.id),
            bytes=_bytes(e.text, e.length),
            fields=_values(e.values, e.value_count, heard),
            bad_field=_text(e.bad_field),
            extra=_bytes(e.extra, e.extra_length).strip(b" ,\r\n"),
            status=e.status,
            remaining=None if e.remaining == TO_LINE_END else e.remaining,
        )
        self._events.append(event)

    def expect(self, line: bytes) -> bool:
        """Makes a command pending as if it had been sent. False: no form is near it."""
        return bool(self._c.atb_tool_expect(line, len(line)))

    def feed(self, data: bytes) -> list[Event]:
        """Takes received bytes; returns the events that they complete."""
        self._events = []
        self._c.atb_tool_feed(data, len(data))
        return self._events

    def end(self) -> list[Event]:
        """Nothing more comes; returns what was held back."""
        self._events = []
        self._c.atb_tool_end()
        return self._events

    def tap(self, put: Callable[[bytes], None], secrets: bool) -> None:
        """From now on what sent() and received() are given goes to `put` as a transcript."""
        self._put = _PUT(lambda _, text, length: put(ctypes.string_at(text, length)))
        self._c.atb_tool_tap_begin(self._put, int(secrets))

    def tap_sent(self, data: bytes) -> None:
        self._c.atb_tool_tap_sent(data, ctypes.c_size_t(len(data)))

    def tap_received(self, data: bytes) -> None:
        self._c.atb_tool_tap_received(data, ctypes.c_size_t(len(data)))

    def tap_end(self) -> None:
        self._c.atb_tool_tap_end()

    def set(self, statement: str) -> None:
        """States a setting, as NAME=VALUE or NAME.ELEMENT=VALUE. Raises Problem."""
        match = re.fullmatch(r"\s*(\w+)(?:\.(\d+))?\s*=\s*(-?\d+)\s*", statement)
        if not match:
            raise Problem(f"{statement}: a setting is stated as NAME=NUMBER or NAME.ELEMENT=NUMBER")
        name, element, value = match.groups()
        index = -1 if element is None else int(element)
        if not (index <= INT32_MAX and abs(int(value)) <= INT32_MAX):
            raise Problem(f"{statement}: a number has at most 31 bits")
        result = self._c.atb_tool_set(name.encode(), index, int(value))
        if result == 1:
            print(f"atbind: nothing that this dialect sends depends on {name}", file=sys.stderr)
        if result == -1:
            raise Problem(f"{statement}: the dialect has no setting of that name")
        if result == -2 and element is None:
            raise Problem(f"{statement}: {name} has elements; write {name}.0={value} of the first")
        if result == -2:
            raise Problem(
                f"{statement}: {name} has no element {element}; without any: {name}={value}"
            )
        if result == -3:
            raise Problem(f"{statement}: {name} is {self._setting_values(name)}")

    def _setting_values(self, name: str) -> str:
        """For people: 0, 1 or 2; 3000 to 120000."""
        told: list[str] = []
        for values in self._c.atb_tool_setting_values(name.encode()):
            if values.min > values.max:
                break
            few = values.max - values.min < FEW
            each = [str(value) for value in range(values.min, values.max + 1)] if few else []
            told += each or [f"{values.min} to {values.max}"]
        return " or ".join(filter(None, [", ".join(told[:-1]), told[-1]]))


# ---- building ---------------------------------------------------------------


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
    raise no_model(dialect, model, (told for _, told in known))


def load(dialect: str, model: str | None, generated: Path) -> Library:
    """Builds the library if its sources have changed. Raises Problem."""
    generated = generated.resolve()
    sources = _sources(dialect, generated)
    if not (generated / dialect / f"{dialect}_names.c").is_file():
        known = sorted({p.parent.name for p in generated.glob("*/*_names.c")} - {CHAPTER})
        there = f"; {alternatives(dialect, known)}" if known else f" in {generated}"
        raise Problem(f"no generated C for the dialect {dialect}{there}")
    macro = model_macro(dialect, model, generated) if model else ""
    folder = _folder(dialect, generated)
    name = macro.lower().replace("=", "_") or dialect
    library = folder / f"{name}-{_digest(sources)[:32]}.so"
    with _locked(folder):
        if not library.exists():
            _build(folder, dialect, macro, generated)
            _keep(folder / BUILT, library)
        try:
            return Library(library)
        except OSError as error:
            raise Problem(f"{error}; remove {folder}, it is built again") from None
