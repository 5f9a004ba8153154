# SPDX-License-Identifier: MIT
"""What the tables say, checked and resolved: the one source for every output.

tables/ reads YAML, notation/ reads one syntax line; build/ makes these
objects of them and checks every rule. Everything behind (c, tell, modem,
simulator) only reads them. All are immutable; all numbers are wire numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atbind.model.manual import Erratum, ErrorCode, Model, Module, Recovery, Secret, Task
from atbind.model.on_model import OnModel
from atbind.model.parameter import Parameter
from atbind.tables.where import Where

if TYPE_CHECKING:
    from atbind.model.bringup import Bringup
    from atbind.model.sockets import Sockets


@dataclass(frozen=True)
class Position:
    """One place between the commas of a command line."""

    parameters: tuple[Parameter, ...] = ()  # several: alternatives; none: a literal
    literal: str | None = None  # as on the wire, quotes included; "" is an empty place
    literal_name: str | None = None  # the manual's parameter name for it, if it has one
    optional: bool = False
    may_be_empty: bool = False
    grouped: bool = False  # together with the position before it, or not at all

    @property
    def may_lack(self) -> bool:
        return self.optional or self.may_be_empty

    @property
    def parameter(self) -> Parameter:
        return self.parameters[0]


@dataclass(frozen=True)
class Condition:
    """A setting that must have one of these values for a line to have this layout."""

    setting: str
    index: str | None  # field that selects the setting's element
    values: tuple[int, ...]


@dataclass(frozen=True)
class Effect:
    """A setting changed by a command that succeeded, or told by an answer."""

    setting: str
    index: str | None  # parameter or field that selects the element
    parameter: str | None  # carries the value; None: `value` always
    value: int | None = None  # the constant, or the value when the parameter is absent


@dataclass(frozen=True)
class Setting:
    """A state of the modem on which framing or a time limit depends."""

    name: str
    index: Parameter | None  # one value per ...; None: one for the modem
    first_index: int
    count: int
    assumed: int  # what an unknown value is taken for
    lifetime: str  # connection | power | stored
    online: bool = False  # transparent mode: the line that makes it 1 enters it
    doc: str = ""
    where: Where | None = None

    @property
    def elements(self) -> int:
        """Indices from 0 on, so that an index needs no shifting."""
        return self.first_index + self.count


@dataclass(frozen=True)
class Field:
    """One field of a received line."""

    name: str
    c_name: str
    parameter: Parameter | None  # None: a literal
    literal: str | None = None  # as on the wire, quotes included
    optional: bool = False
    may_be_empty: bool = False
    many: int | None = None  # list to the line's end: at most this many
    separator: str = ","  # what stands before it: "" (first field), "," ":" or " "

    @property
    def may_lack(self) -> bool:
        return self.optional or self.may_be_empty


@dataclass(frozen=True)
class Success:
    """What a line must say for the command that it answers to have succeeded."""

    test: str  # never; given; = value; >= the field `least`
    field: str | None = None
    value: int | None = None
    least: str | None = None

    def __str__(self) -> str:
        tail = {"=": f" = {self.value}", ">=": f" >= <{self.least}>", "given": " given"}
        return self.test if self.test == "never" else f"<{self.field}>{tail[self.test]}"


@dataclass(frozen=True)
class Line:
    """One layout of a line that the modem sends."""

    id: str  # quectel_urc_recv, quectel_qiopen_result, quectel_qird_info
    role: str  # info | result | urc | test | final
    syntax: str  # as the table prints it
    prefix: str  # up to and with the colon, no blank: "+QIURC:"; or "CLOSED", "+IPD"
    also: tuple[str, ...]  # other prefixes that firmware may really send
    fields: tuple[Field, ...]  # literals included, payload not
    section: str = ""
    seen: str = ""  # the kind of device that says it, where no manual has it
    doc: str = ""
    boots: bool = False  # the modem has started: the command under way is forgotten
    ends_data: bool = False  # transparent mode is over
    final: str = ""  # finals: success | failure | connect
    ends_any: bool = False  # finals: any command may end so, whatever its answers say
    when: Condition | None = None
    payload: Parameter | None = None  # type data
    payload_where: str = ""  # after_line | inline | to_line_end
    reads: tuple[Effect, ...] = ()
    error_field: str | None = None  # carries the dialect's error code
    error_set: str | None = None
    success: Success | None = None  # None: whatever it says, it is no failure
    test_text: str = ""  # test lines: what follows the prefix; "(<name>)" renders as a range
    layouts: tuple[Line, ...] = ()  # others that become the same struct
    group: Line | None = None  # what its text holds in brackets, any number of times
    kept: tuple[Field, ...] = ()  # then: the fields of all of them, in the struct's order
    where: Where | None = None

    @property
    def values(self) -> tuple[Field, ...]:
        """The fields that are not literals."""
        return tuple(f for f in self.fields if f.parameter is not None)

    @property
    def parameters(self) -> dict[str, Parameter]:
        """What these fields carry, by their names."""
        return {f.name: f.parameter for f in self.fields if f.parameter is not None}

    @property
    def connection(self) -> bool:
        """Of a final: a connection begins or ends with it, which most commands have nothing of."""
        return self.final == "connect" or self.ends_data

    @property
    def members(self) -> tuple[Field, ...]:
        """What the struct has: the values of all layouts."""
        return self.kept or self.values


@dataclass(frozen=True)
class Step:
    """One thing that arrives during an outcome."""

    kind: str  # prompt | final | line
    final: Line | None = None
    line: Line | None = None
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True)
class Outcome:
    """One way a command can end, in the order of arrival."""

    steps: tuple[Step, ...]
    text: str  # as the table prints it

    @property
    def fails(self) -> bool:
        """It ends with a failure, or with a line alone that says so in its place."""
        finals = [step.final.final for step in self.steps if step.final]
        return not finals or "failure" in finals

    @property
    def goes_on(self) -> bool:
        """Something comes behind its first final result code."""
        return any(step.final for step in self.steps[:-1])


@dataclass(frozen=True)
class Listed:
    """A line that may answer a form, and its place."""

    line: Line
    before: bool = False  # it may stand before the first OK,
    behind: bool = False  # or behind it
    pays: bool = False  # it is the result that the command ends with
    pays_alone: bool = False  # it is, where only one reply was asked for


@dataclass(frozen=True)
class Owed:
    """What the modem owes for a form; the command ends when nothing is owed any more."""

    final: Line | None = None  # success; None: CONNECT only
    oks: int = 0  # how often that final comes
    results: int = 0
    connects: bool = False  # CONNECT pays for everything
    informs: bool = False  # a line must have come before OK
    lines: tuple[Listed, ...] = ()


@dataclass(frozen=True)
class SendPayload:
    """What is typed after the prompt, or inside the command line."""

    mode: str  # length | ctrl_z | timeout | inline
    length: str | None = None  # the parameter that states its length
    maximum: int | None = None
    coding: str = "raw"  # raw | hex | escaped | setting
    setting: str | None = None
    index: str | None = None
    etx: bool = False  # Ctrl-Z, ESC and ETX are preceded by ETX
    esc_cancels: bool = False  # the manual says that ESC at the prompt cancels
    sure: bool = False  # a layer states its length and keeps it: there is nothing to check
    doc: str = ""


@dataclass(frozen=True)
class Test:
    """One comparison of a rule: <parameter> op value."""

    parameter: str
    op: str  # given absent = != >= <=
    value: int | str | None = None


@dataclass(frozen=True)
class Rule:
    """If `when` holds, `must` has to hold; `when` None: always."""

    when: Test | None
    must: Test
    text: str
    where: Where | None = None


@dataclass(frozen=True)
class Limit:
    """A time limit. ms fixed, or unit_ms times parameter (times factor), or a setting; plus extra_ms."""

    text: str  # as the table prints it
    ms: int  # fixed value, or the value with the defaults
    unit_ms: int | None = None
    parameter: str | None = None
    factor: str | None = None
    setting: str | None = None
    extra_ms: int = 0
    source: str = ""  # where it comes from, if not from the row's section
    ours: bool = False  # nothing gives one

    @property
    def moves(self) -> bool:
        """It depends on a parameter or a setting."""
        return self.parameter is not None or self.setting is not None


@dataclass(frozen=True)
class Form:
    """One form of one command."""

    id: str  # quectel_qiopen, quectel_qiopen_test
    type: str  # test | read | set | execute | data
    syntax: str  # AT+QIOPEN=<contextID>,…
    command: str  # +QIOPEN
    positions: tuple[Position, ...]
    outcomes: tuple[Outcome, ...]
    infos: tuple[Line, ...]  # before the final result code; includes lines before ERROR
    results: tuple[Line, ...]  # after OK
    finals: tuple[Line, ...]
    owed: Owed = Owed()
    doc: str = ""
    section: str = ""
    seen: str = ""
    payload: SendPayload | None = None
    rules: tuple[Rule, ...] = ()
    sets: tuple[Effect, ...] = ()
    closes_all: bool = False  # every connection, with what settings say of it
    timeout: Limit | None = None
    result_timeout: Limit | None = None
    guard_ms: tuple[int, int] | None = None  # silence before and after (+++)
    lacking: tuple[str, ...] = ()  # models without this form
    where: Where | None = None

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(p for position in self.positions for p in position.parameters)

    @property
    def late_timeout(self) -> Limit | None:
        """`result_timeout` where something may come behind OK: lines of the answer, or a URC."""
        late = self.result_timeout
        unasked = late and self.timeout and late.ms > self.timeout.ms
        return late if unasked or any(o.goes_on for o in self.outcomes) else None


@dataclass(frozen=True)
class Command:
    name: str  # +QIOPEN, O, +++
    title: str
    section: str
    doc: str
    forms: tuple[Form, ...]
    seen: str = ""
    where: Where | None = None


@dataclass(frozen=True)
class Dialect:
    name: str  # quectel
    title: str
    manual_title: str
    manual_version: str
    models: tuple[Model, ...]
    settings: tuple[Setting, ...]
    commands: tuple[Command, ...]
    urcs: tuple[Line, ...]
    finals: tuple[Line, ...]
    error_codes: tuple[ErrorCode, ...]
    errata: tuple[Erratum, ...]
    recovery: tuple[Recovery, ...]
    transcripts: tuple[str, ...]  # files, relative to `folder`
    digest: str  # SHA-256 of the tables, hex
    folder: str = ""  # the tables'
    modules: tuple[Module, ...] = ()  # what speaks it, where the manual has no models
    tasks: tuple[Task, ...] = ()
    secrets: tuple[Secret, ...] = ()  # with those that all dialects share, whatever is selected
    strays: tuple[Line, ...] = ()  # answers that stay known though a selection has no form for them
    sockets: Sockets | None = None
    bringup: Bringup | None = None
    chapter: Dialect | None = None  # what all dialects share; None: this is it
    holds_chapter: bool = False  # by a selection that names of it: the session's memory has room

    def on(self, model: str | None) -> Dialect:
        """As one model has it: its ranges, without forms that it lacks. None: the widest of all.

        Lines of those forms stay known: the scanner knows them, whichever model is there."""
        if not model:
            return self
        on_model = OnModel(model)
        own: Dialect = on_model(self)
        known = {line.id for line in own.lines}
        strays = tuple(line for line in on_model(self.lines) if line.id not in known)
        return replace(own, strays=(*own.strays, *strays)) if strays else own

    @property
    def is_chapter(self) -> bool:
        return self.chapter is None

    @property
    def own_lines(self) -> tuple[Line, ...]:
        """Those that its scanner knows: the final result codes are every dialect's."""
        return tuple(line for line in self.lines if not self.is_chapter or line.role != "final")

    @property
    def common_finals(self) -> frozenset[str]:
        """The final result codes that any command of any dialect may end with, as tables print them."""
        shared = (self.chapter or self).finals
        return frozenset(line.syntax for line in shared if not line.connection)

    @property
    def forms(self) -> tuple[Form, ...]:
        return tuple(f for c in self.commands for f in c.forms)

    @property
    def known_commands(self) -> tuple[Command, ...]:
        """Its own, and those that all dialects share."""
        return (*self.commands, *(self.chapter.commands if self.chapter else ()))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every layout once, in a stable order: finals, URCs, then by command."""
        seen: dict[str, Line] = {}
        for line in (*self.finals, *self.urcs):
            seen.setdefault(line.id, line)
        for form in self.forms:
            for line in (*form.infos, *form.results):
                seen.setdefault(line.id, line)
        for line in self.strays:
            seen.setdefault(line.id, line)
        return tuple(seen.values())
