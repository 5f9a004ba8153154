# SPDX-License-Identifier: MIT
"""Every transcript of the four manuals against the simulated modem, byte for byte."""

import re

import pytest
from atbind.modem import transcript
from hosts import HOME
from replay import Peer, replay
from scenes import NO_SESSIONS, OPENED, SCENES, Scene

FILES = sorted((HOME / "spec").glob("*/transcripts/*.txt"))


def section(path) -> str:
    return path.stem.split("-")[0]


SESSIONS = [path for path in FILES if section(path) not in NO_SESSIONS[path.parts[-3]]]


def world(text: str, scene: Scene, port: int) -> str:
    """Names and addresses: everything that is typed leads to our peer."""
    addresses = {
        a for line in (text, *scene.before) for a in re.findall(r"\d+\.\d+\.\d+\.\d+", line)
    }
    rows = [f"{a} {a} via={port}" for a in sorted(addresses) if a not in scene.names]
    return "\n".join([scene.names, *rows])


@pytest.mark.parametrize("path", SESSIONS, ids=lambda p: f"{p.parts[-3]}-{section(p)}")
def test_a_manuals_example(host, tmp_path, path):
    dialect = path.parts[-3]
    scene = SCENES[dialect].get(section(path), OPENED[dialect])
    peer = Peer()
    names = tmp_path / "names"
    names.write_text(world(path.read_text(), scene, peer.port))
    one = host(dialect, "--names", str(names), *scene.options)
    for command in scene.before:
        one.ask(command)
        one.more(0.2)
        one.heard = b""
    try:
        replay(dialect, transcript.parse(path.read_bytes(), str(path)), one, scene, peer)
        assert not one.more(0.1) and not one.heard, one.heard
    finally:
        peer.close()


def test_what_is_no_session_is_a_transcript_all_the_same():
    """The runtime's tests replay these, too (tests/transcripts)."""
    named = sum(len(sections) for sections in NO_SESSIONS.values())
    assert len(FILES) == len(SESSIONS) + named == 67


def test_every_difference_is_a_line_of_its_transcript():
    for path in FILES:
        scene = SCENES[path.parts[-3]].get(section(path), Scene())
        for line in scene.differs:
            number = line.isdigit() and path.read_text().splitlines()[int(line) - 1][:2] == "< "
            assert number or f"< {line}\n" in path.read_text(), (path, line)
