"""What breaks in the middle of a build leaves the last one as it was."""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from docgen.disk.atomic import write_whole
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


def test_two_builds_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    assert docgen(root, "build", "-q") == 0
    (root / "migrations/0003_more.sql").write_text("create table if not exists more (id int primary key);\n")
    before = tree(root)
    handle = os.open(root / "docs/database", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    capsys.readouterr()
    assert docgen(root, "build", "-q") == 2
    said = capsys.readouterr().err
    os.close(handle)
    assert "error: another docgen writes " in said
    assert "docs/database: nothing was written\nhint: Wait until it has ended" in said
    assert tree(root) == before
    assert docgen(root, "build", "-q") == 0
    assert "tables/public.more.md" in tree(root)


# A folder of the system in which nobody can make a file, the superuser neither.
NOWHERE = "/proc"


@pytest.mark.parametrize(
    "arguments",
    [
        ["status", "--from", "migrations", "--badge", f"{NOWHERE}/docgen.svg"],
        ["prove", "--output", f"{NOWHERE}/docgen.txt"],
        ["prove", "--down", "--output", f"{NOWHERE}/docgen.txt"],
        ["lint", "--output", f"{NOWHERE}/docgen.txt"],
        ["export", "schema", "--output", f"{NOWHERE}/docgen.sql"],
        ["rule", "--write", f"{NOWHERE}/docgen"],
    ],
    ids=lambda arguments: "-".join(arguments[:2]),
)
def test_a_place_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert docgen(shop(tmp_path), *arguments) == 2
    said = capsys.readouterr().err
    assert f"error: cannot {'make' if arguments[0] == 'rule' else 'write'} {NOWHERE}/docgen" in said
    assert "hint: " in said


def test_a_folder_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path, 'docs = "occupied/database"\n')
    (root / "occupied").write_text("mine")
    assert docgen(root, "build", "-q") == 2
    assert "occupied/database: Not a directory" in capsys.readouterr().err
    assert (root / "occupied").read_text() == "mine"


@contextlib.contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The system refuses to write more into a file, as it does on a full disk."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_record_that_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shop(tmp_path)
    assert docgen(root, "prove", "--record") == 0
    before = (root / "docgen-proof.json").read_bytes()
    (root / "migrations/0003_more.sql").write_text("create table if not exists more (id int primary key);\n")

    def limited(path: Path, text: str) -> None:
        with files_of_at_most(len(before)):
            write_whole(path, text)

    monkeypatch.setattr("docgen.read.proof_verdicts.write_whole", limited)
    for way in ([], ["--down"]):
        capsys.readouterr()
        assert docgen(root, "prove", "--record", *way) == 2
        assert "docgen-proof.json: File too large\nhint: Nothing was changed." in capsys.readouterr().err
        assert (root / "docgen-proof.json").read_bytes() == before
    assert sorted(path.name for path in root.iterdir()) == ["docgen-proof.json", "docgen.toml", "migrations"]


@pytest.mark.parametrize("file", ["docgen-manifest.json", "schema.json"])
def test_a_damaged_file_is_made_anew_as_the_message_says(
    tmp_path: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "shop"
    shop(root)
    assert docgen(root, "build") == 0
    damaged = root / "docs" / "database" / file
    whole = damaged.read_bytes()
    damaged.write_bytes(b"<<<<<<< HEAD\n" + whole)
    assert [docgen(root, "build"), docgen(root, "check")] == [2, 2]
    assert capsys.readouterr().err.count("Run docgen build --force") == 2
    assert [docgen(root, "build", "--force"), docgen(root, "check")] == [0, 0]
    assert damaged.read_bytes() == whole


def test_a_snapshot_of_another_version_is_told_and_built_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "shop"
    shop(root)
    assert docgen(root, "build") == 0
    snapshot = root / "docs" / "database" / "schema.json"
    snapshot.write_bytes(snapshot.read_bytes().replace(b'"version": 3,', b'"version": 2,', 1))
    assert docgen(root, "check") == 2
    assert "is a snapshot of version 2; this docgen reads 3\nhint: Run docgen build" in capsys.readouterr().err
    assert [docgen(root, "build"), docgen(root, "check")] == [0, 0]
