"""The tools themselves make their histories, and docgen reads them: applied, edited, taken back.

They come from tests/tools/install.py; DOCGEN_TOOLS names their folder (default: .tools).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import psycopg
import pytest

from docgen import sources
from docgen.analysis.standing import first_seen, standings
from docgen.cli import run
from docgen.model.migration import History, MigrationSet, Seen
from docgen.postgres.connect import connect
from docgen.postgres.history import read_history
from docgen.postgres.server.cluster import Cluster

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
        return sources.read(self.root, folder, python=str(PYTHON / "python"))

    def drifts(self, own: str) -> int:
        (self.root / "docgen.toml").write_text(f'python = "{PYTHON / "python"}"\nexclude = ["{own}"]\n')
        return run(["-C", str(self.root), "drift", "--database-url", self.url])

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


def _expected(case: str) -> MigrationSet:
    return msgspec.json.decode((CASES / case / "expected.json").read_bytes(), type=MigrationSet)


def test_alembic(begin: Begin) -> None:
    project = begin("alembic")
    assert _expected("alembic") == msgspec.structs.replace(project.files(), note="")
    url = f"postgresql+psycopg://postgres@/{project.name}?host={project.host}"
    project.run(PYTHON / "alembic", "upgrade", "2b", SHOP_URL=url)
    assert project.history("alembic").newest_only
    assert project.told() == [("9a", "applied"), ("2b", "applied"), ("c7", "pending")]
    assert project.drifts("public.alembic_version") == 0
    project.run(PYTHON / "alembic", "upgrade", "head", SHOP_URL=url)
    assert [state for _, state in project.told()] == ["applied"] * 3


def test_django(begin: Begin) -> None:
    project = begin("django")
    assert _expected("django") == msgspec.structs.replace(project.files(), note="")
    database = {"SHOP_NAME": project.name, "SHOP_HOST": project.host}
    project.run(PYTHON / "python", "manage.py", "migrate", "books", "0001", **database)
    assert project.told() == [("books.0001_initial", "applied"), ("books.0002_names", "pending")]
    project.run(PYTHON / "python", "manage.py", "migrate", **database)
    assert project.told() == [("books.0001_initial", "applied"), ("books.0002_names", "applied")]
    assert project.drifts("public.django_migrations") == 0


def test_what_a_database_of_django_itself_holds_is_what_it_prints(begin: Begin) -> None:
    project = begin("django")
    settings = project.root / "shop" / "settings.py"
    apps = ["books", *(f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions"))]
    settings.write_text(f"{settings.read_text()}\nINSTALLED_APPS = {apps!r}\n")
    project.run(PYTHON / "python", "manage.py", "migrate", SHOP_NAME=project.name, SHOP_HOST=project.host)
    assert {state for _, state in project.told()} == {"applied"}
    assert project.drifts("public.django_migrations") == 0


def test_a_program_is_printed_once_while_its_files_stay(begin: Begin, capsys: pytest.CaptureFixture[str]) -> None:
    project = begin("alembic")
    first, started = project.files(), project.root / "started"
    environment = project.root / "migrations" / "env.py"
    text = environment.read_text(encoding="utf-8")
    environment.write_text(f"open({str(started)!r}, 'a').write('x')\n{text}", encoding="utf-8")
    assert [project.files().migrations for _ in range(3)] == [first.migrations] * 3
    assert started.read_text(encoding="utf-8") == "xx"  # the way up and the way down, once
    (project.root / "docgen.toml").write_text(f'python = "{PYTHON / "python"}"\n')
    environment.write_text("print('secret'); raise ValueError('no settings')", encoding="utf-8")
    assert run(["-C", str(project.root), "lint"]) == 2
    said = capsys.readouterr().err
    assert "error: Alembic cannot print the SQL of ." in said
    assert "ValueError: no settings" in said
    environment.write_text(f"import socket; socket.create_connection(('localhost', 1))\n{text}", encoding="utf-8")
    assert run(["-C", str(project.root), "lint"]) == 2
    assert "may not use the network" in capsys.readouterr().err
    assert run(["-C", str(project.root), "build", "--database-url", project.url]) == 0
    assert "What the database says it applied is all that is known" in capsys.readouterr().err


def test_findings_stand_on_the_lines_of_the_program(begin: Begin, capsys: pytest.CaptureFixture[str]) -> None:
    project = begin("alembic")
    (project.root / "docgen.toml").write_text(f'python = "{PYTHON / "python"}"\n')
    assert run(["-C", str(project.root), "lint", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["file"], one["line"], one["rule"]) for one in found if one["severity"] == "error"] == [
        ("migrations/versions/9a_books.py", 11, "table-without-guard"),
        ("migrations/versions/9a_books.py", 17, "column-without-guard"),
        ("migrations/versions/9a_books.py", 17, "column-without-guard"),
        ("migrations/versions/9a_books.py", 18, "function-without-replace"),
    ]
    printed = "In the SQL that Alembic prints: ALTER TABLE books ADD COLUMN author TEXT DEFAULT 'it''s -- not known'"
    assert printed in found[1]["message"]
