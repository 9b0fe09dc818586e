"""Status pages: SCHEMA-STATUS.md, what is ready, what is broken and what comes next, all from evidence."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.status import RULE
from docgen.model.status import ComponentStatus
from docgen.render import evidence
from docgen.render.coverage import component_coverage, coverage_table
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, table
from docgen.render.health import check_rows, check_views, test_rows, test_views, tests_of, unasked
from docgen.render.history import migration_link
from docgen.render.issues import (
    NEW_ERRORS,
    advice_table,
    conflict_groups,
    errors_table,
    failed_check_list,
    failures_table,
    files_table,
    issues_of,
    rules_table,
)
from docgen.render.links import CURRENT_STATE, MIGRATION_LOG, STATUS, TROUBLESHOOTING, anchor, link
from docgen.render.move_pages import readiness
from docgen.render.next_steps import (
    Issues,
    approach,
    consolidates,
    current_task,
    evidence_steps,
    later_steps,
    people_steps,
)
from docgen.render.notes import note
from docgen.render.people import people
from docgen.render.proofs import verdict_counts, way_back_counts
from docgen.render.references import References
from docgen.render.reviews import notes_to_review
from docgen.render.standing import disagreement_table

_CAP = 40
_REASONS = 12
_DIFFERENCES = f"{CURRENT_STATE}#differences-from-the-migrations"
_WHERE = {  # what each kind of evidence is called, and where more is told of it
    "missing": ("What the configuration names", _DIFFERENCES),
    "drift": ("Differences from the migrations", _DIFFERENCES),
    "check": ("Health checks on the live database", f"{STATUS}#health-checks"),
    "rls": ("Tests of row security", f"{STATUS}#tests-of-row-security"),
    "expected check": ("Health checks after the migrations", f"{STATUS}#health-checks"),
    "replay": ("Failed statements", f"{TROUBLESHOOTING}#failed-statements"),
    "conflict": ("Conflicts between migrations", f"{TROUBLESHOOTING}#conflicts-between-migrations"),
    "finding": ("Linter findings", f"{STATUS}#linter-findings"),
    "proof": ("Second runs", MIGRATION_LOG),
    "advice": ("Checks of the catalog", f"{TROUBLESHOOTING}#checks-of-the-catalog"),
    "pending": ("Pending migrations", f"{STATUS}#pending-migrations"),
}


def status_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """SCHEMA-STATUS.md."""
    issues = issues_of(document)
    newest = max(document.migrations, key=lambda one: (one.date, one.path), default=None)
    yield environment.page(
        "SCHEMA-STATUS.md.j2",
        STATUS,
        document=document,
        notes=note(document, STATUS),
        newest=migration_link(newest.path, STATUS) if newest else Markdown(""),
        verdict=evidence.VERDICTS[issues.verdict],
        task=current_task(document),
        issues=issues,
        readiness=readiness(document.move, STATUS) if document.move else Markdown(""),
        pending=[migration_link(path, STATUS) for path in document.status.pending],
        history_known=bool(document.snapshot.history and document.snapshot.history.table),
        disagreements=disagreement_table(document, STATUS),
        proofs=verdict_counts(document, STATUS),
        ways_back=way_back_counts(document, STATUS),
        reviews=notes_to_review(document),
        coverage=coverage_table(document, environment.references, STATUS),
        component_coverage=component_coverage(document, STATUS),
        log=MIGRATION_LOG,
        **_overview(document, environment.references),
        **_issues(document, issues, environment.references),
        **_health(document),
        **_progress(document, issues),
        **people(document),
    )


def _overview(document: Document, references: References) -> dict[str, object]:
    status = document.status
    return {
        "components": _components(status.components),
        "reasons": [_reasons(one) for one in status.components if one.reasons],
        "unmatched": [(one.name, pattern) for one in status.components for pattern in one.unmatched],
        "rule": [(evidence.VERDICTS[verdict], sentence) for _, verdict, sentence in RULE],
        "unassigned": [references.link(STATUS, "relation", name) for name in status.unassigned[:_CAP]],
        "unassigned_more": len(status.unassigned) - _CAP,
    }


def _issues(document: Document, issues: Issues, references: References) -> dict[str, object]:
    structure = [change for change in document.snapshot.drift or () if not evidence.of_access(change)]
    return {
        "groups": conflict_groups(document),
        "mismatches": evidence.mismatches(structure, references, STATUS)[:_CAP],
        "mismatches_more": len({one.relation or one.object for one in structure}) - _CAP,
        "failed_checks": failed_check_list(document),
        "failed_tests": test_rows(document, STATUS, [one for one in tests_of(document) if not one[1].passed]),
        "failures": failures_table(document),
        "advice": advice_table(document),
        "errors": errors_table(document.findings, references),
        "errors_more": issues.errors - NEW_ERRORS,
        "rules": rules_table(document.findings),
        "files": files_table(document.findings),
    }


def _health(document: Document) -> dict[str, object]:
    return {
        "before": check_rows(document, ("live",) if document.snapshot.origin == "live" else ("before",)),
        "after": check_rows(document, ("after",)),
        "check_views": list(check_views(document)),
        "tests": test_rows(document, STATUS, tests_of(document)),
        "test_views": list(test_views(document)),
        "unasked": unasked(document),
    }


def _progress(document: Document, issues: Issues) -> dict[str, object]:
    phases = document.status.phases
    return {
        "evidence_steps": evidence_steps(document, issues),
        "approach": approach(document, issues),
        "archived": len(document.migrations) if issues.conflicts and consolidates(document) else 0,
        "people_steps": people_steps(document),
        "later_steps": later_steps(document),
        "completed": [one for one in phases if one.state == "completed"],
        "current": [one for one in phases if one.state == "current"],
        "next": [one for one in phases if one.state == "next"],
    }


def _components(components: tuple[ComponentStatus, ...]) -> Markdown:
    rows = []
    for one in components:
        verdict = Markdown(evidence.VERDICTS[one.verdict])
        if one.reasons:
            verdict = Markdown(f"[{verdict}](#{anchor('component', one.name)})")
        name = link(STATUS, f"{one.page}.md", Markdown(f"**{Markdown.escape(one.name)}**"))
        rows.append((name, verdict, cell(one.owner), cell(one.note)))
    return table(rows, "Component", "Status", "Owner", "Notes")


def _reasons(component: ComponentStatus) -> tuple[Markdown, str, list[tuple[Markdown, list[str], int]]]:
    """A component's heading, its verdict, and its reasons by kind, with a link to what tells more."""
    name = Markdown(f'<a id="{anchor("component", component.name)}"></a>{Markdown.escape(component.name)}')
    kinds: dict[str, list[str]] = {}
    for reason, kind in zip(component.reasons, component.evidence, strict=True):
        kinds.setdefault(kind, []).append(reason)
    groups = [
        (link(STATUS, _WHERE[kind][1], Markdown(_WHERE[kind][0])), sentences[:_REASONS], len(sentences) - _REASONS)
        for kind, sentences in kinds.items()
    ]
    return name, evidence.VERDICTS[component.verdict], groups
