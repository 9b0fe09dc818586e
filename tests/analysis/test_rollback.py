"""Rollbacks on a real server: up, the computed way back, and the catalog is the one before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from docgen import sources
from docgen.analysis.diff import diff
from docgen.analysis.rollback import Rollback, rollbacks
from docgen.model.catalog import Catalog
from docgen.model.migration import Migration
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.replay.shadow import Shadow, ShadowOptions, open_shadow

PORTAL = Path(__file__).parents[2] / "examples/portal"


def migration(version: int, sql: str) -> Migration:
    return Migration(version=f"{version}", name="", path=f"{version}.sql", sql=sql, digest="")


CHAIN = (
    """
    create schema shop; create type shop.state as enum ('new'); create domain shop.mail as text;
    create role rollback_reader;
    create table shop.orders (
      id int primary key, state shop.state, "order" int, note text, constraint positive check (id > 0)
    );
    create function shop.f(a int) returns int language sql as 'select a';
    create view shop.all_orders as select id from shop.orders;
    create sequence shop.numbers;
    """,
    "alter table shop.orders add column vat numeric, add constraint vat_positive check (vat > 0);"
    " comment on column shop.orders.vat is 'VAT'; create index on shop.orders (vat);",
    "create or replace function shop.f(a int) returns int language sql as 'select a + 1';"
    " create function shop.f(a text) returns text language sql as 'select a';",
    "alter table shop.orders rename column note to remark; alter view shop.all_orders rename to every_order;"
    " alter table shop.orders rename constraint positive to id_positive; alter function shop.f(int) rename to g;",
    "drop view shop.every_order; drop function shop.f(text); drop type if exists shop.nothing;",
    'alter table shop.orders enable row level security; create policy "a b" on shop.orders using (true);'
    " comment on table shop.orders is 'First.'; grant select, insert on shop.orders to rollback_reader;",
    "comment on table shop.orders is 'Second.'; alter policy \"a b\" on shop.orders using (id = 1);"
    " revoke insert on shop.orders from rollback_reader; alter table shop.orders alter column state set not null;",
    "create table if not exists shop.orders (id int, gone int);"
    " alter table shop.orders add column if not exists vat text;",
    "alter table shop.orders drop constraint id_positive; alter sequence shop.numbers rename to counted;",
    "do $$ begin create table shop.inner_one (id int); create index on shop.inner_one (id); end $$;",
    "alter table shop.inner_one set schema public; create unlogged table public.other (id int);",
)


@pytest.fixture(scope="module")
def shadow() -> Iterator[Shadow]:
    with open_shadow(ShadowOptions()) as shadow:
        yield shadow


def catalog(shadow: Shadow) -> Catalog:
    with shadow.connect() as connection:
        return read_catalog(connection)


def undo(shadow: Shadow, plan: Rollback) -> None:
    with psycopg.connect(shadow.url) as connection:
        for step in plan.steps:
            connection.execute(step.sql.encode())


def differences_after(shadow: Shadow, chain: list[Migration], plans: tuple[Rollback, ...]) -> dict[str, object]:
    """For each migration whose way back is not irreversible: what differs from before after up and back."""
    found: dict[str, object] = {}
    for one, plan in zip(chain, plans, strict=True):
        before = catalog(shadow)
        shadow.replay([one])
        if plan.effect != "irreversible":
            undo(shadow, plan)
            found[one.path] = [
                (change.kind, change.object, change.attribute) for change in diff(before, catalog(shadow))
            ]
            shadow.replay([one])
    return found


def test_the_way_back_leads_back(shadow: Shadow) -> None:
    chain = [migration(number, sql) for number, sql in enumerate(CHAIN)]
    plans = rollbacks(chain)

    found = differences_after(shadow, chain, plans)

    assert [plan.effect for plan in plans] == [
        "loses data",  # tables
        "loses data",  # a column
        *["reversible"] * 5,
        "reversible",  # did nothing
        "reversible",
        "loses data",
        "loses data",
    ]
    assert found == {one.path: [] for one in chain}


def test_the_example_goes_back_step_by_step() -> None:
    chain = list(sources.read(PORTAL, PORTAL / "supabase/migrations").migrations)
    with open_shadow(ShadowOptions(preset="supabase")) as shadow:
        failures = shadow.replay(chain).failures
    plans = rollbacks(chain, {(one.path, one.line) for one in failures})
    with open_shadow(ShadowOptions(preset="supabase")) as shadow:
        found = differences_after(shadow, chain, plans)

    # What is revoked comes back as a whole, though a part of it was not held: the plan says so.
    assert {Path(path).name: changes for path, changes in found.items() if changes} == {
        "20250701074500_row_level_security_review.sql": [("different", "public.user_uploads", "grants")]
    }
    assert len(found) >= 20


@pytest.mark.parametrize(
    ("sql", "note"),
    [
        ("update a set b = 1", "the former rows of public.a (update): only a backup has them"),
        ("insert into a values (1)", "rows added to public.a: take them out by hand"),
        ("drop table a", "the rows of public.a: only a backup has that"),
        ("alter table a drop column b", "what was in public.a.b: only a backup has that"),
        (
            "alter table a alter column b type int",
            "the former type of public.a.b, and what did not fit into the new one",
        ),
        ("alter type t add value 'x'", "PostgreSQL takes no value out of an enum; public.t.x stays, and does no harm"),
        ("drop view v", "no earlier migration says what view public.v was"),
        ("select cron.schedule('a', 'b', 'c')", "SELECT, line 1: what the functions that it calls did"),
        ("do $$ begin execute f(); end $$", "EXECUTE, line 1: what it did"),
        ("nonsense", "NONSENSE, line 1: what it did"),
    ],
)
def test_what_does_not_come_back_is_irreversible_and_says_what(sql: str, note: str) -> None:
    assert [(plan.effect, [step.note for step in plan.steps]) for plan in rollbacks([migration(1, sql)])] == [
        ("irreversible", [note])
    ]


def test_statements_that_leave_nothing_behind_need_no_way_back() -> None:
    plan = rollbacks([migration(1, "begin; set search_path = a; drop table if exists gone; commit;")])[0]
    assert (plan.effect, plan.steps) == ("reversible", ())
