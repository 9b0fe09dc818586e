"""The statements of a catalog make that catalog again, once and twice, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from docgen.analysis.ddl.catalog import catalog_ddl
from docgen.analysis.ddl.export import NEW_DATABASE, export
from docgen.analysis.ddl.script import SETTINGS, script
from docgen.analysis.ddl.statement import Form
from docgen.config.workspace import load
from docgen.model.catalog import Catalog
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.replay.shadow import ShadowOptions, open_shadow
from docgen.postgres.server.cluster import Cluster
from docgen.read.left_out import SUPABASE_SCHEMAS
from docgen.read.project import read_project
from docgen.read.replaying import replayed
from docgen.sql.split import split

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases"
SCHEMAS = ("catalog/schema.sql", "catalog/schema_18.sql", "ddl/circles.sql", "ddl/shapes.sql", "ddl/rare.sql")


def apply(url: str, sql: str) -> None:
    with psycopg.connect(url, autocommit=True) as writer:
        for start, end in split(sql):
            writer.execute(sql[start:end].encode())


def read(url: str) -> Catalog:
    with connect(url) as connection:
        return read_catalog(connection)


@pytest.fixture(scope="module")
def roles(server: Cluster) -> None:
    with psycopg.connect(server.url()) as connection:
        there = connection.execute("select from pg_roles where rolname = 'docgen_reader'").fetchall()
    if not there:
        apply(server.url(), (CASES / "catalog" / "roles.sql").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def target(server: Cluster) -> Iterator[str]:
    with server.database("target") as url:
        yield url


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.usefixtures("roles")
def test_a_catalog_makes_itself_again(database: str, server: Cluster, name: str) -> None:
    apply(database, (CASES / name).read_text(encoding="utf-8"))
    expected = read(database)
    actual = {}
    for form in ("plain", "idempotent"):
        script = export(expected, "postgres", idempotent=form == "idempotent")
        with server.database(f"again_{form}") as url:
            for _ in range(2 if form == "idempotent" else 1):
                apply(url, script)
            actual[form] = read(url)
    assert {"plain": expected, "idempotent": expected} == actual


def test_a_new_database_is_what_the_export_takes_for_given(database: str) -> None:
    actual = read(database)
    assert (NEW_DATABASE.schemas, "SET check_function_bodies = off;\nSET search_path = '';\n\n") == (
        actual.schemas,
        export(actual, "postgres"),
    )


def test_without_owners_everything_belongs_to_who_runs_it(database: str, server: Cluster, roles: None) -> None:
    apply(database, "create table t (); alter table t owner to docgen_owner")
    with server.database("unowned") as url:
        apply(url, export(read(database), "", owners=False))
        assert [one.owner for one in read(url).relations] == ["postgres"]


def test_the_example_makes_itself_again() -> None:
    project = read_project(load(ROOT / "examples" / "portal"))
    expected, replay = replayed(project, lambda _: None)
    assert len(replay.failures) == 4
    platform = tuple(f"{name}.*" for name in SUPABASE_SCHEMAS)
    with open_shadow(ShadowOptions(preset="supabase")) as shadow:
        with shadow.connect() as connection:
            given = read_catalog(connection, exclude=platform)
        statements = catalog_ddl(expected, Form(idempotent=True, role="postgres", given=given))
        for _ in range(2):
            apply(shadow.url, f"{SETTINGS.format(local='')}\n{script(statements)}")
        with shadow.connect() as connection:
            assert expected == read_catalog(connection, exclude=platform)
