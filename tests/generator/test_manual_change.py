# SPDX-License-Identifier: MIT
"""The README's example of a changed manual: edit, diff, generate, and what the build then says."""

import re
import shutil
import subprocess

import pytest


@pytest.fixture
def before(home, tmp_path):
    """Fibocom's tables without what V1.2 and V1.5 of the manual brought."""
    spec = tmp_path / "spec"
    for name in ("common", "fibocom"):
        shutil.copytree(home / "spec" / name, spec / name)
    link = spec / "fibocom" / "commands-1-sockets.yaml"
    head, mipopen, rest = re.split(r"(?=  \+MIP(?:OPEN|CLOSE):\n)", link.read_text("utf-8"))
    link.write_text(head + re.sub(r"\n +6[0-3]: IPv6.*", "", mipopen) + rest, "utf-8")
    dialect = spec / "fibocom" / "dialect.yaml"
    text = re.sub(r"(NL668-AM:\n +lacks: \[.*?), \+MSV6DNS\]", r"\1]", dialect.read_text("utf-8"))
    dialect.write_text(text, "utf-8")
    return spec


def atbind(home, *arguments):
    command = [home / "generator" / "atbind", *arguments, "--dialect", "fibocom"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def block(readme: str, start: str) -> str:
    """The README's code block that holds `start`, without its indentation."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```$", readme, re.DOTALL | re.MULTILINE)
    found = next(b for b in blocks if start in b)
    return "".join(line.strip() + "\n" for line in found.splitlines() if line.strip())


def test_diff_says_what_the_readme_says(home, before):
    readme = (home / "generator" / "README.md").read_text("utf-8")
    done = atbind(home, "diff", before, home / "spec")
    assert done.returncode == 1
    assert done.stdout == block(readme, "3 breaking")


def test_the_build_says_what_the_readme_says(home, before, tmp_path):
    readme = (home / "generator" / "README.md").read_text("utf-8")
    calls = block(readme, "fibocom_mipopen(")
    source = tmp_path / "firmware.c"
    body = f"void go(struct fibocom *m)\n{{\n{calls.replace('&modem', 'm')}}}\n"
    source.write_text('#include "fibocom.h"\nvoid go(struct fibocom *m);\n' + body, "utf-8")
    assert atbind(home, "generate", "--spec", before, "--output", tmp_path / "old").returncode == 0
    assert atbind(home, "generate", "--output", tmp_path / "new").returncode == 0

    def build(folder, *defines):
        include = [f"-I{home / 'runtime'}", f"-I{tmp_path / folder / 'fibocom'}"]
        command = ["gcc", "-std=c11", "-fsyntax-only", *defines, *include, source]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr

    model = "-DFIBOCOM_MODEL=NL668_AM"
    assert "AT+MIPOPEN <Protocol>: 0 to 3" in build("old")
    assert build("new") == ""
    assert "MSV6DNS" not in build("old", model)
    assert "AT+MSV6DNS on NL668-AM: not supported" in build("new", model)
