"""What breaks in the middle of a build leaves the last one as it was."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.commands.cut import line_to
from tests.commands.shop import MIGRATIONS, docgen, shop, tree


@pytest.fixture
def live(database: str) -> str:
    with psycopg.connect(database, autocommit=True) as connection:
        for sql in MIGRATIONS.values():
            connection.execute(sql.encode())
    return database


@pytest.fixture
def built(tmp_path: Path, live: str) -> Path:
    """A project whose pages are those of the live database, which has moved on since."""
    shop(tmp_path)
    assert docgen(tmp_path, "build", "--from", "live", "--database-url", live, "-q") == 0
    with psycopg.connect(live, autocommit=True) as connection:
        connection.execute("alter table orders add column vat numeric")
    return tmp_path


@pytest.fixture
def sockets() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.95])
def test_a_connection_lost_in_the_middle(
    built: Path, live: str, sockets: Path, part: float, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(built)
    whole, cut = sockets / "whole", sockets / "cut"
    whole.mkdir()
    cut.mkdir()
    with line_to(live, whole) as (url, line):
        assert docgen(built, "check", "--live", "--database-url", url) == 1
    with line_to(live, cut, int(line.passed * part)) as (url, _):
        capsys.readouterr()
        assert docgen(built, "build", "--from", "live", "--database-url", url) == 2
    said = capsys.readouterr().err
    assert "error: cannot connect" in said or "error: the connection was lost while reading" in said
    assert "hint: " in said
    assert tree(built) == before


def test_a_disk_that_is_full(built: Path, live: str) -> None:
    """The limit on a file's size refuses the write as a full disk does, in the same call."""
    before = tree(built)
    limited = 'ulimit -f 1; exec "$@"'
    command = [sys.executable, "-B", "-m", "docgen", "-C", str(built), "build", "--from", "live", "-q"]
    result = subprocess.run(
        ["sh", "-c", limited, "sh", *command, "--database-url", live], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2, result.stderr
    assert "error: cannot write " in result.stderr
    assert "hint: The pages of the last build are still there." in result.stderr
    assert tree(built) == before
    assert docgen(built, "build", "--from", "live", "--database-url", live, "-q") == 0
    assert "vat" in tree(built)["tables/public.orders.md"]
