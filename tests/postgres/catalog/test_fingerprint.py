"""Fingerprints: equal for what is made alike, different by name where it is not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import psycopg
import pytest

from docgen.model.proof import RowChange, SchemaChange
from docgen.postgres.catalog.fingerprint import compare, kinds, query, read_fingerprint
from docgen.postgres.server.cluster import Cluster

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "fingerprint" / "changes.toml").read_text())["case"]


def said(change: SchemaChange) -> str:
    attributes = ", ".join(one.attribute for one in change.attributes)
    return f"{change.change} {change.kind} {change.object}" + (f": {attributes}" if attributes else "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_a_statement_changes(database: str, case: dict[str, str]) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(case["before"].encode())
        before = read_fingerprint(connection)
        connection.execute(case["run"].encode())
        after = read_fingerprint(connection)
    assert sorted(case["changes"]) == sorted(said(change) for change in compare(before, after).schema)


def test_two_databases_made_alike_are_equal(server: Cluster) -> None:
    text = "create table b (id int primary key); create table a (b int references b); insert into b values (1), (2)"
    other = "create table unrelated (x int); drop table unrelated; " + text.replace("(1), (2)", "(2), (1)")
    found = []
    with server.database("alike_one") as one, server.database("alike_two") as two:
        for url, script in ((one, text), (two, other)):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(script.encode())
                found.append(read_fingerprint(connection))
    assert found[0] == found[1]
    assert [rows.table for rows in found[0].rows] == ["public.a", "public.b"]


def test_rows_count_and_contents(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table a (x int); create table b (x int); create table c (x int)")
        connection.execute("insert into a values (1); insert into b values (1), (2); insert into c values (1)")
        before = read_fingerprint(connection)
        connection.execute("insert into a values (1); update b set x = 3 where x = 2; update c set x = x")
        after = read_fingerprint(connection)
    assert (RowChange(table="public.a", delta=1), RowChange(table="public.b", delta=0)) == compare(before, after).rows


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_can_be_limited_to_rows_of_one_transaction(database: str, kind: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        major = connection.info.server_version // 10000
        row = connection.execute("select pg_current_xact_id()::text::bigint").fetchone()
        assert row is not None
        text = query(kind, major, f"{{0}}.xmin::text::bigint > {row[0]}")
        assert connection.execute(text.encode()).fetchall() == []
