"""What docgen writes of plain keys and indexes by itself is what the server prints of them."""

from __future__ import annotations

import psycopg
import pytest

from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.sql.split import split

_PLAIN = """
create schema "select";
create schema app;
create type app.mood as enum ('good', 'bad');
create domain app.words as varchar(40);
create table app.parent (id int primary key, code text unique, "group" int, at timestamptz, unique (code, "group"));
create table "select"."Tab$le" (
  "from" bigint primary key, "a b" varchar(9), é text, mood app.mood, words app.words, list int[], span int4range,
  flag bool, short bpchar(3), number oid, bits varbit, address cidr, parent int, other int, code text, "group" int,
  collated text collate "C", plain name, unique ("a b") include (flag), unique nulls not distinct (é, mood),
  constraint "it's" foreign key (parent) references app.parent,
  foreign key (other) references app.parent (id) match full on update cascade on delete set null not valid,
  foreign key (code, "group") references app.parent (code, "group") on delete set default
    deferrable initially deferred,
  foreign key (code, "group") references app.parent (code, "group") on delete set null ("group") deferrable,
  unique (flag) deferrable, check (number > 0), constraint no_more check (flag) no inherit not valid
);
create index on "select"."Tab$le" ("a b");
create index on "select"."Tab$le" (mood, words, list, span);
create index on "select"."Tab$le" (flag desc, number nulls first);
create index "Index" on "select"."Tab$le" (short, address, bits) include ("from");
create index on "select"."Tab$le" ("a b" bpchar_ops, parent oid_ops, bits bit_ops, short bpchar_pattern_ops);
create index on "select"."Tab$le" (é collate "C", collated);
create index on "select"."Tab$le" (collated collate "default");
create index on "select"."Tab$le" (plain);
create index on "select"."Tab$le" (lower(é)) where flag;
create index on "select"."Tab$le" (number) with (fillfactor = 50);
create index on "select"."Tab$le" using hash (number);
create index on "select"."Tab$le" using brin (number);
create unique index on "select"."Tab$le" (code, "from") where code is not null;
alter table app.parent cluster on parent_pkey;
create table app.part (id int, at date, parent int references app.parent, primary key (id, at)) partition by range (at);
create table app.part_1 partition of app.part for values from ('2020-01-01') to ('2021-01-01');
create index on app.part (parent);
create index on only app.part (at);
create materialized view app.kept as select id, code from app.parent;
create unique index on app.kept (id);
"""
# A person's type that passes for text, with an order of its own: now text_ops has to be named on it.
_OWN_ORDER = """
create type app.loud;
create function app.loud_in(cstring) returns app.loud language internal immutable strict as 'textin';
create function app.loud_out(app.loud) returns cstring language internal immutable strict as 'textout';
create type app.loud (input = app.loud_in, output = app.loud_out, like = text, collatable = true);
create cast (app.loud as text) without function as implicit;
create function app.loud_cmp(app.loud, app.loud) returns int language internal immutable strict as 'bttextcmp';
create function app.loud_lt(app.loud, app.loud) returns bool language internal immutable strict as 'text_lt';
create function app.loud_eq(app.loud, app.loud) returns bool language internal immutable strict as 'texteq';
create operator app.< (leftarg = app.loud, rightarg = app.loud, function = app.loud_lt);
create operator app.= (leftarg = app.loud, rightarg = app.loud, function = app.loud_eq);
create operator class app.loud_ops default for type app.loud using btree as
  operator 1 app.<, operator 3 app.=, function 1 app.loud_cmp(app.loud, app.loud);
create table app.shouts (word app.loud, plain text);
create index on app.shouts (word);
create index on app.shouts (word text_ops);
create index on app.shouts (plain);
"""


@pytest.mark.parametrize("script", [_PLAIN, "create schema app;" + _OWN_ORDER, _PLAIN + _OWN_ORDER])
def test_definitions_are_those_of_the_server(database: str, script: str) -> None:
    with psycopg.connect(database, autocommit=True) as writer:
        for start, end in split(script):
            writer.execute(script[start:end].encode())
    with psycopg.connect(database) as asking:
        asking.execute("set search_path = ''")
        indexes = asking.execute(
            "select c.relname, pg_get_indexdef(i.indexrelid, 0, true) from pg_index i join pg_class c "
            "on c.oid = i.indexrelid where c.relnamespace in (select oid from pg_namespace where nspname !~ '^pg_')"
        ).fetchall()
        constraints = asking.execute(
            "select c.conname, pg_get_constraintdef(c.oid, true) "
            "from pg_constraint c where c.conrelid >= 16384 and c.contype <> 'n'"
        ).fetchall()
    with connect(database) as connection:
        catalog = read_catalog(connection)
    assert sorted(indexes) == sorted((one.name, one.definition) for each in catalog.relations for one in each.indexes)
    assert sorted(constraints) == sorted(
        (one.name, one.definition) for each in catalog.relations for one in each.constraints
    )
