"""docgen's own prepared statements: planned once, whatever is rolled back, refused or thrown away around them."""

from __future__ import annotations

import psycopg
import pytest

from docgen.postgres.prepared import Prepared, Query

ADD = Query("select $1 + 1", ("int",), (1,))
NAMES = Query("select name from unnest($1) as name", ("text[]",), (["a b", 'c"d', "e'f", "\\g"],))
KEPT = "select count(*) from pg_prepared_statements where name like 'docgen_%'"


@pytest.fixture
def prepared(database: str) -> Prepared:
    return Prepared(psycopg.connect(database, autocommit=True, prepare_threshold=None))


def test_several_queries_in_one_message(prepared: Prepared) -> None:
    rows = [[(2,)], [("a b",), ('c"d',), ("e'f",), ("\\g",)], [(42,)]]
    assert rows == prepared.ask("begin; select 'not asked for'", ADD, "savepoint a", NAMES, ADD._replace(values=(41,)))


def test_a_rollback_takes_no_plan_back(prepared: Prepared) -> None:
    for _ in range(3):
        prepared.ask("begin", ADD, "rollback")
    assert prepared.connection.execute(KEPT).fetchall() == [(1,)]


def test_a_refused_message_does_no_harm(prepared: Prepared) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        prepared.ask("select 1 / 0", ADD)
    assert prepared.ask(ADD) == [[(2,)]]


def test_what_the_session_threw_away_is_prepared_again(prepared: Prepared) -> None:
    prepared.ask(ADD)
    prepared.ask("deallocate all")
    prepared.forget()
    assert prepared.ask(ADD) == [[(2,)]]
