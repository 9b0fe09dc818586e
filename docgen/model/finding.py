"""Findings: what a rule says of a statement or an object."""

from __future__ import annotations

from typing import Literal

from docgen.model.relation import Noun

Severity = Literal["error", "warning", "info"]


class Fix(Noun, frozen=True):
    """A text edit that mends a finding: replace the characters ``start`` to ``end`` of the file by ``text``."""

    title: str
    start: int
    end: int
    text: str
    safe: bool = True


class Finding(Noun, frozen=True):
    """One fault at one place. Lines and columns count from 1; columns in characters."""

    rule: str
    family: str
    severity: Severity
    message: str  # one sentence: what happens (on the second run)
    remedy: str = ""  # one sentence: what to write instead
    file: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    statement: str = ""  # the kind of statement in SQL words: CREATE TABLE
    object: str = ""  # public.orders, public.orders.vat
    sqlstate: str = ""
    fix: Fix | None = None
    fingerprint: str = ""  # of the statement's content: keys the baseline together with file and rule
    known: bool = False  # held by the baseline
    query: str = ""  # for findings in the catalog: the query that shows it
