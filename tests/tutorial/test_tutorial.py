# SPDX-License-Identifier: MIT
"""examples/fifth_modem is run word for word: its files are written, its commands typed, their output compared."""

import os
import re
import subprocess

import pytest

BLOCK = re.compile(r"(?:^([^\n]*)\n\n)?^```(\w*)\n(.*?)^```$", re.M | re.S)
FILE = re.compile(r"(In|Add to) `([^`]+)`:$")


def steps(page: str) -> list[tuple[str, str, str]]:
    """(what: In, Add to, console; file; text) in the order of the page."""
    found = []
    for before, language, text in BLOCK.findall(page):
        named = FILE.search(before)
        if named:
            found.append((named.group(1), named.group(2), text))
        elif language == "console":
            found.append(("console", "", text))
        else:
            raise AssertionError(f"nobody knows what to do with:\n{text}")
    assert len(found) == len(re.findall("^```", page, re.M)) / 2
    return found


class Shell:
    """One shell for the whole page: jobs stay, each command's output is told apart."""

    def __init__(self, folder, environment):
        self.process = subprocess.Popen(
            ["bash", "-m", "-s"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, command: str) -> str:
        self.process.stdin.write(f"{{ {command}\n}} 2>&1; echo; echo '<end>'\n")
        self.process.stdin.flush()
        said = ""
        for line in self.process.stdout:
            if line == "<end>\n":
                break
            said += line
        return "".join(f"{line.rstrip()}\n" for line in said.splitlines() if line.strip())

    def close(self):
        self.process.stdin.write("kill $(jobs -p) 2>/dev/null; exit\n")
        self.process.stdin.close()
        self.process.wait(timeout=20)


@pytest.fixture
def shell(home, tmp_path):
    path = f"{home / 'generator'}:{os.environ['PATH']}"
    made = Shell(tmp_path, {**os.environ, "PATH": path, "ATBIND": str(home)})
    yield made
    made.close()


def console(text: str) -> list[tuple[str, str]]:
    """(command, what it prints)"""
    found: list[list[str]] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:].rstrip("\n"), ""])
        else:
            found[-1][1] += line.rstrip() + "\n"
    return [(command, output) for command, output in found]


def test_the_tutorial(home, tmp_path, shell):
    page = (home / "examples" / "fifth_modem" / "README.md").read_text()
    for what, file, text in steps(page):
        if what == "console":
            for command, output in console(text):
                assert shell.run(command) == output, command
            continue
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if what == "In" else "a") as out:
            out.write(text)


def test_it_is_one_page(home):
    page = (home / "examples" / "fifth_modem" / "README.md").read_text()
    assert len(page.splitlines()) < 350
