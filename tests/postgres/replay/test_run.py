"""Replays on a real server: every folder of tests/cases/replay is a chain of migrations and what comes of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Literal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from docgen.errors import DatabaseError
from docgen.model.migration import Migration
from docgen.postgres.replay.run import replay
from docgen.postgres.replay.script import read_script
from docgen.postgres.replay.shadow import ShadowOptions, open_shadow
from docgen.postgres.server.cluster import Cluster

CASES = Path(__file__).parents[2] / "cases" / "replay"
PARTS = (
    "select 1;", "create table t ();", "select 1/0;", "vacuum;", "set role none;", "copy t from stdin;\n\\.\n",
    "begin;", "commit;", "rollback;", "abort;", "end;", "savepoint a;", "release a;", "rollback to a;",
    "x'", "$$", "--", "/*", "\n", "\\x", "\\g",
)  # fmt: skip
_numbers = count(1)


def migration(path: str, sql: str, transaction: bool = True) -> Migration:
    return Migration(version=path, name=path, path=path, sql=sql, digest="", transaction=transaction)


def chain(folder: Path) -> list[Migration]:
    return [
        migration(path.name, path.read_text(), transaction=".no-transaction." not in path.name)
        for path in sorted(folder.glob("*.sql"))
    ]


@pytest.fixture
def scratch(server: Cluster) -> Iterator[str]:
    with server.database(f"replay_{next(_numbers)}") as url:
        yield url


@contextlib.contextmanager
def empty_database(server: Cluster, preset: Literal["", "none", "supabase"]) -> Iterator[tuple[str, str]]:
    """A database for one case, and its administrator; with a preset on a server of its own, for roles are shared."""
    if preset:
        with open_shadow(ShadowOptions(preset=preset)) as shadow:
            yield shadow.url, shadow.administrator
    else:
        with server.database(f"replay_{next(_numbers)}") as url:
            yield url, ""


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_case(server: Cluster, case: str) -> None:
    expected: dict[str, Any] = json.loads((CASES / case / "expected.json").read_text())
    with empty_database(server, expected.get("preset", "")) as (url, administrator):
        found = replay(url, chain(CASES / case), administrator=administrator)
        with psycopg.connect(url) as connection:
            answers = [[query, connection.execute(query.encode()).fetchone()] for query, _ in expected["then"]]
    failures = [[failure.path, failure.line, failure.sqlstate, failure.cause] for failure in found.failures]
    assert failures == [failure[:4] for failure in expected["failures"]], found.failures
    assert answers == [[query, (answer,)] for query, answer in expected["then"]]
    assert found.statements == expected["statements"]
    for failure, wanted in zip(found.failures, expected["failures"], strict=True):
        assert "".join(wanted[4:]) in failure.hint
        assert failure.message
        assert failure.statement


def test_a_failure_says_what_a_person_needs(scratch: str) -> None:
    sql = "\n\n  /* why */ create table public.t (\n  id nonsense\n);\n"
    (failure,) = replay(scratch, [migration("db/1.sql", sql)]).failures
    assert failure.path == "db/1.sql"
    assert failure.line == 3
    assert failure.statement == "create table public.t ("
    assert failure.sqlstate == "42704"
    assert failure.message == 'type "nonsense" does not exist'


def test_setup_runs_first_and_its_failures_are_told_but_not_counted(scratch: str) -> None:
    setup = (("setup/roles.sql", "create table public.base (id int); select 1/0;"),)
    found = replay(scratch, [migration("1.sql", "create view public.v as select * from public.base")], setup)
    assert found.statements == 1
    assert [(failure.path, failure.sqlstate) for failure in found.failures] == [("setup/roles.sql", "22012")]


def test_a_statement_that_takes_too_long_is_a_failure(scratch: str) -> None:
    chain = [migration("1.sql", "select pg_sleep(60)"), migration("2.sql", "create table public.t ()")]
    found = replay(scratch, chain, statement_timeout=1)
    assert [(failure.path, failure.sqlstate) for failure in found.failures] == [("1.sql", "57014")]
    assert "time limit" in found.failures[0].hint


@pytest.mark.parametrize(
    "sets",
    [
        "SET statement_timeout = 0",
        "begin; set local Statement_Timeout to default; set statement_timeout = '1h'",
        "select set_config('statement_timeout', '0', false)",
        "do $$ begin set statement_timeout = 0; end $$",
    ],
)
def test_a_migration_does_not_lift_the_time_limit(scratch: str, sets: str) -> None:
    found = replay(scratch, [migration("1.sql", f"{sets}; select pg_sleep(60)")], statement_timeout=1)
    assert [failure.sqlstate for failure in found.failures] == ["57014"]


def test_on_a_foreign_server_more_is_refused(scratch: str) -> None:
    sql = "alter database postgres set work_mem = '1GB'; drop role if exists nobody_there; create table public.t ();"
    found = replay(scratch, [migration("1.sql", sql)], foreign=True)
    assert [failure.message.split(" reaches")[0] for failure in found.failures] == ["ALTER DATABASE", "DROP ROLE"]


def test_a_statement_that_ends_the_server_connection_stops_the_replay(scratch: str) -> None:
    with pytest.raises(DatabaseError, match=r"went away at 1\.sql:2"):
        replay(scratch, [migration("1.sql", "select 1/0;\nselect pg_terminate_backend(pg_backend_pid());")])


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(DatabaseError, match="can't be reached"):
        replay("postgresql://postgres@localhost:1/nothing", [])


@pytest.mark.parametrize(
    "sql", ["", ";", " ;; \n", "\ufeffselect 1;\r\nselect 2;\r\n", "select 1 -- x", "select '%s %'"]
)
def test_odd_files_run(scratch: str, sql: str) -> None:
    assert replay(scratch, [migration("1.sql", sql)]).failures == ()


@pytest.mark.parametrize("sql", ["select '\0'", "select '\ud800'", "copy (select 1) to stdout", "copy x from stdin"])
def test_odd_files_do_not_stop_it(scratch: str, sql: str) -> None:
    found = replay(scratch, [migration("1.sql", sql), migration("2.sql", "create table public.t ()")])
    assert [failure.path for failure in found.failures if failure.path != "1.sql"] == []
    with psycopg.connect(scratch) as connection:
        assert connection.execute("select to_regclass('public.t') is not null").fetchone() == (True,)


@given(some.lists(some.sampled_from(PARTS)))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_the_next_one_runs(scratch: str, parts: list[str]) -> None:
    last = f"last_{next(_numbers)}"
    replay(scratch, [migration("1.sql", "\n".join(parts)), migration("2.sql", f"create table {last} ()")])
    with psycopg.connect(scratch) as connection:
        found = connection.execute("select to_regclass(%s) is not null", [f"public.{last}"]).fetchone()
        connection.execute("drop table if exists t")
    assert found == (True,)


def test_commands_of_psql_inside_quotes_and_comments_are_text() -> None:
    sql = "select '\n\\connect x\n';\n/*\n\\i y\n*/\n-- \\copy\n\\i z.sql\n\\set a b\nselect $$\n\\c\n$$"
    found = [(piece.kind, piece.text) for piece in read_script(sql)]
    assert found == [
        ("statement", "select '\n\\connect x\n'"),
        ("client", "\\i z.sql"),
        ("statement", "select $$\n\\c\n$$"),
    ]
