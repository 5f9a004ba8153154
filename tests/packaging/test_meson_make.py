# SPDX-License-Identifier: MIT
"""Meson, as a subproject and installed, and a Makefile."""

import os
import re
import shlex
import shutil
import subprocess
import time
from pathlib import Path

from user_project import HOME, PROGRAM, README, SAYS, assert_small, readme_block, run, write

MESON = f"""
project('user', 'c', default_options: ['c_std=c11'])
{readme_block("meson", "quectel").replace("firmware", "user")}"""

# The same with the port, as the README's sentence has it.
POSIX = re.search(r"`(dependency\('atbind-posix'.*\))` in Meson", README)[1]
WITH_POSIX = MESON.replace("dependencies: quectel", f"dependencies: [quectel, {POSIX}]")
OPENS = PROGRAM.replace(
    '#include "quectel.h"', '#include "quectel.h"\n#include "atb_posix.h"'
).replace("    return 0;", '    return atb_posix_open(&(struct atb_posix){0}, "/none", 0) + 1;')


def subproject(folder):
    """The program that Meson builds in the folder, with the library as a subproject."""
    (folder / "subprojects").mkdir()
    (folder / "subprojects" / "atbind").symlink_to(HOME)
    run("meson", "setup", "build", cwd=folder)
    run("meson", "compile", "-C", "build", cwd=folder)
    return folder / "build" / "user"


def test_a_meson_subproject_builds_one_dialect(tmp_path):
    folder = write(tmp_path, meson_build=MESON, main_c=PROGRAM)
    assert run(subproject(folder)) == SAYS
    assert_small(folder / "build" / "user")
    built = {file.name for file in (folder / "build").rglob("libatbind_*.a")}
    assert built == {"libatbind_runtime.a", "libatbind_cellular.a", "libatbind_quectel.a"}
    run("meson", "install", "-C", "build", "--destdir", tmp_path / "there", cwd=folder)
    assert not list((tmp_path / "there").rglob("*atb*"))  # the program has what it needs


def test_meson_subproject_with_the_port(tmp_path):
    folder = write(tmp_path, meson_build=WITH_POSIX, main_c=OPENS)
    assert run(subproject(folder)) == SAYS


def test_meson_names_a_dialect_that_is_not_there(tmp_path):
    said = run("meson", "setup", tmp_path / "build", HOME, "-Ddialects=quecktel", ok=False)
    assert "quecktel" in said and "quectel, simcom, fibocom, onemo" in said.replace('"', "")


def test_what_meson_installs_is_found_by_pkg_config(tmp_path):
    build, prefix = tmp_path / "build", tmp_path / "a prefix"
    where = [f"--prefix={prefix}", "--libdir=lib", "-Ddialects=quectel,onemo"]
    run("meson", "setup", build, HOME, *where)
    run("meson", "install", "-C", build)
    folder = write(tmp_path / "user", meson_build=WITH_POSIX, main_c=OPENS)
    paths = {"PKG_CONFIG_PATH": prefix / "lib" / "pkgconfig"}
    said = shlex.split(run("pkg-config", "--cflags", "atbind-quectel", "atbind-posix", **paths))
    parts = {"quectel", "cellular", "runtime", "posix"}  # as system headers: messages stay short
    given = {Path(flag[8:]) for flag in said if flag.startswith("-isystem")}
    assert given == {prefix / "include/atbind" / part for part in parts}
    run("meson", "setup", "build", "--wrap-mode=nofallback", cwd=folder, **paths)
    run("meson", "compile", "-C", "build", cwd=folder)
    assert run(folder / "build" / "user") == SAYS
    assert_small(folder / "build" / "user")


MAKEFILE = readme_block("make", "atbind.mk")


def test_a_makefile_builds_what_is_used_and_once(tmp_path):
    folder = write(tmp_path, Makefile=MAKEFILE, main_c=PROGRAM)
    run("make", "-j2", "firmware.elf", cwd=folder)
    assert run(folder / "firmware.elf") == SAYS
    assert_small(folder / "firmware.elf")
    assert "up to date" in run("make", "firmware.elf", cwd=folder)


def test_makefile_builds_again_when_a_header_changes(tmp_path):
    tree = tmp_path / "tree"
    for part in ("runtime", "generated/cellular", "generated/quectel"):
        shutil.copytree(HOME / part, tree / part)
    shutil.copy(HOME / "atbind.mk", tree)
    folder = write(
        tmp_path / "user", Makefile=MAKEFILE.replace("atbind/", f"{tree}/"), main_c=PROGRAM
    )
    run("make", "-j2", "firmware.elf", cwd=folder)
    later = time.time() + 10
    os.utime(tree / "runtime/atb_session.h", (later, later))
    built = re.findall(r"-c -o \S*/(\w+)\.o", run("make", "firmware.elf", cwd=folder))
    assert "atb_start" in built
    assert "quectel_lines" in built  # of another folder: a system header to its compiler


