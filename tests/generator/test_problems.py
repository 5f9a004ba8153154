# SPDX-License-Identifier: MIT
"""What cannot be done is said in one line, with what would be right, and ends with exit code 2."""

import pytest

FILES = {
    "said.txt": "> AT\n< OK\nand then\n",
    "set.txt": "# set: access_mode\n",
    "over.yaml": "overlay: quectel\n",
    "own.py": "class Mine:\n    pass\n",
}
QUECTEL, FIBOCOM = "--dialect quectel", "--dialect fibocom"
LISTEN = f"simulate {QUECTEL} --listen 127.0.0.1:0 --behaviour"

# the command: what it says
SAID = {
    "generate --overlay over.yaml": (
        "with --overlay or --only, give --output DIR: generated/ is the whole tables'"
    ),
    "check --spec nowhere": "nowhere: no such folder",
    "diff nowhere HEAD": "nowhere: neither a folder nor a revision of {home}",
    "diff HEAD HEAD --dialect nope": "neither has a dialect nope",
    f"decode {QUECTEL} --set access_mode said.txt": (
        "access_mode: a setting is stated as NAME=NUMBER or NAME.ELEMENT=NUMBER"
    ),
    f"decode {QUECTEL} --set access_mode.0=2147483648 said.txt": (
        "access_mode.0=2147483648: a number has at most 31 bits"
    ),
    f"decode {QUECTEL} --set nothing=1 said.txt": (
        "nothing=1: the dialect has no setting of that name"
    ),
    f"decode {QUECTEL} --set access_mode=1 said.txt": (
        "access_mode=1: access_mode has elements; write access_mode.0=1 of the first"
    ),
    f"decode {QUECTEL} --set access_mode.99=1 said.txt": (
        "access_mode.99=1: access_mode has no element 99; without any: access_mode=1"
    ),
    f"decode {FIBOCOM} --set IPRFMT.2=1 said.txt": (
        "IPRFMT.2=1: IPRFMT has no element 2; without any: IPRFMT=1"
    ),
    f"decode {QUECTEL} --transcript said.txt": (
        "said.txt:3: a line begins with '> ', '>> ', '< ', '<< ' or '#'; a log's: --sent MARK"
    ),
    f"decode {QUECTEL} --transcript set.txt": (
        "set.txt:1: a setting is stated as '# set: NAME=VALUE'"
    ),
    f"decode {QUECTEL} --follow --baud 12345 /dev/ptmx": (
        "12345 baud: this system does not know that rate"
    ),
    f"probe {QUECTEL} --device nowhere": "nowhere: no such device, and no HOST:PORT",
    f"{LISTEN} own.py": (
        "own.py: has no class of a modem; write `class Mine(Modem):`, with a method do_<form> "
        "for each form whose answer the tables cannot say"
    ),
    f"{LISTEN} none.py": "none.py: no such Python file",
}


@pytest.mark.parametrize("command", SAID)
def test_a_command_that_cannot_be_carried_out(atbind, home, tmp_path, command):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    done = atbind(*command.split(), cwd=tmp_path, timeout=60)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"atbind: {SAID[command].format(home=home)}"
