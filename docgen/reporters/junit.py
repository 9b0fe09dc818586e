"""Findings as a JUnit report: one suite a file with findings, one failed case a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.model.finding import Finding
from docgen.reporters.summary import Summary

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def report(findings: Sequence[Finding], _sources: Mapping[str, str], summary: Summary) -> str:
    """The report. A run without findings has one passed case, for some servers take an empty report as an error."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    total = len(findings) or 1
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="docgen lint" tests="{total}" failures="{len(findings)}" errors="0">',
    ]
    for file, group in by_file.items():
        lines.append(f'  <testsuite name="{_text(file)}" tests="{len(group)}" failures="{len(group)}" errors="0">')
        for finding in group:
            lines += _case(finding)
        lines.append("  </testsuite>")
    if not findings:
        lines += [
            '  <testsuite name="docgen lint" tests="1" failures="0" errors="0">',
            f'    <testcase name="nothing found in {summary.files} files" classname="docgen"/>',
            "  </testsuite>",
        ]
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _case(finding: Finding) -> list[str]:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    message = _text(finding.message)
    body = _text("\n".join(part for part in (f"{place}: {finding.message}", finding.remedy) if part))
    return [
        f'    <testcase name="{_text(finding.rule)} at line {finding.line}" classname="{_text(finding.file)}"'
        f' file="{_text(finding.file)}" line="{finding.line}">',
        f'      <failure type="{finding.severity}" message="{message}">{body}</failure>',
        "    </testcase>",
    ]


def _text(text: str) -> str:
    """Text for an element or an attribute; what XML cannot hold becomes the replacement character."""
    return "".join(_ESCAPES.get(c) or (c if _allowed(ord(c)) else "\ufffd") for c in text)


def _allowed(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
