"""docgen consolidate beside a live database whose server is older than the scratch server."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from docgen.cli import run
from docgen.postgres.server.cluster import Cluster
from docgen.read.project import LIBPQ
from tests.consolidation.chain import chain, consolidate

PLATFORM = "alter default privileges in schema public grant all on tables to pg_monitor;"
# On a server before 17 what is left to the reader is all but three privileges; since 17 also MAINTAIN.
MIGRATIONS = {
    "20250101000000_bills.sql": "create table bills (id int primary key);",
    "20250102000000_less.sql": "revoke truncate, references, trigger on bills from pg_monitor;",
}


def test_what_an_older_server_cannot_know_is_not_missed(
    server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)
    root = chain(tmp_path, MIGRATIONS)
    (root / "platform.sql").write_text(PLATFORM)
    with (root / "docgen.toml").open("a") as configuration:
        configuration.write('setup = ["platform.sql"]\n')
    with server.database("older") as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for text in (PLATFORM, *MIGRATIONS.values(), "revoke maintain on bills from pg_monitor"):
                connection.execute(text.encode())
        assert run(["-C", str(root), "build", "--quiet", "--database-url", url]) == 0
    capsys.readouterr()

    code = consolidate(root)  # beside the live database as the last build saw it, on a version that nobody knows

    told = capsys.readouterr().out
    assert "passed: on the live structure it makes what the chain makes" in told
    assert code == 0
