"""docgen drift on a real project and a real live database: what it says, in which form, with which exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import psycopg
import pytest

from docgen import cli
from docgen.postgres.server.cluster import Cluster
from docgen.read.project import LIBPQ
from docgen.reporters.drift_json import SCHEMA

MIGRATION = """-- 1
create table orders (id integer primary key, total numeric default 0);
create index orders_total on orders (total);
create function tax(numeric) returns numeric language sql as 'select $1 * 0.19';
create view big as select id from orders where id > 100;
"""
BY_HAND = """
alter table orders alter column total type integer;
create table tmp_copy as table orders;
drop index orders_total;
create or replace function tax(numeric) returns numeric language sql as 'select $1 * 0.16';
comment on table orders is 'Looked at.';
"""
TEXT = (Path(__file__).parents[1] / "cases" / "drift" / "orders.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    (root / "migrations").mkdir()
    (root / "migrations" / "001_orders.sql").write_text(MIGRATION)
    return root


@pytest.fixture(scope="module")
def live(server: Cluster) -> Iterator[str]:
    with server.database("drifted") as url:
        with psycopg.connect(url, autocommit=True) as writer:
            writer.execute(MIGRATION.encode())
            writer.execute(BY_HAND.encode())
        yield url


def drift(project: Path, url: str, *arguments: str) -> int:
    return cli.run(["-C", str(project), "drift", "--database-url", url, *arguments])


def test_text(project: Path, live: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(project, live) == 1
    out, err = capsys.readouterr()
    assert out == TEXT
    assert err.startswith("reading the live database\nreplaying 1 migration (plain) on PostgreSQL ")


def test_json_is_as_published(project: Path, live: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(project, live, "--format", "json", "--quiet") == 1
    out, err = capsys.readouterr()
    document = json.loads(out)
    jsonschema.validate(document, SCHEMA)
    assert err == ""
    assert document["differences"][1] == {
        "kind": "different",
        "object_kind": "column",
        "object": "public.orders.total",
        "relation": "public.orders",
        "attribute": "type",
        "expected": "numeric",
        "actual": "integer",
        "migration": {"file": "migrations/001_orders.sql", "line": 2, "version": "001", "verb": "create"},
    }


def test_markdown(project: Path, live: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(project, live, "--format", "markdown", "--quiet") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:7] == [
        "# Drift",
        "",
        "## `public.orders`",
        "",
        "| What | Expected | Actual | Migration |",
        "| --- | --- | --- | --- |",
        "| table comment | none | `Looked at.` | `migrations/001_orders.sql:2` |",
    ]
    assert "+AS $function$select $1 * 0.16$function$" in lines


def test_what_the_configuration_ignores_is_counted(
    project: Path, live: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    configuration = tmp_path / "docgen.toml"
    configuration.write_text('[drift]\nignore = ["public.tmp_*", "public.orders", "*:body"]\n')
    (tmp_path / "migrations").symlink_to(project / "migrations")
    assert drift(tmp_path, live, "--quiet") == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "no drift: the live database is what the migrations make (5 more ignored by the configuration)"
    )


@pytest.mark.parametrize(
    ("url", "message"),
    [(None, "error: no live database is configured"), ("postgresql://nobody@/x?host=/nowhere", "error: ")],
)
def test_without_a_live_database_it_cannot_run(
    project: Path, url: str | None, message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)
    given = ["--database-url", url] if url else []
    assert cli.run(["-C", str(project), "drift", "--quiet", *given]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith(message)) == ("", True)


def test_without_migrations_it_cannot_run(live: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(tmp_path, live, "--quiet") == 2
    assert "there are no migrations to compare with" in capsys.readouterr().err
