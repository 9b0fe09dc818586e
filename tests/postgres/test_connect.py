"""Connections that work, and what is said of those that do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from docgen.errors import DatabaseError
from docgen.postgres import connect as connecting
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect, where
from docgen.postgres.server.cluster import Cluster, run_cluster

PASSWORD = "pa55-w0rd"


@pytest.fixture(scope="module")
def strict() -> Iterator[Cluster]:
    """A server that wants a password of one role and refuses another."""

    def prepare(folder: Path) -> dict[str, str]:
        rules = "local all locked scram-sha-256\nlocal all refused reject\nlocal all all trust\n"
        (folder / "hba.conf").write_text(rules, encoding="utf-8")
        return {"hba_file": str(folder / "hba.conf")}

    with run_cluster(prepare=prepare) as cluster:
        with psycopg.connect(cluster.url(), autocommit=True) as writer:
            writer.execute("create role locked login password 'another'")
            writer.execute("create role refused login")
        yield cluster


def refusal(url: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as raised:
        connect(url).close()
    assert PASSWORD not in raised.value.message + raised.value.hint
    assert raised.value.hint
    return raised.value


def test_a_connection_is_read_only_and_sees_one_moment(database: str) -> None:
    with connect(database) as connection:
        settings = [
            connection.execute(f"show {name}".encode()).fetchone()
            for name in ("transaction_isolation", "transaction_read_only", "search_path", "application_name", "jit")
        ]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("create table public.t (id int)")
    assert settings == [("repeatable read",), ("on",), ("",), ("docgen",), ("off",)]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_spellings_of_other_tools(database: str, scheme: str) -> None:
    url = database.replace("postgresql", scheme, 1) + "&schema=public&connection_limit=5"
    with connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_the_environment_of_libpq(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = conninfo_to_dict(database)
    for name, variable in (("host", "PGHOST"), ("port", "PGPORT"), ("user", "PGUSER"), ("dbname", "PGDATABASE")):
        monkeypatch.setenv(variable, str(parameters[name]))
    with connect("") as connection:
        assert connection.info.dbname == parameters["dbname"]
    assert f"postgres@{parameters['host']}:{parameters['port']}/{parameters['dbname']}" == where({})


def test_a_service_file(database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parameters = conninfo_to_dict(database)
    lines = [f"{name}={parameters[name]}" for name in ("host", "port", "user", "dbname")]
    (tmp_path / "services").write_text("\n".join(["[shop]", *lines, ""]), encoding="utf-8")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    with connect("service=shop") as connection:
        assert connection.info.dbname == parameters["dbname"]
    assert "cannot connect to service absent: the service is not defined" in refusal("service=absent").message


def test_no_server(tmp_path: Path) -> None:
    error = refusal(f"postgresql://ann:{PASSWORD}@/shop?host={tmp_path}")
    assert error.message.startswith(f"cannot connect to ann@{tmp_path}:5432/shop: no server there (")


def test_wrong_password(strict: Cluster) -> None:
    error = refusal(make_conninfo(strict.url(), user="locked", password=PASSWORD))
    assert f"cannot connect to locked@{strict.folder}" in error.message
    assert ": wrong password or user (" in error.message


def test_refused_by_the_server(strict: Cluster) -> None:
    assert "does not let this user connect" in refusal(make_conninfo(strict.url(), user="refused")).message


def test_unknown_database_and_role(strict: Cluster) -> None:
    assert "the database does not exist" in refusal(strict.url("nowhere")).message
    assert "the role does not exist" in refusal(make_conninfo(strict.url(), user="nobody")).message


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://ann:{PASSWORD}%@host/shop",
        f"postgresql://ann:{PASSWORD}/x@host/shop",
        f"postgresql://ann:1/{PASSWORD}@host/shop",
        f"postgresql://ann:x@{PASSWORD}@host/shop",
        f"postgresql://ann:{PASSWORD}@host:port/shop",
        f"host=a password={PASSWORD} colour=blue",
        f"postgresql://ann:{PASSWORD}@host/shop?colour=blue",
        f"password='{PASSWORD}",
        "mysql://ann@host/shop",
        PASSWORD,
    ],
)
def test_what_is_no_url_is_not_repeated(url: str) -> None:
    error = refusal(url)
    assert "ann" not in error.message


@given(st.text(min_size=4, max_size=20).filter(lambda text: text not in "the database URL is not valid"))
def test_no_password_is_ever_shown(password: str) -> None:
    for url in (f"postgresql://ann:{password}@/shop?host=/nonexistent", f"password={password} host=/nonexistent"):
        try:
            connect(url).close()
        except DatabaseError as error:
            # A piece of a broken URL can end up as part of the host's name; the whole never shows.
            assert f":{password}@" not in error.message
            assert f"={password}" not in error.message


def test_a_connection_that_is_lost(server: Cluster, database: str) -> None:
    connection = connect(database)
    with psycopg.connect(server.url(), autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 10000)", [connection.info.backend_pid])
    with pytest.raises(DatabaseError) as raised:
        read_catalog(connection)
    assert raised.value.message.startswith("the connection was lost while reading the catalog: ")
    assert raised.value.hint == "Nothing was written. Check the server, then run docgen again."


def test_a_lock_that_ddl_holds(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_SETTINGS", connecting._SETTINGS.replace("'10s'", "'50ms'"))
    with psycopg.connect(database) as writer:
        writer.execute("create table t (id int)")
        writer.execute("create view v as select id from t")
        writer.commit()
        writer.execute("alter table t add column note text")
        with connect(database) as connection, pytest.raises(DatabaseError) as raised:
            read_catalog(connection)
    assert "for a lock and gave up" in raised.value.message
    assert raised.value.hint.startswith("Another session changes the schema")


def test_a_server_that_takes_too_long(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_SETTINGS", connecting._SETTINGS.replace("'300s'", "'1ms'", 1))
    with psycopg.connect(database, autocommit=True) as writer:
        writer.execute(
            "do $$ begin for n in 1..200 loop execute format('create table t%s (id int)', n); end loop; end $$"
        )
    with pytest.raises(DatabaseError) as raised, connect(database) as connection:
        read_catalog(connection)
    assert "was cancelled by the server" in raised.value.message


def test_a_role_that_may_write_still_only_reads(server: Cluster, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("create table t (id int); create role writer login; grant all on t to writer")
    try:
        with connect(make_conninfo(database, user="writer")) as connection:
            assert connection.execute("select has_table_privilege('public.t', 'insert')").fetchone() == (True,)
            for text in ("insert into public.t values (1)", "delete from public.t", "truncate public.t"):
                with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), connection.transaction():
                    connection.execute(text.encode())
    finally:
        with psycopg.connect(database, autocommit=True) as owner:
            owner.execute("drop owned by writer; drop role writer")
