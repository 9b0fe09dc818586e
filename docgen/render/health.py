"""Health: checks and tests of row security with their queries, what was expected and what came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docgen.analysis.expectation import expected
from docgen.analysis.status import pairs
from docgen.model.check import Check, CheckResult, Moment, RlsResult, RlsTest
from docgen.render.document import Document
from docgen.render.filters import Markdown, block, cell, code, count, table
from docgen.render.history import migration_link
from docgen.render.links import STATUS, anchor, link

MARKS = {"passed": "✅ As expected", "failed": "❌ Failed", "not due": "⏳ Not due yet"}
_OLD_CLAIM = "request.jwt.claim."  # the claims once more, as older versions of PostgREST set them


class CheckView(NamedTuple):
    """One check on the page: its heading, the query, and the rows that came where it failed."""

    title: Markdown
    query: Markdown
    expected: Markdown
    remedy: str
    results: list[tuple[str, str, str, Markdown]]  # where, mark, sentence, rows


class TestView(NamedTuple):
    """One test of row security on a page."""

    title: Markdown
    mark: str
    sentence: str
    role: Markdown
    settings: list[tuple[Markdown, Markdown]]
    seed: list[tuple[str, Markdown]]
    trials: Markdown


def results_of(document: Document) -> list[tuple[Check, CheckResult]]:
    """The configured checks with the results that still answer them."""
    return list(pairs(document.checks, document.snapshot.checks))


def check_rows(
    document: Document, moments: Iterable[Moment], page: str = STATUS, component: str | None = None
) -> Markdown:
    """One row for each check that was asked at one of the moments; with ``component`` only its own."""
    wanted = frozenset(moments)
    rows = []
    for check, result in results_of(document):
        if result.moment in wanted and component in (None, check.component):
            name = link(page, f"{STATUS}#{anchor('check', check.name)}", Markdown.escape(check.name))
            where = _where(document, check, result, page) if wanted - {"live", "after"} else Markdown("")
            rows.append((name, where, cell(expected(check)), cell(MARKS[result.outcome]), cell(result.said)))
    return table(rows, "Check", "Where", "Expected", "Result", "What came")


def _where(document: Document, check: Check, result: CheckResult, page: str) -> Markdown:
    if result.moment != "before":
        return Markdown("the live database" if result.moment == "live" else "after the migrations")
    path = next((one.path for one in document.migrations if one.version == check.after), "")
    return Markdown(f"before {migration_link(path, page)}") if path else Markdown("before")


def unasked(document: Document) -> list[str]:
    """The checks and tests that were not asked since they were written or changed."""
    asked = {check.name for check, _ in results_of(document)}
    tried = {test.name for test, _ in pairs(document.rls_tests, document.snapshot.rls_tests)}
    elsewhere = document.snapshot.origin == "migrations"
    waiting = [one.name for one in document.checks if one.name not in asked and not (elsewhere and one.on == "live")]
    return waiting + [one.name for one in document.rls_tests if one.name not in tried]


def check_views(document: Document) -> Iterator[CheckView]:
    """Every check with its query and its results."""
    places = {"live": "Live database", "before": "Before its migration", "after": "After the migrations"}
    for check in document.checks:
        results = [
            (
                places[result.moment],
                MARKS[result.outcome],
                result.said,
                table([tuple(code(value) for value in row) for row in result.rows], *result.columns),
            )
            for _, result in pairs([check], document.snapshot.checks)
        ]
        title = Markdown(f'<a id="{anchor("check", check.name)}"></a>{Markdown.escape(check.name)}')
        yield CheckView(title, block(check.sql), cell(expected(check)), check.remedy, results)


def test_rows(document: Document, page: str, tests: Iterable[tuple[RlsTest, RlsResult]]) -> Markdown:
    """One row for each test of row security."""
    rows = []
    for test, result in tests:
        name = link(page, f"{STATUS}#{anchor('test', test.name)}", Markdown.escape(test.name))
        mark = MARKS["passed" if result.passed else "failed"]
        failed = [one.said for one in result.trials if not one.passed]
        rows.append((name, code(test.role), cell(mark), cell(result.said or " ".join(failed))))
    return table(rows, "Test", "Role", "Result", "What came")


def tests_of(document: Document) -> list[tuple[RlsTest, RlsResult]]:
    """The configured tests with the results that still answer them."""
    return list(pairs(document.rls_tests, document.snapshot.rls_tests))


def test_views(document: Document) -> Iterator[TestView]:
    """Every test with its rows, its role and each of its trials."""
    results = {test.name: result for test, result in tests_of(document)}
    for test in document.rls_tests:
        result = results.get(test.name)
        given = result.trials if result else ()
        rows = []
        for number, trial in enumerate(test.trials):
            came = given[number] if number < len(given) else None
            what = f"sees {count(trial.rows, 'row')}" if trial.kind == "sees" else trial.kind
            mark = MARKS["passed" if came.passed else "failed"] if came else ""
            rows.append((cell(what), code(trial.table or trial.sql), cell(mark), cell(came.said if came else "")))
        yield TestView(
            title=Markdown(f'<a id="{anchor("test", test.name)}"></a>{Markdown.escape(test.name)}'),
            mark=MARKS["passed" if result.passed else "failed"] if result else "Not tried yet",
            sentence=result.said if result else "",
            role=code(test.role),
            settings=[(code(name), code(value)) for name, value in test.settings if not name.startswith(_OLD_CLAIM)],
            seed=[(label, block(text)) for label, text in test.seed],
            trials=table(rows, "Expected", "Of", "Result", "What came"),
        )
