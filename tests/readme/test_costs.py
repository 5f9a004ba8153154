# SPDX-License-Identifier: MIT
"""What the pages say that some part costs, on a Cortex-M4: of a log, of transparent mode, of
encoders."""

import re
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
RUNTIME = HOME / "runtime"
COMPILE = "arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -std=c11 -Os -ffunction-sections".split()
LINK = "-Wl,--gc-sections --specs=nano.specs --specs=rdimon.specs".split()
TALKS = """
#include "quectel.h"

extern const struct atb_port uart;

int main(void)
{
    static char memory[QUECTEL_MEMORY];
    static struct quectel modem;
    quectel_init(&modem, &uart, memory, sizeof memory, NULL, 0, NULL);
    /* here */
    return quectel_qiopen(&modem, NULL, 1, 0, "TCP", "192.0.2.7", 7, 0, 2);
}
"""
TRANSPARENT = """
    atb_allow_transparent(&modem.session);
    (void)atb_send_data(&modem.session, "a", 1);
"""
UART = '#include "atb_session.h"\nconst struct atb_port uart;\n'


def sizes(*files: Path) -> list[list[int]]:
    """Of each file: code and constants, data, what is zero at first."""
    command = ["arm-none-eabi-size", *files]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [[int(word) for word in line.split()[:3]] for line in said.splitlines()[1:]]


def test_what_a_log_costs(tmp_path):
    (tmp_path / "ram.c").write_text('#include "atb_tap.h"\nstruct atb_tap tap;\n')
    sources = [RUNTIME / "atb_tap.c", RUNTIME / "atb_hide.c", tmp_path / "ram.c"]
    subprocess.run([*COMPILE, f"-I{RUNTIME}", "-c", *sources], check=True, cwd=tmp_path)
    made = sizes(*(tmp_path / f"{source.stem}.o" for source in sources))
    flash, ram = (sum(row[column] for row in made) for column in (0, 2))
    page = (RUNTIME / "port/README.md").read_text()
    assert f"it costs {flash / 1000:.1f} KB of flash and\n{ram} bytes of RAM" in page


def linked(folder: Path, does: str) -> int:
    """The flash of a program that opens a connection, and does this before."""
    (folder / "main.c").write_text(TALKS.replace("/* here */", does))
    (folder / "uart.c").write_text(UART)
    parts = [RUNTIME, HOME / "generated/quectel", HOME / "generated/cellular"]
    sources = [p for part in parts for p in part.glob("*.c") if not p.stem.endswith("_names")]
    includes = [f"-I{part}" for part in parts]
    own = [folder / "main.c", folder / "uart.c"]
    subprocess.run(
        [*COMPILE, *includes, *own, *sources, *LINK, "-o", folder / "main.elf"], check=True
    )
    return sizes(folder / "main.elf")[0][0]


def test_what_transparent_mode_costs(tmp_path):
    more = linked(tmp_path, TRANSPARENT) - linked(tmp_path, "")
    readme = (HOME / "README.md").read_text()
    assert (
        f"Transparent mode, {more / 1000:.1f} KB with what sends its data, comes on top" in readme
    )


def test_what_encoders_cost_as_code_and_as_tables():
    page = (HOME / "generator/README.md").read_text()
    run = HOME / "tests/measure/encoder_styles/run"
    measured = subprocess.run(run, check=True, capture_output=True, text=True).stdout.splitlines()
    rows = [row.rsplit(maxsplit=2) for row in measured[1:]]
    whole = f"{rows[-1][0]} forms of Quectel"
    ways = ("`AT.QISEND=.*", "and `AT.QICSGP=.*", "and `AT.QIOPEN=.*", whole)
    for way, (_, *now) in zip(ways, rows, strict=True):
        said = re.search(rf"^\| {way} \| (\d+) \| (\d+) \| ", page, re.MULTILINE)
        assert said, way
        for told_of, measured_now in zip(said.groups(), now):
            assert abs(int(told_of) / int(measured_now) - 1) < 0.05, (way, now)
