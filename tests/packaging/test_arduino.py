# SPDX-License-Identifier: MIT
"""Arduino's library, compiled with Debian's core for AVR (16-bit int); PlatformIO's manifest."""

import json
import re
from pathlib import Path

import pytest

from user_project import HOME, run

CORE = Path("/usr/share/arduino/hardware/arduino/avr")
FLAGS = ["-mmcu=atmega2560", "-DF_CPU=16000000L", "-DARDUINO=10819", "-Os", "-Wall", "-Wextra"]
STRICT = [*FLAGS, "-Wconversion"]  # an int has 16 bits here
INCLUDES = [f"-I{CORE}/cores/arduino", f"-I{CORE}/variants/mega"]


def test_the_library_and_its_sketch_compile_for_an_avr(tmp_path):
    library = tmp_path / "atbind"
    run(HOME / "examples/arduino/make_library", library, "quectel", "simcom")
    source = library / "src"
    c_files, cpp_files = sorted(source.glob("*.c")), sorted(source.glob("*.cpp"))
    assert len(c_files) > 15 and len(cpp_files) == 1
    for file in c_files:
        said = run(
            "avr-gcc", *STRICT, "-std=gnu11", f"-I{source}", "-c", file, "-o", tmp_path / "x.o"
        )
        assert said == "", said
    sketch = tmp_path / "hello.cpp"
    text = (library / "examples/hello/hello.ino").read_text()
    sketch.write_text("#include <Arduino.h>\n" + text)
    for file in [*cpp_files, sketch]:
        said = run(
            *["avr-g++", *STRICT, "-std=gnu++11", "-fno-exceptions", *INCLUDES, f"-I{source}"],
            *["-c", file, "-o", tmp_path / "x.o"],
        )
        assert not re.search(r"atbind/src|hello", said), said


def test_the_port_carries_bytes_through_streams_of_both_kinds(tmp_path):
    stubs = HOME / "tests/packaging/stubs/arduino"
    strict = "-std=gnu++11 -DARDUINO=10819 -Wall -Wextra -Werror -fsanitize=address,undefined"
    includes = [f"-I{stubs}/include", f"-I{HOME}/runtime", f"-I{HOME}/runtime/port"]
    sources = [HOME / "runtime/port/atb_arduino.cpp", stubs / "program.cpp"]
    run("g++", *strict.split(), *includes, *sources, "-o", tmp_path / "program")
    assert run(tmp_path / "program") == "700 bytes out and back, twice, right\n"


def test_bare_metal_counts_its_rings_in_one_go():
    """A counter of two bytes, read while an interrupt writes it, has a half of each."""
    port = HOME / "examples/bare_metal/port.c"
    compiler = ["avr-gcc", *STRICT, "-std=c11", f"-I{HOME / 'runtime'}", "-S", port, "-o", "-"]
    code = run(*compiler)
    assert not re.search(r"(received|to_send)\+\d+\+1", code), "a counter's second byte"
    assert "256 at most" in run(*compiler, "-DRING=512u", ok=False)


def eight_bits(compiler: list, output: Path) -> None:
    """The program of eight_bits.c."""
    source = [HOME / "tests/packaging/eight_bits.c", *sorted((HOME / "runtime").glob("*.c"))]
    parts = [HOME / "generated" / part for part in ("quectel", "cellular")]
    for part in parts:
        source += [
            part / f"{part.name}_{name}.c" for name in ("forms", "lines", "scanner", "plain")
        ]
    includes = [f"-I{folder}" for folder in (HOME / "runtime", *parts)]
    run(*compiler, "-Wno-packed-not-aligned", *includes, *source, "-o", output)


def test_a_sketch_calls_the_examples_that_are_to_be_copied(tmp_path):
    folders = ["runtime", "generated/cellular", "generated/quectel", "examples"]
    sketch = tmp_path / "sketch.cpp"
    sketch.write_text(
        '#include "sensor.h"\n#include "bare_metal/port.h"\n'
        "void loop() { sensor_tick(nullptr); (void)port_lost_bytes(); }\n"
    )
    includes = [f"-I{HOME / folder}" for folder in folders]
    run("g++", "-std=c++11", *includes, "-c", sketch, "-o", tmp_path / "sketch.o")
    wants = set(re.findall(r" U (\w+)$", run("nm", tmp_path / "sketch.o"), re.M))
    assert {"sensor_tick", "port_lost_bytes"} <= wants, wants


def test_structs_without_gaps_are_read_right(tmp_path):
    packed = ["gcc", "-std=c11", "-g", "-fpack-struct=1", "-fsanitize=address"]
    eight_bits(packed, tmp_path / "packed")
    assert run(tmp_path / "packed") == "right\n"


