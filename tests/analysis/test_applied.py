"""Files joined with what the database says it applied."""

from __future__ import annotations

import pytest

from docgen.analysis.applied import applied, pending, states
from docgen.model.migration import Applied, History, Migration

FILES = tuple(Migration(version=version, name=version, path=f"m/{version}.sql", sql="", digest="") for version in "123")


def history(*rows: tuple[str, bool], newest_only: bool = False) -> History:
    said = tuple(Applied(version=version, success=success) for version, success in rows)
    return History(source="any", table="public.history", applied=said, newest_only=newest_only)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (None, ["unknown", "unknown", "unknown"]),
        (History(source="any", note="no table"), ["unknown", "unknown", "unknown"]),
        (history(("1", True), ("2", True)), ["applied", "applied", "pending"]),
        (history(("3", True), ("1", True)), ["applied", "pending", "applied"]),
        (history(("1", False), ("1", True), ("2", False)), ["applied", "failed", "pending"]),
        (history(("1", True), ("1", False)), ["applied", "pending", "pending"]),
        (history(("2", True), newest_only=True), ["applied", "applied", "pending"]),
        (history(("2", False), newest_only=True), ["applied", "failed", "pending"]),
        (history(newest_only=True), ["pending", "pending", "pending"]),
        (history(("9", True), newest_only=True), ["applied", "applied", "applied"]),
        (history(("0", True), newest_only=True), ["pending", "pending", "pending"]),
        (history(("4f", True), newest_only=True), ["unknown", "unknown", "unknown"]),
    ],
)
def test_states(known: History | None, expected: list[str]) -> None:
    assert [state for state, _ in states(FILES, known).values()] == expected


def test_pending_and_applied_are_the_two_halves() -> None:
    known = history(("1", True), ("2", False))
    assert pending(FILES, known) == ("m/2.sql", "m/3.sql")
    assert applied(FILES, known) == FILES[:1]
    assert applied(FILES, History(source="any")) == FILES
