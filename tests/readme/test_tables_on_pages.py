# SPDX-License-Identifier: MIT
"""A table on a page is whole: alone in its dialect's folder, the tables have no mistake."""

import re
import shutil
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent


def test_sockets_table(atbind, tmp_path):
    page = (HOME / "runtime/SOCKETS.md").read_text()
    (table,) = re.findall(r"^```yaml\n(sockets:\n.*?)^```", page, re.MULTILINE | re.DOTALL)
    for folder in ("common", "quectel"):
        shutil.copytree(HOME / "spec" / folder, tmp_path / folder)
    (tmp_path / "quectel/sockets.yaml").write_text(table)
    done = atbind("check", "--spec", tmp_path, "--dialect", "quectel")
    assert done.returncode == 0, done.stderr
