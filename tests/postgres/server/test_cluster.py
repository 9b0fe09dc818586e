"""Servers of our own: started wherever docgen is run, and gone however it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg
import pytest

from docgen.errors import DatabaseError
from docgen.postgres.connect import connect
from docgen.postgres.server.binaries import Binaries, find_binaries
from docgen.postgres.server.cluster import Cluster, run_cluster
from docgen.postgres.server.template import template_path

_HOLD = """
import sys
from docgen.postgres.server.cluster import run_cluster
with run_cluster() as cluster:
    print(cluster.folder, flush=True)
    sys.stdin.read()
"""


def ask(cluster: Cluster, query: str) -> object:
    with psycopg.connect(cluster.url()) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def happens(condition: Callable[[], bool], limit: float = 60) -> bool:
    """Whether the condition comes true before ``limit`` seconds are over."""
    never = Event()
    for _ in range(int(limit / 0.02)):
        if condition():
            return True
        never.wait(0.02)
    return False


@pytest.fixture
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache of mine"))
    return tmp_path / "cache of mine"


def test_a_server_runs_as_an_ordinary_user_and_leaves_nothing(server: Cluster) -> None:
    with run_cluster() as cluster:
        assert ask(cluster, "select 1") == 1
        assert (cluster.folder / "data").stat().st_uid != 0
        assert (cluster.folder / "data").stat().st_mode & 0o077 == 0
        assert cluster.folder != server.folder
    assert not cluster.folder.exists()


def test_a_database_is_new_and_dropped_afterwards(server: Cluster) -> None:
    name = 'it\'s a "name" of Ünïcode/100%'
    with server.database(name) as url, psycopg.connect(url) as connection:
        assert connection.info.dbname == name
        # Still connected when it is dropped: the session is ended.
    assert ask(server, "select count(*) from pg_database where datname like 'it%'") == 0


def test_the_folder_goes_when_the_block_raises() -> None:
    folders = []
    with pytest.raises(KeyboardInterrupt), run_cluster() as cluster:
        folders.append(cluster.folder)
        raise KeyboardInterrupt
    assert [folder.exists() for folder in folders] == [False]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_the_server_goes_when_docgen_is_killed(end: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().decode().strip())
    server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    process.send_signal(end)
    process.communicate()
    assert happens(lambda: not folder.exists())
    assert happens(lambda: not _runs(server))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and ") Z " in state.read_text())  # a zombie waits for its new parent


def test_temporary_files_may_lie_in_a_path_with_a_space(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="a 'b' ", dir="/tmp") as base:
        Path(base).chmod(0o755)
        monkeypatch.setattr(tempfile, "tempdir", base)
        with run_cluster() as cluster:
            assert cluster.folder.parent == Path(base)
            assert ask(cluster, "select 1") == 1
        assert list(Path(base).iterdir()) == []


def test_a_private_or_long_folder_for_temporary_files_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("long" * 25)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with run_cluster() as cluster:
        assert cluster.folder.parent != long
        assert ask(cluster, "select 1") == 1


def test_binaries_in_a_private_folder_run_and_the_folder_stays_private(tmp_path: Path, fresh_cache: Path) -> None:
    private = tmp_path / "private place"
    installation = find_binaries().folder.parent
    target = private / installation.parent.name / installation.name
    shutil.copytree(installation, target, symlinks=True)
    libraries = installation.parent.parent / f"{installation.parent.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, private / libraries.name)
    private.chmod(0o700)
    with run_cluster(find_binaries(folder=target / "bin")) as cluster:
        assert ask(cluster, "select 1") == 1
    assert private.stat().st_mode & 0o777 == 0o700


def test_several_servers_start_at_once_on_an_empty_cache(fresh_cache: Path) -> None:
    def once(number: int) -> object:
        with run_cluster() as cluster:
            return ask(cluster, f"select {number}")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(once, range(4))) == [0, 1, 2, 3]
    assert len(list((fresh_cache / "docgen").iterdir())) == 1


@pytest.mark.parametrize("damaged", ["global/pg_control", "PG_VERSION", "base/5/PG_VERSION", "global/pg_filenode.map"])
def test_a_damaged_template_is_made_anew(fresh_cache: Path, damaged: str) -> None:
    with run_cluster():
        pass
    template = template_path(find_binaries())
    assert template is not None and template.is_dir()
    (template / damaged).write_bytes(b"")
    with run_cluster() as cluster:
        assert ask(cluster, "select 1") == 1
    assert (template / damaged).stat().st_size > 0


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    assert template_path(find_binaries()) is None
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr("docgen.postgres.server.template.own_folder", lambda: None)
    with run_cluster() as cluster:
        assert ask(cluster, "select 1") == 1


def test_a_server_that_does_not_start_says_why(fresh_cache: Path) -> None:
    with pytest.raises(DatabaseError) as caught, run_cluster(settings={"shared_buffers": "a lot"}):
        pass
    assert 'invalid value for parameter "shared_buffers": "a lot"' in caught.value.message
    assert caught.value.hint


def test_the_users_own_server_variables_do_not_reach_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "services").write_text(
        "[theirs]\nhost=192.0.2.1\nhostaddr=192.0.2.1\nuser=them\noptions=-c nothing=1\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    monkeypatch.setenv("PGSERVICE", "theirs")
    for name, value in {
        "PGDATA": "/nowhere",
        "PGOPTIONS": "-c no_such_setting=1",
        "PGPORT": "1",
        "PGHOST": "192.0.2.1",
        "PGHOSTADDR": "192.0.2.1",
        "PGUSER": "them",
        "PGDATABASE": "theirs",
        "PGSSLMODE": "verify-full",
        "PGCHANNELBINDING": "require",
        "PGTARGETSESSIONATTRS": "standby",
    }.items():
        monkeypatch.setenv(name, value)
    with run_cluster() as cluster:
        assert ask(cluster, "select 1") == 1
        with cluster.database("theirs") as url, connect(url) as connection:
            assert connection.execute("select current_user, current_database()").fetchone() == ("postgres", "theirs")


def test_binaries_are_asked_for_their_version(tmp_path: Path) -> None:
    _fake(tmp_path / "bin", "16.9")
    found = find_binaries(folder=tmp_path / "bin")
    assert found == Binaries(tmp_path / "bin", "16.9", f"the folder {tmp_path / 'bin'}")
    assert found.major == 16


def test_a_folder_without_a_server_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="holds no PostgreSQL server"):
        find_binaries(folder=tmp_path)


def test_the_wanted_major_is_taken_from_the_machine_else_from_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.postgres.server.binaries._INSTALLATIONS", (str(tmp_path / "{major}" / "bin"),))
    monkeypatch.setenv("PATH", "/nowhere")
    _fake(tmp_path / "16" / "bin", "16.9")
    assert find_binaries(16).folder == tmp_path / "16" / "bin"
    assert find_binaries(15).folder == find_binaries().folder


def _fake(folder: Path, version: str) -> None:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version} (Debian)'\n")
        (folder / name).chmod(0o755)
