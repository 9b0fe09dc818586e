"""Every rule's page: its bad examples are found, its good ones are not, and the server agrees with both."""

from __future__ import annotations

import contextlib
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from docgen.lint.rule import Rule, rules
from docgen.lint.run import lint
from docgen.model.finding import Finding
from docgen.model.migration import Migration
from docgen.sql.parse import parse
from tests.lint.fingerprint import fingerprint

NOTHING_IS_DONE = {"handler-catches-all", "definition-never-applies", "table-redefined"}
NO_SERVER = {"suppression"}  # these pages are about comments


# How a tool runs the examples of these rules, where that is what they are about.
RUN: dict[str, dict[str, Any]] = {
    "transaction-nested": {"opening": "begin"},
    "policy-without-transaction": {"transaction": False},
}


def migration(path: str, sql: str, **run: Any) -> Migration:
    return Migration(version=path, name=path, path=path, sql=sql, digest="", **run)


def examples(kind: str) -> list[tuple[Rule, str, str]]:
    found = []
    for rule in rules():
        setup = "".join(example.sql for example in rule.examples if example.kind == "setup")
        found += [(rule, setup, example.sql) for example in rule.examples if example.kind == kind]
    return found


RAISING = [
    one for one in examples("bad") if one[0].family in ("rerun", "handler") and one[0].name not in NOTHING_IS_DONE
]


def of_family(kind: str, family: str) -> list[tuple[Rule, str, str]]:
    return [one for one in examples(kind) if one[0].family == family]


def settings(connection: psycopg.Connection[tuple[object, ...]]) -> set[object]:
    """What is set on the objects of schema public, each fact by itself."""
    queries = (
        "SELECT relname, unnest(reloptions) FROM pg_class",
        "SELECT relname, a.grantee, a.privilege_type FROM pg_class, aclexplode(relacl) a",
        "SELECT relname, 'rls' FROM pg_class WHERE relrowsecurity",
        "SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index JOIN pg_class ON oid = indrelid",
        "SELECT proname, unnest(proconfig) FROM pg_proc",
        "SELECT proname, 'definer' FROM pg_proc WHERE prosecdef",
        "SELECT proname, 'closed' FROM pg_proc WHERE NOT has_function_privilege('public', oid, 'execute')",
        "SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class WHERE obj_description(oid, 'pg_class') <> ''",
    )
    return {row for query in queries for row in connection.execute(query.encode()) if not str(row[0]).startswith("pg_")}


def kept_on_a_later_run(rule: Rule, setup: str, sql: str, database: str) -> bool:
    """Whether everything that the page's ``later`` example brings is still there after one more run."""
    (later,) = [example.sql for example in rule.examples if example.kind == "later"]
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, setup)
        run(connection, sql)
        run(connection, later)
        before = fingerprint(connection)
        run(connection, sql)
        return before <= fingerprint(connection)


def findings(setup: str, sql: str, rule: Rule | None = None) -> list[Finding]:
    run = RUN.get(rule.name, {}) if rule else {}
    chain = [migration("1.sql", setup), migration("2.sql", sql, **run)]
    if rule is not None and "check_late" in rule.hooks:
        chain += [migration("3.sql", example.sql) for example in rule.examples if example.kind == "later"]
    return [one for one in lint(chain) if one.file == "2.sql"]


def names(examples: list[tuple[Rule, str, str]]) -> list[str]:
    return [rule.name for rule, _, _ in examples]


@pytest.mark.parametrize(("rule", "setup", "sql"), examples("bad"), ids=names(examples("bad")))
def test_a_bad_example_is_found(rule: Rule, setup: str, sql: str) -> None:
    assert rule.name in {one.rule for one in findings(setup, sql, rule)}


@pytest.mark.parametrize(("rule", "setup", "sql"), examples("good"), ids=names(examples("good")))
def test_a_good_example_is_silent(rule: Rule, setup: str, sql: str) -> None:
    found = [one for one in findings(setup, sql, rule) if one.severity == "error" or one.rule == rule.name]
    assert found == []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_page_says_what_happens_and_what_to_do(rule: Rule) -> None:
    assert "## What happens" in rule.page
    assert "## Instead" in rule.page
    assert {"bad", "good"} <= {example.kind for example in rule.examples}
    assert rule.title.endswith(".")


