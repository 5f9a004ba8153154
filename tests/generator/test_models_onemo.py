# SPDX-License-Identifier: MIT
"""OneMO: what each of the fifteen models has, refuses and limits, footnote by footnote of the manual."""

import subprocess

import pytest
from atbind.modem import native

CALLS = ("MN316", "MN316-S", "MN326")  # five connections
FOUR = ("MN316A", "MN319")  # four
NB = (*CALLS, *FOUR, "MN318")
CAT1 = (
    *("ML302A", "ML305A", "ML307A", "ML302S", "ML307S"),
    *("ML305U", "ML305M", "ML307R", "ML307G"),
)
MODELS = (*NB, *CAT1)
LACKS = "unsupported_by_model"
HAS = None

# Footnote 1: sub-commands of AT+MIPCFG; a set line of each.
SUB_COMMANDS = {
    "cid": "0,1",
    "encoding": "0,1,1",
    "timeout": "0,30",
    "autofree": "0,1",
    "sndbuf": "0,1460",
    "rcvbuf": "0,4096",
    "ackmode": "0,1",
    "ssl": "0,1,1",
}
WITHOUT = {
    **dict.fromkeys(CALLS, ("cid", "timeout", "sndbuf", "ackmode", "ssl")),
    **dict.fromkeys(FOUR, ("cid", "timeout", "sndbuf", "ssl")),
    "MN318": ("timeout", "sndbuf", "rcvbuf", "ssl"),
    **dict.fromkeys(CAT1, ()),
}

# Footnotes 2, 8, 12, 16, 21, 25, 28, 32, 33: the last connection.
OF_A_CONNECTION = {
    2: 'AT+MIPCFG="autofree",%d,1',
    8: "AT+MIPTKA=%d,1",
    12: 'AT+MIPOPEN=%d,"TCP","192.0.2.7",7',
    16: "AT+MIPCLOSE=%d",
    21: 'AT+MIPSEND=%d,3,"abc"',
    25: "AT+MIPRD=%d",
    28: "AT+MIPMODE=%d",
    32: "AT+MIPSTATE=%d",
    33: "AT+MIPSACK=%d",
}

# Footnote, models, command line, expected reason, expected parameter.
REST = [
    (13, CALLS, 'AT+MIPOPEN=0,"TCP","192.0.2.7",7,180', HAS, None),
    (14, NB, 'AT+MIPOPEN=0,"TCP","192.0.2.7",7,60,1', "value", "access_mode"),
    (14, CAT1, 'AT+MIPOPEN=0,"TCP","192.0.2.7",7,60,1', HAS, None),
    (14, MODELS, 'AT+MIPOPEN=0,"UDP","192.0.2.7",7,60,2', "combination", "access_mode"),
    (14, MODELS, 'AT+MIPOPEN=0,"TCP","192.0.2.7",7,60,3', "combination", "access_mode"),
    (17, MODELS[:-1], "AT+MIPCLOSE=0,0", LACKS, "mode"),
    (17, ("ML307G",), "AT+MIPCLOSE=0,3", HAS, None),
    (17, ("ML307G",), "AT+MIPCLOSE=0,4", "value", "mode"),
    (19, tuple(m for m in NB if m != "MN319"), "AT+MIPSEND=0,0", LACKS, "send_length"),
    (19, ("MN319", *CAT1), "AT+MIPSEND=0,0", HAS, None),
    (20, NB, "AT+MIPSEND=0", LACKS, None),
    (20, NB, "AT+MIPSEND=0,10", LACKS, None),
    (20, CAT1, "AT+MIPSEND=0", HAS, None),
    (22, tuple(m for m in NB if m != "MN319"), 'AT+MIPSEND=0,3,"abc",1', HAS, None),
    (22, ("MN319", *CAT1), 'AT+MIPSEND=0,3,"abc",1', LACKS, "rai"),
    (23, NB, 'AT+MIPSEND=0,3,"abc",,255', HAS, None),
    (23, CAT1, 'AT+MIPSEND=0,3,"abc",,255', LACKS, "seq"),
    (24, MODELS, 'AT+MIPSEND=0,3,"abc",,1,0', LACKS, None),
    (29, NB, "AT+MIPMODE=0,1", None, "access_mode"),
    (29, CAT1, "AT+MIPMODE=0,1", HAS, None),
    (30, CAT1, "AT+MIPMODE=0,1,1024,200", LACKS, "packet_size"),
    (36, NB, 'AT+MDNSGIP="a.b",1', LACKS, "cid"),
    (36, CAT1, 'AT+MDNSGIP="a.b",1', HAS, None),
    (37, (*CALLS, *FOUR), 'AT+MPING="a.b",1,1,1,1', LACKS, "cid"),
    (37, ("MN318", *CAT1), 'AT+MPING="a.b",1,1,1,1', HAS, None),
    (42, MODELS, 'AT+MNTP="a.b",,1,300', HAS, None),
    (42, MODELS, 'AT+MNTP="a.b",,1,301', "range", "timeout"),
    ("3.10", NB, 'AT+MDNSCFG="cached",0', LACKS, None),
    ("3.10", NB, 'AT+MDNSCFG="cached"', LACKS, None),
    ("3.10", NB, 'AT+MDNSCFG="ip","1.1.1.1"', HAS, None),
    ("3.10", MODELS, 'AT+MDNSCFG="priority",0', HAS, None),
    ("3.13", NB, "+++", LACKS, None),
    ("3.13", CAT1, "+++", HAS, None),
]
REST += [
    ("3.10", CAT1, f"AT+MDNSCFG={words}", LACKS, None)
    for words in (
        '"ip"',
        '"ip","1.1.1.1"',
        '"ipv6"',
        '"cached"',
        '"cached",0',
        '"timeout"',
        '"timeout",10',
    )
]


