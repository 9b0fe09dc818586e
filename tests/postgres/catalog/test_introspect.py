"""The catalog of a real database with one of everything, and how it is read."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from docgen.errors import DatabaseError
from docgen.model.catalog import Catalog, PublishedTable, Routine, Sequence, Type
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.postgres.catalog.introspect import STATEMENTS, read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.cluster import Cluster
from docgen.sql.split import split

CASES = Path(__file__).parents[2] / "cases" / "catalog"


def apply(url: str, sql: str) -> None:
    with psycopg.connect(url, autocommit=True) as writer:
        for start, end in split(sql):
            writer.execute(sql[start:end].encode())


def read(url: str, *schemas: str, exclude: tuple[str, ...] = ()) -> Catalog:
    with connect(url) as connection:
        return read_catalog(connection, schemas, exclude)


def relation(catalog: Catalog, name: str) -> Relation:
    return next(one for one in catalog.relations if str(one.id) == name)


def names(catalog: Catalog) -> set[str]:
    named: list[Relation | Routine | Sequence | Type] = [
        *catalog.relations, *catalog.routines, *catalog.sequences, *catalog.types
    ]  # fmt: skip
    return {f"{one.schema}.{one.name}" for one in named}


@pytest.fixture(scope="module")
def rich(server: Cluster) -> Iterator[str]:
    """The URL of a database with one of everything."""
    with server.database("rich") as url:
        if not role_exists(url):
            apply(url, (CASES / "roles.sql").read_text(encoding="utf-8"))
        apply(url, (CASES / "schema.sql").read_text(encoding="utf-8"))
        yield url


def role_exists(url: str) -> bool:
    """Whether roles.sql was applied to the server: another test of the same process may have done it."""
    with psycopg.connect(url) as connection:
        return bool(connection.execute("select from pg_roles where rolname = 'docgen_reader'").fetchall())


@pytest.fixture(scope="module")
def catalog(rich: str) -> Catalog:
    return read(rich)


def test_one_of_everything(catalog: Catalog) -> None:
    lines = (CASES / "catalog.jsonl").read_text(encoding="utf-8").splitlines()
    actual = [msgspec.json.encode(one).decode() for one in catalog.objects() if type(one).__name__ != "Extension"]
    assert lines == actual
    assert catalog.unreadable == ()


def test_what_only_the_newest_server_knows(database: str) -> None:
    apply(database, (CASES / "schema_18.sql").read_text(encoding="utf-8"))
    relations = msgspec.json.format(msgspec.json.encode(read(database, "new").relations)).decode()
    assert (CASES / "schema_18.json").read_text(encoding="utf-8") == relations + "\n"


def test_rare_kinds(server: Cluster) -> None:
    with server.database("rare") as url:
        if not role_exists(url):
            apply(url, (CASES / "roles.sql").read_text(encoding="utf-8"))
        apply(url, (CASES / "others.sql").read_text(encoding="utf-8"))
        try:
            catalog = read(url)
        finally:  # a database with a subscription cannot be dropped
            apply(url, (CASES / "others_end.sql").read_text(encoding="utf-8"))
    lines = (CASES / "others.jsonl").read_text(encoding="utf-8").splitlines()
    actual = [
        msgspec.json.encode(one).decode()
        for one in catalog.objects()
        if type(one).__name__ not in ("Extension", "Role") and getattr(one, "name", "") != "public"
    ]
    assert lines == actual
    assert catalog.unknown == ("1 large object",)
    assert b"hidden-" not in msgspec.json.encode(catalog)


def test_parts_of_tables_are_published(database: str) -> None:
    apply(database, (CASES / "publications_15.sql").read_text(encoding="utf-8"))
    parts, whole_schema = read(database).publications
    assert parts.tables == (
        PublishedTable(name=Name("published", "lines")),
        PublishedTable(name=Name("published", "orders"), columns=("id", "Total"), condition="id > 100"),
    )
    assert (whole_schema.schemas, whole_schema.operations) == (("published",), ("insert",))


def test_secrets_stay_on_the_server(catalog: Catalog) -> None:
    assert b"hidden-" not in msgspec.json.encode(catalog)


def test_extensions_own_their_members(catalog: Catalog) -> None:
    assert [extension.name for extension in catalog.extensions] == ["citext", "hstore", "plpgsql"]
    hstore = dict(catalog.extensions[1].members)
    assert (hstore["type"] >= 1, hstore["function"] > 40) == (True, True)
    assert [one.name for one in catalog.routines if one.name.startswith(("hstore", "citext"))] == []


def test_chosen_schemas_keep_references_to_others(rich: str) -> None:
    chosen = read(rich, "app")
    assert {name.partition(".")[0] for name in names(chosen)} == {"app"}
    keys = [one.references for one in relation(chosen, "app.customers").constraints if one.references]
    assert [(Name("auth", "users"), ("id",))] == [(key.table, key.columns) for key in keys]


def test_patterns_leave_out_schemas_and_objects(rich: str) -> None:
    left = read(rich, exclude=("auth.*", "audit.log_*", "app.orders", "app.find*", "app.*_id_seq", "app.email"))
    assert [schema.name for schema in left.schemas] == ["app", "audit", "public"]
    assert set() == names(left) & {
        "auth.users",
        "audit.log_2024",
        "app.orders",
        "app.find",
        "app.orders_id_seq",
        "app.email",
    }
    assert {"audit.log", "app.customers", "app.invoice_numbers"} <= names(left)


def test_patterns_choose_schemas(rich: str) -> None:
    assert [schema.name for schema in read(rich, "a*").schemas] == ["app", "audit", "auth"]


def test_a_schema_that_does_not_exist_is_named(rich: str) -> None:
    assert read(rich, "app", "shop", "nothing_like_*").unreadable == ('Schema "shop" does not exist.',)


def test_every_role_sees_the_same(rich: str, catalog: Catalog) -> None:
    with psycopg.connect(rich, autocommit=True) as writer:
        writer.execute("drop role if exists docgen_stranger")
        writer.execute("create role docgen_stranger login")
    assert msgspec.json.encode(catalog) == msgspec.json.encode(read(make_conninfo(rich, user="docgen_stranger")))


def test_what_the_role_may_not_read_is_named(rich: str, catalog: Catalog) -> None:
    with psycopg.connect(rich, autocommit=True) as writer:
        writer.execute("drop role if exists docgen_stranger")
        writer.execute("create role docgen_stranger login")
        writer.execute("revoke select on pg_catalog.pg_policy from public")
        try:
            less = read(make_conninfo(rich, user="docgen_stranger"))
        finally:
            writer.execute("grant select on pg_catalog.pg_policy to public")
    assert less.unreadable == (
        "The role may not read dependencies (pg_policy).",
        "The role may not read row-level security policies (pg_policy).",
    )
    assert relation(less, "app.orders").policies == ()
    assert relation(catalog, "app.orders").columns == relation(less, "app.orders").columns


def test_a_closed_catalog_that_all_rests_on_is_an_error(rich: str) -> None:
    with psycopg.connect(rich, autocommit=True) as writer:
        writer.execute("drop role if exists docgen_stranger")
        writer.execute("create role docgen_stranger login")
        writer.execute("revoke select on pg_catalog.pg_proc from public")
        try:
            with pytest.raises(DatabaseError) as raised:
                read(make_conninfo(rich, user="docgen_stranger"))
        finally:
            writer.execute("grant select on pg_catalog.pg_proc to public")
    assert raised.value.message == "the role docgen_stranger may not read pg_proc"
    assert raised.value.hint == "Run as an administrator: grant select on pg_proc to docgen_stranger"


def test_the_number_of_statements_is_the_same_for_every_size(server: Cluster, database: str) -> None:
    counts = []
    for tables in (1, 200):
        apply(database, "".join(f"create table t_{tables}_{n} (id int primary key, a text);" for n in range(tables)))
        log = server.folder / "log"
        before = len(log.read_bytes())
        with connect(make_conninfo(database, options="-c log_statement=all")) as connection:
            assert tables <= len(read_catalog(connection).relations)
        sent = log.read_bytes()[before:].decode()
        counts.append(len(re.findall(r"LOG:  (?:statement|execute [^:]*): ", sent)))
    # BEGIN, the settings, the catalog, COMMIT; three more with the history of migrations.
    assert [len(STATEMENTS) + 3] * 2 == counts
    assert counts[0] + 3 <= 30


def test_strange_names_are_kept_as_they_are(database: str) -> None:
    strange = ['a"b', "a.b", "Tab\tle", "line\nbreak", "ü" * 31, "select", "%s {{ x }}", "<script>", "\u202eright"]
    quoted = ['"' + name.replace('"', '""') + '"' for name in strange]
    apply(database, "".join(f"create table {name} ({name} int primary key, check ({name} > 0));" for name in quoted))
    found = read(database)
    assert sorted(strange) == [one.name for one in found.relations]
    assert sorted(strange) == [one.columns[0].name for one in found.relations]


def test_grants_of_strange_roles(database: str) -> None:
    role = 'docgen "strange" = role/x'
    apply(
        database,
        f"""
        do $$ begin create role {_quote(role)}; exception when duplicate_object then null; end $$;
        create table secrets (id int);
        grant select, update on secrets to {_quote(role)} with grant option;
        """,
    )
    found = read(database)
    assert [(role, ("select", "update"), ("select", "update"))] == [
        (grant.grantee, grant.privileges, grant.grantable) for grant in relation(found, "public.secrets").grants
    ]
    assert role in [one.name for one in found.roles]


def test_an_empty_database(database: str) -> None:
    found = read(database)
    assert ([one.name for one in found.schemas], found.relations, found.unreadable) == (["public"], (), ())


def test_the_collector_is_left_as_it_was(database: str) -> None:
    assert gc.isenabled()
    read(database)
    assert gc.isenabled()


def _quote(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
