"""Checks: questions to a database whose answer is known beforehand, and what came of them."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from docgen.model.relation import Noun

Moment = Literal["live", "before", "after"]  # on the live database; on the shadow before a migration; after all
Outcome = Literal["passed", "failed", "not due"]


class Check(Noun, frozen=True):
    """One query and what it must give."""

    name: str
    sql: str
    expect: str = "no rows"
    rows: tuple[tuple[str, ...], ...] = ()  # for "exactly" and "at least", as text, null for no value
    after: str = ""  # the version of the migration from which on it must hold
    on: Literal["both", "live", "migrations"] = "both"
    component: str = ""
    relations: tuple[str, ...] = ()  # patterns of what a ready-made check looks at
    remedy: str = ""
    timeout: int = 10  # seconds
    show_rows: int = 5


class CheckResult(Noun, frozen=True):
    """What one check gave at one moment. ``said`` is one sentence; ``rows`` are kept of a failed check only."""

    check: str
    digest: str  # of the check as it was then
    moment: Moment
    outcome: Outcome
    said: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Trial(Noun, frozen=True):
    """One question of a test of row security: a statement and what must come of it."""

    kind: Literal["sees", "may", "may not"]
    sql: str
    rows: int = 0  # for "sees"
    table: str = ""  # for "sees" without a query of its own


class RlsTest(Noun, frozen=True):
    """What a role with given settings sees and may do, on seeded rows."""

    name: str
    role: str
    settings: tuple[tuple[str, str], ...] = ()  # request.jwt.claims and others
    seed: tuple[tuple[str, str], ...] = ()  # (label, SQL)
    trials: tuple[Trial, ...] = ()
    component: str = ""


class TrialResult(Noun, frozen=True):
    """What came of one trial, one sentence."""

    passed: bool
    said: str


class RlsResult(Noun, frozen=True):
    """What came of one test, trial by trial; ``said`` where it could not be tried at all."""

    test: str
    digest: str
    passed: bool
    said: str = ""
    trials: tuple[TrialResult, ...] = ()


def digest(one: Check | RlsTest) -> str:
    """Sixteen hexadecimal digits that stand for exactly this question."""
    return hashlib.sha256(msgspec.json.encode(one, order="deterministic")).hexdigest()[:16]
