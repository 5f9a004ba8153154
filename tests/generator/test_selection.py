# SPDX-License-Identifier: MIT
"""generate --only: what an application's list keeps of a dialect, what becomes of the rest."""

import json
import subprocess

import pytest
from atbind.build.selection import select
from atbind.build.spec import load
from atbind.model.selection import only
from atbind.tables.errors import Problem
from atbind.tables.mistakes import Mistakes

DIALECTS = ("quectel", "simcom", "fibocom", "onemo")
SENSOR = """\
# a sensor that reports and reads
qiact
qiopen
+QISEND          # every form of it
quectel_qird
quectel_urc_closed
"""


@pytest.fixture(scope="module")
def dialects(home):
    return {d.name: d for d in load(home / "spec")}


@pytest.fixture
def reduced(dialects, tmp_path):
    def make(text: str, *names: str):
        path = tmp_path / "uses.txt"
        path.write_text(text)
        return select([dialects[name] for name in names or ("quectel",)], path)

    return make


def ids(things) -> set[str]:
    return {thing.id for thing in things}


def test_forms_are_named_by_c_name_and_by_command(reduced, dialects):
    (made,) = reduced(SENSOR)
    sends = ids(f for f in dialects["quectel"].forms if f.command == "+QISEND")
    assert ids(made.forms) == {"quectel_qiact", "quectel_qiopen", "quectel_qird"} | sends


def test_what_the_forms_answer_stays(reduced):
    (made,) = reduced(SENSOR)
    assert {"quectel_qiopen_result", "quectel_qird_info"} <= ids(made.lines)
    assert "quectel_urc_closed" in ids(made.urcs) and "quectel_urc_pdpdeact" not in ids(made.urcs)
    assert "quectel_final_send_fail" in ids(made.finals)


def test_without_a_connection_only_the_finals_of_the_forms_stay(reduced):
    (made,) = reduced("qiact\n")
    assert "quectel_final_ok" in ids(made.finals)
    assert "quectel_final_no_carrier" not in ids(made.finals)


CONNECTION = {"final_connect", "final_no_carrier"}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_call_of_the_shared_chapter_keeps_what_a_connection_begins_and_ends_with(
    reduced, dialects, name
):
    first = dialects[name].commands[0].name
    (called,) = reduced(f"cellular_atd_99\n{first}\n", name)
    (asked,) = reduced(f"cellular_csq\n{first}\n", name)
    of_it = {f"{name}_{final}" for final in CONNECTION}
    assert of_it <= ids(called.finals) and not of_it & ids(asked.finals)


def test_what_ends_a_connection_stays_where_a_line_begins_one(reduced):
    (made,) = reduced("mipodm\n", "fibocom")
    assert "fibocom_final_no_carrier" in ids(made.finals)


@pytest.mark.parametrize("name", DIALECTS)
def test_everything_with_payload_stays_known(name, dialects):
    dialect = dialects[name]
    made = only(dialect, [dialect.forms[0].id])
    assert ids(line for line in dialect.lines if line.payload) <= ids(made.lines)


def test_a_urc_that_a_listed_answer_would_take_stays(reduced):
    """+CIPRXGET: 1,0 says that data waits; read as <mode> it would be the answer to AT+CIPRXGET?."""
    (made,) = reduced("ciprxget_read\n", "simcom")
    assert "simcom_urc_ciprxget" in ids(made.urcs)


@pytest.mark.parametrize("name", DIALECTS)
def test_what_tells_of_a_start_stays(name, dialects):
    made = only(dialects[name], [dialects[name].forms[0].id])
    assert ids(u for u in dialects[name].urcs if u.boots) <= ids(made.urcs)


def test_words_stay_that_would_answer_a_question_for_any_text(reduced):
    (made,) = reduced("cipclose\ncellular_cgmm\n", "simcom")
    assert {"simcom_urc_rdy", "simcom_urc_pb_done", "simcom_urc_closed"} <= ids(made.urcs)
    assert {"cellular_urc_ring", "cellular_urc_call_ready"} <= ids(made.chapter.urcs)
    (made,) = reduced("cipclose\ncellular_cimi\n", "simcom")
    assert "simcom_urc_pb_done" not in ids(made.urcs)
    assert "cellular_urc_ring" not in ids(made.chapter.urcs)


@pytest.mark.parametrize("name", DIALECTS)
def test_settings_that_frame_payload_stay(name, dialects):
    made = only(dialects[name], [dialects[name].forms[0].id])
    framed = {line.when.setting for line in made.lines if line.when}
    framed |= {line.payload.data_setting for line in made.lines if line.payload} - {None}
    assert framed and framed <= {setting.name for setting in made.settings}


