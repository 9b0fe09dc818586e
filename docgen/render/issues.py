"""Issues: what is known to be wrong, in groups, for the status page: what is expected, what is there, what to do."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from docgen.analysis.expectation import expected
from docgen.analysis.proved import wrong
from docgen.model.check import Check, CheckResult
from docgen.model.finding import Finding
from docgen.model.migration import Conflict
from docgen.render import evidence
from docgen.render.document import Document
from docgen.render.filters import Markdown, cell, code, table
from docgen.render.health import results_of, tests_of, unasked
from docgen.render.history import migration_link
from docgen.render.links import STATUS, TROUBLESHOOTING, anchor, link
from docgen.render.next_steps import Issues
from docgen.render.references import References
from docgen.render.reviews import notes_to_review
from docgen.render.standing import disagreements

_CAP = 40
NEW_ERRORS = 10
_GROUPS = (  # heading, how the kinds of conflict in it end or begin, what a group means
    (
        "Structure mismatches",
        ("redefined", "with another shape", "with another result"),
        "Two migrations give one object different structures.",
    ),
    ("Duplicates", ("made twice",), "Two migrations make the same object."),
    (
        "Rename collisions",
        ("rename onto a taken name", "renamed twice"),
        "A rename meets a name that is taken, or gone.",
    ),
)


class ConflictGroup(NamedTuple):
    """Conflicts of one sort, as the status page lists them."""

    title: str
    meaning: str
    conflicts: list[tuple[Conflict, Markdown, Markdown, Markdown]]  # with its name and the first and second place


def issues_of(document: Document) -> Issues:
    """How much of each kind is wrong."""
    replay, drift = document.snapshot.replay, document.snapshot.drift or ()
    access = sum(evidence.of_access(change) for change in drift)
    failed = [result for _, result in failed_checks(document)]
    return Issues(
        conflicts=len(document.conflicts),
        failures=len(replay.causes) if replay else 0,
        differences=len(drift) - access,
        access=access,
        failed_live=sum(result.moment == "live" for result in failed),
        failed_after=sum(result.moment == "after" for result in failed),
        tests=sum(not result.passed for _, result in tests_of(document)),
        advice=sum(finding.severity == "error" for finding in document.advice),
        errors=sum(finding.severity == "error" and not finding.known for finding in document.findings),
        proofs=len(wrong(document.proved.verdicts.values(), document.findings)),
        pending=len(document.status.pending),
        history=len(disagreements(document)),
        notes=len(notes_to_review(document)),
        unasked=len(unasked(document)),
        blocks=sum(one.severity == "blocks" for one in document.move.obstacles) if document.move else 0,
    )


def failed_checks(document: Document) -> list[tuple[Check, CheckResult]]:
    """The checks that fail, where they fail."""
    return [(check, result) for check, result in results_of(document) if result.outcome == "failed"]


def conflict_groups(document: Document) -> list[ConflictGroup]:
    """The conflicts by sort, what is left at the end; groups without any are left out."""
    left = list(document.conflicts)
    found = []
    for title, kinds, meaning in _GROUPS:
        own = [one for one in left if one.kind.endswith(kinds)]
        left = [one for one in left if one not in own]
        found.append((title, meaning, own))
    found.append(("Other conflicts", "Two migrations cannot both be meant.", left))
    return [ConflictGroup(title, meaning, [_conflict(one) for one in own]) for title, meaning, own in found if own]


def _conflict(conflict: Conflict) -> tuple[Conflict, Markdown, Markdown, Markdown]:
    first, second = (evidence.place(*one, STATUS) for one in (conflict.first, conflict.second))
    return conflict, evidence.conflict_link(conflict, STATUS), first, second


def failed_check_list(document: Document) -> list[tuple[Markdown, str, str, str, str]]:
    """Each failed check: name, where, what was expected, what came, what to do."""
    places = {"live": "on the live database", "after": "after the migrations"}
    return [
        (
            link(STATUS, f"{STATUS}#{anchor('check', check.name)}", Markdown.escape(check.name)),
            places.get(result.moment, result.moment),
            expected(check),
            result.said,
            check.remedy,
        )
        for check, result in failed_checks(document)
    ]


def failures_table(document: Document) -> Markdown:
    """The statements that fail for a reason of their own."""
    replay = document.snapshot.replay
    causes = replay.causes if replay else ()
    return table(evidence.failure_rows(causes[:_CAP], STATUS), "Where", "Statement", "Message", "What to do")


def advice_table(document: Document) -> Markdown:
    """What the checks of the catalog found, a row for each check."""
    rows = []
    for rule, findings in evidence.by_severity(document.advice).items():
        severity = Markdown(evidence.SEVERITY_MARKS[findings[0].severity])
        name = link(STATUS, f"{TROUBLESHOOTING}#{rule}", code(rule))
        rows.append((name, severity, Markdown(str(len(findings))), cell(findings[0].remedy)))
    return table(rows, "Check", "Severity", "Found", "What to do")


def errors_table(findings: tuple[Finding, ...], references: References) -> Markdown:
    """The first of the new errors of the linter."""
    rows = [
        (
            evidence.place(finding.file, finding.line, STATUS),
            code(finding.rule),
            evidence.object_link(finding.object, references, STATUS) if finding.object else Markdown(""),
            cell(finding.message),
            cell(finding.remedy),
        )
        for finding in [one for one in findings if one.severity == "error" and not one.known][:NEW_ERRORS]
    ]
    return table(rows, "Where", "Rule", "Object", "What", "What to do")


def rules_table(findings: tuple[Finding, ...]) -> Markdown:
    """The linter's findings by rule."""
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


def files_table(findings: tuple[Finding, ...]) -> Markdown:
    """The linter's findings by migration, the newest first."""
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
