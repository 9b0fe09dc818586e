"""Status pages: SCHEMA-STATUS.md, what is ready, what is broken and what comes next, all from evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from docgen.analysis.status import RULE
from docgen.model.finding import Finding
from docgen.model.status import ComponentStatus, Verdict
from docgen.render import evidence
from docgen.render.coverage import coverage_table
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, count, table
from docgen.render.history import migration_link
from docgen.render.links import CURRENT_STATE, MIGRATION_LOG, STATUS, TROUBLESHOOTING, anchor, link
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.reviews import notes_to_review

_CAP = 40
_REASONS = 12
_NEW_ERRORS = 10
_DIFFERENCES = f"{CURRENT_STATE}#differences-from-the-migrations"
_WHERE = {  # what each kind of evidence is called, and where more is told of it
    "missing": ("What the configuration names", _DIFFERENCES),
    "drift": ("Differences from the migrations", _DIFFERENCES),
    "replay": ("Failed statements", f"{TROUBLESHOOTING}#failed-statements"),
    "conflict": ("Conflicts between migrations", f"{TROUBLESHOOTING}#conflicts-between-migrations"),
    "finding": ("Linter findings", f"{STATUS}#linter-findings"),
    "advice": ("Checks of the catalog", f"{TROUBLESHOOTING}#checks-of-the-catalog"),
    "pending": ("Pending migrations", f"{STATUS}#pending-migrations"),
}


class Issues(NamedTuple):
    """How much of each kind is wrong; a kind without any is not spoken of."""

    conflicts: int
    failures: int
    differences: int
    access: int
    advice: int
    errors: int
    pending: int
    notes: int

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole, by the components' rule."""
        if self.differences:
            return "broken"
        wrong = self.conflicts or self.failures or self.advice or self.errors or self.pending
        return "being fixed" if wrong else "production ready"

    @property
    def sentence(self) -> str:
        """What is wrong, in one line; "" for nothing."""
        phrases = (
            (self.conflicts, "conflict", "between migrations"),
            (self.failures, "failed statement", "in the replay"),
            (self.differences, "difference", "from the live database"),
            (self.advice, "grave problem", "in the catalog"),
            (self.errors, "new linter error", ""),
            (self.pending, "pending migration", ""),
        )
        return ", ".join(f"{count(number, noun)} {rest}".rstrip() for number, noun, rest in phrases if number)


def status_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """SCHEMA-STATUS.md."""
    references = environment.references
    drift = document.snapshot.drift
    structure = [change for change in drift or () if not evidence.of_access(change)]
    reviews = notes_to_review(document)
    issues = _issues(document, len(structure), len(reviews))
    newest = max(document.migrations, key=lambda one: (one.date, one.path), default=None)
    unassigned = document.status.unassigned
    yield environment.page(
        "SCHEMA-STATUS.md.j2",
        STATUS,
        document=document,
        notes=note(document, STATUS),
        newest=migration_link(newest.path, STATUS) if newest else Markdown(""),
        verdict=evidence.VERDICTS[issues.verdict],
        issues=issues,
        components=_components(document.status.components),
        reasons=[_reasons(one) for one in document.status.components if one.reasons],
        rule=[(evidence.VERDICTS[verdict], sentence) for _, verdict, sentence in RULE],
        unassigned=[references.link(STATUS, "relation", name) for name in unassigned[:_CAP]],
        unassigned_more=len(unassigned) - _CAP,
        conflicts=[
            (one, evidence.conflict_link(one, STATUS), _both(one.first, one.second)) for one in document.conflicts
        ],
        mismatches=evidence.mismatches(structure, references, STATUS)[:_CAP],
        mismatches_more=len({one.relation or one.object for one in structure}) - _CAP,
        failures=_failures(document),
        advice=_advice(document),
        errors=_errors(document.findings, references),
        errors_more=issues.errors - _NEW_ERRORS,
        rules=_rules(document.findings),
        files=_files(document.findings),
        pending=[migration_link(path, STATUS) for path in document.status.pending],
        history_known=bool(document.snapshot.history and document.snapshot.history.table),
        reviews=reviews,
        coverage=coverage_table(document, references, STATUS),
        log=MIGRATION_LOG,
    )


def _issues(document: Document, differences: int, notes: int) -> Issues:
    replay, drift = document.snapshot.replay, document.snapshot.drift or ()
    return Issues(
        conflicts=len(document.conflicts),
        failures=sum(not failure.cause for failure in replay.failures) if replay else 0,
        differences=differences,
        access=len(drift) - differences,
        advice=sum(finding.severity == "error" for finding in document.advice),
        errors=sum(finding.severity == "error" and not finding.known for finding in document.findings),
        pending=len(document.status.pending),
        notes=notes,
    )


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


def _both(first: tuple[str, int], second: tuple[str, int]) -> Markdown:
    return Markdown(f"{evidence.place(*first, STATUS)} and {evidence.place(*second, STATUS)}")


def _failures(document: Document) -> Markdown:
    replay = document.snapshot.replay
    causes = [failure for failure in replay.failures if not failure.cause] if replay else []
    return table(evidence.failure_rows(causes[:_CAP], STATUS), "Where", "Statement", "Message", "What to do")


def _advice(document: Document) -> Markdown:
    rows = []
    for rule, findings in evidence.by_severity(document.advice).items():
        severity = Markdown(evidence.SEVERITY_MARKS[findings[0].severity])
        name = link(STATUS, f"{TROUBLESHOOTING}#{rule}", code(rule))
        rows.append((name, severity, Markdown(str(len(findings))), cell(findings[0].remedy)))
    return table(rows, "Check", "Severity", "Found", "What to do")


def _errors(findings: tuple[Finding, ...], references: References) -> Markdown:
    rows = [
        (
            evidence.place(finding.file, finding.line, STATUS),
            code(finding.rule),
            evidence.object_link(finding.object, references, STATUS) if finding.object else Markdown(""),
            cell(finding.message),
            cell(finding.remedy),
        )
        for finding in [one for one in findings if one.severity == "error" and not one.known][:_NEW_ERRORS]
    ]
    return table(rows, "Where", "Rule", "Object", "What", "What to do")


def _rules(findings: tuple[Finding, ...]) -> Markdown:
    rows = []
    for rule, group in evidence.by_severity(findings).items():
        known = sum(finding.known for finding in group)
        rows.append(
            (
                code(rule),
                Markdown(evidence.SEVERITY_MARKS[group[0].severity]),
                Markdown(str(len(group) - known)),
                Markdown(str(known)),
                Markdown(str(len({finding.file for finding in group}))),
                cell(group[0].remedy),
            )
        )
    return table(rows, "Rule", "Severity", "New", "Known", "Files", "What to write instead")


def _files(findings: tuple[Finding, ...]) -> Markdown:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.file, []).append(finding)
    rows = []
    for path, group in reversed(groups.items()):
        rules = Counter(finding.rule for finding in group)
        told = ", ".join(rule if number == 1 else f"{rule} ({number})" for rule, number in sorted(rules.items()))
        new = sum(not finding.known for finding in group)
        rows.append((migration_link(path, STATUS), Markdown(str(new)), Markdown(str(len(group) - new)), cell(told)))
    return table(rows, "Migration", "New", "Known", "Rules")
