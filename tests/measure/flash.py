# SPDX-License-Identifier: MIT
"""What a linked program weighs, as a whole, by room and by function; what a session needs of RAM and stack."""

from __future__ import annotations

import functools
import itertools
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from programs import HOME, program
from stack import deepest

OUT = HOME / "build" / "measure"
DIALECTS = ("quectel", "simcom", "fibocom", "onemo")
FLAGS = "-std=c11 -Os -ffunction-sections -fdata-sections -fcallgraph-info=su".split()
WARN = "-Wall -Wextra -Wpedantic -Wconversion -Werror".split()
NANO = ["--specs=nano.specs", "--specs=nosys.specs"]
CORES = {
    "cortex-m0plus": ("arm-none-eabi-", ["-mcpu=cortex-m0plus", "-mthumb"], NANO),
    "cortex-m4": ("arm-none-eabi-", ["-mcpu=cortex-m4", "-mthumb"], NANO),
    "rv32imac": (
        "riscv64-unknown-elf-",
        ["-march=rv32imac", "-mabi=ilp32", "--specs=picolibc.specs"],
        [],
    ),
}


def run(*command: str | Path) -> str:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=HOME)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


GENERATED = HOME / "generated"
OWN = "own_tables"
OWN_OF_PORTABLE = "portable_"
PORTABLE = HOME / "tests" / "measure" / "size_portable.c"
SENSOR = HOME / "examples" / "sensor.c"
CHAPTER = "cellular"  # what all dialects share: linked where it is named


def sources(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.glob("*.c")) if not p.name.endswith("_names.c")]


def own_tables() -> Path:
    """The sensor's dialect, generated for it alone."""
    command = [HOME / "generator/atbind", "generate", "--dialect", "quectel"]
    run(*command, "--output", OUT / OWN, "--only", HOME / "tests/measure/sensor.txt")
    return OUT / OWN / "quectel"


def portable_tables(dialect: str) -> Path:
    """What the portable sensor needs of a dialect and of the chapter, generated for it alone."""
    command = [HOME / "generator/atbind", "generate", "--dialect", dialect]
    into = OUT / f"{OWN_OF_PORTABLE}{dialect}"
    run(*command, "--output", into, "--only", HOME / "tests/measure/portable.txt")
    return into / dialect


def compiled(core: str, generated: Path, files: list[Path], into: str) -> list[Path]:
    prefix, machine, _ = CORES[core]
    folder = OUT / core / into
    folder.mkdir(parents=True, exist_ok=True)
    folders = [HOME / name for name in ("runtime", "examples", "tests")]
    folders += [generated, generated.parent / CHAPTER]
    command = [f"{prefix}gcc", *machine, *FLAGS, *WARN, *(f"-I{folder}" for folder in folders)]

    def compile_one(file: Path) -> Path:
        run(*command, "-c", file, "-o", folder / f"{file.stem}.o")
        return folder / f"{file.stem}.o"

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(compile_one, files))


@functools.cache
def runtime_objects(core: str) -> list[Path]:
    return compiled(core, GENERATED / "quectel", sources(HOME / "runtime"), "runtime")


@functools.cache
def table_objects(core: str, tables: Path) -> list[Path]:
    """A dialect's C: of generated/DIALECT, or of a program's own folder."""
    shipped = tables.parent == GENERATED
    return compiled(core, tables, sources(tables), (tables if shipped else tables.parent).name)


@functools.cache
def chapter_objects(core: str, chapter: Path) -> list[Path]:
    return compiled(core, chapter, sources(chapter), f"{chapter.parent.name}_{CHAPTER}")


def objects_with(core: str, tables: Path) -> list[Path]:
    """All but a program's own: runtime, dialect, chapter."""
    chapter = chapter_objects(core, tables.parent / CHAPTER)
    return runtime_objects(core) + table_objects(core, tables) + chapter


def written(name: str, text: str) -> Path:
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


