# SPDX-License-Identifier: MIT
"""The command itself: help, exit codes, errors in one line, what is written and what is not."""

import json
import os
import shutil
import signal
import subprocess

import pytest

VERBS = (
    "generate",
    "check",
    "export",
    "explain",
    "decode",
    "diff",
    "simulate",
    "show",
    "site",
    "fuzz",
    "probe",
    "record",
)


@pytest.fixture
def tables(home, tmp_path):
    """A copy of the Quectel tables, to be changed."""
    spec = tmp_path / "spec"
    for name in ("quectel", "common"):
        shutil.copytree(home / "spec" / name, spec / name)
    return spec


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_examples_and_exit_codes(atbind, verb):
    done = atbind(verb, "--help")
    assert done.returncode == 0
    assert f"atbind {verb}" in done.stdout and "examples:" in done.stdout
    assert "exit code:" in done.stdout


def test_it_runs_from_any_folder(atbind, tmp_path):
    done = atbind("check", "--dialect", "quectel", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith("quectel: ")


def test_it_runs_through_a_symbolic_link(home, tmp_path):
    os.symlink(home / "generator" / "atbind", tmp_path / "at")
    done = subprocess.run([tmp_path / "at", "--version"], capture_output=True, check=False)
    assert done.returncode == 0


def test_another_python_without_the_packages_finds_the_systems(home):
    bare = ["/usr/bin/python3", "-S", "-I", home / "generator" / "atbind", "--version"]
    done = subprocess.run(bare, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "apt-get install python3-jinja2 python3-yaml python3-jsonschema" in done.stderr


@pytest.mark.parametrize(
    "arguments, told",
    [
        ("", "write the generated C from the tables"),
        ("nonsense", "no verb nonsense; known: generate, check, "),
        ("shwo +QIOPEN", "no verb shwo; did you mean show?"),
        ("explane", "no verb explane; did you mean explain?"),
        ("help", "no verb help; did you mean --help?"),
        ("version", "no verb version; did you mean --version?"),
        ("--dialect quectel check", "--dialect stands behind its verb: atbind VERB --dialect"),
        ("explain", "are required: --dialect"),
        ("diff one", "are required: NEW"),
    ],
)
def test_wrong_usage_is_exit_code_2(atbind, arguments, told):
    done = atbind(*arguments.split())
    assert done.returncode == 2 and told in done.stderr


@pytest.mark.parametrize(
    "arguments, told",
    [
        ("--dialect nokia --pty modem", "no dialect nokia in "),
        ("--dialect onemo --model X9 --pty modem", "onemo has no model X9; known: MN316, "),
        ("--dialect quectel --pty no/such/folder/modem", "no/such/folder/modem: cannot be made: "),
        ("--dialect quectel --pty modem --names no-such-file", "no-such-file: cannot be read: "),
        (
            "--dialect quectel --pty modem --names /bin/true",
            "/bin/true:1: a byte here is not UTF-8",
        ),
        ("--dialect quectel --listen 7000", "--listen: HOST:PORT, for example 127.0.0.1:7000"),
        ("--dialect quectel --listen 127.0.0.1:99999", "--listen: HOST:PORT, for example "),
        ("--dialect quectel --pty modem --split 0", "--split: a number of bytes, every-byte or "),
        ("--dialect quectel --pty modem --operator China", "--operator: 5 to 6 digits"),
        ("--dialect quectel --pty modem --drop 2", "--drop: 0 to 1"),
        ("--dialect quectel", "one of the arguments --pty --listen is required"),
    ],
)
def test_simulate_tells_what_it_cannot_do(atbind, tmp_path, arguments, told):
    done = atbind("simulate", *arguments.split(), cwd=tmp_path)
    assert done.returncode == 2 and told in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "option, wrong, right",
    [
        ("--pin", "abc", "4 to 8 digits"),
        ("--pin", "123", "4 to 8 digits"),
        ("--imei", "ABC", "15 digits"),
        ("--imsi", "\u0661" * 15, "6 to 15 digits"),
        ("--address", "300.1.1.1", "an address, for example 10.0.0.2"),
    ],
)
def test_simulate_says_what_would_be_right(atbind, tmp_path, option, wrong, right):
    done = atbind("simulate", "--dialect", "quectel", "--pty", tmp_path / "modem", option, wrong)
    assert done.returncode == 2
    assert f"argument {option}: {right}" in done.stderr


@pytest.mark.parametrize("port", ("0", "99999", "-1", "seven"))
def test_a_name_via_no_port_is_told_with_its_line(atbind, tmp_path, port):
    (tmp_path / "names").write_text(f"# mine\nexample.com 192.0.2.7 via={port}\n")
    where = ("--pty", tmp_path / "modem", "--names", tmp_path / "names")
    done = atbind("simulate", "--dialect", "quectel", *where)
    assert done.returncode == 2
    assert f"names:2: via={port} is none of" in done.stderr and "1 to 65535" in done.stderr


def test_a_place_that_cannot_be_written_is_told(atbind):
    done = atbind("generate", "--dialect", "quectel", "--output", "/proc/atbind")
    assert done.returncode == 2 and "/proc/atbind" in done.stderr


READERS = {
    "generate": "--output out",
    "check": "",
    "export": "",
    "explain": "--dialect quectel AT",
    "decode": "--dialect quectel /dev/null",
    "diff": "spec spec",
    "simulate": "--dialect quectel --pty modem",
    "show": "--dialect quectel +CSQ",
    "site": "--output out",
    "fuzz": "--dialect quectel --pty modem",
    "probe": "--dialect quectel --device /dev/null",
}
JUDGES = ("generate", "check", "export", "site")  # their help: 1, the tables have mistakes


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("verb", READERS)
def test_a_file_that_is_not_there_is_no_mistake_in_the_tables(atbind, tmp_path, verb):
    done = atbind(verb, *READERS[verb].split(), "--overlay", "nowhere", cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere: cannot be read: No such file" in done.stderr and "mistake" not in done.stderr


def test_a_selection_that_is_not_there_is_no_mistake_in_the_tables(atbind, tmp_path):
    done = atbind("generate", "--output", tmp_path, "--only", "nowhere")
    assert done.returncode == 2 and "nowhere: cannot be read: No such file" in done.stderr


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("verb", READERS)
def test_a_mistake_in_an_overlay_is_1_where_the_help_says_so(atbind, tmp_path, verb):
    (tmp_path / "over.yaml").write_text("overlay: quectel\nnonsense: 1\n")
    done = atbind(verb, *READERS[verb].split(), "--overlay", "over.yaml", cwd=tmp_path)
    assert done.returncode == (1 if verb in JUDGES else 2)
    assert "1 mistake in the tables" in done.stderr


@pytest.mark.parametrize("verb", ("explain", "check", "show", "simulate"))
def test_an_overlay_of_another_dialect_is_told_as_that(atbind, tmp_path, verb):
    (tmp_path / "over.yaml").write_text("overlay: quectel\n")
    asked = READERS[verb].replace("--dialect quectel", "").split()
    done = atbind(verb, "--dialect", "simcom", *asked, "--overlay", "over.yaml", cwd=tmp_path)
    said = "this overlay is for quectel, and simcom was asked for; give --dialect quectel"
    assert f"over.yaml:1: {said}" in done.stderr


@pytest.mark.parametrize("verb", ("check", "export", "generate"))
def test_an_unknown_dialect_is_told_with_the_known_ones(atbind, verb):
    done = atbind(verb, "--dialect", "nokia")
    assert done.returncode == 2
    assert "nokia" in done.stderr and "quectel" in done.stderr


@pytest.mark.parametrize("verb", ("check", "export", "generate"))
def test_a_folder_without_tables_is_told(atbind, tmp_path, verb):
    assert atbind(verb, "--spec", tmp_path / "none").returncode == 2


@pytest.mark.parametrize("verb", ("check", "export", "generate"))
def test_a_mistake_in_a_table_is_told_with_its_place(atbind, tables, tmp_path, verb):
    change(tables / "quectel" / "dialect.yaml", "range: 1..16", "range: 16..1")
    more = ("--output", tmp_path / "out") if verb == "generate" else ()
    done = atbind(verb, "--spec", tables, *more)
    assert done.returncode == 1
    assert "dialect.yaml:" in done.stderr and "mistake" in done.stderr
    assert not (tmp_path / "out").exists()


def test_export_is_json(atbind):
    done = atbind("export", "--json", "--dialect", "quectel")
    found = json.loads(done.stdout)["dialects"]
    assert list(found) == ["quectel"]
    names = {c["name"] for c in found["quectel"]["commands"]}
    assert {"+QIOPEN", "O", "+++"} <= names


def test_export_for_people_names_each_command_and_line(atbind):
    exported = json.loads(atbind("export", "--json", "--dialect", "quectel").stdout)
    (quectel,) = [d for name, d in exported["dialects"].items() if name == "quectel"]
    told = atbind("export", "--dialect", "quectel").stdout
    assert told.startswith("quectel: Quectel TCP/IP\n") and len(quectel["commands"]) == 19
    words = " ".join(told.split())
    assert all(f"{command['title']} (" in words for command in quectel["commands"])
    unasked = [urc["syntax"] for urc in quectel["urcs"] if not urc["late_result"]]
    assert unasked and all(syntax in words for syntax in unasked)


def test_diff_of_two_folders(atbind, home, tables):
    change(tables / "quectel" / "dialect.yaml", "range: 0..11", "range: 0..9")
    change(tables / "quectel" / "sockets.yaml", "ids: 0..11", "ids: 0..9")
    done = atbind("diff", home / "spec", tables, "--dialect", "quectel", "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert any(c["param"] == "connectID" for c in found["breaking"])
    assert atbind("diff", tables, tables).returncode == 0


def test_diff_of_two_revisions(atbind):
    done = atbind("diff", "HEAD", "HEAD")
    assert done.returncode == 0 and done.stdout == "0 breaking, 0 widened, 0 added\n"


def test_diff_of_nothing_is_told(atbind):
    done = atbind("diff", "no-such-revision", "HEAD")
    assert done.returncode == 2 and "no-such-revision" in done.stderr


def test_generate_writes_only_what_differs(atbind, tmp_path):
    where = ("--dialect", "quectel", "--output", tmp_path)
    assert "wrote" in atbind("generate", *where).stdout
    assert atbind("generate", *where).stdout == ""
    assert atbind("generate", "--check", *where).returncode == 0


def test_generate_brings_the_runtime_and_a_port(atbind, home, tmp_path):
    arguments = ("generate", "--dialect", "quectel", "--output", tmp_path)
    assert atbind(*arguments, "--port", "posix", "--port", "arduino").returncode == 0
    runtime = home / "runtime"
    wanted = {p.name for p in runtime.glob("*.[ch]")}
    wanted |= {f"port/atb_{name}" for name in ("posix.c", "posix.h", "arduino.cpp", "arduino.h")}
    found = (p for p in (tmp_path / "runtime").rglob("*") if p.is_file())
    written = {str(p.relative_to(tmp_path / "runtime")): p for p in found}
    assert set(written) == wanted
    assert all(p.read_text() == (runtime / name).read_text() for name, p in written.items())
    done = atbind(*arguments, "--with-runtime")
    assert "removed: " in done.stdout and not list((tmp_path / "runtime").rglob("atb_posix.*"))


def test_generate_with_the_runtime_writes_what_firmware_compiles(atbind, tmp_path):
    """Names are for tools, and want a header of theirs."""
    arguments = ("generate", "--dialect", "quectel", "--output", tmp_path)
    assert atbind(*arguments).returncode == 0
    names = {tmp_path / folder / f"{folder}_names.c" for folder in ("quectel", "cellular")}
    assert names <= set(tmp_path.rglob("*.c"))
    assert atbind(*arguments, "--with-runtime").returncode == 0
    assert not names & set(tmp_path.rglob("*.c"))


def test_a_port_that_is_not_there_is_told_with_those_that_are(atbind):
    done = atbind("generate", "--port", "vxworks")
    assert done.returncode == 2
    told = done.stderr.replace("'", "")  # Python 3.12 and later set no quotes
    assert "arduino, esp_idf, freertos, posix, zephyr" in told


def test_generate_check_names_what_differs_and_writes_nothing(atbind, tmp_path):
    where = ("--dialect", "quectel", "--output", tmp_path)
    atbind("generate", *where)
    header, stale = tmp_path / "quectel" / "quectel.h", tmp_path / "quectel" / "old.c"
    header.write_text("/* edited */\n", encoding="ascii")
    stale.write_text("", encoding="ascii")
    done = atbind("generate", "--check", *where)
    assert done.returncode == 1
    assert f"differs: {header}" in done.stdout and f"stale: {stale}" in done.stdout
    assert header.read_text(encoding="ascii") == "/* edited */\n" and stale.exists()
    atbind("generate", *where)
    assert not stale.exists() and header.read_text(encoding="ascii") != "/* edited */\n"


def test_a_closed_pipe_is_no_traceback(home):
    command = f"{home}/generator/atbind export --json | head -c 10"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize("verb", ("export --json", "show", "decode --dialect quectel -"))
def test_a_stream_that_the_shell_has_closed_is_no_traceback(home, verb):
    command = f"{home}/generator/atbind {verb} <&- >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr


def test_an_unknown_model_is_told_with_those_that_are(atbind):
    done = atbind("explain", "--dialect", "onemo", "--model", "X9", "AT")
    assert done.returncode == 2 and "onemo has no model X9; known: MN316, " in done.stderr


def test_a_dialect_without_models_says_so(atbind):
    done = atbind("explain", "--dialect", "quectel", "--model", "X9", "AT")
    said = "atbind: quectel has no models, but one row for all: leave out --model X9\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize("verb", ("explain", "simulate", "fuzz", "probe"))
@pytest.mark.parametrize(
    "dialect, printed, model",
    [("onemo", "ML307R-DC", "ML307R"), ("fibocom", "L610-CN-00-00", "L61x")],
)
def test_the_model_of_a_module_is_told_by_what_is_printed_on_it(
    atbind, tmp_path, verb, dialect, printed, model
):
    where = {"explain": ("AT",), "probe": ("--device", "/dev/null")}
    rest = where.get(verb, ("--pty", tmp_path / "modem"))
    done = atbind(verb, "--dialect", dialect, "--model", printed, *rest)
    said = f"atbind: {dialect} has no model {printed}; did you mean {model}? known: "
    assert done.returncode == 2 and done.stderr.startswith(said)


@pytest.mark.parametrize("verb", ("check", "explain", "decode"))
@pytest.mark.parametrize("module, dialect", [("EC25", "quectel"), ("l610-cn", "fibocom")])
def test_a_module_in_place_of_a_dialect_is_told_its_dialect(atbind, verb, module, dialect):
    rest = {"explain": ("AT",), "decode": ("/dev/null",)}.get(verb, ())
    done = atbind(verb, "--dialect", module, *rest)
    assert done.returncode == 2
    assert done.stderr.endswith(f"; {module} speaks it: --dialect {dialect}\n"), done.stderr


@pytest.mark.parametrize(
    "given, said",
    [
        ("--dialect quectl", "; did you mean quectel?"),
        ("--dialect fibocom --model NL686-AM", "did you mean NL668-AM? known: L61x, LC61x,"),
    ],
)
def test_explain_offers_near_names(atbind, given, said):
    done = atbind("explain", *given.split(), "AT")
    assert done.returncode == 2 and said in done.stderr


def test_a_terminal_that_lacks_a_letter_gets_its_number(home):
    told = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}
    command = [home / "generator" / "atbind", "show", "--dialect", "quectel", "+QNTP"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=told)
    assert done.returncode == 0 and "hh:mm:ss\\xb1zz" in done.stdout


def test_an_interrupt_while_it_is_loaded_is_no_traceback(home, tmp_path):
    """argparse is among the first that it loads."""
    (tmp_path / "argparse.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
    )
    done = subprocess.run(
        ["/usr/bin/python3", home / "generator/atbind", "check"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")
