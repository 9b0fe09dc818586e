"""Chains run on a real server: what becomes of each conflict, and the conflicts that only the server finds."""

from __future__ import annotations

import pytest

from docgen.analysis.conflicts import conflicts
from docgen.analysis.provenance import touches
from docgen.analysis.replayed import held_against
from docgen.model.migration import Conflict, Migration
from docgen.postgres.replay.run import replay

BASE = "create table orders (id integer primary key, total numeric, note text);\n"
CASES = {
    "a view loses a column": (
        "create view big as select id, total from orders;\n",
        "create or replace view big as select id from orders;\n",
        ("view redefined with another shape", "public.big", ("a.sql", 2), ("b.sql", 1), "42P16"),
    ),
    "a function gives something else": (
        "create function tax(integer) returns integer language sql as 'select 1';\n",
        "create or replace function tax(integer) returns text language sql as 'select 1::text';\n",
        ("function redefined with another result", "public.tax", ("a.sql", 2), ("b.sql", 1), "42P13"),
    ),
    "an index on a column that was dropped": (
        "alter table orders drop column note;\n",
        "-- for the search\ncreate index orders_note on orders (note);\n",
        ("column that is gone", "public.orders.note", ("a.sql", 2), ("b.sql", 2), "42703"),
    ),
    "a constraint made twice": (
        "alter table orders add constraint small check (total < 9);\n",
        "alter table orders add constraint small check (total < 9);\n",
        ("constraint made twice", "public.orders.small", ("a.sql", 2), ("b.sql", 1), "42710"),
    ),
    "a table made twice, the second passed over": (
        "create table carts (id integer);\n",
        "create table if not exists carts (id integer, total numeric);\n",
        ("table redefined", "public.carts", ("a.sql", 2), ("b.sql", 1), "raised nothing"),
    ),
}


def chain(*texts: str) -> tuple[Migration, ...]:
    return tuple(
        Migration(version=name, name=name, path=f"{name}.sql", sql=text, digest="")
        for name, text in zip("abc", texts, strict=False)
    )


def found(url: str, migrations: tuple[Migration, ...], replayed: int | None = None) -> tuple[Conflict, ...]:
    run = migrations[:replayed]
    return held_against(conflicts(migrations), replay(url, run), run, touches(migrations))


@pytest.mark.parametrize(("first", "second", "expected"), CASES.values(), ids=CASES)
def test_what_the_second_statement_does(
    database: str, first: str, second: str, expected: tuple[str, str, tuple[str, int], tuple[str, int], str]
) -> None:
    (one,) = found(database, chain(BASE + first, second))
    assert (one.kind, one.object, one.first, one.second) == expected[:4]
    assert expected[4] in one.replayed
    assert (one.first_text.split()[0], one.second_text.split()[0]) == (
        first.split()[0],
        second.split("\n")[-2].split()[0],
    )


def test_what_was_not_run_says_nothing_of_the_replay(database: str) -> None:
    (one,) = found(database, chain(BASE, BASE), replayed=1)
    assert one.replayed == ""


def test_a_failure_that_no_other_file_explains_is_no_conflict(database: str) -> None:
    assert found(database, chain(BASE, "create index on orders (nothing);\n")) == ()
