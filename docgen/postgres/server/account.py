"""The account that a server of ours runs as, and a folder of its own: PostgreSQL refuses to run as root."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen, SubprocessError
from typing import IO

from docgen.errors import DatabaseError

PORT = 5432
# The kernel's limit for the path of a socket: 108 bytes with the closing zero on Linux, 104 on macOS and the BSDs.
_SOCKET_LIMIT = 107 if sys.platform.startswith("linux") else 103
_PREFERRED = ("nobody", "postgres", "daemon")
_FINE = "fine"
# The folder goes when the server has gone; a process of docgen's that is not done yet may still put something in.
_REMOVAL = """
tries=0
while [ -e "$1/data/postmaster.pid" ] && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
cd /
tries=0
while ! rm -rf "$1" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
"""
# Tries the folder when it is told that there is one. Then it waits until docgen closes its end of the pipe, which the
# kernel does for it even when it is killed, and takes away what is left.
_WATCHDOG = f"""
read -r _ && cd "$1" && : > probe && rm probe && echo {_FINE} && cd / && read -r _
if [ -s "$1/data/postmaster.pid" ]; then
  read -r server < "$1/data/postmaster.pid"
  kill -INT "$server" 2>/dev/null
fi
{_REMOVAL}
"""
# What root has put into the folder, the server's account cannot remove.
_SWEEPER = f"read -r _\n{_REMOVAL}"
_HINT = "Set [shadow].url to a server on which docgen may create a database, or run docgen as an ordinary user."


@dataclass(frozen=True)
class Account:
    """The user that the server's processes run as; ``user`` None means: the one who runs docgen."""

    user: int | None = None
    group: int | None = None

    def start(
        self, arguments: list[str | Path], folder: Path, output: int | IO[bytes], stdin: int = DEVNULL
    ) -> Popen[bytes]:
        """Starts a process as this account in ``folder``, in a session of its own: Ctrl-C does not reach it."""
        return Popen(
            arguments,
            cwd=folder,
            stdin=stdin,
            stdout=output,
            stderr=STDOUT,
            env=_environment(),
            start_new_session=True,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
        )

    def run(self, arguments: list[str | Path], folder: Path) -> tuple[int, str]:
        """Exit code and output of a short process; an OSError counts as exit code 126."""
        try:
            process = self.start(arguments, folder, PIPE)
        except (OSError, SubprocessError, ValueError) as error:
            return 126, str(error)
        output, _ = process.communicate()
        return process.returncode, output.decode(errors="replace")

    def own(self, folder: Path) -> None:
        """Gives ``folder`` and everything in it to this account."""
        if self.user is None or self.group is None:
            return
        for place, _, files in os.walk(folder):
            os.chown(place, self.user, self.group)
            for name in files:
                os.chown(Path(place) / name, self.user, self.group, follow_symlinks=False)


@contextlib.contextmanager
def run_folder() -> Iterator[tuple[Account, Path]]:
    """An account that may run a server, and a new folder that only it (and root) may enter, short enough for a socket.

    At the end the folder is removed, and the server in it stopped, also when this process is killed: a process that
    does so waits before the folder is there. Raises DatabaseError when no account or no place for temporary files does.
    """
    if os.name != "posix":
        raise DatabaseError("docgen starts servers of its own on Linux and macOS only.", _HINT)
    refusals = []
    for base in _bases():
        for account in _accounts():
            folder = base / f"docgen-{secrets.token_hex(4)}"
            try:
                watchdog = account.start(["/bin/sh", "-c", _WATCHDOG, "sh", folder], Path("/"), PIPE, PIPE)
                sweeper = Account().start(["/bin/sh", "-c", _SWEEPER, "sh", folder], Path("/"), DEVNULL, PIPE)
            except (OSError, SubprocessError, ValueError) as error:
                refusals.append(f"{base}: {error}")
                continue
            try:
                refusal = _refusal(account, folder, watchdog)
                if not refusal:
                    yield account, folder
                    return
            finally:
                watchdog.communicate(b"\n")
                sweeper.communicate()
                shutil.rmtree(folder, ignore_errors=True)
            refusals.append(f"{base}: {refusal}")
    reasons = "; ".join(refusals) or "no folder for temporary files with a path short enough for a socket"
    raise DatabaseError(f"No account and folder to run a server in were found ({reasons}).", _HINT)


def _refusal(account: Account, folder: Path, watchdog: Popen[bytes]) -> str:
    """Makes the folder; why the account cannot work in it, empty where it can."""
    assert watchdog.stdin is not None and watchdog.stdout is not None
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
        watchdog.stdin.write(b"\n")
        watchdog.stdin.flush()
    except OSError as error:
        return str(error)
    said = watchdog.stdout.readline().decode(errors="replace").strip()
    return "" if said == _FINE else said or "it may not be entered"


def _accounts() -> Iterator[Account]:
    if os.geteuid() != 0:
        yield Account()
        return
    import pwd

    # initdb wants a user that has a name, so a bare number does not do.
    entries = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    entries.sort(key=lambda entry: (entry.pw_name not in _PREFERRED, entry.pw_uid))
    by_name = {entry.pw_name: entry for entry in entries}
    preferred = [by_name[name] for name in _PREFERRED if name in by_name]
    for entry in [*preferred, *entries][:5]:
        yield Account(entry.pw_uid, entry.pw_gid)


def _bases() -> Iterator[Path]:
    seen = set()
    for base in (Path(tempfile.gettempdir()).resolve(), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):  # noqa: S108
        socket = base / "docgen-12345678" / f".s.PGSQL.{PORT}"
        fits = len(os.fsencode(socket)) <= _SOCKET_LIMIT and "," not in str(base) and '"' not in str(base)
        if base not in seen and fits and os.access(base, os.W_OK | os.X_OK):
            yield base
        seen.add(base)


def _environment() -> dict[str, str]:
    # PGDATA, PGPORT, PGOPTIONS and their like are meant for the user's own servers.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
