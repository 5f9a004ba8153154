# SPDX-License-Identifier: MIT
"""What a reader of a manual asks of a form, a parameter or a line: in words, for `show` and `site`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from atbind.c.docs import limit_text, sentence, values_text
from atbind.c.text import printed
from atbind.model.dialect import Dialect, Field, Form, Limit, Line
from atbind.model.parameter import Difference, Parameter

KINDS = {"test": "Test", "read": "Read", "set": "Set", "execute": "Execute", "data": "Data"}
WHERE = {
    "after_line": "follows the line",
    "inline": "follows the last comma, inside the line",
    "to_line_end": "fills the line to its end, as hex digits",
}
SHARED_SETS = {"+CME ERROR:": ("cme",), "+CMS ERROR:": ("cms",)}
ENDS = {
    "length": "is sent after the prompt; <{length}> counts it",
    "ctrl_z": "is sent after the prompt, and ended by Ctrl-Z",
    "timeout": "is sent after the prompt; silence ends it",
    "inline": "stands inside the command line",
}


@dataclass(frozen=True)
class ParameterFacts:
    name: str
    accepts: str  # "1 to 16", "text", "address"
    values: tuple[tuple[str, str], ...]  # an enumeration: wire value, meaning
    remarks: tuple[str, ...]  # optional, default, unit
    doc: str
    models: tuple[tuple[str, str], ...]  # models, what they do differently


@dataclass(frozen=True)
class LineFacts:
    id: str
    syntax: str
    doc: str
    section: str
    fields: tuple[ParameterFacts, ...]
    payload: str


@dataclass(frozen=True)
class FormFacts:
    id: str
    kind: str
    syntax: str
    doc: str
    parameters: tuple[ParameterFacts, ...]
    payload: str
    outcomes: tuple[str, ...]
    lines: tuple[LineFacts, ...]
    rules: tuple[str, ...]
    limits: tuple[str, ...]
    lacking: tuple[str, ...]


def spoken(command: str) -> str:
    """A command as it is typed: AT+QIOPEN, ATO, +++."""
    return command if command == "+++" else f"AT{command}"


def difference_text(difference: Difference) -> str:
    """`0 to 3`, `not supported`, `without 2; default 5`."""
    if difference.unsupported:
        return "not supported"
    parts = []
    if difference.minimum is not None:
        parts.append(f"{difference.minimum} to {difference.maximum}")
    if difference.max_length is not None:
        parts.append(f"{difference.min_length or 0} to {difference.max_length} bytes")
    if difference.without:
        parts.append("without " + ", ".join(map(str, difference.without)))
    if difference.default is not None:
        parts.append(f"default {difference.default}")
    if difference.no_effect:
        parts.append("no effect")
    return "; ".join(parts) or difference.unknown


def differing(dialect: Dialect) -> Iterator[tuple[Form | Line, Parameter]]:
    """Each parameter that models have otherwise, with its form, or the URC that alone has it."""
    sent = [p for form in dialect.forms for p in form.parameters]
    yield from ((form, p) for form in dialect.forms for p in form.parameters if p.models)
    for urc in dialect.urcs:
        told = [field.parameter for field in urc.fields if field.parameter]
        yield from ((urc, p) for p in told if p.models and p not in sent)


def grouped_models(parameter: Parameter) -> tuple[tuple[str, str], ...]:
    """Models with the same difference together."""
    found: dict[str, list[str]] = {}
    for model, difference in parameter.models.items():
        text = difference_text(difference)
        if text:
            found.setdefault(text, []).append(model)
    return tuple((", ".join(models), text) for text, models in found.items())


def _enumeration(parameter: Parameter) -> tuple[tuple[str, str], ...]:
    quote = '"' if parameter.quoted else ""
    values = parameter.values or {}
    return tuple((f"{quote}{value}{quote}", meaning) for value, meaning in values.items())


def _accepts(parameter: Parameter) -> str:
    if parameter.values is not None:
        return "one of"
    if parameter.assumed_length and parameter.max_length is None:
        return f"{values_text(parameter)}, up to {parameter.assumed_length} bytes (our limit)"
    return values_text(parameter)


def parameter_facts(parameter: Parameter, remarks: list[str]) -> ParameterFacts:
    if parameter.default is not None:
        remarks = [*remarks, f"default {parameter.default}"]
    if parameter.unit:
        remarks = [*remarks, f"in {parameter.unit}"]
    if parameter.secret:
        remarks = [*remarks, "masked in records"]
    return ParameterFacts(
        parameter.name,
        _accepts(parameter),
        _enumeration(parameter),
        tuple(remarks),
        parameter.doc,
        grouped_models(parameter),
    )


def _field_facts(field: Field, parameter: Parameter) -> ParameterFacts:
    remarks = ["may be missing"] if field.optional else []
    remarks += ["may be empty"] if field.may_be_empty else []
    remarks += [f"up to {field.many} values"] if field.many else []
    remarks += [f"{parameter.digits} digits in a row or more"] if parameter.digits else []
    return parameter_facts(parameter, remarks)


def line_facts(line: Line, said: str = "") -> LineFacts:
    """`said` is who was seen to say it where that has been told already."""
    payload = ""
    if line.payload is not None:
        counted = f", counted by <{line.payload.data_length}>" if line.payload.data_length else ""
        payload = f"<{line.payload.name}> {WHERE[line.payload_where]}{counted}."
    fields = (_field_facts(f, f.parameter) for f in line.members if f.parameter)
    return LineFacts(
        line.id,
        printed(line.syntax),
        " ".join((told(line.doc, line.seen, said), *map(_other, line.layouts))).strip(),
        line.section,
        tuple(fields),
        payload,
    )


def _other(layout: Line) -> str:
    return f"Also {printed(layout.syntax)}. {told('', layout.seen)}".strip()


def _sent_payload(form: Form) -> str:
    if form.payload is None:
        return ""
    most = f", at most {form.payload.maximum} bytes" if form.payload.maximum else ""
    return f"Data {ENDS[form.payload.mode].format(length=form.payload.length)}{most}."


def time_text(limit: Limit) -> str:
    """`150 s`, `1 s`, `as cipopen_timeout is set, 120 s at first`."""
    if limit.setting:
        return f"as {limit.setting} is set, {limit.ms / 1000:g} s at first"
    if limit.parameter is None and not limit.extra_ms:
        return f"{limit.ms / 1000:g} s" + (" (ours, the manual has none)" if limit.ours else "")
    return limit_text(limit)


def _limits(form: Form) -> tuple[str, ...]:
    found = [time_text(form.timeout)] if form.timeout else []
    if form.late_timeout:
        found.append(f"{time_text(form.late_timeout)}, from OK to the result")
    return tuple(found)


def form_facts(form: Form, said: str = "") -> FormFacts:
    """`said` as for line_facts()."""
    parameters = []
    for position in form.positions:
        remarks = ["may be left out"] if position.optional or position.grouped else []
        remarks += ["may be empty"] if position.may_be_empty else []
        parameters += [parameter_facts(p, remarks) for p in position.parameters]
    lines = {line.id: line for line in (*form.infos, *form.results) if line.role != "test"}
    return FormFacts(
        form.id,
        KINDS[form.type],
        printed(form.syntax),
        told(form.doc, form.seen, said),
        tuple(parameters),
        _sent_payload(form),
        tuple(dict.fromkeys(printed(outcome.text) for outcome in form.outcomes)),
        tuple(line_facts(line, said) for line in lines.values()),
        tuple(rule.text for rule in form.rules),
        _limits(form),
        form.lacking,
    )


def told(doc: str, seen: str, said: str = "") -> str:
    """What it is; and, where no manual has it, which devices say it, unless that was `said`."""
    return " ".join(filter(None, (sentence(doc), f"Seen: {seen}." if seen != said else "")))


def manual(dialect: Dialect) -> str:
    return f"{dialect.manual_title} {dialect.manual_version}".strip()


def failure_sets(dialect: Dialect) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """Final result codes with an error code, and the sets that may have it, the likeliest first.

    Modems send their own numbers behind +CME ERROR, too, above the shared ones."""
    own = () if dialect.is_chapter else tuple(code.set for code in dialect.error_codes[:1])
    for line in dialect.finals:
        if line.final == "failure" and line.fields:
            yield line, (*SHARED_SETS.get(line.prefix, ()), *own)
