# SPDX-License-Identifier: MIT
"""What tables call secret: the rows of a record's list, and what it could not hide."""

import pytest

from atbind.build.spec import load
from atbind.places import SPEC
from atbind.tables.mistakes import Mistakes

OF_ALL = {"+CGAUTH:": 12, "+CGAUTH=": 12, "+CLCK=": 4, "+CPIN=": 3, "+CPWD=": 6}
OF_ONE = {
    "quectel": {"+QICSGP:": 12, "+QICSGP=": 24},
    "simcom": {},
    "fibocom": {"+MIPCALL=": 12},
    "onemo": {},
}


def secrets(dialect) -> dict[str, int]:
    return {secret.keyword: secret.fields for secret in dialect.secrets}


@pytest.fixture
def with_login(login):
    """Quectel's tables, with a login that is written so."""
    return lambda command: load(SPEC, "quectel", [login(command)])[0]


@pytest.mark.parametrize("name", OF_ONE)
def test_each_dialect_has_its_own_and_those_of_the_chapter(name):
    assert secrets(load(SPEC, name)[0]) == {**OF_ALL, **OF_ONE[name]}


def test_a_selection_keeps_those_of_commands_that_it_leaves_out(tmp_path, atbind):
    """They may still be sent as raw command lines."""
    wanted = tmp_path / "wanted.txt"
    wanted.write_text("quectel_qiopen\n")
    done = atbind(
        "generate", "--dialect", "quectel", "--only", wanted, "--output", tmp_path / "out"
    )
    assert done.returncode == 0, done.stderr
    header = (tmp_path / "out/quectel/quectel.h").read_text()
    assert '{"+QICSGP=", 0x18}' in header and '{"+CPIN=", 0x03}' in header


def test_show_says_which_they_are(atbind):
    told = atbind("show", "--dialect", "quectel", "+QICSGP").stdout
    masked = [line.split()[0] for line in told.splitlines() if "masked in records" in line]
    assert set(masked) == {"<username>", "<password>"}


def test_those_of_an_overlay_stand_beside_them(with_login):
    known = secrets(with_login("AT+QMTCONN=<client>[,<user>,<word>]"))
    assert known["+QMTCONN="] == 6 and known["+QICSGP="] == 24


@pytest.mark.parametrize(
    "command, told",
    [
        ("AT+QMTCONNWITHALONGNAME=<client>,<user>,<word>", "keywords of up to 16 characters"),
        ("AT+QMTCONN=1,1,1,1,1,1,1,<client>,<user>,<word>", "a record hides the first 8"),
    ],
)
def test_what_a_record_could_not_hide_is_a_mistake(with_login, command, told):
    with pytest.raises(Mistakes) as caught:
        with_login(command)
    assert told in str(caught.value) and "login.yaml:11" in str(caught.value)
