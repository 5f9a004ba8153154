# SPDX-License-Identifier: MIT
"""What the library needs of a C library, and that nothing of it can be written to: no heap, no
stdio, no locale, no globals."""

import re
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
DIALECTS = ["quectel", "simcom", "fibocom", "onemo", "cellular"]
NEEDED = set("memcpy memmove memset memchr memcmp strlen strchr strcmp strspn strcspn".split())


@pytest.fixture(scope="module")
def symbols(tmp_path_factory) -> str:
    """What nm says of all objects of runtime/ and generated/."""
    folder = tmp_path_factory.mktemp("objects")
    include = [f"-I{HOME}/runtime", *(f"-I{HOME}/generated/{name}" for name in DIALECTS)]
    sources = [*HOME.glob("runtime/*.c"), *HOME.glob("generated/*/*.c")]
    sources = [path for path in sources if not path.name.endswith("_names.c")]  # a tool's
    compile_all = ["cc", "-std=c11", "-O1", "-fno-pie", "-fno-stack-protector", "-c"]
    subprocess.run([*compile_all, *include, *sources], cwd=folder, check=True)
    objects = list(folder.glob("*.o"))
    assert len(objects) == len(sources)
    return subprocess.run(["nm", *objects], capture_output=True, text=True, check=True).stdout


def test_a_dozen_functions_of_memory_and_strings_is_all_it_needs(symbols):
    defined = set(re.findall(r" [A-TV-Z] (\w+)$", symbols, re.M))
    wanted = set(re.findall(r" U (\w+)$", symbols, re.M)) - defined
    assert wanted <= NEEDED


def test_nothing_of_it_can_be_written_to(symbols):
    assert re.findall(r" [DdBbCGgSs] (\w+)$", symbols, re.M) == []
