"""Findings: what a rule says of a statement or an object."""

from __future__ import annotations

from typing import Literal

from docgen.model.relation import Noun

Severity = Literal["error", "warning", "info"]


class Edit(Noun, frozen=True):
    """Replace the characters ``start`` to ``end`` of the file's text (Unicode code points, from 0) by ``text``."""

    start: int
    end: int
    text: str


class Fix(Noun, frozen=True):
    """What mends a finding: all edits together or none. Findings that one change mends share it.

    ``safe`` says that the first run of the file does what it did and that the second run does no harm.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool


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