def test_the_order_of_the_tables_stays(reduced, dialects):
    (made,) = reduced(SENSOR)
    left = [f.id for f in dialects["quectel"].forms if f.id in ids(made.forms)]
    assert [f.id for f in made.forms] == left


def test_one_list_for_two_dialects(reduced):
    made = reduced("quectel_qiact\nonemo_mipclose\n", "quectel", "onemo", "simcom")
    assert [d.name for d in made] == ["quectel", "onemo"]


@pytest.mark.parametrize(
    "text, line, message",
    [
        ("qiact\nqiopn\n", 2, "`qiopn` is no command, form or line of these tables; did you mean"),
        (
            "qiact\n+QIURC\n",
            2,
            "name which of its lines: urc_dnsgip, urc_dnsgip_address, urc_closed,",
        ),
        ("qiact\nquectel_qiopen_start\n", 2, "of these tables; did you mean quectel_qiopen?"),
        ("qiact\nqiopen_encode\n", 2, "of these tables; did you mean qiopen?"),
        ("qiact\nquectel_qiopen();\n", 2, "of these tables; did you mean quectel_qiopen?"),
        ("qiact\nclosed\n", 2, "of these tables; did you mean urc_closed?"),
        ("qiact\nqiopen\nqiact\n", 3, "`qiact` stands in line 1 already; keep one"),
        ("qiact qiopen\n", 1, "`qiact qiopen` is more than one name; write one a line"),
        ("# nothing\n", 1, "names nothing; list forms, lines or commands, one a line"),
        ("urc_closed\n", 1, "names no form of quectel; a program sends something"),
        ("cellular_csq\n", 1, "names no form of quectel; a program sends something"),
    ],
)
def test_a_mistake_is_told_at_its_line(reduced, tmp_path, text, line, message):
    with pytest.raises(Mistakes) as wrong:
        reduced(text)
    (mistake,) = wrong.value.list
    assert (mistake.where.file, mistake.where.line) == (str(tmp_path / "uses.txt"), line)
    assert message in mistake.message


def test_a_line_that_the_chapter_has_too_is_named_once(reduced):
    with pytest.raises(Mistakes, match=r"name which of its lines: final_error$"):
        reduced("qiact\nERROR\n")


def test_a_list_for_one_dialect_that_is_read_for_all_names_the_option(reduced):
    """SIMCom's modems have a line urc_closed, too."""
    with pytest.raises(Mistakes) as wrong:
        reduced("qiact\nurc_closed\n", "quectel", "simcom")
    (mistake,) = wrong.value.list
    assert mistake.message.endswith("; if it is for quectel alone, --dialect says so")


def test_a_list_that_is_not_there(dialects, tmp_path):
    with pytest.raises(Problem, match="cannot be read: No such file"):
        select([dialects["quectel"]], tmp_path / "nowhere.txt")


def test_the_chapter_that_all_share_is_reduced_too(reduced, dialects):
    (made,) = reduced("qiact\ncellular_csq\n")
    assert ids(made.chapter.forms) == {"cellular_csq"}
    (made,) = reduced("qiact\n")
    assert made.chapter == dialects["quectel"].chapter


def test_bring_up_keeps_of_the_chapter_what_it_types_and_hears(reduced):
    (made,) = reduced("tcp\nbringup\n")
    assert {"cellular_at", "cellular_cpin_read", "cellular_cgreg"} < ids(made.chapter.forms)
    assert "cellular_urc_creg" in ids(made.chapter.lines)
    assert not {"cellular_csq", "cellular_cops_read"} & ids(made.chapter.forms)


def test_bring_up_without_a_pin_keeps_no_form_that_sends_it(reduced):
    (made,) = reduced("tcp\nbringup_apn\n")
    assert {"cellular_at", "cellular_cpin_read"} < ids(made.chapter.forms)
    assert not {"cellular_cpin", "cellular_ipr", "cellular_ifc"} & ids(made.chapter.forms)


# ---- the generated C ---------------------------------------------------------------


