"""The shadow: on a server of ours or on a given one, with the platform's preset, and gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

import docgen.postgres.replay
from docgen.errors import DatabaseError
from docgen.model.migration import Migration
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.replay.shadow import Shadow, ShadowOptions, open_shadow
from docgen.postgres.server.cluster import Cluster

EXTENSIONS = Path(docgen.postgres.replay.__file__).parent / "extensions"


def migration(sql: str) -> Migration:
    return Migration(version="1", name="one", path="1.sql", sql=sql, digest="")


def scratch_databases(server: Cluster) -> object:
    with psycopg.connect(server.url()) as connection:
        return connection.execute("select count(*) from pg_database where datname like 'docgen_shadow%'").fetchone()


@pytest.fixture(scope="module")
def platform() -> Iterator[Shadow]:
    with open_shadow(ShadowOptions(preset="supabase")) as shadow:
        yield shadow


@pytest.fixture
def visitor(server: Cluster) -> Iterator[str]:
    """A URL of a role that may log in and nothing else."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create role visitor login password 'secret of the visitor'")
        yield make_conninfo(server.url(), user="visitor", password="secret of the visitor")
        connection.execute("drop role visitor")


def test_what_the_migrations_make_can_be_read_as_a_catalog() -> None:
    with open_shadow(ShadowOptions(setup=(("setup.sql", "create role reader"),))) as shadow:
        found = shadow.replay([migration("create table t (id int); grant select on t to reader; select 1/0")])
        with shadow.connect() as connection:
            catalog = read_catalog(connection)
    assert [(relation.schema, relation.name) for relation in catalog.relations] == [("public", "t")]
    assert [failure.message for failure in found.failures] == ["division by zero"]
    assert (found.statements, shadow.foreign) == (3, False)
    assert f"PostgreSQL {shadow.major}" in shadow.origin


def test_a_given_server_gets_a_scratch_database_that_is_dropped(server: Cluster) -> None:
    options = ShadowOptions(url=server.url(), preset="supabase")
    with open_shadow(options) as shadow, open_shadow(options) as other:
        assert scratch_databases(server) == (2,)
        assert shadow.replay([migration("create table t (owner uuid default auth.uid())")]).failures == ()
        assert other.replay([migration("create table t (owner uuid default auth.uid())")]).failures == ()
        with shadow.connect() as connection:
            assert connection.execute("select to_regclass('public.t') is not null").fetchone() == (True,)
    assert scratch_databases(server) == (0,)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_the_scratch_database_goes_when_the_block_raises(server: Cluster, error: type[BaseException]) -> None:
    with pytest.raises(error), open_shadow(ShadowOptions(url=server.url())) as shadow:
        psycopg.connect(shadow.url)
        raise error
    assert scratch_databases(server) == (0,)


def test_the_scratch_database_of_a_killed_run_is_dropped_by_the_next(server: Cluster) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create database docgen_shadow_abandoned")
    with open_shadow(ShadowOptions(url=server.url())):
        assert scratch_databases(server) == (1,)
    assert scratch_databases(server) == (0,)


def test_several_shadows_make_the_platforms_roles_at_once(server: Cluster) -> None:
    def once(_: int) -> int:
        with open_shadow(ShadowOptions(url=server.url(), preset="supabase")) as shadow:
            return len(shadow.replay([migration("grant usage on schema public to anon")]).failures)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(once, range(3))) == [0, 0, 0]


def test_a_role_that_may_not_create_databases_is_told_so(visitor: str) -> None:
    with pytest.raises(DatabaseError) as caught, open_shadow(ShadowOptions(url=visitor)):
        pass
    assert caught.value.message.startswith('The role "visitor" of [shadow].url may not create databases')
    assert 'alter role "visitor" createdb' in caught.value.hint
    assert "secret" not in str(caught.value)