def cases(model):
    """(footnote, line, reason, parameter) of one model."""
    yield from _of_mipcfg(model)
    yield from _of_connections(model)
    yield from _of_ranges(model)
    for note, models, line, reason, parameter in REST:
        if model in models:
            yield note, line, reason, parameter


def _of_mipcfg(model):
    for word, values in SUB_COMMANDS.items():
        lacking = word in WITHOUT[model]
        yield 1, f'AT+MIPCFG="{word}",0', LACKS if lacking else HAS, "cmd" if lacking else None
        buffer = word == "sndbuf" and not lacking  # footnote 6: the command, not its parameter
        parameter = "send_buffer" if buffer else "cmd"
        reason = LACKS if lacking or buffer else HAS
        yield 6 if buffer else 1, f'AT+MIPCFG="{word}",{values}', reason, reason and parameter


def _of_connections(model):
    last = 4 if model in CALLS else 3 if model in FOUR else 5
    for note, line in OF_A_CONNECTION.items():
        if note == 33 and model in CALLS:
            yield "3.9", line % 0, LACKS, None
            continue
        yield note, line % last, HAS, None
        yield note, line % (last + 1), "range", "connect_id"


def _edges(note, line, low, high, parameter):
    for number in (low, high):
        yield note, line % number, HAS, None
    for number in (low - 1, high + 1):
        yield note, line % number, "range", parameter


def _of_ranges(model):
    if model in CAT1:
        longest = 180 if model == "ML305U" else 120
        yield from _edges(5, 'AT+MIPCFG="timeout",0,%d', 1, longest, "send_timeout")
        most = 4096 if model == "ML305U" else 8192
        yield 20, f"AT+MIPSEND=0,{most}", HAS, None
        yield 20, f"AT+MIPSEND=0,{most + 1}", "range", "send_length"
    if model != "MN318":
        low = 4096 if model in CALLS else 1 if model in (*FOUR, "ML305U") else 1460
        high = 8192 if model in CALLS else 4096 if model in FOUR else 65535
        yield from _edges(7, 'AT+MIPCFG="rcvbuf",0,%d', low, high, "recv_buffer")
    low, high = (1, 1460) if model in FOUR else (0, 4096)
    yield from _edges(26, "AT+MIPRD=0,%d", low, high, "read_len")


@pytest.mark.parametrize("model", MODELS)
def test_every_footnote_is_obeyed(home, model):
    library = native.load("onemo", model, home / "generated")
    wrong = []
    for note, line, reason, parameter in cases(model):
        found = library.explain(line.encode())
        if note == 29 and parameter:
            right = found.reason in ("value", LACKS) and found.param == parameter
        else:
            right = found.reason == reason and (parameter is None or found.param == parameter)
        if not right:
            wrong.append((note, line, reason, parameter, found.reason, found.param))
    assert wrong == []


def test_all_pairs_are_there():
    pairs = [(model, *case) for model in MODELS for case in cases(model)]
    assert len(pairs) > 900
    assert len({case[1] for case in pairs}) >= 28


# ---- what does not compile ----------------------------------------------------

