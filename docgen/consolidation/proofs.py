"""Proofs: the new migration against the chain, on scratch servers, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from docgen.consolidation.study import Range, Study, history_tables, prepare
from docgen.lint.plan import LintOptions
from docgen.lint.run import lint
from docgen.model.consolidation import ProofResult, State, TableContent
from docgen.model.migration import Migration, ReplayFailure
from docgen.model.name import Name
from docgen.model.proof import Comparison, Fingerprint
from docgen.postgres.catalog.fingerprint import compare
from docgen.postgres.proof.observe import copied, observe, run
from docgen.postgres.proof.prove import prove
from docgen.postgres.replay.shadow import Shadow, open_shadow
from docgen.reporters.proof.words import details, headline
from docgen.sources.convention import convention

Say = Callable[[str], None]
_OF_THE_DATABASE = ("setting", "of this database")
_LONGEST = 12  # differences that a proof shows


class Proofs:
    """The proofs of the new migration, with the one before it that adds labels, if there is one.

    ``volatile`` are the columns that no two replays fill alike, by table.
    """

    def __init__(
        self, study: Study, range_: Range, source: str, new: Sequence[Migration], volatile: Mapping[Name, Sequence[str]]
    ) -> None:
        self.study, self.range, self.source, self.new, self.volatile = study, range_, source, new, volatile
        self._expected = self._of(study.expected)

    def on_a_migrated_database(self) -> ProofResult:
        """Where the whole chain was run, nothing changes: no object, no row, no sequence."""
        with copied(self.study.migrated) as shadow:
            failures = self._run(shadow)
            after = self._observe(shadow)
        return _result("on a migrated database it changes nothing", failures, self._same(self._expected, after))

    def on_an_empty_database(self) -> Iterator[ProofResult]:
        """On an empty database it makes what the chain makes, and a second run changes nothing."""
        with open_shadow(self.study.options) as shadow:
            prepare(shadow, self.source, self.range.before)
            failures = self._run(shadow)
            once = self._observe(shadow)
            differences = self._like_the_chain(once, copy=False)
            yield _result("on an empty database it makes what the chain makes", failures, differences)
            failures = self._run(shadow)
            twice = self._observe(shadow)
            yield _result("twice is the same as once", failures, self._same(once, twice))

    def on_the_way(self) -> ProofResult:
        """Where a part of the chain was run, it ends as the chain does, and no row is lost."""
        name = "from every state of the chain it ends at the same schema and rows"
        for prefix in self.study.prefixes:
            with copied(prefix.shadow) as shadow:
                failures = self._run(shadow)
                differences = self._like_the_chain(self._observe(shadow))
            if failures or differences:
                last = self.range.archived[prefix.number - 1].path
                found = _result(name, failures, differences)
                return msgspec.structs.replace(found, detail=f"after {last}:\n{found.detail}")
        count = len(self.study.prefixes)
        of = "" if count == len(self.range.archived) - 1 else f" of {len(self.range.archived) - 1}"
        return ProofResult(name=name, passed=True, detail=f"{count}{of} states")

    def by_a_second_run(self) -> ProofResult:
        """docgen prove finds every new file idempotent, with a row in each table that it could harm."""
        with open_shadow(self.study.options) as shadow:
            prepare(shadow, self.source, self.range.before)
            found = prove(shadow.without_setup, self.new)
        said = [
            f"{one.file}{f':{line}' if line else ''} {headline(one)}{f': {text}' if text else ''}"
            for one in found.files
            if not one.passed
            for line, text in [*details(one)] or [(0, "")]
        ]
        return _result("docgen prove finds it idempotent", (), said)

    def by_the_linter(self, options: LintOptions) -> ProofResult:
        """docgen lint has nothing to say about it."""
        chosen = msgspec.structs.replace(options, only=frozenset(one.path for one in self.new))
        found = lint([*self.range.before, *self.new], chosen)
        said = [f"{one.file}:{one.line} {one.rule}: {one.message}" for one in found if one.severity == "error"]
        return _result("docgen lint finds nothing", (), said)

    def _run(self, shadow: Shadow) -> tuple[ReplayFailure, ...]:
        return run_all(shadow, self.new)

    def _observe(self, shadow: Shadow) -> State:
        state = self._of(observe(shadow.url, history_tables(self.source)))
        own, original = shadow.database, self.study.migrated.database
        tables = tuple(_renamed(one, own, original) if one.extension else one for one in state.tables)
        return msgspec.structs.replace(state, tables=tables)

    def _of(self, state: State) -> State:
        """The state without the rows of the tool's own table and where its sequence stands."""
        table = convention(self.source).table
        rows = tuple(one for one in state.fingerprint.rows if one.table != table)
        # Which numbers an extension's own functions use up says nothing.
        extensions = {one.schema for one in state.tables if one.extension}
        return State(
            catalog=state.catalog,
            fingerprint=Fingerprint(objects=state.fingerprint.objects, rows=rows),
            tables=tuple(one for one in state.tables if f"{one.schema}.{one.name}" != table),
            sequences=tuple(
                one
                for one in state.sequences
                if one.schema not in extensions and (not table or not f"{one.schema}.{one.name}".startswith(table))
            ),
        )

    def _same(self, before: State, after: State) -> list[str]:
        differences = _told(compare(before.fingerprint, after.fingerprint))
        return differences + _positions(before, after)

    def _like_the_chain(self, after: State, copy: bool = True) -> list[str]:
        changes = compare(self._expected.fingerprint, after.fingerprint).schema
        # ALTER DATABASE names one database: on a copy, which is called otherwise, it sets nothing.
        told = [one for one in changes if not (copy and (one.kind, one.object) == _OF_THE_DATABASE)]
        differences = _told(Comparison(schema=tuple(told)))
        found = {Name(one.schema, one.name): one for one in after.tables}
        for one in self._expected.tables:
            name = Name(one.schema, one.name)
            if name in found:
                differences += _rows_differ(one, found[name], self.volatile.get(name, ()))
        return differences + _positions(self._expected, after)


