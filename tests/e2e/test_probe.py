# SPDX-License-Identifier: MIT
"""`atbind probe`: asks a modem every =? of the tables, and writes an overlay of what differs."""

import subprocess
import threading

import pytest
from atbind.build.spec import load
from atbind.probe.overlay import Writer
from atbind.probe.questions import Differs, Identity, identity
from atbind.probe.ranges import Printed, printed, same
from atbind.tables.errors import Problem

NARROW = """\
overlay: quectel
change:
  parameters:
    connectID: {range: 0..5}
    access_mode: {values: {0: buffer, 2: transparent}}
remove:
  commands: [+QNTP]
"""


@pytest.fixture
def probe(home):
    def run(device, dialect: str, *options):
        return subprocess.run(
            [home / "generator/atbind", "probe", "--dialect", dialect, "--device", device]
            + list(options),
            capture_output=True,
            text=True,
        )

    return run


def test_a_modem_of_the_tables_differs_in_nothing(modem, probe):
    done = probe(modem("quectel").device, "quectel")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "Quectel EC20F EC20CEFAGR06A05M4G: 0 differences from the tables of quectel\n"
    )


def test_what_differs_becomes_an_overlay_that_says_the_same(home, tmp_path, modem, probe):
    narrow, made = tmp_path / "narrow.yaml", tmp_path / "probed.yaml"
    narrow.write_text(NARROW)
    done = probe(modem("quectel", "--overlay", str(narrow)).device, "quectel", "--output", made)
    assert done.returncode == 1, done.stderr
    assert "  +QIOPEN <connectID>: the modem says 0..5\n" in done.stdout
    assert "  AT+QNTP=?: refused\n" in done.stdout
    ids = {form.id: form for form in load(home / "spec", "quectel", [made])[0].forms}
    opening = {p.name: p for p in ids["quectel_qiopen"].parameters}
    assert opening["connectID"].maximum == 5
    assert opening["access_mode"].values == {0: "buffer", 2: "transparent"}
    assert "quectel_qntp_test" not in ids and "quectel_qntp" in ids
    assert "it may lack +QNTP altogether" in made.read_text()


def test_a_model_of_the_tables_agrees_with_its_own_rows(modem, probe):
    device = modem("onemo", "--model", "MN316A").device
    assert probe(device, "onemo", "--model", "MN316A").returncode == 0
    against_all = probe(device, "onemo")
    assert against_all.returncode == 1
    assert "  +MIPOPEN <connect_id>: the modem says 0..3\n" in against_all.stdout


def test_in_a_dialect_with_models_it_becomes_a_firmware_of_one(home, tmp_path, modem, probe):
    made = tmp_path / "probed.yaml"
    device = modem("onemo", "--model", "MN316A").device
    done = probe(device, "onemo", "--model", "MN316", "--output", made)
    assert done.returncode == 1, done.stderr
    dialect = load(home / "spec", "onemo", [made])[0]
    firmware = dialect.models[-1]
    assert (firmware.name, firmware.like) == ("MN316A-1.0.0", "MN316")
    opening = next(f for f in dialect.forms if f.id == "onemo_mipopen")
    assert opening.parameters[0].models[firmware.name].maximum == 3


@pytest.mark.parametrize(
    "dialect, model", [("onemo", "MN316"), ("onemo", "ML302S"), ("fibocom", "MC66x")]
)
def test_a_modem_is_of_the_model_that_was_asked_for(host, dialect, model):
    """Its revision was that of the model it usually is."""
    one = host(dialect, "--model", model)
    assert one.ask("AT+CGMM").split() == [model, "OK"]
    assert one.ask("AT+GMM").split() == [model, "OK"]
    assert one.ask("AT+CGMR").split() == [f"{model}_1.0.0", "OK"]
    assert one.ask("AT+GMR").split() == [f"{model}_1.0.0", "OK"]
    assert one.ask("ATI").split()[1:] == [model, "Revision:", f"{model}_1.0.0", "OK"]


