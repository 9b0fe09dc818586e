"""What of a schema does not travel: one of each thing on a real server, and each target's own answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import psycopg
import pytest

from docgen.analysis.portability.report import portability
from docgen.analysis.targets import targets
from docgen.commands.export_report import TARGETS
from docgen.model.catalog import Catalog
from docgen.model.migration import Migration
from docgen.model.portability import Portability, json_schema
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.render.portability_markdown import portability_markdown
from docgen.reporters import portability_text

CASES = Path(__file__).parent.parent / "cases" / "portability"
CHAIN = (
    Migration(
        version="1",
        name="jobs",
        path="1_jobs.sql",
        digest="",
        sql="select cron.schedule('nightly', '0 3 * * *', 'select 1');\ninsert into storage.buckets (id) values ('a');",
    ),
)


def catalog(**parts: Any) -> Catalog:
    return msgspec.convert(parts, Catalog)


def told(found: Portability) -> list[tuple[str, str, str]]:
    return [(one.severity, one.kind, one.name) for one in found.obstacles]


@pytest.fixture
def everything(database: str) -> Catalog:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute((CASES / "schema.sql").read_bytes())
    with connect(database) as connection:
        return read_catalog(connection, exclude=("auth.*", "vault.*"))


def test_a_schema_with_one_of_each_gives_the_report(everything: Catalog) -> None:
    found = portability(everything, CHAIN, "postgres", "rds", 17)

    assert portability_text.report(found) == (CASES / "rds.txt").read_text()
    assert portability_markdown(found) == (CASES / "rds.md").read_text()
    jsonschema.validate(json.loads(msgspec.json.encode(found)), json_schema())


def test_a_server_of_ones_own_takes_more(everything: Catalog) -> None:
    found = portability(everything, CHAIN, "postgres", "plain")

    assert told(found) == [
        ("blocks", "schema", "auth"),
        ("blocks", "schema", "vault"),
        ("decision", "language", "internal"),
        ("decision", "role", "authenticated"),
        ("decision", "schema", "cron"),
        ("decision", "schema", "storage"),
        ("note", "publication", "changes"),
        ("note", "publication", "everything"),
        ("note", "role", "postgres"),
    ]


def test_the_command_knows_every_target() -> None:
    assert tuple(targets()) == TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_every_table_is_dated_and_has_its_sources(target: str) -> None:
    place = targets()[target]

    assert place.sources
    assert all(source.url.startswith("https://") for source in place.sources)
    assert place.dated[:4].isdigit()
    assert place.extensions.keys() >= {"plpgsql", "citext", "pg_trgm", "uuid-ossp", "pgcrypto"}
    assert all(name.strip() == name and " " not in version for name, version in place.extensions.items())


def test_a_version_that_is_older_there_needs_a_decision() -> None:
    newer = {"name": "vector", "schema": "extensions", "version": "0.8.10"}
    same = {"name": "unaccent", "schema": "extensions", "version": "1.1"}
    column = {"name": "at", "type": "extensions.vector(3)", "type_name": ["extensions", "vector"]}
    relation = {"schema": "public", "name": "places", "kind": "table", "owner": "app", "columns": [column]}
    found = portability(catalog(extensions=[newer, same], relations=[relation]), (), "", "rds")

    assert told(found) == [("decision", "extension", "vector")]
    assert [one.object for one in found.obstacles[0].dependents] == ["public.places.at"]


def test_extensions_that_the_server_has_to_be_told() -> None:
    found = portability(catalog(extensions=[{"name": "pg_cron", "schema": "cron", "version": "1.6"}]), (), "", "azure")

    assert [one.suggestion for one in found.obstacles] == [
        "Name it in azure.extensions and name its library in shared_preload_libraries and restart."
    ]


def test_tablespaces_subscriptions_servers_and_roles() -> None:
    relation = {"schema": "public", "name": "t", "kind": "foreign table", "owner": "rds_app", "server": "far"}
    table = {"schema": "public", "name": "u", "kind": "table", "owner": "boss", "tablespace": "fast"}
    found = portability(
        catalog(
            relations=[relation, table],
            servers=[{"name": "far", "wrapper": "postgres_fdw", "owner": "boss"}],
            others=[{"kind": "subscription", "schema": "", "name": "s", "owner": "boss"}],
            roles=[
                {"name": "boss", "superuser": True, "login": True},
                {"name": "copier", "replication": True, "bypass_row_security": True},
                {"name": "rds_app"},
            ],
            unknown=["2 security labels"],
        ),
        (),
        "",
        "rds",
    )

    assert told(found) == [
        ("blocks", "role", "rds_app"),
        ("blocks", "tablespace", "fast"),
        ("decision", "role", "boss"),
        ("decision", "role", "copier"),
        ("decision", "role", "copier"),
        ("decision", "server", "far"),
        ("decision", "subscription", "s"),
        ("note", "not read", "2 security labels"),
        ("note", "role", "boss"),
    ]


def test_what_an_older_major_lacks() -> None:
    key = {"name": "k", "kind": "unique", "columns": ["a"], "definition": "", "without_overlaps": True}
    index = {"name": "i", "definition": "", "method": "btree", "columns": ["a"], "nulls_not_distinct": True}
    columns = [{"name": "id", "type": "uuid", "default": "uuidv7()"}]
    relation = {"schema": "public", "name": "t", "kind": "table", "owner": "app", "constraints": [key]}
    made = catalog(relations=[{**relation, "indexes": [index], "columns": columns}])

    assert told(portability(made, (), "", "plain", 18)) == []
    assert [name for _, _, name in told(portability(made, (), "", "plain", 17))] == [
        "Temporal keys (WITHOUT OVERLAPS, PERIOD)",
        "uuidv7()",
    ]
    assert [name for _, _, name in told(portability(made, (), "", "plain", 14))] == [
        "NULLS NOT DISTINCT",
        "Temporal keys (WITHOUT OVERLAPS, PERIOD)",
        "uuidv7()",
    ]


def test_nothing_stands_in_the_way_of_a_plain_schema() -> None:
    found = portability(catalog(), (), "", "cloudsql")

    assert portability_text.summary(found) == (
        "nothing known stands in the way to Google Cloud SQL for PostgreSQL, PostgreSQL 17"
    )