def run_all(shadow: Shadow, migrations: Sequence[Migration]) -> tuple[ReplayFailure, ...]:
    """Runs new migrations as their tool does, one after the other; what failed."""
    texts = ((one.sql, one.path, one.transaction) for one in migrations)
    return tuple(fault for sql, path, inside in texts for fault in run(shadow, sql, path, transaction=inside))


def _rows_differ(wanted: TableContent, found: TableContent, volatile: Sequence[str]) -> list[str]:
    if wanted.columns != found.columns and set(wanted.columns) != set(found.columns):
        return []  # the schema says so already
    known = {column: number for number, column in enumerate(found.columns)}
    chosen = [column for column in wanted.columns if column not in volatile]
    mine = sorted(repr([row[wanted.columns.index(column)] for column in chosen]) for row in wanted.rows)
    its = sorted(repr([row[known[column]] for column in chosen]) for row in found.rows)
    if mine == its:
        return []
    lost, more = [row for row in mine if row not in its], [row for row in its if row not in mine]
    name = f"{wanted.schema}.{wanted.name}"
    told = [f"{name}: {len(found.rows)} rows instead of {len(wanted.rows)}"]
    return told + [f"  missing: {row}" for row in lost[:2]] + [f"  more: {row}" for row in more[:2]]


def _renamed(content: TableContent, own: str, original: str) -> TableContent:
    """The rows of an extension, which may name the database that they were made in, as the original has them."""
    rows = tuple(tuple(original if cell == own else cell for cell in row) for row in content.rows)
    return msgspec.structs.replace(content, rows=rows)


def _positions(before: State, after: State) -> list[str]:
    was = {(one.schema, one.name): one.value for one in before.sequences}
    now = {(one.schema, one.name): one.value for one in after.sequences}
    return [
        f"sequence {'.'.join(key)} stands at {now.get(key, 'its start')}, not {was.get(key, 'its start')}"
        for key in sorted({*was, *now})
        if was.get(key) != now.get(key)
    ]


def _told(comparison: Comparison) -> list[str]:
    told = []
    for change in comparison.schema:
        attributes = "; ".join(f"{one.attribute}: {one.before!r}, now {one.after!r}" for one in change.attributes)
        told.append(f"{change.kind} {change.object} {change.change}{': ' if attributes else ''}{attributes}")
    return told + [f"rows of {one.table} differ by {one.delta}" for one in comparison.rows]


def _result(name: str, failures: Sequence[ReplayFailure], differences: Sequence[str]) -> ProofResult:
    lines = [f"line {one.line}: {one.message} ({one.statement})" for one in failures] + list(differences)
    more = [f"and {len(lines) - _LONGEST} more"] if len(lines) > _LONGEST else []
    return ProofResult(name=name, passed=not lines, detail="\n".join([*lines[:_LONGEST], *more]))
