"""The tools themselves make their histories, and docgen reads them: applied, edited, taken back.

They come from tests/tools/install.py; DOCGEN_TOOLS names their folder (default: .tools).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from docgen import sources
from docgen.analysis.standing import first_seen, standings
from docgen.model.migration import History, MigrationSet, Seen
from docgen.postgres.cluster import Cluster
from docgen.postgres.connect import connect
from docgen.postgres.history import read_history

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "sources"
TOOLS = Path(os.environ.get("DOCGEN_TOOLS", ROOT / ".tools")).resolve()
NODE, PYTHON = TOOLS / "node_modules" / ".bin", TOOLS / "python" / "bin"


class Project(NamedTuple):
    """A copy of a case, and the database that its tool writes to."""

    root: Path
    url: str

    @property
    def host(self) -> str:
        return str(psycopg.conninfo.conninfo_to_dict(self.url)["host"])

    @property
    def name(self) -> str:
        return str(psycopg.conninfo.conninfo_to_dict(self.url)["dbname"])

    def node_url(self, name: str = "") -> str:
        return f"postgres://postgres@localhost:5432/{name or self.name}?host={self.host}"

    def run(self, program: Path, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            [program, *arguments],
            cwd=self.root,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{program.name} {arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def history(self, source: str) -> History:
        with connect(self.url) as connection:
            return read_history(connection, sources.histories(source))

    def files(self) -> MigrationSet:
        folder = sources.find_folder(self.root)
        assert folder is not None
        return sources.read(self.root, folder)

    def told(self, *seen: Seen) -> list[tuple[str, ...]]:
        files = self.files()
        history = self.history(files.source)
        assert history.source == files.source
        found = standings(files.migrations, history, seen, unread=files.unread)
        return [(one.version, one.state, *(word for word in (one.edit, one.late and "late") if word)) for one in found]

    def seen(self) -> tuple[Seen, ...]:
        files = self.files()
        return first_seen(files.migrations, self.history(files.source), ())

    def edit(self, name: str, text: str) -> None:
        path = self.root / name
        path.chmod(0o644)
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


Begin = Callable[[str], Project]


@pytest.fixture
def begin(tmp_path: Path, database: str) -> Begin:
    def copied(case: str) -> Project:
        if case:
            shutil.copytree(CASES / case, tmp_path, dirs_exist_ok=True)
        (tmp_path / "node_modules").symlink_to(TOOLS / "node_modules")
        return Project(tmp_path, database)

    return copied


def test_dbmate(begin: Begin) -> None:
    project = begin("dbmate")
    url = f"postgres://postgres@/{project.name}?socket={project.host}&sslmode=disable"
    project.run(NODE / "dbmate", "--no-dump-schema", "up", DATABASE_URL=url)
    versions = [one.version for one in project.files().migrations]
    assert project.told() == [(version, "applied") for version in versions]
    seen = project.seen()
    project.edit(project.files().migrations[-1].path, "-- only a comment\n")
    assert project.told(*seen) == [(version, "applied") for version in versions]
    project.run(NODE / "dbmate", "--no-dump-schema", "rollback", DATABASE_URL=url)
    assert [state for _, state in project.told()] == ["applied"] * (len(versions) - 1) + ["pending"]


def test_node_pg_migrate(begin: Begin) -> None:
    project = begin("node-pg-migrate")
    project.run(NODE / "node-pg-migrate", "up", DATABASE_URL=project.node_url())
    assert project.told() == [
        ("1736496000000_books", "applied"),
        ("1736582400000_index", "applied"),
        ("1736668800000_program", "applied"),
    ]
    seen = project.seen()
    project.edit("migrations/1736582400000_index.sql", "create index again on books (id);\n")
    assert project.told(*seen)[1] == ("1736582400000_index", "applied", "statements")


def test_graphile_migrate(begin: Begin, server: Cluster) -> None:
    project = begin("")
    (project.root / ".gmrc").write_text("{}")
    current = project.root / "migrations" / "current.sql"
    (current.parent / "committed").mkdir(parents=True)
    shadow = f"{project.name}_shadow"
    with server.database(shadow):
        for message, sql in (("The books", "create table books (id bigint);"), ("", "--! no-transaction\nselect 1;")):
            current.write_text(f"{sql}\n")
            project.run(
                NODE / "graphile-migrate",
                "commit",
                *(("--message", message) if message else ()),
                DATABASE_URL=project.node_url(),
                SHADOW_DATABASE_URL=project.node_url(shadow),
                ROOT_DATABASE_URL=project.node_url("postgres"),
            )
    assert project.told() == [("000001", "applied"), ("000002", "applied")]
    assert [one.transaction for one in project.files().migrations] == [True, False]
    seen = project.seen()
    project.edit("migrations/committed/000001-the-books.sql", "-- only a comment\n")
    assert project.told() == [("000001", "applied", "checksum"), ("000002", "applied")]
    assert project.told(*seen) == [("000001", "applied", "text"), ("000002", "applied")]


def test_supabase(begin: Begin) -> None:
    project = begin("supabase")
    arguments = ("db", "push", "--yes", "--include-all", "--db-url", f"{project.node_url()}&sslmode=disable")
    project.run(NODE / "supabase", *arguments)
    versions = [one.version for one in project.files().migrations]
    assert project.told() == [(version, "applied") for version in versions]
    first, last = project.files().migrations[0], project.files().migrations[-1]
    project.edit(first.path, "\r\n-- only a comment\r\n")
    project.edit(last.path, "\ncreate table more (id int);\n")
    told = project.told()
    assert told[0] == (first.version, "applied")
    assert told[-1] == (last.version, "applied", "statements")


def test_drizzle(begin: Begin) -> None:
    project = begin("drizzle")
    url = project.node_url()
    settings = f'{{"dialect": "postgresql", "out": "drizzle", "dbCredentials": {{"url": "{url}"}}}}'
    (project.root / "drizzle.config.json").write_text(settings)
    project.run(NODE / "drizzle-kit", "migrate", "--config", "drizzle.config.json")
    first, second = (one.version for one in project.files().migrations)
    assert project.told() == [(first, "applied"), (second, "applied")]
    project.edit("drizzle/0001_calm_titles.sql", "\n-- only a comment\n")
    assert project.told() == [(first, "applied"), (second, "applied", "checksum")]


def test_yoyo(begin: Begin) -> None:
    project = begin("yoyo")
    (project.root / "yoyo.ini").write_text("[DEFAULT]\n")
    url = f"postgresql+psycopg://postgres@/{project.name}?host={project.host}"
    project.run(PYTHON / "yoyo", "apply", "--batch", "--no-config-file", "--database", url, "migrations")
    rows = [one.version for one in project.history("yoyo").applied]
    assert rows == ["0001.books", "0003.columns", "0002.titles", "0004.program"]
    assert project.told() == [(version, "applied") for version in rows]
    rollback = ("rollback", "--batch", "--no-config-file", "--revision", "0004.program", "--database", url)
    project.run(PYTHON / "yoyo", *rollback, "migrations")
    assert project.told()[-1] == ("0004.program", "rolled back")


def test_alembic(begin: Begin) -> None:
    project = begin("")
    url = f"postgresql+psycopg://postgres@/{project.name}?host={project.host}"
    project.run(PYTHON / "alembic", "init", "migrations")
    settings = project.root / "alembic.ini"
    lines = settings.read_text().splitlines()
    settings.write_text("\n".join(f"sqlalchemy.url = {url}" if "sqlalchemy.url" in one else one for one in lines))
    project.run(PYTHON / "alembic", "revision", "--rev-id", "a1", "-m", "books")
    project.run(PYTHON / "alembic", "upgrade", "head")
    history = project.history("auto")
    assert (history.source, history.newest_only, [one.version for one in history.applied]) == ("alembic", True, ["a1"])


def test_django(begin: Begin) -> None:
    project = begin("")
    project.run(PYTHON / "django-admin", "startproject", "shop", ".")
    settings = project.root / "shop" / "settings.py"
    databases = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": project.name,
        "HOST": project.host,
        "USER": "postgres",
    }
    settings.write_text(f"{settings.read_text()}\nDATABASES = {{'default': {databases!r}}}\n")
    project.run(PYTHON / "python", "manage.py", "migrate", "auth")
    history = project.history("auto")
    assert history.source == "django"
    assert {"contenttypes.0001_initial", "auth.0001_initial"} <= {one.version for one in history.applied}