@pytest.mark.parametrize(
    ("rule", "setup", "sql"),
    RAISING,
    ids=names(RAISING),
)
def test_a_bad_example_raises_on_its_second_run(rule: Rule, setup: str, sql: str, database: str) -> None:
    expected = {one.sqlstate for one in findings(setup, sql) if one.rule == rule.name}
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, setup)
        try:
            run(connection, sql)
            with pytest.raises(psycopg.Error) as raised:
                run(connection, sql)
        finally:
            connection.execute("DROP ROLE IF EXISTS docgen_example_reader")
    assert raised.value.sqlstate in expected


@pytest.mark.parametrize(
    ("rule", "setup", "sql"),
    [one for one in examples("bad") if one[0].family == "duplicate"],
    ids=names([one for one in examples("bad") if one[0].family == "duplicate"]),
)
def test_a_bad_example_makes_one_more(rule: Rule, setup: str, sql: str, database: str) -> None:
    count = "SELECT (SELECT count(*) FROM pg_constraint) + (SELECT count(*) FROM pg_index)"
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, setup)
        run(connection, sql)
        once = connection.execute(count).fetchone()
        run(connection, sql)
        twice = connection.execute(count).fetchone()
    assert once is not None
    assert twice is not None
    assert twice[0] > once[0]


@pytest.mark.parametrize(("rule", "setup", "sql"), of_family("bad", "reset"), ids=names(of_family("bad", "reset")))
def test_a_bad_example_loses_what_was_set(rule: Rule, setup: str, sql: str, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, setup)
        before = settings(connection)
        run(connection, sql)
        lost = {one.rule for one in findings(setup, sql)} & {rule.name}
        assert (bool(before - settings(connection)), lost) == (True, {rule.name})


@pytest.mark.parametrize(("rule", "setup", "sql"), of_family("bad", "clobber"), ids=names(of_family("bad", "clobber")))
def test_a_bad_example_destroys_what_happened_since(rule: Rule, setup: str, sql: str, database: str) -> None:
    assert kept_on_a_later_run(rule, setup, sql, database) is False


KEEPING = [*of_family("good", "clobber"), *of_family("fixed", "clobber")]


@pytest.mark.parametrize(("rule", "setup", "sql"), KEEPING, ids=names(KEEPING))
def test_a_good_or_mended_example_keeps_what_happened_since(rule: Rule, setup: str, sql: str, database: str) -> None:
    assert kept_on_a_later_run(rule, setup, sql, database) is True


BROKEN = [
    one
    for one in of_family("bad", "chain")
    if one[0].name in ("created-twice", "renamed-away", "renamed-to-taken-name")
]


@pytest.mark.parametrize(("rule", "setup", "sql"), BROKEN, ids=names(BROKEN))
def test_a_bad_example_breaks_the_chain_on_an_empty_database(rule: Rule, setup: str, sql: str, database: str) -> None:
    expected = [one.sqlstate for one in findings(setup, sql) if one.rule == rule.name]
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, setup)
        with pytest.raises(psycopg.Error) as raised:
            run(connection, sql)
    assert [raised.value.sqlstate] == expected


TWINS = [one for one in of_family("bad", "chain") if one[0].name == "unnamed-twin"]


@pytest.mark.parametrize(("rule", "setup", "sql"), TWINS, ids=names(TWINS))
def test_a_bad_example_makes_a_twin(rule: Rule, setup: str, sql: str, database: str) -> None:
    definitions = """
        SELECT pg_get_constraintdef(oid) FROM pg_constraint UNION ALL
        SELECT replace(pg_get_indexdef(indexrelid), indexrelid::regclass::text, '') FROM pg_index
        WHERE indrelid = 'invoices'::regclass
    """
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, setup)
        before = connection.execute(definitions).fetchall()
        run(connection, sql)
        after = connection.execute(definitions).fetchall()
    assert (rule.name, set(after)) == ("unnamed-twin", set(before))
    assert len(after) > len(before)


LATE = [one for one in of_family("bad", "chain") if "later" in {example.kind for example in one[0].examples}]


