"""The guard: whatever a migration holds, on a server of ours it stays inside its database; what it may do it can."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from docgen.model.migration import Migration, Replay
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.proof.observe import copied
from docgen.postgres.proof.prove import prove
from docgen.postgres.replay.shadow import Shadow, ShadowOptions, open_shadow

CASES = Path(__file__).parents[2] / "cases"
HOSTILE = tomllib.loads((CASES / "hostile" / "cases.toml").read_text(encoding="utf-8"))["case"]
SUPERUSERS = "select rolname from pg_catalog.pg_roles where rolsuper"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Shadow]:
    with open_shadow(ShadowOptions()) as shadow:
        yield shadow


@pytest.fixture
def empty(guarded: Shadow) -> Iterator[Shadow]:
    """A database of its own on the guarded server."""
    with copied(guarded) as shadow:
        yield shadow


@pytest.fixture
def mark() -> Iterator[Path]:
    """A file that is not there, in a folder that the server may write to."""
    folder = Path(tempfile.mkdtemp(prefix="docgen-mark-", dir="/tmp"))
    folder.chmod(0o777)
    yield folder / "mark"
    shutil.rmtree(folder)


def migration(sql: str) -> Migration:
    return Migration(version="1", name="one", path="1.sql", sql=sql, digest="")


def written(case: dict[str, Any], mark: Path) -> str:
    program = f"copy (select 1) to program 'touch {mark}'"
    sql: str = case["sql"]
    return sql.replace("{mark}", str(mark)).replace("{hex}", program.encode().hex())


def superusers(shadow: Shadow) -> list[Any]:
    with psycopg.connect(shadow.url) as connection:
        return [name for (name,) in connection.execute(SUPERUSERS).fetchall()]


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"].replace(" ", "-"))
def test_a_migration_does_not_reach_the_machine(empty: Shadow, mark: Path, case: dict[str, Any]) -> None:
    found = empty.replay([migration(written(case, mark))], record=True)
    assert [failure.sqlstate for failure in found.failures] == case["refused"]
    assert found.records is not None
    assert (superusers(empty), mark.exists()) == (["docgen_admin"], False)


def test_a_proof_does_not_reach_the_machine(empty: Shadow, mark: Path) -> None:
    files = [
        Migration(version=str(number), name="one", path=f"{number}.sql", sql=written(case, mark), digest="")
        for number, case in enumerate(HOSTILE)
        if "event trigger" in case["name"] or "superuser" in case["name"] or "lent" in case["name"]
    ]
    prove(empty, files, ("file", "late", "chain"))
    assert (superusers(empty), mark.exists()) == (["docgen_admin"], False)


def test_a_superuser_would_reach_it(guarded: Shadow, mark: Path) -> None:
    with psycopg.connect(guarded.administrator, autocommit=True) as connection:
        connection.execute(f"copy (select 1) to program 'touch {mark}'".encode())
    assert mark.exists()


def run(shadow: Shadow, sql: str) -> Replay:
    found = shadow.replay([migration(sql)])
    assert found.failures == ()
    return found


def test_what_wants_a_superuser_and_runs_no_code_runs(empty: Shadow) -> None:
    run(empty, (CASES / "hostile" / "harmless.sql").read_text(encoding="utf-8"))


def test_owners_and_attributes_read_as_if_a_superuser_had_run_it(empty: Shadow) -> None:
    run(
        empty,
        """
        create role shop superuser replication;
        create role plain;
        grant plain to postgres;
        create table one (id int);
        create table two (id int);
        alter table two owner to plain;
        create function noted() returns event_trigger language plpgsql as 'begin end';
        create event trigger noted on ddl_command_end execute function noted();
        create publication everything for all tables;
        grant select on one to shop;
        """,
    )
    with empty.connect() as connection:
        catalog = read_catalog(connection)
    named = ("plain", "postgres", "shop")
    roles = {
        role.name: (role.superuser, role.replication, [one.role for one in role.member_of if one.role in named])
        for role in catalog.roles
        if role.name in named
    }
    assert roles == {
        "plain": (False, False, []),
        "postgres": (True, True, ["plain"]),
        "shop": (True, True, []),
    }
    assert {one.name: one.owner for one in catalog.relations} == {"one": "postgres", "two": "plain"}
    assert [(one.name, one.owner) for one in catalog.event_triggers] == [("noted", "postgres")]
    assert [(one.name, one.owner) for one in catalog.publications] == [("everything", "postgres")]
