# SPDX-License-Identifier: MIT
"""Every command and every program in the README works as it stands."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

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
def test_command(command):
    done = subprocess.run(shlex.split(command), cwd=HOME, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_two_commands_exist_and_can_be_executed():
    for name in ENTRY_POINTS:
        assert name in README
        assert (HOME / name).stat().st_mode & 0o111


def test_demo_works():
    done = subprocess.run(["examples/demo"], cwd=HOME, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "It works." in done.stdout


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
    if not any(part.startswith("build") for part in page.relative_to(HOME).parts)
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        assert (page.parent / target).exists(), target


def programs() -> list[tuple[str, str]]:
    """The C in all pages that is meant to be compiled: it includes what it needs."""
    found = []
    for page in PAGES:
        if page.parent.name == "fifth_modem":
            continue  # its dialect is its own: tests/tutorial builds and runs it
        blocks = re.findall(r"^ *```c\n(.*?)^ *```", page.read_text(), re.MULTILINE | re.DOTALL)
        wanted = [block for block in blocks if block.lstrip().startswith("#include")]
        found += [(f"{page.relative_to(HOME)}:{i}", block) for i, block in enumerate(wanted)]
    return found


@pytest.mark.parametrize("name,program", programs(), ids=lambda value: value[:60])
def test_every_program_compiles(tmp_path, name, program):
    done = compile_program(tmp_path, program)
    assert done.returncode == 0, f"{name}: {done.stderr}"