def test_a_name_that_was_asked_for_has_no_other_models_revision(host):
    assert "A7670_1.0.0" in host("simcom", "--model-name", "A7670").ask("AT+SIMCOMATI")
    assert "EC25_1.0.0" in host("quectel", "--model-name", "EC25").ask("AT+CGMR")
    own = host("quectel", "--model-name", "EC25", "--revision", "EC25AFAR05")
    assert own.ask("AT+CGMR").split() == ["EC25AFAR05", "OK"]


def test_a_name_before_the_answer_is_no_part_of_it():
    class Told:
        said = {"AT+CGMM": ['+CGMM: "SIM7600E"'], "AT+CGMR": ["+CGMR: LE11B12SIM7600"]}

        def ask(self, line):
            return self.said.get(line, []), True

    assert identity(Told()).text == "SIM7600E LE11B12SIM7600"


def test_firmware_that_names_its_model_alone_is_none_of_the_tables(home):
    dialect = load(home / "spec", "onemo")[0]
    assert Writer(dialect, Identity(model="MN316"), None).name == "MN316-probed"
    assert Writer(dialect, Identity(), "MN316").name == "probed"


@pytest.mark.parametrize(
    "dialect,said,model",
    [
        ("fibocom", "L610-CN-00-00", "L61x"),
        ("fibocom", "NL668-AM-00", "NL668-AM"),
        ("fibocom", "NL668-EU", "NL66x"),
        ("onemo", "ML307R-DC", "ML307R"),
        ("onemo", "MN316-S-DLVS", "MN316-S"),
    ],
)
def test_a_module_is_of_the_series_or_the_model_that_its_name_begins_with(
    home, dialect, said, model
):
    writer = Writer(load(home / "spec", dialect)[0], Identity(model=said, revision="r1"), None)
    assert writer.tree["add"]["models"]["r1"] == {"like": model}


@pytest.mark.parametrize("said", ["", "L6100", "MN3160", "EC25"])
def test_a_module_of_no_series_wants_a_model(home, said):
    with pytest.raises(Problem, match="say with --model which one it is like"):
        Writer(load(home / "spec", "fibocom")[0], Identity(model=said, revision="r1"), None)


def test_a_device_that_is_none(probe, tmp_path):
    done = probe(tmp_path / "nowhere", "quectel")
    assert done.returncode == 2 and "no such device, and no HOST:PORT" in done.stderr


def test_a_modem_that_says_nothing(probe):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept(), daemon=True).start()
        done = probe(f"127.0.0.1:{server.getsockname()[1]}", "quectel")
    assert done.returncode == 2 and "no answer to ATE0; is it the AT port?" in done.stderr


@pytest.mark.parametrize(
    "text, found",
    [
        ("0-11", Printed((0, 11))),
        ("0,2,5", Printed(values=(0, 2, 5))),
        ("1-3,7", Printed(values=(1, 2, 3, 7))),
        ('"TCP","UDP"', Printed(values=("TCP", "UDP"))),
        ("7", Printed(values=(7,))),
        ("", None),
        ("any", None),
        ("0,2-4294967295", None),
    ],
)
def test_what_firmware_prints_in_brackets(text, found):
    assert printed(text) == found


@pytest.mark.parametrize(
    "name, text, remark",
    [
        ("connectID", '"TCP","UDP"', "['TCP', 'UDP']; the table has 0..11"),
        ("access_mode", "0-4294967295", "0..4294967295; the table has 0..2"),
    ],
)
def test_what_no_row_can_say_is_a_remark(home, name, text, remark):
    quectel = load(home / "spec", "quectel")[0]
    form = next(form for form in quectel.forms if form.id == "quectel_qiopen")
    parameter = next(p for p in form.parameters if p.name == name)
    said = printed(text)
    assert not same(parameter, said)
    overlay = Writer(quectel, Identity(), None).text([Differs(form, parameter, said)])
    assert f"# +QIOPEN <{name}>: the modem says {remark}\n" in overlay
    assert "change:" not in overlay
