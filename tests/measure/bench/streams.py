#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what the bench feeds and what must come of it, from the tables: streams.py OUT.h

Four streams of one Quectel modem, each with its handlers and the events to count:
  lines   short URCs and results, 21 bytes on average with their line ends
  all     every layout of the dialect, short beside long, a handler for each
  data    answers of AT+QIRD with up to 1460 bytes, URCs between them
  push    payload that the modem pushes, URCs between
Payload holds line ends, result codes and the look of URCs.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(HOME / "generator" / "src"), str(HOME / "tests" / "generated")]

from atbind.build.spec import load  # noqa: E402
from atbind.model.dialect import Dialect, Line  # noqa: E402
from atbind.simulator.render import line_text  # noqa: E402
from make_lines import handler_macro, received_by, values_of  # noqa: E402

BYTES = 65536
LOOK_ALIKES = [
    b"\r\nOK\r\n",
    b'\r\n+QIURC: "recv",0\r\n',
    b"\r\n> ",
    b"\r\n+QIRD: 9\r\n",
    b"\n\n\r",
]

# How often a line is drawn; 15 handlers, as in a program that hears everything it can use.
# OK ends the command under way, if there is one: the next one follows at once.
SHORT = {
    '+QIURC: "recv",3': ("urc_recv", 6),
    '+QIURC: "closed",11': ("urc_closed", 2),
    '+QIURC: "pdpdeact",1': ("urc_pdpdeact", 1),
    '+QIURC: "dnsgip",0,1,600': ("urc_dnsgip", 1),
    '+QIURC: "dnsgip","192.0.2.7"': ("urc_dnsgip_address", 1),
    '+QIURC: "incoming full"': ("urc_incoming_full", 2),
    '+QIURC: "incoming",11,1,"192.0.2.222",54091': ("urc_incoming", 2),
    "+QIOPEN: 0,0": ("qiopen_result", 5),
    "+QISEND: 1460,1400,60": ("qisend_query_info", 2),
    '+QICFG: "transpktsize",1024': ("qicfg_transpktsize_query_info", 1),
    '+QPING: 0,"192.0.2.7",32,147,64': ("qping_reply", 1),
    "+QNTP: 565": ("qntp_result", 2),
    '+QICFG: "transwaittm",2': ("qicfg_transwaittm_query_info", 1),
    "+QIACT: 1,1,1": ("qiact_read_info", 2),
    "+QIGETERROR: 0,ok": ("qigeterror_info", 2),
    "OK": ("final_ok", 5),
}

# What these are, only the command under way tells; the other streams have one.
BY_COMMAND = {"quectel_final_connect", "quectel_qird_query_info"}


@dataclass
class Stream:
    name: str
    handlers: list[Line]
    group: dict[str, str]  # line id -> the line that stands for it where layouts compete
    pending: bool = True
    mode: int = 0  # what every setting is set to
    data: bytearray = field(default_factory=bytearray)
    counts: dict[str, int] = field(default_factory=dict)
    events: int = 0
    payload: int = 0
    total: int = 0

    def line(self, text: str, line_id: str) -> None:
        self.data += b"\r\n" + text.encode() + b"\r\n"
        self.events += 1
        name = self.group.get(line_id, line_id)
        self.counts[name] = self.counts.get(name, 0) + 1

    def piece(self, payload: bytes) -> None:
        self.data += payload
        self.payload += len(payload)
        self.total += sum(payload)


def some_payload(draw: random.Random, length: int) -> bytes:
    out = b""
    while len(out) < length:
        out += draw.choice(LOOK_ALIKES) if draw.random() < 0.1 else draw.randbytes(20)
    return out[:length]


def short_line(stream: Stream, draw: random.Random) -> None:
    texts = list(SHORT)
    (text,) = draw.choices(texts, [SHORT[t][1] for t in texts])
    stream.line(text, "quectel_" + SHORT[text][0])


def lines_stream(handlers: list[Line], draw: random.Random) -> Stream:
    stream = Stream("lines", handlers, {})
    while len(stream.data) < BYTES:
        short_line(stream, draw)
    return stream


def payload_stream(name: str, head: str, line: Line, handlers: list[Line], mode: int) -> Stream:
    draw = random.Random(2)
    stream = Stream(name, [*handlers, line], {}, mode=mode)
    while len(stream.data) < BYTES:
        length = draw.choice((1460, 1460, draw.randint(1, 1460)))
        stream.line(head.format(length), line.id)
        stream.piece(some_payload(draw, length))
        if line.role == "info":
            stream.line("OK", "quectel_final_ok")
        short_line(stream, draw)
    return stream


