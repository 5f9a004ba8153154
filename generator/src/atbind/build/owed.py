# SPDX-License-Identifier: MIT
"""What a form owes: read off its outcomes, once, so that nobody has to guess it back."""

from __future__ import annotations

from dataclasses import dataclass, field

from atbind.build.scope import Context
from atbind.model.dialect import Line, Listed, Outcome, Owed, Step, Success
from atbind.tables.where import Where


def owed(outcomes: tuple[Outcome, ...], context: Context, where: Where) -> Owed:
    """The final result codes and results of the outcomes that succeed, and every line's place."""
    plans = [_Plan(outcome) for outcome in outcomes]
    finals = {f.id: f for plan in plans for f in plan.successes}
    if len(finals) > 1:
        names = " and ".join(f"`{f.syntax}`" for f in finals.values())
        context.mistake(where, f"success is {names}; a form succeeds with one final result code")
    if finals and any(plan.refuses for plan in plans):
        context.mistake(where, "a URC alone ends only what owes CONNECT, and no OK; add its final")
    places = _Places()
    for plan in plans:
        places.add(plan)
    return Owed(
        final=next(iter(finals.values()), None),
        oks=max((len(plan.successes) for plan in plans), default=0),
        results=int(any(plan.owes_result or plan.refuses for plan in plans)),
        connects=any(plan.connects for plan in plans) or _goes_online(places, context),
        informs=all(plan.informs for plan in plans if plan.successes),
        lines=tuple(places.found.values()),
    )


def _goes_online(places: _Places, context: Context) -> bool:
    """A result line may begin transparent mode as CONNECT does elsewhere (Fibocom AT+MIPODM)."""
    online = {setting.name for setting in context.settings.values() if setting.online}
    reads = (effect for entry in places.found.values() for effect in entry.line.reads)
    return any(effect.setting in online for effect in reads)


class _Plan:
    """One outcome, cut at its first success."""

    def __init__(self, outcome: Outcome):
        steps = self.steps = outcome.steps
        self.successes = [s.final for s in steps if s.final and _kind(s) == "success"]
        self.connects = any(_kind(s) == "connect" for s in steps)
        first = next((i for i, s in enumerate(steps) if _kind(s) == "success"), len(steps))
        self.before = [s for s in steps[:first] if s.line]
        self.behind = [s for s in steps[first:] if s.line]

    @property
    def refuses(self) -> bool:
        """No final result code comes: the line alone is the end. Other outcomes without one are
        mistakes, which have been told."""
        alone = self.steps[0].line if len(self.steps) == 1 else None
        return alone is not None and alone.success == Success("never")

    @property
    def single(self) -> bool:
        """One OK: what follows it is a result. What stands between two is information."""
        return len(self.successes) == 1

    @property
    def informs(self) -> bool:
        """It always tells something before OK. What AT+X=? prints nobody reads."""
        told = [s.line for s in self.before if not (s.optional or s.repeated)]
        return any(line is not None and line.role == "info" for line in told)

    @property
    def last(self) -> Step | None:
        """The line behind OK that the command ends with."""
        return self.behind[-1] if self.single and self.behind else None

    @property
    def early(self) -> list[Step]:
        """Results that come before their OK; elsewhere the same lines come behind one."""
        if not self.single or self.behind:
            return []
        return [s for s in self.before if s.line and s.line.role == "result" and not s.optional]

    @property
    def owes_result(self) -> bool:
        late = self.single and any(not s.optional for s in self.behind)
        return late or bool(self.early) or (self.single and self.connects)


def _kind(step: Step) -> str:
    return step.final.final if step.final else ""


@dataclass
class _Places:
    """Lines with their places, in the order of the outcomes."""

    found: dict[str, Listed] = field(default_factory=dict)

    def add(self, plan: _Plan) -> None:
        for step in plan.before:
            if step.line and plan.refuses:
                self._note(step.line, before=True, pays=True)
            elif step.line and step.line.role != "urc":
                early = step in plan.early
                self._note(step.line, before=True, behind=early, pays=early)
        series = plan.single and len(plan.behind) > 1 and plan.behind[0].repeated
        for step in plan.behind:
            if step.line and (not plan.single or step.repeated or step is plan.last):
                pays = step is plan.last and not (step.repeated or self._is_only_optional(plan))
                alone = series and step.repeated and plan.behind[-1].optional
                self._note(step.line, behind=True, pays=pays, pays_alone=alone)

    @staticmethod
    def _is_only_optional(plan: _Plan) -> bool:
        return all(step.optional for step in plan.behind)

    def _note(self, line: Line, **places: bool) -> None:
        known = self.found.get(line.id)
        marks = {
            name: places.get(name, False) or bool(known and getattr(known, name))
            for name in ("before", "behind", "pays", "pays_alone")
        }
        self.found[line.id] = Listed(line, **marks)
