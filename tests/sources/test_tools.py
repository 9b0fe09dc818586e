"""Every migration tool reads its small true folder as expected.json beside it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from docgen import sources
from docgen.model.migration import MigrationSet
from docgen.sources import usual

CASES = Path(__file__).parent.parent / "cases" / "sources"
PRINTED = ("alembic", "django")  # tests/tools has them: their own Python has to print them
PROJECTS = sorted(path for path in CASES.iterdir() if path.is_dir() and path.name not in PRINTED)


def _read(project: Path, source: str = "auto") -> MigrationSet:
    folder = sources.find_folder(project)
    assert folder is not None
    return sources.read(project, folder, source)


def test_the_table_of_places_is_fresh() -> None:
    place, text = usual.table()
    assert place.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_reads_its_folder(project: Path) -> None:
    expected = msgspec.json.decode((project / "expected.json").read_bytes(), type=MigrationSet)
    assert expected == _read(project)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_keeps_length_and_lines_and_digest(project: Path) -> None:
    for migration in _read(project).migrations:
        content = (project / migration.path).read_bytes()
        text = content.decode("utf-8")
        assert len(text) == len(migration.sql)
        assert _line_ends(text) == _line_ends(migration.sql)
        assert hashlib.sha256(content).hexdigest() == migration.digest


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_reads_the_same_when_the_tool_is_named(project: Path) -> None:
    told = _read(project)
    assert told.migrations == _read(project, told.source).migrations


def test_every_tool_has_a_case() -> None:
    read = {_read(project).source for project in PROJECTS}
    printed = {sources.detect(CASES / name).name for name in PRINTED}
    assert {source.name for source in sources.SOURCES} == read | printed


def test_history_queries_are_told_apart_by_columns() -> None:
    shared = [query for query in sources.histories() if (query.schema, query.table) == ("public", "schema_migrations")]
    assert [query.source for query in shared] == ["golang-migrate", "dbmate", "rails", "ecto"]
    golang, dbmate, rails, ecto = shared
    for own in (golang, ecto):
        assert set(own.columns) & set(dbmate.absent) & set(rails.absent)
    assert dbmate.apart == rails.beside == ("ar_internal_metadata",)


def test_the_named_tools_history_comes_first() -> None:
    assert sources.histories("flyway")[0].source == "flyway"


def test_of_files_for_several_servers_postgresql_counts(tmp_path: Path) -> None:
    names = (
        "1_a.up.sql",
        "1_a.mysql.up.sql",
        "2_b.postgres.up.sql",
        "2_b.up.sql",
        "3_c.cockroach.up.sql",
        "4_d.up.sql",
    )
    for name in names:
        (tmp_path / name).write_text("SELECT 1;\n", encoding="utf-8")
    found = sources.read(tmp_path, tmp_path).migrations
    assert [one.path for one in found] == ["1_a.up.sql", "2_b.postgres.up.sql", "4_d.up.sql"]


def _line_ends(text: str) -> list[tuple[int, str]]:
    return [(index, character) for index, character in enumerate(text) if character in "\r\n"]
