"""History: what the migrations did to a relation, and what the linter and the advisors say of it."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from docgen.model.finding import Finding
from docgen.model.migration import Touch
from docgen.render.filters import Markdown, cell, code, table
from docgen.render.links import link, migration_place

_DEEDS = 12
_SEVERITIES = {"error": "**error**", "warning": "warning", "info": "info"}


def migration_link(path: str, page: str) -> Markdown:
    """A migration by its file's name, linked to its place in the log."""
    name = posixpath.basename(path)
    if name in ("migration.sql", "up.sql"):
        name = posixpath.basename(posixpath.dirname(path))
    return link(page, migration_place(path), code(name))


def history_table(touches: Sequence[Touch], relation: str, page: str) -> Markdown:
    """One row for each migration that touched the relation: what it did, in its own order."""
    deeds: dict[str, list[str]] = {}
    for touch in touches:
        deed = _deed(touch, relation)
        done = deeds.setdefault(touch.path, [])
        if deed not in done:
            done.append(deed)
    rows = []
    for path, done in deeds.items():
        more = [f"and {len(done) - _DEEDS} more"] if len(done) > _DEEDS else []
        rows.append((migration_link(path, page), Markdown("<br>".join([*done[:_DEEDS], *more]))))
    return table(rows, "Migration", "What it does")


def _deed(touch: Touch, relation: str) -> str:
    short = touch.object.removeprefix(f"{relation}.")
    words = f"{touch.verb} {touch.kind}"
    if touch.kind == "row":
        words = {"insert": "insert rows", "update": "update rows", "delete": "delete rows"}.get(touch.verb, words)
    if touch.object != relation:
        words += f" {code(short)}"
    return f"{words} to {code(touch.new_name)}" if touch.new_name else words


def first_and_last(touches: Sequence[Touch], page: str) -> list[Markdown]:
    """Introduced by, last changed by: the migrations, linked; empty without any."""
    if not touches:
        return []
    created = [touch for touch in touches if touch.verb == "create" and not touch.relation] or [
        touch for touch in touches if touch.verb == "create" and touch.kind.endswith(("table", "view"))
    ]
    changed = [touch for touch in touches if touch.kind != "row"] or list(touches)
    phrases = []
    if created:
        phrases.append(Markdown(f"introduced by {migration_link(created[0].path, page)}"))
    if not created or changed[-1].path != created[0].path:
        phrases.append(Markdown(f"last changed by {migration_link(changed[-1].path, page)}"))
    return phrases


def finding_table(findings: Sequence[Finding], page: str) -> Markdown:
    """What the linter and the advisors found on this object, the worst first."""
    order = {"error": 0, "warning": 1, "info": 2}
    rows = [
        (
            Markdown(_SEVERITIES[finding.severity]),
            code(finding.rule),
            cell(finding.message),
            cell(finding.remedy),
            Markdown(f"{migration_link(finding.file, page)}, line {finding.line}" if finding.file else ""),
        )
        for finding in sorted(findings, key=lambda finding: order[finding.severity])
    ]
    return table(rows, "Severity", "Rule", "What", "What to do", "Where")