def generate(home, dialect: str, names: str, folder):
    (folder / "uses.txt").write_text(names)
    options = ["--dialect", dialect, "--only", folder / "uses.txt", "--output", folder]
    done = subprocess.run(
        [home / "generator" / "atbind", "generate", *options], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert f"atbind: {dialect}: " in done.stderr and "; the rest is text" in done.stderr
    return folder


def decoded(home, dialect: str, generated, data: str) -> list[tuple]:
    done = subprocess.run(
        [home / "generator" / "atbind", "decode", "--dialect", dialect, "--generated", generated]
        + ["--json", "-"],
        input=data.encode(),
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return [(e["kind"], e["text"]) for e in events]


def test_what_is_left_out_is_text_and_payload_is_framed(home, tmp_path):
    generated = generate(home, "quectel", SENSOR, tmp_path)
    stream = (
        '+QIURC: "closed",2\r\n+QIURC: "pdpdeact",1\r\n+QPING: 0,1,2\r\n'
        '+QIURC: "recv",0,8\r\nOK\r\nOK\r\n\r\n+QISTATE: 1\r\nSEND OK\r\n'
    )
    assert decoded(home, "quectel", generated, stream) == [
        ("urc", '+QIURC: "closed",2'),
        ("text", '+QIURC: "pdpdeact",1'),
        ("text", "+QPING: 0,1,2"),
        ("urc", '+QIURC: "recv",0,8'),
        ("payload", "OK\r\nOK\r\n"),
        ("text", "+QISTATE: 1"),
        ("final", "SEND OK"),
    ]


def test_a_modem_that_puts_payload_into_its_lines(home, tmp_path):
    generated = generate(home, "onemo", "mipclose\n", tmp_path)
    stream = '+MIPURC: "rtcp",0,4,\r\nOK\r\n+MIPURC: "disconn",0,1\r\n'
    assert decoded(home, "onemo", generated, stream) == [
        ("urc", '+MIPURC: "rtcp",0,4'),
        ("payload", "\r\nOK"),
        ("text", '+MIPURC: "disconn",0,1'),
    ]


def line_max(generated, name: str) -> int:
    header = (generated / name / f"{name}_lines.h").read_text()
    return int(header.split(f"#define {name.upper()}_LINE_MAX ")[1].split()[0])


def test_the_memory_has_room_for_commands_that_are_listed_of_the_chapter(home, tmp_path):
    generated = generate(home, "quectel", "qiact\ncellular_cgdcont\n", tmp_path)
    header = (generated / "quectel" / "quectel_commands.h").read_text()
    longest = 'AT+CGDCONT=255,"IPV4V6","' + 100 * "a" + '"'
    assert int(header.split("#define QUECTEL_COMMAND_MAX ")[1].split()[0]) > len(longest)


def test_the_line_buffer_has_room_for_what_is_listed_of_the_chapter(home, tmp_path):
    generated = generate(home, "quectel", "qiact\ncellular_cgcontrdp\n", tmp_path)
    assert line_max(generated, "quectel") == line_max(generated, "cellular") > 500
    generated = generate(home, "quectel", "qiact\n", tmp_path)
    assert line_max(generated, "quectel") < 100


@pytest.mark.parametrize(
    "dialect, names",
    [
        ("quectel", "qiact\n"),
        ("quectel", "qiopen\n"),
        ("quectel", "qiact\ncellular_csq\ncellular_urc_creg\n"),
        ("quectel", "bringup\n"),
        ("quectel", "bringup_baud\n"),
        ("onemo", "tcp\nbringup_apn\n"),
        ("simcom", "bringup\ncellular_csq\ntcp\n"),
        ("simcom", "+CIPOPEN\n"),
        ("simcom", "cipsrip\ncellular_cops_read_info\n"),
        ("quectel", "tcp\ncellular_cfun\n"),
        ("quectel", "tcp\ncellular_cgact_test_info\n"),
        ("fibocom", "+MIPSEND\n"),
        ("onemo", "escape\n"),
    ],
)
def test_the_generated_c_compiles_without_a_warning(home, tmp_path, dialect, names):
    generated = generate(home, dialect, names, tmp_path) / dialect
    warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
    chapter = generated.parent / "cellular"
    include = (home / "runtime", home / "generator/native", generated, chapter)
    folders = [f"-I{folder}" for folder in include]
    for source in (*generated.glob("*.c"), *chapter.glob("*.c")):
        command = ["gcc", "-std=c11", "-fsyntax-only", *warnings, *folders, source]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_a_list_is_never_generated_into_the_tree(home, tmp_path):
    (tmp_path / "uses.txt").write_text("qiact\n")
    done = subprocess.run(
        [home / "generator" / "atbind", "generate", "--dialect", "quectel"]
        + ["--only", tmp_path / "uses.txt"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and "give --output DIR" in done.stderr


def test_a_list_that_is_no_text_is_told_with_its_line(tmp_path):
    (tmp_path / "uses.txt").write_bytes(b"qiact\n\xff\n")
    with pytest.raises(Mistakes, match="uses.txt:2: a byte here is not UTF-8"):
        select([], tmp_path / "uses.txt")
