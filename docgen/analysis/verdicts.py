"""Verdicts: the linter's findings held against what a second run on a server did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from docgen.model.finding import Finding
from docgen.model.proof import FileProof, StatementError

_RAISES = frozenset({"rerun", "handler"})
_CHANGES = frozenset({"duplicate", "data"})


class Held(NamedTuple):
    """The findings by what the server says of them, and the failures that no finding foretold."""

    confirmed: tuple[Finding, ...]
    overturned: tuple[Finding, ...]
    open: tuple[Finding, ...]  # of rules that foretell something else, or in files that could not be tried
    unforeseen: tuple[tuple[str, StatementError], ...]


def hold(findings: Sequence[Finding], proofs: Mapping[str, FileProof]) -> Held:
    """Every finding confirmed, overturned or left open by the proofs, which are known by the findings' file names."""
    sorted_out: dict[bool | None, list[Finding]] = {True: [], False: [], None: []}
    for finding in findings:
        sorted_out[_confirmed(finding, proofs.get(finding.file))].append(finding)
    unforeseen = [
        (name, error)
        for name, proof in proofs.items()
        if proof.verdict == "raises"
        for error in proof.statements
        if not any(one.file == name and one.family in _RAISES and _meet(one, error) for one in findings)
    ]
    return Held(tuple(sorted_out[True]), tuple(sorted_out[False]), tuple(sorted_out[None]), tuple(unforeseen))


def _confirmed(finding: Finding, proof: FileProof | None) -> bool | None:
    if proof is None or proof.verdict in ("not-provable", "first-run-failed"):
        return None
    if finding.family in _RAISES:
        return any(_meet(finding, error) for error in proof.statements)
    if finding.family in _CHANGES:
        # Behind a statement that fails, the others are judged as if it had been left out: still a second run.
        return bool(proof.schema_changes if finding.family == "duplicate" else proof.row_changes)
    return None


def _meet(finding: Finding, error: StatementError) -> bool:
    return error.line <= max(finding.end_line, finding.line) and finding.line <= max(error.end_line, error.line)
