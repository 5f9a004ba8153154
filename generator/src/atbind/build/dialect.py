# SPDX-License-Identifier: MIT
"""One dialect: from its joined table to a Dialect object."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from atbind.build.answers import Finals, LineRegistry
from atbind.build.bringup import build_bringup
from atbind.build.checks import check_dialect, check_room
from atbind.build.commands import CommandBuilder
from atbind.build.lines import build_finals
from atbind.build.models import build_models, build_modules, with_lacks
from atbind.build.parameters import beyond, build_parameters
from atbind.build.rows import build_urcs
from atbind.build.scope import Context, Scope
from atbind.build.secrets import build_secrets
from atbind.build.sockets import build_sockets
from atbind.build.standing import check_standing
from atbind.build.tasks import build_tasks
from atbind.build.times_and_rules import limit_and_source
from atbind.model import names
from atbind.model.bringup import Bringup
from atbind.model.dialect import Command, Dialect, Limit, Line, Setting
from atbind.model.manual import Erratum, ErrorCode, Recovery, Task
from atbind.model.parameter import Parameter
from atbind.model.sockets import Sockets
from atbind.notation.phrases import (
    PhraseError,
    likely_range,
    parse_range,
    parse_recovery,
    parse_wait,
)
from atbind.tables.mistakes import Report
from atbind.tables.reader import List, Map
from atbind.tables.where import Where

SETTINGS_MAX = 255
NEEDED = {
    "title": "what the dialect is",
    "manual": "{title: …, version: …}",
    "default_timeout": "ours where the manual gives none, such as 10 s",
}


class Common:
    """What all dialects share: the final result codes, and the chapter beside them."""

    def __init__(self, whole: Map):
        self.finals = whole.map("finals")
        self.chapter: Dialect | None = None
        self.table = Map(whole.where)
        self.parameters = Map(whole.where)
        for key in whole:
            if key not in ("finals", "parameters"):
                self.table.put(key, whole[key], whole.at(key))
        self._share(whole.map("parameters"))

    def _share(self, parameters: Map) -> None:
        """Those that a final result code names are the dialects', all others the chapter's."""
        own = Map(parameters.where)
        for name, row in parameters.items():
            named = any(f"<{name}>" in str(text) for text in self.finals)
            (self.parameters if named else own).put(name, row, parameters.at(name))
        self.table.put("parameters", own, parameters.where)


def build_dialect(
    table: Map, common: Common, folder: Path, digest: str, overlaid: frozenset[str], report: Report
) -> Dialect:
    """Checks and resolves everything; the result is complete if nothing was reported.

    While the chapter of `common` is None, it is the chapter that is built.

    `overlaid` are the files of overlays: what one of them no longer needs of the
    shipped rows may stay there unused.
    """
    return _DialectBuilder(table, common, folder, digest, overlaid, report).build()


class _DialectBuilder:
    def __init__(
        self,
        table: Map,
        common: Common,
        folder: Path,
        digest: str,
        overlaid: frozenset[str],
        report: Report,
    ):
        self.table = table
        self.common = common
        self.folder = folder
        self.digest = digest
        self.key = "dialect" if common.chapter else "chapter"
        self.context = Context(
            str(table.get(self.key, folder.name)), report, not common.chapter, overlaid
        )

    def build(self) -> Dialect:
        table, context = self.table, self.context
        self._check_head()
        build_models(table, context)
        context.error_codes = self._error_codes()
        errata = self._errata()
        context.errata = self._keywords()
        self._settings()
        shared_scope, scope = self._scopes()
        finals = self._finals(shared_scope, scope)
        urcs = build_urcs(table.map("urcs"), scope, context, finals)
        commands = self._commands(scope, finals, urcs)
        check_dialect(context, commands, urcs, finals)
        check_standing(table, context)
        dialect = self._dialect(commands, urcs, finals, errata)
        check_room(context, dialect, self.head)
        return dialect if context.report.mistakes else self._with_layers(dialect)

    def _scopes(self) -> tuple[Scope, Scope]:
        """What all dialects share, and the dialect's own."""
        context = self.context
        shared = context.scope(build_parameters(self.common.parameters, context))
        shared.used.update(shared.parameters)
        own = context.scope(build_parameters(self.table.map("parameters"), context), shared)
        self._setting_indices(own)
        return shared, own

    def _finals(self, shared_scope: Scope, scope: Scope) -> list[Line]:
        """The shared ones first; of a connection's, the dialect may have rows of its own."""
        own = build_finals(self.table.map("finals"), scope, self.context)
        taken = {line.prefix for line in own}
        built = build_finals(self.common.finals, shared_scope, self.context)
        shared = [line for line in built if not (line.connection and line.prefix in taken)]
        self.context.shared_finals = frozenset(line.id for line in shared if not line.connection)
        return [*shared, *own]

    def _commands(self, scope: Scope, finals: list[Line], urcs: list[Line]) -> list[Command]:
        endings = Finals(finals, urcs)
        registry = LineRegistry(self.context, urcs, endings)
        registry.named.add(self.table.map("lines"), scope, "")
        builders = self._builders(scope, endings, registry)
        for builder in builders:
            builder.draft()
        commands = [builder.finish() for builder in builders]
        registry.named.check_used()
        return commands

    def _dialect(
        self,
        commands: list[Command],
        urcs: list[Line],
        finals: list[Line],
        errata: tuple[Erratum, ...],
    ) -> Dialect:
        table, context = self.table, self.context
        manual = table.map("manual")
        transcripts = sorted(self.folder.glob("transcripts/*.txt"))
        return Dialect(
            name=context.name,
            title=table.get("title", ""),
            manual_title=manual.get("title") or "",
            manual_version=manual.get("version") or "",
            models=with_lacks(context.models.values(), commands),
            settings=tuple(context.settings.values()),
            commands=tuple(commands),
            urcs=tuple(urcs),
            finals=tuple(finals),
            error_codes=context.error_codes,
            errata=errata,
            recovery=self._recovery(),
            transcripts=tuple(f"transcripts/{path.name}" for path in transcripts),
            digest=self.digest,
            chapter=self.common.chapter,
            folder=str(self.folder),
            modules=build_modules(table.map("modules")),
            secrets=build_secrets(context, commands, urcs, self.common.chapter),
        )

    def _with_layers(self, dialect: Dialect) -> Dialect:
        """What is made of rows, and names them: a row that is wrong would be missing there, too."""
        return replace(
            dialect,
            tasks=self._tasks(dialect),
            sockets=self._sockets(dialect),
            bringup=self._bringup(dialect),
        )

    def _bringup(self, dialect: Dialect) -> Bringup | None:
        shared = dialect.chapter
        forms = (*dialect.forms, *(shared.forms if shared else ()))
        lines = (*dialect.lines, *(shared.lines if shared else ()))
        table = self.table.map("bringup")
        return build_bringup(table, dialect.name, forms, lines, self.context.report)

    def _sockets(self, dialect: Dialect) -> Sockets | None:
        table = self.table.map("sockets")
        return build_sockets(table, self.context, dialect.forms, dialect.lines)

    def _tasks(self, dialect: Dialect) -> tuple[Task, ...]:
        """Their forms and lines may be those of the chapter, too."""
        chapter = self.common.chapter
        shared = (chapter.commands, chapter.urcs) if chapter else ((), ())
        known = [*dialect.commands, *shared[0]], [*dialect.urcs, *shared[1]]
        return build_tasks(self.table.map("tasks"), *known, self.context)

    def _check_head(self) -> None:
        table, context = self.table, self.context
        for key, meaning in NEEDED.items():
            if key not in table:
                context.mistake(
                    self.head, f"`{key}` is missing; add it to dialect.yaml ({meaning})"
                )
        if "default_timeout" in table:
            context.default_timeout = self._default_timeout()

    def _default_timeout(self) -> Limit:
        text, source = limit_and_source(self.table, "default_timeout")
        try:
            return Limit(text, parse_wait(text), source=source, ours=not source)
        except PhraseError as error:
            self.context.mistake(self.table.at("default_timeout"), str(error))
            return Limit("0 s", 0)

    @property
    def head(self) -> Where:
        return self.table.at(self.key)

    def _error_codes(self) -> tuple[ErrorCode, ...]:
        rows = []
        sections = self.table.map("manual").map("error_codes")
        sets = self.table.map("error_codes")
        for set_name, codes in sets.items():
            if not isinstance(codes, Map):
                continue
            self._check_codes(str(set_name), codes)
            for code, meaning in codes.items():
                if isinstance(meaning, Map):
                    text, doc = meaning.get("text", ""), meaning.get("doc", "")
                else:
                    text, doc = meaning, ""
                section, where = str(sections.get(set_name, "")), sets.at(set_name)
                rows.append(ErrorCode(str(set_name), code, str(text), str(doc), section, where))
        return tuple(rows)

    def _check_codes(self, name: str, codes: Map) -> None:
        """Of numbers, or of words: one number that is mistyped would make words of all."""
        words = [code for code in codes if not isinstance(code, int)]
        for code in codes:
            if isinstance(code, int) and (mistake := beyond(code)):
                self.context.mistake(codes.at(code), mistake)
        for code in words if len(words) < len(codes) else ():
            self.context.mistake(
                codes.at(code),
                f"`{code}` is no number, and codes of `{name}` are; write it as a number, "
                "without quotes and leading zeros",
            )

    def _errata(self) -> tuple[Erratum, ...]:
        rows = self.table.list("errata")
        return tuple(
            Erratum(
                str(row.get("section", "")),
                str(row.get("manual", "")),
                str(row.get("decision", "")),
                tuple(str(example) for example in row.list("examples")),
                where,
            )
            for row, where in zip(rows, rows.lines)
            if isinstance(row, Map)
        )

    def _keywords(self) -> dict[str, Where]:
        """What errata say of the keywords of lines: that they stand as they are."""
        found: dict[str, Where] = {}
        for row in self.table.list("errata"):
            words = row.list("keywords") if isinstance(row, Map) else List(self.head)
            found.update(zip(map(str, words), words.lines))
        return found

    def _recovery(self) -> tuple[Recovery, ...]:
        rows = self.table.list("recovery")
        return tuple(self._recovery_row(row) for row in rows if isinstance(row, Map))

    def _recovery_row(self, row: Map) -> Recovery:
        def ms(key: str) -> int | None:
            try:
                return parse_recovery(row[key]) if key in row else None
            except PhraseError as error:
                self.context.mistake(row.at(key), str(error))
                return None

        return Recovery(
            step=row.get("step", ""),
            command=row.get("command", ""),
            wait_ms=ms("wait") or 0,
            action=row.get("action", ""),
            every_ms=ms("every"),
            tries=row.get("tries"),
            doc=row.get("doc", ""),
        )

    # ---- settings -----------------------------------------------------------

    def _settings(self) -> None:
        """The settings' names; whoever refers to one finds it from here on."""
        table, context = self.table.map("settings"), self.context
        total = 0
        for name, row in table.items():
            if not isinstance(row, Map):
                continue
            setting = self._setting(str(name), row, table.at(name))
            context.settings[setting.name] = setting
            fits = total <= SETTINGS_MAX  # what does not is told once
            total += setting.elements
            if fits and total > SETTINGS_MAX:
                message = f"{total} values of settings in all, from 0 of each index on"
                context.mistake(table.at(name), f"{message}; at most {SETTINGS_MAX} fit")

    def _setting(self, name: str, row: Map, where: Where) -> Setting:
        index, first, count = self._index(str(row["of"]), row) if "of" in row else (None, 0, 1)
        return Setting(
            name=name,
            index=index,
            first_index=first,
            count=count,
            assumed=row.get("assume", 0),
            lifetime=row.get("lifetime", ""),
            online=row.get("online", False),
            doc=row.get("doc", ""),
            where=row.lines.get("assume", where),
        )

    def _index(self, name: str, row: Map) -> tuple[Parameter | None, int, int]:
        """A parameter that stands for the index, and its widest range."""
        known = (_range(part) for each in self._definitions(name) for part in _parts(each))
        ranges = [span for span in known if span is not None]
        if not ranges:
            self.context.mistake(
                row.at("of"), f"<{name}> is no parameter with a range; define it or correct `of`"
            )
            return None, 0, 1
        first, last = min(low for low, _ in ranges), max(high for _, high in ranges)
        index = Parameter(name, names.c_name(name), "integer", first, last)
        return index, first, last - first + 1

    def _definitions(self, name: str) -> list[Map]:
        """Every row that defines a parameter of this name, the dialect's first."""
        tables = [self.table.map("parameters")]
        for command in self.table.map("commands").values():
            if isinstance(command, Map):
                tables.append(command.map("parameters"))
                forms = command.list("forms")
                tables += [form.map("parameters") for form in forms if isinstance(form, Map)]
        return [t[name] for t in tables if isinstance(t.get(name), Map)]

    def _setting_indices(self, scope: Scope) -> None:
        """The dialect's own parameter as index where there is one."""
        for name, setting in self.context.settings.items():
            if setting.index is not None and setting.index.name in scope.parameters:
                scope.find(setting.index.name)

    # ---- commands -----------------------------------------------------------

    def _builders(
        self, scope: Scope, finals: Finals, registry: LineRegistry
    ) -> list[CommandBuilder]:
        made = []
        table = self.table.map("commands")
        for name, row in table.items():
            if isinstance(row, Map):
                made.append(
                    CommandBuilder(
                        self.context, str(name), row, table.at(name), scope, finals, registry
                    )
                )
        return made


def _parts(definition: Map) -> list[Map]:
    """A parameter's row, and those of its models."""
    models = definition.map("models").values()
    return [definition, *(row for row in models if isinstance(row, Map))]


def _range(part: Map) -> tuple[int, int] | None:
    """None: it gives none. A wrong one is told where the parameter is built."""
    try:
        if "range" in part:
            return parse_range(part["range"])
    except PhraseError:
        return likely_range(part["range"]) or (0, 0)
    numbers = [value for value in part.get("values") or () if isinstance(value, int)]
    return (min(numbers), max(numbers)) if numbers else None
