"""Status: what is known of each part of the system, from evidence alone."""

from __future__ import annotations

from typing import Literal

from docgen.model.name import Name
from docgen.model.relation import Noun

Verdict = Literal["production ready", "being fixed", "broken", "unknown"]


class ComponentStatus(Noun, frozen=True):
    """One configured component, the relations that it holds, and what the evidence says of them."""

    name: str
    page: str  # below the docs folder, without .md
    owner: str = ""
    note: str = ""
    patterns: tuple[str, ...] = ()
    relations: tuple[Name, ...] = ()
    missing: tuple[str, ...] = ()  # patterns without a wildcard that match nothing
    unmatched: tuple[str, ...] = ()  # patterns with a wildcard that match nothing
    verdict: Verdict = "unknown"
    reasons: tuple[str, ...] = ()  # one sentence each: the evidence
    evidence: tuple[str, ...] = ()  # the kind of each reason, as the rule names it


PhaseState = Literal["completed", "current", "next"]


class PhaseProgress(Noun, frozen=True):
    """One configured phase: what is counted of it, and what is open."""

    name: str
    state: PhaseState
    migrations: int = 0
    applied: int = 0  # of its migrations: applied to the live database, or replayed without a failure
    checks: int = 0
    passed: int = 0
    open: tuple[str, ...] = ()  # one sentence for each migration and check that is not done
    scope: str = ""
    needs: str = ""
    due: str = ""
    steps: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()  # of its migrations

    @property
    def percent(self) -> int | None:
        """Done of what is counted, rounded down; None where nothing is counted."""
        total = self.migrations + self.checks
        return 100 * (self.applied + self.passed) // total if total else None


class Status(Noun, frozen=True):
    """The state of the whole: components, relations in none of them, pending migrations."""

    components: tuple[ComponentStatus, ...] = ()
    unassigned: tuple[Name, ...] = ()
    pending: tuple[str, ...] = ()  # paths of migrations that the database has not applied
    phases: tuple[PhaseProgress, ...] = ()
    last_updated: str = ""  # ISO date of the newest migration


class StatusWords(Noun, frozen=True):
    """What only people know of the state of things, as the configuration says it: Markdown, trusted."""

    task: str = ""
    steps: tuple[str, ...] = ()
    maintenance: str = ""
    emergency: str = ""
    support: str = ""
