"""Findings as GitLab's Code Quality report: a JSON list that a merge request shows beside the lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docgen.model.finding import Finding
from docgen.reporters.encoding import encoded
from docgen.reporters.identity import identities
from docgen.reporters.summary import Summary

# GitLab knows info, minor, major, critical and blocker.
_SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def report(findings: Sequence[Finding], _sources: Mapping[str, str], _summary: Summary) -> bytes:
    """The list; empty where nothing was found, for GitLab wants a report to compare with."""
    named = zip(findings, identities(findings), strict=True)
    return encoded([_issue(finding, identity) for finding, identity in named])


def _issue(finding: Finding, identity: str) -> dict[str, Any]:
    return {
        "description": " ".join((finding.message, finding.remedy)).strip(),
        "check_name": finding.rule,
        "fingerprint": identity,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            # GitLab compares paths with those of the repository, which have no ./ in front.
            "path": finding.file.removeprefix("./"),
            "lines": {"begin": max(finding.line, 1), "end": max(finding.end_line, finding.line, 1)},
        },
    }