# Footnote, models, call, message behind the command's name. The model stands in each.
CALLS_REFUSED = [
    (16, CALLS, "onemo_mipclose(m, NULL, 5)", "AT+MIPCLOSE <connect_id> on {}: 0 to 4"),
    (16, FOUR, "onemo_mipclose(m, NULL, 4)", "AT+MIPCLOSE <connect_id> on {}: 0 to 3"),
    (17, MODELS[:-1], "onemo_mipclose(m, NULL, 0, 1)", "AT+MIPCLOSE <mode> on {}: not supported"),
    (17, ("ML307G",), "onemo_mipclose(m, NULL, 0, 4)", "AT+MIPCLOSE <mode> on {}"),
    (1, NB, "onemo_mipcfg_timeout(m, 0, 30)", "on {}: not supported"),
    ("3.13", NB, "onemo_escape(m)", "on {}: not supported"),
    (20, NB, 'onemo_mipsend_length(m, 0, "abc", 3)', "AT+MIPSEND on {}: not supported"),
    (24, MODELS, 'onemo_mipsend(m, NULL, 0, "abc", 3, ATB_EMPTY, 1, 0)', "on {}: not supported"),
    ("3.10", CAT1, 'onemo_mdnscfg_ip(m, "1.1.1.1")', "AT+MDNSCFG on {}: not supported"),
    (19, CAT1, "onemo_mipsend_empty(m, NULL, 0)", "AT+MIPSEND on {}: not supported"),
    (
        30,
        CAT1,
        "onemo_mipmode(m, 0, 0, 1024, 200)",
        "AT+MIPMODE <packet_size> on {}: not supported",
    ),
    (5, ("ML305U",), "onemo_mipcfg_timeout(m, 0, 181)", "AT+MIPCFG <send_timeout>"),
    (
        5,
        tuple(m for m in CAT1 if m != "ML305U"),
        "onemo_mipcfg_timeout(m, 0, 121)",
        "on {}: 1 to 120",
    ),
    (7, CALLS, "onemo_mipcfg_rcvbuf(m, 0, 4095)", "AT+MIPCFG <recv_buffer> on {}: 4096 to 8192"),
    (7, FOUR, "onemo_mipcfg_rcvbuf(m, 0, 4097)", "AT+MIPCFG <recv_buffer> on {}: 1 to 4096"),
    (26, FOUR, "onemo_miprd(m, NULL, NULL, 0, 0, 1461)", "AT+MIPRD <read_len>/<pack_count>"),
]


def compile_lines(home, folder, model, calls):
    """What gcc says about each call; one translation unit, one line a call."""
    name = model.replace("-", "_")
    source = folder / f"{name}.c"
    body = "\n".join(
        f"void f{i}(struct onemo *m) {{ (void){call}; }}" for i, call in enumerate(calls)
    )
    source.write_text(f'#include "onemo.h"\n{body}\n')
    flags = [
        "-std=c11",
        "-fsyntax-only",
        "-ftrack-macro-expansion=0",
        "-Wall",
        "-Wextra",
        f"-DONEMO_MODEL={name.upper()}",
    ]
    done = subprocess.run(
        ["gcc", *flags, f"-I{home}/generated/onemo", f"-I{home}/runtime", source],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )
    said = {}
    for text in done.stderr.splitlines():
        at, _, what = text.partition(": error: ")
        if what and at.startswith(str(source)):
            said.setdefault(int(at.split(":")[1]) - 2, []).append(what)
    return said


@pytest.mark.parametrize("model", MODELS)
def test_a_refused_constant_stops_the_build(home, tmp_path, model):
    rows = [(call, text) for _, models, call, text in CALLS_REFUSED if model in models]
    said = compile_lines(home, tmp_path, model, [call for call, _ in rows])
    wrong = [
        (call, said.get(i))
        for i, (call, text) in enumerate(rows)
        if not any(text.format(model) in message for message in said.get(i, []))
    ]
    assert wrong == []


@pytest.mark.parametrize("model", MODELS)
def test_what_the_model_has_compiles(home, tmp_path, model):
    last = 4 if model in CALLS else 3 if model in FOUR else 5
    calls = [f"onemo_mipclose(m, NULL, {last})", 'onemo_mipsend(m, NULL, 0, "abc", 3)']
    if model in CAT1:
        calls += ["onemo_escape(m)", 'onemo_mipsend_length(m, 0, "abc", 3)']
    assert compile_lines(home, tmp_path, model, calls) == {}


OPENS = """
#include "onemo.h"
#include <stdio.h>

static uint32_t now;

static uint32_t tell_time(void *context) { (void)context; return now; }

static int take(void *context, const void *bytes, size_t length)
{
    (void)context, (void)bytes;
    return (int)length;
}

static void tell(void *app, int status) { (void)app; printf("%u %d", now / 1000, status); }

int main(void)
{
    static char memory[ONEMO_MEMORY];
    static const struct atb_port port = {.write = take, .now = tell_time};
    struct onemo modem;
    int status = onemo_init(&modem, &port, memory, sizeof memory, NULL, 0, NULL);
    status |= onemo_mipopen_start(&modem, NULL, tell, NULL, 0, "TCP", "192.0.2.7", 7, 5);
    atb_feed(&modem.session, "\\r\\nOK\\r\\n", 6);
    for (; now < 120000; now += 1000) {
        atb_tick(&modem.session);
    }
    return status;
}
"""


@pytest.mark.parametrize("model, seconds", (("MN326", 65), ("ML307A", 10)))
def test_a_time_without_effect_makes_no_limit_shorter(home, tmp_path, model, seconds):
    """AT+MIPOPEN with 5 s was given up after 10 s, while an MN326 took its own 60 s (note 13)."""
    (tmp_path / "opens.c").write_text(OPENS)
    own = [home / f"generated/onemo/onemo_{room}.c" for room in ("forms", "lines", "scanner")]
    sources = [*(home / "runtime").glob("*.c"), *own]
    flags = [f"-DONEMO_MODEL={model}", f"-I{home}/generated/onemo", f"-I{home}/runtime", "-w"]
    program = tmp_path / "opens"
    subprocess.run(["gcc", *flags, "-o", program, tmp_path / "opens.c", *sources], check=True)
    said = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    assert said == f"{seconds} -2"
