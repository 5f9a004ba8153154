#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What callers rely on, as sorted lines that a reviewer can read: facts.py TREE [> FILE]

    call    a command form: its parameters with their limits, and what it may end with
    line    an information response, result or URC with its fields
    code    an error code
    public  a function, type or constant of the runtime's public headers
    shape   a type that generated code and runtime share: it may change with ATB_ABI alone

A line that is gone or has changed breaks somebody; one that is new breaks nobody.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PUBLIC = ["atb.h", "atb_heard.h", "atb_session.h", "port/atb_posix.h"]
SHAPES = ["atb_tables.h"]
PRIVATE = ("struct atb_session ", "struct atb_framer ", "struct atb_pending ", "struct atb_late ")


# ---- the tables ------------------------------------------------------------------


def _limits(p: dict) -> str:
    for low, high in (("min", "max"), ("min_len", "max_len")):
        if p.get(low) is not None or p.get(high) is not None:
            return f" {p.get(low)}..{p.get(high)}"
    return ""


def _parameter(p: dict) -> str:
    values = " {" + ", ".join(map(str, p["values"])) + "}" if p.get("values") else ""
    marks = "?" * bool(p.get("optional")) + "*" * bool(p.get("may_be_empty"))
    return f"<{p['name']}>{marks} {p['type']}{_limits(p)}{values}"


def _form(form: dict) -> str:
    parameters = ", ".join(map(_parameter, form["params"]))
    finals = " | ".join(form["finals"])
    return f"call {form['id']}({parameters}) ends with {finals}"


def table_facts(exported: dict) -> Iterator[str]:
    for dialect in exported["dialects"].values():
        for command in dialect["commands"]:
            yield from map(_form, command["forms"])
        for urc in dialect["urcs"]:
            yield f"line {urc['id']}({', '.join(map(_parameter, urc['fields']))})"
        for code in dialect["error_codes"]:
            yield f"code {dialect['title']}: {code['set']} {code['code']}"


# ---- the headers -----------------------------------------------------------------


def _declarations(header: str) -> Iterator[str]:
    """What stands at the outer level, each on one line, without comments."""
    text = re.sub(r"/\*.*?\*/|^#(?!define).*?$", "", header, flags=re.DOTALL | re.MULTILINE)
    for define in re.findall(r"^#define (ATB_\w+)[ (]", text, re.MULTILINE):
        yield f"macro {define}"
    text = re.sub(r"^#define (?:.*\\\n)*.*$", "", text, flags=re.MULTILINE)
    text = text.replace('extern "C" {', "")
    for item in re.findall(r"(?:[^;{}]|\{(?:[^{}]|\{[^{}]*\})*\})+?(?:;|(?<=\})(?=\n))", text):
        line = re.sub(r"\s+", " ", item).strip(" ;}")
        if line:
            yield re.sub(r"^(static inline [^{]*?) ?\{.*", r"\1", line)


def header_facts(tree: Path) -> Iterator[str]:
    for kind, headers in (("public", PUBLIC), ("shape", SHAPES)):
        for name in headers:
            text = (tree / "runtime" / name).read_text()
            for found in _declarations(text):
                yield f"{'shape' if found.startswith(PRIVATE) else kind} {found}"


def number(tree: Path, file: str, pattern: str) -> str:
    """What the pattern's group says in a file: the version, the ABI."""
    found = re.search(pattern, (tree / file).read_text(), re.MULTILINE)
    assert found, f"{file} does not say {pattern}"
    return found[1]


def version(tree: Path) -> str:
    return number(tree, "CMakeLists.txt", r"^project\(atbind VERSION (\S+)")


def abi(tree: Path) -> str:
    return number(tree, "runtime/atb.h", r"^#define ATB_ABI +(\d+)")


def facts(tree: Path) -> list[str]:
    command = [tree / "generator" / "atbind", "export", "--json"]
    exported = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    known = {*table_facts(exported), *header_facts(tree)}
    return [f"version {version(tree)}", f"abi {abi(tree)}", *sorted(known)]


if __name__ == "__main__":
    print("\n".join(facts(Path(sys.argv[1]).resolve())))
