"""Findings as SARIF 2.1.0, which GitHub code scanning and most editors read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from docgen import __version__
from docgen.lint.rule import Rule, rules
from docgen.model.finding import Finding, Fix
from docgen.reporters.encoding import encoded
from docgen.reporters.identity import identities
from docgen.reporters.summary import Summary
from docgen.sql.offsets import Offsets

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def report(findings: Sequence[Finding], sources: Mapping[str, str], _summary: Summary) -> bytes:
    """One run with all rules and the findings; places in characters, files below the folder of the run."""
    numbers = {rule.name: number for number, rule in enumerate(rules())}
    named = zip(findings, identities(findings), strict=True)
    results = [_result(finding, identity, numbers, sources) for finding, identity in named]
    driver = {"name": "docgen", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules()]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return encoded(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]},
    )


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": _first_paragraph(rule)},
        "help": {"text": rule.page.strip(), "markdown": rule.page.strip()},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["postgresql", "migrations", rule.family]},
    }


def _first_paragraph(rule: Rule) -> str:
    _, _, body = rule.page.partition("\n")
    return " ".join(body.strip().split("\n\n")[0].split()) or rule.title


def _result(finding: Finding, identity: str, numbers: Mapping[str, int], sources: Mapping[str, str]) -> dict[str, Any]:
    location = {"artifactLocation": _file(finding.file)}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": " ".join((finding.message, finding.remedy)).strip()},
        "locations": [{"physicalLocation": location | {"region": _region(finding)}}],
        "partialFingerprints": {"docgenStatement/v1": identity},
    }
    if finding.rule in numbers:
        result["ruleIndex"] = numbers[finding.rule]
    if finding.object or finding.sqlstate:
        result["properties"] = {"object": finding.object, "sqlstate": finding.sqlstate}
    if finding.fix is not None and finding.file in sources:
        result["fixes"] = [_fix(finding.fix, finding.file, sources[finding.file])]
    return result


def _region(finding: Finding) -> dict[str, int]:
    line, column = max(finding.line, 1), max(finding.column, 1)
    end_line = max(finding.end_line, line)
    end_column = max(finding.end_column, column if end_line == line else 1)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _fix(fix: Fix, file: str, text: str) -> dict[str, Any]:
    offsets = Offsets(text)
    replacements = []
    for edit in fix.edits:
        (line, column), (end_line, end_column) = offsets.place(edit.start), offsets.place(edit.end)
        deleted = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        replacements.append({"deletedRegion": deleted, "insertedContent": {"text": edit.text}})
    change = {"artifactLocation": _file(file), "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _file(path: str) -> dict[str, str]:
    uri = quote(path.removeprefix("./").encode("utf-8", "surrogateescape"), safe="/")
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}
