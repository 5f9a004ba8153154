# SPDX-License-Identifier: MIT
"""Received lines: one syntax line to one Line object, with every rule about a single line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from atbind.build.counted import check_count
from atbind.build.parameters import check_error_set
from atbind.build.scope import Context, Scope
from atbind.model import names
from atbind.model.dialect import Field, Line, Success
from atbind.model.parameter import Parameter
from atbind.notation.characters import foreign
from atbind.notation.line import (
    AnswerLine,
    Element,
    NotationError,
    check_characters,
    check_parentheses,
    parse_answer,
    split_prefix,
)
from atbind.notation.phrases import PhraseError, parse_success
from atbind.tables.mistakes import alternatives, near
from atbind.tables.reader import List, Map
from atbind.tables.where import Where

WORDS_MAX = 24  # ATB_VALUES_ROOM: a number takes one, a text two, four flags one
FLAGS_MAX = 12
FIELDS_MAX = 255  # a field is known by the commas before it, in 8 bits
PLACE = re.compile(r"\(<(.*?)>\)", re.DOTALL)  # of a test answer: stands for a range
STRINGS = "strings"  # the member of an answer's struct that its texts point to


def lacks_room(fields: list[Field]) -> str:
    """What is too much of a line's struct for the runtime; "": nothing is."""
    flags = sum(1 for f in fields if f.may_lack or f.many is not None)
    if flags > FLAGS_MAX:
        return f"{flags} fields may be missing or come in numbers; at most {FLAGS_MAX} can"
    sizes = [(f.many or 1) * (2 if f.parameter.is_text else 1) for f in fields if f.parameter]
    words = sum(sizes) + (flags + 3) // 4
    if words > WORDS_MAX:
        return (
            f"its values take {words} words of memory and a line has {WORDS_MAX}: a number "
            "takes one, a text two, each of a list; let the list be shorter"
        )
    return ""


@dataclass
class LineNotes:
    """What a table says about a line beside its layout."""

    also: tuple[str, ...] = ()
    error: tuple[str, str] | None = None
    section: str = ""
    seen: str = ""
    doc: str = ""
    boots: bool = False
    ends_data: bool = False
    final: str = ""
    ends_any: bool = False


def build_line(
    context: Context,
    scope: Scope,
    where: Where,
    text: str,
    role: str,
    line_id: str,
    notes: LineNotes | None = None,
) -> Line | None:
    """The Line of one syntax line, or None after reporting what is wrong with it."""
    return _LineBuilder(context, scope, where, text).build(role, line_id, notes or LineNotes())


