# SPDX-License-Identifier: MIT
"""The package carries what a checkout has beside the generator: tables, runtime, generated C."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CHECKOUT = Path(__file__).resolve().parent.parent
CARRIED = ["spec", "runtime", "generated", "generator/native"]


class BuildWithData(build_py):
    """Copies the carried folders into atbind/data, laid out like a checkout."""

    def run(self) -> None:
        super().run()
        data = Path(self.build_lib) / "atbind" / "data"
        shutil.rmtree(data, ignore_errors=True)
        for folder in CARRIED:
            shutil.copytree(CHECKOUT / folder, data / folder)


setup(cmdclass={"build_py": BuildWithData})
