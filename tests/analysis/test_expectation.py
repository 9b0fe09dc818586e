"""Expectations: every form of one, met and not met, and what is kept of an answer."""

from __future__ import annotations

import pytest

from docgen.analysis.expectation import expected, judge
from docgen.model.check import Check
from docgen.postgres.ask import Answer


def answer(*rows: tuple[str, ...], more: bool = False) -> Answer:
    return Answer(columns=tuple(f"c{number}" for number in range(len(rows[0]) if rows else 1)), rows=rows, more=more)


@pytest.mark.parametrize(
    ("expect", "rows", "given", "outcome", "said"),
    [
        ("rows", (), answer(("1",)), "passed", "It gives rows."),
        ("rows", (), answer(), "failed", "It gives no rows."),
        ("no rows", (), answer(), "passed", "It gives no rows."),
        ("no rows", (), answer(("1",)), "failed", "It gives 1 row."),
        ("no rows", (), answer(("1",), more=True), "failed", "It gives more than 1 rows."),
        ("2 rows", (), answer(("1",), ("2",)), "passed", "It gives 2 rows."),
        ("1 row", (), answer(("1",), ("2",)), "failed", "It gives 2 rows."),
        ("= 42", (), answer(("42.0",)), "passed", "It gives 42.0."),
        ("= on", (), answer(("off",)), "failed", "It gives off."),
        ("!= off", (), answer(("on",)), "passed", "It gives a value != off."),
        (">= 9", (), answer(("10",)), "passed", "It gives a value >= 9."),
        ("< 9", (), answer(("10",)), "failed", "It gives 10."),
        (">= 2025-01-01", (), answer(("2025-06-01",)), "passed", "It gives a value >= 2025-01-01."),
        ("= NaN", (), answer(("NaN",)), "passed", "It gives NaN."),
        ("= 1", (), answer(), "failed", "One value is expected; it gives no rows."),
        ("= 1", (), answer(("1", "2")), "failed", "One value is expected; it gives 1 row of 2 columns."),
        ("= 1", (), answer(("1",), ("2",)), "failed", "One value is expected; it gives 2 rows of 1 column."),
        ("exactly", (("a",), ("b",)), answer(("a",), ("b",)), "passed", "It gives these rows."),
        ("exactly", (("a",), ("b",)), answer(("b",), ("c",)), "failed", "Missing: a. Unexpected: c."),
        ("at least", (("a",),), answer(("a",), ("b",)), "passed", "It gives these rows."),
        ("at least", (("z",),), answer(("a",)), "failed", "Missing: z."),
        ("no rows", (), Answer(error="It failed."), "failed", "It failed."),
    ],
)
def test_each_expectation(
    expect: str, rows: tuple[tuple[str, ...], ...], given: Answer, outcome: str, said: str
) -> None:
    result = judge(Check(name="c", sql="select", expect=expect, rows=rows), given, "live")

    assert (result.outcome, result.said) == (outcome, said)


def test_rows_are_kept_of_a_failed_check_alone_and_no_more_than_may_be_shown() -> None:
    given = answer(("a",), ("b",), ("c",))
    shown = [
        judge(Check(name="c", sql="select", expect=expect, show_rows=number), given, "live").rows
        for expect, number in (("rows", 2), ("no rows", 2), ("no rows", 0))
    ]

    assert shown == [(), (("a",), ("b",)), ()]


def test_a_check_that_is_not_due_does_not_fail() -> None:
    check = Check(name="c", sql="select", expect="rows", after="2")

    assert [judge(check, given, "live", due=False).outcome for given in (answer(), answer(("1",)))] == [
        "not due",
        "passed",
    ]


def test_what_is_expected_is_said_in_words() -> None:
    rows = tuple((str(number),) for number in range(7))

    assert [expected(Check(name="c", sql="s", expect=expect, rows=rows)) for expect in ("rows", "= 1", "at least")] == [
        "at least one row",
        "= 1",
        "at least 0, 1, 2, 3, 4 and 2 more",
    ]
