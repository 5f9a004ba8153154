# SPDX-License-Identifier: MIT
"""What an editor with clangd shows of a call: its parameters by name, its doc, its answer's struct."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from language_server import Clangd

HOME = Path(__file__).resolve().parents[2]
PROGRAM = """#include "quectel.h"
int report(struct quectel *modem, struct quectel_qiopen_result *opened);
int report(struct quectel *modem, struct quectel_qiopen_result *opened)
{
    (void)quectel_qicsgp(modem, 1, 1, ATB_EMPTY, "user", "password");
    return quectel_qiopen(modem, opened, 1, 0, "TCP", "192.0.2.7", 7);
}
"""
CALL = (5, len("    return quectel_qio"))
DOC = "Starts a client, a listener or a UDP service on one socket of an active context."


def project(folder: Path, *defined: str) -> Path:
    """A program of an application, with the application's .clangd."""
    includes = [f"-I{HOME / 'runtime'}", f"-I{HOME / 'generated/quectel'}"]
    options = json.dumps([*includes, "-std=c11", "-Wall", "-Wextra", *defined])
    (folder / ".clangd").write_text(f"CompileFlags:\n  Add: {options}\n")
    (folder / "report.c").write_text(PROGRAM)
    return folder / "report.c"


@pytest.fixture
def clangd(tmp_path):
    if shutil.which("clangd") is None:
        pytest.skip("clangd is not installed")
    server = Clangd(tmp_path)
    yield server
    server.close()


def test_a_hover_shows_parameters_doc_and_answer(clangd, tmp_path):
    file = project(tmp_path, "-DATB_EDITOR")
    assert clangd.open(file) == []
    text = str(clangd.at_once_indexed("textDocument/hover", file, CALL, DOC))
    assert "struct quectel_qiopen_result *answer" in text
    assert "int32_t context_id" in text and "const char *service_type" in text
    assert DOC in text
    assert "1 to 16: PDP context" in text
    assert "#define" not in text


@pytest.mark.parametrize("defined", [["-DATB_EDITOR"], []])
def test_a_completion_shows_the_parameters_in_every_project(clangd, tmp_path, defined):
    file = project(tmp_path, *defined)
    clangd.open(file)
    listed = clangd.at_once_indexed("textDocument/completion", file, CALL, DOC)
    found = [row for row in listed["items"] if "quectel_qiopen(struct" in row["label"]]
    assert len(found) == 1
    assert "struct quectel_qiopen_result *answer, int32_t context_id" in found[0]["label"]
    assert "AT+QIOPEN=<contextID>" in str(found[0].get("documentation", ""))
    assert "additionalTextEdits" not in found[0]  # quectel.h is there: no other header is wanted


def test_inside_the_parentheses_the_parameters_are_shown(clangd, tmp_path):
    file = project(tmp_path, "-DATB_EDITOR")
    clangd.open(file)
    place = (5, len("    return quectel_qiopen(modem, op"))
    told = clangd.at("textDocument/signatureHelp", file, *place)
    signature = told["signatures"][0]
    assert "struct quectel_qiopen_result *answer" in signature["label"]
    assert told["activeParameter"] == 1
