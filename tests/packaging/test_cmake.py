# SPDX-License-Identifier: MIT
"""The README's three ways of CMake, in C and in C++ alone; what is built, and what an error looks like."""

import pytest

from user_project import HOME, PROGRAM, SAYS, assert_small, readme_block, run, write

WAYS = {
    way: readme_block("cmake", way)
    for way in ("add_subdirectory", "FetchContent_Declare", "find_package")
}
LINKED = readme_block("cmake", "target_link_libraries").replace("firmware", "user")
LANGUAGES = {"C": "c", "CXX": "cc"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The library, to be installed."""
    build = tmp_path_factory.mktemp("built") / "a build"
    options = ["-DATBIND_TESTS=OFF", "-DATBIND_EXAMPLES=OFF", "-DATBIND_DIALECTS=quectel;simcom"]
    run("cmake", "-S", HOME, "-B", build, *options)
    run("cmake", "--build", build, "--parallel", "2")
    return build


@pytest.fixture(scope="module")
def installed(built):
    """Where `cmake --install` put everything."""
    prefix = built.parent / "a place"
    run("cmake", "--install", built, "--prefix", prefix)
    return prefix


def project(folder, way: str, language: str, program: str = PROGRAM):
    """A user's project that gets atbind in one of the ways."""
    name = f"main.{LANGUAGES[language]}"
    lists = (
        f"cmake_minimum_required(VERSION 3.16)\nproject(user LANGUAGES {language})\n{WAYS[way]}\n"
        f"add_executable(user {name})\n{LINKED}"
    )
    return write(folder, CMakeLists_txt=lists, **{name.replace(".", "_"): program})


def configure(folder, installed):
    run("cmake", "-S", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={installed}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", WAYS)
def test_a_program_is_built_and_runs(tmp_path, installed, way, language):
    folder = project(tmp_path, way, language)
    configure(folder, installed)
    run("cmake", "--build", folder / "build", "--parallel", "2")
    assert run(folder / "build" / "user") == SAYS
    assert_small(folder / "build" / "user")


def test_headers_are_found_where_a_distribution_keeps_them(tmp_path, built):
    run("cmake", "-DCMAKE_INSTALL_INCLUDEDIR=headers", built)
    run("cmake", "--install", built, "--prefix", tmp_path / "prefix")
    folder = project(tmp_path, "find_package", "C")
    configure(folder, tmp_path / "prefix")
    run("cmake", "--build", folder / "build")
    assert run(folder / "build" / "user") == SAYS


def test_only_the_dialect_that_is_linked_is_built(tmp_path, installed):
    folder = project(tmp_path, "add_subdirectory", "C")
    configure(folder, installed)
    run("cmake", "--build", folder / "build", "--parallel", "2")
    built = {file.name for file in (folder / "build").rglob("libatbind_*.a")}
    assert built == {"libatbind_runtime.a", "libatbind_cellular.a", "libatbind_quectel.a"}


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_constant_is_reported_at_the_callers_line(tmp_path, installed, way):
    wrong = PROGRAM.replace("&refusal, 1, 0", "&refusal, 17, 0")
    assert wrong != PROGRAM
    folder = project(tmp_path, way, "C", wrong)
    configure(folder, installed)
    said = run("cmake", "--build", folder / "build", "--target", "user", ok=False).splitlines()
    told = [line for line in said if not line.startswith(("[", "gmake", "make", "Consolidate"))]
    (error,) = [line for line in told if "error:" in line]
    assert "main.c:10:" in error and "AT+QIOPEN <contextID>: 1 to 16" in error, "\n".join(said)
    assert len(told) <= 7, "\n".join(told)


def test_an_unknown_component_is_named(tmp_path, installed):
    folder = project(tmp_path, "find_package", "C")
    lists = folder / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace("COMPONENTS quectel", "COMPONENTS quectell"))
    said = run(
        "cmake", "-S", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={installed}", ok=False
    )
    assert "no component 'quectell'" in said and "quectel simcom" in said.replace(";", " ")


def test_another_minor_version_is_not_taken(tmp_path, installed):
    folder = project(tmp_path, "find_package", "C")
    lists = folder / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace("atbind CONFIG", "atbind 99.0 CONFIG"))
    said = run(
        "cmake", "-S", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={installed}", ok=False
    )
    assert "99.0" in said


GENERATED = f"""
cmake_minimum_required(VERSION 3.16)
project(user LANGUAGES C)
set(ATBIND_DIALECTS "")
add_subdirectory({HOME} atbind)
atbind_generate(DIALECT quectel TARGET mine)
add_executable(user main.c)
target_link_libraries(user PRIVATE atbind::mine)
"""


def test_a_dialect_is_generated_for_one_project(tmp_path, installed):
    folder = write(tmp_path, CMakeLists_txt=GENERATED, main_c=PROGRAM)
    configure(folder, installed)
    run("cmake", "--build", folder / "build", "--parallel", "2")
    assert run(folder / "build" / "user") == SAYS


def test_a_second_target_of_one_name_is_refused(tmp_path):
    twice = GENERATED.replace('DIALECTS ""', "DIALECTS quectel").replace(" TARGET mine", "")
    folder = write(tmp_path, CMakeLists_txt=twice, main_c=PROGRAM)
    assert "with TARGET" in run("cmake", "-S", folder, "-B", folder / "build", ok=False)


TOOLS = """
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_C_FLAGS_INIT "-mcpu=cortex-m4 -mthumb")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
"""


def test_for_a_board_the_library_alone_is_built(tmp_path):
    (tmp_path / "tools.cmake").write_text(TOOLS)
    build, tools = tmp_path / "build", tmp_path / "tools.cmake"
    options = [f"-DCMAKE_TOOLCHAIN_FILE={tools}", "-DATBIND_DIALECTS=quectel"]
    run("cmake", "-S", HOME, "-B", build, *options)
    run("cmake", "--build", build, "--parallel", "2")
    run("cmake", "--install", build, "--prefix", tmp_path / "prefix")
    libraries = {file.name for file in (tmp_path / "prefix").rglob("*.a")}
    assert libraries == {"libatbind_runtime.a", "libatbind_cellular.a", "libatbind_quectel.a"}


def pkg_config(prefix, *what) -> list[str]:
    said = run("pkg-config", *what, "atbind-quectel", PKG_CONFIG_PATH=prefix / "lib" / "pkgconfig")
    return said.split()


def test_pkg_config_finds_it(tmp_path, installed):
    folder = write(tmp_path, Makefile=readme_block("make", "pkg-config"), main_c=PROGRAM)
    run("make", "firmware.elf", cwd=folder, PKG_CONFIG_PATH=installed / "lib" / "pkgconfig")
    assert run(folder / "firmware.elf") == SAYS
    assert_small(folder / "firmware.elf")


def test_an_installed_tree_may_be_moved(tmp_path, installed):
    moved = tmp_path / "else where"
    run("cp", "-r", installed, moved)
    flags = " ".join(pkg_config(moved, "--cflags", "--libs"))
    assert str(moved).replace(" ", "\\ ") in flags
    assert str(installed) not in flags
    folder = write(tmp_path, Makefile=readme_block("make", "pkg-config"), main_c=PROGRAM)
    run("make", "firmware.elf", cwd=folder, PKG_CONFIG_PATH=moved / "lib" / "pkgconfig")
    assert run(folder / "firmware.elf") == SAYS
