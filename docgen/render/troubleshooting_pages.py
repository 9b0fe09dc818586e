"""Troubleshooting pages: every problem that is known, with what it means, the query that shows it and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.analysis.advisors import every
from docgen.model.finding import Finding
from docgen.model.migration import Conflict, ReplayFailure
from docgen.render import evidence
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, block, cell, code, table
from docgen.render.links import TROUBLESHOOTING
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.ways_back import ways_back, ways_back_pages

_CAP = 200


def troubleshooting_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """troubleshooting.md, and the pages of the ways back that it has no room for."""
    replay = document.snapshot.replay
    failures, causes = (replay.failures, replay.causes) if replay else ((), ())
    yield environment.page(
        "migrations/troubleshooting.md.j2",
        TROUBLESHOOTING,
        document=document,
        notes=note(document, TROUBLESHOOTING),
        summary=_summary(document, len(causes)),
        conflicts=[_conflict(conflict) for conflict in document.conflicts],
        causes=[_failure(cause, failures) for cause in causes],
        followers=_followers(failures),
        advice=[_advice(rule, group, environment.references) for rule, group in _groups(document)],
        rules=_rules(document.findings),
        **ways_back(document),
    )
    yield from ways_back_pages(document, environment)


def _groups(document: Document) -> Iterator[tuple[str, list[Finding]]]:
    yield from evidence.by_severity(document.advice).items()


def _summary(document: Document, causes: int) -> Markdown:
    rows: list[tuple[object, ...]] = []
    if document.conflicts:
        title = Markdown("[Conflicts between migrations](#conflicts-between-migrations)")
        rows.append((title, len(document.conflicts)))
    if causes:
        rows.append((Markdown("[Failed statements](#failed-statements)"), causes))
    for rule, group in _groups(document):
        severity = Markdown(evidence.SEVERITY_MARKS[group[0].severity])
        rows.append((Markdown(f"[{code(rule)}](#{rule})"), len(group), severity))
    if document.findings:
        rows.append((Markdown("[Linter findings](#linter-findings)"), len(document.findings)))
    return table([(*row, "")[:3] for row in rows], "Problem", "Found", "Severity")


def _conflict(conflict: Conflict) -> dict[str, object]:
    place = evidence.conflict_anchor(conflict)
    return {
        "title": Markdown(f'<a id="{place}"></a>{code(conflict.object)}: {Markdown.escape(conflict.kind)}'),
        "explanation": conflict.explanation,
        "remedy": conflict.remedy,
        "replayed": conflict.replayed,
        "differences": conflict.differences,
        "first": evidence.place(*conflict.first, TROUBLESHOOTING),
        "second": evidence.place(*conflict.second, TROUBLESHOOTING),
        "first_text": block(conflict.first_text),
        "second_text": block(conflict.second_text),
    }


def _failure(failure: ReplayFailure, failures: Sequence[ReplayFailure]) -> dict[str, object]:
    own = f"{failure.path}:{failure.line}"
    return {
        "place": evidence.place(failure.path, failure.line, TROUBLESHOOTING),
        "statement": code(failure.statement),
        "message": failure.message,
        "sqlstate": code(failure.sqlstate),
        "hint": failure.hint,
        "followers": sum(one.cause == own for one in failures),
    }


def _followers(failures: Sequence[ReplayFailure]) -> Markdown:
    rows = [
        (
            evidence.place(failure.path, failure.line, TROUBLESHOOTING),
            code(failure.statement),
            cell(failure.message),
            evidence.cause(failure.cause, TROUBLESHOOTING),
        )
        for failure in failures
        if failure.cause
    ]
    return table(rows, "Where", "Statement", "Message", "Follows from")


def _advice(rule: str, group: Sequence[Finding], references: References) -> dict[str, object]:
    meanings = {advisor.name: advisor.meaning for advisor in every()}
    rows = [
        (evidence.object_link(finding.object, references, TROUBLESHOOTING), cell(finding.message))
        for finding in group[:_CAP]
    ]
    return {
        "rule": rule,
        "severity": Markdown(evidence.SEVERITY_MARKS[group[0].severity]),
        "meaning": meanings.get(rule, ""),
        "remedy": group[0].remedy,
        "query": block(group[0].query),
        "objects": table(rows, "Object", "What"),
        "more": max(0, len(group) - _CAP),
    }


def _rules(findings: Sequence[Finding]) -> Markdown:
    rows = [
        (
            code(rule),
            Markdown(evidence.SEVERITY_MARKS[group[0].severity]),
            Markdown(len(group)),
            cell(group[0].message),
            cell(group[0].remedy),
            evidence.finding_places(group[:_CAP], TROUBLESHOOTING),
        )
        for rule, group in evidence.by_severity(findings).items()
    ]
    return table(rows, "Rule", "Severity", "Found", "For example", "What to write instead", "Migrations")
