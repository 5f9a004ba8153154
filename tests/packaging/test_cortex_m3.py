# SPDX-License-Identifier: MIT
"""The bare-metal program on an emulated Cortex-M3 with interrupts; the same for RISC-V."""

from user_project import HOME, run


def test_the_firmware_speaks_through_the_modem():
    said = run(HOME / "examples/cortex-m3/run")
    assert "all messages, no byte lost\n" in said and ", 0 of them wrong\n" in said
    assert said.endswith("It works.\n")


def test_the_program_compiles_for_rv32imac(tmp_path):
    cross = "CROSS=riscv64-unknown-elf-"
    folder = HOME / "examples/cortex-m3"
    run("make", "-s", "-j2", "-C", folder, f"BUILD={tmp_path}", cross, "objects")
    kind = run("riscv64-unknown-elf-readelf", "-h", tmp_path / "main.o")
    assert "ELF32" in kind and "RISC-V" in kind
