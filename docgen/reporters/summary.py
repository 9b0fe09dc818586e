"""Summary: what a run of the linter was about, beside its findings."""

from __future__ import annotations

import msgspec


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one run, and how the report may look."""

    files: int = 0
    statements: int = 0
    known: int = 0  # findings that the baseline holds; they are not reported
    colour: bool = False  # the report goes to a terminal
    statistics: bool = False  # end with the findings per rule
