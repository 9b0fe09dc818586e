"""The example's chain, four of whose statements fail, becomes one migration that mends the live database too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from docgen.cli import run
from docgen.postgres.server.cluster import Cluster
from docgen.read.project import LIBPQ

PORTAL = Path(__file__).parents[2] / "examples" / "portal"
TABLES = """
select format('%I.%I', table_schema, table_name)
from information_schema.tables
where table_schema in ('public', 'audit') and table_type = 'BASE TABLE'
order by 1
"""


def counts(connection: psycopg.Connection) -> dict[str, object]:
    names = [name for (name,) in connection.execute(TABLES).fetchall()]
    return {name: connection.execute(f"select count(*) from {name}".encode()).fetchone() for name in names}


class Mended(NamedTuple):
    root: Path
    code: int
    migration: str
    live: str


@pytest.fixture(scope="module")
def mended(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mended]:
    """A copy of the example, consolidated beside its live database."""
    root = tmp_path_factory.mktemp("consolidate") / "portal"
    shutil.copytree(PORTAL, root)
    with server.database("portal_live") as url, pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", *LIBPQ):
            patch.delenv(name, raising=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute((PORTAL / "live.sql").read_text(encoding="utf-8").encode())
        code = run(["-C", str(root), "consolidate", "--name", "master_fix", "--write", "--database-url", url])
        files = list((root / "supabase" / "migrations").iterdir())
        yield Mended(root, code, files[0].read_text(encoding="utf-8") if len(files) == 1 else "", url)


def test_all_proofs_are_green_and_it_is_written(mended: Mended) -> None:
    archive = mended.root / "supabase" / "migrations_archive" / "master_fix"
    originals = {path.name: path.read_bytes() for path in (PORTAL / "supabase" / "migrations").iterdir()}
    kept = {path.name: path.read_bytes() for path in archive.iterdir() if path.suffix == ".sql"}
    assert (0, originals) == (mended.code, kept)
    assert "DELETE FROM supabase_migrations.schema_migrations" in (archive / "README.md").read_text(encoding="utf-8")


def test_the_chain_is_mended(mended: Mended, capsys: pytest.CaptureFixture[str]) -> None:
    # What the command says at its end: a check waits for a migration that is archived now.
    configuration = mended.root / "docgen.toml"
    text = configuration.read_text(encoding="utf-8")
    for version in ("20250819101500", "20250311161500"):
        text = text.replace(f'after = "{version}"', 'after = "20250902080001"')
    configuration.write_text(text, encoding="utf-8")
    assert run(["-C", str(mended.root), "lint"]) == 0
    assert run(["-C", str(mended.root), "build", "--from", "migrations", "--strict", "--force"]) == 0
    status = (mended.root / "docs" / "database" / "SCHEMA-STATUS.md").read_text(encoding="utf-8")
    assert "**Status**: ✅ Production ready" in status
    assert "found:" not in capsys.readouterr().err


def test_the_live_database_is_mended_without_losing_a_row(mended: Mended) -> None:
    with psycopg.connect(mended.live, autocommit=True) as connection:
        before = counts(connection)
        for _ in range(2):
            connection.execute(f"begin;\n{mended.migration}\ncommit;".encode())
        codes = connection.execute("select code, name from public.service_packages order by code").fetchall()
        assert codes == [("basic", "Basic"), ("basic-by-hand", "basic"), ("partner", "Partner"), ("team", "Team")]
        assert before.items() <= counts(connection).items()  # a table that was missing is new
