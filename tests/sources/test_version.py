"""Versions sort as their tools sort them, and tell their date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.sources.version import date_of, natural


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("20250110080000", "2025-01-10"),
        ("202501100800", "2025-01-10"),
        ("2025011003", "2025-01-10"),
        ("20250110", "2025-01-10"),
        ("20250110080000123", "2025-01-10"),
        ("202501100800000000", "2025-01-10"),
        ("2025-01-10-080000", "2025-01-10"),
        ("2025_01_10_080000", "2025-01-10"),
        ("2025.01.10.2", "2025-01-10"),
        ("20250110T080000_books", "2025-01-10"),
        ("20250110080000_init", "2025-01-10"),
        ("1736496000", "2025-01-10"),
        ("1736496000000", "2025-01-10"),
        ("20251310", ""),
        ("20250230", ""),
        ("0001", ""),
        ("19000101", ""),
        ("123456789012345678901234", ""),
        ("R__views", ""),
        ("", ""),
    ],
)
def test_date(version: str, expected: str) -> None:
    assert expected == date_of(version)


def test_natural_order() -> None:
    names = ["10_c.sql", "2_b.sql", "1_a.sql", "002_a.sql", "v1.sql", "V10.sql", "V9.sql"]
    assert sorted(names, key=natural) == ["1_a.sql", "002_a.sql", "2_b.sql", "10_c.sql", "V9.sql", "V10.sql", "v1.sql"]


@given(st.lists(st.text()))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    assert sorted(names) == sorted(sorted(names, key=natural))


@given(st.text(alphabet="0123456789-._Tx", max_size=20))
def test_any_version_has_a_date_or_none(version: str) -> None:
    assert len(date_of(version)) in (0, 10)