@pytest.mark.parametrize(("rule", "setup", "sql"), LATE, ids=names(LATE))
def test_a_bad_example_runs_twice_and_fails_after_a_later_migration(
    rule: Rule, setup: str, sql: str, database: str
) -> None:
    (expected,) = {one.sqlstate for one in findings(setup, sql, rule) if one.rule == rule.name}
    (later,) = [example.sql for example in rule.examples if example.kind == "later"]
    with psycopg.connect(database, autocommit=True) as connection:
        for text in (setup, sql, sql, later):
            run(connection, text)
        with pytest.raises(psycopg.Error) as raised:
            run(connection, sql)
    assert raised.value.sqlstate == expected


@pytest.mark.parametrize(
    ("rule", "setup", "sql"), of_family("bad", "transaction"), ids=names(of_family("bad", "transaction"))
)
def test_a_bad_example_breaks_its_transaction(rule: Rule, setup: str, sql: str, database: str) -> None:
    said: list[str] = []
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, setup)
        connection.add_notice_handler(lambda diagnostic: said.append(diagnostic.sqlstate or ""))
        if rule.name == "transaction-nested":
            run(connection, "BEGIN")
        try:
            for statement in parse(sql):
                before = connection.info.transaction_status
                run(connection, statement.text)
                if rule.name == "policy-without-transaction":
                    assert before == TransactionStatus.IDLE
        except psycopg.Error as error:
            said.append(error.sqlstate or "")
        open_at_end = connection.info.transaction_status != TransactionStatus.IDLE
    (finding,) = [one for one in findings(setup, sql, rule) if one.rule == rule.name]
    match rule.name:
        case "transaction-unbalanced":
            assert open_at_end or "25P01" in said
        case "transaction-nested":
            assert "25001" in said
        case "policy-without-transaction":
            assert not open_at_end
        case _:
            assert finding.sqlstate in said


def test_a_page_shows_what_its_fix_writes_or_says_why_there_is_none() -> None:
    fixing = [rule for rule in rules() if rule.fix or any(example.kind == "fixed" for example in rule.examples)]
    silent = [rule.name for rule in rules() if rule not in fixing and "There is no fix: " not in rule.page]
    assert silent == []


@pytest.mark.parametrize(("rule", "setup", "sql"), of_family("bad", "data"), ids=names(of_family("bad", "data")))
def test_a_bad_example_changes_rows_again(rule: Rule, setup: str, sql: str, database: str) -> None:
    expected = {one.sqlstate for one in findings(setup, sql) if one.rule == rule.name}
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, setup)
        run(connection, sql)
        once = fingerprint(connection)
        try:
            run(connection, sql)
        except psycopg.Error as error:
            assert error.sqlstate in expected
        else:
            assert fingerprint(connection) != once


HIDING = [one for one in examples("bad") if one[0].family == "mask" or one[0].name in NOTHING_IS_DONE]


@pytest.mark.parametrize(("rule", "setup", "sql"), HIDING, ids=names(HIDING))
def test_a_bad_example_says_success_and_does_nothing(rule: Rule, setup: str, sql: str, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        with contextlib.suppress(psycopg.errors.UniqueViolation):  # the build that leaves an invalid index
            run(connection, setup)
        before = fingerprint(connection)
        run(connection, sql)
        assert (rule.name, fingerprint(connection)) == (rule.name, before)


@pytest.mark.parametrize(
    ("rule", "setup", "sql"),
    [one for one in examples("good") if one[0].family not in NO_SERVER],
    ids=names([one for one in examples("good") if one[0].family not in NO_SERVER]),
)
def test_a_good_example_runs_twice(rule: Rule, setup: str, sql: str, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        with contextlib.suppress(psycopg.errors.UniqueViolation):
            run(connection, setup)
        try:
            run(connection, sql)
            run(connection, sql)
        finally:
            connection.execute("DROP ROLE IF EXISTS docgen_example_reader")


def run(connection: psycopg.Connection[tuple[object, ...]], sql: str) -> None:
    for statement in parse(sql) if "CONCURRENTLY" in sql else ():
        connection.execute(statement.text.encode())
    if sql.strip() and "CONCURRENTLY" not in sql:
        connection.execute(sql.encode())
