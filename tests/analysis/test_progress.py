"""Phases: which migrations are theirs, what is counted, and what cannot be meant."""

from __future__ import annotations

import pytest

from docgen.analysis.progress import passed, progress, through
from docgen.config.phase import Phase
from docgen.errors import ConfigError
from docgen.model.check import CheckResult, RlsResult
from docgen.model.migration import Applied, History, Migration, Replay, ReplayFailure


def migrations(*versions: str) -> list[Migration]:
    return [Migration(version=one, name="", path=f"m/{one}.sql", sql="", digest="") for one in versions]


def ranges(phases: list[Phase], *versions: str) -> list[int]:
    return [one.migrations for one in progress(phases, migrations(*versions), (), {})]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("", "202501", 2),
        ("202502", "", 2),
        ("202501", "202501", 2),
        ("2024", "2025", 4),
        ("20250131", "20250201", 2),
        ("20250131120000", "20250131120000", 1),
        ("2026", "", 0),
    ],
)
def test_the_beginning_of_a_moment_names_all_in_it(first: str, last: str, expected: int) -> None:
    versions = ("20250101000000", "20250131120000", "20250201000000", "20251231235959")
    assert ranges([Phase(name="a", first=first, last=last)], *versions) == [expected]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (("1", "2", "9", "10", "90"), [3, 2]),
        (("0001", "0002", "0009", "0010", "0011"), [3, 2]),
        (("1.1", "2.0", "9.3", "10.0", "11.2"), [3, 2]),
    ],
)
def test_numbers_count_as_numbers(versions: tuple[str, ...], expected: list[int]) -> None:
    assert ranges([Phase(name="a", last="9"), Phase(name="b", first="10")], *versions) == expected


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("", "202502"), ("202502", "")),
        (("2025", "2025"), ("202506", "202506")),
        (("", ""), ("", "")),
        (("202501", "202503"), ("202502", "202504")),
    ],
)
def test_phases_that_overlap_are_refused(one: tuple[str, str], two: tuple[str, str]) -> None:
    phases = [Phase(name=name, first=first, last=last) for name, (first, last) in (("a", one), ("b", two))]
    if one == two == ("", ""):
        assert ranges(phases, "20250201000000") == [0, 0]
        return
    with pytest.raises(ConfigError, match="'a' and 'b' overlap"):
        ranges(phases, "20250101000000")


def test_ranges_side_by_side_do_not_overlap() -> None:
    phases = [Phase(name="a", last="20251231"), Phase(name="b", first="2026")]
    assert ranges(phases, "20250101000000", "20260101000000") == [1, 1]


def test_what_is_counted_and_which_phase_is_the_current_one() -> None:
    phases = [
        Phase(name="a", last="1"),
        Phase(name="b", first="2", last="3", done_when=("x", "y")),
        Phase(name="c", first="4", last="4"),
        Phase(name="d"),
    ]
    found = progress(phases, migrations("1", "2", "3", "4"), {"m/1.sql", "m/2.sql", "m/4.sql"}, {"x": True})

    assert [(one.name, one.state, one.percent) for one in found] == [
        ("a", "completed", 100),
        ("b", "current", 50),
        ("c", "completed", 100),
        ("d", "next", None),
    ]
    assert found[1].open == ("3.sql is not through yet", "the check “y” does not pass")


def test_a_phase_whose_migrations_were_put_together_is_past() -> None:
    phases = [Phase(name="a", last="202501"), Phase(name="b", first="202502", last="202502"), Phase(name="c")]
    found = progress(phases, migrations("20250228000000"), {"m/20250228000000.sql"}, {})
    assert [(one.name, one.state) for one in found] == [("a", "completed"), ("b", "completed"), ("c", "current")]
    assert [one.state for one in progress(phases, (), (), {})] == ["current", "next", "next"]


def test_through_is_applied_where_that_is_known_else_replayed_without_a_failure() -> None:
    every = migrations("1", "2", "3")
    replay = Replay(failures=(ReplayFailure(path="m/2.sql", line=1, statement="s", sqlstate="42P01", message="no"),))
    history = History(source="plain", table="t", applied=(Applied(version="1"),))

    assert through(every, None, (), replay) == {"m/1.sql", "m/3.sql"}
    assert through(every, history, ("m/3.sql",), replay) == {"m/1.sql", "m/2.sql"}


def test_a_check_must_pass_wherever_it_counts() -> None:
    def result(moment: str, outcome: str) -> CheckResult:
        return CheckResult(check=f"{moment}", digest="", moment=moment, outcome=outcome, said="")  # type: ignore[arg-type]

    both = [
        CheckResult(check="both", digest="", moment="live", outcome="failed", said=""),
        CheckResult(check="both", digest="", moment="after", outcome="passed", said=""),
    ]
    tests = [RlsResult(test="t", digest="", passed=True)]

    assert passed([result("before", "not due"), result("after", "passed"), *both], tests) == {
        "after": True,
        "both": False,
        "t": True,
    }
