# SPDX-License-Identifier: MIT
"""Random rows, and random lines of each: the generated C reads what the page of the notation says.

ATB_TABLES says how many tables (1 unless told), ATB_SEED where they begin.
"""

import os

import pytest
from atbind.cli.main import main
from atbind.modem import decoder, native, own_tables, transcript
from heard_tables import Heard

FIRST = int(os.environ.get("ATB_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("ATB_TABLES", "1")))
EACH = 12


def heard(library, case) -> list[tuple]:
    entries = [transcript.Entry(transcript.RECEIVED, 1, case.sent)]
    if case.mode is not None:
        entries.insert(0, transcript.Entry(transcript.SETTING, 1, b"mode=%d" % case.mode))
    events: list[dict] = []
    decoder.decode(library, entries, [], events.append)
    told: list[tuple] = []
    for event in events:
        if event["kind"] == "payload" and told and told[-1][:2] == ("payload", event["id"]):
            told[-1] = (*told[-1][:2], told[-1][2] + bytes.fromhex(event["hex"]))
        elif event["kind"] == "payload":
            told.append(("payload", event["id"], bytes.fromhex(event["hex"])))
        else:
            told.append((event["kind"], event.get("id"), event["fields"]))
    return told


def it_reads(library, made: Heard, model: str, rows: set[str]) -> None:
    wrong = []
    by_id = {f"heard_urc_{row.name}": row for row in made.rows}
    for case in made.cases(EACH, model):
        row = by_id[case.events[0][1]]
        told = heard(library, case) if row.name in rows else case.events
        if told != case.events:
            wrong.append(f"{row.text()}\n  {case.sent!r}\n  {told}\n  {case.events}")
    assert not wrong, f"{len(wrong)} lines, such as\n" + "\n".join(wrong[:12])


def written(tmp_path, text: str):
    (tmp_path / "heard").mkdir()
    (tmp_path / "heard" / "dialect.yaml").write_text(text)
    return tmp_path


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_of_random_rows_are_read_as_their_rows_say(tmp_path, seed):
    made = Heard(seed)
    generated = own_tables.generated_from(written(tmp_path, made.table()), "heard", [])
    model = "NARROW" if seed % 2 else "WIDE"
    library = native.load("heard", model, generated)
    it_reads(library, made, model, {row.name for row in made.rows})


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_that_an_overlay_replaces_are_read_like_others(tmp_path, seed):
    made = Heard(seed + 1000)
    (tmp_path / "over.yaml").write_text(made.overlay())
    spec = written(tmp_path, made.table(stale=True))
    generated = own_tables.generated_from(spec, "heard", [tmp_path / "over.yaml"])
    library = native.load("heard", None, generated)
    it_reads(library, made, "", {row.name for row in made.rows})


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_list_names_is_read_as_in_the_whole(tmp_path, seed):
    made = Heard(seed + 2000)
    spec = written(tmp_path, made.table())
    chosen = {row.name for row in made.rows if made.dice.random() < 0.5}
    chosen |= {row.name for row in made.rows if not row.alone}
    (tmp_path / "uses").write_text("\n".join(["+ASK", *(f"urc_{n}" for n in sorted(chosen))]))
    out = tmp_path / "out"
    main(["generate", "--spec", str(spec), "--only", str(tmp_path / "uses"), "--output", str(out)])
    it_reads(native.load("heard", None, out), made, "", chosen)