def test_makefile_names_a_dialect_that_is_not_there(tmp_path):
    makefile = MAKEFILE.replace(":= quectel", ":= quectel quecktel")
    folder = write(tmp_path, Makefile=makefile, main_c=PROGRAM)
    done = subprocess.run(["make", "firmware.elf"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 2
    told = "no dialect quecktel in atbind/generated; there is: fibocom onemo quectel simcom"
    assert told in done.stderr


def test_makefile_with_the_tables_of_one_application(tmp_path):
    page = (HOME / "generator/README.md").read_text()
    command = re.search(r"^generator/atbind generate .*--only uses.txt .*$", page, re.MULTILINE)[0]
    line = re.search(r"`(ATBIND_GENERATED := [^`]*)`", page)[1]
    makefile = MAKEFILE.replace(":= quectel", f":= quectel\n{line}")
    folder = write(tmp_path, Makefile=makefile, main_c=PROGRAM, uses_txt="qiopen\n")
    run("bash", "-c", f"atbind/{command}", cwd=folder)
    run("make", "-j2", "firmware.elf", cwd=folder)
    assert run(folder / "firmware.elf") == SAYS
    compiled = {path.stem for path in (folder / "build/atbind").glob("*/quectel/*.o")}
    assert {"quectel_lines", "quectel_scanner"} <= compiled
    assert not {"quectel_names", "quectel_sockets"} & compiled


def test_makefile_whose_tables_are_others_links_none_of_the_old(tmp_path):
    """Also where these are older than what was built of those, and back again."""
    all_linked = MAKEFILE.replace("-Wl,--gc-sections ", "")
    assert all_linked != MAKEFILE
    folder = write(tmp_path, Makefile=all_linked, main_c=PROGRAM, uses_txt="qiopen\n")
    generate = "atbind/generator/atbind generate --dialect quectel --only uses.txt --output at"
    run("bash", "-c", generate, cwd=folder)

    def sends(*tables):
        run("make", "-j2", "-B", "main.o", *tables, cwd=folder)
        run("make", "-j2", "firmware.elf", *tables, cwd=folder)
        return b"+QISEND=%" in (folder / "firmware.elf").read_bytes()

    own = "ATBIND_GENERATED=at"
    assert [sends(), sends(own), sends()] == [True, False, True]


# A session of a model, which links with a library of the same alone.
OF_A_MODEL = """
#include "onemo.h"

int main(void)
{
    static struct onemo modem;
    static char memory[ONEMO_MEMORY];
    static const struct atb_port port;
    return onemo_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL) == ATB_OK;
}
"""


def test_makefile_with_a_model(tmp_path):
    line = re.search(r"`(CFLAGS \+= -DONEMO_MODEL=MN316)`", README)[1]
    makefile = f"{line}\n" + MAKEFILE.replace(":= quectel", ":= onemo")
    folder = write(tmp_path, Makefile=makefile, main_c=OF_A_MODEL)
    run("make", "-j2", "firmware.elf", cwd=folder)
    assert "onemo_dialect_MN316" in run("nm", folder / "firmware.elf")


def test_meson_subproject_with_a_model(tmp_path):
    line = re.search(r"`(add_global_arguments\('-DONEMO_MODEL=.*\))`", README)[1]
    build = MESON.replace("quectel", "onemo").replace("onemo =", f"{line}\nonemo =", 1)
    folder = write(tmp_path, meson_build=build, main_c=OF_A_MODEL)
    assert "onemo_dialect_MN316" in run("nm", subproject(folder))


def test_makefile_names_a_port_that_is_not_there(tmp_path):
    makefile = MAKEFILE.replace(":= quectel", ":= quectel\nATBIND_PORT := posix")
    folder = write(tmp_path, Makefile=makefile, main_c=PROGRAM)
    done = subprocess.run(["make", "firmware.elf"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 2
    assert "no port posix; there is: atb_esp_idf atb_freertos atb_posix atb_zephyr" in done.stderr


def test_makefile_with_a_port_and_two_dialects(tmp_path):
    both = MAKEFILE.replace(":= quectel", ":= quectel simcom\nATBIND_PORT := atb_posix")
    program = PROGRAM.replace(
        '"quectel.h"', '"quectel.h"\n#include "simcom.h"\n#include "atb_posix.h"'
    )
    folder = write(tmp_path, Makefile=both, main_c=program)
    run("make", "-j2", "firmware.elf", cwd=folder)
    assert run(folder / "firmware.elf") == SAYS


def test_makefile_with_the_port_of_freertos_finds_the_kernel_where_yours_is(tmp_path):
    rtos = HOME / "examples/rtos/freertos"
    line = re.search(r"`(ATBIND_PORT := atb_freertos)`", README)[1]
    makefile = MAKEFILE.replace(":= quectel", f":= quectel\n{line}")
    makefile = makefile.replace("override CFLAGS", f"override CFLAGS += -I{rtos}\noverride CFLAGS")
    program = PROGRAM.replace('"quectel.h"', '"quectel.h"\n#include "atb_freertos.h"')
    folder = write(tmp_path, Makefile=makefile, main_c=program)
    run("make", "-j2", "firmware.elf", cwd=folder)
    assert run(folder / "firmware.elf") == SAYS
