"""Suppressions: "-- docgen: allow rule: reason" above or behind a statement, and what is wrong with such comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from docgen.lint.context import fingerprint
from docgen.lint.rule import FAMILIES, Rule, rules
from docgen.model.finding import Finding, Severity
from docgen.model.migration import Migration
from docgen.sql.statement import Statement

_COMMENT = re.compile(r"--[ \t]*docgen:[ \t]*allow(?P<file>-file)?[ \t]+(?P<names>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)")


class Suppression(msgspec.Struct):
    """One comment: the lines of the findings that it silences, and which of its names have silenced one."""

    names: tuple[str, ...]
    line: int
    column: int
    first: int
    last: int
    text: str
    used: set[str] = msgspec.field(default_factory=set)


class Suppressions:
    """The suppressions of one file."""

    def __init__(self, migration: Migration, statements: Sequence[Statement]) -> None:
        self._file = migration.path
        self._found = list(_read(migration.sql, statements)) if "docgen:" in migration.sql else []

    def apply(self, findings: list[Finding]) -> list[Finding]:
        """The findings that no suppression silences."""
        return list(self._left(findings)) if self._found else findings

    def _left(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        for finding in findings:
            silenced = False
            for suppression in self._found:
                if suppression.first <= finding.line <= suppression.last:
                    hits = {finding.rule, finding.family} & set(suppression.names)
                    suppression.used |= hits
                    silenced = silenced or bool(hits)
            if not silenced:
                yield finding

    def complaints(self, chosen: Sequence[Rule]) -> Iterator[Finding]:
        """Findings on the comments themselves: names of no rule, and names that silenced nothing."""
        if not self._found:
            return
        by_name = {rule.name: rule for rule in chosen}
        running = by_name.keys() | {rule.family for rule in chosen}
        known = {rule.name for rule in rules()} | FAMILIES.keys()
        for suppression in self._found:
            for name in suppression.names:
                if name not in known and "unknown-suppression" in by_name:
                    severity = by_name["unknown-suppression"].severity
                    message = f'This comment allows "{name}", which is no rule and no family.'
                    yield self._finding(
                        "unknown-suppression", severity, suppression, message, "docgen rule lists them."
                    )
                elif name in running and name not in suppression.used and "unused-suppression" in by_name:
                    severity = by_name["unused-suppression"].severity
                    message = f'This comment allows "{name}", which finds nothing here.'
                    yield self._finding("unused-suppression", severity, suppression, message, "Remove the comment.")

    def _finding(self, rule: str, severity: Severity, at: Suppression, message: str, remedy: str) -> Finding:
        return Finding(
            rule=rule,
            family="suppression",
            severity=severity,
            message=message,
            remedy=remedy,
            file=self._file,
            line=at.line,
            column=at.column,
            end_line=at.line,
            end_column=at.column + len(at.text),
            fingerprint=fingerprint(at.text),
        )


def _read(sql: str, statements: Sequence[Statement]) -> Iterator[Suppression]:
    lines = sql.split("\n")
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line)
        if match is None:
            continue
        names = tuple(part.strip() for part in match["names"].split(","))
        first, last = (1, len(lines)) if match["file"] else _reach(lines, number, match.start(), statements)
        yield Suppression(names, number, match.start() + 1, first, last, line[match.start() :].rstrip())


def _reach(lines: list[str], number: int, column: int, statements: Sequence[Statement]) -> tuple[int, int]:
    """The lines that a comment speaks of: the statement that starts below it, or the one that it stands behind."""
    if lines[number - 1][:column].strip():
        inner = [one for statement in statements for one in (statement, *statement.inner)]
        around = [one for one in inner if one.line <= number <= one.end_line]
        narrowest = min(around, key=lambda one: one.end_line - one.line, default=None)
        return (narrowest.line, narrowest.end_line) if narrowest else (number, number)
    target = number + 1
    while target <= len(lines) and (not lines[target - 1].strip() or lines[target - 1].lstrip().startswith("--")):
        target += 1
    for statement in statements:
        if statement.line == target:
            return target, statement.end_line
    return target, target
