"""Plan: the new migration, what becomes of every statement, what people must decide, and the proofs of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple

import msgspec

from docgen.analysis.consolidate import rows
from docgen.analysis.consolidate.carried import Judge
from docgen.analysis.consolidate.catch_up import catch_up, early_extensions, early_labels
from docgen.analysis.consolidate.migration import carried_statements, content, migration_text
from docgen.analysis.consolidate.repairs import Repairs
from docgen.analysis.ddl.statement import Ddl, Form
from docgen.consolidation.live import Live, on_the_live_structure, read_live
from docgen.consolidation.proofs import Proofs
from docgen.consolidation.study import Range, Study, chosen, study
from docgen.errors import ConfigError
from docgen.lint.plan import LintOptions
from docgen.model.catalog import Catalog
from docgen.model.consolidation import Carried, Mismatch, ProofResult
from docgen.model.migration import Migration
from docgen.model.name import Name
from docgen.model.snapshot import REPLAYER
from docgen.read.project import Project
from docgen.sources.convention import NewMigration, applied, convention, skip_statement, successor
from docgen.sql.parse import parse

SAMPLES = 50


class NewFile(NamedTuple):
    """A file to write: what it is called, and its text."""

    new: NewMigration
    text: str


_NO_HISTORY = (
    "Plain files keep no history that would tell what such a database has run: where a tool runs them, name it with "
    "source in docgen.toml."
)


class Plan(NamedTuple):
    """What would be written, and whether it may be."""

    new: NewMigration
    text: str
    archived: tuple[Migration, ...]
    carried: tuple[Carried, ...]
    mismatches: tuple[Mismatch, ...]
    open: tuple[str, ...]  # what has to be decided, one line or a table of the configuration each
    proofs: tuple[ProofResult, ...]
    skip: str  # the statement that lets a migrated database skip the new file
    catches_up: bool  # the new file holds the originals for databases on the way
    labels: NewFile | None = None  # the file before it, for labels of enums that must be committed first

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of writing it."""
        return not self.open and bool(self.proofs) and all(one.passed for one in self.proofs)


def make_plan(
    project: Project, name: str, first: str | None, last: str | None, archive: str, say: Callable[[str], None]
) -> Plan:
    """Studies the chain and proves what would be written. Raises ConfigError and DatabaseError."""
    range_ = chosen(project, first, last)
    following = range_.behind[0] if range_.behind else None
    new = successor(project.migrations.source, range_.archived[-1], following, name)
    if any(one.path == new.path for one in (*range_.before, *range_.behind)):
        raise ConfigError(f"{new.path} is there already", "Choose another --name.")
    live = read_live(project, say)
    with ExitStack() as stack:
        found = study(project, range_, SAMPLES, stack, say)
        return _Maker(project, range_, found, live, new, archive, say).plan()


