# SPDX-License-Identifier: MIT
"""Answers of a command's forms: outcomes taken apart, lines named once and shared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from atbind.build.lines import LineNotes, build_line, build_test_line
from atbind.build.rows import NamedRows
from atbind.build.scope import Context, Scope
from atbind.model import names
from atbind.model.dialect import Field, Line, Outcome, Step, Success
from atbind.notation.line import EXTENDED, NotationError
from atbind.notation.outcome import AnswerStep, parse_outcome
from atbind.tables.mistakes import alternatives
from atbind.tables.where import Where


@dataclass
class Occurrence:
    """A line where it stands in an outcome."""

    text: str
    name: str | None  # of a row of `lines`
    role: str  # info | result | test | refusal: in place of a final result code
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
        self.refusals = {line.syntax for line in urcs if line.success == Success("never")}
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
            context.mistake(where, f"the outcome `{text}` stands twice; keep one")
        seen.add(text)
        try:
            steps = parse_outcome(text)
        except NotationError as error:
            context.mistake(where, str(error))
            form.prompts = form.prompts or text.startswith(">")  # payload has its place, then
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
        self.context.mistake(self.where, f"`{self.text}`: {message}")

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
        """Bare words are final result codes, known ones only, with nothing behind them."""
        if apart := self._apart(step.text):
            self.wrong(f"what comes one behind the other is joined by `then`; write `{apart}`")
            return False
        if (
            step.is_name
            or step.text in self.finals.urcs
            or any(c in step.text for c in EXTENDED + "<:")
        ):
            return True
        remedy = alternatives(step.text, self.finals.known)
        self.wrong(
            f"`{step.text}` is not a final result code; add it to `finals` "
            f"or, if it is a line, give it a row under `lines` ({remedy})"
        )
        return False

    def _apart(self, text: str) -> str | None:
        """`OK, +X: <a>`, `OK and +X: <a>`: `OK then +X: <a>`; None: it is no such text."""
        mark = re.escape(EXTENDED)
        found = re.fullmatch(rf"([A-Z ]*[A-Z])\b[^{mark}]*([{mark}][A-Z].*)", text)
        known = found and found[1] in self.finals.known
        return f"{found[1]} then {found[2]}" if found and known else None

    def _check_endings(self, endings: list[Line | None]) -> None:
        found = [final for final in endings if final is not None]
        kinds = [final.final for final in found]
        if not found and not self._refuses():
            self.wrong("no final result code ends it; add OK, ERROR or another of `finals`")
        elif len(found) > 2 or (len(found) == 2 and kinds[0] != "success"):
            self.wrong("only `OK then OK` and `OK then CONNECT` have two final result codes")
        elif len(found) == 2:
            self.form.late_finals = True

    def _refuses(self) -> bool:
        """It is a line that says failure by itself, whoever waits: BUSY."""
        return len(self.steps) == 1 and self.steps[0].text in self.finals.refusals

    def _occurrence(self, step: AnswerStep, endings: list[Line | None], at: int) -> Occurrence:
        before = [final.final for final in endings[:at] if final]
        later = [final.final for final in endings[at + 1 :] if final]
        if self.form.type == "test" and not step.text.startswith("<"):
            role = "test"
        elif self._refuses():
            role = "refusal"
        elif before and "success" not in later:
            role = "result"
        else:
            role = "info"
        if role != "info" and any(kind != "success" for kind in before):
            self.wrong(f"`{step.text}` cannot follow a failure or CONNECT; put it in front")
        awaited = step.repeated or all(later.optional for later in self.steps[at + 1 :])
        name = step.text if step.is_name else None
        return Occurrence(step.text, name, role, self.where, self.form, awaited)


class LineRegistry:
    """All answer lines of a dialect: one text of a command, or one name, is one line."""

    def __init__(self, context: Context, urcs: list[Line], finals: Finals):
        self.context = context
        self.finals = finals
        self.named = NamedRows(context)
        self.urcs = {line.syntax: line for line in urcs}
        self.lines: dict[str, Line] = {line.id: line for line in urcs}
        self.wheres: dict[str, Where] = {}

    def resolve(self, command: str, forms: list[FormAnswers]) -> None:
        """Gives every occurrence of a command its Line."""
        groups: dict[tuple[str, str], list[Occurrence]] = {}
        for o in (o for form in forms for o in form.occurrences()):
            test = o.form.form_id if o.role == "test" and not o.name else ""
            groups.setdefault((o.text, test), []).append(o)
        for (text, test), group in groups.items():
            if group[0].name:
                self._name(group[0].name, group)
            elif test:
                self._test(group)
            elif text in self.urcs:
                self._use(group, self.urcs[text])
            else:
                self._line(command, group)

    def _use(self, group: list[Occurrence], line: Line) -> None:
        for o in group:
            o.line = line

    def _name(self, name: str, group: list[Occurrence]) -> None:
        """A line that answers name; it may have got its role from another command already."""
        found = self.named.rows.get(name)
        if found is None:
            shouted = self.finals.find(name.upper())
            remedy = alternatives(name, self.named.rows)
            remedy = f"did you mean {shouted.syntax}?" if shouted else remedy
            self.context.mistake(
                group[0].where, f"`{name}` is no line; add it to `lines` of the command ({remedy})"
            )
            return
        found.used = True
        role = "info" if "groups" in found.row else _role(group)
        line = self.lines.get(names.prefixed(self.context.name, name))
        line = line or self.named.build(name, role)
        if line is None:
            return
        if role == "result" and line.role == "info":
            line = replace(line, role=role)
        self.lines[line.id] = line
        self.wheres[line.id] = found.where
        self._use(group, line)

    def _test(self, group: list[Occurrence]) -> None:
        """Test lines of a form are numbered where there are several."""
        first = group[0]
        base = line_id = names.info_id(first.form.form_id)
        number = 2
        while line_id in self.lines:
            line_id, number = f"{base}_{number}", number + 1
        line = build_test_line(self.context, first.form.scope, first.where, first.text, line_id)
        if line:
            self._add(replace(line, section=first.form.notes.section), first.where)
            self._use(group, line)

    def _line(self, command: str, group: list[Occurrence]) -> None:
        role = _role(group)
        first = group[0]
        line_id = names.info_id(first.form.form_id)
        if role == "result":
            line_id = names.result_id(self.context.name, command)
        built = [line for o in group if (line := self._built(o, role, line_id))]
        if not built:
            return
        for line in built:
            if line.where and not same_fields(line, built[0]):
                self.context.mistake(
                    line.where,
                    f"`{line.syntax}` has other parameters here than in {built[0].where}; "
                    "give each a row under `lines`",
                )
        self._use(group, self._add(built[0], first.where))

    def _built(self, o: Occurrence, role: str, line_id: str) -> Line | None:
        form = o.form
        return build_line(self.context, form.scope, o.where, o.text, role, line_id, form.notes)

    def _add(self, line: Line, where: Where) -> Line:
        """Files a line under its id, which is no other's."""
        known = self.lines.get(line.id)
        if known is None:
            self.lines[line.id] = line
            self.wheres[line.id] = where
            return line
        other = self.wheres.get(line.id) or known.where
        self.context.mistake(
            where,
            f"`{line.syntax}` and `{known.syntax}` ({other}) both get the C name {line.id}; "
            "give one of them a row under `lines`",
        )
        return line


def _role(group: list[Occurrence]) -> str:
    """After OK somewhere: a result wherever it stands."""
    roles = {o.role for o in group}
    return next(role for role in ("test", "result", "info") if role in roles)


def same_fields(a: Line, b: Line) -> bool:
    return [_shape(f) for f in a.fields] == [_shape(f) for f in b.fields]


def _shape(field_: Field) -> tuple[object, ...]:
    p = field_.parameter
    if p is None:
        return (field_.literal,)
    return (p.name, p.c_name, p.type, p.minimum, p.maximum, p.closed, p.received, str(p.values))


def outcomes_of(form: FormAnswers, lines: dict[str, Line]) -> tuple[Outcome, ...]:
    """The finished outcomes; `lines` holds the latest object of each id."""
    return tuple(
        Outcome(tuple(_steps(steps, lines)), " then ".join(_shown(*step) for step in steps))
        for _, steps in form.outcomes
    )


def _shown(step: AnswerStep, what: Line | Occurrence | None) -> str:
    """A step as the manual prints it: the line in place of its name."""
    line = what.line if isinstance(what, Occurrence) else None
    text = line.syntax if line else step.text
    text = f"[{text}]" if step.optional else text
    return f"{text} ..." if step.repeated else text


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
