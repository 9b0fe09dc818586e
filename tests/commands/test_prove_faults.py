"""docgen prove that is ended from outside: no server, no folder, no scratch database stays behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import psycopg
import pytest

from docgen.postgres.server.cluster import Cluster


def happens(condition: Callable[[], bool], limit: float = 60) -> bool:
    """Whether the condition comes true before ``limit`` seconds are over."""
    never = Event()
    for _ in range(int(limit / 0.02)):
        if condition():
            return True
        never.wait(0.02)
    return False


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files that the server's account may write, as /tmp is."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder)


# Where a proof waits: in a file's first run, in its second, which is undone, in the copy of what no
# transaction bears.
FIRST = "create table t (id int);\nselect pg_sleep(600);\n"
SECOND = "create table if not exists t (id int);\nselect pg_sleep(600) from t;\ninsert into t values (1);\n"
COPY = f"vacuum;\n{SECOND}"


def proof(folder: Path, temporary: Path, sql: str = FIRST, configuration: str = "") -> subprocess.Popen[bytes]:
    """A proof in ``folder`` whose server is there."""
    process = started(folder, temporary, sql, configuration)
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"proving 1 migrations")
    return process


def started(
    folder: Path, temporary: Path, sql: str = FIRST, configuration: str = "", cache: Path | None = None
) -> subprocess.Popen[bytes]:
    """The process of a proof in ``folder``; in a ``cache`` of its own it finds no template for its server."""
    (folder / "migrations").mkdir()
    (folder / "migrations" / "001_waits.sql").write_text(sql)
    (folder / "docgen.toml").write_text('migrations = "migrations"\n' + configuration)
    return subprocess.Popen(
        [sys.executable, "-m", "docgen", "prove"],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(temporary)} | ({"XDG_CACHE_HOME": str(cache)} if cache else {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A background job of a shell ignores Ctrl-C, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def waits(temporary: Path) -> bool:
    """Whether the proof's server has begun to run pg_sleep."""
    try:
        with psycopg.connect(host=str(next(temporary.iterdir())), user="docgen_admin", dbname="template1") as session:
            row = session.execute(
                "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid <> pg_backend_pid()"
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return row == (1,)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("sql", [FIRST, SECOND, COPY], ids=["first", "second", "copy"])
def test_nothing_is_left_of_a_proof_that_is_ended(
    tmp_path: Path, temporary: Path, sql: str, end: signal.Signals
) -> None:
    process = proof(tmp_path, temporary, sql)
    assert happens(lambda: waits(temporary))
    process.send_signal(end)
    process.communicate()
    assert process.returncode == (-9 if end == signal.SIGKILL else 2)
    assert happens(lambda: list(temporary.iterdir()) == [])


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_of_a_server_that_was_about_to_start(
    tmp_path: Path, temporary: Path, end: signal.Signals
) -> None:
    process = started(tmp_path, temporary)
    assert happens(lambda: any(temporary.iterdir()))
    process.send_signal(end)
    process.communicate()
    assert process.returncode == (-9 if end == signal.SIGKILL else 2)
    assert happens(lambda: list(temporary.iterdir()) == [])


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_template_that_was_about_to_be_made_is_made_by_the_next_run(
    tmp_path: Path, temporary: Path, end: signal.Signals
) -> None:
    (cache := temporary / "cache").mkdir(mode=0o777)
    cache.chmod(0o777)
    process = started(tmp_path, temporary, "create table if not exists t (id int);\n", cache=cache)
    assert happens(lambda: any(cache.rglob("making-*/*")))
    process.send_signal(end)
    process.communicate()
    command = [sys.executable, "-m", "docgen", "prove"]
    place = os.environ | {"TMPDIR": str(temporary), "XDG_CACHE_HOME": str(cache)}
    again = subprocess.run(command, cwd=tmp_path, env=place, capture_output=True, text=True, check=False)
    assert (again.returncode, process.returncode) == (0, -9 if end == signal.SIGKILL else 2), again.stderr
    assert happens(lambda: [one.name for one in temporary.iterdir()] == ["cache"])


def test_a_server_that_is_killed(tmp_path: Path, temporary: Path) -> None:
    process = proof(tmp_path, temporary, SECOND)
    assert happens(lambda: waits(temporary))
    (folder,) = temporary.iterdir()
    os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    _, said = process.communicate()
    assert process.returncode == 2
    assert said.decode().startswith("error: The scratch server went away at migrations/001_waits.sql:1: ")
    assert happens(lambda: list(temporary.iterdir()) == [])


def test_a_scratch_database_goes_with_the_proof(tmp_path: Path, temporary: Path, server: Cluster) -> None:
    process = proof(tmp_path, temporary, configuration=f"[shadow]\nurl = '{server.url()}'\n")
    process.send_signal(signal.SIGTERM)
    process.communicate()
    with psycopg.connect(server.url()) as connection:
        left = connection.execute("select datname from pg_database where datname like 'docgen_shadow_%'").fetchall()
    assert (process.returncode, left) == (2, [])


def test_a_disk_that_is_full_under_the_server(tmp_path: Path) -> None:
    """The limit on a file's size refuses the server's write as a full disk does, in the same call."""
    (tmp_path / "001_large.sql").write_text(
        "create table t as select md5(n::text) as a from generate_series(1, 200000) as n;\n"
    )
    (tmp_path / "002_small.sql").write_text("create table if not exists u (id int);\n")
    command = [sys.executable, "-m", "docgen", "prove", "--format", "json", str(tmp_path)]
    result = subprocess.run(
        ["sh", "-c", 'ulimit -f 8192; exec "$@"', "sh", *command], capture_output=True, text=True, check=False
    )
    large, small = json.loads(result.stdout)["files"]
    assert (result.returncode, large["verdict"], small["verdict"]) == (1, "first-run-failed", "idempotent")
    assert large["statements"][0]["message"].startswith("could not extend file")
