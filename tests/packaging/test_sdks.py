# SPDX-License-Identifier: MIT
"""Zephyr, ESP-IDF and FreeRTOS. They are no Debian packages, so stubs/ and examples/rtos have
what the ports need of their APIs, with the real signatures; TX is wired to RX: the
ports are compiled and run against that; the sources that the Kconfig selects are compiled; the
manifests are checked. Stubbed are: the kernel, the drivers, the SDKs' CMake functions."""

import re
from pathlib import Path

import pytest
import yaml

from user_project import HOME, run, write

STUBS = Path(__file__).parent / "stubs"
RTOS = HOME / "examples" / "rtos" / "freertos"
WARNINGS = "-std=gnu11 -Wall -Wextra -Wconversion -Werror -fsanitize=address,undefined".split()
SDKS = {
    "zephyr": (STUBS / "zephyr/include", STUBS / "zephyr/fake.c"),
    "esp_idf": (STUBS / "esp_idf/include", STUBS / "esp_idf/fake.c"),
    "freertos": (RTOS, RTOS / "freertos_posix.c"),
}
SAYS = {
    "zephyr": "700 bytes out and back, 0 lost, right\n",
    "esp_idf": "700 bytes out and back, right\n",
    "freertos": "700 bytes out and back, 0 lost, then 188, right\n",
}


@pytest.mark.parametrize("sdk", SDKS)
def test_the_port_carries_bytes(tmp_path, sdk):
    include, kernel = SDKS[sdk]
    includes = [f"-I{include}", f"-I{HOME}/runtime", f"-I{HOME}/runtime/port"]
    sources = [HOME / f"runtime/port/atb_{sdk}.c", kernel, STUBS / sdk / "program.c"]
    run("cc", *WARNINGS, *includes, *sources, "-pthread", "-o", tmp_path / "program")
    assert run(tmp_path / "program") == SAYS[sdk]


# The SDKs' CMake functions, as real ones that make a library of what they are given.
ZEPHYR = f"""
cmake_minimum_required(VERSION 3.20)
project(stub LANGUAGES C)
function(zephyr_library_named name)
    add_library(${{name}} STATIC)
    target_include_directories(${{name}} PUBLIC {STUBS}/zephyr/include)
    set(ZEPHYR_LIBRARY ${{name}} PARENT_SCOPE)
endfunction()
function(zephyr_library_sources)
    target_sources(${{ZEPHYR_LIBRARY}} PRIVATE ${{ARGN}})
endfunction()
function(zephyr_include_directories)
    target_include_directories(atbind PUBLIC ${{ARGN}})
endfunction()
function(zephyr_system_include_directories)
    target_include_directories(atbind SYSTEM PUBLIC ${{ARGN}})
endfunction()
function(zephyr_compile_definitions)
    target_compile_definitions(atbind PUBLIC ${{ARGN}})
endfunction()
add_subdirectory({HOME}/zephyr atbind)
"""
ESP_IDF = f"""
cmake_minimum_required(VERSION 3.20)
project(stub LANGUAGES C)
function(idf_component_register)
    cmake_parse_arguments(ARG "" "" "SRCS;INCLUDE_DIRS;REQUIRES" ${{ARGN}})
    set(COMPONENT_LIB __idf_atbind PARENT_SCOPE)
    message(STATUS "requires: ${{ARG_REQUIRES}}")
    add_library(__idf_atbind STATIC ${{ARG_SRCS}})
    target_include_directories(__idf_atbind PUBLIC ${{ARG_INCLUDE_DIRS}} {STUBS}/esp_idf/include)
endfunction()
set(ESP_PLATFORM 1)
set(IDF_VERSION_MAJOR 5)
set(IDF_VERSION_MINOR 2)
add_subdirectory({HOME} atbind)
"""


@pytest.mark.parametrize("major, minor, uart", [(5, 2, "driver"), (6, 0, "esp_driver_uart")])
def test_esp_idf_is_asked_for_the_uart_under_its_versions_name(tmp_path, major, minor, uart):
    stub = ESP_IDF.replace("MAJOR 5", f"MAJOR {major}").replace("MINOR 2", f"MINOR {minor}")
    folder = write(tmp_path, CMakeLists_txt=stub)
    told = run("cmake", "-S", folder, "-B", folder / "build", "-DCONFIG_ATBIND_ONEMO=y")
    assert f"requires: {uart};esp_timer\n" in told


@pytest.mark.parametrize("stub", [ZEPHYR, ESP_IDF], ids=["zephyr", "esp_idf"])
def test_what_the_kconfig_selects_is_built(tmp_path, stub):
    folder = write(tmp_path, CMakeLists_txt=stub)
    selected = ["-DCONFIG_ATBIND=y", "-DCONFIG_ATBIND_PORT_ZEPHYR=y", "-DCONFIG_ATBIND_ONEMO=y"]
    run("cmake", "-S", folder, "-B", folder / "build", *selected)
    run("cmake", "--build", folder / "build", "--parallel", "2")
    (library,) = (folder / "build").rglob("lib*atbind.a")
    members = run("ar", "t", library)
    assert "onemo_forms.c" in members and "atb_receive.c" in members
    assert "quectel" not in members and "_names" not in members
    assert "atb_zephyr.c" in members or "atb_esp_idf.c" in members


@pytest.mark.parametrize(
    "stub, library", [(ZEPHYR, "atbind"), (ESP_IDF, "__idf_atbind")], ids=["zephyr", "esp_idf"]
)
def test_a_mistake_is_told_in_few_lines(tmp_path, stub, library):
    mistake = "int n(struct quectel *m) { return quectel_qiact(m, 17); }\n"
    link = f"add_library(user main.c)\ntarget_link_libraries(user {library})\n"
    folder = write(tmp_path, CMakeLists_txt=stub + link, main_c='#include "quectel.h"\n' + mistake)
    selected = ["-DCONFIG_ATBIND=y", "-DCONFIG_ATBIND_QUECTEL=y"]
    run("cmake", "-S", folder, "-B", folder / "build", *selected)
    said = run("cmake", "--build", folder / "build", "--target", "user/fast", ok=False)
    assert "AT+QIACT <contextID>: 1 to 16" in said and "atb_call.h" not in said


def test_zephyr_module_follows_its_schema():
    module = yaml.safe_load((HOME / "zephyr/module.yml").read_text())
    assert set(module) == {"name", "build"} and set(module["build"]) == {"cmake", "kconfig"}
    assert (HOME / module["build"]["cmake"] / "CMakeLists.txt").is_file()
    assert (HOME / module["build"]["kconfig"]).is_file()


def test_idf_component_follows_its_schema():
    component = yaml.safe_load((HOME / "idf_component.yml").read_text())
    known = {
        "version",
        "description",
        "license",
        "tags",
        "dependencies",
        "files",
        "url",
        "examples",
    }
    assert set(component) <= known
    assert re.fullmatch(r"\d+\.\d+\.\d+", component["version"])
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{3,32}", tag) for tag in component["tags"])


def test_every_dialect_can_be_selected():
    kconfig = (HOME / "Kconfig").read_text()
    selected = (HOME / "cmake/Selected.cmake").read_text()
    meson = (HOME / "meson_options.txt").read_text()
    for folder in (HOME / "spec").iterdir():
        if (folder / "dialect.yaml").is_file():
            name = folder.name.upper()
            assert f"config ATBIND_{name}\n" in kconfig and name in selected
            assert f"'{folder.name}'" in meson
