# SPDX-License-Identifier: MIT
"""examples/README.md: its scanner and encoder without an engine, as they stand there, in C and C++."""

import re
import subprocess

import pytest

PROGRAM = r"""
#include <stdio.h>
#include <string.h>

uint32_t board_ms(void) { return 0; }

int send_line(const char *line, size_t length)
{
    return printf("%.*s\n", (int)length - 1, line) > 0;
}

int main(void)
{
    static struct simcom scanner;
    const char *heard = "\r\nOK\r\n\r\n+CIPOPEN: 0,0\r\n";
    bool is_open = false;
    int status = scan(&scanner, &is_open);
    int sent = open_tcp("192.0.2.7");
    int refused = open_tcp("192.0.2.7\"");
    simcom_feed(&scanner, heard, strlen(heard));
    return !(status == ATB_OK && sent == 1 && refused == ATB_BAD_CHARACTER && is_open);
}
"""


@pytest.mark.parametrize(
    "compiler, ending, flags",
    [("cc", "c", ("-std=c11",)), ("g++", "cpp", ("-std=c++20", "-Wno-missing-field-initializers"))],
)
def test_it_scans_and_encodes(home, tmp_path, compiler, ending, flags):
    page = (home / "examples/README.md").read_text()
    (program,) = [
        text for text in re.findall(r"```c\n(.*?)```", page, re.DOTALL) if "scan(" in text
    ]
    own = PROGRAM
    if ending == "cpp":
        program = program.replace("extern ", 'extern "C" ')
        own = own.replace("uint32_t board_ms", 'extern "C" uint32_t board_ms', 1)
        own = own.replace("int send_line", 'extern "C" int send_line', 1)
    (tmp_path / f"app.{ending}").write_text(program + own)
    folders = [home / name for name in ("runtime", "generated/cellular", "generated/simcom")]
    includes = [f"-I{folder}" for folder in folders]
    sources = [f for folder in folders for f in folder.glob("*.c") if "_names" not in f.stem]
    for made in (
        ["cc", "-std=c11", "-c", *includes, *sources],
        [compiler, *flags, "-Wall", "-Wextra", "-Werror", *includes, "-c", f"app.{ending}"],
    ):
        subprocess.run(made, cwd=tmp_path, check=True)
    subprocess.run([compiler, "-o", "app", *tmp_path.glob("*.o")], cwd=tmp_path, check=True)
    done = subprocess.run([tmp_path / "app"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout == 'AT+CIPOPEN=0,"TCP","192.0.2.7",7\n'