def keyword(line: Line) -> str:
    """Layouts with the same keyword compete: which it is may depend on the session."""
    first = line.fields[0] if line.fields else None
    return line.prefix + (first.literal or "" if first and first.parameter is None else "")


def all_stream(dialect: Dialect, draw: random.Random) -> Stream:
    first: dict[str, str] = {}
    lines = [line for line in dialect.lines if line.role != "test" and line.id not in BY_COMMAND]
    group = {line.id: first.setdefault(keyword(line), line.id) for line in lines}
    stream = Stream("all", lines, group, pending=False, mode=1)
    while len(stream.data) < BYTES:
        line = draw.choice(lines)
        values = values_of(line)
        if line.payload:
            length = draw.randint(1, 99)
            values[line.payload.data_length] = length
            stream.line(line_text(line, values), line.id)
            stream.piece(some_payload(draw, length))
        else:
            stream.line(line_text(line, values), line.id)
    return stream


def bytes_of(data: bytes) -> str:
    rows = [data[at : at + 24] for at in range(0, len(data), 24)]
    return "".join("    " + "".join(f"{b}," for b in row) + "\n" for row in rows)


def handler_function(dialect: Dialect, stream: Stream, line: Line) -> str:
    slot = index_of(stream, line)
    name = f"{stream.name}_on_{line.id}"
    values = f", const struct {received_by(dialect, line)} *it" if line.values else ""
    body = "".join("    (void)it;\n" if values else "")
    return (
        f"static void {name}(void *app{values})\n{{\n{body}    ((uint32_t *)app)[{slot}]++;\n}}\n"
    )


def index_of(stream: Stream, line: Line) -> int:
    ids = [other.id for other in stream.handlers]
    return ids.index(stream.group.get(line.id, line.id))


def rows_of(stream: Stream, dialect: Dialect) -> str:
    """In the manual's order, as a program has them."""
    rows = ""
    for line in sorted(stream.handlers, key=dialect.lines.index):
        macro = handler_macro(dialect, line)
        rows += f"    {macro}({stream.name}_on_{line.id}),\n"
        if line.payload:
            rows += f"    {macro}_PAYLOAD(on_payload),\n"
    return rows


def stream_text(stream: Stream, dialect: Dialect) -> str:
    name = stream.name
    counts = ", ".join(str(stream.counts.get(line.id, 0)) for line in stream.handlers)
    handlers = "".join(handler_function(dialect, stream, line) for line in stream.handlers)
    return (
        f"static const unsigned char {name}_bytes[] = {{\n{bytes_of(stream.data)}}};\n{handlers}"
        f"static const struct atb_handler {name}_handlers[] = {{\n{rows_of(stream, dialect)}}};\n"
        f"static const uint32_t {name}_counts[] = {{{counts}}};\n\n"
    )


def row_text(stream: Stream) -> str:
    name = stream.name
    return (
        f'    {{"{name}", {name}_bytes, sizeof {name}_bytes, {name}_handlers,\n'
        f"     ATB_LENGTH({name}_handlers), {name}_counts, ATB_LENGTH({name}_counts),\n"
        f"     {stream.events}, {stream.payload}, {stream.total}, {stream.mode},"
        f" {str(stream.pending).lower()}}},\n"
    )


def main() -> None:
    (dialect,) = load(HOME / "spec", "quectel")
    by_id = {line.id: line for line in dialect.lines}
    short = [by_id["quectel_" + name] for name, _ in SHORT.values() if name != "final_ok"]
    push = '+QIURC: "recv",3,{}'
    streams = [
        lines_stream(short, random.Random(1)),
        all_stream(dialect, random.Random(3)),
        payload_stream("data", "+QIRD: {}", by_id["quectel_qird_info"], short, 0),
        payload_stream("push", push, by_id["quectel_urc_recv_data"], short, 1),
    ]
    text = "/* Made by tests/measure/bench/streams.py; not part of the library. */\n"
    text += "".join(stream_text(stream, dialect) for stream in streams)
    text += "static const struct stream streams[] = {\n"
    text += "".join(row_text(stream) for stream in streams) + "};\n"
    Path(sys.argv[1]).write_text(text)


if __name__ == "__main__":
    main()
