"""The tool of a folder is told from its files, and what cannot be told or read is said with file and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen import sources
from docgen.errors import SourceError
from docgen.sources.source import read_bytes

GOOSE = "-- +goose Up\nselect 1;\n"
DBMATE = "-- migrate:up\nselect 1;\n"


def _write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def _refused(root: Path, folder: str = "migrations", source: str = "auto") -> tuple[str, str]:
    with pytest.raises(SourceError) as caught:
        sources.read(root, root / folder, source)
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"supabase/migrations/1_a.sql": ""}, "supabase"),
        ({"m/migrations/1_a.sql": "", "m/config.toml": ""}, "supabase"),
        ({"migrations/20250101_a/migration.sql": ""}, "prisma"),
        ({"migrations/20250101_a/migration.sql": "", "migrations/20250101_a/snapshot.json": "{}"}, "drizzle"),
        ({"drizzle/0000_a.sql": "", "drizzle/meta/_journal.json": '{"entries": []}'}, "drizzle"),
        ({"db/migration/V1__a.sql": ""}, "flyway"),
        ({"db/migration/deep/er/V1__a.sql": ""}, "flyway"),
        ({"migrations/1_a/up.sql": ""}, "diesel"),
        ({"migrations/1_a.sql": GOOSE}, "goose"),
        ({"migrations/1_a.sql": DBMATE}, "dbmate"),
        ({"migrations/1_a.up.sql": ""}, "golang-migrate"),
        ({"migrations/1_a.up.sql": "", "migrations/2_b.sql": "", "migrations/2_b.down.sql": ""}, "golang-migrate"),
        ({"migrations/1_a.up.sql": "", "migrations/2_b.sql": ""}, "plain"),
        ({"migrations/1_a.up.sql": "", "Cargo.toml": "sqlx = '0.8'"}, "sqlx"),
        ({"migrations/1_a.sql": "", "Cargo.toml": "sqlx = '0.8'"}, "sqlx"),
        ({"migrations/1_a.sql": "-- no-transaction\n"}, "sqlx"),
        ({"migrations/1_a.sql": DBMATE, "Cargo.toml": "sqlx = '0.8'"}, "dbmate"),
        ({"migrations/1_a.sql": "", "Cargo.toml": "diesel = '2'"}, "plain"),
        ({"migrations/V1__a.sql": "", "Cargo.toml": "refinery = '0.8'"}, "refinery"),
        ({"migrations/1_a.sql": "", "migrations/atlas.sum": ""}, "atlas"),
        ({"migrations/1-a.sql": "", "package.json": '{"node-pg-migrate": "8"}'}, "node-pg-migrate"),
        ({"migrations/1-a.sql": "-- Up Migration\n"}, "node-pg-migrate"),
        ({"migrations/committed/000001.sql": "--! Previous: -\n--! Hash: x\n\n"}, "graphile-migrate"),
        ({"migrations/current.sql": "", "migrations/committed/.gitkeep": ""}, "graphile-migrate"),
        ({"migrations/1-a.sql": "-- +migrate Up\n"}, "sql-migrate"),
        ({"migrations/a.sql": "-- depends: b\n"}, "yoyo"),
        ({"migrations/a.sql": "", "yoyo.ini": ""}, "yoyo"),
        ({"db/changelog/deep/a.sql": "-- liquibase formatted sql\n"}, "liquibase"),
        ({"deploy/a.sql": "", "sqitch.plan": ""}, "sqitch"),
        ({"sql/deploy/a.sql": "", "sql/sqitch.plan": "", "sqitch.plan": "", "sqitch.conf": ""}, "sqitch"),
        ({"migrations/a.sql": ""}, "plain"),
    ],
)
def test_tells_the_tool(tmp_path: Path, files: dict[str, str | bytes], expected: str) -> None:
    _write(tmp_path, files | {".git/HEAD": ""})
    folder = sources.candidates(tmp_path)[0] if sources.candidates(tmp_path) else tmp_path / "db/migration"
    assert expected == sources.detect(folder).name


def test_two_tools_in_one_folder(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/1_a.sql": GOOSE, "migrations/2_b.sql": DBMATE})
    message, hint = _refused(tmp_path)
    assert message == (
        "migrations fits 2 migration tools "
        '(goose: 1_a.sql has the line "-- +goose Up"; dbmate: 2_b.sql has the line "-- migrate:up")'
    )
    assert hint == (
        'Set source = "goose" or source = "dbmate" in docgen.toml, or keep each tool\'s files in a folder of their own.'
    )


def _told(root: Path, folder: str, files: dict[str, str | bytes]) -> tuple[str, list[str], str]:
    found = sources.read(_write(root, files), root / folder)
    return found.source, [one.version for one in found.migrations], found.note


def test_the_tool_that_runs_the_files_comes_before_the_one_that_writes_them(tmp_path: Path) -> None:
    journal = '{"entries": [{"tag": "2_b", "when": 2}, {"tag": "1_a", "when": 1}]}'
    files: dict[str, str | bytes] = {"1_a.sql": "", "2_b.sql": "", "meta/_journal.json": journal}
    place = "supabase/migrations"
    assert _told(tmp_path, place, {f"{place}/{name}": text for name, text in files.items()}) == (
        "supabase",
        ["1", "2"],
        "supabase/migrations is read as files of Supabase CLI (the folder is called supabase/migrations and holds "
        "1_a.sql). It fits Drizzle Kit (it holds meta/_journal.json) too, but it only writes there what another tool "
        'runs. To change that, set source = "drizzle".',
    )
    found = _told(tmp_path, "m", {"m/atlas.sum": "", "m/1_a.sql": GOOSE, "m/2_b.sql": GOOSE})
    assert (found[0], found[1]) == ("goose", ["1", "2"])


def test_where_two_tools_would_run_the_same_one_is_taken(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"m/1_a.up.sql": "select 1;", "m/2_b.up.sql": "", "m/yoyo.ini": "", "yoyo.ini": ""}
    source, versions, note = _told(tmp_path, "m", files)
    assert (source, versions) == ("golang-migrate", ["1", "2"])
    assert "It fits yoyo (it holds 1_a.up.sql, and yoyo.ini lies above) too, and it would run the same SQL" in note


def test_naming_the_tool_decides(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/1_a.sql": GOOSE, "migrations/2_b.sql": DBMATE})
    assert [one.version for one in sources.read(tmp_path, tmp_path / "migrations", "goose").migrations] == ["1", "2"]


def test_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    message, hint = _refused(tmp_path)
    assert message == "no migrations in migrations: it is empty"
    assert hint == "Set migrations in docgen.toml to the folder that holds them."


def test_folder_of_another_tool(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/0001_a.py": "", "migrations/__init__.py": ""})
    message, hint = _refused(tmp_path)
    assert message == "no migrations in migrations: it holds no SQL files (0001_a.py, __init__.py)"
    assert hint.startswith("Alembic and Django write Python: name the folder that holds")


def test_named_tool_finds_nothing(tmp_path: Path) -> None:
    _write(tmp_path, {f"migrations/{number}.sql": "" for number in range(7)})
    message, _ = _refused(tmp_path, source="flyway")
    assert message == (
        "no migrations in migrations: Flyway would run none of its files (0.sql, 1.sql, 2.sql, 3.sql, 4.sql and 2 more)"
    )


def test_unknown_tool(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/1_a.sql": ""})
    assert _refused(tmp_path, source="gose") == ("no migration tool is called 'gose'", "Did you mean 'goose'?")


def test_missing_folder_and_file_for_a_folder(tmp_path: Path) -> None:
    _write(tmp_path, {"file": ""})
    assert _refused(tmp_path)[0] == f"no folder at {tmp_path / 'migrations'}"
    assert _refused(tmp_path, "file")[0] == f"{tmp_path / 'file'} is a file, not a folder"


@pytest.mark.parametrize(
    ("source", "files", "version"),
    [
        ("supabase", ("1_a.sql", "1_b.sql"), "1"),
        ("golang-migrate", ("1_a.up.sql", "01_b.up.sql"), "1"),
        ("flyway", ("V1__a.sql", "V1__b.sql"), "1"),
        ("dbmate", ("1_a.sql", "1_b.sql"), "1"),
        ("sqlx", ("1_a.sql", "01_b.up.sql"), "1"),
        ("goose", ("1_a.sql", "01_b.sql"), "1"),
    ],
)
def test_a_version_held_twice(tmp_path: Path, source: str, files: tuple[str, str], version: str) -> None:
    _write(tmp_path, {f"migrations/{name}": "" for name in files})
    message, hint = _refused(tmp_path, source=source)
    assert message.startswith(f"two migrations in migrations have the version {version}: migrations/")
    assert all(name in message for name in files)
    assert 'source = "plain"' in hint


def test_plain_files_may_share_a_number(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/1_a.sql": "", "migrations/1_b.sql": "", "migrations/2_c.sql": ""})
    read = sources.read(tmp_path, tmp_path / "migrations")
    assert [one.version for one in read.migrations] == ["1_a", "1_b", "2"]


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (b"select 1;\nselect '\xe9';", "migrations/1_a.sql is not UTF-8: byte 18 (line 2) is 0xe9", "Save the file"),
        (
            "select 1;".encode("utf-16"),
            "migrations/1_a.sql is not UTF-8: byte 0 (line 1) is 0xff",
            "It looks like UTF-16",
        ),
        (b"select \0;", "migrations/1_a.sql holds a NUL character at byte 7", "It is no SQL text"),
    ],
)
def test_not_text(tmp_path: Path, content: bytes, message: str, hint: str) -> None:
    _write(tmp_path, {"migrations/1_a.sql": content})
    refused = _refused(tmp_path)
    assert message == refused[0]
    assert refused[1].startswith(hint)


def test_symbolic_links_that_lead_nowhere(tmp_path: Path) -> None:
    _write(tmp_path, {"loop/1_a.sql": "", "broken/1_a.sql": ""})
    (tmp_path / "loop/2_b.sql").symlink_to("2_b.sql")
    (tmp_path / "broken/2_b.sql").symlink_to("nowhere.sql")
    assert _refused(tmp_path, "loop")[0] == "cannot read loop/2_b.sql: Too many levels of symbolic links"
    assert _refused(tmp_path, "broken") == (
        "cannot read broken/2_b.sql: no such file",
        "It is a symbolic link to nothing.",
    )


def test_a_link_to_itself_is_passed_over_by_the_search(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/2_b.sql": ""})
    (tmp_path / "migrations/1_a.sql").symlink_to("1_a.sql")
    assert sources.candidates(tmp_path) == (tmp_path / "migrations",)


def test_a_folder_that_holds_itself(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/V1__a.sql": "", "migrations/deep/V2__b.sql": ""})
    (tmp_path / "migrations/deep/again").symlink_to(tmp_path / "migrations")
    read = sources.read(tmp_path, tmp_path / "migrations")
    assert [one.path for one in read.migrations] == ["migrations/V1__a.sql", "migrations/deep/V2__b.sql"]


def test_ten_thousand_files_half_of_them_empty(tmp_path: Path) -> None:
    _write(tmp_path, {f"migrations/{n:05}_a.sql": "select 1;" if n % 2 else "" for n in range(1, 10_001)})
    read = sources.read(tmp_path, tmp_path / "migrations")
    assert (len(read.migrations), read.migrations[0].version, read.migrations[-1].version) == (10_000, "00001", "10000")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read migrations/1_a\.sql: Is a directory"):
        read_bytes(tmp_path, "migrations/1_a.sql")


def test_a_folder_where_a_file_should_be_is_left_out(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/1_a.sql": "", "migrations/2_b.sql/README.md": ""})
    assert [one.version for one in sources.read(tmp_path, tmp_path / "migrations").migrations] == ["1"]


def test_journal_that_names_no_file(tmp_path: Path) -> None:
    journal = '{"entries": [{"tag": "0000_a", "when": 1736496000000}]}'
    _write(tmp_path, {"drizzle/meta/_journal.json": journal})
    assert _refused(tmp_path, "drizzle")[0] == (
        "drizzle/meta/_journal.json names 0000_a, but there is no drizzle/0000_a.sql"
    )
    journal = '{"entries": [{"tag": "0000_a", "when": 1}, {"tag": "0001_b", "when": 2}]}'
    assert _told(tmp_path, "drizzle", {"drizzle/meta/_journal.json": journal, "drizzle/0001_b.sql": ""}) == (
        "drizzle",
        ["2"],
        "drizzle/meta/_journal.json names 0000_a, but there is no drizzle/0000_a.sql: "
        "it is left out, and drizzle-kit migrate would stop there.",
    )
    _write(tmp_path, {"drizzle/meta/_journal.json": "{"})
    assert _refused(tmp_path, "drizzle")[0].startswith("drizzle/meta/_journal.json is not a journal of Drizzle Kit: ")


def test_broken_metadata_of_diesel(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/1_a/up.sql": "", "migrations/1_a/metadata.toml": "run_in_transaction ="})
    assert _refused(tmp_path)[0].startswith("migrations/1_a/metadata.toml is not valid TOML: ")


@pytest.mark.parametrize(
    ("source", "files", "message"),
    [
        (
            "sqitch",
            {"migrations/sqitch.plan": "a 2025-01-10T08:00:00Z x <x> #\n"},
            "sqitch.plan names a, but there is no migrations/deploy/a.sql",
        ),
        ("sqitch", {"migrations/a.sql": ""}, "there is no sqitch.plan beside migrations"),
        (
            "yoyo",
            {"migrations/a.sql": "-- depends: b\n", "migrations/b.sql": "-- depends: a\n"},
            "the migrations in migrations depend on each other: a, b",
        ),
    ],
)
def test_what_a_tool_itself_refuses(tmp_path: Path, source: str, files: dict[str, str | bytes], message: str) -> None:
    assert _refused(_write(tmp_path, files), source=source)[0] == message


def test_folders_among_the_scripts_of_sqitch_are_no_chains_of_their_own(tmp_path: Path) -> None:
    _write(tmp_path, {"db/sqitch.plan": "", "db/deploy/migrations/1_a.sql": "", "db/revert/migrations/1_a.sql": ""})
    _write(tmp_path, {"db/deploy/b.sql": "", ".git/HEAD": ""})
    assert sources.candidates(tmp_path) == (tmp_path / "db/deploy",)


def test_a_folder_called_deploy_is_not_taken_for_sqitch(tmp_path: Path) -> None:
    _write(tmp_path, {"deploy/grant.sql": ""})
    assert sources.find_folder(tmp_path) is None


def test_an_earlier_self_of_a_change_lies_in_the_file_of_any_tag_before_the_next(tmp_path: Path) -> None:
    plan = ["a {} # first", "@one {} # released", "@two {} # released", "a [a@two] {} # again", "@three {} # released"]
    at = "2025-01-10T08:00:00Z x <x>"
    _write(tmp_path, {"sqitch.plan": "\n".join(line.format(at) for line in plan) + "\n"})
    _write(tmp_path, {"deploy/a@two.sql": "select 1;\n", "deploy/a.sql": "select 2;\n"})
    found = sources.read(tmp_path, tmp_path).migrations
    assert [(one.version, one.path) for one in found] == [("a@one", "deploy/a@two.sql"), ("a", "deploy/a.sql")]


def test_a_checkpoint_stands_in_for_files_that_are_gone(tmp_path: Path) -> None:
    _write(tmp_path, {"migrations/atlas.sum": "", "migrations/2_all.sql": "-- atlas:checkpoint\n\nselect 1;\n"})
    _write(tmp_path, {"migrations/3_more.sql": "select 2;\n"})
    assert [one.version for one in sources.read(tmp_path, tmp_path / "migrations").migrations] == ["2", "3"]
    _write(tmp_path, {"migrations/1_first.sql": "select 0;\n"})
    assert [one.version for one in sources.read(tmp_path, tmp_path / "migrations").migrations] == ["1", "3"]


def test_a_baseline_stands_in_for_versions_that_are_gone(tmp_path: Path) -> None:
    _write(
        tmp_path, {"a/B2__all.sql": "", "a/V3__c.sql": "", "b/V1__a.sql": "", "b/B2__all.sql": "", "b/V3__c.sql": ""}
    )
    assert [one.version for one in sources.read(tmp_path, tmp_path / "a").migrations] == ["2", "3"]
    assert [one.version for one in sources.read(tmp_path, tmp_path / "b").migrations] == ["1", "3"]


def test_finds_the_usual_folders(tmp_path: Path) -> None:
    assert sources.find_folder(tmp_path) is None
    _write(tmp_path, {"apps/api/prisma/migrations/1_a/migration.sql": "", "node_modules/x/migrations/1.sql": ""})
    assert tmp_path / "apps/api/prisma/migrations" == sources.find_folder(tmp_path)
    _write(tmp_path, {"apps/web/drizzle/0000_a.sql": ""})
    assert sources.find_folder(tmp_path) is None
    assert tuple(path.relative_to(tmp_path).as_posix() for path in sources.candidates(tmp_path)) == (
        "apps/api/prisma/migrations",
        "apps/web/drizzle",
    )
    _write(tmp_path, {"migrations/1.sql": ""})
    assert tmp_path / "migrations" == sources.find_folder(tmp_path)


@pytest.mark.parametrize(
    ("files", "candidates", "folder"),
    [
        (["crates/lib/database/migrations/1_a.sql"], ["crates/lib/database/migrations"], 0),
        (["a/b/c/d/e/f/g/h/i/j/k/migrations/1.sql"], [], None),
        (["a/b/c/sql/1.sql"], [], None),
        (["packages/db/migrations/1.sql", "packages/clickhouse/migrations/1.sql"], ["packages/db/migrations"], 0),
        (["db/postgresql/migrations/1.sql", "db/db_mysql/migrations/1.sql"], ["db/postgresql/migrations"], 0),
        (
            ["examples/first/supabase/migrations/1.sql", "packages/backend/drizzle/0000_a.sql"],
            ["packages/backend/drizzle"],
            0,
        ),
        (["examples/first/supabase/migrations/1.sql"], ["examples/first/supabase/migrations"], 0),
        (["a/migrations/1.sql", "b/migrations/1.sql"], ["a/migrations", "b/migrations"], None),
        (["self-host/pg/001_a.sql", "self-host/pg/002_b.sql", "data/1.sql"], ["self-host/pg"], 0),
        (["pkg/chmigrations/1_a.sql", "pkg/pgmigrations/1_a.sql"], ["pkg/pgmigrations"], 0),
        (["db/migrations/mysql/1.sql", "db/migrations/postgres/1.sql"], ["db/migrations/postgres"], 0),
        (["db/migration/2024/V1__a.sql", "db/migration/2025/V2__b.sql"], ["db/migration"], 0),
        (["sql/schema/a.sql", "cmd/migrate/migrations/1_a.sql"], ["cmd/migrate/migrations"], 0),
        (["apps/api/src/main/resources/db/migration/V1__a.sql"], ["apps/api/src/main/resources/db/migration"], 0),
    ],
)
def test_finds_the_folders_of_a_monorepo(
    tmp_path: Path, files: list[str], candidates: list[str], folder: int | None
) -> None:
    _write(tmp_path, dict.fromkeys(files, ""))
    found = [path.relative_to(tmp_path).as_posix() for path in sources.candidates(tmp_path)]
    one = None if folder is None else tmp_path / candidates[folder]
    assert (found, sources.find_folder(tmp_path)) == (candidates, one)


def test_programs_are_named_where_nothing_can_be_read(tmp_path: Path) -> None:
    assert sources.programs_seen(tmp_path) == ""
    _write(tmp_path, {"tests/migrations/1.rb": "", "priv/repo/migrations/20250101_a.exs": "", "src/a.rb": ""})
    assert sources.programs_seen(tmp_path) == (
        "priv/repo/migrations holds programs (.exs), of which docgen reads the history table alone: see database_url."
    )


def test_a_folder_outside_of_the_project(tmp_path: Path) -> None:
    _write(tmp_path, {"sql/1_a.sql": "", "project/docgen.toml": ""})
    read = sources.read(tmp_path / "project", tmp_path / "sql")
    assert (read.folder, read.migrations[0].path) == ("../sql", "../sql/1_a.sql")


def test_the_project_itself_may_be_the_folder(tmp_path: Path) -> None:
    _write(tmp_path, {"1_a.sql": ""})
    read = sources.read(tmp_path, tmp_path)
    assert (read.folder, read.migrations[0].path) == (".", "1_a.sql")
