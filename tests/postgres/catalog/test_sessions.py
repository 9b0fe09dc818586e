"""Two sessions read the same moment, and one reads everything where no second is to be had."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from docgen.errors import DatabaseError
from docgen.model.catalog import Catalog
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.cluster import Cluster, create_database, drop_database

_TABLES = 400


@pytest.fixture(scope="module")
def large(server: Cluster) -> Iterator[str]:
    """The URL of a database that is worth two sessions."""
    url = make_conninfo(server.url(), dbname="large")
    create_database(server.url(), "large")
    with psycopg.connect(url, autocommit=True) as writer:
        writer.execute(
            f"do $$ begin for n in 1..{_TABLES} loop execute format('create table t_%s (id int primary key, "
            "a text default md5(''x'') check (length(a) > %s), b int references t_1 (id)); "
            "create view v_%s as select id from t_%s', n, n, n, n); end loop; end $$".replace("references t_1 (id)", "")
        )
        writer.execute("drop role if exists docgen_lonely")
        writer.execute("create role docgen_lonely login connection limit 1")
    yield url
    drop_database(server.url(), "large")


def sent(server: Cluster, url: str, *, shared: bool) -> tuple[Catalog, list[str]]:
    log = server.folder / "log"
    before = len(log.read_bytes())
    with connect(make_conninfo(url, options="-c log_statement=all")) as connection:
        catalog = read_catalog(connection, shared=shared)
    text = log.read_bytes()[before:].decode()
    return catalog, re.findall(r"^.*?\[?(\d+)\]?.*LOG:  (?:statement|execute [^:]*): (\S+)", text, re.MULTILINE)


def test_two_sessions_read_what_one_reads(server: Cluster, large: str) -> None:
    alone, by_one = sent(server, large, shared=False)
    together, by_two = sent(server, large, shared=True)
    assert together == alone
    assert len(alone.relations) == 2 * _TABLES
    # The snapshot of the first session; BEGIN, that snapshot and the settings of the second, as far as it comes before
    # all is read; its transaction is left by closing it.
    assert 1 <= len(by_two) - len(by_one) <= 4


def test_what_happens_meanwhile_is_seen_by_neither(large: str) -> None:
    with psycopg.connect(large, autocommit=True) as writer, connect(large) as connection:
        before = read_catalog(connection)
        writer.execute("create table meanwhile (id int primary key)")
        assert read_catalog(connection, shared=True) == before
        writer.execute("drop table meanwhile")


def test_one_session_reads_everything_where_no_second_is_let_in(large: str) -> None:
    with connect(large) as connection:
        expected = read_catalog(connection)
    with connect(make_conninfo(large, user="docgen_lonely")) as connection:
        assert read_catalog(connection, shared=True) == expected


def test_a_connection_that_ends_is_one_error(large: str) -> None:
    with connect(large) as connection:
        pid = connection.info.backend_pid
        with psycopg.connect(large, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s)", [pid])
        with pytest.raises(DatabaseError, match="the connection was lost while reading the catalog"):
            read_catalog(connection, shared=True)
