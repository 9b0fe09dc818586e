"""READ: what the checks and the tests of row security give on the live database and on the shadow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from docgen.analysis.expectation import judge, judge_test
from docgen.model.check import Check, CheckResult, Moment, RlsResult, RlsTest
from docgen.model.migration import Migration
from docgen.postgres.ask import Answer, answers
from docgen.postgres.replay.shadow import Shadow
from docgen.postgres.row_security import attempts


def check_live(url: str, asked: Sequence[Check], missing: Iterable[str]) -> tuple[CheckResult, ...]:
    """What the checks give on the live database; ``missing``: the versions that it has not applied."""
    not_applied = set(missing)
    return _results(url, [one for one in asked if one.on != "migrations"], "live", not_applied)


def check_after(shadow: Shadow, asked: Sequence[Check]) -> tuple[CheckResult, ...]:
    """What the checks give on the shadow after all migrations."""
    return _results(shadow.url, [one for one in asked if one.on != "live"], "after", set())


def before_migration(
    shadow: Shadow, asked: Sequence[Check], found: dict[str, Answer]
) -> Callable[[Migration], None] | None:
    """What a replay calls before each migration: the checks that must hold only after it are asked then."""
    awaited: dict[str, list[Check]] = {}
    for one in asked:
        if one.after and one.on != "live":
            awaited.setdefault(one.after, []).append(one)

    def look(migration: Migration) -> None:
        due = awaited.pop(migration.version, [])
        given = answers(shadow.url, [(one.sql, one.timeout) for one in due]) if due else ()
        found.update(zip((one.name for one in due), given, strict=True))

    return look if awaited else None


def judge_before(asked: Iterable[Check], found: Mapping[str, Answer]) -> tuple[CheckResult, ...]:
    """What the answers from before the migrations mean: none of them is due."""
    return tuple(judge(one, found[one.name], "before", due=False) for one in asked if one.name in found)


def _results(url: str, asked: Sequence[Check], moment: Moment, missing: set[str]) -> tuple[CheckResult, ...]:
    if not asked:
        return ()
    given = answers(url, [(one.sql, one.timeout) for one in asked])
    return tuple(judge(one, answer, moment, one.after not in missing) for one, answer in zip(asked, given, strict=True))


def try_row_security(shadow: Shadow, asked: Sequence[RlsTest]) -> tuple[RlsResult, ...]:
    """What the tests give on the shadow after all migrations."""
    given = attempts(shadow.url, asked, shadow.foreign)
    return tuple(judge_test(one, attempt.tried, attempt.error) for one, attempt in zip(asked, given, strict=True))
