"""docgen lint --fix and --diff as one types them."""

from __future__ import annotations

import stat
from pathlib import Path

import psycopg
import pytest

from docgen.cli import run

BAD = '-- Größe\r\nCREATE TABLE "Tür" (a int);\r\nALTER TABLE "Tür" ADD CONSTRAINT ü CHECK (a > 0); -- größer\r\n'
GOOD = (
    '-- Größe\r\nCREATE TABLE IF NOT EXISTS "Tür" (a int);\r\nDO $$\r\nBEGIN\r\n'
    "  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'ü' AND conrelid = '\"Tür\"'::regclass) THEN\r\n"
    '    ALTER TABLE "Tür" ADD CONSTRAINT ü CHECK (a > 0);\r\n  END IF;\r\nEND $$; -- größer\r\n'
)
UNSAFE = "CREATE TABLE n (id serial, v text);\nINSERT INTO n (v) VALUES ('a');\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "DATABASE_URL", "PGHOST", "PGSERVICE", "PGDATABASE", "PGPORT", "PGUSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def write(path: str, text: str = BAD) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_fix_writes_what_is_safe_and_keeps_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    file, other = write("migrations/001_a.sql"), write("migrations/002_b.sql", UNSAFE)
    file.chmod(0o640)
    assert run(["lint", "--fix"]) == 1
    assert (file.read_bytes().decode(), other.read_text()) == (GOOD, UNSAFE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert said(capsys)[-1] == "fixed 2 in 1 file, 2 remain (2 fixable with --unsafe-fixes)"
    assert sorted(path.name for path in file.parent.iterdir()) == ["001_a.sql", "002_b.sql"]


INDEX = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);\n"
MARKED = {
    "sqlx": ("", "", "-- no-transaction\n"),
    "goose": ("-- +goose Up\n", "-- +goose NO TRANSACTION\n-- +goose Up\n", ""),
    "dbmate": ("-- migrate:up\n", "-- migrate:up transaction:false\n", ""),
    "sql-migrate": ("-- +migrate Up\n", "-- +migrate Up notransaction\n", ""),
    "yoyo": ("-- depends:\n", "-- transactional: false\n-- depends:\n", ""),
    "atlas": ("", "-- atlas:txmode none\n\n", ""),
    "graphile-migrate": ("--! Message: fast\n\n", "--! Message: fast\n--! no-transaction\n\n", ""),
    "liquibase": (
        "-- liquibase formatted sql\n-- changeset a:1\n",
        "-- liquibase formatted sql\n-- changeset a:1 runInTransaction:false\n",
        "",
    ),
}


@pytest.mark.parametrize("tool", MARKED)
def test_the_tool_is_told_to_open_no_transaction(tool: str) -> None:
    before, after, behind = MARKED[tool]
    write("docgen.toml", f'migrations = "migrations"\nsource = "{tool}"\n')
    file = write("migrations/current.sql" if tool == "graphile-migrate" else "migrations/001_a.sql", before + INDEX)
    Path("migrations/committed").mkdir()
    assert run(["lint", "--select", "not-in-transaction"]) == 1
    assert run(["lint", "--fix", "--applied", "--select", "not-in-transaction"]) == 0
    assert file.read_text() == after + behind + INDEX


def test_a_label_is_committed_where_the_tool_sends_each_statement_by_itself() -> None:
    write("docgen.toml", 'migrations = "migrations"\nsource = "goose"\n')
    write("migrations/001_a.sql", "-- +goose Up\nCREATE TYPE s AS ENUM ('a');\nCREATE TABLE t (s s);\n")
    used = "-- +goose Up\nALTER TYPE s ADD VALUE IF NOT EXISTS 'b';\nUPDATE t SET s = 'b' WHERE s IS NULL;\n"
    file = write("migrations/002_b.sql", used)
    assert run(["lint", "--select", "enum-value-too-early"]) == 1
    assert run(["lint", "--fix", "--unsafe-fixes", "--applied", "--select", "enum-value-too-early"]) == 0
    assert file.read_text() == f"-- +goose NO TRANSACTION\n{used}"


