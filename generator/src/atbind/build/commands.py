# SPDX-License-Identifier: MIT
"""Commands and their forms, with every rule about a single command."""

from __future__ import annotations

from dataclasses import dataclass, replace

from atbind.build.answers import Finals, FormAnswers, LineRegistry, outcomes_of, read_answers
from atbind.build.effects import build_effect
from atbind.build.lines import LineNotes
from atbind.build.models import lacking
from atbind.build.owed import owed
from atbind.build.parameters import build_parameters
from atbind.build.positions import build_payload, build_positions
from atbind.build.rows import check_name
from atbind.build.scope import Context, Scope
from atbind.build.times_and_rules import build_limit, build_rules
from atbind.model import names
from atbind.model.dialect import Command, Effect, Form, Limit, Line, Position, SendPayload
from atbind.model.manual import Model
from atbind.model.parameter import Parameter
from atbind.notation.line import CommandLine, NotationError, parse_command
from atbind.notation.phrases import PhraseError, parse_guard
from atbind.tables.reader import Map
from atbind.tables.where import Where

SETS_MAX = 255  # struct atb_form_rest counts them in a byte


@dataclass
class Draft:
    """A form while its command is built."""

    row: Map
    where: Where
    parsed: CommandLine
    scope: Scope
    positions: tuple[Position, ...]
    answers: FormAnswers
    broken: bool  # its command line is wrong: what hangs on its parameters is not looked at

    @property
    def id(self) -> str:
        return self.answers.form_id

    @property
    def parameters(self) -> dict[str, Parameter]:
        return {p.name: p for position in self.positions for p in position.parameters}

    @property
    def literals(self) -> dict[str, str]:
        named = (p for p in self.positions if p.literal_name)
        return {str(p.literal_name): str(p.literal) for p in named}


