"""Deeds are said in the terms of the schema, and only what the pages do not show is called undocumented."""

from __future__ import annotations

import pytest

from docgen.analysis.deeds import describe, summary, undocumented
from docgen.analysis.provenance import touches
from docgen.model.catalog import Catalog, Routine, Schema, Type
from docgen.model.migration import Migration, file_name
from docgen.model.relation import Column, Policy, Relation

CATALOG = Catalog(
    schemas=(Schema(name="public", owner="o"),),
    relations=(
        Relation(
            schema="public",
            name="orders",
            kind="table",
            owner="o",
            columns=(Column(name="id", type="integer"), Column(name="net", type="integer")),
            policies=(Policy(name="own rows", command="all", permissive=True, roles=("public",)),),
        ),
    ),
    types=(Type(schema="public", name="mood", kind="enum", owner="o", labels=("fine",)),),
    routines=(
        Routine(
            schema="public",
            name="total",
            kind="function",
            arguments="",
            signature="",
            result="integer",
            language="sql",
            owner="o",
        ),
    ),
)


def _migration(sql: str) -> Migration:
    return Migration(version="31", name="x", path="db/migrations/0031_x.sql", sql=sql, digest="")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("alter table orders add column vat int", ["orders.vat, added by 0031_x.sql, is not documented"]),
        ("alter table orders drop column net", ["orders.net, dropped by 0031_x.sql, is still documented"]),
        ("alter table orders rename to sales", ["orders, renamed to sales by 0031_x.sql, is not documented"]),
        ("create table app.t (id int)", ["app.t, created by 0031_x.sql, is not documented"]),
        ("create table if not exists orders (id int)", []),
        ("alter table orders add column vat int; alter table orders drop column vat", []),
        (
            "create table t (); alter table t add column a int; create index on t (a)",
            [
                "t, created by 0031_x.sql, is not documented",
            ],
        ),
        ("create table t (); alter table t add a int; drop table t", []),
        (
            "alter table orders alter column net type bigint",
            ["orders.net, altered by 0031_x.sql, may be documented as it was before"],
        ),
        (
            "alter table orders enable row level security",
            ["row level security of orders, enabled by 0031_x.sql, may be documented as it was before"],
        ),
        (
            'drop policy "own rows" on orders; create policy "all rows" on orders using (true)',
            [
                'policy orders."own rows", dropped by 0031_x.sql, is still documented',
                'policy orders."all rows", created by 0031_x.sql, is not documented',
            ],
        ),
        ('drop policy "own rows" on orders; create policy "own rows" on orders using (true)', []),
        ("alter type mood add value 'fine'", []),
        ("alter type mood add value 'bad'", ["enum value mood.bad, added by 0031_x.sql, is not documented"]),
        ("create index orders_net on orders (net)", ["index orders_net, created by 0031_x.sql, is not documented"]),
        ("create extension hstore", ["extension hstore, created by 0031_x.sql, is not documented"]),
        (
            "grant select on orders to web",
            ["privileges on orders, granted by 0031_x.sql, may be documented as it was before"],
        ),
        (
            "create table total (); comment on table total is 'x'",
            ["total, created by 0031_x.sql, is not documented"],
        ),
        ("insert into orders values (1)", []),
    ],
)
def test_what_is_not_documented(sql: str, expected: list[str]) -> None:
    assert expected == list(undocumented(touches([_migration(sql)]), CATALOG))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("alter table orders add column vat int", "orders.vat, added by 0031_x.sql"),
        ("comment on column orders.vat is 'x'", "the comment on orders.vat, written by 0031_x.sql"),
        ("insert into orders values (1)", "rows of orders, inserted by 0031_x.sql"),
        ("create function total() returns int language sql as 'select 1'", "function total, created by 0031_x.sql"),
        ("alter table m attach partition m1 default", "a partition of m, attached by 0031_x.sql"),
        ("alter table orders set schema app", "orders, moved to app.orders by 0031_x.sql"),
        ("refresh materialized view v", None),
    ],
)
def test_describe(sql: str, expected: str | None) -> None:
    assert ([expected] if expected else []) == [describe(touch) for touch in touches([_migration(sql)])]


def test_what_a_later_migration_undid_is_not_missed() -> None:
    changed = _migration("create table old (); create table new ();")
    later = Migration(
        version="32",
        name="y",
        path="db/migrations/0032_y.sql",
        sql="drop table old; alter table new rename to orders",
        digest="",
    )
    every = touches([changed, later])
    own = [touch for touch in every if touch.path == changed.path]
    assert undocumented(own, CATALOG, every) == ()


def test_an_alteration_of_what_an_older_migration_made() -> None:
    older = Migration(version="1", name="y", path="m/1.sql", sql="create table orders ();", digest="")
    every = touches([older, _migration("alter table orders set (fillfactor = 70)")])
    expected = ("orders, altered by 0031_x.sql, may be documented as it was before",)
    assert expected == undocumented(every[1:], CATALOG, every)


def test_summary_has_a_line_for_each_object_and_verb() -> None:
    sql = """
        alter table orders add column vat int, add column gross int, drop column net;
        create policy a on orders using (true); create policy b on orders using (true);
        insert into orders values (1); insert into orders values (2);
        alter table orders rename column vat to tax; alter table orders rename to sales;
        create index on app.t (a); grant select on sales to web; comment on table sales is 'x';"""
    assert list(summary(touches([_migration(sql)]))) == [
        "orders: add columns vat, gross",
        "orders: drop column net",
        "orders: create policies a, b",
        "orders: insert rows",
        "orders: rename column vat to tax",
        "orders: rename table to sales",
        "app.t: create index app.t_a_idx",
        "sales: grant on table",
        "sales: comment on table",
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("supabase/migrations/1_a.sql", "1_a.sql"),
        ("prisma/migrations/1_a/migration.sql", "1_a"),
        ("migrations/1_a/up.sql", "1_a"),
        ("up.sql", "up.sql"),
        ("api/shop/migrations/0001_initial.py", "shop.0001_initial.py"),
        ("migrations/versions/a1_books.py", "a1_books.py"),
    ],
)
def test_file_name(path: str, expected: str) -> None:
    assert expected == file_name(path)
