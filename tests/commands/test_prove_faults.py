"""docgen prove that is ended from outside: no server, no folder, no scratch database stays behind."""

from __future__ import annotations

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

from docgen.postgres.cluster import Cluster


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


def hanging(folder: Path, temporary: Path, configuration: str = "") -> subprocess.Popen[bytes]:
    """A proof in ``folder`` that has begun and waits in its first file."""
    (folder / "migrations").mkdir()
    (folder / "migrations" / "001_waits.sql").write_text("create table t (id int);\nselect pg_sleep(600);\n")
    (folder / "docgen.toml").write_text('migrations = "migrations"\n' + configuration)
    process = subprocess.Popen(
        [sys.executable, "-m", "docgen", "prove"],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A background job of a shell ignores Ctrl-C, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"proving 1 migrations")
    return process


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_of_a_proof_that_is_ended(tmp_path: Path, temporary: Path, end: signal.Signals) -> None:
    process = hanging(tmp_path, temporary)
    assert len(list(temporary.iterdir())) == 1
    process.send_signal(end)
    process.communicate()
    assert process.returncode == (-9 if end == signal.SIGKILL else 2)
    assert happens(lambda: list(temporary.iterdir()) == [])


def test_a_scratch_database_goes_with_the_proof(tmp_path: Path, temporary: Path, server: Cluster) -> None:
    process = hanging(tmp_path, temporary, f"[shadow]\nurl = '{server.url()}'\n")
    process.send_signal(signal.SIGTERM)
    process.communicate()
    with psycopg.connect(server.url()) as connection:
        left = connection.execute("select datname from pg_database where datname like 'docgen_shadow_%'").fetchall()
    assert (process.returncode, left) == (2, [])
