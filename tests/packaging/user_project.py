# SPDX-License-Identifier: MIT
"""What the packaging tests share: a user's program, and running what a user would type."""

import os
import re
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "examples/BUILDING.md")
README = "\n".join((HOME / page).read_text() for page in PAGES)

# A user's first program: it needs a dialect's headers, its constants and the runtime.
PROGRAM = r"""
#include <stdio.h>
#include "cellular.h"
#include "quectel.h"

int main(void)
{
    char line[QUECTEL_QIOPEN_MAX];
    struct atb_refusal refusal;
    int length = quectel_qiopen_encode(line, sizeof line, &refusal, 1, 0, "TCP", "192.0.2.7", 7);
    printf("%.*s\n", length - 1, line);
    return 0;
}
"""
SAYS = 'AT+QIOPEN=1,0,"TCP","192.0.2.7",7\n'


def assert_small(program: Path) -> None:
    """The README's promise: what a program does not name it does not pay for."""
    names = run("nm", program)
    assert "quectel_qiopen_form" in names and "quectel_qiclose_form" not in names


def clean_environment() -> dict[str, str]:
    """The machine's environment without what another build could lend this one."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("ATBIND", "PKG_CONFIG"))}


def run(*command, cwd: Path | None = None, ok: bool = True, **environment) -> str:
    """What a command prints; it must succeed (or fail, with ok=False)."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean_environment() | {k: str(v) for k, v in environment.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert (done.returncode == 0) == ok, done.stdout
    return done.stdout


def write(folder: Path, **files: str) -> Path:
    """A folder with files: CMakeLists_txt stands for CMakeLists.txt."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "atbind").symlink_to(HOME)  # as the README has it: the tree in the user's sources
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder


def readme_block(language: str, wanted: str) -> str:
    """The block of a language on these pages that has a word in it: what a newcomer copies."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)
    (found,) = [block for block in blocks if wanted in block]
    return found