class Linked:
    """One program on one core: its total, and what each section of each object takes of it."""

    def __init__(self, core: str, name: str, main: Path, objects: list[Path], generated: Path):
        prefix, machine, libc = CORES[core]
        elf = OUT / core / f"{name}.elf"
        own = compiled(core, generated, [main], name)
        link = ["-nostartfiles", "-Wl,--gc-sections", "-Wl,-e,main", f"-Wl,-Map={elf}.map"]
        run(f"{prefix}gcc", *machine, *link, *own, *objects, *libc, "-o", elf)
        text, data, *_ = run(f"{prefix}size", elf).splitlines()[1].split()
        self.total = int(text) + int(data)
        self.sections = map_sections(Path(f"{elf}.map").read_text())

    def by_room(self) -> Counter[str]:
        rooms: Counter[str] = Counter()
        for path, _, size in self.sections:
            rooms[room_of(path)] += size
        return rooms

    def functions(self) -> list[tuple[int, str, str]]:
        """Largest first: bytes, room, name of function or constant."""
        names: Counter[tuple[str, str]] = Counter()
        for path, section, size in self.sections:
            names[room_of(path), short_name(section, path)] += size
        return sorted(((n, room, name) for (room, name), n in names.items()), reverse=True)


def room_of(path: str) -> str:
    folder = Path(path).parent
    if folder.parent.parent == OUT:
        return folder.name if folder.name in ("runtime", OWN, *DIALECTS) else "application"
    return "libc"


def short_name(section: str, path: str) -> str:
    name = re.sub(r"^\.(text|rodata|srodata|data|sdata)\.?", "", section)
    if not name or name.startswith(("str1", ".str1", "cst")):
        return f"{Path(path).stem}: strings" if name else Path(path).stem.split("(")[-1]
    return re.sub(r"\.(str1\.\d+|constprop|isra|part|cst\d+|\d+)(\.\d+)*$", "", name)


def map_sections(text: str) -> list[tuple[str, str, int]]:
    text = text[text.index("Linker script and memory map") :]
    # long names have a line of their own
    text = re.sub(r"^( \.\S+)\n +0x", r"\1 0x", text, flags=re.M)
    pattern = r"^ (\.(?:text|rodata|srodata|data|sdata)\S*) +0x[0-9a-f]+ +(0x[0-9a-f]+) (\S+)$"
    rows = re.findall(pattern, text, re.M)
    return [(path, name, int(size, 16)) for name, size, path in rows if int(size, 16)]


def rooms_row(linked: Linked, dialect: str) -> list[int]:
    rooms = linked.by_room()
    named = [rooms["runtime"], rooms[dialect], rooms["application"]]
    return [linked.total, *named, linked.total - sum(named)]


SOCKETS = ("atb_net", "atb_socket", "atb_prepared")  # and the dialect's table
BRINGUP = ("atb_bringup",)


def portable_programs() -> Iterator[tuple[str, Path]]:
    """examples/sensor.c of each dialect, with all its tables and with its own."""
    for dialect in DIALECTS:
        yield f"portable sensor {dialect}", GENERATED / dialect
        yield f"portable sensor {dialect} from its own tables", portable_tables(dialect)


def portable_rows() -> dict[str, dict[str, list[float]]]:
    flash: dict[str, list[float]] = {}
    rooms: dict[str, list[float]] = {}
    for name, tables in portable_programs():
        linked = {core: portable(core, tables) for core in CORES}
        flash[name] = [one.total for one in linked.values()]
        rooms[name] = portable_rooms(linked["cortex-m4"])
    return {
        f"The portable sensor (examples/sensor.c), linked, bytes: {', '.join(CORES)}": flash,
        "Where it goes on cortex-m4: all, runtime, sockets, bring-up, tables, application": rooms,
    }


def portable(core: str, tables: Path) -> Linked:
    name = f"sensor_of_{tables.name}_in_{tables.parent.name}"
    objects = objects_with(core, tables) + compiled(core, tables, [SENSOR], name)
    return Linked(core, name, PORTABLE, objects, tables)


def portable_rooms(linked: Linked) -> list[float]:
    sizes: Counter[str] = Counter()
    for path, _, size in linked.sections:
        sizes[portable_room(Path(path))] += size
    return [
        linked.total,
        *(sizes[room] for room in ("runtime", "sockets", "bring-up", "tables", "")),
    ]


def portable_room(path: Path) -> str:
    """By the file's name: the layers' parts of the runtime, and of the tables, are theirs."""
    folder = path.parent.name
    if path.stem.startswith(SOCKETS) or path.stem.endswith("_sockets"):
        return "sockets"
    if path.stem.startswith(BRINGUP) or path.stem.endswith("_bringup"):
        return "bring-up"
    if folder in DIALECTS or folder.startswith(OWN_OF_PORTABLE) or folder.endswith(CHAPTER):
        return "tables"
    return folder if folder == "runtime" else ""


