"""Touches say which migration did what to which object, and histories follow renames."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import sources
from docgen.analysis.provenance import history_of, touches
from docgen.model.migration import Migration, Touch


def _migration(sql: str, number: int = 1) -> Migration:
    return Migration(version=str(number), name="x", path=f"m/{number}_x.sql", sql=sql, digest="")


def _said(*files: str) -> list[tuple[int, str, str, str, str, str]]:
    found = touches(_migration(sql, number) for number, sql in enumerate(files, 1))
    return [(t.line, t.verb, t.kind, t.object, t.relation, t.new_name) for t in found]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "create table orders (id int primary key, code text unique, constraint c check (id > 0));",
            [(1, "create", "table", "public.orders", "", "")],
        ),
        (
            "alter table orders\n  add column vat int not null,\n  drop column net;",
            [
                (2, "add", "column", "public.orders.vat", "public.orders", ""),
                (3, "drop", "column", "public.orders.net", "public.orders", ""),
            ],
        ),
        (
            'alter table "Shop"."Orders" rename column a to "B";',
            [(1, "rename", "column", '"Shop"."Orders".a', '"Shop"."Orders"', '"Shop"."Orders"."B"')],
        ),
        (
            "alter table orders add unique (a, b), add primary key (id), add check (a > 0);",
            [
                (1, "add", "constraint", "public.orders.orders_a_b_key", "public.orders", ""),
                (1, "add", "constraint", "public.orders.orders_pkey", "public.orders", ""),
                (1, "add", "constraint", "public.orders", "public.orders", ""),
            ],
        ),
        ("create index on app.orders (code);", [(1, "create", "index", "app.orders_code_idx", "app.orders", "")]),
        ("create index on orders (lower(code));", [(1, "create", "index", "public.orders", "public.orders", "")]),
        (
            "set search_path = app, public;\ncreate table t ();\nset search_path to default;\ncreate table u ();",
            [(2, "create", "table", "app.t", "", ""), (4, "create", "table", "public.u", "", "")],
        ),
        (
            "do $$\nbegin\n  alter table orders add column vat int;\nend $$;",
            [(3, "add", "column", "public.orders.vat", "public.orders", "")],
        ),
        ("create temp table t (id int); insert into t values (1); drop table t;", []),
        ("create table pg_temp.t (id int);", []),
        ("prepare p as select 1;", []),
        (
            "grant usage on schema app to web; create role web; create extension hstore;",
            [
                (1, "grant", "schema", "app", "", ""),
                (1, "create", "role", "web", "", ""),
                (1, "create", "extension", "hstore", "", ""),
            ],
        ),
        (
            'create policy "own rows" on orders using (true);',
            [(1, "create", "policy", 'public.orders."own rows"', "public.orders", "")],
        ),
        (
            "insert into orders values (1); alter table orders enable row level security;",
            [
                (1, "insert", "row", "public.orders", "public.orders", ""),
                (1, "enable", "row level security", "public.orders", "", ""),
            ],
        ),
        (
            "alter type mood add value 'fine'; alter function f(int) set schema app;",
            [
                (1, "add", "enum value", "public.mood.fine", "public.mood", ""),
                (1, "set schema", "function", "public.f", "", "app.f"),
            ],
        ),
        ("this is no SQL; create view v as select 1;", [(1, "create", "view", "public.v", "", "")]),
    ],
)
def test_touches_of_a_file(sql: str, expected: list[tuple[int, str, str, str, str, str]]) -> None:
    assert expected == _said(sql)


def test_a_bare_name_means_what_an_earlier_file_made() -> None:
    said = _said("create table public.users ();", "set search_path = app, public;\nalter table users add column a int;")
    assert said[1] == (2, "add", "column", "public.users.a", "public.users", "")


def test_the_search_path_and_temporary_tables_end_with_their_file() -> None:
    said = _said("set search_path = app; create temporary table t ();", "create table t ();")
    assert said == [(1, "create", "table", "public.t", "", "")]


def test_a_dropped_index_knows_its_table() -> None:
    said = _said(
        "create index orders_code on orders (code);",
        "alter table orders rename to sales;",
        "alter index orders_code rename to sales_code;",
        "drop index sales_code;",
    )
    assert said == [
        (1, "create", "index", "public.orders_code", "public.orders", ""),
        (1, "rename", "table", "public.orders", "", "public.sales"),
        (1, "rename", "index", "public.orders_code", "public.sales", "public.sales_code"),
        (1, "drop", "index", "public.sales_code", "public.sales", ""),
    ]


def test_history_follows_renames() -> None:
    found = touches(
        _migration(sql, number)
        for number, sql in enumerate(
            (
                "create table orders (id int);",
                "alter table orders add column vat int;",
                "alter table orders rename to orders_backup;",
                "create table orders (id bigint);",
                "alter table orders_backup set schema archive;",
            ),
            1,
        )
    )
    history = {name: [touch.version for touch in part] for name, part in history_of(found).items()}
    assert history == {"archive.orders_backup": ["1", "2", "3", "5"], "public.orders": ["4"]}


def test_history_follows_a_renamed_schema() -> None:
    found = touches([_migration("create schema a; create table a.t (); alter schema a rename to b;")])
    history = {name: [touch.verb for touch in part] for name, part in history_of(found).items()}
    assert history == {"b.t": ["create"], "schema b": ["create", "rename"]}


def test_a_function_and_a_table_of_one_name_have_two_histories() -> None:
    found = touches([_migration("create table a (); create function a() returns int language sql as 'select 1';")])
    assert sorted(history_of(found)) == ["public.a", "public.a()"]


def test_a_rename_onto_a_taken_name_joins_both() -> None:
    found = touches([_migration("create table a (); create table b (); alter table a rename to b;")])
    history = {name: [(touch.verb, touch.object) for touch in part] for name, part in history_of(found).items()}
    assert history == {"public.b": [("create", "public.a"), ("create", "public.b"), ("rename", "public.a")]}


def test_a_name_swap() -> None:
    found = touches(
        [_migration("create table a (); create table b (); alter table a rename to c; alter table b rename to a;")]
    )
    history = {name: [touch.object for touch in part] for name, part in history_of(found).items()}
    assert history == {"public.c": ["public.a", "public.a"], "public.a": ["public.b", "public.b"]}


def test_the_example_is_known_from_end_to_end() -> None:
    root = Path(__file__).parents[2] / "examples" / "portal"
    read = sources.read(root, root / "supabase" / "migrations")
    found = touches(read.migrations)
    lines = {one.path: one.sql.count("\n") + 1 for one in read.migrations}
    assert all(1 <= touch.line <= lines[touch.path] for touch in found)
    assert "public.profiles" in history_of(found)


_NAMES = st.sampled_from(["public.a", "public.b", "s.a", "s.b"])


@given(st.lists(st.tuples(_NAMES, _NAMES | st.just(""))))
def test_no_touch_is_lost_and_each_keeps_its_place(steps: list[tuple[str, str]]) -> None:
    made = [
        Touch(path="m", version=str(n), line=1, verb="rename", kind="table", object=old, new_name=new)
        for n, (old, new) in enumerate(steps)
    ]
    histories = [[int(touch.version) for touch in history] for history in history_of(made).values()]
    assert list(range(len(made))) == sorted(number for history in histories for number in history)
    assert all(history == sorted(history) for history in histories)