class _LineBuilder:
    def __init__(self, context: Context, scope: Scope, where: Where, text: str):
        self.context = context
        self.scope = scope
        self.where = where
        self.text = text

    def wrong(self, message: str) -> None:
        self.context.mistake(self.where, f"`{self.text}`: {message}")

    def build(self, role: str, line_id: str, notes: LineNotes) -> Line | None:
        try:
            parsed = parse_answer(self.text)
        except NotationError as error:
            self.context.mistake(self.where, str(error))
            return None
        if not parsed.prefix and (role != "info" or not self.context.is_chapter):
            self.wrong("a received line begins with a word: `+QIURC: …`, `CLOSED`")
            return None
        fields = [self._field(element) for element in parsed.elements]
        if None in fields:
            return None
        kept, payload, where_payload = self._payload(parsed, [f for f in fields if f])
        self._check_names(kept, payload)
        self._check_digits(parsed, kept)
        if no_room := lacks_room(kept):
            self.wrong(no_room)
        if len(fields) > FIELDS_MAX:
            self.wrong(f"{len(fields)} fields; a line has at most {FIELDS_MAX}")
        line = Line(
            id=line_id,
            role=role,
            syntax=self.text,
            prefix=parsed.prefix,
            also=notes.also,
            fields=tuple(kept),
            section=notes.section,
            seen=notes.seen,
            doc=notes.doc,
            boots=notes.boots,
            ends_data=notes.ends_data,
            final=notes.final,
            ends_any=notes.ends_any,
            payload=payload,
            payload_where=where_payload,
            where=self.where,
        )
        return with_success(with_error(line, notes.error, self.context))

    def _field(self, element: Element) -> Field | None:
        if element.literal is not None:
            name = element.literal_name or ""
            return Field(name, "", None, element.literal, separator=element.separator)
        if len(element.names) > 1:
            self.wrong("a received field is of one kind; write one line for each")
        parameter = self.scope.find(element.names[0])
        if parameter is None:
            self.wrong(self.scope.unknown(element.names[0]))
            return None
        if element.many is not None and not 1 <= element.many <= 255:
            self.wrong("a list holds 1 to 255 values; write <name>{4}")
        return Field(
            parameter.name,
            parameter.c_name,
            parameter,
            optional=element.optional,
            may_be_empty=element.may_be_empty,
            many=element.many,
            separator=element.separator,
        )

    def _payload(
        self, parsed: AnswerLine, fields: list[Field]
    ) -> tuple[list[Field], Parameter | None, str]:
        """Fields without the payload, the payload, and where it stands."""
        if parsed.payload is not None:
            payload = self._payload_behind(parsed.payload, fields)
            return fields, payload, "after_line" if payload else ""
        for place, found in enumerate(fields):
            if found.parameter is None or found.parameter.type not in ("data", "rest"):
                continue
            if place != len(fields) - 1:
                self.wrong(f"<{found.name}> goes up to the line's end; nothing can follow it")
            if found.parameter.type == "data":
                self._check_payload(found.parameter, fields[:place])
                kind = "inline" if found.parameter.data_length else "to_line_end"
                return fields[:place], found.parameter, kind
        return fields, None, ""

    def _payload_behind(self, name: str, fields: list[Field]) -> Parameter | None:
        """`<CR><LF><data>`."""
        payload = self.scope.find(name)
        if payload is None:
            self.wrong(self.scope.unknown(name))
            return None
        if payload.type != "data":
            self.wrong(f"<{payload.name}> behind <CR><LF> must be of type data")
        elif payload.data_length is None:
            self.wrong(f"<{payload.name}> needs `length`, the field that counts it")
        else:
            self._check_payload(payload, fields)
        return payload

    def _check_payload(self, payload: Parameter, fields: list[Field]) -> None:
        numbers = [f.name for f in fields if f.parameter and f.parameter.type == "integer"]
        if payload.data_length is not None and payload.data_length not in numbers:
            self.wrong(
                f"<{payload.data_length}> counts <{payload.name}> but is no number in front of it; "
                f"{alternatives(payload.data_length, numbers)}"
            )
        for field in fields:
            if field.parameter and field.name == payload.data_length:
                check_count(field.parameter, self.context)
        if payload.data_length is None and payload.data_coding == "raw":
            self.wrong(f"raw <{payload.name}> needs `length`, the field that counts it")
        if payload.data_index is not None and payload.data_index not in numbers:
            self.wrong(
                f"<{payload.data_index}> selects the coding of <{payload.name}> but is no number "
                f"in front of it; {alternatives(payload.data_index, numbers)}"
            )

    def _check_names(self, fields: list[Field], payload: Parameter | None) -> None:
        """Of the members of the line's struct: values, flags, counts, and the memory of texts."""
        seen: dict[str, str] = {}
        for c_name, name in _members(fields, payload):
            if c_name in seen:
                self.wrong(
                    f"{seen[c_name]} and {name} get the same C name {c_name}; "
                    "give one of them a `c_name`, or another name if it is the same parameter"
                )
            elif c_name == STRINGS:
                self.wrong(f"the C name {STRINGS} is taken; give {name} a `c_name`")
            seen[c_name] = name

    def _check_digits(self, parsed: AnswerLine, fields: list[Field]) -> None:
        for field in fields:
            if parsed.prefix and field.parameter is not None and field.parameter.digits:
                self.wrong(
                    f"`digits` of <{field.name}> tells a line without a keyword from others; "
                    f"`{parsed.prefix}` does so here, remove it"
                )


def _members(fields: list[Field], payload: Parameter | None) -> Iterator[tuple[str, str]]:
    """C names, and what has them."""
    for field in fields:
        if field.parameter:
            yield field.c_name, f"<{field.name}>"
    for field in fields:
        if field.parameter and field.many is not None:
            yield f"{field.c_name}_count", f"the count of <{field.name}>"
        elif field.parameter and field.may_lack:
            yield f"has_{field.c_name}", f"the flag of <{field.name}>"
    if payload:
        yield payload.c_name, f"<{payload.name}>"


def with_error(line: Line, error: tuple[str, str] | None, context: Context) -> Line:
    """The line with its error field: said for the line, or known from the parameter."""
    if error and any(f.name == error[0] for f in line.values):
        return replace(line, error_field=error[0], error_set=error[1])
    for found in line.values:
        if id(found.parameter) in context.error_sets:
            error_set = context.error_sets[id(found.parameter)]
            return replace(line, error_field=found.name, error_set=error_set)
    return line


