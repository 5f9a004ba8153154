# SPDX-License-Identifier: MIT
"""Doxygen reads the headers without a warning, and what an application names has a comment."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
# The runtime's own rooms; an application includes the others.
INTERNAL = "call check deliver engine framer handler lines match payload read scan tables validate"
DOCUMENTED = re.compile(r"\((function|typedef|enumeration)\) of file|Compound \w+ is not")


@pytest.fixture
def doxygen(tmp_path):
    """Runs it with the tree's Doxyfile and some more lines; pages go to tmp_path."""
    if shutil.which("doxygen") is None:
        pytest.skip("doxygen is not installed")

    def run(*more: str) -> subprocess.CompletedProcess:
        lines = ["@INCLUDE = runtime/Doxyfile", f"OUTPUT_DIRECTORY = {tmp_path}", *more]
        return subprocess.run(
            ["doxygen", "-"], input="\n".join(lines), cwd=HOME, capture_output=True, text=True
        )

    return run


def test_there_is_nothing_to_warn_of_and_a_call_has_its_page(doxygen, tmp_path):
    done = doxygen()
    assert done.returncode == 0 and done.stderr == "", done.stderr
    page = (tmp_path / "html" / "quectel__commands_8h.html").read_text("utf-8")
    assert "quectel_qiopen" in page and "&lt;contextID&gt;" in page


def undocumented(doxygen, *more: str) -> list[str]:
    """Functions and types without a comment; files count as documented, so that they are told."""
    each_file = "INPUT_FILTER = \"sed '1i /** @file */'\""
    internal = " ".join(f"atb_{name}.h" for name in INTERNAL.split())
    settings = ("EXTRACT_ALL = NO", "GENERATE_HTML = NO", "GENERATE_XML = YES", each_file)
    said = doxygen(*settings, f"EXCLUDE_PATTERNS += {internal}", *more).stderr.splitlines()
    assert any("(variable)" in line for line in said)  # members of structs stand in the struct's
    return [line for line in said if "is not documented" in line and DOCUMENTED.search(line)]


def test_every_function_and_type_that_an_application_names_is_documented(doxygen):
    assert undocumented(doxygen) == []


def test_what_has_no_comment_is_found(doxygen, tmp_path):
    (tmp_path / "bare.h").write_text("int bare(void);\nstruct none {\n    int x;\n};\n")
    found = undocumented(doxygen, f"INPUT = {tmp_path / 'bare.h'}")
    assert "bare(void)" in "".join(found) and "Compound none" in "".join(found)
