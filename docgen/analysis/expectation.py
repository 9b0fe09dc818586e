"""Expectation: whether what a check or a test gave is what was expected, in one sentence."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from docgen.model.check import Check, CheckResult, Moment, Outcome, RlsResult, RlsTest, Trial, TrialResult, digest

_NUMBER_OF_ROWS = re.compile(r"(\d+) rows?")
_COMPARISON = re.compile(r"(=|!=|<=|>=|<|>) ?(.+)", re.DOTALL)
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SHOWN = 5


class AnswerLike(Protocol):
    """What a query gave: the rows as sorted text, whether there were more, or why there are none."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows."""

    @property
    def more(self) -> bool:
        """Whether there were more rows than were read."""

    @property
    def error(self) -> str:
        """Why there is no answer, one sentence; "" where there is one."""


class TriedLike(Protocol):
    """What one statement of a test gave."""

    @property
    def rows(self) -> int:
        """How many rows came or changed."""

    @property
    def refused(self) -> bool:
        """Whether the role lacks the right, or a policy refuses."""

    @property
    def error(self) -> str:
        """The server's message; "" where it accepted the statement."""


def expected(check: Check) -> str:
    """What the check must give, in words."""
    if check.expect in ("exactly", "at least"):
        more = f" and {len(check.rows) - _SHOWN} more" if len(check.rows) > _SHOWN else ""
        listed = ", ".join(" | ".join(row) for row in check.rows[:_SHOWN])
        return f"{check.expect} {listed}{more}"
    return "at least one row" if check.expect == "rows" else check.expect


def judge(check: Check, answer: AnswerLike, moment: Moment, due: bool = True) -> CheckResult:
    """What the answer means; a check that is not ``due`` yet cannot fail."""
    passed, said = (False, answer.error) if answer.error else _verdict(check, answer)
    outcome: Outcome = "passed" if passed else "failed" if due else "not due"
    keeps = outcome != "passed" and not answer.more
    return CheckResult(
        check=check.name,
        digest=digest(check),
        moment=moment,
        outcome=outcome,
        said=said,
        columns=answer.columns if keeps and answer.rows and check.show_rows else (),
        rows=answer.rows[: check.show_rows] if keeps else (),
    )


def _verdict(check: Check, answer: AnswerLike) -> tuple[bool, str]:
    count, wanted = len(answer.rows), check.expect
    found = (
        f"more than {count:,} rows" if answer.more else "no rows" if not count else f"{count:,} row{'s'[: count != 1]}"
    )
    number = _NUMBER_OF_ROWS.fullmatch(wanted)
    if number:
        return (count == int(number[1]) and not answer.more), f"It gives {found}."
    if wanted == "no rows":
        return not count, f"It gives {found}."
    if wanted == "rows":
        return bool(count), "It gives rows." if count else "It gives no rows."
    if wanted in ("exactly", "at least"):
        return _rows(check, answer, found)
    return _compared(wanted, answer, found)


def _rows(check: Check, answer: AnswerLike, found: str) -> tuple[bool, str]:
    if answer.more:
        return False, f"It gives {found}."
    there, wanted = set(answer.rows), set(check.rows)
    lacks, extra = sorted(wanted - there), sorted(there - wanted) if check.expect == "exactly" else []
    if not lacks and not extra:
        return True, "It gives these rows."
    sentences = [f"{word}: {_listed(rows)}." for word, rows in (("Missing", lacks), ("Unexpected", extra)) if rows]
    return False, " ".join(sentences)


def _listed(rows: Sequence[tuple[str, ...]]) -> str:
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return ", ".join(" | ".join(row) for row in rows[:_SHOWN]) + more


def _compared(wanted: str, answer: AnswerLike, found: str) -> tuple[bool, str]:
    comparison = _COMPARISON.fullmatch(wanted)
    if comparison is None:
        return False, f"The expectation {wanted} is not understood."
    if len(answer.rows) != 1 or len(answer.rows[0]) != 1:
        wide = len(answer.columns)
        columns = f" of {wide} column{'s' if wide != 1 else ''}" if answer.rows else ""
        return False, f"One value is expected; it gives {found}{columns}."
    value = answer.rows[0][0]
    left, right = _alike(value, comparison[2].strip())
    if not _OPERATORS[comparison[1]](left, right):
        return False, f"It gives {value}."
    # A value that may move within its bounds is not told: the page would change with the data.
    return True, f"It gives {value}." if comparison[1] == "=" else f"It gives a value {wanted}."


def _alike(left: str, right: str) -> tuple[Any, Any]:
    """Both as numbers where both are, else both as text."""
    try:
        numbers = Decimal(left), Decimal(right)
    except InvalidOperation:
        return left, right
    return (left, right) if any(number.is_nan() for number in numbers) else numbers


def judge_test(test: RlsTest, tried: Sequence[TriedLike], error: str) -> RlsResult:
    """What the attempt at a test means."""
    trials = tuple(_trial(trial, one) for trial, one in zip(test.trials, tried, strict=False))
    passed = not error and all(one.passed for one in trials)
    return RlsResult(test=test.name, digest=digest(test), passed=passed, said=error, trials=trials)


def _trial(trial: Trial, tried: TriedLike) -> TrialResult:
    rows = f"{tried.rows:,} row{'s'[: tried.rows != 1]}"
    if tried.error and not tried.refused:
        return TrialResult(passed=False, said=f"It fails for another reason: {tried.error}.")
    if trial.kind == "sees":
        said = f"Refused: {tried.error}." if tried.refused else f"Sees {rows}."
        return TrialResult(passed=not tried.refused and tried.rows == trial.rows, said=said)
    works = not tried.refused and tried.rows != 0
    said = f"Refused: {tried.error}." if tried.refused else f"Works: {rows}." if works else "Finds no row."
    return TrialResult(passed=works == (trial.kind == "may"), said=said)
