"""Log pages: what every migration did, when it was applied, how it was proved; of a long chain an index and parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docgen.analysis.recorded import recorded
from docgen.model.finding import Finding
from docgen.model.migration import Migration, MigrationRecord, ReplayFailure, Standing, Touch, migration_name
from docgen.render import evidence
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, join, table
from docgen.render.links import MIGRATION_LOG, link, migration_anchor
from docgen.render.log_groups import LogGroup, is_split, log_groups
from docgen.render.notes import note
from docgen.render.proofs import verdict, verdict_findings
from docgen.render.references import References
from docgen.render.standing import STATES, Remarks, programs, when, without_file

_DEEDS = 12
_ABOUT = frozenset(("comment", "grant", "revoke"))


class Entry(NamedTuple):
    """One migration in the log."""

    anchor: Markdown
    title: str
    path: Markdown
    facts: Markdown  # date, transaction, down migration, what else is special
    state: Markdown
    proof: Markdown  # the kept verdict on a second run
    proof_findings: Markdown
    deeds: Markdown
    failures: Markdown
    findings: Markdown


def log_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """migration-log.md; where there are many migrations, as an index of the pages of its groups."""
    groups, log = log_groups(document), _Log(document, environment.references)
    split, remarks = is_split(document), Remarks(document, MIGRATION_LOG)
    yield environment.page(
        "migrations/migration-log.md.j2",
        MIGRATION_LOG,
        document=document,
        notes=note(document, MIGRATION_LOG),
        history=document.snapshot.history,
        groups=[] if split else [(one.title, log.entries(one, MIGRATION_LOG)) for one in groups],
        index=[(log.heading(one), log.index(one, remarks)) for one in groups] if split else [],
        recorded=bool(log.records),
        lost=without_file(document, MIGRATION_LOG),
        programs=programs(document),
    )
    for group in groups if split else ():
        yield environment.page(
            "migrations/log-part.md.j2",
            group.path,
            title=group.title,
            log=link(group.path, MIGRATION_LOG, Markdown("Migration log")),
            entries=log.entries(group, group.path),
        )


class _Log:
    """What is known of each migration, by its path."""

    def __init__(self, document: Document, references: References) -> None:
        self._document = document
        self._references = references
        self._touches: dict[str, list[Touch]] = {}
        for touch in document.touches:
            self._touches.setdefault(touch.path, []).append(touch)
        self._findings: dict[str, list[Finding]] = {}
        for finding in document.findings:
            self._findings.setdefault(finding.file, []).append(finding)
        self._failures: dict[str, list[ReplayFailure]] = {}
        for failure in document.snapshot.replay.failures if document.snapshot.replay else ():
            self._failures.setdefault(failure.path, []).append(failure)
        self._standings = {one.path: one for one in document.standings if one.path}
        self.records: Mapping[str, MigrationRecord] = recorded(document.migrations, document.snapshot.replay)

    def heading(self, group: LogGroup) -> Markdown:
        """The title of a group, linked to its page."""
        return link(MIGRATION_LOG, group.path, Markdown.escape(group.title))

    def index(self, group: LogGroup, remarks: Remarks) -> Markdown:
        """A row for each migration of a group, which leads to all that is known of it."""
        rows = [
            (
                self._index_name(one, group),
                _state(self._standings.get(one.path), remarks),
                verdict(self._document, one.path),
            )
            for one in group.migrations
        ]
        return table(rows, "Migration", "State", "Proof")

    def _index_name(self, migration: Migration, group: LogGroup) -> Markdown:
        own = migration_anchor(migration.path)
        return Markdown(
            f'<a id="{own}"></a>{link(MIGRATION_LOG, f"{group.path}#{own}", code(migration_name(migration.path)))}'
        )

    def entries(self, group: LogGroup, page: str) -> list[Entry]:
        """All that is known of each migration of a group, as it stands on ``page``."""
        remarks = Remarks(self._document, page)
        return [self._entry(one, page, remarks) for one in group.migrations]

    def _entry(self, migration: Migration, page: str, remarks: Remarks) -> Entry:
        path = migration.path
        return Entry(
            anchor=Markdown(f'<a id="{migration_anchor(path)}"></a>'),
            title=migration_name(migration.path),
            path=code(path),
            facts=_facts(migration, parsed=bool(self.records) and path not in self.records),
            state=_state(self._standings.get(path), remarks),
            proof=verdict(self._document, path),
            proof_findings=verdict_findings(self._document.proved.verdicts.get(path)),
            deeds=_deeds(self._touches.get(path, ()), self._references, page),
            failures=_failures(self._failures.get(path, ()), page),
            findings=_findings(self._findings.get(path, ())),
        )


def _facts(migration: Migration, *, parsed: bool) -> Markdown:
    facts = [] if migration.version in migration_name(migration.path) else [f"version {migration.version}"]
    facts += [migration.date] if migration.date else []
    facts.append("in one transaction" if migration.transaction else "outside of a transaction")
    if migration.repeatable:
        facts.append("run again whenever it changes")
    facts.append("with a down migration" if migration.down else "no down migration")
    if parsed:
        facts.append("not replayed: as its statements read")
    return join(facts, ", ")


def _state(one: Standing | None, remarks: Remarks) -> Markdown:
    """Whether the database has it, when it got it, and what does not agree."""
    if one is None:
        return Markdown("")
    at = f" {when(one.row)}" if one.state in ("applied", "rolled back") and one.row is not None else ""
    return Markdown("; ".join((f"{STATES[one.state]}{at}".rstrip(), *map(str, remarks.of(one)))))


def _deeds(touches: Sequence[Touch], references: References, page: str) -> Markdown:
    """What a migration did, one line for each object, in its own order, like deeds together."""
    groups: dict[str, dict[str, dict[str, None]]] = {}
    for touch in touches:
        deeds = groups.setdefault(touch.relation or touch.object, {})
        what, part = _deed(touch)
        deeds.setdefault(what, {})[part] = None
    rows = [
        (
            evidence.object_link(name, references, page),
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


def _failures(failures: Sequence[ReplayFailure], page: str) -> Markdown:
    rows = [
        (
            Markdown(failure.line),
            code(failure.statement),
            Markdown(f"{cell(failure.message)} ({code(failure.sqlstate)})"),
            Markdown(f"follows from {evidence.cause(failure.cause, page)}") if failure.cause else cell(failure.hint),
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
