"""Report: the state of things as docgen status gives it to programs."""

from __future__ import annotations

from typing import Literal

import msgspec

from docgen.model.check import Moment, Outcome
from docgen.model.status import PhaseState, Verdict


class Coverage(msgspec.Struct, frozen=True):
    """Objects that may have a description, and those that have one."""

    described: int
    total: int
    percent: int


class ComponentReport(msgspec.Struct, frozen=True):
    """One component; ``page`` is below the docs folder."""

    name: str
    verdict: Verdict
    owner: str
    page: str
    note: str
    reasons: tuple[str, ...]
    unmatched: tuple[str, ...]  # patterns that match no table
    coverage: Coverage


class CheckReport(msgspec.Struct, frozen=True):
    """One check at one moment."""

    name: str
    moment: Moment
    outcome: Outcome
    said: str


class TestReport(msgspec.Struct, frozen=True):
    """One test of row security."""

    name: str
    passed: bool
    said: str


class PhaseReport(msgspec.Struct, frozen=True):
    """One phase; ``percent`` null: nothing of it can be counted yet."""

    name: str
    state: PhaseState
    percent: int | None
    scope: str
    open: tuple[str, ...]


class StepReport(msgspec.Struct, frozen=True):
    """One open item, and the command for it where there is one."""

    what: str
    command: str


class MoveReport(msgspec.Struct, frozen=True):
    """How far the schema is from its next home."""

    target: str  # rds, aurora ...
    title: str
    blocks: int  # things that do not travel and block the move
    decisions: int  # those that somebody has to decide on
    notes: int  # those that are good to know


class StatusReport(msgspec.Struct, frozen=True):
    """The whole: what SCHEMA-STATUS.md says."""

    version: Literal[1]
    title: str
    last_updated: str  # ISO date of the newest migration
    evidence: Literal["live", "migrations"]
    task: str
    verdict: Verdict
    sentence: str
    components: tuple[ComponentReport, ...]
    unassigned: tuple[str, ...]
    pending: tuple[str, ...]
    checks: tuple[CheckReport, ...]
    rls_tests: tuple[TestReport, ...]
    phases: tuple[PhaseReport, ...]
    next_steps: tuple[StepReport, ...]
    coverage: Coverage
    move: MoveReport | None = None  # where a next home is configured


def json_schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of what docgen status --format json prints."""
    return msgspec.json.schema(StatusReport)
