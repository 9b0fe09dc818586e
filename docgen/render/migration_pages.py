"""Migration pages: the schema as it is against what the migrations say, and what every migration did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docgen.analysis.recorded import recorded
from docgen.model.catalog import Catalog
from docgen.model.finding import Finding
from docgen.model.migration import Migration, ReplayFailure, Standing, Touch, migration_name
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render import evidence
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, join, table
from docgen.render.history import migration_link
from docgen.render.links import CURRENT_STATE, MIGRATION_LOG, migration_anchor
from docgen.render.notes import note
from docgen.render.proofs import verdict, verdict_findings
from docgen.render.references import References
from docgen.render.standing import STATES, Remarks, disagreement_table, programs, when, without_file

LISTED_UP_TO = 300
"""Relations up to which current-state.md lists each one: above, the schemas' own pages do."""

_DEEDS = 12
_ABOUT = frozenset(("comment", "grant", "revoke"))
_KINDS = (
    ("Tables", ("table", "partitioned table")),
    ("Views", ("view",)),
    ("Materialized views", ("materialized view",)),
    ("Foreign tables", ("foreign table",)),
)


class Entry(NamedTuple):
    """One migration in the log."""

    anchor: Markdown
    title: str
    path: Markdown
    facts: Markdown  # date, transaction, what else is special
    state: Markdown
    proof: Markdown  # the kept verdict on a second run
    proof_findings: Markdown
    deeds: Markdown
    failures: Markdown
    findings: Markdown


def migration_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """current-state.md and migration-log.md."""
    yield _current_state(document, environment)
    yield _migration_log(document, environment)


def _current_state(document: Document, environment: Environment) -> Page:
    references, catalog, drift = environment.references, document.catalog, document.snapshot.drift
    shown = [relation for relation in catalog.relations if relation.partition_of is None]
    structure = [change for change in drift or () if not evidence.of_access(change)]
    access = [change for change in drift or () if evidence.of_access(change)]
    listed = [
        (schema, _relations(list(group), references)) for schema, group in groupby(shown, key=lambda one: one.schema)
    ]
    return environment.page(
        "migrations/current-state.md.j2",
        CURRENT_STATE,
        document=document,
        notes=note(document, CURRENT_STATE),
        counts=_counts(catalog, references),
        schemas=listed if len(shown) <= LISTED_UP_TO else [],
        drift=drift,
        failed=bool(document.snapshot.replay and document.snapshot.replay.failures),
        structure=evidence.change_table(structure, references, CURRENT_STATE),
        long_differences=list(evidence.long_differences(structure)),
        access=evidence.change_table(access, references, CURRENT_STATE),
        unreadable=catalog.unreadable,
        history=document.snapshot.history,
        disagreements=disagreement_table(document, CURRENT_STATE),
    )


def _counts(catalog: Catalog, references: References) -> Markdown:
    counts: dict[str, dict[str, int]] = {schema.name: {} for schema in catalog.schemas}
    titles = {kind: title for title, kinds in _KINDS for kind in kinds}
    for relation in catalog.relations:
        title = titles[relation.kind] if relation.partition_of is None else "Partitions"
        _count(counts, relation.schema, title)
    for routine in catalog.routines:
        _count(counts, routine.schema, "Functions")
    for type_ in catalog.types:
        _count(counts, type_.schema, "Types")
    for sequence in catalog.sequences:
        _count(counts, sequence.schema, "Sequences")
    headers = [title for title, _ in _KINDS] + ["Partitions", "Functions", "Types", "Sequences"]
    rows = [
        (
            references.link(CURRENT_STATE, "schema", Name(schema, ""), schema),
            *(Markdown(kinds[header]) if header in kinds else "" for header in headers),
        )
        for schema, kinds in sorted(counts.items())
    ]
    return table(rows, "Schema", *headers)


def _count(counts: dict[str, dict[str, int]], schema: str, title: str) -> None:
    kinds = counts.setdefault(schema, {})
    kinds[title] = kinds.get(title, 0) + 1


def _relations(relations: Sequence[Relation], references: References) -> Markdown:
    rows = []
    for relation in relations:
        touched = [touch for touch in references.history(relation.kind, relation.id) if touch.kind != "row"]
        last = migration_link(touched[-1].path, CURRENT_STATE) if touched else Markdown("")
        name = references.link(CURRENT_STATE, "relation", relation.id, relation.name)
        rows.append((name, Markdown(relation.kind), Markdown(len(relation.columns)), last))
    return table(rows, "Name", "Kind", "Columns", "Last changed by")


