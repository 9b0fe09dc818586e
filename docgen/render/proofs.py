"""Proofs: what the project's record says of second runs and of ways back, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.model.proof import MEANING, MEANING_BACK, WHEN, Verdict, WayVerdict
from docgen.model.proof_file import KeptVerdict, KeptWay
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
_MARKS_BACK: dict[WayVerdict, str] = {
    "reversible": "↩ Tested: reversible",
    "loses-data": "⚠ Tested: loses data",
    "irreversible": "⛔ Tested: irreversible",
    "differs": "❌ Tested: leaves a difference",
    "fails": "❌ Tested: fails",
    "not-provable": "❔ Could not be tried",
}
_OTHER_BACK = "it, or what it runs on, changed since it was tested"
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


def way_back_mark(document: Document, path: str, computed: str, fails: bool) -> str:
    """How the way back from the migration at ``path`` is marked: by its test where there is a valid one.

    Else by ``computed``, which never speaks of a test that was of another way back. ``fails``: statements of the
    migration itself do, so that not all of it was undone.
    """
    known = document.tested.verdicts.get(path)
    if known is not None:
        return f"{_MARKS_BACK[known.verdict]}{', as far as the migration itself ran' if fails else ''}"
    if path in document.tested.outdated:
        return f"{computed}, not tested as it is now"
    return f"{computed}, not tested" if path in document.tested.untested else computed


def way_back_test(known: KeptWay | None) -> str:
    """What the test showed, in a sentence; "" without one."""
    return f"{MEANING_BACK[known.verdict]} (PostgreSQL {known.postgres})" if known else ""


def way_back_findings(known: KeptWay) -> list[str]:
    """What a test found, a sentence each."""
    more = [f"and {known.more} more, which docgen prove --down tells"] if known.more else []
    return [one.says for one in known.findings] + more


def way_back_counts(document: Document, page: str) -> Markdown:
    """How many ways back did what when they were tested."""
    groups: dict[str, list[str]] = {}
    for path, known in document.tested.verdicts.items():
        groups.setdefault(_MARKS_BACK[known.verdict], []).append(path)
    for words, paths in (
        (f"❔ Not tested: {_OTHER_BACK}", document.tested.outdated),
        ("❔ Not tested", document.tested.untested),
    ):
        groups.update({words: list(paths)} if paths else {})
    return _counts(groups, "The way back", page)


def verdict_counts(document: Document, page: str) -> Markdown:
    """How many migrations have each verdict, the most frequent first, and the newest of each."""
    groups: dict[str, list[str]] = {}
    for path, known in document.proved.verdicts.items():
        groups.setdefault(f"{_MARKS[known.verdict]} {MEANING[known.verdict]}", []).append(path)
    for words, paths in ((_CHANGED, document.proved.outdated), (_UNPROVED, document.proved.unproved)):
        groups.update({words: list(paths)} if paths else {})
    return _counts(groups, "A second run", page)


def _counts(groups: Mapping[str, Sequence[str]], of: str, page: str) -> Markdown:
    rows = [
        (Markdown(words), Markdown(len(paths)), migration_link(paths[-1], page))
        for words, paths in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]
    return table(rows, of, "Migrations", "The newest")
