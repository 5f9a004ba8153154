# SPDX-License-Identifier: MIT
"""Answers of a command's forms: outcomes taken apart, lines named once and shared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from atbind.model import names
from atbind.build.lines import LineNotes, build_line, build_test_line
from atbind.build.scope import Context, Scope
from atbind.model.dialect import Field, Line, Outcome, Step
from atbind.tables.where import Where
from atbind.notation.line import AnswerStep, NotationError, parse_outcome
from atbind.tables.problems import alternatives


@dataclass
class Occurrence:
    """A line where it stands in an outcome."""

    text: str
    alias: str | None
    role: str  # info | result | test
    where: Where
    form: "FormAnswers"
    awaited: bool = True  # after OK: repeated, or nothing required follows it
    line: Line | None = None


@dataclass
class FormAnswers:
    """The answers of one form on their way to Outcome objects."""

    form_id: str
    type: str
    scope: Scope
    notes: LineNotes
    outcomes: list[tuple[str, list[tuple[AnswerStep, Line | Occurrence | None]]]] = field(
        default_factory=list
    )
    late_finals: bool = False  # OK then OK, OK then CONNECT
    prompts: bool = False

    def occurrences(self) -> list[Occurrence]:
        return [o for _, steps in self.outcomes for _, o in steps if isinstance(o, Occurrence)]


class Finals:
    """Final result codes by the ways an answer may write them, and the texts of URCs."""

    def __init__(self, lines: list[Line], urcs: list[Line]):
        self.lines = lines
        self.urcs = {line.syntax for line in urcs}
        self.known: dict[str, Line] = {}
        for line in lines:
            self.known.setdefault(line.prefix.rstrip(":"), line)
            self.known[line.syntax] = line

    def find(self, text: str) -> Line | None:
        return self.known.get(text)


def read_answers(
    answers: list[str], lines: list[Where], form: FormAnswers, finals: Finals, context: Context
) -> None:
    """Takes the outcomes of one form apart; lines stay Occurrences for now."""
    seen: set[str] = set()
    for text, where in zip(answers, lines):
        if text in seen:
            context.problem(where, f"the outcome `{text}` stands twice; keep one")
        seen.add(text)
        try:
            steps = parse_outcome(text)
        except NotationError as error:
            context.problem(where, str(error))
            continue
        _Outcome(text, where, steps, form, finals, context).read()


class _Outcome:
    def __init__(
        self,
        text: str,
        where: Where,
        steps: tuple[AnswerStep, ...],
        form: FormAnswers,
        finals: Finals,
        context: Context,
    ):
        self.text = text
        self.where = where
        self.steps = steps
        self.form = form
        self.finals = finals
        self.context = context

    def wrong(self, message: str) -> None:
        self.context.problem(self.where, f"`{self.text}`: {message}")

    def read(self) -> None:
        endings = [self.finals.find(step.text) for step in self.steps]
        read: list[tuple[AnswerStep, Line | Occurrence | None]] = []
        for i, (step, final) in enumerate(zip(self.steps, endings)):
            if final is not None:
                read.append((step, final))
            elif step.text == ">":
                self.form.prompts = True
                read.append((step, None))
            elif self._is_line(step):
                read.append((step, self._occurrence(step, endings, i)))
        if len(read) == len(self.steps):
            self._check_endings(endings)
        self.form.outcomes.append((self.text, read))

    def _is_line(self, step: AnswerStep) -> bool:
        """Bare words are final result codes, known ones only."""
        if step.alias or step.text in self.finals.urcs or any(c in step.text for c in "+<:"):
            return True
        remedy = alternatives(step.text, self.finals.known)
        self.wrong(
            f"`{step.text}` is not a final result code; add it to `finals` "
            f"or, if it is a line, name it with ` as NAME` ({remedy})"
        )
        return False

    def _check_endings(self, endings: list[Line | None]) -> None:
        found = [final for final in endings if final is not None]
        kinds = [final.final for final in found]
        if not found:
            self.wrong("no final result code ends it; add OK, ERROR or another of `finals`")
        elif len(found) > 2 or (len(found) == 2 and kinds[0] != "success"):
            self.wrong("only `OK then OK` and `OK then CONNECT` have two final result codes")
        elif len(found) == 2:
            self.form.late_finals = True

    def _occurrence(self, step: AnswerStep, endings: list[Line | None], at: int) -> Occurrence:
        before = [final.final for final in endings[:at] if final]
        later = [final.final for final in endings[at + 1 :] if final]
        if self.form.type == "test":
            role = "test"
        elif before and "success" not in later:
            role = "result"
        else:
            role = "info"
        if role != "info" and any(kind != "success" for kind in before):
            self.wrong(f"`{step.text}` cannot follow a failure or CONNECT; put it in front")
        awaited = step.repeated or all(later.optional for later in self.steps[at + 1 :])
        return Occurrence(step.text, step.alias, role, self.where, self.form, awaited)


class LineRegistry:
    """All answer lines of a dialect: one text of a command, or one alias, is one line."""

    def __init__(self, context: Context, urcs: list[Line]):
        self.context = context
        self.urcs = {line.syntax: line for line in urcs}
        self.lines: dict[str, Line] = {line.id: line for line in urcs}
        self.wheres: dict[str, Where] = {}

    def resolve(self, command: str, forms: list[FormAnswers]) -> None:
        """Gives every occurrence of a command its Line."""
        occurrences = [o for form in forms for o in form.occurrences()]
        aliases: dict[str, str] = {}
        for o in occurrences:
            if o.alias and o.role != "test":
                aliases.setdefault(o.text, o.alias)
        groups: dict[tuple[str, str | None, str], list[Occurrence]] = {}
        for o in occurrences:
            test = o.form.form_id if o.role == "test" else ""
            alias = o.alias if test else o.alias or aliases.get(o.text)
            groups.setdefault((o.text, alias, test), []).append(o)
        for (text, alias, test), group in groups.items():
            if alias is None and not test and text in self.urcs:
                self._use(group, self.urcs[text])
            elif test:
                self._test(group, alias)
            else:
                self._line(command, alias, group)

    def _use(self, group: list[Occurrence], line: Line) -> None:
        for o in group:
            o.line = line

    def _test(self, group: list[Occurrence], alias: str | None) -> None:
        """Test lines of a form are numbered where there are several."""
        first = group[0]
        base = names.info_id(first.form.form_id)
        line_id = names.prefixed(self.context.name, alias) if alias else base
        number = 2
        while line_id in self.lines and not alias:
            line_id, number = f"{base}_{number}", number + 1
        line = build_test_line(self.context, first.form.scope, first.where, first.text, line_id)
        if line:
            self._add(replace(line, section=first.form.notes.section), first.where)
            self._use(group, line)

    def _line(self, command: str, alias: str | None, group: list[Occurrence]) -> None:
        role = "result" if any(o.role == "result" for o in group) else "info"
        line_id = self._id(command, alias, role, group[0])
        built: list[Line] = []
        for o in group:
            notes = o.form.notes
            line = build_line(self.context, o.form.scope, o.where, o.text, role, line_id, notes)
            if line:
                built.append(line)
        if not built:
            return
        for o, line in zip(group, built):
            if not same_fields(line, built[0]):
                self.context.problem(
                    o.where,
                    f"`{o.text}` has other parameters here than in {built[0].where}; "
                    "give each its name with ` as NAME`",
                )
        own = built[0].prefix.rstrip(":") == command
        line = self._add(built[0], group[0].where, own)
        self._use(group, line)

    def _id(self, command: str, alias: str | None, role: str, first: Occurrence) -> str:
        if alias:
            return names.prefixed(self.context.name, alias)
        if role == "result":
            return names.result_id(self.context.name, command)
        return names.info_id(first.form.form_id)

    def _add(self, line: Line, where: Where, own: bool = False) -> Line:
        """Files a line under its id; the same layout under the same id is the same line.

        A line of several commands stands in the section of the one that it is named after.
        """
        known = self.lines.get(line.id)
        if known is None:
            self.lines[line.id] = line
            self.wheres[line.id] = where
            return line
        if known.syntax == line.syntax and same_fields(known, line):
            if line.role == "result" and known.role == "info":
                known = replace(known, role="result")
            if own:
                known = replace(known, section=line.section)
            self.lines[line.id] = known
            return known
        other = self.wheres.get(line.id) or known.where
        self.context.problem(
            where,
            f"`{line.syntax}` and `{known.syntax}` ({other}) both get the C name {line.id}; "
            "name one of them with ` as NAME`",
        )
        return line


def same_fields(a: Line, b: Line) -> bool:
    return [_shape(f) for f in a.fields] == [_shape(f) for f in b.fields]


def _shape(field_: Field) -> tuple[object, ...]:
    p = field_.parameter
    if p is None:
        return (field_.literal,)
    return (p.name, p.c_name, p.type, p.minimum, p.maximum, p.closed, str(p.values))


def outcomes_of(form: FormAnswers, lines: dict[str, Line]) -> tuple[Outcome, ...]:
    """The finished outcomes; `lines` holds the latest object of each id."""
    made = []
    for text, steps in form.outcomes:
        made.append(Outcome(tuple(_steps(steps, lines)), text))
    return tuple(made)


def _steps(
    steps: list[tuple[AnswerStep, Line | Occurrence | None]], lines: dict[str, Line]
) -> list[Step]:
    made = []
    for step, what in steps:
        if what is None:
            made.append(Step("prompt", optional=step.optional))
        elif isinstance(what, Line):
            made.append(Step("final", final=what, optional=step.optional))
        elif what.line is not None:
            line = lines.get(what.line.id, what.line)
            made.append(Step("line", line=line, optional=step.optional, repeated=step.repeated))
    return made
