# SPDX-License-Identifier: MIT
"""Instructions a received byte: the bench under callgrind on this machine, and on a Cortex-M4 in QEMU."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flash import HOME, OUT, run, sources

BENCH = HOME / "tests" / "measure" / "bench"
INCLUDES = [
    f"-I{HOME}/runtime",
    f"-I{HOME}/generated/quectel",
    f"-I{HOME}/generated/cellular",
    f"-I{OUT}",
    f"-I{BENCH}",
]
CALLGRIND = "--tool=callgrind --toggle-collect=measured --dump-after=measured".split()
QEMU = "qemu-system-arm -M mps2-an386 -nographic -semihosting -icount shift=0 -kernel".split()


def build(compiler: str, *flags: str, out: str) -> Path:
    files = [BENCH / "bench.c", *sources(HOME / "runtime"), *sources(HOME / "generated/quectel")]
    files += sources(HOME / "generated/cellular")
    run(compiler, "-std=c11", *flags, *INCLUDES, *files, "-o", OUT / out)
    return OUT / out


def cases(text: str) -> list[list[str]]:
    rows = [line.split() for line in text.splitlines()]
    if not rows or any(len(row) != 5 for row in rows):
        raise SystemExit("the bench stopped:\n" + text)
    return rows


def on_this_machine() -> list[list[str]]:
    program = build("gcc", "-O2", "-g", out="bench")
    dumps = OUT / "callgrind.out"
    for old in OUT.glob("callgrind.out*"):
        old.unlink()
    rows = cases(run("valgrind", *CALLGRIND, f"--callgrind-out-file={dumps}", program))
    for number, row in enumerate(rows, 1):
        text = Path(f"{dumps}.{number}").read_text()
        row[4] = re.search(r"^totals: (\d+)", text, re.M).group(1)
    return rows


def on_cortex_m4() -> list[list[str]]:
    flags = "-mcpu=cortex-m4 -mthumb -Os -ffunction-sections -fdata-sections -Wl,--gc-sections"
    start = [str(BENCH / "m4.c"), "--specs=rdimon.specs", "-T", str(BENCH / "m4.ld")]
    program = build("arm-none-eabi-gcc", *flags.split(), *start, out="bench.elf")
    return cases(run(*QEMU, program))


def measure() -> dict[str, dict[str, list[float]]]:
    run(sys.executable, BENCH / "streams.py", OUT / "streams.h")
    table: dict[str, list[float]] = {}
    with ThreadPoolExecutor() as pool:
        both = [pool.submit(on_this_machine), pool.submit(on_cortex_m4)]
    for rows in (each.result() for each in both):
        for stream, pending, chunk, length, count in rows:
            name = f"{stream}, {pending}, chunks of {chunk}"
            table.setdefault(name, []).append(round(int(count) / int(length), 2))
    return {
        "Instructions a byte: x86-64 -O2, Cortex-M4 -Os": dict(sorted(table.items(), key=order))
    }


def order(item: tuple[str, list[float]]) -> tuple[str, int]:
    kind, chunk = item[0].rsplit(" ", 1)
    return kind, int(chunk)
