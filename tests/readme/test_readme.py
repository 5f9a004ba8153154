# SPDX-License-Identifier: MIT
"""Every command and every program in the README works as it stands."""

import os
import re
import shlex
import socket
import subprocess
from pathlib import Path

import pytest
from atbind.build.selection import select
from atbind.build.spec import load

HOME = Path(__file__).resolve().parent.parent.parent
README = (HOME / "README.md").read_text()
# These two run the others; the demo has a test of its own below.
ENTRY_POINTS = ("examples/demo", "tests/run")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    lines = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith(ENTRY_POINTS)]


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_a_command_of_the_readme_runs(command):
    done = subprocess.run(shlex.split(command), cwd=HOME, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_two_commands_exist_and_can_be_executed():
    for name in ENTRY_POINTS:
        assert name in README
        assert (HOME / name).stat().st_mode & 0o111


def test_the_demo_says_that_it_works_and_leaves_what_it_names(tmp_path):
    here = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(["examples/demo"], cwd=HOME, env=here, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "It works." in done.stdout
    _, _, told = done.stdout.partition("What went over each wire:")
    logs = [Path(line.split()[1]) for line in told.strip().splitlines()]
    assert len(logs) == 4 and all("AT+" in log.read_text() for log in logs)
    assert list(tmp_path.iterdir()) == []


def test_from_the_clone_to_a_byte(tmp_path):
    """The block is typed as it stands, with a device, a port and a build folder of the test's own."""
    (block,) = [text for text in blocks("console") if "create_server" in text]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    modem = tmp_path / "modem"
    for old, new in (("/tmp/modem", modem), ("7007", port), ("build/try", tmp_path / "try")):
        assert str(old) in block
        block = block.replace(str(old), str(new))
    *typed, said = block.splitlines()
    waits = f"while [ ! -e {modem} ]; do sleep 0.1; done; sleep 1"
    lines = [line.removeprefix("$ ") for line in typed]
    script = "\n".join(["set -e", "trap 'kill $(jobs -p)' EXIT", *lines[:-1], waits, lines[-1]])
    command = ["timeout", "120", "bash", "-c", script]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == said, done.stdout + done.stderr


def compile_program(tmp_path, source: str, *options: str) -> subprocess.CompletedProcess:
    file = tmp_path / "program.c"
    file.write_text(source)
    flags = "-std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -c -o /dev/null".split()
    includes = [f"-I{HOME}/runtime", *(f"-I{path}" for path in HOME.glob("generated/*/"))]
    return subprocess.run(["cc", *flags, *options, *includes, file], capture_output=True, text=True)


def test_the_program_compiles(tmp_path):
    (program,) = blocks("c")
    done = compile_program(tmp_path, program)
    assert done.returncode == 0, done.stderr


def test_the_promised_message_comes(tmp_path):
    (program,) = blocks("c")
    broken = program.replace("quectel_qiact(&modem, 1)", "quectel_qiact(&modem, 17)")
    assert broken != program
    done = compile_program(tmp_path, broken)
    assert done.returncode != 0
    promised = re.search(r'error: static assertion failed: ("AT.*")', README)[1]
    assert promised in done.stderr


PAGES = [
    page
    for page in HOME.glob("**/*.md")
    if not any(part.startswith(("build", ".")) for part in page.relative_to(HOME).parts)
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        assert (page.parent / target).exists(), target


def shown(language: str, head: str) -> list[tuple[str, str]]:
    """The blocks of all pages that are whole: they begin as what is compiled or read does."""
    found = []
    for page in PAGES:
        if page.parent.name == "fifth_modem":
            continue  # its dialect is its own: tests/tutorial builds and runs it
        block = rf"^ *```{language}\n(.*?)^ *```"
        blocks = re.findall(block, page.read_text(), re.MULTILINE | re.DOTALL)
        wanted = [block for block in blocks if re.match(head, block)]
        found += [(f"{page.relative_to(HOME)}:{i}", block) for i, block in enumerate(wanted)]
    return found


def programs() -> list[tuple[str, str]]:
    return shown("c", r"\s*#include")


@pytest.mark.parametrize("name,program", programs(), ids=lambda value: value[:60])
def test_every_program_compiles(tmp_path, name, program):
    done = compile_program(tmp_path, program)
    assert done.returncode == 0, f"{name}: {done.stderr}"


@pytest.mark.parametrize(
    "name,text", shown("yaml", r"(#.*\n)?overlay:"), ids=lambda value: value[:60]
)
def test_every_overlay_is_taken(tmp_path, name, text):
    (tmp_path / "overlay.yaml").write_text(text)
    command = [HOME / "generator/atbind", "check", "--overlay", tmp_path / "overlay.yaml"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{name}: {done.stderr}"


def figures() -> dict[str, list[float]]:
    """The committed figures by name; of the first heading that has it."""
    found: dict[str, list[float]] = {}
    for line in (HOME / "tests/measure/figures.txt").read_text().splitlines():
        if line.startswith("  "):
            found.setdefault(line[2:46].strip(), [float(n) for n in line[46:].split()])
    return found


def hold_the_layers_to(figures: dict[str, list[float]]) -> None:
    """SOCKETS.md and BRINGUP.md: flash of the layer in the portable sensor, and its memory."""
    rows = figures_of("Where it goes on cortex-m4: all, runtime, sockets")
    for page, column, names in (
        ("SOCKETS", 2, ("struct atb_net", "struct atb_socket")),
        ("BRINGUP", 3, ("struct atb_bringup",)),
    ):
        text = (HOME / f"runtime/{page}.md").read_text()
        most = max(row[column] for row in rows.values())
        assert f"| {most / 1000:.1f} KB |" in text, page
        for name in names:
            assert f"`{name}` | {figures[name][1]:.0f} bytes |" in text, name


def test_the_layers_take_24_bytes_of_a_session_at_most():
    taken = figures()["of it for watchers, pace and limit"]
    assert max(taken) <= 24
    text = (HOME / "runtime/SOCKETS.md").read_text()
    assert f"{taken[1]:.0f} bytes of it are for watchers" in text


def test_the_runtimes_page_says_what_was_measured():
    rooms = figures_of("Where it goes on cortex-m4: all, runtime, dialect")
    sensor, decoder = (rooms[name][1] / 1000 for name in ("sensor", "scan and decode quectel"))
    feed, run = (figures()[f"stack of {name}()"][1] for name in ("atb_feed", "atb_run"))
    text = (HOME / "runtime/README.md").read_text()
    assert f"| {sensor:.1f} KB of a sensor with six commands; {decoder:.1f} KB of" in text
    assert f"| {feed:.0f} bytes from `atb_feed()`, {run:.0f} from `atb_run()`" in text
    streams = ("lines, idle", "lines, pending", "data, idle", "push, idle")
    idle, pending, data, push = (figures()[f"{name}, chunks of 64"][0] for name in streams)
    assert f"| {idle:.0f} instructions a byte, of short lines (21 bytes); {pending:.0f} " in text
    assert f"| {data:.1f} instructions a byte, pushed {push:.1f} |" in text


def test_what_the_last_release_took():
    released = (HOME / "tests/release/0.1.0.figures").read_text()
    last = int(re.search(r"^  sensor +\d+ +(\d+)", released, re.MULTILINE)[1])
    took = float(re.search(r"^  lines, idle, chunks of 64 +([\d.]+)", released, re.MULTILINE)[1])
    now = figures()["lines, idle, chunks of 64"][0]
    assert f"With 0.1.0 the sensor\nhad {last / 1000:.1f} KB, and lines took" in README
    assert f"took {took / now:.1f} times the instructions" in README
    assert figures()["sensor"][1] < last


def test_how_long_a_line_of_the_shared_chapter_may_be():
    header = (HOME / "generated/cellular/cellular_lines.h").read_text()
    longest = re.search(r"^#define CELLULAR_LINE_MAX (\d+)", header, re.MULTILINE)[1]
    assert f"IPv6 addresses: {longest} bytes)" in README


def test_what_a_selection_saves_is_what_was_measured():
    saved = (figures()["sensor"][1] - figures()["sensor from its own tables"][1]) / 1000
    text = " ".join((HOME / "generator/README.md").read_text().split())
    assert f"saves {saved:.1f} KB of flash" in text
    (whole,) = load(HOME / "spec", "quectel")
    (kept,) = select([whole], HOME / "tests/measure/sensor.txt")
    forms, lines = ((len(d.forms), len(d.lines)) for d in (kept, whole))
    assert f"keeps {forms[0]} of {lines[0]} forms and {forms[1]} of {lines[1]} lines" in text


def test_what_memory_sockets_need(tmp_path):
    dialects = ("quectel", "simcom", "fibocom", "onemo")
    page = (HOME / "runtime/SOCKETS.md").read_text()
    told = re.search(
        r"\((\d+); `SIMCOM_` (\d+), `FIBOCOM_`\n(\d+), `ONEMO_` (\d+)\)", page
    ).groups()
    program = "".join(f'#include "{d}.h"\n#include "{d}_sockets.h"\n' for d in dialects)
    for dialect, size in zip(dialects, told):
        program += f'_Static_assert({dialect.upper()}_SOCKETS_MEMORY == {size}, "{dialect}");\n'
    done = compile_program(tmp_path, program)
    assert done.returncode == 0, done.stderr


def test_what_a_byte_alone_costs():
    lines, data = (figures()[f"{name}, idle, chunks of 1"][0] for name in ("lines", "data"))
    text = (HOME / "runtime/README.md").read_text()
    assert f"lines {lines:.0f} instructions a byte, payload {data:.0f}," in text


def figures_of(heading: str) -> dict[str, list[float]]:
    """The rows under one heading."""
    text = (HOME / "tests/measure/figures.txt").read_text()
    rows = text[text.index(heading) :].split("\n\n")[0].splitlines()[1:]
    return {row[2:46].strip(): [float(n) for n in row[46:].split()] for row in rows}


def test_what_it_costs_is_what_was_measured():
    is_now = figures()
    flash = ("sensor", "sensor from its own tables", "scan and decode quectel")
    portable = "portable sensor quectel from its own tables"
    for name in (*flash, portable, "whole with engine quectel"):
        assert f"| {is_now[name][1] / 1000:.1f} KB flash |" in README, name
    assert f"| {is_now['a session'][1]:.0f} bytes RAM" in README
    hold_the_layers_to(is_now)
    assert f"| {is_now['stack of atb_run()'][1]:.0f} bytes |" in README
    for idle, other in (("lines, idle", "lines, pending"), ("data, idle", "push, idle")):
        row = [is_now[f"{name}, chunks of 64"][0] for name in (idle, other)]
        digits = 0 if row[0] >= 10 else 1
        assert f"| {row[0]:.{digits}f} instructions a byte; {row[1]:.{digits}f} |" in README, idle


def test_the_measures_page_says_what_was_measured():
    text = (HOME / "tests/measure/README.md").read_text()
    section = text[text.index("## What it aims at") : text.index("## What was tried")]
    rooms = figures_of("Where it goes on cortex-m4: all, runtime, dialect")
    sensor, decoder = (rooms[name][1] / 1000 for name in ("sensor", "scan and decode quectel"))
    assert f"runtime's {sensor:.0f} KB in the sensor {decoder:.1f} KB are" in section
    is_now = figures()
    rows = re.findall(r"^\| ([^|]+) \| [\d,.]+ \| ([\d,.]+) \|$", section, re.MULTILINE)
    assert len(rows) > 10
    for name, now in rows:
        on_m4 = is_now[name][-1] if "chunks" in name else is_now[name][1]
        assert float(now.replace(",", "")) == on_m4, name