def test_an_avr_reads_them_right(tmp_path):
    sections = ["-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections"]
    eight_bits(["avr-gcc", *FLAGS, "-std=gnu11", *sections], tmp_path / "mega.elf")
    simulator = ["timeout", "60", "simavr", "-m", "atmega2560", "-f", "16000000"]
    assert "right" in run(*simulator, tmp_path / "mega.elf")


def test_a_library_of_other_dialects_names_what_it_has(tmp_path):
    library = tmp_path / "atbind"
    run(HOME / "examples/arduino/make_library", library, "simcom", "onemo")
    properties = (library / "library.properties").read_text()
    assert "\nincludes=simcom.h,onemo.h,atb_arduino.h\n" in properties
    assert not list(library.rglob("*.ino"))  # a sketch with calls of Quectel
    first = HOME / "generated/simcom/atb_modem.h"
    assert (library / "src/atb_modem.h").read_text() == first.read_text()


def test_a_folder_that_exists_is_left_alone(tmp_path):
    assert "exists already" in run(HOME / "examples/arduino/make_library", tmp_path, ok=False)


def test_an_unknown_dialect_is_named(tmp_path):
    said = run(HOME / "examples/arduino/make_library", tmp_path / "x", "nokia", ok=False)
    assert "no dialect 'nokia'" in said and not (tmp_path / "x").exists()


def properties() -> dict[str, str]:
    lines = (HOME / "library.properties").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


# As Arduino's library specification has them.
REQUIRED = "name version author maintainer sentence paragraph category url architectures".split()
CATEGORIES = ["Display", "Communication", "Signal Input/Output", "Sensors", "Device Control"]


def test_library_properties_follow_arduinos_specification():
    given = properties()
    assert set(REQUIRED) <= set(given) and given["category"] in CATEGORIES
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}", given["name"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", given["version"])


def matched(patterns: list[str]) -> set[Path]:
    """The files that PlatformIO's source filter selects."""
    chosen: set[Path] = set()
    for pattern in patterns:
        sign, glob = re.fullmatch(r"([+-])<(.*)>", pattern).groups()
        files = set(HOME.glob(glob)) if glob != "*" else chosen
        chosen = chosen | files if sign == "+" else chosen - files
    return chosen


def test_platformio_compiles_what_the_others_compile():
    build = json.loads((HOME / "library.json").read_text())["build"]
    wanted = {*HOME.glob("runtime/*.c"), *HOME.glob("generated/*/*.c")}
    wanted -= set(HOME.glob("generated/*/*_names.c"))
    assert matched(build["srcFilter"]) == wanted | {HOME / "runtime/port/atb_arduino.cpp"}
    included = {flag[2:] for flag in build["flags"] if flag.startswith("-I")}
    generated = {str(f.relative_to(HOME)) for f in HOME.glob("generated/*") if f.is_dir()}
    assert included == generated | {"runtime/port"}


def test_platformio_compiles_the_sketch_that_it_lists(tmp_path):
    given = json.loads((HOME / "library.json").read_text())
    build = given["build"]
    flags = [flag for flag in build["flags"] if flag.startswith("-I")]
    includes = [f"-I{HOME / build['includeDir']}", *(f"-I{HOME / flag[2:]}" for flag in flags)]
    example = given["examples"][0]
    sketch = tmp_path / "sketch.cpp"
    name = example["files"][0]
    sketch.write_text("#include <Arduino.h>\n" + (HOME / example["base"] / name).read_text())
    for file in [sketch, *(f for f in matched(build["srcFilter"]) if f.suffix == ".cpp")]:
        run(
            *["avr-g++", *FLAGS, "-std=gnu++11", *INCLUDES, *includes, "-c", file, "-o", "x.o"],
            cwd=tmp_path,
        )


def test_without_arduino_its_port_is_empty(tmp_path):
    """PlatformIO compiles the same files under every framework."""
    run("g++", "-c", HOME / "runtime/port/atb_arduino.cpp", "-o", tmp_path / "x.o")
    assert run("nm", tmp_path / "x.o") == ""


# The published schema's rules for the fields used here.
def test_library_json_follows_platformios_schema():
    given = json.loads((HOME / "library.json").read_text())
    assert re.fullmatch(r"[^:;/,@<>]{1,100}", given["name"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", given["version"])
    assert {"description", "keywords", "license", "frameworks", "platforms", "build"} <= set(given)
    known = "extraScript flags unflags includeDir srcDir srcFilter libArchive libLDFMode libCompatMode builder"
    assert set(given["build"]) <= set(known.split())
    for example in given["examples"]:
        assert all((HOME / example["base"] / name).is_file() for name in example["files"])


@pytest.mark.parametrize(
    "manifest", ["library.json", "library.properties", "meson.build", "idf_component.yml"]
)
def test_every_manifest_has_cmakes_version(manifest):
    version = re.search(r"project\(atbind VERSION (\S+)", (HOME / "CMakeLists.txt").read_text())[1]
    said = re.search(r"version\W+([\d.]+\d)", (HOME / manifest).read_text())[1]
    assert said == version
