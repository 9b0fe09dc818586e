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
    verdict: Verdict = "unknown"
    reasons: tuple[str, ...] = ()  # one sentence each: the evidence
    evidence: tuple[
        str, ...
    ] = ()  # the kind of each reason: missing, drift, replay, conflict, finding, advice, pending


class Status(Noun, frozen=True):
    """The state of the whole: components, relations in none of them, pending migrations."""

    components: tuple[ComponentStatus, ...] = ()
    unassigned: tuple[Name, ...] = ()
    pending: tuple[str, ...] = ()  # paths of migrations that the database has not applied
    last_updated: str = ""  # ISO date of the newest migration
