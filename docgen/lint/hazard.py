"""Hazard: whether a fix would let the second run reach statements that change rows or add objects again."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from docgen.model.finding import Finding
from docgen.model.migration import Migration

_REPEATING = {"data", "duplicate"}


def with_hazards(findings: Sequence[Finding], migration: Migration) -> list[Finding]:
    """The findings of one file, where a fix is not safe when only the error that it takes away protects the rows.

    In a transaction any error takes everything back; outside of one it keeps only what stands below from running.
    """
    exposed = [one.line for one in findings if one.family in _REPEATING and (one.fix is None or not one.fix.safe)]
    if not exposed:
        return list(findings)
    last = max(exposed)
    return [_unsafe(one, last) if _protects(one, last, migration) else one for one in findings]


def _protects(finding: Finding, last: int, migration: Migration) -> bool:
    if finding.fix is None or not finding.fix.safe or finding.family in _REPEATING:
        return False
    return migration.transaction or finding.line <= last


def _unsafe(finding: Finding, line: int) -> Finding:
    assert finding.fix is not None
    title = f"{finding.fix.title} (not safe: the error keeps line {line} from being repeated)"
    return msgspec.structs.replace(finding, fix=msgspec.structs.replace(finding.fix, title=title, safe=False))
