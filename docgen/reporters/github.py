"""Findings as annotations of a workflow on GitHub: one workflow command a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.model.finding import Finding
from docgen.reporters.summary import Summary

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def report(findings: Sequence[Finding], _sources: Mapping[str, str], summary: Summary) -> str:
    """The annotations, then a line that sums up for the log."""
    lines = [_annotation(finding) for finding in findings]
    known = f", {summary.known} known to the baseline" if summary.known else ""
    found = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
    files = "1 file" if summary.files == 1 else f"{summary.files} files"
    lines.append(f"docgen lint: {found} in {files}{known}")
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding) -> str:
    properties = {
        "file": finding.file,
        "line": finding.line,
        "endLine": finding.end_line,
        "col": finding.column,
        "endColumn": finding.end_column,
        "title": finding.rule,
    }
    if finding.end_line != finding.line:
        # GitHub ignores an annotation with columns over several lines.
        del properties["col"], properties["endColumn"]
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(' '.join((finding.message, finding.remedy)).strip())}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
