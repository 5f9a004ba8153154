# SPDX-License-Identifier: MIT
"""What stands in the documentation comments of the generated headers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from atbind.c.forms import FormView
from atbind.c.parameters import Argument, allowed_text, in_unit
from atbind.c.text import COLUMNS, comment, doc_comment, paragraph, printed, syntax_paragraph
from atbind.model.dialect import Form, Limit, Line
from atbind.model.parameter import PAYLOAD_MAX, Parameter

NUMBER = "number"  # of which nothing is known
OURS = " (ours, the manual has none)"
KINDS = {
    "ip": "address",
    "ipv4": "IPv4 address",
    "ipv6": "IPv6 address",
    "host": "name or address",
    "domain": "domain name",
    "hex": "hex digits",
}
NAMES = ("host", "domain")


def sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?:" else text + "."


def limit_text(limit: Limit) -> str:
    if limit.source:
        return f"{limit.text} ({limit.source})"
    return limit.text + (OURS if limit.ours else "")


def values_text(parameter: Parameter) -> str:
    """0 buffer, 1 direct push; without meanings as in a message."""
    if parameter.values and any(parameter.values.values()):
        quote = '"' if parameter.quoted else ""
        pairs = [
            f"{quote}{value}{quote} {text}".strip() for value, text in parameter.values.items()
        ]
        return ", ".join(pairs)
    if parameter.type == "data":
        return "bytes"
    if parameter.type == "integer" and parameter.minimum is None:
        return NUMBER
    if parameter.is_text and parameter.values is None and parameter.max_length is None:
        return KINDS.get(parameter.type, "text")
    return allowed_text(parameter)


def argument_text(argument: Argument) -> str:
    """What is taken, with the longest length where that is ours; an address has its own."""
    parameter, text = argument.parameter, values_text(argument.parameter)
    silent = parameter.type in NAMES and parameter.max_length is None
    ours = argument.own_length or silent
    return f"{text}, up to {argument.bounds()[1]} bytes" if ours else text


def parameter_text(parameter: Parameter, text: str) -> str:
    """`text` is what it may be; its unit, its default and its meaning belong to it."""
    if parameter.unit and parameter.values is None:
        text = _with_unit(text, parameter.unit)
    if parameter.default is not None:
        text += f", default {parameter.default}"
    return f"{text}: {parameter.doc}" if parameter.doc else text


def _with_unit(text: str, unit: str) -> str:
    if text == NUMBER:
        return f"in {unit}"
    return in_unit(text, unit).replace("bytes bytes", "bytes")


def hanging(rows: list[tuple[str, str]]) -> list[str]:
    """Names in one column, their texts filled beside them."""
    width = max((len(name) for name, _ in rows), default=0)
    lines = []
    for name, text in rows:
        lines += textwrap.wrap(
            comment(text),
            COLUMNS - 2,
            initial_indent=" *   " + name.ljust(width) + "  ",
            subsequent_indent=" *   " + " " * width + "    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines


def outcomes_text(form: Form) -> str:
    """As in a table's row, each between bars: there are commas in them."""
    return " | ".join(dict.fromkeys(printed(outcome.text) for outcome in form.outcomes))


def parameter_rows(view: FormView) -> list[tuple[str, str]]:
    """Each parameter of the form with its own words: others may share its constant."""
    rows = []
    for position in view.variable:
        for parameter, argument in zip(position.parameters, view.arguments_of(position)):
            text = parameter_text(parameter, argument_text(argument))
            rows.append((f"<{parameter.name}>", text))
            rows += [("", text) for text in model_notes(argument)]
    return rows


def form_doc(view: FormView, signature: str) -> str:
    """Shape, what it does, parameters, payload, what comes back, time limits, section."""
    form = view.form
    lines = syntax_paragraph(form.syntax)
    lines += paragraph(signature, first=" *     ", rest=" *         ")
    if form.doc:
        lines += paragraph(sentence(form.doc))
    if form.lacking:
        lines += paragraph(f"Not on {', '.join(form.lacking)}.")
    lines += hanging(parameter_rows(view))
    for rule in form.rules:
        lines += paragraph(f"Rule: {printed(rule.text)}.")
    if form.payload:
        most, ours = form.payload.maximum, "" if form.payload.maximum else OURS
        lines += paragraph(f"Payload: at most {most or PAYLOAD_MAX} bytes{ours}.")
    answers = outcomes_text(form)
    if answers and (answers != "OK" or not form.doc):
        lines += paragraph(f"Answers: {answers}.", rest=" *     ")
    lines += paragraph(time_and_section(form))
    return doc_comment([lines])


def time_and_section(form: Form) -> str:
    parts = []
    if form.timeout:
        parts.append(f"Time limit: {limit_text(form.timeout)}")
        if form.late_timeout:
            parts[-1] += f", then {limit_text(form.late_timeout)} for the result"
    if form.section:
        parts.append(f"Manual: {form.section}")
    if form.seen:
        parts.append(f"Seen: {form.seen}")
    return ". ".join(parts) + "."


def model_notes(argument: Argument) -> list[str]:
    """How models differ, the models with the same difference together."""
    notes: dict[str, list[str]] = {}
    for model, difference in argument.parameter.models.items():
        text = ""
        if difference.unsupported:
            text = "not supported"
        elif argument.accepts(model) != argument.accepts(""):
            text = allowed_text(argument.parameter.on(model))
        elif difference.no_effect:
            text = "no effect"
        elif difference.unknown:
            text = difference.unknown
        if difference.default is not None and not difference.unsupported:
            text += f"{', ' if text else ''}default {difference.default}"
        if text:
            notes.setdefault(text, []).append(model)
    return [f"{', '.join(models)}: {text}" for text, models in notes.items()]


PAYLOAD_PLACES = {
    "after_line": "after the line",
    "inline": "behind the last comma",
    "to_line_end": "up to the line's end, in hex digits",
}


def line_doc(line: Line) -> list[str]:
    fields = [(f"<{f.name}>", f.parameter) for f in line.members]
    lines = syntax_paragraph(line.syntax)
    lines += paragraph(sentence(line.doc)) if line.doc else []
    lines += hanging(
        [(name, parameter_text(p, values_text(p))) for name, p in fields if p is not None]
    )
    for text in _beside_fields(line):
        lines += paragraph(text)
    return lines


def _beside_fields(line: Line) -> Iterator[str]:
    """What a line has besides its fields, and who says so."""
    if line.group:
        yield f"Any number of {printed(line.group.syntax)}: {line.group.id}_next()."
    for other in line.layouts:
        yield f"Also {printed(other.syntax)}" + (f", {sentence(other.seen)}" if other.seen else ".")
    if line.payload:
        where = PAYLOAD_PLACES[line.payload_where]
        yield f"Payload <{line.payload.name}> {where}: to the payload handler."
    if line.section:
        yield f"Manual: {line.section}."
    if line.seen:
        yield f"Seen: {line.seen}."
