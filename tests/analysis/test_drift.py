"""Which changes count, and which statement of the migrations each departs from."""

from __future__ import annotations

import pytest

from docgen.analysis.drift import deviations, kept
from docgen.analysis.provenance import touches
from docgen.model.change import Change
from docgen.model.migration import Migration

FIRST = """create schema shop;
create table shop.orders (id integer primary key, total numeric);
create index orders_total on shop.orders (total);
create view shop.big as select id from shop.orders;
grant select on shop.orders to public;
comment on table shop.orders is 'What was ordered.';
create function shop.tax(numeric) returns numeric language sql as 'select $1';
create policy everyone on shop.orders using (true);
"""
SECOND = """alter table shop.orders add column note text;
alter table shop.orders rename to purchases;
alter table shop.purchases alter column total set not null;
drop view shop.big;
alter table shop.purchases enable row level security;
"""


def change(kind: str, object_kind: str, name: str, attribute: str = "", relation: str = "") -> Change:
    return Change(kind=kind, object_kind=object_kind, object=name, attribute=attribute, relation=relation)  # type: ignore[arg-type]


TABLE = "shop.purchases"
PLACES = [
    (change("missing", "column", f"{TABLE}.note", relation=TABLE), ("second.sql", 1)),
    (change("different", "column", f"{TABLE}.total", "not null", TABLE), ("second.sql", 3)),
    (change("different", "column", f"{TABLE}.id", "type", TABLE), ("first.sql", 2)),
    (change("missing", "index", "shop.orders_total", relation=TABLE), ("first.sql", 3)),
    (change("missing", "policy", f"{TABLE}.everyone", relation=TABLE), ("first.sql", 8)),
    (change("different", "table", TABLE, "grants", TABLE), ("first.sql", 5)),
    (change("different", "table", TABLE, "comment", TABLE), ("first.sql", 6)),
    (change("different", "table", TABLE, "row security", TABLE), ("second.sql", 5)),
    (change("missing", "table", TABLE, relation=TABLE), ("second.sql", 2)),
    (change("different", "function", "shop.tax(numeric)", "body"), ("first.sql", 7)),
    (change("different", "schema", "shop", "owner"), ("first.sql", 1)),
    (change("unexpected", "view", "shop.big", relation="shop.big"), ("second.sql", 4)),
    (change("unexpected", "table", "shop.by_hand", relation="shop.by_hand"), ("", 0)),
    (change("unexpected", "column", f"{TABLE}.by_hand", relation=TABLE), ("", 0)),
]


@pytest.mark.parametrize(("one", "place"), PLACES, ids=lambda value: str(getattr(value, "object", "")))
def test_the_statement_that_it_departs_from(one: Change, place: tuple[str, int]) -> None:
    files = [
        Migration(version=path, name=path, path=path, sql=sql, digest="")
        for path, sql in (("first.sql", FIRST), ("second.sql", SECOND))
    ]
    (found,) = deviations([one], touches(files))
    assert (found.path, found.line) == place


ALL = (
    change("unexpected", "index", "public.tmp_by_day", relation="public.orders"),
    change("different", "column", "public.orders.total", "type", "public.orders"),
    change("different", "table", "public.orders", "grants", "public.orders"),
    change("different", "table", "public.orders", "column order", "public.orders"),
    change("unexpected", "table", 'public."a:b"', relation='public."a:b"'),
)


@pytest.mark.parametrize(
    ("ignore", "left"),
    [
        ((), (0, 1, 2, 4)),
        (("public.tmp_*",), (1, 2, 4)),
        (("index public.*",), (1, 2, 4)),
        (("table public.*",), (0, 1)),
        (("public.orders",), (4,)),
        (("*:grants",), (0, 1, 4)),
        (("public.orders*:type",), (0, 2, 4)),
        (('public."a:b"',), (0, 1, 2)),
        (("public.other",), (0, 1, 2, 4)),
        (("*",), ()),
    ],
)
def test_patterns_leave_out_changes(ignore: tuple[str, ...], left: tuple[int, ...]) -> None:
    assert kept(ALL, ignore) == tuple(ALL[number] for number in left)


def test_column_order_counts_only_where_it_is_asked_for() -> None:
    assert kept(ALL, (), column_order=True) == ALL