class _Maker:
    def __init__(
        self,
        project: Project,
        range_: Range,
        found: Study,
        live: Live | None,
        new: NewMigration,
        archive: str,
        say: Callable[[str], None],
    ) -> None:
        self.project, self.range, self.found, self.live, self.new, self.archive, self.say = (
            project, range_, found, live, new, archive, say
        )  # fmt: skip
        self.labels: NewFile | None = None
        self.config = project.workspace.config.consolidate
        self.source = project.migrations.source
        self.volatile = rows.volatile(found.expected.tables, found.again.tables)
        self.freeze = {
            *self.config.freeze,
            *rows.constants(found.expected.tables, self.volatile, found.expected.catalog),
        }
        given = {Name(one.schema, one.name): one for one in found.given.tables}
        self.given = given
        self.contents = [
            added
            for one in found.expected.tables
            if not one.extension and (added := rows.added(one, given.get(Name(one.schema, one.name)))).rows
            and f"{one.schema}.{one.name}" != convention(self.source).table
        ]  # fmt: skip

    def plan(self) -> Plan:
        carried = self._carried()
        repairs = self._repairs([])
        undecided = self._open(carried, repairs.mismatches)
        text, proofs, catches_up = self._proven(carried)
        if not self.found.failures or all(one.verdict != "decide" for one in carried):
            proofs = [*proofs, *self._live_proof(text)]
        skip = skip_statement(self.source, self.new, self.range.archived, text)
        return Plan(
            self.new, text, self.range.archived, carried, tuple(repairs.mismatches), tuple(undecided), tuple(proofs),
            skip, catches_up, self.labels,
        )  # fmt: skip

    def _carried(self) -> tuple[Carried, ...]:
        decisions = {}
        for one in self.config.decisions:
            path, _, line = one.statement.rpartition(":")
            places = [m.path for m in self.range.archived if m.path == path or m.path.endswith(f"/{path}")]
            if len(places) != 1:
                raise ConfigError(
                    f"[consolidate] decides on {one.statement}, which is no statement of the archived migrations",
                    "Write the file's name and the line where the statement begins, or take the decision out.",
                )
            decisions[places[0], int(line)] = (one.decision, one.reason)
        tables = self.found.expected.tables
        judge = Judge(
            self.found.expected.catalog,
            self.found.changed,
            [Name(one.schema, one.name) for one in tables if one.rows],
            [Name(one.schema, one.name) for one in tables if one.extension],
            self.found.failures,
            decisions,
        )
        return judge.judged(self.range.archived)

    def _statements(self, carried: Sequence[Carried], below: Mapping[Name, Sequence[Ddl]]) -> tuple[Ddl, ...]:
        expected, given = self.found.expected, self.found.given
        more = carried_statements(carried)
        for one in rows.in_order(self.contents, expected.catalog):
            name = Name(one.schema, one.name)
            there = bool(self.given[name].rows) if name in self.given else False
            more.append(rows.insertion(one, self.volatile.get(name, ()), self.freeze, expected.catalog, there))
        known = {(one.schema, one.name, one.value) for one in given.sequences}
        extensions = {(one.schema, one.name) for one in expected.tables if one.extension}
        more += [
            rows.position(one)
            for one in expected.sequences
            if (one.schema, one.name, one.value) not in known
            and not any(schema == one.schema for schema, _ in extensions)
            and not f"{one.schema}.{one.name}".startswith(convention(self.source).table or " ")
        ]
        return content(expected.catalog, given.catalog, REPLAYER, below, more)

    def _open(self, carried: Sequence[Carried], mismatches: Sequence[Mismatch]) -> list[str]:
        found = [
            f'{one.path}:{one.line} {one.reason}\n[[consolidate.decisions]]\nstatement = "{one.path}:{one.line}"\n'
            'decision = "superseded"  # or keep, or drop\nreason = "..."'
            for one in carried
            if one.verdict == "decide"
        ]
        found += [
            f"{one.object} {one.difference}\n{self._hint(one)}{one.decision}" for one in mismatches if one.decision
        ]
        for content_ in self.contents:
            name = Name(content_.schema, content_.name)
            for column in rows.undecided(content_, self.volatile.get(name, ()), self.freeze):
                place = f"{content_.schema}.{content_.name}.{column}"
                found.append(
                    f'{place} holds values that are made up anew each time\n[consolidate]\nfreeze = ["{place}"]'
                )
        return found

    def _hint(self, mismatch: Mismatch) -> str:
        """Where the chain itself fills the column."""
        column = mismatch.decision.partition('column = "')[2].partition('"')[0].rpartition(".")[2]
        for migration in self.range.archived:
            for statement in parse(migration.sql):
                for action in statement.actions:
                    name = f"{action.relation_schema or 'public'}.{action.relation}"
                    if action.verb == "update" and column in action.columns and name == mismatch.object:
                        return f"# {migration.path}:{statement.line} fills it.\n"
        return ""

    def _repairs(self, older: Sequence[Catalog]) -> Repairs:
        backfill = {one.column: one.expression for one in self.config.backfill}
        return Repairs(self.found.expected.catalog, older, self.live and self.live.catalog, backfill, self.new.name)

    def _proven(self, carried: Sequence[Carried]) -> tuple[str, list[ProofResult], bool]:
        """The text with the proofs of it; with the originals for older databases only where it needs them."""
        older = [one.state.catalog for one in self.found.prefixes]
        text = self._text(self._statements(carried, self._repairs(older).below), "")
        proofs = self._proofs(text)
        way = proofs.on_the_way()
        keeps_history = bool(convention(self.source).table)
        catches_up = not way.passed and keeps_history
        if not way.passed and not keeps_history:
            way = msgspec.structs.replace(way, detail=f"{way.detail}\n{_NO_HISTORY}")
        if catches_up:
            self.say(f"states on the way need the originals: {way.detail}")
            self._add_labels()
            text = self._text(self._statements(carried, self._repairs([]).below), self._catch_up(carried))
            proofs = self._proofs(text)
            way = proofs.on_the_way()
        self.say("proving the new migration")
        lint = self.project.workspace.config.lint
        options = LintOptions(select=lint.select, ignore=lint.ignore, severity=dict(lint.severity))
        results = [
            *proofs.on_an_empty_database(),
            proofs.on_a_migrated_database(),
            way,
            proofs.by_the_linter(options),
            proofs.by_a_second_run(),
        ]
        return text, results, catches_up

    def _proofs(self, text: str) -> Proofs:
        return Proofs(self.found, self.range, self.source, self._migrations(text), self.volatile)

    def _migrations(self, text: str) -> list[Migration]:
        files = [*([self.labels] if self.labels else []), NewFile(self.new, text)]
        return [_migration(one.new, one.text, convention(self.source).transaction) for one in files]

    def _add_labels(self) -> None:
        """Puts a file for the labels of enums before the new one, where the versions leave room for two."""
        text = early_labels(self.range.archived, self.found.expected.catalog)
        following = self.range.behind[0] if self.range.behind else None
        last = _migration(self.new, "", inside=True)
        second = successor(self.source, last, following, self.new.name)
        if not text or second.version == self.new.version:
            return
        rules, name = convention(self.source), f"{self.new.name}_labels"
        first = successor(self.source, self.range.archived[-1], following, name)
        title = "-- Labels that databases on the way lack: PostgreSQL uses none in the transaction that adds it.\n\n"
        self.labels, self.new = NewFile(first, f"{rules.head}{title}{text}\n{rules.foot}"), second

    def _catch_up(self, carried: Sequence[Carried]) -> str:
        failed = {(one.path, one.line) for one in self.found.failures}
        left_out = {(one.path, one.line) for one in carried if (one.path, one.line) in failed}
        form = Form(idempotent=True, role=REPLAYER, given=self.found.given.catalog)
        extensions = early_extensions(self.found.expected.catalog, form)
        originals = catch_up(
            self.range.archived,
            convention(self.source).table,
            lambda version: applied(self.source, version),
            left_out,
        )
        return f"{extensions}\n\n{originals}".lstrip()

    def _text(self, statements: Sequence[Ddl], older: str) -> str:
        first, last = self.range.archived[0], self.range.archived[-1]
        title = [
            f"{self.new.name}: {len(self.range.archived)} migrations as one, from {first.version} to {last.version}.",
            f"The originals are in {self.archive}." if self.archive else "The originals lie beside this file.",
            "Every statement may be run again: a database that has it all is left as it is.",
        ]
        rules = convention(self.source)
        return migration_text(statements, self.new.name, title, older, rules.head, rules.foot, rules.transaction)

    def _live_proof(self, text: str) -> list[ProofResult]:
        if self.live is None:
            return []
        return [on_the_live_structure(self.found, self.range, self.source, self.live, self._migrations(text))]


def _migration(new: NewMigration, text: str, inside: bool) -> Migration:
    return Migration(version=new.version, name=new.name, path=new.path, sql=text, digest="", transaction=inside)
