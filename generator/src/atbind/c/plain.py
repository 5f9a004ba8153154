# SPDX-License-Identifier: MIT
"""The calls of a form as functions: prototypes for readers and editors, bodies in strict ISO C."""

from __future__ import annotations

from dataclasses import dataclass

from atbind.c.calls import Answer, Call, Slot
from atbind.c.forms import FormView
from atbind.c.text import broken


@dataclass(frozen=True)
class Function:
    prototype: str  # with a word on it, unless the form's own comment stands before it
    body: str


def functions(
    view: FormView, call: Call, encoded: Call, answer: Answer | None
) -> tuple[Function, ...]:
    """The function that waits, the one that starts, and the encoder."""
    modem = "void *modem" if view.dialect.is_chapter else f"struct {view.dialect.name} *modem"
    head = [modem, *_answer_parameters(answer)]
    started = [*head, "atb_done *done", "void *app"]
    buffer = ["char *buffer", "size_t buffer_size", "struct atb_refusal *refusal"]
    session = "(struct atb_session *)modem" if view.dialect.is_chapter else "&modem->session"
    run = "atb_run_many" if answer and answer.shape == "MANY" else "atb_run"
    sent = f"{session}, {_command(call)}, {_answer(answer)}"
    written = f"{_command(encoded)}, buffer, buffer_size, refusal"
    return (
        _function(view.id, head, call, f"{run}({sent})"),
        _function(
            f"{view.id}_start",
            started,
            call,
            f"atb_start({sent}, done, app)",
            f"/** {view.id}(), which calls `done` at the end. */\n",
        ),
        _function(
            f"{view.id}_encode",
            buffer,
            encoded,
            f"atb_encode({written})",
            f"/** {view.id}() into a buffer: its length. */\n",
        ),
    )


def _answer_parameters(answer: Answer | None) -> list[str]:
    if answer is None:
        return []
    types = {"data": "void *data", "data_size": "size_t data_size", "capacity": "size_t capacity"}
    return [types.get(name, f"struct {answer.line.id} *{name}") for name in answer.arguments]


def _answer(answer: Answer | None) -> str:
    if answer is None:
        return "NULL"
    shape = {"ONE": "answer, 1, NULL, 0", "MANY": "answers, capacity, NULL, 0"}
    rest = shape.get(answer.shape, "answer, 1, data, data_size")
    return f"ATB_ANSWER({answer.line.id}_record, {rest})"


def _parameter(slot: Slot) -> str:
    if slot.position is None or slot.kind == "length":
        return f"const void *{slot.name}" if slot.kind == "data" else f"size_t {slot.name}"
    kinds = {p.is_text for p in slot.position.parameters}
    if len(kinds) > 1:
        return f"struct atb_value {slot.name}"
    return f"const char *{slot.name}" if kinds == {True} else f"int32_t {slot.name}"


def _value(slot: Slot) -> str:
    declared = _parameter(slot)
    if declared.startswith("struct"):
        return slot.name
    if declared.startswith("size_t"):
        return f"atb_from_unsigned({slot.name})"
    return f"atb_given_{'number' if declared.startswith('int32_t') else 'text'}({slot.name})"


def _command(call: Call) -> str:
    return call.command(_value, call.view.constant)


def _function(name: str, head: list[str], call: Call, result: str, doc: str = "") -> Function:
    fewest = call.counts()[0]
    listed = [*head, *map(_parameter, call.slots)]
    always, also = listed[: len(head) + fewest], listed[len(head) + fewest :]
    shown = ", ".join(always) + (f" ATB_ALSO({', '.join(also)})" if also else "")
    prototype = "\n".join(broken(f"int {name}({shown})", 0, 99)) + ";"
    head_lines = broken(f"int {name}({', '.join(listed)})", 0, 100)
    body_lines = broken(f"return {result}", 4, 99)
    return Function(doc + prototype, "\n".join([*head_lines, "{", *body_lines]) + ";\n}")
