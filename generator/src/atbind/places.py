# SPDX-License-Identifier: MIT
"""Where things lie. In a checkout: beside the generator. In an installed package, which carries
copies of tables, runtime and generated C: in its folder `data`, laid out like a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
INSTALLED = (_PACKAGE / "data").is_dir()
HOME = _PACKAGE / "data" if INSTALLED else _PACKAGE.parents[2]

SPEC = HOME / "spec"
COMMON = SPEC / "common"
SCHEMA = SPEC / "schema.json"
RUNTIME = HOME / "runtime"
PORTS = RUNTIME / "port"
GENERATED = HOME / "generated"
GLUE = HOME / "generator" / "native"
# Where `generate` writes unless told otherwise: never into an installed package.
OUTPUT = Path("generated") if INSTALLED else GENERATED


def ports() -> list[str]:
    """What the runtime has a port for: posix, zephyr, …"""
    return sorted({path.stem.removeprefix("atb_") for path in PORTS.glob("atb_*.*")})
