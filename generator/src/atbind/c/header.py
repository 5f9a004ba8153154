# SPDX-License-Identifier: MIT
"""The calls of each form and the handlers of each line, as they stand in the headers."""

from __future__ import annotations

from dataclasses import dataclass

from atbind.c.calls import Answer, Call, answer_of
from atbind.c.docs import form_doc, sentence
from atbind.c.forms import FormView
from atbind.c.plain import Function, functions
from atbind.c.received.lines import LineView
from atbind.c.text import columns, comment, macro, paragraph
from atbind.model.dialect import Command

SHAPES = {"ONE": "ATB_ONE_LINE", "MANY": "ATB_MANY_LINES", "DATA": "ATB_LINE_AND_DATA"}


@dataclass(frozen=True)
class FormHeader:
    view: FormView
    doc: str
    size: str  # the constant with the size of a buffer
    functions: tuple[Function, ...]
    checks: str  # the macros in front of them


def form_header(view: FormView) -> FormHeader:
    run = Call(view, payload=True)
    encoded = Call(view, payload=False) if encodes_apart(view) else run
    answer = answer_of(view)
    checks = _calls(view, run, answer)
    if run.maker != "ATB_ALONE":
        checks.append(run.macro(view.macro))
    if encoded is not run and encoded.maker != "ATB_ALONE":
        checks.append(encoded.macro(f"{view.macro}_LINE"))
    return FormHeader(
        view,
        form_doc(view, signature(view, run, answer)),
        macro(f"{view.macro}_MAX", [view.max]),
        functions(view, run, encoded, answer),
        "\n".join(checks),
    )


def encodes_apart(view: FormView) -> bool:
    """A prompt form's command line has no payload in it."""
    return view.form.payload is not None and view.form.payload.mode != "inline"


def signature(view: FormView, call: Call, answer: Answer | None) -> str:
    """quectel_qiopen(modem, answer, context_id[, access_mode])"""
    ends = call.counts()[:-1]  # where the call may end before its last argument
    text = ", ".join(["modem", *(answer.arguments if answer else ())])
    for index, slot in enumerate(call.slots):
        text += f"[, {slot.name}" if index in ends else f", {slot.name}"
    return f"{view.id}({text}{']' * len(ends)})"


def _calls(view: FormView, call: Call, answer: Answer | None) -> list[str]:
    """The three public macros."""
    shape = f"{SHAPES[answer.shape]}, {answer.line.id}" if answer else "ATB_NO_ANSWER, "
    session = f"{view.dialect.name.upper()}_SESSION"
    before = f"{session}, {shape}, {call.maker}, {view.constant}, __VA_ARGS__"
    run = "ATB_RUN_MANY" if answer and answer.shape == "MANY" else "ATB_RUN"
    encoded = Call(view, payload=False) if encodes_apart(view) else call
    maker = (
        encoded.maker if encoded is call or encoded.maker == "ATB_ALONE" else f"{view.macro}_LINE"
    )
    return [
        macro(f"{view.id}(...)", [f"{run}({before})"]),
        macro(f"{view.id}_start(...)", [f"ATB_START({before})"]),
        macro(f"{view.id}_encode(...)", [f"ATB_ENCODE({maker}, {view.constant}, __VA_ARGS__)"]),
    ]


@dataclass(frozen=True)
class CommandHeader:
    """The forms of one command, or of one chapter, under one heading, a comment of one line."""

    heading: str
    doc: str  # of the command as a whole, as comment lines; "" if there is none
    forms: tuple[FormHeader, ...]


def command_header(command: Command, views: dict[str, FormView]) -> CommandHeader:
    section = f"{command.section} " if command.section else ""
    title = comment(f"{section}{command.name}: {command.title}")
    heading = f"/* ---- {title} {'-' * (68 - len(title))} */"
    doc = "\n".join(["/*", *paragraph(sentence(command.doc)), " */"]) if command.doc else ""
    return CommandHeader(heading, doc, tuple(form_header(views[form.id]) for form in command.forms))


def members(rows: list[tuple[str, str]]) -> str:
    return columns([(text, f"/**< {note} */" if note else "") for text, note in rows], "    ")


def handlers(view: LineView) -> str:
    """The handler macros of a line and what they need."""
    parts = []
    uses = [f"ATB_USES({view.dialect.name}_use),"] if view.dialect.is_chapter else []
    if view.has_record:
        called = "ATB_HANDLER_KEPT" if view.string_room else "ATB_HANDLER"
        row = f"{called}({view.constant}, {view.id}, function)"
    else:
        row = f"ATB_PLAIN_HANDLER({view.constant}, function)"
    parts.append(macro(f"{view.handler_macro}(function)", [*uses, row]))
    if view.line.payload:
        row = f"ATB_PAYLOAD_HANDLER({view.constant}, function)"
        parts.append(macro(f"{view.handler_macro}_PAYLOAD(function)", [*uses, row]))
    return "\n".join(parts)
