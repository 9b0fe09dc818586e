"""Proofs: what the project's record says of second runs, in words, for the log and the status."""

from __future__ import annotations

from docgen.model.proof import MEANING, WHEN, Verdict
from docgen.model.proof_file import KeptVerdict
from docgen.render.document import Document
from docgen.render.filters import Markdown, cell, table
from docgen.render.history import migration_link

_MARKS: dict[Verdict, str] = {
    "idempotent": "✅",
    "raises": "❌",
    "changes-schema": "❌",
    "changes-rows": "❌",
    "destroys": "❌",
    "not-provable": "❔",
    "first-run-failed": "❌",
}
_CHANGED = "❔ not proved as it is now: it, or what it runs on, changed since"
_UNPROVED = "❔ not proved"


def verdict(document: Document, path: str) -> Markdown:
    """What is known of a second run of the migration at ``path``; "" where the project keeps no verdicts."""
    known = document.proved.verdicts.get(path)
    if known is not None:
        return Markdown(f"{_MARKS[known.verdict]} {MEANING[known.verdict]}{_how(known)}")
    if path in document.proved.outdated:
        return Markdown(_CHANGED)
    return Markdown(_UNPROVED if path in document.proved.unproved else "")


def _how(known: KeptVerdict) -> str:
    details = [WHEN[known.shown_by]] if WHEN[known.shown_by] else []
    return f" ({', '.join([*details, f'PostgreSQL {known.postgres}'])})"


def verdict_findings(known: KeptVerdict | None) -> Markdown:
    """What the second run did, a row each; of a verdict that needs no words nothing."""
    if known is None:
        return Markdown("")
    rows = [(Markdown(one.line or ""), cell(one.says)) for one in known.findings]
    if known.more:
        rows.append((Markdown(""), Markdown(f"and {known.more} more")))
    return table(rows, "Line", "What happens")


def verdict_counts(document: Document, page: str) -> Markdown:
    """How many migrations have each verdict, the most frequent first, and the newest of each."""
    groups: dict[str, list[str]] = {}
    for path, known in document.proved.verdicts.items():
        groups.setdefault(f"{_MARKS[known.verdict]} {MEANING[known.verdict]}", []).append(path)
    for words, paths in ((_CHANGED, document.proved.outdated), (_UNPROVED, document.proved.unproved)):
        groups.update({words: list(paths)} if paths else {})
    rows = [
        (Markdown(words), Markdown(len(paths)), migration_link(paths[-1], page))
        for words, paths in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]
    return table(rows, "A second run", "Migrations", "The newest")