class CommandBuilder:
    """Makes one Command of one entry of `commands`."""

    def __init__(
        self,
        context: Context,
        name: str,
        row: Map,
        where: Where,
        scope: Scope,
        finals: Finals,
        registry: LineRegistry,
    ):
        self.context = context
        self.name = name
        self.row = row
        self.where = where
        self.finals = finals
        self.registry = registry
        self.scope = self._scope(row, scope)
        registry.named.add(row.map("lines"), self.scope, str(row.get("section", "")))
        self.drafts: list[Draft] = []

    def _scope(self, row: Map, parent: Scope) -> Scope:
        """The parameters of a command or form, without what some models lack of it."""
        own = build_parameters(row.map("parameters"), self.context)
        scope = self.context.scope(own, parent)
        for model in self.context.models.values():
            for lack in model.lacks:
                command, _, name = lack.partition(" <")
                name = name.rstrip(">")
                if command == self.name and name and (row is self.row or name in own):
                    _lack(scope, name, model.name, self.context)
        return scope

    def draft(self) -> None:
        """First pass: command lines, positions and outcomes of all forms."""
        parsed: list[tuple[Map, Where, CommandLine]] = []
        rows = self.row.list("forms")
        for row, where in zip(rows, rows.lines):
            if not isinstance(row, Map) or not isinstance(row.get("syntax"), str):
                continue
            try:
                line = parse_command(row["syntax"])
            except NotationError as error:
                self.context.mistake(row.at("syntax"), str(error))
                continue
            if line.name != self.name:
                self.context.mistake(row.at("syntax"), self._astray(row["syntax"], line))
            parsed.append((row, where, line))
        has_set = any(line.type == "set" for _, _, line in parsed)
        for row, where, line in parsed:
            self._draft(row, where, line, has_set)
        self.registry.resolve(self.name, [draft.answers for draft in self.drafts])

    def _astray(self, syntax: str, line: CommandLine) -> str:
        """Of another command; of none where YAML took the rest for a comment."""
        remedy = "; give both one name"
        if not line.name and self.name.startswith("#"):
            remedy = "; behind a blank `#` begins a comment: write the line without it"
        name = line.name or "AT alone"
        return f"`{syntax}` is a form of {name}, but stands under {self.name}{remedy}"

    def _draft(self, row: Map, where: Where, line: CommandLine, has_set: bool) -> None:
        context = self.context
        scope = self._scope(row, self.scope) if "parameters" in row else self.scope
        if "name" in row:
            check_name(row["name"], row.at("name"), context)
        form_id = names.form_id(context.name, self.name, line.type, row.get("name"), has_set)
        notes = LineNotes(
            section=str(row.get("section", self.row.get("section", ""))),
            seen=str(row.get("seen", self.row.get("seen", ""))),
        )
        answers = FormAnswers(form_id, line.type, scope, notes)
        told = len(context.report.mistakes)
        positions = build_positions(line, row, scope, context)
        broken = len(context.report.mistakes) > told
        rows = row.list("answers")
        read_answers([str(text) for text in rows], rows.lines, answers, self.finals, context)
        self.drafts.append(Draft(row, where, line, scope, positions, answers, broken))

    def _lines(self, draft: Draft, *roles: str) -> list[Line]:
        found: dict[str, Line] = {}
        for o in draft.answers.occurrences():
            if o.line is not None and (not roles or o.role in roles):
                found[o.line.id] = self.registry.lines.get(o.line.id, o.line)
        return list(found.values())

    def _infos(self, draft: Draft) -> list[Line]:
        """Lines before the final; a URC among them stays a URC, whoever waits."""
        lines = self._lines(draft, "info", "test")
        return [line for line in lines if line.role != "urc"]

    def _results(self, draft: Draft) -> list[Line]:
        """Lines after OK that the command waits for: repeated ones and the last of an outcome. And
        those that end it in place of a final result code."""
        awaited = {o.line.id for o in draft.answers.occurrences() if o.line and o.awaited}
        return [line for line in self._lines(draft, "result", "refusal") if line.id in awaited]

    def finish(self) -> Command:
        """Second pass: everything is known, the objects are made."""
        return Command(
            name=self.name,
            title=self.row.get("title", ""),
            section=self.row.get("section", ""),
            doc=self.row.get("doc", ""),
            forms=tuple(self._form(draft) for draft in self.drafts),
            seen=self.row.get("seen", ""),
            where=self.where,
        )

    def _form(self, draft: Draft) -> Form:
        row, context = draft.row, self.context
        listed = [line for o in draft.answers.outcomes for _, line in o[1]]
        finals = [line for line in listed if isinstance(line, Line)]
        finals += [f for f in self.finals.lines if f.final == "failure" and self._is_shared(f)]
        outcomes = outcomes_of(draft.answers, self.registry.lines)
        timeout, result_timeout = self._limits(draft)
        return Form(
            id=draft.id,
            type=draft.parsed.type,
            syntax=row["syntax"],
            command=self.name,
            positions=draft.positions,
            outcomes=outcomes,
            owed=owed(outcomes, context, draft.where),
            infos=tuple(self._infos(draft)),
            results=tuple(self._results(draft)),
            finals=tuple({f.id: f for f in finals}.values()),
            doc=row.get("doc", ""),
            section=draft.answers.notes.section,
            seen=row.get("seen", self.row.get("seen", "")),
            payload=None if draft.broken else self._payload(draft),
            rules=() if draft.broken else build_rules(row.list("rules"), draft.parameters, context),
            sets=() if draft.broken else self._sets(draft),
            closes_all="closes" in row,
            timeout=timeout,
            result_timeout=result_timeout,
            guard_ms=self._guard(draft),
            lacking=self._lacking(draft),
            where=draft.where,
        )

    def _payload(self, draft: Draft) -> SendPayload | None:
        prompts = draft.answers.prompts
        return build_payload(draft.positions, draft.literals, draft.row, prompts, self.context)

    def _is_shared(self, final: Line) -> bool:
        """Final results that any command may end with: those of all dialects, and its own."""
        return final.id in self.context.shared_finals or final.ends_any

    def _waits(self, draft: Draft) -> bool:
        """Does something follow OK, or is a limit for it given?"""
        after = draft.answers.late_finals
        given = "result_timeout" in draft.row
        return after or given or bool(self._lines(draft, "result"))

    def _limit(self, draft: Draft, key: str) -> Limit | None:
        row = draft.row if key in draft.row else self.row
        if key not in row or draft.broken:
            return self.context.default_timeout
        return build_limit(row, key, draft.parameters, self.context)

    def _sets(self, draft: Draft) -> tuple[Effect, ...]:
        entries = draft.row.list("sets")
        if len(entries) > SETS_MAX:
            told = f"{len(entries)} settings; a form sets at most {SETS_MAX}"
            self.context.mistake(entries.where, told)
        made = [
            (build_effect(text, where, draft.parameters, draft.literals, self.context), where)
            for text, where in zip(entries, entries.lines)
        ]
        for effect, where in made:
            self._check_digits(draft, effect, where)
        return tuple(effect for effect, _ in made if effect)

    def _check_digits(self, draft: Draft, effect: Effect | None, where: Where) -> None:
        """The runtime reads what a setting becomes in the command line, as digits."""
        for name in (effect.parameter, effect.index) if effect else ():
            parameter = draft.parameters.get(name or "")
            if parameter and (parameter.minimum or 0) < 0:
                message = f"<{name}> may be below 0; a setting is kept from 0 on"
                self.context.mistake(where, message)

    def _limits(self, draft: Draft) -> tuple[Limit | None, Limit | None]:
        """To the final result code, and to a late result. One of them may move: a form keeps one."""
        first = self._limit(draft, "timeout")
        second = self._limit(draft, "result_timeout") if self._waits(draft) else None
        if first and second and first.moves and second.moves and first != second:
            self.context.mistake(
                draft.where,
                f"`timeout: {first.text}` and `result_timeout: {second.text}` both move; "
                "write the one that is longer for both, or give one a fixed time",
            )
        return first, second

    def _guard(self, draft: Draft) -> tuple[int, int] | None:
        given = draft.row.get("guard")
        if given is None:
            return None
        if draft.parsed.type != "data":
            self.context.mistake(draft.row.at("guard"), "`guard` is for +++ only; remove it")
        try:
            return parse_guard(given)
        except PhraseError as error:
            self.context.mistake(draft.row.at("guard"), str(error))
            return None

    def _lacking(self, draft: Draft) -> tuple[str, ...]:
        """Models without the form: they, the command, the form or a literal's parameter say so."""
        said = lacking(self.row, self.context) | lacking(draft.row, self.context)
        own = {self.name, draft.id, draft.id.removeprefix(self.context.name + "_")}
        return tuple(
            model.name
            for model in self.context.models.values()
            if model.name in said or own & set(model.lacks) or self._lacks_word(draft, model)
        )

    @staticmethod
    def _lacks_word(draft: Draft, model: Model) -> bool:
        """A literal of the form is a value that the model lacks of its parameter."""
        for name, literal in draft.literals.items():
            parameter = draft.scope.find(name)
            lacked = parameter.of(model.name).without if parameter else ()
            if literal.strip('"') in map(str, lacked):
                return True
        return False


def _lack(scope: Scope, name: str, model: str, context: Context) -> None:
    """Marks a parameter as unsupported by a model, in this scope only."""
    parameter = scope.find(name)
    if parameter is None:
        return
    difference = replace(parameter.of(model), unsupported=True)
    changed = replace(parameter, models={**parameter.models, model: difference})
    if id(parameter) in context.error_sets:
        context.error_sets[id(changed)] = context.error_sets[id(parameter)]
    scope.parameters[name] = changed
    scope.used.add(name)
