"""Printed: findings in SQL that a tool printed, as findings on the line of the program that printed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from docgen.model.finding import Finding
from docgen.model.migration import Migration

_LONGEST = 200


def in_program(findings: Iterable[Finding], migration: Migration) -> Iterator[Finding]:
    """The findings with the printed statement in their message; no fix, for the text to change is not in the file."""
    lines = migration.sql.split("\n")
    for one in findings:
        told = f"{one.message} In the SQL that {migration.printed} prints: {_statement(one, lines)}"
        yield msgspec.structs.replace(one, message=told, column=1, end_line=one.line + 1, end_column=1, fix=None)


def _statement(finding: Finding, lines: list[str]) -> str:
    found = lines[finding.line - 1 : finding.end_line]
    found[-1] = found[-1][: finding.end_column - 1]
    found[0] = found[0][finding.column - 1 :]
    text = " ".join(" ".join(found).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."
