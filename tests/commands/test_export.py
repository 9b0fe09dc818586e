"""docgen export schema: where the schema comes from, where it goes, and what stands in the way."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from docgen.project import LIBPQ
from tests.commands.shop import docgen, migrate, shop


@pytest.fixture(autouse=True)
def no_database_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)


def test_migrations_snapshot_and_live_give_the_same(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shop(tmp_path)
    assert docgen(root, "export", "schema") == 0
    expected = capsys.readouterr().out
    assert "CREATE TABLE public.orders (" in expected
    assert docgen(root, "build") == 0
    capsys.readouterr()
    assert docgen(root, "export", "schema", "--snapshot") == 0
    assert expected.partition("-- Tables")[2] == capsys.readouterr().out.partition("-- Tables")[2]
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(expected.encode())
    assert docgen(root, "export", "schema", "--live", "--no-owner", "--database-url", database) == 0
    assert expected.partition("-- Tables")[2] == capsys.readouterr().out.partition("-- Tables")[2]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    assert docgen(root, "export", "schema", "--idempotent", "--output", str(tmp_path / "schema.sql")) == 0
    assert "CREATE TABLE IF NOT EXISTS public.orders" in (tmp_path / "schema.sql").read_text()
    capsys.readouterr()
    assert docgen(root, "export", "schema", "--output", str(tmp_path / "none" / "schema.sql")) == 2
    assert "cannot write" in capsys.readouterr().err


def test_what_failed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    folder = next(root.rglob("*.sql")).parent
    (folder / "99999999999999_broken.sql").write_text("create table broken (id no_such_type);")
    assert docgen(root, "export", "schema") == 1
    found = capsys.readouterr()
    assert "CREATE TABLE public.orders (" in found.out
    assert "99999999999999_broken.sql:1 failed" in found.err


def test_nothing_to_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for flag in ((), ("--live",), ("--snapshot",)):
        assert docgen(tmp_path, "export", "schema", *flag) == 2
        assert "hint: " in capsys.readouterr().err


def test_the_report_says_what_does_not_travel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    assert docgen(root, "export", "report", "--target", "rds") == 0
    assert "to Amazon RDS for PostgreSQL, PostgreSQL 18: 0 in the way, 0 decisions, 1 note\n" in capsys.readouterr().out
    migrate(root, "0003_jobs.sql", "create function f() returns integer language sql leakproof as 'select 1';\n")
    for style in ("text", "markdown", "json"):
        assert docgen(root, "export", "report", "--target", "rds", "--format", style) == 1
        assert "public.f()" in capsys.readouterr().out
    assert docgen(root, "export", "report", "--target", "nowhere") == 2
