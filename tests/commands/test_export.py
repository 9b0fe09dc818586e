"""docgen export schema: where the schema comes from, where it goes, and what stands in the way."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import psycopg
import pytest

from docgen.model.report import json_schema
from docgen.read.project import LIBPQ
from tests.commands.shop import docgen, migrate, output_of, shop, tree


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


def test_the_next_home_is_on_the_status_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    assert docgen(root, "export", "report") == 2
    assert "set [export] target in docgen.toml" in capsys.readouterr().err
    with (root / "docgen.toml").open("a") as file:
        file.write('[export]\ntarget = "rds"\nmajor = 17\n')
    create = "create or replace function f() returns integer language sql leakproof as 'select 1';\n"
    migrate(root, "0003_jobs.sql", create)
    assert docgen(root, "export", "report") == 1
    assert "PostgreSQL 17: 1 in the way, 0 decisions, 1 note" in capsys.readouterr().out
    assert docgen(root, "build") == 0
    pages = tree(root)
    status, move = pages["SCHEMA-STATUS.md"], pages["move.md"]
    line = "[2 things do not travel](move.md): 1 blocks the move, 1 to know<br>"
    assert f"**Ready for Amazon RDS for PostgreSQL**: {line}" in status
    assert "Clear the way to the next home: [1 thing blocks the move](move.md#blocks-the-move)" in status
    assert "- [`public.f()`](functions/public.f.md)" in move
    assert docgen(root, "check") == 0
    code, told = output_of(root, "status", "--format", "json")
    document = json.loads(told)
    jsonschema.validate(document, json_schema())
    assert (code, document["verdict"], document["move"]) == (
        0,
        "production ready",
        {"target": "rds", "title": "Amazon RDS for PostgreSQL", "blocks": 1, "decisions": 0, "notes": 1},
    )
    assert "ready for Amazon RDS for PostgreSQL: 1 block, 1 to know" in output_of(root, "status")[1]


def test_an_unknown_next_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path, '[export]\ntarget = "mars"\n')
    assert docgen(root, "check") == 2
    assert "export.target" in capsys.readouterr().err
