"""Evidence: conflicts, differences, failures and findings as tables and lists, for the pages that judge."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docgen.analysis.status import describe
from docgen.model.change import Change
from docgen.model.finding import Finding
from docgen.model.migration import Conflict, ReplayFailure
from docgen.model.name import Name
from docgen.model.status import Verdict
from docgen.render.filters import Markdown, block, cell, code, join, table
from docgen.render.history import migration_link
from docgen.render.links import TROUBLESHOOTING, anchor, link
from docgen.render.references import References

VERDICTS: dict[Verdict, str] = {
    "production ready": "✅ Production ready",
    "being fixed": "🔄 Being fixed",
    "broken": "❌ Broken",
    "unknown": "❔ Unknown",
}
SEVERITIES = ("error", "warning", "info")
SEVERITY_MARKS = {"error": "**error**", "warning": "warning", "info": "info"}
_LONG = 120
_ACCESS = frozenset(("owner", "grants"))
_THERE = {
    "missing": Markdown("**missing**"),
    "unexpected": Markdown("in no migration"),
}


class Difference(NamedTuple):
    """A difference whose texts are too long for a table: its heading, and both as one diff."""

    title: Markdown
    diff: Markdown


def by_severity(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by rule, the gravest rules first, then by name."""
    ordered = sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.rule))
    groups: dict[str, list[Finding]] = {}
    for finding in ordered:
        groups.setdefault(finding.rule, []).append(finding)
    return groups


def place(path: str, line: int, page: str) -> Markdown:
    """A line of a migration, linked to the migration's place in the log."""
    return Markdown(f"{migration_link(path, page)}, line {line}")


def cause(spelling: str, page: str) -> Markdown:
    """``path:line`` of the failure that explains another one, linked to the migration's place in the log."""
    path, _, line = spelling.rpartition(":")
    return place(path, int(line), page) if path and line.isdigit() else code(spelling)


def conflict_anchor(conflict: Conflict) -> str:
    """The identifier of a conflict's place on the page of troubleshooting."""
    path, line = conflict.second
    return anchor("conflict", f"{conflict.kind} {conflict.object} {path} {line}")


def conflict_link(conflict: Conflict, page: str) -> Markdown:
    """The object of a conflict, linked to what is written of the conflict."""
    return link(page, f"{TROUBLESHOOTING}#{conflict_anchor(conflict)}", code(conflict.object))


def object_link(spelling: str, references: References, page: str) -> Markdown:
    """An object as findings and changes spell it, linked to where it is described, if it is."""
    relation = references.relation_of(spelling)
    if relation is not None:
        return references.link(page, "relation", relation, spelling)
    schema, _, rest = spelling.partition(".")
    for kind, name in (("routine", Name(schema, rest.partition("(")[0])), ("type", Name(schema, rest))):
        if references.target(kind, name):
            return references.link(page, kind, name, spelling)
    return code(spelling)


def of_access(change: Change) -> bool:
    """Whether the change is one of owners and grants, which differ between platforms for good reasons."""
    return change.attribute in _ACCESS or change.object_kind == "default privileges"


def change_table(changes: Sequence[Change], references: References, page: str) -> Markdown:
    """Differences, one line for each; texts that are long are only named (see ``long_differences``)."""
    rows = []
    for change in changes:
        what = cell(f"{change.object_kind} {change.attribute}".strip())
        shown = _THERE.get(change.kind)
        expected = code(change.expected) or Markdown("there" if change.kind == "missing" else "none")
        actual = code(change.actual) or Markdown("there" if change.kind == "unexpected" else "none")
        if change.kind == "missing":
            actual = shown or actual
        elif change.kind == "unexpected":
            expected = shown or expected
        if is_long(change):
            expected, actual = (
                Markdown("see below") if change.kind == "different" else one for one in (expected, actual)
            )
        name = change.object
        rows.append((_linked(change, name, references, page), what, expected, actual))
    return table(rows, "Object", "What", "Expected by the migrations", "In the live database")


def is_long(change: Change) -> bool:
    """Whether a table's cell cannot hold the change's texts."""
    both = (change.expected, change.actual)
    return any(len(one) > _LONG or "\n" in one for one in both) and change.kind == "different"


def long_differences(changes: Iterable[Change]) -> Iterator[Difference]:
    """The differences whose texts are long, as diffs from expected to live."""
    for change in filter(is_long, changes):
        lines = difflib.unified_diff(
            change.expected.splitlines(), change.actual.splitlines(), "migrations", "live", lineterm="", n=4
        )
        title = Markdown(
            f"{Markdown.escape(change.object_kind)} {code(change.object)}: {Markdown.escape(change.attribute)}"
        )
        yield Difference(title, block("\n".join(lines), "diff"))


def mismatches(changes: Iterable[Change], references: References, page: str) -> list[tuple[Markdown, list[Markdown]]]:
    """Per relation or object that differs: its name, linked, and a sentence for each difference."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.relation or change.object, []).append(change)
    return [
        (object_link(name, references, page), [Markdown.escape(describe(change)) for change in group])
        for name, group in groups.items()
    ]


def failure_rows(failures: Iterable[ReplayFailure], page: str) -> list[tuple[Markdown, ...]]:
    """Statements that the scratch server refused: place, statement, message, what to do."""
    return [
        (
            place(failure.path, failure.line, page),
            code(failure.statement),
            Markdown(f"{cell(failure.message)} ({code(failure.sqlstate)})"),
            cell(failure.hint),
        )
        for failure in failures
    ]


def finding_places(findings: Iterable[Finding], page: str) -> Markdown:
    """The migrations that findings are in, each once, linked."""
    return join(dict.fromkeys(migration_link(finding.file, page) for finding in findings if finding.file))


def _linked(change: Change, name: str, references: References, page: str) -> Markdown:
    relation = references.relation_of(change.relation or change.object)
    return references.link(page, "relation", relation, name) if relation else object_link(name, references, page)
