"""Dashboard: the overview at a glance: how the parts stand, what is wrong, how large it is, what came last."""

from __future__ import annotations

from collections import Counter

from docgen.render import links
from docgen.render.diagram import overview
from docgen.render.document import Document
from docgen.render.evidence import VERDICTS
from docgen.render.filters import Markdown, cell, count, table
from docgen.render.history import migration_link
from docgen.render.navigation import FULL_UP_TO
from docgen.render.references import References

_NEWEST = 5
_REMARKS = ("remark on the schema", "remarks on the schema")
_CONFLICTS = ("conflict between migrations", "conflicts between migrations")
_FAILURES = ("statement that fails on an empty server", "statements that fail on an empty server")
_DIFFERENCES = ("difference of the live database", "differences of the live database")


def components(document: Document) -> Markdown:
    """Every component with its verdict, linked to its page."""
    rows = [
        (
            Markdown(f"[{Markdown.escape(component.name)}]({component.page}.md)"),
            Markdown(VERDICTS[component.verdict]),
            cell(component.note),
            cell(component.owner),
        )
        for component in document.status.components
    ]
    return table(rows, "Component", "Status", "What it is", "Owner")


def findings(document: Document) -> Markdown:
    """How many of each kind of evidence there are, each linked to where it is told; what there is none of stays out."""
    snapshot = document.snapshot
    errors = [one for one in document.findings if one.severity == "error"]
    known = sum(one.known for one in errors)
    causes = snapshot.replay.causes if snapshot.replay else ()
    failed = sum(one.outcome != "passed" and one.moment != "before" for one in snapshot.checks)
    rows = (
        (len(causes), _FAILURES, f"{links.TROUBLESHOOTING}#failed-statements"),
        (len(document.conflicts), _CONFLICTS, f"{links.TROUBLESHOOTING}#conflicts-between-migrations"),
        (len(snapshot.drift or ()), _DIFFERENCES, links.CURRENT_STATE),
        (failed, ("failed check", "failed checks"), links.STATUS),
        (len(document.status.pending), ("pending migration", "pending migrations"), links.MIGRATION_LOG),
        (len(errors) - known, ("new lint error", "new lint errors"), f"{links.TROUBLESHOOTING}#linter-findings"),
        (known, ("known lint error", "known lint errors"), f"{links.TROUBLESHOOTING}#linter-findings"),
        (len(document.advice), _REMARKS, f"{links.TROUBLESHOOTING}#checks-of-the-catalog"),
    )
    shown = [
        (Markdown(f"{number:,}"), Markdown(f"[{one if number == 1 else many}]({page})"))
        for number, (one, many), page in rows
        if number
    ]
    return table(shown, "", "What is open")


def size(document: Document) -> Markdown:
    """How many objects of which kind, and by how many migrations."""
    catalog = document.catalog
    kinds = Counter[str](one.kind for one in catalog.relations if one.partition_of is None)
    policies = sum(len(one.policies) for one in catalog.relations)
    counts = (
        (kinds["table"] + kinds["partitioned table"], "table", "tables"),
        (kinds["view"] + kinds["materialized view"], "view", "views"),
        (kinds["foreign table"], "foreign table", "foreign tables"),
        (len(catalog.routines), "function", "functions"),
        (len(catalog.types), "type", "types"),
        (policies, "policy", "policies"),
        (len(document.migrations), "migration", "migrations"),
    )
    return Markdown(" · ".join(count(number, one, many) for number, one, many in counts if number))


def newest(document: Document) -> Markdown:
    """The newest migrations, the last one first, each linked to its place in the log."""
    rows = [
        (migration_link(one.path, links.OVERVIEW), cell(one.name.replace("_", " ")), Markdown(one.date))
        for one in reversed(document.migrations[-_NEWEST:])
    ]
    return table(rows, "Migration", "What", "Date")


def picture(document: Document, references: References) -> Markdown:
    """The components and how their tables point at each other; without components the best connected relations.

    A large database without components has the map instead: a few tables of many would push away what is read first.
    """
    components, relations = document.status.components, document.catalog.relations
    if not components and sum(one.partition_of is None for one in relations) > FULL_UP_TO:
        return Markdown(f"How its tables point at each other is on the [map]({links.MAP}).")
    return overview(components, relations, references)