def layer_ram(core: str) -> dict[str, int]:
    """What the layers keep, beside the session, which is the same with them and without."""
    names = ("atb_net", "atb_socket", "atb_bringup")
    probe = '#include "atb_socket.h"\n#include "atb_bringup.h"\n'
    probe += "".join(f"char of_{name}[sizeof(struct {name})];\n" for name in names)
    (built,) = compiled(core, GENERATED / "quectel", [written("layers.c", probe)], "layers")
    rows = [row.split() for row in run(f"{CORES[core][0]}nm", "-S", built).splitlines()]
    return {row[3].removeprefix("of_"): int(row[1], 16) for row in rows}


# What a session keeps for the layers, and for time and power: the same whoever uses them.
FOR_LAYERS = ("watchers", "pace", "limit_ms", "latest")


def session_bytes(core: str) -> dict[str, int]:
    for_layers = " + ".join(f"sizeof(((struct atb_session *)0)->{name})" for name in FOR_LAYERS)
    probe = '#include "atb_session.h"\nchar all[sizeof(struct atb_session)];\n'
    probe += f"char for_layers[{for_layers}];\n"
    (built,) = compiled(core, GENERATED / "quectel", [written("session.c", probe)], "session")
    rows = [row.split() for row in run(f"{CORES[core][0]}nm", "-S", built).splitlines()]
    sizes = {row[3]: int(row[1], 16) for row in rows}
    return {"a session": sizes["all"], "of it for watchers, pace and limit": sizes["for_layers"]}


def measure() -> dict[str, dict[str, list[float]]]:
    """Tables of figures by their heading; a row's name to its numbers."""
    for core in CORES:
        shutil.rmtree(OUT / core, ignore_errors=True)  # what came of sources that are gone
    sensor = {}
    flash: dict[str, list[float]] = {}
    rooms: dict[str, list[float]] = {}
    for dialect, tables in {OWN: own_tables(), **{d: GENERATED / d for d in DIALECTS}}.items():
        for core, (name, main) in itertools.product(CORES, mains(dialect).items()):
            objects = objects_with(core, tables)
            linked = Linked(core, name.replace(" ", "-"), main, objects, tables)
            flash.setdefault(name, []).append(linked.total)
            if core == "cortex-m4":
                rooms[name] = rooms_row(linked, dialect)
                sensor = linked.functions() if name == "sensor" else sensor
    return {
        f"Flash, linked, bytes: {', '.join(CORES)}": flash,
        "Where it goes on cortex-m4: all, runtime, dialect, application, libc and padding": rooms,
        **portable_rows(),
        f"RAM, bytes: {', '.join(CORES)}": ram_rows(),
        "The sensor's functions and constants on cortex-m4, bytes": {
            f"{room} {what}": [size] for size, room, what in sensor
        },
    }


def ram_rows() -> dict[str, list[float]]:
    """Structs and stack, a number for each core."""
    parts = {"runtime": HOME / "runtime", f"{GENERATED.name}_{CHAPTER}": GENERATED / CHAPTER}
    parts |= {dialect: GENERATED / dialect for dialect in DIALECTS}
    ram: dict[str, list[float]] = {}
    for core in CORES:
        layers = {f"struct {name}": size for name, size in layer_ram(core).items()}
        objdump = f"{CORES[core][0]}objdump"
        depths = deepest(objdump, OUT / core, parts)
        stack = {f"stack of {root}()": depth for root, depth in depths.items()}
        alone = deepest(objdump, OUT / core, parts, but=DIALECTS[1:])
        stack["stack of atb_feed() where Quectel is alone"] = alone["atb_feed"]
        for name, size in {**session_bytes(core), **layers, **stack}.items():
            ram.setdefault(name, []).append(size)
    return ram


def mains(dialect: str) -> dict[str, Path]:
    """The programs that are linked with these tables."""
    if dialect == OWN:
        return {"sensor from its own tables": HOME / "tests/measure/size_sensor.c"}
    programs = {} if dialect != "quectel" else {"sensor": HOME / "tests/measure/size_sensor.c"}
    for what in ("scan and decode", "whole with engine"):
        file = f"{what.split()[0]}_{dialect}.c"
        programs[f"{what} {dialect}"] = written(file, program(dialect, what.startswith("whole")))
    return programs
