"""Questions of people: each is read-only and limited, and whatever goes wrong is an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import psycopg
import pytest

from docgen.config.check import ReadyCheck
from docgen.postgres.ask import MOST_ROWS, Answer, answers
from docgen.postgres.ready import ready_checks, ready_query

SCHEMA = """
create table public.orders (id serial primary key, customer_id integer, total numeric);
create table public.customers (id smallint primary key);
alter table public.orders add constraint orders_customer_fk foreign key (customer_id) references public.customers;
alter table public.orders add constraint orders_total_positive check (total > 0) not valid;
alter table public.customers enable row level security;
create sequence public.tickets maxvalue 100;
select setval('public.tickets', 95);
"""


def one(url: str, sql: str, timeout: int = 10) -> Answer:
    return next(answers(url, [(sql, timeout)]))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select 2, null, 'a' union all select 1, true, 'b';", (("1", "t", "b"), ("2", "null", "a"))),
        ("values (1)", (("1",),)),
        ("-- what?\nwith a as (select 1 as b) select b from a -- this", (("1",),)),
        ("select '%s' || $$;$$", (("%s;",),)),
    ],
)
def test_the_rows_come_as_sorted_text(database: str, sql: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert one(database, sql) == Answer(one(database, sql).columns, expected)


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("insert into customers values (1)", "A check only reads; this is INSERT."),
        (
            "with new as (insert into customers values (1) returning id) select * from new",
            "A check only reads: DECLARE CURSOR must not contain data-modifying statements in WITH (SQLSTATE 0A000).",
        ),
        ("select nextval('tickets')", "cannot execute nextval() in a read-only transaction (SQLSTATE 25006)."),
        (
            "select set_config('transaction_read_only', 'off', false)",
            "cannot set transaction read-write mode inside a read-only transaction (SQLSTATE 25001).",
        ),
        ("select 1; drop table customers", "A check is one query; this one holds 2 statements."),
        ("", "A check is one query; this one holds 0 statements."),
        ("selekt 1", 'syntax error at or near "selekt" (SQLSTATE 42601).'),
        ("select * from nowhere", 'relation "nowhere" does not exist (SQLSTATE 42P01).'),
        ("select pg_sleep(600)", "It took longer than 1 s and was cancelled."),
    ],
)
def test_a_fault_is_an_answer_and_nothing_is_written(database: str, sql: str, error: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(SCHEMA)

    given = list(answers(database, [(sql, 1), ("select count(*) from customers", 1)]))

    assert given == [Answer(error=error), Answer(("count",), (("0",),))]


def test_a_million_rows_are_not_read(database: str) -> None:
    answer = one(database, "select generate_series(1, 1000000)")

    assert (len(answer.rows), answer.more) == (MOST_ROWS, True)


def test_a_session_that_ends_itself_is_an_answer_and_the_next_question_is_asked(database: str) -> None:
    given = list(answers(database, [("select pg_terminate_backend(pg_backend_pid())", 5), ("select 1 as a", 5)]))

    assert given == [Answer(error="The server ended the session."), Answer(("a",), (("1",),))]


def test_the_configuration_knows_every_ready_made_check() -> None:
    assert ready_checks() == tuple(sorted(get_args(ReadyCheck)))


def test_each_ready_made_check_gives_what_is_wrong(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(SCHEMA)
    with psycopg.connect(database, autocommit=True) as connection, pytest.raises(psycopg.Error):
        connection.execute("insert into public.orders (total) values (1), (1)")
        connection.execute("create unique index concurrently broken on public.orders (total)")
    values: dict[str, str | int | Sequence[str]] = {
        "tables": ["public.*", "missing.o*"],
        "table": "public.orders",
        "column": "vat",
        "constraint": "orders_vat",
        "room": 20,
    }

    found = {name: one(database, ready_query(name, values)) for name in ready_checks()}

    assert {name: answer.error or answer.rows for name, answer in found.items()} == {
        "column-exists": (("public.orders.vat",),),
        "constraint-exists-once": (("orders_vat", "0"),),
        "foreign-keys-indexed": (("orders_customer_fk", "public.orders"),),
        "no-invalid-index": (("broken", "public.orders"),),
        "no-unvalidated-constraint": (("orders_total_positive", "public.orders"),),
        "row-security-on": (("public.orders",),),
        "sequences-with-room": (("public.tickets", "5"),),
        "tables-exist": (("missing.o%",),),
    }


def test_each_ready_made_check_is_silent_where_all_is_well(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(SCHEMA)
        connection.execute("create index on orders (customer_id); alter table orders enable row level security")
        connection.execute("alter table orders validate constraint orders_total_positive; drop sequence tickets")
    values: dict[str, str | int | Sequence[str]] = {
        "tables": ["public.orders"],
        "table": "public.orders",
        "column": "total",
        "constraint": "orders_total_positive",
        "room": 20,
    }

    assert {name: one(database, ready_query(name, values)) for name in ready_checks()} == {
        name: Answer(one(database, ready_query(name, values)).columns) for name in ready_checks()
    }


@pytest.mark.parametrize("name", ["o'brien", "a\\b", "a%b", "a:table"])
def test_values_stay_values(database: str, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    with psycopg.connect(database) as connection:
        connection.execute(f"create table public.{quoted} (id integer)".encode())

    assert one(database, ready_query("tables-exist", {"tables": [f"public.{name}"]})).rows == ()
    assert one(database, ready_query("tables-exist", {"tables": [f"public.{name}x"]})).rows != ()