def test_a_superuser_of_a_given_server_is_told(server: Cluster, visitor: str) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("alter role visitor createdb")
    said = 'at [shadow].url, where the role "postgres" is a superuser and migrations may reach the machine'
    with open_shadow(ShadowOptions(url=server.url())) as mighty, open_shadow(ShadowOptions(url=visitor)) as ordinary:
        assert [origin.partition(" at ")[2] for origin in (f"x {said}", "x at [shadow].url")] == [
            shadow.origin.partition(" at ")[2] for shadow in (mighty, ordinary)
        ]


def test_a_preset_that_the_role_may_not_make_is_told_and_leaves_nothing(server: Cluster, visitor: str) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("alter role visitor createdb")
        connection.execute("drop role if exists dashboard_user")
    options = ShadowOptions(url=visitor, preset="supabase")
    with pytest.raises(DatabaseError, match="preset supabase can't be made") as caught, open_shadow(options):
        pass
    assert "CREATEROLE" in caught.value.hint
    assert scratch_databases(server) == (0,)


def test_a_server_that_is_not_there_is_told() -> None:
    options = ShadowOptions(url="postgresql://someone:hidden@localhost:1/x")
    with pytest.raises(DatabaseError, match="cannot connect") as caught, open_shadow(options):
        pass
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("name", sorted(path.stem for path in EXTENSIONS.glob("*.control")))
def test_every_stand_in_installs(platform: Shadow, name: str) -> None:
    with psycopg.connect(platform.url) as connection:
        connection.execute(f'drop extension if exists "{name}" cascade'.encode())
        connection.execute(f'create extension "{name}" cascade'.encode())
        connection.rollback()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("extensions.uuid_generate_v3(extensions.uuid_ns_dns(), 'a')::text", "4c104dd0-4821-30d5-9ce3-0e7a1f8b7c0d"),
        ("substr(extensions.uuid_generate_v1()::text, 15, 1)", "1"),
        ("substr(uuid_generate_v5(uuid_ns_url(), 'a')::text, 15, 1)", "5"),
        ("uuid_generate_v4() <> uuid_generate_v4()", True),
        ("length(extensions.gen_random_bytes(40))", 40),
        ("length(gen_random_bytes(0))", 0),
        ("encode(digest('a', 'md5'), 'hex') = md5('a')", True),
        ("length(digest('a', 'sha1'))", 20),
        ("h = crypt('right', h) and h <> crypt('wrong', h) from crypt('right', gen_salt('bf', 8)) as h", True),
        ("pgp_sym_decrypt(pgp_sym_encrypt('text', 'key'), 'key')", "text"),
        ("(verify(sign('{\"a\": 1}', 'key'), 'key')).payload ->> 'a'", "1"),
        ("auth.uid() is null and auth.role() is null and auth.email() is null and auth.jwt() is null", True),
        ("storage.foldername('a/b/c.tar.gz')", ["a", "b"]),
        ("storage.foldername('c')", []),
        ("storage.filename('a/b/c.tar.gz')", "c.tar.gz"),
        ("storage.extension('a/b/c.tar.gz')", "gz"),
        ("vault.create_secret('s', 'n') is not null", True),
        ("(select rolbypassrls from pg_roles where rolname = 'service_role')", True),
        ("(select relrowsecurity from pg_class where oid = 'storage.objects'::regclass)", True),
    ],
)
def test_the_platform_answers_as_migrations_expect(platform: Shadow, expression: str, expected: object) -> None:
    with psycopg.connect(platform.url) as connection:
        row = connection.execute(f"select {expression}".encode()).fetchone()
        connection.rollback()
    assert row == (expected,)


def test_the_platform_knows_who_asks(platform: Shadow) -> None:
    claims = '{"sub": "00000000-0000-0000-0000-000000000001", "role": "authenticated", "email": "a@example.org"}'
    with psycopg.connect(platform.url) as connection:
        connection.execute("select set_config('request.jwt.claims', %s, true)", [claims])
        row = connection.execute("select auth.uid()::text, auth.role(), auth.email(), auth.jwt() ->> 'role'").fetchone()
    assert row == ("00000000-0000-0000-0000-000000000001", "authenticated", "a@example.org", "authenticated")
