# SPDX-License-Identifier: MIT
"""The ports' page: its unit test, as it stands there, passes, and its 155 s take no time."""

import re
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent.parent
PAGE = (HOME / "runtime" / "port" / "README.md").read_text()
REFUSED = "+QIOPEN: 0,566"


@pytest.fixture
def passes(examples, tmp_path):
    """Whether the page's test does, with another answer of the modem if one is given."""
    (code,) = (
        text for text in re.findall(r"```c\n(.*?)```", PAGE, re.DOTALL) if "struct fake" in text
    )
    (name,) = re.findall(r"^bool (\w+)\(void\)", code, re.MULTILINE)

    def run(answer: str = REFUSED) -> bool:
        assert REFUSED in code
        source = code.replace(REFUSED, answer) + f"int main(void) {{ return !{name}(); }}\n"
        (tmp_path / "unit.c").write_text(source)
        folders = ["runtime", "generated/quectel", "generated/cellular"]
        built = examples.parent
        libraries = [built / f"libatbind_{each}.a" for each in ("quectel", "cellular")]
        libraries += [built / "runtime" / "libatbind_runtime.a"]
        command = ["cc", "-std=c11", "-Wall", "-Wextra", "-Werror"]
        command += [*(f"-I{HOME / folder}" for folder in folders), "-o", tmp_path / "unit"]
        command += [tmp_path / "unit.c", "-Wl,--start-group", *libraries, "-Wl,--end-group"]
        subprocess.run(command, check=True)
        return subprocess.run([tmp_path / "unit"], timeout=10).returncode == 0

    return run


def test_it_passes(passes):
    assert passes()


@pytest.mark.parametrize("answer", ["+QIOPEN: 0,565", "+QIOPEN: 0,0", ""])
def test_it_fails_where_the_modem_says_something_else(passes, answer):
    """With no answer, too: the time limit is over at once."""
    assert not passes(answer)
