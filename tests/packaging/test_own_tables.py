# SPDX-License-Identifier: MIT
"""atbind_generate() in CMake: an overlay, a list of what one application uses, and what is wrong with them."""

from user_project import HOME, run

LISTS = """\
cmake_minimum_required(VERSION 3.16)
project(user LANGUAGES C)
set(ATBIND_DIALECTS "" CACHE STRING "")
add_subdirectory(atbind)
atbind_generate(DIALECT quectel TARGET modem OVERLAY ec21.yaml ONLY uses.txt)
add_executable(user main.c)
target_link_libraries(user PRIVATE atbind::modem)
"""
OVERLAY = """\
overlay: quectel
add:
  commands:
    +QISDE:
      title: Echo of what is sent
      parameters:
        echo: {type: integer, values: {0: off, 1: on}}
      forms: [{syntax: AT+QISDE=<echo>, answers: [OK]}]
"""
PROGRAM = r"""
#include <stdio.h>
#include "quectel.h"

int main(void)
{
    char line[QUECTEL_QISDE_MAX];
    struct atb_refusal refusal;
    int length = quectel_qisde_encode(line, sizeof line, &refusal, 1);
    printf("%.*s\n", length - 1, line);
    return 0;
}
"""


def project(folder, uses: str, program: str = PROGRAM):
    (folder / "atbind").symlink_to(HOME)
    texts = {"CMakeLists.txt": LISTS, "ec21.yaml": OVERLAY, "uses.txt": uses, "main.c": program}
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


def test_what_is_listed_is_there_and_nothing_else(tmp_path):
    folder = project(tmp_path, "qisde\nqiact\n")
    run("cmake", "-S", folder, "-B", folder / "build")
    run("cmake", "--build", folder / "build", "--parallel", "2")
    assert run(folder / "build" / "user") == "AT+QISDE=1\n"
    (header,) = (folder / "build").rglob("quectel_commands.h")
    assert "quectel_qiact" in header.read_text() and "quectel_qiopen" not in header.read_text()


def test_a_change_of_the_list_is_seen_by_the_next_build(tmp_path):
    folder = project(tmp_path, "qisde\n")
    run("cmake", "-S", folder, "-B", folder / "build")
    (folder / "uses.txt").write_text("qisde\nqiclose\n")
    run("cmake", "--build", folder / "build", "--parallel", "2")
    (header,) = (folder / "build").rglob("quectel_commands.h")
    assert "quectel_qiclose" in header.read_text()


def test_a_mistake_stops_cmake_with_its_line(tmp_path):
    folder = project(tmp_path, "qisde\nqiactt\n")
    said = run("cmake", "-S", folder, "-B", folder / "build", ok=False)
    assert f"{folder}/uses.txt:2: `qiactt` is no command, form or line" in said


def test_a_project_without_c_is_told_so(tmp_path):
    folder = project(tmp_path, "qisde\n")
    lists = folder / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace("LANGUAGES C)", "LANGUAGES CXX)"))
    said = run("cmake", "-S", folder, "-B", folder / "build", ok=False)
    assert "project(user LANGUAGES C CXX)" in said and "Missing variable" not in said
