"""Status report: what the status page says, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from docgen.analysis import coverage
from docgen.model.check import RlsResult
from docgen.model.report import (
    CheckReport,
    ComponentReport,
    Coverage,
    MoveReport,
    PhaseReport,
    StatusReport,
    StepReport,
    TestReport,
)
from docgen.render.document import Document
from docgen.render.health import results_of, tests_of
from docgen.render.issues import issues_of
from docgen.render.next_steps import current_task, plain_steps


def status_report(document: Document) -> StatusReport:
    """The state of the whole, by the rules of the page."""
    issues, status = issues_of(document), document.status
    objects = list(coverage.describable(document.catalog))
    return StatusReport(
        version=1,
        title=document.title,
        last_updated=status.last_updated,
        evidence=document.snapshot.origin,
        task=current_task(document),
        verdict=issues.verdict,
        sentence=issues.sentence,
        components=_components(document, objects),
        unassigned=tuple(str(name) for name in status.unassigned),
        pending=status.pending,
        checks=tuple(
            CheckReport(check.name, result.moment, result.outcome, result.said)
            for check, result in results_of(document)
        ),
        rls_tests=tuple(TestReport(test.name, result.passed, said(result)) for test, result in tests_of(document)),
        phases=tuple(PhaseReport(one.name, one.state, one.percent, one.scope, one.open) for one in status.phases),
        next_steps=tuple(StepReport(what, command) for what, command in plain_steps(document, issues)),
        coverage=_coverage(objects),
        move=_move(document),
    )


def _move(document: Document) -> MoveReport | None:
    if document.move is None:
        return None
    counts = Counter(one.severity for one in document.move.obstacles)
    return MoveReport(document.move.target, document.move.title, counts["blocks"], counts["decision"], counts["note"])


def _components(document: Document, objects: list[coverage.Described]) -> tuple[ComponentReport, ...]:
    found = []
    for one in document.status.components:
        own = frozenset(one.relations)
        described = _coverage(thing for thing in objects if thing.relation in own)
        found.append(
            ComponentReport(
                one.name, one.verdict, one.owner, f"{one.page}.md", one.note, one.reasons, one.unmatched, described
            )
        )
    return tuple(found)


def _coverage(objects: Iterable[coverage.Described]) -> Coverage:
    share = coverage.share(objects)
    return Coverage(share.described, share.total, share.percent)


def said(result: RlsResult) -> str:
    """What came of a test, in one line: why it could not be tried, or the trials that failed."""
    return result.said or " ".join(one.said for one in result.trials if not one.passed)
