"""A PostgreSQL server of our own: private, on a socket, gone without a trace however docgen ends."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from docgen.errors import DatabaseError
from docgen.postgres.server.account import PORT, Account, run_folder
from docgen.postgres.server.binaries import ANOTHER_SERVER, EXECUTABLE, Binaries, find_binaries
from docgen.postgres.server.template import forget_template, make_data_folder, reachable

START_LIMIT = 120.0  # seconds; a start takes 0.05, this is for a machine on its knees
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "logical",  # so that publications and replication slots behave as on a real server
    "max_wal_size": "1GB",
    "min_wal_size": "2MB",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "40",
    "max_locks_per_transaction": "2048",  # a whole schema may be made or dropped in one transaction
    "dynamic_shared_memory_type": "mmap",  # /dev/shm is tiny in containers
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_min_messages": "warning",
    "log_statement": "none",
}
_PLAIN_SESSION = {
    "hostaddr": "",
    "options": "",
    "sslmode": "disable",
    "gssencmode": "disable",
    "channel_binding": "disable",
    "target_session_attrs": "any",
}


@dataclass(frozen=True)
class Cluster:
    """A running server. ``folder`` holds its socket, data and log and is removed when it stops."""

    binaries: Binaries
    folder: Path

    def url(self, database: str = "postgres") -> str:
        """A connection URL of the superuser for one of its databases."""
        return _url(self.folder, database)

    @contextlib.contextmanager
    def database(self, name: str) -> Iterator[str]:
        """The URL of a new, empty database ``name``, dropped afterwards whoever is still connected."""
        create_database(self.url(), name)
        try:
            yield self.url(name)
        finally:
            drop_database(self.url(), name)


def _url(folder: Path, database: str = "postgres") -> str:
    # Everything is said, also what is empty: PGHOSTADDR or PGSERVICE would lead the session to another server.
    pairs = {"host": str(folder), "port": str(PORT), **_PLAIN_SESSION}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs.items())
    return f"postgresql://postgres@/{quote(database, safe='')}?{query}"


def create_database(url: str, name: str) -> None:
    """Makes an empty database on the server at ``url``."""
    with psycopg.connect(url, autocommit=True) as connection:
        strategy = sql.SQL("strategy file_copy" if connection.info.server_version >= 150000 else "")
        command = sql.SQL("create database {} template template0 {}")
        connection.execute(command.format(sql.Identifier(name), strategy))


def copy_database(server: str, url: str, name: str) -> None:
    """Copies the database at ``url``, to which nobody may be connected, by the role at ``server``; its owner stays."""
    own = conninfo_to_dict(url)
    with psycopg.connect(server, autocommit=True) as connection:
        strategy = sql.SQL("strategy file_copy" if connection.info.server_version >= 150000 else "")
        command = sql.SQL("create database {} owner {} template {} {}")
        names = (sql.Identifier(str(one)) for one in (name, own["user"], own["dbname"]))
        connection.execute(command.format(*names, strategy))


def drop_database(url: str, name: str) -> None:
    """Drops a database of the server at ``url``, ending the sessions in it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@contextlib.contextmanager
def run_cluster(
    binaries: Binaries | None = None,
    settings: Mapping[str, str] | None = None,
    prepare: Callable[[Path], Mapping[str, str]] | None = None,
) -> Iterator[Cluster]:
    """Starts a server and stops it afterwards; its folder is removed also when this process is killed.

    ``settings`` adds to the server's configuration; ``prepare`` may put files into the server's folder before it
    starts, and gives the settings that belong to them. Raises DatabaseError with the server's log when it does not
    start.
    """
    binaries = binaries or find_binaries()
    with run_folder() as (account, folder):
        try:
            usable = reachable(binaries, account, folder)
            prepared = prepare(folder) if prepare else {}
            account.own(folder)
        except (OSError, shutil.Error) as error:
            reason = os.strerror(error.errno) if error.errno else "some files could not be copied"
            raise DatabaseError(
                f"no scratch server can be prepared in {folder.parent}: {reason}",
                "Free space there, or set TMPDIR to a folder on another disk.",
            ) from None
        with _started(usable, account, folder, {**_SETTINGS, **prepared, **(settings or {})}):
            yield Cluster(usable, folder)


@contextlib.contextmanager
def _started(binaries: Binaries, account: Account, folder: Path, settings: Mapping[str, str]) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        server = _start(binaries, account, folder, settings)
        stack.callback(_stop, server)
        ready = _ready(server, folder)
        if not ready and forget_template(binaries):
            # The cached template may be damaged: once more from nothing.
            _stop(server)
            shutil.rmtree(folder / "data", ignore_errors=True)
            server = _start(binaries, account, folder, settings)
            stack.callback(_stop, server)
            ready = _ready(server, folder)
        if not ready:
            message = f"The server of {binaries.origin} does not start:\n{_log_end(folder)}"
            raise DatabaseError(message, _start_hint(folder))
        yield


def _start(binaries: Binaries, account: Account, folder: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    data = make_data_folder(binaries, account, folder)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command: list[str | Path] = [binaries.folder / EXECUTABLE, "-D", data, "-k", f'"{folder}"', *options]
    with (folder / "log").open("wb") as log:
        return account.start(command, folder, log)


def _ready(server: subprocess.Popen[bytes], folder: Path) -> bool:
    limit = time.monotonic() + START_LIMIT
    while server.poll() is None and time.monotonic() < limit:
        if (folder / f".s.PGSQL.{PORT}").exists():
            try:
                psycopg.connect(_url(folder)).close()
            except psycopg.OperationalError as error:
                # Any other refusal than this one is for good: its data is damaged.
                if "FATAL" in str(error) and "starting up" not in str(error):
                    return False
            else:
                return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.005)
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _log_end(folder: Path, lines: int = 12) -> str:
    with contextlib.suppress(OSError):
        return "\n".join((folder / "log").read_text(errors="replace").strip().splitlines()[-lines:])
    return "(it wrote no log)"


def _start_hint(folder: Path) -> str:
    log = _log_end(folder)
    if "No space left on device" in log:
        return "The disk for temporary files is full: free some, or set TMPDIR."
    if "shared memory" in log or "semaphore" in log:
        return "The system's shared memory is used up: stop other servers, or raise the container's limits."
    return ANOTHER_SERVER