def test_unsafe_fixes_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    file = write("migrations/001_a.sql", UNSAFE)
    assert run(["lint", "--fix", "--unsafe-fixes"]) == 0
    assert file.read_text() == (
        "CREATE TABLE IF NOT EXISTS n (id serial, v text);\n"
        "INSERT INTO n (v) SELECT 'a' WHERE NOT EXISTS (SELECT FROM n WHERE v = 'a');\n"
    )
    assert said(capsys)[-1] == "fixed 2 in 1 file, 0 remain"


@pytest.mark.parametrize("words", [["--diff"], ["--fix", "--diff"]])
def test_diff_writes_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    file = write("migrations/001_a.sql", "CREATE INDEX i ON t (a);")
    assert run(["lint", *words]) == 1
    assert file.read_text() == "CREATE INDEX i ON t (a);"
    assert capsys.readouterr().out == (
        "--- a/migrations/001_a.sql\n+++ b/migrations/001_a.sql\n@@ -1 +1 @@\n"
        "-CREATE INDEX i ON t (a);\n\\ No newline at end of file\n"
        "+CREATE INDEX IF NOT EXISTS i ON t (a);\n\\ No newline at end of file\n"
    )
    write("migrations/001_a.sql", "SELECT 1;")
    assert run(["lint", "--diff"]) == 0


def test_a_rule_that_is_not_selected_makes_a_fix_unsafe_all_the_same() -> None:
    file = write("migrations/001_a.sql", UNSAFE)
    assert run(["lint", "--fix", "--select", "rerun"]) == 1
    assert file.read_text() == UNSAFE


def test_a_symbolic_link_stays_one() -> None:
    file = write("elsewhere/a.sql", "CREATE INDEX i ON t (a);")
    Path("migrations").mkdir()
    Path("migrations/001_a.sql").symlink_to("../elsewhere/a.sql")
    assert run(["lint", "--fix"]) == 0
    assert Path("migrations/001_a.sql").is_symlink()
    assert file.read_text() == "CREATE INDEX IF NOT EXISTS i ON t (a);"


def test_what_the_baseline_knows_is_left_alone() -> None:
    file = write("migrations/001_a.sql")
    assert run(["lint", "--write-baseline"]) == 0
    assert run(["lint", "--fix"]) == 0
    assert file.read_bytes().decode() == BAD


def test_a_tool_that_checks_its_files_keeps_them_without_a_history(capsys: pytest.CaptureFixture[str]) -> None:
    file = write("prisma/migrations/20250101000000_a/migration.sql", "CREATE INDEX i ON t (a);")
    write("prisma/migrations/migration_lock.toml", 'provider = "postgresql"')
    assert run(["lint", "--fix"]) == 1
    assert file.read_text() == "CREATE INDEX i ON t (a);"
    assert said(capsys)[0] == (
        "1 file left alone: what is applied is unknown: no database is known (DATABASE_URL), "
        "and Prisma refuses an applied file that was changed; --applied changes them"
    )
    assert run(["lint", "--fix", "--applied"]) == 0
    assert file.read_text() == "CREATE INDEX IF NOT EXISTS i ON t (a);"


def test_an_applied_migration_is_left_alone(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)")
        connection.execute("INSERT INTO schema_migrations VALUES (1, false)")
    done = write("migrations/000001_a.up.sql", "CREATE INDEX i ON t (a);")
    new = write("migrations/000002_b.up.sql", "CREATE INDEX j ON t (a);")
    monkeypatch.setenv("DATABASE_URL", database)
    assert run(["lint", "--fix"]) == 1
    assert done.read_text() == "CREATE INDEX i ON t (a);"
    assert new.read_text() == "CREATE INDEX IF NOT EXISTS j ON t (a);"
    assert said(capsys)[0] == (
        "1 file left alone: public.schema_migrations says that they are applied; --applied changes them"
    )


@pytest.mark.parametrize(
    "words", [["--applied"], ["--unsafe-fixes"], ["--diff", "--prove"], ["--fix", "--write-baseline"]]
)
def test_words_that_do_not_go_together(words: list[str]) -> None:
    write("migrations/001_a.sql")
    assert run(["lint", *words]) == 2
