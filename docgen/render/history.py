"""History: what the migrations did to a relation, and what the linter and the advisors say of it."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.finding import Finding
from docgen.model.migration import Touch, file_name
from docgen.model.name import Name, quote
from docgen.render.filters import Markdown, cell, code, codes, table
from docgen.render.links import link, migration_place

_PARTS = 12
_ABOUT = ("comment", "grant", "revoke")
_SEVERITIES = {"error": "**error**", "warning": "warning", "info": "info"}


def migration_link(path: str, page: str) -> Markdown:
    """A migration by its file's name, linked to its place in the log."""
    return link(page, migration_place(path), code(file_name(path)))


def history_table(touches: Sequence[Touch], own: Name, page: str) -> Markdown:
    """One row for each migration that touched the object: what it did, in its own order, like deeds together."""
    deeds: dict[str, dict[str, list[str]]] = {}
    for touch in touches:
        done = deeds.setdefault(touch.path, {})
        what, part = _deed(touch, own)
        parts = done.setdefault(what, [])
        if part and part not in parts:
            parts.append(part)
    rows = [
        (migration_link(path, page), Markdown("<br>".join([_sentence(*deed) for deed in done.items()])))
        for path, done in deeds.items()
    ]
    return table(rows, "Migration", "What it does")


def _deed(touch: Touch, own: Name) -> tuple[str, str]:
    """What was done, and to which part of the object, as Markdown; "" for the object as a whole."""
    verb = f"{touch.verb} on" if touch.verb in _ABOUT else touch.verb
    what = f"{touch.verb} rows" if touch.kind == "row" else f"{verb} {touch.kind}"
    if touch.new_name:
        return what, f"{code(_short(touch.object, own))} to {code(_short(touch.new_name, own))}"
    named = "" if touch.object == str(own) else str(code(_short(touch.object, own)))
    return what, f"{named} ({cell(touch.detail)})".lstrip() if touch.detail and touch.verb == "alter" else named


def _short(spelling: str, own: Name) -> str:
    short = spelling.removeprefix(f"{own}.").removeprefix(f"{quote(own.schema)}.")
    if len(short) > 2 and short[0] == short[-1] == '"':
        return short[1:-1].replace('""', '"')
    return short


def _sentence(what: str, parts: list[str]) -> str:
    more = f" and {len(parts) - _PARTS} more" if len(parts) > _PARTS else ""
    return f"{what} {', '.join(parts[:_PARTS])}{more}".rstrip()


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
        phrases.append(Markdown(f"Introduced by {migration_link(created[0].path, page)}"))
    if not created or changed[-1].path != created[0].path:
        phrases.append(Markdown(f"{'last' if phrases else 'Last'} changed by {migration_link(changed[-1].path, page)}"))
    return phrases


def former_names(touches: Sequence[Touch], own: Name) -> list[Markdown]:
    """What the object was called before, for those who look for it by that name; empty if it always had its own."""
    renamed = (touch.object for touch in touches if touch.new_name and not touch.relation)
    names = [name for name in dict.fromkeys(renamed) if name != str(own)]
    return [Markdown(f"formerly {codes(names)}")] if names else []


def finding_table(findings: Sequence[Finding], page: str) -> Markdown:
    """What the linter and the advisors found on this object, the worst first."""
    order = {"error": 0, "warning": 1, "info": 2}
    rows = [
        (
            Markdown(_SEVERITIES[finding.severity]),
            code(finding.rule),
            Markdown("<br>".join([cell(finding.message), *_where(finding, page)])),
            cell(finding.remedy),
        )
        for finding in sorted(findings, key=lambda finding: order[finding.severity])
    ]
    return table(rows, "Severity", "Rule", "What", "What to do")


def _where(finding: Finding, page: str) -> list[Markdown]:
    return [Markdown(f"{migration_link(finding.file, page)}, line {finding.line}")] if finding.file else []