def _migration_log(document: Document, environment: Environment) -> Page:
    touches: dict[str, list[Touch]] = {}
    for touch in document.touches:
        touches.setdefault(touch.path, []).append(touch)
    findings: dict[str, list[Finding]] = {}
    for finding in document.findings:
        findings.setdefault(finding.file, []).append(finding)
    failures: dict[str, list[ReplayFailure]] = {}
    for failure in document.snapshot.replay.failures if document.snapshot.replay else ():
        failures.setdefault(failure.path, []).append(failure)
    known = {one.path: one for one in document.standings if one.path}
    remarks = Remarks(document, MIGRATION_LOG)
    references = environment.references
    records = recorded(document.migrations, document.snapshot.replay)
    entries = [
        _entry(
            migration,
            bool(records) and migration.path not in records,
            _state(known.get(migration.path), remarks),
            document,
            _deeds(touches.get(migration.path, ()), references),
            _failures(failures.get(migration.path, ())),
            _findings(findings.get(migration.path, ())),
        )
        for migration in reversed(document.migrations)
    ]
    return environment.page(
        "migrations/migration-log.md.j2",
        MIGRATION_LOG,
        document=document,
        notes=note(document, MIGRATION_LOG),
        history=document.snapshot.history,
        entries=entries,
        recorded=bool(records),
        lost=without_file(document, MIGRATION_LOG),
        programs=programs(document),
    )


def _entry(
    migration: Migration,
    parsed: bool,
    state: Markdown,
    document: Document,
    deeds: Markdown,
    failures: Markdown,
    findings: Markdown,
) -> Entry:
    facts = [migration.date] if migration.date else []
    facts.append("in one transaction" if migration.transaction else "outside of a transaction")
    if migration.repeatable:
        facts.append("run again whenever it changes")
    if migration.down:
        facts.append("with a down side")
    if parsed:
        facts.append("not replayed: as its statements read")
    return Entry(
        anchor=Markdown(f'<a id="{migration_anchor(migration.path)}"></a>'),
        title=migration_name(migration.path),
        path=code(migration.path),
        facts=join(facts, ", "),
        state=state,
        proof=verdict(document, migration.path),
        proof_findings=verdict_findings(document.proved.verdicts.get(migration.path)),
        deeds=deeds,
        failures=failures,
        findings=findings,
    )


def _state(one: Standing | None, remarks: Remarks) -> Markdown:
    """Whether the database has it, when it got it, and what does not agree."""
    if one is None:
        return Markdown("")
    at = f" {when(one.row)}" if one.state in ("applied", "rolled back") and one.row is not None else ""
    return Markdown("; ".join((f"{STATES[one.state]}{at}".rstrip(), *map(str, remarks.of(one)))))


def _deeds(touches: Sequence[Touch], references: References) -> Markdown:
    """What a migration did, one line for each object, in its own order, like deeds together."""
    groups: dict[str, dict[str, dict[str, None]]] = {}
    for touch in touches:
        deeds = groups.setdefault(touch.relation or touch.object, {})
        what, part = _deed(touch)
        deeds.setdefault(what, {})[part] = None
    rows = [
        (
            evidence.object_link(name, references, MIGRATION_LOG),
            Markdown("<br>".join([_sentence(what, [part for part in parts if part]) for what, parts in deeds.items()])),
        )
        for name, deeds in groups.items()
    ]
    return table(rows, "Object", "What it does")


def _deed(touch: Touch) -> tuple[str, str]:
    """What was done, and to which part of the object, as Markdown; "" for the object as a whole."""
    verb = f"{touch.verb} on" if touch.verb in _ABOUT else touch.verb
    what = f"{touch.verb} rows" if touch.kind == "row" else f"{verb} {touch.kind}"
    part = touch.object.removeprefix(f"{touch.relation}.") if touch.relation else ""
    shown = code(part) if part and part != touch.relation else Markdown("")
    if touch.detail and touch.verb == "alter":
        shown = Markdown(f"{shown} ({cell(touch.detail)})".lstrip())
    if touch.new_name:
        return what, f"{shown} to {code(touch.new_name.removeprefix(f'{touch.relation}.'))}".strip()
    return what, str(shown)


def _sentence(what: str, parts: list[str]) -> str:
    more = f" and {len(parts) - _DEEDS} more" if len(parts) > _DEEDS else ""
    return f"{Markdown.escape(what)} {', '.join(parts[:_DEEDS])}{more}".rstrip()


def _failures(failures: Sequence[ReplayFailure]) -> Markdown:
    rows = [
        (
            Markdown(failure.line),
            code(failure.statement),
            Markdown(f"{cell(failure.message)} ({code(failure.sqlstate)})"),
            Markdown(f"follows from {evidence.cause(failure.cause, MIGRATION_LOG)}")
            if failure.cause
            else cell(failure.hint),
        )
        for failure in failures
    ]
    return table(rows, "Line", "Statement", "Message", "What to do")


def _findings(findings: Sequence[Finding]) -> Markdown:
    rows = [
        (
            Markdown(finding.line),
            code(finding.rule),
            Markdown(evidence.SEVERITY_MARKS[finding.severity] + (", known" if finding.known else "")),
            cell(finding.message),
        )
        for finding in findings
    ]
    return table(rows, "Line", "Rule", "Severity", "What")