def with_success(line: Line) -> Line:
    """The line with what its fields say of success: an error code of 0, or a parameter's own value."""
    for found in line.values:
        if found.parameter is not None and found.parameter.success is not None:
            return replace(line, success=Success("=", found.name, found.parameter.success))
    if line.error_field is not None:
        return replace(line, success=Success("=", line.error_field, 0))
    return line


def build_success(text: str, where: Where, line: Line, context: Context) -> Line:
    """The line with what the key `success` says of it."""
    try:
        phrase = parse_success(text)
    except PhraseError as error:
        context.mistake(where, str(error))
        return line
    fields = {f.name: f for f in line.values}
    for name in filter(None, (phrase.field, phrase.least)):
        if name not in fields:
            context.mistake(where, f"<{name}> does not stand here; {alternatives(name, fields)}")
            return line
        parameter = fields[name].parameter
        if phrase.test != "given" and parameter is not None and parameter.type != "integer":
            context.mistake(where, f"<{name}> is no number; write <{name}> given")
            return line
        if phrase.test == "given" and not fields[name].may_lack:
            context.mistake(where, f"<{name}> stands in each such line; write `always`")
            return line
    if phrase.test == "always":
        return replace(line, success=None)
    return replace(line, success=Success(phrase.test, phrase.field, phrase.value, phrase.least))


def build_error(row: Map, context: Context) -> tuple[str, str] | None:
    """The key `error` of a form or URC."""
    error = row.map("error")
    if not error:
        return None
    check_error_set(str(error["set"]), error.at("set"), context)
    return str(error["field"]), str(error["set"])


def build_test_line(
    context: Context, scope: Scope, where: Where, text: str, line_id: str
) -> Line | None:
    """The answer to AT+X=?: literal text, in which `(<name>)` stands for a range.

    A name that is like none of the parameters' is literal text, too: `(<IP/URL>)`.
    """
    try:
        check_characters(text)
        check_parentheses(text)
    except NotationError as error:
        context.mistake(where, str(error))
        return None
    prefix, start = split_prefix(text)
    if not prefix.strip():
        context.mistake(where, f"`{text}`: an answer begins with a word, such as `+QIOPEN: `")
        return None
    rest = text[start:]
    for name in PLACE.findall(rest):
        if scope.find(name) is None and near(name, scope.names):
            remedy = alternatives(name, scope.names)
            context.mistake(where, f"`{text}`: (<{name}>) names no parameter; {remedy}")
    return Line(line_id, "test", text, prefix, also=(), fields=(), test_text=rest, where=where)


def build_also(entries: List, line: str, context: Context) -> tuple[str, ...]:
    """Other prefixes of a line; each must be a keyword of an erratum."""
    own, _ = split_prefix(line)
    for prefix, where in zip(map(str, entries), entries.lines):
        if mistake := _no_prefix(prefix, own, context):
            context.mistake(where, f"`{prefix}`{mistake}")
    return tuple(map(str, entries))


def _no_prefix(prefix: str, own: str, context: Context) -> str:
    """Why it cannot stand for the line's own one; "" if it can."""
    word, mark = prefix.rstrip(":,"), own[len(own.rstrip(":,")) :]
    if odd := foreign(prefix):
        return f": {odd[1]}"
    if word + mark != prefix:
        return f" does not end as the line's own prefix does; write `{word}{mark}`"
    if word not in context.errata:
        return f" has no erratum; add one with `keywords: ['{word}']`, or remove the prefix"
    return ""


def build_finals(table: Map, scope: Scope, context: Context) -> list[Line]:
    """Final result codes, in the order of the table."""
    built: list[Line] = []
    taken: set[str] = set()
    for text, said in table.items():
        prefix, _ = split_prefix(str(text))
        line_id = names.final_id(context.name, prefix)
        if line_id in taken:
            line_id = names.final_id(context.name, prefix, "text")
        taken.add(line_id)
        notes = _final_notes(said)
        line = build_line(context, scope, table.at(text), str(text), "final", line_id, notes)
        if line:
            built.append(line)
    return built


def _final_notes(said: object) -> LineNotes:
    """`failure`, or `{final: failure, ends: data}`."""
    if not isinstance(said, Map):
        return LineNotes(final=str(said))
    ends = said.get("ends", "")
    return LineNotes(
        final=said.get("final", ""), ends_data=ends == "data", ends_any=ends == "any command"
    )
